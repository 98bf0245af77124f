"""A mention of a course, and what its words tell whatever kind of mention it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kursrevisjon.model.tokens import AnnotatedBlock, Token

ROMAN: Final = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5"}


_ENDS: Final = frozenset(
    {
        "together",
        "sammen",
        "saman",
        "senest",
        "seinast",
        "every",
        "innen",
        "innan",
        "within",
        "before",
        "during",
        "som",
        "that",
    }
)


_STOPS: Final = frozenset(
    "innen innan før til i på hver kvar som er og within before by in at every and that during løpet ved første "
    "etter".split()
)


DETERMINERS: Final = frozenset(
    "et en eit ein a an det den the dette vårt vår våre our vårt eget egen eige din ditt this".split()
)


@dataclass(frozen=True, slots=True)
class Named:
    """A mention: tokens ``first`` to ``last`` (inclusive) of a block, the name, and how it names.

    ``kind`` is ``stage``, ``basic``, ``named`` (a name beside a course noun), ``title`` (a name that only its place
    in the sentence shows), ``generic`` (a course noun with its complements) or ``bare`` (a course noun alone).
    ``also`` is the stage that stands in brackets behind it ("Grunnskolering (Trinn 1)").
    """

    block: int
    first: int
    last: int
    start: int
    end: int
    name: str
    kind: str
    sentence: int
    definite: bool = False
    also: str = ""


def made(
    annotated: AnnotatedBlock, first: int, last: int, kind: str, name: str = "", *, noun: int | None = None
) -> Named:
    """The mention that goes from token ``first`` to ``last``, inclusive, called ``name`` or by its own words.

    ``noun`` is the course noun, which tells whether the mention is definite; without it the last token does.
    """
    tokens = annotated.tokens
    start, end = tokens[first].start, tokens[last].end
    definite = tokens[last if noun is None else noun].word.endswith(("et", "en", "a", "ene", "ane"))
    return Named(
        annotated.block.index,
        first,
        last,
        start,
        end,
        name or annotated.quote(start, end),
        kind,
        tokens[first].sentence,
        definite,
    )


def is_definite(token: Token) -> bool:
    """Whether a course noun points to one course ("kurset", "fagdagen", "samlinga")."""
    return token.word.endswith(("et", "en", "a")) and not token.word.endswith("ene")


def is_compound(token: Token) -> bool:
    """Whether a course noun is long enough to be a name by itself ("Forhandlingskurset", "HMS-dagen")."""
    return not token.has("bare") and (len(token.word) >= 8 or "-" in token.word)


def name_end(tokens: Sequence[Token], first: int) -> int:
    """The last token of a name that starts with a capital: up to a verb, a mark, or a word that opens a new phrase."""
    last = index = first
    while index + 1 < len(tokens) and index - first < 7:
        after = tokens[index + 1]
        if after.word in {"'", "’"} and index + 2 < len(tokens) and tokens[index + 2].is_capital:
            index = last = index + 2  # "Representatives' Day"
            continue
        if (
            not after.is_word
            or (after.has("verb", "cue") and not after.is_capital)
            or (after.word in _ENDS and not after.is_capital)
            or after.sentence != tokens[first].sentence
        ):
            break
        index += 1
        if after.is_capital or after.word not in _STOPS:
            last = index
        elif after.word in {
            "innen",
            "innan",
            "før",
            "within",
            "before",
            "hver",
            "kvar",
            "som",
            "during",
            "løpet",
            "by",
        }:
            break
    return last
