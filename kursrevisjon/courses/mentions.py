"""What the mentions of a sentence are to each other and to the course in view, whatever the page around it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from kursrevisjon.courses.drafts import Draft
from kursrevisjon.courses.names import Named
from kursrevisjon.courses.passages import is_no_training, stands_in
from kursrevisjon.courses.structure import AT_LARGE
from kursrevisjon.model.tokens import AnnotatedBlock, Token

ANSWERS: Final = frozenset({"ja", "jo", "nei", "yes", "no"})
AT_LARGE_OR_COURSES: Final = AT_LARGE | {"kurs"}
_JOINING: Final = frozenset(", og eller samt and or både begge på i to the det den – til both for av of eit".split())
_WHOLE: Final = (
    "opplæring",
    "program",
    "løp",
    "løft",
    "stige",
    "skole",
    "skule",
    "akademi",
    "pathway",
    "track",
    "skolering",
    "skulering",
    "plattform",
    "studi",
    "utdanning",
    "grunn",
    "basis",
)


def tells_what_was_taught(sentence: Sequence[Token]) -> bool:
    """Whether somebody says what they learnt ("– Vi lærte om ergonomi i storkjøkken")."""
    return any(one.has("learner") and two.word in {"lærte", "learnt", "learned"} for one, two in pairwise(sentence))


def only_says_where(sentence: Sequence[Token], named: Named) -> bool:
    """Whether a sentence of a course noun and a place only says where the course in view is ("Samling i Bodø.")."""
    words = [token for token in sentence if token.is_word]
    placed = len(words) == 3 and words[1].word in {"i", "på", "in", "at"} and words[2].is_capital
    return placed and named.start == sentence[0].start


def says_it_is_one(sentence: Sequence[Token]) -> bool:
    """Whether a sentence says that what its heading names is a course ("Dette er et kurs for deg som ...")."""
    points = sentence[0].word in {"dette", "this"} and len(sentence) > 3 and sentence[1].has("copula")
    return points and sentence[2].has("article") and any(token.has("kurs") for token in sentence[3:5])


def explains_itself(block: AnnotatedBlock, named: Sequence[Named]) -> bool:
    """Whether the second of two mentions is the first again, behind its colon, in other words."""
    after = block.tokens[named[0].last + 1 : named[0].last + 2]
    again = named[1].kind == "generic" and block.tokens[named[1].last].has("this_offer") and named[1].definite
    return bool(after) and after[0].word == ":" and again


def denies(block: AnnotatedBlock, course: Draft) -> bool:
    """Whether a text only gives rights and duties about training, of which its heading speaks ("§ 5 Opplæring")."""
    first = next(block.sentences())
    denied = any(match.value == "denied" and stands_in(match.span, block, first) for match in block.matches)
    words = {word.lower() for word in course.name.split()}
    if denied and any(token.word in words for token in first):
        return True  # "STCW courses": "We do not run STCW courses."
    return is_no_training(block) and course.name.split()[0].lower() in AT_LARGE_OR_COURSES


def is_whole(name: str) -> bool:
    """Whether a name is one of a programme that has parts ("Opplæringsstigen")."""
    return any(part in name.lower() for part in _WHOLE)


def is_only_heading(draft: Draft) -> bool:
    """Whether nothing but a heading has been said of a course so far."""
    return len(draft.scope) == 1 and draft.is_titled


def grouped(block: AnnotatedBlock, names: Sequence[Named]) -> Iterator[list[Named]]:
    """Mentions that only joining words part share what is said of them."""
    group = [names[0]]
    for named in names[1:]:
        between = block.tokens[group[-1].last + 1 : named.first]
        if len(between) <= 3 and all(token.word in _JOINING for token in between):
            group.append(named)
        else:
            yield group
            group = [named]
    yield group
