"""Which word lists and word patterns a word meets: exact, inflected, compound, and last of all fuzzy.

A word pattern is one of ``ord`` (exact), ``ord~`` (with Norwegian endings), ``*ord`` (last part of a compound),
``ord*`` (first part), ``*ord*`` (anywhere), each of which may carry ``~``, and ``=IA`` (as written, case included).
Fuzzy matching is narrow: one slip in a word of six letters or more, two from fourteen on, against forms of seven
letters or more, where no pattern and no dictionary explains the word; never across a negating prefix, and never onto a
listed near miss.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

from kursrevisjon.model import MatchKind

_ENDINGS: Final = (
    "e en et a er ene ne nes ar ane r n t te ete ete de dde s es ens ets enes as ast st ande ende ing inga ingen"
).split()
_AFTER_E: Final = "a an ar ane en er ene et".split()
_NOTATION: Final = re.compile(r"(=?)(\*?)([\w.§/&'’-]+|[,()?:])(~?)(\*?)(~?)")
_FUZZY_LENGTH: Final = 6
_TARGET_LENGTH: Final = 7
# The longest compounds of the field have some forty letters; a longer "word" is no word.
_LONGEST_WORD: Final = 80
_KIND_ORDER: Final = tuple(MatchKind)
_NEGATING: Final = ("u", "in", "non", "un", "ikke-", "ikkje-")


@dataclass(frozen=True, slots=True)
class Met:
    """How a word meets a pattern."""

    kind: MatchKind
    score: float = 100.0


@dataclass(frozen=True, slots=True)
class Reading:
    """The lists that a word is on, with how near it comes to them at best."""

    tags: frozenset[str]
    kind: MatchKind
    score: float


@dataclass(frozen=True, slots=True)
class WordPattern:
    """One word pattern of the lexicon: the core word, and what may stand before and after it."""

    source: str
    core: str
    before: bool
    after: bool
    inflected: bool
    cased: bool

    def forms(self) -> Iterator[str]:
        """The core and, where the pattern says so, the core with each Norwegian ending; a last e gives way to it."""
        yield self.core
        if self.inflected:
            yield from (self.core + ending for ending in _ENDINGS)
            if self.core.endswith("e"):
                yield from (self.core[:-1] + ending for ending in _AFTER_E)


@cache
def compile_word(source: str) -> WordPattern:
    """A word pattern from its notation; ``ValueError`` when the notation is wrong."""
    found = _NOTATION.fullmatch(source)
    if not found or source.count("~") > 1:
        raise ValueError(f"«{source}» er ikke et ordmønster")
    cased, first, core, tilde, last, late_tilde = found.groups()
    return WordPattern(
        source, core if cased else core.lower(), bool(first), bool(last), bool(tilde or late_tilde), bool(cased)
    )


class _Table:
    """Word patterns by form, so that a word is looked up rather than tried against each."""

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self.whole: dict[str, dict[str, MatchKind]] = {}
        self.cased: dict[str, set[str]] = {}
        self._first: dict[str, set[str]] = {}
        self._last: dict[str, set[str]] = {}
        self._middle: dict[str, set[str]] = {}
        for name, words in lists.items():
            for word in words:
                self._add(name, compile_word(word))

    def _add(self, name: str, pattern: WordPattern) -> None:
        if pattern.cased:
            self.cased.setdefault(pattern.core, set()).add(name)
            return
        for form in pattern.forms():
            kind = MatchKind.EXACT if form == pattern.core else MatchKind.FORM
            if pattern.before and pattern.after:
                self._middle.setdefault(form, set()).add(name)
            elif pattern.before:
                self._last.setdefault(form, set()).add(name)
            elif pattern.after:
                self._first.setdefault(form, set()).add(name)
            else:
                self.whole.setdefault(form, {}).setdefault(name, kind)

    def find(self, written: str, word: str) -> dict[str, Met]:
        """The lists that the word belongs to, and how."""
        found = {name: Met(kind) for name, kind in self.whole.get(word, {}).items()}
        for name in self.cased.get(written, ()):
            found[name] = Met(MatchKind.EXACT)
        for name in self._compounds(word):
            found.setdefault(name, Met(MatchKind.COMPOUND))
        return found

    def _compounds(self, word: str) -> Iterator[str]:
        if len(word) > _LONGEST_WORD:
            return
        for cut in range(2, len(word)):
            yield from self._first.get(word[:cut], ())
            yield from self._last.get(word[cut:], ())
        yield from self._first.get(word, ())
        for core, names in self._middle.items():
            if core in word:
                yield from names


class Vocabulary:
    """All word patterns of a lexicon, asked word by word; each distinct word is worked out once."""

    def __init__(
        self, lists: Mapping[str, Iterable[str]], never: Mapping[str, Iterable[str]], near_misses: Iterable[str]
    ) -> None:
        self._table = _Table(lists)
        self._never = _Table(never)
        misses = [word.lower() for word in near_misses]
        self._near_misses = frozenset(misses)
        self._near_starts = tuple(word[:-1] for word in misses if word.endswith("*"))
        self._cache: dict[tuple[str, str], Reading] = {}
        self._known: dict[str, bool] = {}

    def read(self, written: str, word: str) -> Reading:
        """The lists that the word is on, and how it meets them."""
        reading = self._cache.get((written, word))
        if reading is None:
            met = self._plain(written, word)
            if all(hit.kind is MatchKind.COMPOUND for hit in met.values()):
                met = self._fuzzy(word) | met
            kind = min((hit.kind for hit in met.values()), key=_KIND_ORDER.index, default=MatchKind.EXACT)
            reading = Reading(frozenset(met), kind, min((hit.score for hit in met.values()), default=100.0))
            self._cache[written, word] = reading
        return reading

    def is_form(self, word: str) -> bool:
        """Whether the word is a listed form (asked to mend broken words)."""
        return word in self._table.whole

    def is_known(self, word: str) -> bool:
        """Whether the word is a listed form or a compound of one."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = bool(self._table.find(word, word))
        return known

    def is_small(self, word: str) -> bool:
        """Whether the word is a function word."""
        return "small" in self._table.whole.get(word, ())

    def is_in_dictionary(self, word: str) -> bool:
        """Whether a dictionary of bokmål, nynorsk or English lists the word."""
        return _is_known(word)

    def _plain(self, written: str, word: str) -> dict[str, Met]:
        found = self._table.find(written, word)
        if found:
            for name in self._never.find(written, word):
                found.pop(name, None)
        return found

    def _fuzzy(self, word: str) -> dict[str, Met]:
        if not _FUZZY_LENGTH <= len(word) <= _LONGEST_WORD or not word.isalpha():
            return {}
        if word in self._near_misses or word.startswith(self._near_starts):
            return {}
        from rapidfuzz import process  # noqa: PLC0415 - only a word that no list has waits for it
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        limit = 1 if len(word) < 14 else 2
        lengths = range(len(word) - limit, len(word) + limit + 1)
        near = [form for length in lengths for form in self._by_start.get((word[0], length), ())]
        # Only a hit with the word's own first letter counts; nearly every word has none, and all targets are many.
        if not process.extractOne(word, near, scorer=OSA.distance, score_cutoff=limit):
            return {}
        hit = process.extractOne(word, self._targets, scorer=OSA.distance, score_cutoff=limit)
        if not hit or hit[0][0] != word[0] or _negates(word, hit[0]) or _is_known(word) or self._is_other(word, hit[0]):
            return {}
        score = round(100.0 * (1 - hit[1] / max(len(word), len(hit[0]))), 1)
        return {name: Met(MatchKind.FUZZY, score) for name in self._plain(hit[0], hit[0])}

    def _is_other(self, word: str, target: str) -> bool:
        """Whether a compound differs from its target by a first part that is a word itself ("verve", "verne")."""
        for cut in range(4, len(word) - 4):
            first, last = word[:cut], word[cut:]
            if target.endswith(last) and last in self._table.whole and target[: -len(last)] != first + "s":
                return _is_known(first)
        return False

    @cached_property
    def _targets(self) -> list[str]:
        return sorted(form for form in self._table.whole if len(form) >= _TARGET_LENGTH)

    @cached_property
    def _by_start(self) -> dict[tuple[str, int], list[str]]:
        """The targets by first letter and length."""
        found: dict[tuple[str, int], list[str]] = {}
        for form in self._targets:
            found.setdefault((form[0], len(form)), []).append(form)
        return found


def _negates(word: str, target: str) -> bool:
    """Whether the one slip is a negating prefix, in either direction."""
    return any(word == prefix + target or target == prefix + word for prefix in _NEGATING)


@cache
def _is_known(word: str) -> bool:
    """Whether a dictionary of bokmål, nynorsk or English lists the word. The dictionaries load on the first
    question.
    """
    import simplemma  # noqa: PLC0415 - half a second, needed only when a word is one slip from the lexicon

    return bool(simplemma.is_known(word, lang=("nb", "nn", "en"), low_memory=True))
