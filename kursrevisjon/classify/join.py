"""The courses of a union, joined over its pages (METHOD 1, "A duty stated of a programme", and METHOD 4)."""

from collections.abc import Sequence

from kursrevisjon.classify.document import course_id
from kursrevisjon.classify.obligation import EXPLICIT_CHOICE
from kursrevisjon.model import (
    AssessedCourse,
    Audience,
    Basis,
    Dimension,
    DocumentResult,
    Finding,
    Obligation,
    PageRef,
    Preventive,
)


def join_union(results: Sequence[tuple[DocumentResult, PageRef]]) -> tuple[AssessedCourse, ...]:
    """Every course of a union once, with all its pages as evidence, in the order of its id.

    The same course on two pages keeps the strongest statement of its obligation and all its topics; a programme's duty
    holds for the parts that any page names as its own.
    """
    joined: dict[str, AssessedCourse] = {}
    for result, page in results:
        for course in result.courses:
            placed = _placed(course, page)
            known = joined.get(placed.id or "")
            joined[placed.id or ""] = _merged(known, placed) if known else placed
    return tuple(_with_programme_duty(course, joined) for _, course in sorted(joined.items()))


def _placed(course: AssessedCourse, page: PageRef) -> AssessedCourse:
    findings = tuple(finding.model_copy(update={"page": page}) for finding in course.findings)
    return course.model_copy(update={"id": course_id(course.name), "findings": findings, "pages": (page,)})


def _merged(one: AssessedCourse, other: AssessedCourse) -> AssessedCourse:
    stronger = min(one, other, key=_strength)
    preventive = min(one.preventive, other.preventive, key=tuple(Preventive).index)
    audience = tuple(value for value in Audience if value in {*one.audience, *other.audience})
    pages = one.pages + tuple(page for page in other.pages if page not in one.pages)
    named = other if one.name[:1].islower() and other.name[:1].isupper() else one
    return one.model_copy(
        update={
            "name": named.name,
            "obligation": stronger.obligation,
            "basis": stronger.basis,
            "audience": audience,
            "hms": one.hms or other.hms,
            "preventive": preventive,
            "findings": one.findings + tuple(found for found in other.findings if found not in one.findings),
            "programme": one.programme or other.programme,
            "pages": pages,
            "suppressed": one.suppressed + other.suppressed,
            "near": one.near + other.near,
        }
    )


def _strength(course: AssessedCourse) -> tuple[int, int]:
    """METHOD 1, precedence: ``mandatory`` beats all, and an explicit "frivillig" beats ``core``."""
    basis = (Basis.UNION, Basis.AGREEMENT, Basis.EMPLOYER, Basis.LAW)
    order = (Obligation.MANDATORY, None, Obligation.CORE, Obligation.OPTIONAL, Obligation.UNSTATED)
    chosen = course.obligation is Obligation.OPTIONAL and any(
        finding.dimension is Dimension.OBLIGATION and finding.rule in EXPLICIT_CHOICE for finding in course.findings
    )
    return order.index(None if chosen else course.obligation), basis.index(course.basis) if course.basis else 9


def _with_programme_duty(course: AssessedCourse, joined: dict[str, AssessedCourse]) -> AssessedCourse:
    """A part of a programme that is mandatory on any page is mandatory itself, unless it is said to be voluntary."""
    programme = joined.get(course_id(course.programme)) if course.programme else None
    if programme is None or programme.id == course.id or programme.obligation is not Obligation.MANDATORY:
        return course
    if course.obligation in {Obligation.MANDATORY, Obligation.OPTIONAL}:
        return course
    duty = tuple(_duty_findings(programme))
    return course.model_copy(
        update={"obligation": Obligation.MANDATORY, "basis": programme.basis, "findings": course.findings + duty}
    )


def _duty_findings(programme: AssessedCourse) -> list[Finding]:
    return [
        finding
        for finding in programme.findings
        if finding.dimension in {Dimension.OBLIGATION, Dimension.BASIS} and finding.value != Obligation.CORE
    ]
