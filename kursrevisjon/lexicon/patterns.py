"""Rule patterns over tokens: compiled once, matched left to right. No regular expression sees the text, so none
can run away.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern."""

    steps: tuple[Step, ...]

    def spans(self, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
        """Where the pattern stands in ``tokens``: index of the first token and one past the last. Stays in one
        sentence.
        """
        first = self.steps[0].tags
        for index, token in enumerate(tokens):
            if not first.isdisjoint(token.tags):
                end = self._end(tokens, index, 1)
                if end:
                    yield index, end

    def _end(self, tokens: Sequence[Token], last: int, step: int) -> int:
        if step == len(self.steps):
            return last + 1
        wanted = self.steps[step]
        reach = min(len(tokens), last + wanted.gap + 2)
        for index in range(last + 1, reach):
            if tokens[index].sentence != tokens[last].sentence:
                return 0
            if not wanted.tags.isdisjoint(tokens[index].tags):
                end = self._end(tokens, index, step + 1)
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
