"""How well the labels agree with careful readers (METHOD 6): labelled pages and passages in, figures and errors out.

- ``gold`` reads what was labelled by hand, ``matching`` tells which found course is which labelled one;
- ``figures`` counts, per figure, per trap class and per matched course;
- ``floors`` keeps a figure from getting worse unseen.
"""

from kursrevisjon.evaluate.figures import Evaluation, evaluate
from kursrevisjon.evaluate.floors import Breach, Floors, check_floors, floors_of, load_floors
from kursrevisjon.evaluate.gold import GoldItem, load_gold

__all__ = [
    "Breach",
    "Evaluation",
    "Floors",
    "GoldItem",
    "check_floors",
    "evaluate",
    "floors_of",
    "load_floors",
    "load_gold",
]
