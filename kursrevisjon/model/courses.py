"""What is found on a page: matches of lexicon rules, courses, and the findings that label them.

``Block ─lexicon→ Match; Block, Match ─courses→ Course ─classify→ AssessedCourse{Finding}`` (METHOD, Units).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from kursrevisjon.model.terms import Audience, Basis, Dimension, Obligation, Outcome, Preventive, UnreadCause


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A slice of a block: characters ``start`` to ``end`` of block number ``block``."""

    block: int
    start: int
    end: int


class MatchKind(StrEnum):
    """How a rule's word met the text, from certain to least certain."""

    EXACT = "exact"
    FORM = "form"
    COMPOUND = "compound"
    FUZZY = "fuzzy"


@dataclass(frozen=True, slots=True)
class Match:
    """A lexicon rule that fired in a block. ``score`` is 100 unless the match is fuzzy.

    ``bound`` says that the rule states a duty of somebody, so that it matters whom its sentence binds (METHOD 1).
    """

    rule: str
    dimension: Dimension
    value: str
    span: Span
    kind: MatchKind = MatchKind.EXACT
    score: float = 100.0
    strong: bool = True
    bound: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """A training offer as found on one page, before it is labelled.

    ``scope`` holds the spans whose statements are about this course, ``headings`` the blocks above it that pass on
    their statement, ``programme`` the name of the programme that it is a stage of, and ``denied`` the place where a
    table says no to its duty.
    """

    name: str
    mentions: tuple[Span, ...]
    scope: tuple[Span, ...]
    headings: tuple[int, ...] = ()
    programme: str | None = None
    kind: str = "named"
    denied: Span | None = None


class Contract(BaseModel):
    """Immutable; unknown keys of a later minor version are passed over."""

    # A command builds the validators that it uses, and no other.
    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True, defer_build=True)


class PageRef(Contract):
    """Where a piece of evidence was read: address, capture time and digest."""

    url: str
    fetched: datetime | None = None
    digest: str | None = None


class Suppressed(Contract):
    """A rule that matched and was blocked, and what blocked it: an ``unless`` of the rule, or a principle of METHOD."""

    rule: str
    quote: str
    blocked_by: str


class Near(Contract):
    """A near miss: text that almost met a rule, and what it lacked."""

    rule: str
    quote: str
    lacks: str


class Finding(Contract):
    """One label of a course with the evidence for it.

    ``quote`` is a verbatim slice of the page's extracted text, at ``start`` to ``end``; ``page`` is the address it
    stands on. ``before`` and ``after`` are the text around the quote in its block, for a reader who wants the context.
    """

    dimension: Dimension
    value: str
    rule: str
    quote: str
    heading_path: tuple[str, ...] = ()
    match: MatchKind = MatchKind.EXACT
    score: float | None = None
    start: int | None = None
    end: int | None = None
    page_number: int | None = None
    page: PageRef | None = None
    before: str = ""
    after: str = ""


class AssessedCourse(Contract):
    """A course with its labels; the unit of classification (METHOD, Units)."""

    name: str
    obligation: Obligation
    basis: Basis | None = None
    audience: tuple[Audience, ...]
    hms: bool
    preventive: Preventive
    findings: tuple[Finding, ...] = ()
    id: str | None = None
    programme: str | None = None
    pages: tuple[PageRef, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    near: tuple[Near, ...] = ()

    @property
    def key(self) -> str:
        """What a verdict names the course by."""
        return self.id or self.name

    @property
    def is_for_reps(self) -> bool:
        """Whether the course's audience includes tillitsvalgte, so that it counts (METHOD 4)."""
        return Audience.TILLITSVALGT in self.audience


class PageSummary(Contract):
    """The labels of one page alone: METHOD 4 over its courses for tillitsvalgte, ``None`` when there is none."""

    obligation: Obligation | None = None
    hms: bool = False
    preventive: Preventive = Preventive.NONE
    mandatory_hms: bool = False
    mandatory_preventive: bool = False


class DocumentResult(Contract):
    """What ``classify`` says of one file (DESIGN, ``kursrevisjon/document/1``)."""

    schema_: Literal["kursrevisjon/document/1"] = Field("kursrevisjon/document/1", alias="schema")
    source: str
    url: str | None = None
    lang: str | None = None
    outcome: Outcome | UnreadCause = Outcome.READ
    detail: str = ""
    training_for_reps: bool = False
    courses: tuple[AssessedCourse, ...] = ()
    page: PageSummary = PageSummary()
    too_little_text: bool = False
