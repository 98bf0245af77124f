"""Courses with their labels, each with the evidence behind it (METHOD 1-3 and the settled cases).

``Document, Lexicon ─assess_document→ DocumentResult``; ``join_union`` joins the pages of a union.
"""

from kursrevisjon.classify.document import CLASSIFIER, assess_document, course_id
from kursrevisjon.classify.join import join_union
from kursrevisjon.classify.page import summarise

__all__ = ["CLASSIFIER", "assess_document", "course_id", "join_union", "summarise"]
