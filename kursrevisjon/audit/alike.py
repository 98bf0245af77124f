"""Whether two lexicons read a document alike, so that its labels under the one are those under the other.

Labels follow from each block's words with the lists that they are on, and from the rules that fire on them; a rule can
fire only where a word stands that one of its patterns begins with. Most changes of a lexicon meet few pages, and menus
and footers are looked at once, however many pages have them.
"""

from collections.abc import Iterable, Sequence

from kursrevisjon.lexicon import Lexicon, Rule
from kursrevisjon.lexicon.matcher import CompiledRule
from kursrevisjon.lexicon.tokens import split_words
from kursrevisjon.lexicon.words import Vocabulary
from kursrevisjon.model import Document

_MOST_TEXTS = 20_000
"""Texts whose answer is remembered at a time, so that memory does not grow with the run."""

_EXAMPLES = {"must_fire": (), "must_not_fire": (), "known_gaps": ()}


class Alike:
    """Two lexicons, and what was found out about texts and words."""

    def __init__(self, one: Lexicon, other: Lexicon) -> None:
        self._words = _Both(one.vocabulary, other.vocabulary)
        self._starters = _starters_of_changed(one.compiled, other.compiled)
        self._texts: dict[str, bool] = {}
        self._pieces: dict[tuple[str, str], bool] = {}

    def is_read_alike(self, document: Document) -> bool:
        """Whether every block has the same words on the same lists, and none that a changed rule may begin with."""
        return all(self._is_alike(block.text) for block in document.blocks)

    def _is_alike(self, text: str) -> bool:
        if text not in self._texts:
            if len(self._texts) >= _MOST_TEXTS:
                self._texts.clear()
            self._words.differ = False
            pieces = split_words(text, self._words)
            # Both lexicons cut the text in the same way when they gave the same answer to all that this asked.
            self._texts[text] = not self._words.differ and all(
                self._is_met_alike(written, word) for written, word, *_ in pieces
            )
        return self._texts[text]

    def _is_met_alike(self, written: str, word: str) -> bool:
        key = (written, word)
        if key not in self._pieces:
            one, other = (vocabulary.read(written, word) for vocabulary in self._words.vocabularies)
            self._pieces[key] = one == other and self._starters.isdisjoint(one.tags)
        return self._pieces[key]


class _Both:
    """Two vocabularies asked at once; ``differ`` tells whether they ever gave different answers."""

    def __init__(self, one: Vocabulary, other: Vocabulary) -> None:
        self.vocabularies = (one, other)
        self.differ = False
        self._one = one
        self._other = other

    def is_form(self, word: str) -> bool:
        return self._same(self._one.is_form(word), self._other.is_form(word))

    def is_known(self, word: str) -> bool:
        return self._same(self._one.is_known(word), self._other.is_known(word))

    def is_small(self, word: str) -> bool:
        return self._same(self._one.is_small(word), self._other.is_small(word))

    def is_in_dictionary(self, word: str) -> bool:
        return self._one.is_in_dictionary(word)

    def _same(self, one: bool, other: bool) -> bool:
        self.differ = self.differ or one is not other
        return one


def _starters_of_changed(one: Sequence[CompiledRule], other: Sequence[CompiledRule]) -> frozenset[str]:
    """The lists and words that patterns of the rules that differ begin with; of all rules when their order differs."""
    rules = [{compiled.rule.id: _without_examples(compiled.rule) for compiled in side} for side in (one, other)]
    same = {rule for rule in rules[0].keys() & rules[1].keys() if rules[0][rule] == rules[1][rule]}
    if [rule for rule in rules[0] if rule in same] != [rule for rule in rules[1] if rule in same]:
        same = set()
    return frozenset(_starters(compiled for compiled in (*one, *other) if compiled.rule.id not in same))


def _starters(rules: Iterable[CompiledRule]) -> Iterable[str]:
    return (tag for compiled in rules for pattern in compiled.patterns for tag in pattern.steps[0].tags)


def _without_examples(rule: Rule) -> Rule:
    return rule.model_copy(update=_EXAMPLES)
