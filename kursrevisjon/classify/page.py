"""What a page as a whole says: whether it is a training page, and METHOD 4 over its own courses."""

from collections.abc import Sequence

from kursrevisjon.model import (
    AssessedCourse,
    Audience,
    Basis,
    Course,
    Dimension,
    Document,
    Obligation,
    PageSummary,
    Preventive,
)
from kursrevisjon.model.tokens import AnnotatedBlock

_UNION_DUTY = frozenset({Basis.UNION, Basis.AGREEMENT})


def counts_as_course(course: Course, document: Document, blocks: Sequence[AnnotatedBlock]) -> bool:
    """Whether a found course is a training offer on this page rather than a word in passing (METHOD, "Not a course")."""
    return course.kind != "bare"


def describes_training(document: Document, blocks: Sequence[AnnotatedBlock], courses: Sequence[AssessedCourse]) -> bool:
    """Whether the page describes training for representatives, with or without a named course (METHOD, Units)."""
    return any(Audience.TILLITSVALGT in course.audience for course in courses)


def summarise(courses: Sequence[AssessedCourse]) -> PageSummary:
    """METHOD 4 over the courses for tillitsvalgte; the obligation is ``None`` when there is no such course."""
    own = [course for course in courses if Audience.TILLITSVALGT in course.audience]
    if not own:
        return PageSummary()
    duty = [course for course in own if course.obligation is Obligation.MANDATORY]
    union_duty = [course for course in duty if course.basis in _UNION_DUTY]
    return PageSummary(
        obligation=min((course.obligation for course in own), key=tuple(Obligation).index),
        hms=any(course.hms for course in own),
        preventive=_strongest([course.preventive for course in own]),
        mandatory_hms=any(course.hms for course in union_duty),
        mandatory_preventive=any(course.preventive is not Preventive.NONE for course in union_duty),
    )


def _strongest(values: Sequence[Preventive]) -> Preventive:
    return min(values, key=tuple(Preventive).index)


def has_dimension(block: AnnotatedBlock, dimension: Dimension) -> bool:
    """Whether a rule of the dimension fired in the block."""
    return any(match.dimension is dimension for match in block.matches)
