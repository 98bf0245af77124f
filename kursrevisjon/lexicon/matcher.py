"""The lexicon at work: blocks to tokens with tags, and to the rules that fired in them (METHOD 1-3).

In: the files of ``topic_lexicon/`` and the blocks of a document. Out: one ``AnnotatedBlock`` per block. What a
match means for a course is decided in ``classify``; the lexicon only says which words stand where.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Final

from kursrevisjon.lexicon.patterns import Pattern, Placed, compile_pattern, literal_tag
from kursrevisjon.lexicon.rules import Rule, Unless, WordListFile
from kursrevisjon.lexicon.tokens import split_words
from kursrevisjon.lexicon.words import Vocabulary
from kursrevisjon.model import Block, BlockKind, Document, Match, MatchKind, Span
from kursrevisjon.model.tokens import AnnotatedBlock, Token
from kursrevisjon.text import digest_of

_KIND_ORDER: Final = tuple(MatchKind)
_LANGUAGES: Final = frozenset({"nb", "nn", "en"})
# No sentence that people wrote is longer; the limit keeps a hostile page from costing its length squared.
_NEAR: Final = 60
_FAR: Final = 400
_SHORT_TEXT: Final = 80
"""Characters up to which what was found in a text is remembered: menus and footers stand on every page of a site."""

_MOST_TEXTS: Final = 4000
"""Short texts remembered at a time, so that memory does not grow with the run."""


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule with its patterns compiled."""

    rule: Rule
    patterns: tuple[Pattern, ...]
    unless: tuple[tuple[Unless, Pattern], ...]
    needs: tuple[tuple[Unless, Pattern], ...]


@dataclass(frozen=True, slots=True)
class _ReadText:
    """What the lexicon finds in a text, wherever it stands: its matches are those of block 0."""

    tokens: tuple[Token, ...]
    fired: tuple[Match, ...]
    blocked: tuple[tuple[Match, str], ...]
    tags: frozenset[str]


class Lexicon:
    """Word lists and rules, compiled when a text is first read; ``digest`` changes when any word or rule does."""

    def __init__(self, words: WordListFile, rules: Sequence[Rule], path: Path | None = None) -> None:
        self.path = path
        self.words = words
        self.rules = tuple(rules)
        self._short_texts: dict[tuple[str, str, str], _ReadText] = {}

    @cached_property
    def digest(self) -> str:
        """``sha256:`` and the digest of all words and rules."""
        content = self.words.model_dump_json() + "".join(rule.model_dump_json() for rule in self.rules)
        return digest_of(content)

    @cached_property
    def compiled(self) -> tuple[CompiledRule, ...]:
        """The rules with their patterns compiled, in their order."""
        return self._parts[0]

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The word lists, and the words that stand in the patterns themselves, ready to be asked."""
        return self._parts[1]

    @cached_property
    def _parts(self) -> tuple[tuple[CompiledRule, ...], Vocabulary]:
        literals: set[str] = set()
        compiled = tuple(self._compile(rule, literals) for rule in self.rules)
        lists = {**self.words.lists, **{literal_tag(word): (word,) for word in literals}}
        return compiled, Vocabulary(lists, self.words.never, self.words.near_misses)

    def annotate(self, document: Document) -> tuple[AnnotatedBlock, ...]:
        """Every block of the document with its tokens and the rules that fired in it."""
        return tuple(self.annotate_block(block, document.lang) for block in document.blocks)

    def annotate_block(self, block: Block, lang: str = "") -> AnnotatedBlock:
        """A block with its tokens and the rules that fired in it; ``lang`` leaves out rules for other languages."""
        scope = "heading" if block.kind in {BlockKind.HEADING, BlockKind.TITLE} else "sentence"
        if len(block.text) > _SHORT_TEXT:
            read = self._read_text(block.text, scope, lang)
        else:
            key = (block.text, scope, lang)
            known = self._short_texts.get(key)
            if known is None:
                if len(self._short_texts) >= _MOST_TEXTS:
                    self._short_texts.clear()
                known = self._short_texts[key] = self._read_text(*key)
            read = known
        number = block.index
        return AnnotatedBlock(
            block,
            read.tokens,
            tuple([_moved(match, number) for match in read.fired]),
            tuple([(_moved(match, number), why) for match, why in read.blocked]),
            read.tags,
        )

    def _read_text(self, text: str, scope: str, lang: str) -> "_ReadText":
        tokens = self.tokens(text)
        fired: list[Match] = []
        blocked: list[tuple[Match, str]] = []
        placed = Placed(tokens)
        for compiled, patterns in self._candidates(placed.where):
            if scope not in compiled.rule.scope or (lang in _LANGUAGES and lang not in compiled.rule.lang):
                continue
            for match, why in self._matches(compiled, patterns, placed):
                if why:
                    blocked.append((match, why))
                else:
                    fired.append(match)
        fired.sort(key=lambda match: (match.span, match.rule))
        return _ReadText(tokens, tuple(fired), tuple(blocked), frozenset(placed.where))

    def tokens(self, text: str) -> tuple[Token, ...]:
        """The tokens of a text with their tags."""
        read = self.vocabulary.read
        made = []
        for written, word, start, end, sentence, clause in split_words(text, self.vocabulary):
            met = read(written, word)
            made.append(Token(written, word, start, end, met.tags, sentence, clause, met.kind, met.score))
        return tuple(made)

    def training_score(self, text: str) -> float:
        """How much a text (an address, a link's words) looks like training for representatives: 0 to 1."""
        tokens = self.tokens(text.replace("-", " ").replace("_", " ").replace("/", " "))
        training = any(token.has("kurs", "kurs_weak", "basic") for token in tokens)
        reps = any(token.has("rep") for token in tokens)
        return 0.6 * training + 0.4 * reps

    def _compile(self, rule: Rule, literals: set[str]) -> CompiledRule:
        def compiled(source: str) -> Pattern:
            pattern, found = compile_pattern(source, self.words.lists)
            literals.update(found)
            return pattern

        return CompiledRule(
            rule,
            tuple(compiled(source) for source in rule.patterns),
            tuple((unless, compiled(unless.pattern)) for unless in rule.unless),
            tuple((need, compiled(need.pattern)) for need in rule.needs),
        )

    @cached_property
    def _starters(self) -> dict[str, list[tuple[int, int]]]:
        """The patterns that begin with each tag: numbers of the rule and of the pattern in it."""
        starters: dict[str, list[tuple[int, int]]] = {}
        for number, compiled in enumerate(self.compiled):
            for place, pattern in enumerate(compiled.patterns):
                for tag in pattern.steps[0].tags:
                    starters.setdefault(tag, []).append((number, place))
        return starters

    def _candidates(self, tags: Iterable[str]) -> Iterator[tuple[CompiledRule, list[Pattern]]]:
        """The rules that may fire where these tags stand, each with those of its patterns that begin with one."""
        found = sorted({place for tag in tags for place in self._starters.get(tag, ())})
        for number, places in groupby(found, key=itemgetter(0)):
            compiled = self.compiled[number]
            yield compiled, [compiled.patterns[place] for _, place in places]

    def _matches(
        self, compiled: CompiledRule, patterns: Iterable[Pattern], placed: Placed
    ) -> Iterator[tuple[Match, str]]:
        seen: set[tuple[int, int]] = set()
        for pattern in patterns:
            for first, end in pattern.spans(placed):
                if (first, end) in seen:
                    continue
                seen.add((first, end))
                match = self._match(compiled.rule, placed.tokens, first, end)
                yield match, _blocker(compiled, placed, first, end)

    @staticmethod
    def _match(rule: Rule, tokens: Sequence[Token], first: int, end: int) -> Match:
        used = tokens[first:end]
        kind = max((token.kind for token in used), key=_KIND_ORDER.index)
        score = min(token.score for token in used)
        span = Span(0, used[0].start, used[-1].end)
        return Match(rule.id, rule.dimension, rule.value, span, kind, score, rule.strength == "strong", rule.bound)


def _moved(match: Match, block: int) -> Match:
    """The match of block 0 as one of another block."""
    span = Span(block, match.span.start, match.span.end)
    return Match(match.rule, match.dimension, match.value, span, match.kind, match.score, match.strong, match.bound)


def _blocker(compiled: CompiledRule, placed: Placed, first: int, end: int) -> str:
    """What blocks the match: the context of an ``unless``, or a ``needs`` that is missing; empty when nothing does."""
    for unless, pattern in compiled.unless:
        if _stands(unless, pattern, placed, first, end):
            return unless.why or f"{unless.where}: {unless.pattern}"
    if compiled.needs and not any(_stands(need, pattern, placed, first, end) for need, pattern in compiled.needs):
        return "mangler " + " eller ".join(need.pattern for need, _ in compiled.needs)
    return ""


def _stands(unless: Unless, pattern: Pattern, placed: Placed, first: int, end: int) -> bool:
    """Whether the context stands where the ``unless`` looks for it."""
    if placed.where.keys().isdisjoint(pattern.steps[0].tags):
        return False
    low, high = _stretch(unless, placed.tokens, first, end)
    return any(_near(unless, start, stop, first, end) for start, stop in pattern.spans(placed, low, high))


def _stretch(unless: Unless, tokens: Sequence[Token], first: int, end: int) -> tuple[int, int]:
    low, high = first, end
    if unless.where == "inside":
        return low, high
    if unless.where == "block":
        return max(0, first - _FAR), min(len(tokens), end + _FAR)
    same = _same_clause if unless.where == "clause" else _same_sentence
    if unless.where != "after":
        while low > max(0, first - _NEAR) and same(tokens[low - 1], tokens[first]):
            low -= 1
    if unless.where != "before":
        while high < min(len(tokens), end + _NEAR) and same(tokens[high], tokens[first]):
            high += 1
    return (low, first) if unless.where == "before" else (end, high) if unless.where == "after" else (low, high)


def _same_sentence(token: Token, other: Token) -> bool:
    return token.sentence == other.sentence


def _same_clause(token: Token, other: Token) -> bool:
    return token.clause == other.clause


def _near(unless: Unless, start: int, stop: int, first: int, end: int) -> bool:
    if stop <= first:
        return first - stop <= unless.within
    if start >= end:
        return start - end <= unless.within
    return unless.where in {"inside", "clause", "sentence", "block"}
