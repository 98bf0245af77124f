"""Sentences that speak of training as a whole and of its courses: "den obligatoriske opplæringen består av ..."."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from kursrevisjon.courses.drafts import Draft
from kursrevisjon.courses.names import Named
from kursrevisjon.model.tokens import AnnotatedBlock, Token

CONSISTS: Final = frozenset(
    "består delt deler delar omfatter omfattar inneholder inneheld avløses avløser parts part consists includes "
    "comprises".split()
)
_CONTAINS: Final = frozenset("inneholder inneheld omfatter omfattar dekker dekkjer contains includes covers".split())
_TOGETHER: Final = frozenset({"sammen", "saman"})
_PART_OF: Final = frozenset(
    "del av inngår i hører høyrer til part of belongs to den det vår vårt our the obligatoriske mandatory compulsory "
    "faste felles ledd ein en eit et a is er fast viktig".split()
)
_SEVERAL: Final = ("ene", "ane", "ursa", "courses")
_JOINS: Final = frozenset({"og", "and", "samt", ",", "den", "det", "the"})


COUNTS: Final = {"to": 2, "two": 2, "tre": 3, "three": 3, "fire": 4, "four": 4, "fem": 5, "five": 5}
"""Numbers of parts in words."""


def counted_parts(sentence: Sequence[Token], course: Draft) -> tuple[str, Draft] | None:
    """The noun of the parts that a sentence says the course has ("har tre moduler"), with the course."""
    for count, noun in pairwise(sentence):
        if (count.word in COUNTS or count.text.isdigit()) and noun.has("part_noun"):
            return noun.word, course
    return None


def tells_content(lead: AnnotatedBlock) -> bool:
    """Whether a line opens the content of the course spoken of ("Den inneholder:")."""
    first, *rest = lead.tokens
    points = first.has("pronoun") and lead.block.text.rstrip().endswith(":")
    return points and any(token.word in _CONTAINS for token in rest)


def is_whole(block: AnnotatedBlock, named: Named) -> bool:
    """Whether a mention is of training as a whole, for whomever it is ("opplæringen for tillitsvalgte")."""
    return named.kind == "generic" and block.tokens[named.first].has("whole_training")


def is_several(block: AnnotatedBlock, named: Named) -> bool:
    """Whether a mention is of courses together, whichever they are ("kurs for tillitsvalgte", "kursene våre")."""
    return is_whole(block, named) and (block.tokens[named.first].word == "kurs" or is_plural(named))


def is_plural(named: Named) -> bool:
    """Whether a mention opens with several ("kursene", "modulane")."""
    return named.name.split()[0].lower().endswith(_SEVERAL)


def tells_parts(block: AnnotatedBlock, sentence: Sequence[Token], names: Sequence[Named]) -> bool:
    """Whether a sentence names something and then what it consists of."""
    first = names[0]
    if len(names) == 1 or first.kind == "stage":
        return False
    if any(token.word in CONSISTS | _TOGETHER or token.word == ":" for token in sentence):
        return True
    between = block.tokens[first.last + 1 : names[1].first]
    return is_whole(block, first) and len(between) == 1 and between[0].has("copula")


def holds_all(block: AnnotatedBlock, sentence: Sequence[Token], names: Sequence[Named]) -> bool:
    """Whether what a sentence names first is the programme of all that it names after it, stages or not."""
    if is_whole(block, names[0]):
        return tells_parts(block, sentence, names)
    consists = any(token.word in CONSISTS for token in sentence if token.start < names[-1].start)
    return len(names) > 1 and names[0].kind == "basic" and names[0].definite and consists


def without_wholes(block: AnnotatedBlock, sentence: Sequence[Token], names: Sequence[Named]) -> list[Named]:
    """The mentions that are courses: not the set that the others make up ("de obligatoriske kursene er A og B"), nor
    the whole that a course is said to be a part of ("inngår i den obligatoriske opplæringen").
    """
    told = [named for named in names if named is names[0] or not _is_containing(block, named)]
    several = len(told) > 1 and is_several(block, told[0])
    one_by_one = several and (told[0].definite or tells_parts(block, sentence, told))
    return told[1:] if one_by_one else told


def _is_containing(block: AnnotatedBlock, named: Named) -> bool:
    before = block.tokens[max(0, named.first - 6) : named.first]
    words = [token.word for token in before if token.sentence == named.sentence]
    tail = []
    for word in reversed(words):
        if word not in _PART_OF:
            break
        tail.append(word)
    return is_whole(block, named) and not {"del", "inngår", "hører", "høyrer", "part", "belongs", "ledd"}.isdisjoint(
        tail
    )


def goes_on(block: AnnotatedBlock, before: Named, named: Named, end: int) -> bool:
    """Whether a sentence says of ``named`` what it said of the mention before it ("skal ta A første året og B det
    andre"): only joined to it, and with no verb of its own up to ``end``.
    """
    between = block.tokens[before.last + 1 : named.first]
    own = block.within(named.end, end)
    joined = bool(between) and between[-1].word in _JOINS and any(token.word in _JOINS - {","} for token in between)
    return joined and not any(token.has("verb", "modal", "copula", "cue", "clause_word") for token in (*between, *own))
