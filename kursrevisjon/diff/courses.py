"""Courses that were added, removed or edited between two readings of a union."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, Literal

from kursrevisjon.diff.causes import Step, attribute, evidence_urls
from kursrevisjon.diff.identity import Pair, course_id, plain_key, quotes
from kursrevisjon.model import AssessedCourse, CourseChange, Dimension, Finding
from kursrevisjon.text import name_key

_FIELDS: Final[dict[str, Callable[[AssessedCourse], str]]] = {
    "obligation": lambda course: course.obligation.value,
    "basis": lambda course: course.basis.value if course.basis else "",
    "audience": lambda course: ", ".join(sorted(course.audience)),
    "hms": lambda course: "true" if course.hms else "false",
    "preventive": lambda course: course.preventive.value,
    "pages": lambda course: ", ".join(sorted({page.url for page in course.pages})),
}
"""What is compared word for word; names, programmes and quotes have their own ways of being equal."""


def course_changes(step: Step, pairs: Iterable[Pair]) -> tuple[CourseChange, ...]:
    """The pairs that differ, each with its cause."""
    return tuple(change for pair in pairs if (change := _course_change(step, pair)) is not None)


def quotes_of(
    courses: Iterable[AssessedCourse | None], dimensions: Sequence[Dimension] | None = None
) -> tuple[str, ...]:
    """The quotes of the courses' findings, each once, in their order."""
    return tuple(dict.fromkeys(finding.quote for finding in findings_of(courses, dimensions)))


def findings_of(
    courses: Iterable[AssessedCourse | None], dimensions: Sequence[Dimension] | None = None
) -> tuple[Finding, ...]:
    """The courses' findings in the given dimensions, or all of them."""
    found = [finding for course in courses if course is not None for finding in course.findings]
    return tuple(finding for finding in found if dimensions is None or finding.dimension in dimensions)


def _course_change(step: Step, pair: Pair) -> CourseChange | None:
    fields = _differing(pair.before, pair.after)
    if fields == {}:
        return None
    attribution = attribute(step, evidence_urls(pair.before, pair.after))
    return CourseChange(
        union=step.after.result.id,
        course=course_id(pair.course),
        kind=_kind(pair),
        name=pair.course.name,
        cause=attribution.cause,
        fields=fields or {},
        evidence=quotes_of((pair.before, pair.after)),
        main_org=step.after.result.main_org,
        also_possible=attribution.also_possible,
    )


def _kind(pair: Pair) -> Literal["added", "removed", "edited"]:
    if pair.before is None:
        return "added"
    return "removed" if pair.after is None else "edited"


def _differing(before: AssessedCourse | None, after: AssessedCourse | None) -> dict[str, tuple[str, str]] | None:
    """Each field that differs, with before and after; ``None`` when there is only one side."""
    if before is None or after is None:
        return None
    fields: dict[str, tuple[str, str]] = {}
    if plain_key(before.name) != plain_key(after.name):
        fields["name"] = (before.name, after.name)
    fields |= {
        field: (value(before), value(after)) for field, value in _FIELDS.items() if value(before) != value(after)
    }
    if name_key(before.programme or "") != name_key(after.programme or ""):
        fields["programme"] = (before.programme or "", after.programme or "")
    if quotes(before) != quotes(after):
        fields["quotes"] = _new_quotes(before, after)
    return fields


def _new_quotes(before: AssessedCourse, after: AssessedCourse) -> tuple[str, str]:
    """The quotes that stand on one side alone."""
    old, new = quotes_of((before,)), quotes_of((after,))
    return (
        " … ".join(quote for quote in old if quote not in new),
        " … ".join(quote for quote in new if quote not in old),
    )
