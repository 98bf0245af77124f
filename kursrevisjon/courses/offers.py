"""Whether a text tells of a training offer, so that the heading above it is its name.

Most web editors write the title of a course as a heading and never call it one: what stands below says how long it
lasts, whom it is for, when and where it is held, and what one learns.
"""

from collections.abc import Sequence
from itertools import islice, pairwise
from typing import Final

from kursrevisjon.courses.names import find_names
from kursrevisjon.courses.structure import has_other_purpose
from kursrevisjon.model import BlockKind
from kursrevisjon.model.tokens import AnnotatedBlock, Token

_FIRST: Final = 3
"""Sentences in which a text says that it is about an offer, if it is."""

_FIELDS_WITHIN: Final = 8
_FEWEST_FIELDS: Final = 2
_SHORT_HEADING: Final = 5
_LONGEST_LINE: Final = 25
_SHORTEST_KIND: Final = 6
_ABOUT: Final = frozenset({"for", "om", "i", "på"})
_REPRESENTATIVES: Final = frozenset(
    "tillitsvalgt tillitsvalgte tillitsvald tillitsvalde representatives stewards".split()
)
_DEFINITE: Final = ("et", "en", "a", "ene", "ane")
_FOR_YOU_WHO: Final = (["deg", "som"], ["dere", "som"], ["dei", "som"])


def is_description(body: Sequence[AnnotatedBlock], *, first_spoken_of: bool = True) -> bool:
    """Whether a section's text is a course description: how long, for whom, when and where, or "på dette kurset".

    ``first_spoken_of`` says that no text before it spoke of a course, which "kurset" might then mean.
    """
    if not body:
        return False
    if opens_as_offer(next(body[0].sentences())):
        return True
    labelled = [(block, fields) for block in body[:_FIELDS_WITHIN] if (fields := _fields(block))]
    if len({word for _, fields in labelled for word in fields}) >= _FEWEST_FIELDS:
        return True
    if any(block.tokens[0].has("offer_field") for block, _ in labelled):
        return True
    return (first_spoken_of and _points_to_title(body[0])) or _is_held(body[0]) or _is_taught(body[0])


def opens_as_offer(sentence: Sequence[Token]) -> bool:
    """Whether a sentence opens with how long an offer lasts, whom it is for, or what kind of course it is."""
    return opens_with_duration(sentence) or _opens_with_audience(sentence) or opens_with_kind(sentence)


def opens_with_duration(sentence: Sequence[Token]) -> bool:
    """ "To dager om ...", "Ein kveld for ...", "Tredagers for ...", "Three hours on ..."."""
    words = [token for token in sentence[:4] if not token.has("vague")]
    if not words:
        return False
    counted = words[0].text.isdigit() or words[0].has("numeral", "counts")
    return words[0].has("duration") or (counted and any(word.has("unit") for word in words[1:3]))


def opens_with_kind(sentence: Sequence[Token]) -> bool:
    """ "Dagskurs for tillitsvalgte", "Et webinar om ...": what kind of course it is, with no name."""
    head = next((token for token in sentence[:4] if not token.has("counts", "cue", "vague")), None)
    if head is not None and sentence[0].has("article") and not head.has("kurs"):
        head = next((token for token in sentence[1:4] if token.has("kurs", "basic")), None)
        return head is not None and not head.has("anaphor") and not head.word.endswith(_DEFINITE)
    opens = head is not None and head is sentence[0] and len(sentence) > 1 and sentence[1].word in _ABOUT
    if head is not None and opens and head.word.endswith("kurs") and not head.has("basic"):
        told = any(token.has("verb", "modal") for token in sentence)
        return len(head.word) > _SHORTEST_KIND and not told  # "Kveldskurs for tillitsvalgte."
    if head is None or not head.has("kurs") or head.has("anaphor", "basic", "plural_kurs"):
        return False
    return not head.word.endswith(_DEFINITE)


def has_length(tokens: Sequence[Token]) -> bool:
    """Whether a length stands among the tokens ("to dager", "ein time")."""
    return any(
        two.has("unit") and (one.text.isdigit() or one.has("numeral", "counts")) for one, two in pairwise(tokens)
    )


def is_timed_title(heading: AnnotatedBlock) -> bool:
    """Whether a heading says of itself how long it lasts ("Tredagers for tillitsvalgte", "Loven på to timer")."""
    tokens = heading.tokens
    if tokens[0].has("duration"):
        return True
    return any(one.word in {"på", "in"} and has_length(tokens[at + 1 : at + 3]) for at, one in enumerate(tokens))


def is_dated(tokens: Sequence[Token]) -> bool:
    """Whether a date stands among the tokens ("5.-6. mars", "12.02.2026", "uke 11")."""
    for index, token in enumerate(tokens):
        after = tokens[index + 1 : index + 3]
        if token.text[:1].isdigit() and (any(one.has("month") for one in after) or token.text.count(".") == 2):
            return True
        if token.word in {"uke", "veke", "week"} and after and after[0].text.isdigit():
            return True
    return False


def is_practical(heading: AnnotatedBlock) -> bool:
    """Whether a heading is about registration, leave or money, asks something, or only names people or a month."""
    words = [token for token in heading.tokens if token.is_word]
    if all(word.has("month") for word in words):
        return True
    if len(words) <= _SHORT_HEADING and any(word.has("this_offer") and word.has("anaphor") for word in words):
        return True
    if words[0].word in {"om", "about"} and words[-1].has("this_offer"):
        return True
    if len(words) == 1 and words[0].word in _REPRESENTATIVES:
        return True
    people = ("verneombud", "verneombud_en", "amu", "organ", "leder", "medlem", "small")
    if all(word.has(*people) or (word.has("rep") and words[0].word == "the") for word in words):
        return True
    if words[-1].has("organ") and len(words) > 1 and all(word.is_capital for word in words):
        return True  # the name of a union
    if has_other_purpose(heading) or heading.has("practical_word", "no_offer"):
        return True
    return any(two.has("anaphor") if one.has("prep") else two.has("meeting") for one, two in pairwise(heading.tokens))


def is_about_practice(body: Sequence[AnnotatedBlock]) -> bool:
    """Whether a section's text speaks of travel, money, leave and registration more than once."""
    said = {token.word for block in body for token in block.tokens if token.has("practical_word")}
    return len(said) >= _FEWEST_FIELDS


def _opens_with_audience(sentence: Sequence[Token]) -> bool:
    """ "For tillitsvalgte i barnehage, Bodø 3. mars": a line without a verb that says for whom."""
    if sentence[0].word not in {"for", "til"} or len(sentence) > _LONGEST_LINE:
        return False
    people = [index for index, token in enumerate(sentence[:9]) if token.has("rep", "verneombud", "amu", "medlem")]
    if people and [token.word for token in sentence[1:3]] in _FOR_YOU_WHO:
        return True
    return bool(people) and people[0] < 5 and not any(token.has("verb", "modal") for token in sentence)


def _is_taught(block: AnnotatedBlock) -> bool:
    """Whether the first sentences say what "vi", the participants or the reader do there to learn ("vi øver på")."""
    return any(
        ((one.has("learner") and two.has("practises")) or (one.has("practises") and two.has("learner")))
        and not any(token.word in {"for", "mot"} for token in sentence[at + 2 : at + 4])  # "vi arbeider for" is policy
        for sentence in islice(block.sentences(), _FIRST)
        if sentence[0].text not in {"–", "—"}  # what somebody says of a course
        for at, (one, two) in enumerate(pairwise(sentence))
    )


def _is_held(block: AnnotatedBlock) -> bool:
    """Whether the text opens with who holds a course that it does not name ("arrangerer ein kursserie")."""
    sentence = next(block.sentences())
    if not any(token.has("offers", "invite") for token in sentence):
        return False
    one = any(
        token.has("kurs", "kurs_weak") and any(before.has("article") for before in sentence[max(0, index - 3) : index])
        for index, token in enumerate(sentence)
    )
    return one and all(named.kind in {"bare", "generic"} for named in find_names(block))


def _fields(block: AnnotatedBlock) -> list[str]:
    """The labels that a block's lines open with ("Tid: ...", "Målgruppe: ..."); a defined term is one itself."""
    tokens = block.tokens
    if block.block.kind is BlockKind.TABLE_ROW:
        labelled = len(block.block.cells) == 2 and len(block.block.cells[0].split()) <= 2
        return [token.word for token in tokens[:1] if labelled and token.has("field", "asks")]
    if block.block.kind is BlockKind.TERM:
        return [token.word for token in tokens[:2] if token.has("field")][:1]
    return [
        token.word
        for index, token in enumerate(tokens[:-1])
        if token.has("field") and tokens[index + 1].word == ":" and (index == 0 or not tokens[index - 1].is_word)
    ]


def _points_to_title(block: AnnotatedBlock) -> bool:
    """Whether the first sentences speak of "kurset" or "samlingen" before they have named any."""
    named = next((named.start for named in find_names(block) if named.kind != "bare"), len(block.block.text))
    for sentence in islice(block.sentences(), _FIRST):
        if named < sentence[-1].end:
            return False
        if any(token.has("this_offer") for token in sentence):
            return True
    return False
