"""The courses of a union, joined over its pages (METHOD 1, "A duty stated of a programme", and METHOD 4)."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

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

_ENDING: Final = re.compile(r"(?<=\w{5})(?:et|en|a)$")
_COURSE_NOUNS: Final = ("kurset", "samlingen", "samlinga", "seminaret", "dagen")
_AT_LARGE: Final = re.compile(
    r"(?:(?:kurs|kurset|kursa|kursene|skolering|opplæring)(?:en|a)?|courses|training) (?:for|av|of) (?:\w+ )?"
    r"(?:tillitsva\w+|\w*representatives|stewards)",
    re.IGNORECASE,
)


def join_union(results: Iterable[tuple[DocumentResult, PageRef]]) -> tuple[AssessedCourse, ...]:
    """Every course of a union once, with all its pages as evidence, in the order of its id.

    The same course on two pages keeps the strongest statement of its obligation and all its topics; a programme's duty
    holds for the parts that any page names as its own. A short name on one page ("grunnkurset") is that of the one
    course with the longer name on another ("Grunnkurs for tillitsvalgte").
    """
    joined: dict[str, AssessedCourse] = {}
    for result, page in results:
        for course in result.courses:
            placed = _placed(course, page)
            known = joined.get(placed.id or "")
            joined[placed.id or ""] = _merged(known, placed) if known else placed
    full_names = _full_names(joined)
    for short, full in full_names.items():
        joined[full] = _merged(joined[full], joined.pop(short))
    told = [course for course in joined.values() if not _is_at_large(course)]
    named = sorted(told or joined.values(), key=lambda course: course.id or "")
    return tuple(_with_programme_duty(course, joined, full_names) for course in named)


def _full_names(joined: Mapping[str, AssessedCourse]) -> dict[str, str]:
    """The ids of courses called by a short name, each with that of the one course which it can only mean."""
    found: dict[str, str] = {}
    for key, course in joined.items():
        words = key.split("-")
        longer = _longer_names(key, course, joined)
        if len(longer) == 1:
            found[key] = longer[0]
        elif words[0].endswith(_COURSE_NOUNS) and "-".join(words[1:]) in joined:
            found[key] = "-".join(words[1:])  # "Nettkurset Ny på post" and "Ny på post"
    return {short: full for short, full in found.items() if full not in found}


def _longer_names(short: str, course: AssessedCourse, names: Iterable[str]) -> list[str]:
    """The names that are the short one with for whom a basic course is, or of which programme a stage ("Grunnkurs del
    1" and "del 1"). Few courses are called by such a name, and only theirs are held against all others.
    """
    rules = {finding.rule for finding in course.findings if finding.dimension is Dimension.COURSE}
    if "course/stage" in rules:
        return [name for name in names if name.endswith("-" + short)]
    if "course/basic" not in rules:
        return []
    stem = _ENDING.sub("", short)
    split = ((name, *name.split("-", 2)[:2]) for name in names if "-" in name)
    return [name for name, first, second in split if second == "for" and _ENDING.sub("", first) == stem]


def _is_at_large(course: AssessedCourse) -> bool:
    """Whether a course is only a word for all of them ("opplæringen av tillitsvalgte") that nothing else is said of."""
    nothing = course.obligation is Obligation.UNSTATED and not course.hms and course.preventive is Preventive.NONE
    return nothing and bool(_AT_LARGE.fullmatch(course.name))


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


def _with_programme_duty(
    course: AssessedCourse, joined: Mapping[str, AssessedCourse], full_names: Mapping[str, str]
) -> AssessedCourse:
    """A part of a programme that is mandatory on any page is mandatory itself, unless it is said to be voluntary."""
    key = course_id(course.programme) if course.programme else ""
    programme = joined.get(full_names.get(key, key))
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
