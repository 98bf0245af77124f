"""How well the labels agree with careful readers (METHOD 6): labelled pages and passages in, figures and errors out."""

from kursrevisjon.evaluate.figures import Evaluation, evaluate
from kursrevisjon.evaluate.floors import Breach, check_floors, floors_of
from kursrevisjon.evaluate.gold import GoldItem, load_gold

__all__ = ["Breach", "Evaluation", "GoldItem", "check_floors", "evaluate", "floors_of", "load_gold"]
