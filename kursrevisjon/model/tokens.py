"""A block's text as words, with what the lexicon knows about each: the material that courses are found in.

``Block ─lexicon→ AnnotatedBlock{Token, Match}``. A token's tags are the names of the word lists of
``topic_lexicon`` that it belongs to; sentences and clauses are numbered from 0 within the block.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from kursrevisjon.model.courses import Match, MatchKind
from kursrevisjon.model.pages import Block


class Token(NamedTuple):
    """A word, number or mark at ``start`` to ``end`` of its block.

    ``word`` is the form that is looked up: lower case, split and broken words joined, OCR slips mended. ``text`` is
    what stands on the page. A tuple, since a page has thousands of them.
    """

    text: str
    word: str
    start: int
    end: int
    tags: frozenset[str] = frozenset()
    sentence: int = 0
    clause: int = 0
    kind: MatchKind = MatchKind.EXACT
    score: float = 100.0

    @property
    def is_word(self) -> bool:
        """Whether the token holds a letter (a number or a mark does not)."""
        return self.word[:1].isalpha() or any(character.isalpha() for character in self.word)

    @property
    def is_capital(self) -> bool:
        """Whether the token is written with an initial capital."""
        return self.text[:1].isupper()

    def has(self, *tags: str) -> bool:
        """Whether the token carries any of the tags."""
        return not self.tags.isdisjoint(tags)


@dataclass(frozen=True, slots=True)
class AnnotatedBlock:
    """A block with its tokens and the rules that fired in it, in order of place; ``blocked`` did not fire, and why.
    ``tags`` are those of all its tokens.
    """

    block: Block
    tokens: tuple[Token, ...]
    matches: tuple[Match, ...] = ()
    blocked: tuple[tuple[Match, str], ...] = ()
    tags: frozenset[str] = frozenset()

    def has(self, *tags: str) -> bool:
        """Whether some token carries any of the tags."""
        return not self.tags.isdisjoint(tags)

    def quote(self, start: int, end: int) -> str:
        """The block's text from character ``start`` to ``end``."""
        return self.block.text[start:end]

    def sentences(self) -> Iterator[tuple[Token, ...]]:
        """The tokens sentence by sentence."""
        for _, sentence in groupby(self.tokens, key=attrgetter("sentence")):
            yield tuple(sentence)

    def within(self, start: int, end: int) -> tuple[Token, ...]:
        """The tokens that lie inside character ``start`` to ``end``."""
        return tuple(token for token in self.tokens if token.start >= start and token.end <= end)
