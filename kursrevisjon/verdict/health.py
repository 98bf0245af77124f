"""When a reading is thinner than it should be, and when a verdict may fall.

A page that was read before and is missing now is not yet evidence that the union stopped something: the verdict that
rests on it is kept until the next run finds it missing too (DESIGN, ``gone_since``).
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from kursrevisjon.model import (
    AssessedCourse,
    Expectation,
    HealthMark,
    Topic,
    UnionResult,
    UnionVerdict,
    Unread,
    UnreadCause,
    Verdict,
)
from kursrevisjon.verdict.why import held

FEWER_SHARE: Final = 0.5
"""A reading with less than this share of an earlier one's pages or courses is marked."""

_NEVER_CONFIRMED: Final = frozenset({UnreadCause.BUDGET})
"""Causes that say nothing about the page itself, however often they are met: nobody asked for it."""


def health_marks(
    expect: Expectation, result: UnionResult, last_good: UnionResult | None, previous: UnionResult | None = None
) -> tuple[str, ...]:
    """The marks ``fewer_pages`` and ``fewer_courses``, where the reading falls short of what it should yield.

    It falls short of ``expect``, or of half of the last good reading. ``previous`` is the reading in the run before:
    a low level that it had too is confirmed and no longer marked. A union of which nothing was read has no marks: it
    is unknown.
    """
    if not result.pages.read:
        return ()
    earlier = [reading for reading in (last_good, previous) if reading is not None and reading.pages.read]
    pages = min((reading.pages.read for reading in earlier), default=0)
    courses = min((len(reading.courses) for reading in earlier), default=0)
    marks = []
    if result.pages.read < max(expect.pages, pages * FEWER_SHARE):
        marks.append(HealthMark.FEWER_PAGES)
    if len(result.courses) < max(expect.courses, courses * FEWER_SHARE):
        marks.append(HealthMark.FEWER_COURSES)
    return tuple(mark.value for mark in marks)


def hold_fallen(
    result: UnionResult,
    last_good: UnionResult | None,
    unread: Sequence[Unread],
    *,
    missed_before: Collection[str] = (),
) -> UnionResult:
    """The result, with each verdict that fell over a page missing for the first time put back to the last good one.

    ``unread`` are the run's unread addresses; ``missed_before`` those that the run before missed as well, which
    confirms the loss. A verdict is put back only when a course that decided it was read on a missing page; that
    course comes back with it, so that the cell keeps its evidence. ``unknown`` is not a fall and stays. A result with
    something put back is marked ``kept_last_good``.
    """
    missing = {page.url: page.cause for page in unread if _is_unconfirmed(page, missed_before)}
    if last_good is None or not missing:
        return result
    fallen = [topic for topic in Topic if _is_fall(last_good.verdicts[topic], result.verdicts[topic])]
    kept = {topic: lost for topic in fallen if (lost := _lost_evidence(topic, last_good, missing))}
    if not kept:
        return result
    return result.model_copy(
        update={
            "verdicts": result.verdicts | {topic: _kept(topic, last_good, lost) for topic, lost in kept.items()},
            "courses": _with_kept_courses(result.courses, _deciding(last_good, kept)),
            "marks": (*result.marks, HealthMark.KEPT_LAST_GOOD.value),
        }
    )


def _is_unconfirmed(page: Unread, missed_before: Collection[str]) -> bool:
    return page.cause in _NEVER_CONFIRMED or page.url not in missed_before


def _is_fall(before: UnionVerdict, after: UnionVerdict) -> bool:
    order = list(Verdict)
    return after.verdict is not Verdict.UNKNOWN and order.index(before.verdict) < order.index(after.verdict)


def _deciding(result: UnionResult, topics: Collection[Topic]) -> tuple[AssessedCourse, ...]:
    ids = {course for topic in topics for course in result.verdicts[topic].courses}
    return tuple(course for course in result.courses if course.key in ids)


def _lost_evidence(
    topic: Topic, last_good: UnionResult, missing: Mapping[str, UnreadCause]
) -> tuple[tuple[str, UnreadCause], ...]:
    """The missing addresses that the last good verdict rested on, with their causes."""
    courses = last_good.deciding(topic)
    urls = {page.url for course in courses for page in course.pages}
    urls |= {finding.page.url for course in courses for finding in course.findings if finding.page}
    return tuple((url, missing[url]) for url in sorted(urls & missing.keys()))


def _kept(topic: Topic, last_good: UnionResult, lost: Sequence[tuple[str, UnreadCause]]) -> UnionVerdict:
    earlier = last_good.verdicts[topic]
    return earlier.model_copy(update={"why": held(earlier.why, last_good.read_as_of, lost)})


def _with_kept_courses(courses: Sequence[AssessedCourse], kept: Sequence[AssessedCourse]) -> tuple[AssessedCourse, ...]:
    """The courses, with the kept ones as they were last read: in place where they were found, else at the end."""
    earlier = {course.key: course for course in kept}
    replaced = [earlier.pop(course.key, course) for course in courses]
    return (*replaced, *earlier.values())
