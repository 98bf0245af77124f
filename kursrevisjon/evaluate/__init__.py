"""How well the labels agree with careful readers (METHOD 6): labelled pages and passages in, figures and errors out.

- ``gold`` reads what was labelled by hand, ``matching`` tells which found course is which labelled one;
- ``figures`` counts, per figure, per trap class and per matched course;
- ``floors`` keeps a figure from getting worse unseen;
- ``reviews`` tells which reviews of a run still hold, and how often people and the program agree.
"""

from kursrevisjon.evaluate.figures import Evaluation, evaluate
from kursrevisjon.evaluate.floors import Breach, Floors, check_floors, floors_of, load_floors
from kursrevisjon.evaluate.gold import GoldItem, load_gold
from kursrevisjon.evaluate.reviews import Agreement, Cell, agreement_on_courses, agreement_on_verdicts, cells_of

__all__ = [
    "Agreement",
    "Breach",
    "Cell",
    "Evaluation",
    "Floors",
    "GoldItem",
    "agreement_on_courses",
    "agreement_on_verdicts",
    "cells_of",
    "check_floors",
    "evaluate",
    "floors_of",
    "load_floors",
    "load_gold",
]
