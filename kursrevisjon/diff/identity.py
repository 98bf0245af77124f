"""Which course of one run is which course of another, within a union.

A course keeps its identity when it moves to another page, or when spacing, letter case, numerals or years in its name
change: its id and the key of its name do not hold them. A course whose name was edited is recognised by a similar
name, or by what the page says of it, on a page that both share. No identity depends on the lexicon or on the version
of the tool.
"""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from kursrevisjon.model import AssessedCourse
from kursrevisjon.text import fold, name_key

SIMILAR: Final = 80.0
"""Least similarity, of 100, of a name that was edited. "Temakurs om pensjon" and "Temakurs om varsling" have 72."""

_ORDINAL: Final = re.compile(r"^\s*\d+\s*[.)]\s+")

_CONTAINED: Final = 85.0
"""Similarity of a name that was lengthened or shortened by whole words."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A course before and after; ``None`` where it does not exist."""

    before: AssessedCourse | None
    after: AssessedCourse | None

    @property
    def course(self) -> AssessedCourse:
        """The course as it is now, or as it was when it is gone."""
        course = self.after or self.before
        if course is None:
            raise ValueError("a pair holds at least one course")
        return course


@dataclass(frozen=True, slots=True)
class _Traits:
    """What a course whose name was edited is recognised by."""

    urls: frozenset[str]
    key: str
    quotes: frozenset[str]


def course_id(course: AssessedCourse) -> str:
    """The course's id, or the key of its name when it has none."""
    return course.id or name_key(course.name) or course.name


def plain_key(name: str) -> str:
    """The key of a name without the number that a list gives it: "2. Grunnkurs" is "Grunnkurs"."""
    return name_key(_ORDINAL.sub("", name))


def pair_courses(before: Sequence[AssessedCourse], after: Sequence[AssessedCourse]) -> tuple[Pair, ...]:
    """Every course of the two readings once, paired with itself in the other: by id, by name, and by likeness.

    Swapping the arguments swaps the sides of each pair.
    """
    left, right = list(before), list(after)
    pairs = _take_equal(left, right, course_id)
    pairs += _take_equal(left, right, lambda course: plain_key(course.name) or course.name)
    if left and right:
        pairs += _take_similar(left, right, _shared_quotes(before) | _shared_quotes(after))
    pairs += [Pair(course, None) for course in left]
    pairs += [Pair(None, course) for course in right]
    return tuple(pairs)


def quotes(course: AssessedCourse) -> frozenset[str]:
    """What is quoted of the course, in a form that spacing and letter case do not change."""
    return frozenset(fold(finding.quote) for finding in course.findings) - {""}


def _take_equal(
    left: list[AssessedCourse], right: list[AssessedCourse], key: Callable[[AssessedCourse], Hashable]
) -> list[Pair]:
    """Move the courses with equal keys out of both lists; of several with one key, the first goes with the first."""
    waiting: dict[Hashable, list[AssessedCourse]] = {}
    for course in right:
        waiting.setdefault(key(course), []).append(course)
    pairs = [Pair(course, waiting[key(course)].pop(0)) for course in left if waiting.get(key(course))]
    _remove(left, (pair.before for pair in pairs))
    _remove(right, (pair.after for pair in pairs))
    return pairs


def _take_similar(left: list[AssessedCourse], right: list[AssessedCourse], shared: frozenset[str]) -> list[Pair]:
    """Move the courses that are alike out of both lists, the most alike first."""
    traits = {id(course): _traits(course, shared) for course in (*left, *right)}
    scored = [(_likeness(traits[id(one)], traits[id(other)]), one, other) for one in left for other in right]
    likely = [(score, one, other) for score, one, other in scored if score >= SIMILAR]
    likely.sort(key=lambda item: (-item[0], sorted((course_id(item[1]), course_id(item[2])))))
    pairs: list[Pair] = []
    for _, one, other in likely:
        if _holds(left, one) and _holds(right, other):
            pairs.append(Pair(one, other))
            _remove(left, (one,))
            _remove(right, (other,))
    return pairs


def _traits(course: AssessedCourse, shared: frozenset[str]) -> _Traits:
    """``shared`` are quotes that several courses have."""
    return _Traits(frozenset(page.url for page in course.pages), plain_key(course.name), _own_quotes(course) - shared)


def _likeness(one: _Traits, other: _Traits) -> float:
    """How likely it is, of 100, that one course is an edit of the other; 0 when they share no page."""
    if one.urls.isdisjoint(other.urls):
        return 0.0
    return max(_name_likeness(one.key, other.key), _evidence_likeness(one.quotes, other.quotes))


def _name_likeness(one: str, other: str) -> float:
    """Names with different numbers are different courses, however alike: Trinn 1 is not Trinn 2 (METHOD, Units)."""
    if not one or not other or _numbers(one) != _numbers(other):
        return 0.0
    shorter, longer = sorted((one, other), key=len)
    contained = f" {longer} ".startswith(f" {shorter} ") or f" {longer} ".endswith(f" {shorter} ")
    return max(fuzz.ratio(one, other), _CONTAINED if contained else 0.0)


def _evidence_likeness(mine: frozenset[str], theirs: frozenset[str]) -> float:
    """The share of quotes that the two have in common: a renumbered stage keeps what is said of it."""
    return 100.0 * len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0


def _own_quotes(course: AssessedCourse) -> frozenset[str]:
    """The quotes that are about this course alone: a heading above it is about every course under it."""
    headings = {fold(heading) for finding in course.findings for heading in finding.heading_path}
    return quotes(course) - headings - {fold(course.name)}


def _shared_quotes(courses: Sequence[AssessedCourse]) -> frozenset[str]:
    counts = Counter(quote for course in courses for quote in quotes(course))
    return frozenset(quote for quote, number in counts.items() if number > 1)


def _numbers(key: str) -> list[str]:
    return re.findall(r"\d+", key)


def _holds(courses: Sequence[AssessedCourse], wanted: AssessedCourse) -> bool:
    return any(course is wanted for course in courses)


def _remove(courses: list[AssessedCourse], taken: Iterable[AssessedCourse | None]) -> None:
    """Take out by identity: two equal courses are still two."""
    gone = {id(course) for course in taken}
    courses[:] = [course for course in courses if id(course) not in gone]
