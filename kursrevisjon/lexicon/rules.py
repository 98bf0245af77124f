"""The lexicon's files as types: word lists and rules. Bad input is refused here, with file and line.

A folder holds ``words.yaml`` (word lists by name) and any number of rule files. A rule's patterns are words and gaps:
``{list}`` is a word of a list, ``a|b`` one of several, ``..3`` up to three words in between.
"""

from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from kursrevisjon.lexicon.words import compile_word
from kursrevisjon.model import Dimension

TRAPS: Final = (
    "negation scope bound_party statute_name legal_basis trade_prevention navigation_text heading_scope programme_join "
    "compound nynorsk english typo table list_page handbook news audience weak_words"
).split()


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MustNot(_Strict):
    """A sentence that a rule must leave alone, and the trap that it sets (METHOD 6)."""

    text: str
    trap: str

    @field_validator("trap")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in TRAPS:
            raise ValueError(f"ukjent felle «{value}»; bruk en av {', '.join(TRAPS)}")
        return value


class Unless(_Strict):
    """A context that blocks a rule: a pattern before, after or anywhere around the match.

    ``within`` counts words between match and context; ``where`` is the stretch that is searched.
    """

    pattern: str
    where: Literal["before", "after", "clause", "sentence", "block", "inside"] = "sentence"
    within: int = 99
    why: str = ""


class Rule(_Strict):
    """One rule: when a pattern stands in a block, and no ``unless`` does, the rule's value is found there.

    ``scope`` says whether headings, running text (with items and rows), or both are searched; ``lang`` the
    languages of the documents; ``bound`` that the rule states a duty of somebody; ``known_gaps`` are sentences that
    it should catch and does not.
    """

    id: str
    dimension: Dimension
    value: str
    patterns: tuple[str, ...]
    unless: tuple[Unless, ...] = ()
    needs: tuple[Unless, ...] = ()
    strength: Literal["strong", "weak"] = "strong"
    scope: tuple[Literal["heading", "sentence"], ...] = ("heading", "sentence")
    lang: tuple[str, ...] = ("nb", "nn", "en")
    bound: bool = False
    why: str
    must_fire: tuple[str, ...] = Field(min_length=1)
    must_not_fire: tuple[MustNot, ...] = Field(min_length=1)
    known_gaps: tuple[str, ...] = ()


class RuleFile(_Strict):
    """A file of rules."""

    rules: tuple[Rule, ...]


class WordListFile(_Strict):
    """``words.yaml``: lists of word patterns, words that a list never holds, and near misses of fuzzy matching."""

    lists: dict[str, tuple[str, ...]]
    never: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    near_misses: tuple[str, ...] = ()

    @field_validator("lists", "never")
    @classmethod
    def _compiles(cls, value: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        for words in value.values():
            for word in words:
                compile_word(word)
        return value


def rule_files(folder: Path) -> tuple[Path, ...]:
    """The rule files of a lexicon folder, in a fixed order."""
    return tuple(sorted(path for path in folder.glob("*.yaml") if path.name != "words.yaml"))
