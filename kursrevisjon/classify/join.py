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
_DEFINITE: Final = re.compile(
    r"(?<=kurs)et$|(?<=(?:plæring|olering|ulering))(?:en|a)$|(?<=samling)(?:en|a)$|(?<=(?:seminar|webinar))et$"
    r"|(?<=konferanse)n$|(?<=(?:skole|skule))n$|(?<=program)met$|(?<=dag)en$"
)
_BASIC: Final = (
    "grunn",
    "basis",
    "basic",
    "tillitsva",
    "opplæring",
    "skolering",
    "skulering",
    "kurs",
    "intro",
    "innføring",
)
"""How the names of the basic sequence begin, whose stages go by their numbers alone."""

_GENERAL: Final = ("opplæring", "skolering", "skulering", "training", "tillitsvalgtopplæring", "tillitsvaldopplæring")
_SHORTEST_NAME: Final = 8
_Place = tuple[str, str, int | None]
_DUTY: Final = Obligation.MANDATORY
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
    telling = [course for course in joined.values() if not _is_at_large(course)]
    named = sorted(telling or joined.values(), key=lambda course: course.id or "")
    plain = {_indefinite(key): key for key in joined}
    called = {**plain, **{key: key for key in joined}, **full_names}
    told = [_with_programme_duty(course, joined, called) for course in named]
    left_out = _left_out(told, called)
    return tuple(_without(course, left_out.get(course.id or "", frozenset())) for course in told)


def _left_out(courses: Iterable[AssessedCourse], called: Mapping[str, str]) -> dict[str, frozenset[_Place]]:
    """By programme, where the topics of the parts are told that one may leave out."""
    found: dict[str, frozenset[_Place]] = {}
    for course in courses:
        if course.programme and course.obligation is Obligation.OPTIONAL:
            key = course_id(course.programme)
            programme = called.get(key) or called.get(_indefinite(key), key)
            found[programme] = found.get(programme, frozenset()) | {_place(one) for one in _topics(course)}
    return found


def _without(programme: AssessedCourse, places: frozenset[_Place]) -> AssessedCourse:
    """A mandatory programme without the topics that only parts teach which one may leave out: the duty does not hold
    them, though another page than that of the duty names them.
    """
    if programme.obligation is not Obligation.MANDATORY or not places:
        return programme
    kept = [finding for finding in _topics(programme) if _place(finding) not in places]
    if len(kept) == len(_topics(programme)):
        return programme
    values = [finding.value for finding in kept if finding.dimension is Dimension.PREVENTIVE]
    preventive = min((Preventive(value) for value in values), key=tuple(Preventive).index, default=Preventive.NONE)
    others = [finding for finding in programme.findings if finding not in _topics(programme)]
    return programme.model_copy(update={"hms": bool(kept), "preventive": preventive, "findings": (*others, *kept)})


def _topics(course: AssessedCourse) -> list[Finding]:
    return [finding for finding in course.findings if finding.dimension in {Dimension.HMS, Dimension.PREVENTIVE}]


def _place(finding: Finding) -> _Place:
    return finding.page.url if finding.page else "", finding.rule, finding.start


def _full_names(joined: Mapping[str, AssessedCourse]) -> dict[str, str]:
    """The ids of courses called by a short name, each with that of the one course which it can only mean."""
    names = _Names(joined)
    found: dict[str, str] = {}
    for key, course in joined.items():
        words = key.split("-")
        longer = names.longer(key, course)
        plain = _indefinite(key)
        if len(longer) == 1:
            found[key] = longer[0]
        elif plain != key and plain in joined:
            found[key] = plain  # "Avtalekurset" and "Avtalekurs"
        elif words[0].endswith(_COURSE_NOUNS) and "-".join(words[1:]) in joined:
            found[key] = "-".join(words[1:])  # "Nettkurset Ny på post" and "Ny på post"
    return {short: full for short, full in found.items() if full not in found}


class _Names:
    """The ids of a union's courses by how they begin and end, so that each is looked up and none held against all."""

    def __init__(self, joined: Mapping[str, AssessedCourse]) -> None:
        self._joined = joined
        self._for: dict[str, list[str]] = {}
        self._stages: dict[str, list[str]] = {}
        for key in joined:
            words = key.split("-")
            if words[1:2] == ["for"]:
                self._for.setdefault(_stem(words[0]), []).append(key)
            for count in (1, 2):
                if len(words) > count:
                    self._stages.setdefault("-".join(words[-count:]), []).append(key)

    def longer(self, short: str, course: AssessedCourse) -> list[str]:
        """The names that are the short one with for whom the course is ("Avtalekurs for nye"), or of whose programme it
        is a stage ("Grunnkurs del 1" and "del 1", but not "Lederkurs del 1").
        """
        rules = {finding.rule for finding in course.findings if finding.dimension is Dimension.COURSE}
        if "course/stage" in rules:
            programme = course_id(course.programme) if course.programme else ""
            ends = ((name, name.removesuffix("-" + short)) for name in self._stages.get(short, ()))
            return [name for name, whole in ends if whole.startswith(_BASIC) or whole == programme]
        telling = "-" not in short and (len(short) >= _SHORTEST_NAME or "course/basic" in rules)
        if not telling or short.startswith(_GENERAL):
            return []
        return [name for name in self._for.get(_stem(short), ()) if self._share_audience(name, course)]

    def _share_audience(self, name: str, course: AssessedCourse) -> bool:
        return not set(self._joined[name].audience).isdisjoint(course.audience)


def _indefinite(key: str) -> str:
    """The id of a course whose name points to it ("avtalekurset"), as it is called elsewhere ("avtalekurs")."""
    head, mark, rest = key.partition("-")
    return _DEFINITE.sub("", head) + mark + rest


def _stem(word: str) -> str:
    return _ENDING.sub("", word)


def _is_at_large(course: AssessedCourse) -> bool:
    """Whether a course is only a word for all of them ("opplæringen av tillitsvalgte") that nothing else is said of."""
    nothing = course.obligation is Obligation.UNSTATED and not course.hms and course.preventive is Preventive.NONE
    return nothing and bool(_AT_LARGE.fullmatch(course.name))


def _placed(course: AssessedCourse, page: PageRef) -> AssessedCourse:
    findings = tuple(finding.model_copy(update={"page": page}) for finding in course.findings)
    return course.model_copy(update={"id": course_id(course.name), "findings": findings, "pages": (page,)})


def _merged(one: AssessedCourse, other: AssessedCourse) -> AssessedCourse:
    # METHOD, settled cases: when a course binds two groups, the label is the one for representatives.
    for_reps = [course for course in (one, other) if not _is_for_others(course)]
    stronger = min(for_reps or (one, other), key=_strength)
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


def _is_for_others(course: AssessedCourse) -> bool:
    """Whether a page has the course for people with other roles alone."""
    return bool(course.audience) and {Audience.VERNEOMBUD, Audience.AMU, Audience.LEDER}.issuperset(course.audience)


def _strength(course: AssessedCourse) -> tuple[int, int]:
    """METHOD 1, precedence: ``mandatory`` beats all, and an explicit "frivillig" beats ``core``."""
    basis = (Basis.UNION, Basis.AGREEMENT, Basis.EMPLOYER, Basis.LAW)
    order = (Obligation.MANDATORY, None, Obligation.CORE, Obligation.OPTIONAL, Obligation.UNSTATED)
    place = order.index(None if _is_chosen(course) else course.obligation)
    return place, basis.index(course.basis) if course.basis else 9


def _is_chosen(course: AssessedCourse) -> bool:
    """Whether a course is said to be voluntary in so many words."""
    return course.obligation is Obligation.OPTIONAL and any(
        finding.dimension is Dimension.OBLIGATION and finding.rule in EXPLICIT_CHOICE for finding in course.findings
    )


def _with_programme_duty(
    course: AssessedCourse, joined: Mapping[str, AssessedCourse], called: Mapping[str, str]
) -> AssessedCourse:
    """A part of a programme that is mandatory on any page is mandatory itself, unless it is said to be voluntary; one
    of a programme that is said to be voluntary is so too (settled cases), unless something else is said of it.
    """
    key = course_id(course.programme) if course.programme else ""
    programme = joined.get(called.get(key) or called.get(_indefinite(key), ""))
    if programme is None or programme.id == course.id or not (_is_chosen(programme) or programme.obligation is _DUTY):
        return course
    if course.obligation in {Obligation.MANDATORY, Obligation.OPTIONAL}:
        return course
    told = tuple(_duty_findings(programme))
    return course.model_copy(
        update={"obligation": programme.obligation, "basis": programme.basis, "findings": course.findings + told}
    )


def _duty_findings(programme: AssessedCourse) -> list[Finding]:
    return [
        finding
        for finding in programme.findings
        if finding.dimension in {Dimension.OBLIGATION, Dimension.BASIS} and finding.value != Obligation.CORE
    ]
