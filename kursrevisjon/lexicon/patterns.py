"""Rule patterns over tokens: compiled once, matched left to right. No regular expression sees the text, so none
can run away.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kursrevisjon.lexicon.words import compile_word
from kursrevisjon.model.tokens import Token

_GAP: Final = re.compile(r"\.\.(\d+)")


@dataclass(frozen=True, slots=True)
class Step:
    """One word of a pattern: the tags that satisfy it, and how many tokens may be passed over before it."""

    tags: frozenset[str]
    gap: int


class Placed:
    """The tokens of a block, and where each tag stands: tag to indices, rising. Patterns start there and nowhere else,
    so a rule costs what it meets and not the length of the text.
    """

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.where: dict[str, list[int]] = {}
        alike: dict[frozenset[str], list[int]] = {}
        for index, token in enumerate(tokens):
            alike.setdefault(token.tags, []).append(index)
        for tags, indices in alike.items():
            for tag in tags:
                self.where.setdefault(tag, []).extend(indices)
        for found in self.where.values():
            found.sort()


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern."""

    steps: tuple[Step, ...]

    def spans(self, placed: Placed, low: int = 0, high: int | None = None) -> Iterator[tuple[int, int]]:
        """Where the pattern stands between token ``low`` and ``high`` (the end): index of its first token and one past
        its last, in order. Stays in one sentence.
        """
        high = len(placed.tokens) if high is None else high
        for index in self._starts(placed):
            if low <= index < high:
                end = self._end(placed.tokens, high, index, 1)
                if end:
                    yield index, end

    def _starts(self, placed: Placed) -> Iterable[int]:
        found = [placed.where[tag] for tag in self.steps[0].tags if tag in placed.where]
        return found[0] if len(found) == 1 else sorted({index for indices in found for index in indices})

    def _end(self, tokens: Sequence[Token], high: int, last: int, step: int) -> int:
        if step == len(self.steps):
            return last + 1
        wanted = self.steps[step]
        reach = min(high, last + wanted.gap + 2)
        for index in range(last + 1, reach):
            if tokens[index].sentence != tokens[last].sentence:
                return 0
            if not wanted.tags.isdisjoint(tokens[index].tags):
                end = self._end(tokens, high, index, step + 1)
                if end:
                    return end
        return 0


def literal_tag(word: str) -> str:
    """The tag of a word pattern that stands in a rule itself rather than in a list."""
    return "=" + word


def compile_pattern(source: str, lists: Mapping[str, object]) -> tuple[Pattern, frozenset[str]]:
    """A pattern, and the word patterns that stand in it literally.

    Raises ``ValueError`` for an unknown list, a bad gap, or what is no word pattern.
    """
    steps: list[Step] = []
    literals: set[str] = set()
    gap = 0
    for part in source.split():
        found = _GAP.fullmatch(part)
        if found:
            gap = int(found.group(1))
            continue
        tags = set()
        for word in part.split("|"):
            if word.startswith("{"):
                name = word.strip("{}")
                if name not in lists:
                    raise ValueError(f"ordlista «{name}» finnes ikke i words.yaml")
                tags.add(name)
            else:
                compile_word(word)
                literals.add(word)
                tags.add(literal_tag(word))
        steps.append(Step(frozenset(tags), gap))
        gap = 0
    if not steps or gap:
        raise ValueError(f"mønsteret «{source}» må begynne og slutte med et ord")
    return Pattern(tuple(steps)), frozenset(literals)
