"""The verdict of one union on each topic (METHOD 4).

A union is judged on the courses whose audience includes tillitsvalgte, joined over all its pages. What could not be
read gives ``unknown``, never ``absent``; a course that was found counts however little else was read.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kursrevisjon.model import (
    CLOSING_BASES,
    AssessedCourse,
    DocumentResult,
    Obligation,
    Outcome,
    PageCounts,
    PageRef,
    Preventive,
    Topic,
    TradeUnion,
    UnionResult,
    UnionVerdict,
    Unread,
    UnreadCause,
    UnreadPage,
    Verdict,
)
from kursrevisjon.text import digest_of
from kursrevisjon.verdict.health import health_marks
from kursrevisjon.verdict.why import Reading, sentence


@dataclass(frozen=True, slots=True)
class _Pages:
    """A union's pages, told apart by what they are good for."""

    read: tuple[tuple[DocumentResult, PageRef], ...]
    training: tuple[tuple[DocumentResult, PageRef], ...]
    unread: tuple[UnreadPage, ...]

    @property
    def unread_counts(self) -> dict[UnreadCause, int]:
        """How many addresses gave no page, per cause in the order of DESIGN's list."""
        counted = Counter(page.cause for page in self.unread)
        return {cause: counted[cause] for cause in UnreadCause if counted[cause]}

    def newest_training(self) -> datetime | None:
        """When the newest training page was fetched."""
        return max((ref.fetched for _, ref in self.training if ref.fetched is not None), default=None)


def union_result(
    union: TradeUnion,
    day: date,
    courses: Sequence[AssessedCourse],
    documents: Sequence[tuple[DocumentResult, PageRef]],
    unread: Sequence[Unread],
    *,
    last_good: UnionResult | None = None,
    previous: UnionResult | None = None,
    complete: bool = True,
) -> UnionResult:
    """What a run found for one union on ``day`` (METHOD 4).

    ``courses`` are the union's courses joined over its pages, with ids and pages. ``documents`` are all pages that were
    read for it; one whose outcome is not ``read`` counts as unread. ``last_good`` and ``previous`` are the union's last
    good reading and its reading in the run before, for the health marks; nothing else depends on them.
    ``complete`` is false when the crawl of the union was cut short.
    """
    pages = _sort_pages(documents, unread)
    reading = _reading(courses, pages)
    verdicts = {topic: _judge(topic, courses, reading) for topic in Topic}
    is_known = any(verdict.verdict is not Verdict.UNKNOWN for verdict in verdicts.values())
    result = UnionResult(
        id=union.id,
        name=union.name,
        short_name=union.short_name,
        main_org=union.main_org_on(day),
        homepage=union.homepage,
        verdicts=verdicts,
        pages=PageCounts(read=len(pages.read), training=len(pages.training), unread=pages.unread_counts),
        courses=tuple(courses),
        unread_pages=pages.unread,
        read_pages=tuple(ref for _, ref in pages.read),
        read_as_of=pages.newest_training() if is_known else None,
        basis=union.basis,
        scope=scope_digest(union),
        complete=complete,
    )
    marks = health_marks(union.expect, result, last_good, previous)
    return result.model_copy(update={"marks": marks})


def scope_digest(union: TradeUnion) -> str:
    """A digest of where to read for the union, so that a changed entry in ``sources.yaml`` is told from a changed site.

    Notes, dates and names are left out: they decide nothing about what is read.
    """
    seeds = tuple(seed.url for seed in union.seeds)
    excluded = tuple(path.prefix for path in union.excluded)
    scope = (seeds, union.hosts, union.path_prefixes, excluded, union.page_budget)
    return digest_of(repr(scope))


def has_topic(course: AssessedCourse, topic: Topic) -> bool:
    """Whether the course has the topic; preventive work, explicit or implied, is HSE too (METHOD 3)."""
    preventive = course.preventive is not Preventive.NONE
    return preventive or (topic is Topic.HMS and course.hms)


def course_verdict(course: AssessedCourse) -> Verdict:
    """What a course with the topic is worth to its union (METHOD 4).

    A duty laid down by law or by an employer is not the training that the union or an agreement requires of its
    representatives, so such a course is worth what a course without a duty is.
    """
    if course.obligation is Obligation.MANDATORY and course.basis in CLOSING_BASES:
        return Verdict.MANDATORY
    return Verdict.CORE if course.obligation is Obligation.CORE else Verdict.OPTIONAL


def _sort_pages(documents: Sequence[tuple[DocumentResult, PageRef]], unread: Sequence[Unread]) -> _Pages:
    read = tuple((document, ref) for document, ref in documents if document.outcome is Outcome.READ)
    unread_pages = [UnreadPage(url=page.url, cause=page.cause, detail=page.detail) for page in unread]
    unread_pages += [
        UnreadPage(url=ref.url, cause=document.outcome, detail=document.detail)
        for document, ref in documents
        if isinstance(document.outcome, UnreadCause)
    ]
    training = tuple((document, ref) for document, ref in read if _is_training_page(document))
    return _Pages(read, training, tuple(unread_pages))


def _is_training_page(document: DocumentResult) -> bool:
    return document.training_for_reps or any(course.is_for_reps for course in document.courses)


def _reading(courses: Sequence[AssessedCourse], pages: _Pages) -> Reading:
    return Reading(
        read=len(pages.read),
        training=len(pages.training),
        judged=sum(not document.too_little_text for document, _ in pages.training),
        rep_courses=sum(course.is_for_reps for course in courses),
        unread=pages.unread_counts,
    )


def _judge(topic: Topic, courses: Sequence[AssessedCourse], reading: Reading) -> UnionVerdict:
    holding = [course for course in courses if has_topic(course, topic)]
    counted = [course for course in holding if course.is_for_reps]
    verdict = _best(map(course_verdict, counted)) or (Verdict.ABSENT if reading.judged else Verdict.UNKNOWN)
    deciding = [course for course in counted if course_verdict(course) is verdict]
    others = [course for course in holding if not course.is_for_reps]
    return UnionVerdict(
        verdict=verdict,
        courses=tuple(dict.fromkeys(course.key for course in deciding)),
        why=sentence(topic, verdict, deciding, others, reading),
    )


def _best(verdicts: Iterable[Verdict]) -> Verdict | None:
    """The verdict that stands first in METHOD 4's table, or ``None`` of none."""
    found = set(verdicts)
    return next((verdict for verdict in Verdict if verdict in found), None)
