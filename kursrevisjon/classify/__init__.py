"""Courses with their labels, each with the evidence behind it (METHOD 1-3 and the settled cases).

``Document, Lexicon ─assess_document→ DocumentResult``; ``join_union`` joins the pages of a union. What judges is
imported when the first page comes: an audit whose pages are all kept judges none.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from kursrevisjon.model import AssessedCourse, Document, DocumentResult, PageRef

if TYPE_CHECKING:
    from kursrevisjon.lexicon import Lexicon

__all__ = ["CLASSIFIER", "assess_document", "join_union"]

CLASSIFIER: Final = "6"
"""The version of the reading rules that are code rather than lexicon; it changes when a label can change."""


def assess_document(document: Document, lexicon: "Lexicon") -> DocumentResult:
    """The courses that a document describes, with labels and evidence."""
    from kursrevisjon.classify.document import assess_document as assess  # noqa: PLC0415 - see above

    return assess(document, lexicon)


def join_union(results: Iterable[tuple[DocumentResult, PageRef]]) -> tuple[AssessedCourse, ...]:
    """Every course of a union once, with all its pages as evidence, in the order of its id (``classify.join``)."""
    from kursrevisjon.classify.join import join_union as join  # noqa: PLC0415 - see above

    return join(results)
