"""``lexicon test``: every rule's examples against the rule alone, so that a rule says itself what it is for."""

from collections.abc import Iterator
from dataclasses import dataclass

from kursrevisjon.lexicon.matcher import Lexicon
from kursrevisjon.lexicon.rules import Rule
from kursrevisjon.model import Block, BlockKind


@dataclass(frozen=True, slots=True)
class ExampleFailure:
    """An example that a rule does not live up to; ``trap`` is empty for a sentence that it must catch."""

    rule: str
    text: str
    trap: str
    blocked_by: str = ""

    def __str__(self) -> str:
        if self.trap:
            return f"{self.rule}: slår feilaktig ut på «{self.text}» (felle: {self.trap})"
        why = f" (stanset av: {self.blocked_by})" if self.blocked_by else ""
        return f"{self.rule}: finner ikke «{self.text}»{why}"


def failed_examples(lexicon: Lexicon) -> Iterator[ExampleFailure]:
    """The examples that fail, rule by rule in the order of the files."""
    for rule in lexicon.rules:
        for text in rule.must_fire:
            fired, blocked = _hits(lexicon, rule, text)
            if not fired:
                yield ExampleFailure(rule.id, text, "", blocked)
        for text in rule.known_gaps:
            fired, _ = _hits(lexicon, rule, text)
            if fired:
                yield ExampleFailure(rule.id, text, "", "hullet er tettet; flytt setningen til must_fire")
        for example in rule.must_not_fire:
            fired, _ = _hits(lexicon, rule, example.text)
            if fired:
                yield ExampleFailure(rule.id, example.text, example.trap)


def _hits(lexicon: Lexicon, rule: Rule, text: str) -> tuple[bool, str]:
    """Whether a rule fires in a text of its scope, and what blocks it there."""
    kind = BlockKind.PARAGRAPH if "sentence" in rule.scope else BlockKind.HEADING
    annotated = lexicon.annotate_block(Block(0, kind, text, 0))
    blocked = next((why for match, why in annotated.blocked if match.rule == rule.id), "")
    return any(match.rule == rule.id for match in annotated.matches), blocked
