"""Which found course is which labelled one: by name, each used once."""

from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz

from kursrevisjon.evaluate.gold import GoldCourse
from kursrevisjon.model import AssessedCourse
from kursrevisjon.text import name_key

_ALIKE: Final = 80.0
_EXACT, _PART = 200.0, 150.0


def matched_courses(
    gold: Sequence[GoldCourse], found: Sequence[AssessedCourse]
) -> list[tuple[GoldCourse, AssessedCourse]]:
    """Pairs of a labelled and a found course, best matches first; a name that is part of the other is the same."""
    scored = sorted(
        (
            (_score(one.name, other.name), -row, -column)
            for row, one in enumerate(gold)
            for column, other in enumerate(found)
        ),
        reverse=True,
    )
    pairs = {}
    used: set[int] = set()
    for score, row, column in scored:
        if score >= _ALIKE and -row not in pairs and -column not in used:
            pairs[-row] = -column
            used.add(-column)
    return [(gold[row], found[column]) for row, column in sorted(pairs.items())]


def _score(one: str, other: str) -> float:
    first, second = name_key(one), name_key(other)
    if first == second:
        return _EXACT
    words, more = set(first.split()), set(second.split())
    if _numbers(words) != _numbers(more):
        return 0.0
    if words <= more or more <= words or first in second or second in first:
        return _PART - abs(len(first) - len(second))
    return fuzz.ratio(first, second)


def _numbers(words: set[str]) -> set[str]:
    return {word for word in words if word.isdigit()}
