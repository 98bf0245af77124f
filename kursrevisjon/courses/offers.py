"""Whether the text below a heading tells of a training offer, so that the heading is its name.

Most web editors write the title of a course as a heading and never call it one: what stands below says how long it
lasts, whom it is for, when and where it is held, and what one learns.
"""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from kursrevisjon.courses.names import find_names
from kursrevisjon.courses.structure import date_end, has_other_purpose, is_repeated_name
from kursrevisjon.model import BlockKind
from kursrevisjon.model.tokens import AnnotatedBlock, Token

BELOW_ALL: Final = 7
"""The level of a bold line that heads a section: any heading ends it."""

_LONGEST_TITLE: Final = 100
_FIRST: Final = 3
"""Sentences in which a text says that it is about an offer, if it is."""

_FIELDS_WITHIN: Final = 8
_NUMBERS: Final = {
    2: ("2", "to", "two"),
    3: ("3", "tre", "three"),
    4: ("4", "fire", "four"),
    5: ("5", "fem", "five"),
    6: ("6", "seks", "six"),
}
_LONGEST_LEAD: Final = 9
_FEWEST: Final = 2
_SHORT: Final = 5
_SECTION: Final = re.compile(r"(\d{1,2})\.?\s+(?=[^\W\d_])")
_FEWEST_CARDS: Final = 3
_DATE_WITHIN: Final = 10


def is_bold_title(block: AnnotatedBlock) -> bool:
    """Whether a block is a short bold line, or a dated term of a definition list, which stand for a heading."""
    known = block.block
    if len(known.text) > _LONGEST_TITLE or known.text.rstrip().endswith((".", ":", ",")):
        return False
    return (known.kind is BlockKind.TERM and date_end(known.text) > 0) or (known.kind is BlockKind.PARAGRAPH and known.strong == (known.text,))


def body_of(annotated: Sequence[AnnotatedBlock], heading: AnnotatedBlock) -> list[AnnotatedBlock]:
    """The content below a heading, up to the next heading of any level."""
    body = []
    for block in annotated[heading.block.index + 1 :]:
        if _is_heading(block):
            break
        card = heading.block.group and block.block.group == heading.block.group
        if block.tokens and not block.block.boilerplate and (card or not block.block.is_link):
            body.append(block)
    return body


def level_of(block: AnnotatedBlock) -> int:
    """The level of a heading; a bold title stands below all."""
    return (block.block.level or 1) if block.block.kind is BlockKind.HEADING else BELOW_ALL


def children_of(annotated: Sequence[AnnotatedBlock], heading: AnnotatedBlock) -> list[AnnotatedBlock]:
    """The headings directly below a heading, also where a level is passed over."""
    children: list[AnnotatedBlock] = []
    for block in annotated[heading.block.index + 1 :]:
        if not _is_heading(block):
            continue
        if level_of(block) <= level_of(heading):
            break
        if not children or level_of(block) <= level_of(children[-1]):
            children.append(block)
    return children


def listed_titles(annotated: Sequence[AnnotatedBlock]) -> dict[int, AnnotatedBlock]:
    """The headings that are titles in a listing of offers, each with the heading that opens the listing.

    A listing is a heading with several headings below it, most of which stand over a date, a length or another sign of
    an offer, or name a course themselves. Headings between ("Februar", "For nye tillitsvalgte") only group them.
    """
    found: dict[int, AnnotatedBlock] = {}
    for opener in annotated:
        if not _is_heading(opener) or opener.block.index in found or _is_course(opener):
            continue
        if _are_sections(children_of(annotated, opener)):
            continue
        leaves = [leaf for leaf in _leaves(annotated, opener) if not is_practical(leaf) and not _lists(annotated, leaf)]
        told = [leaf for leaf in leaves if _is_told(annotated, leaf)]
        opens = _opens_courses(opener)
        cards = opens and sum(bool(leaf.block.group) for leaf in leaves) >= _FEWEST_CARDS
        most = len(told) * 2 >= len(leaves) if opens else _name(told) and len(told) * 3 >= len(leaves) * 2
        enough = len(told) >= _FEWEST and most
        if not told or not (enough or cards):
            continue
        if any(leaf.block.is_link and not body_of(annotated, leaf) for leaf in leaves):
            continue
        shapes = {(level_of(leaf), bool(leaf.block.group)) for leaf in told}
        alike = (leaf for leaf in leaves if (level_of(leaf), bool(leaf.block.group)) in shapes)
        for leaf in alike:
            found.setdefault(leaf.block.index, opener)
    return found


def _are_sections(headings: Sequence[AnnotatedBlock]) -> bool:
    """Whether headings are the numbered sections of a plan or of bylaws."""
    found = [_SECTION.match(heading.block.text) for heading in headings]
    numbers = [int(number[1]) for number in found if number]
    return len(numbers) >= _FEWEST_CARDS and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _leaves(annotated: Sequence[AnnotatedBlock], opener: AnnotatedBlock) -> list[AnnotatedBlock]:
    """The headings below a heading that have none below themselves."""
    leaves = []
    for child in children_of(annotated, opener):
        below = [inner for inner in children_of(annotated, child) if not is_practical(inner)]
        leaves += _leaves(annotated, child) if below else [child]
    return leaves


def _lists(annotated: Sequence[AnnotatedBlock], leaf: AnnotatedBlock) -> bool:
    """Whether a heading opens a list of courses itself ("Frivillige kurs")."""
    body = body_of(annotated, leaf)
    named = any(named.kind != "bare" for named in find_names(leaf))
    return not named and _opens_courses(leaf) and any(block.block.kind in {BlockKind.LIST_ITEM, BlockKind.TABLE_ROW} for block in body)


def _is_told(annotated: Sequence[AnnotatedBlock], leaf: AnnotatedBlock) -> bool:
    """Whether a heading, or what stands at it, says that it is an offer."""
    body = body_of(annotated, leaf)
    before = annotated[leaf.block.index - 1] if leaf.block.index else leaf
    dated = is_dated(leaf.tokens) or lasts_in(leaf.tokens) or (body != [] and is_dated(body[0].tokens[:_DATE_WITHIN]))
    on_date = len(before.tokens) <= _DATE_WITHIN and before.block.kind is BlockKind.PARAGRAPH and is_dated(before.tokens)
    lasts = any(
        opens_with_duration(sentence) or _opens_with_kind(sentence) or _opens_with_audience(sentence)
        for block in body[:_FIRST]
        for sentence in block.sentences()
    )
    return dated or on_date or lasts or tells_of_offer(body) or _name([leaf]) or is_repeated_name(leaf, annotated)


def _is_course(heading: AnnotatedBlock) -> bool:
    """Whether a heading names one course itself, so that what stands below are its parts."""
    return any(named.kind in {"basic", "stage"} for named in find_names(heading))


def _opens_courses(opener: AnnotatedBlock) -> bool:
    return any(token.has("plural_kurs", "collective", "arranged") for token in opener.tokens)


def _name(leaves: Sequence[AnnotatedBlock]) -> bool:
    """Whether most of the headings name a course by themselves."""
    named = sum(any(named.kind != "bare" for named in find_names(leaf)) for leaf in leaves)
    return named * 2 > len(leaves)


def parts_of(annotated: Sequence[AnnotatedBlock]) -> dict[int, AnnotatedBlock]:
    """The headings that are the parts of a programme, each with the heading of the programme.

    They are when its text says how many parts it has, and as many headings stand below it.
    """
    found: dict[int, AnnotatedBlock] = {}
    for opener in annotated:
        children = children_of(annotated, opener) if _is_heading(opener) else []
        for _, group in groupby(children, key=level_of):
            parts = list(group)
            told = any(_counts_parts(block, len(parts)) for block in body_of(annotated, opener))
            if len(parts) > 1 and (told or _are_numbered(parts)):
                found |= {part.block.index: opener for part in parts}
    return found


def _are_numbered(parts: Sequence[AnnotatedBlock]) -> bool:
    """Whether headings count the parts of something in a word of their own ("Etappe 1", "Etappe 2")."""
    first = {part.tokens[0].word for part in parts}
    numbers = [part.tokens[1].text if len(part.tokens) > 1 else "" for part in parts]
    counted = numbers == [str(number) for number in range(1, len(parts) + 1)]
    return counted and len(first) == 1 and parts[0].tokens[0].is_word and not parts[0].tokens[0].has("unit", "month")


def _counts_parts(block: AnnotatedBlock, number: int) -> bool:
    """Whether a text says that something has so many parts ("tre samlinger")."""
    return any(
        one.word in _NUMBERS.get(number, ()) and any(after.has("part_noun") for after in block.tokens[index : index + 3])
        for index, one in enumerate(block.tokens)
    )


def is_timed_title(heading: AnnotatedBlock) -> bool:
    """Whether a heading says of itself how long it lasts ("Tredagers for tillitsvalgte", "Loven på to timer")."""
    tokens = heading.tokens
    timed = any(one.word in {"på", "in"} and lasts_in(tokens[index + 1 : index + 3]) for index, one in enumerate(tokens))
    return timed or tokens[0].has("duration")


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
    """Whether a heading is about how to register, get leave or be paid, asks something, or only names people."""
    words = [token for token in heading.tokens if token.is_word]
    if all(word.has("month") for word in words):
        return True
    if len(words) <= _SHORT and any(word.has("this_offer") and word.has("anaphor") for word in words):
        return True
    people = all(token.has("verneombud", "amu", "organ", "leder", "medlem") or token.has("small") for token in words)
    return (
        people
        or has_other_purpose(heading)
        or any(token.has("practical_word", "no_offer") for token in heading.tokens)
    )


def holds_offers(annotated: Sequence[AnnotatedBlock], heading: AnnotatedBlock) -> bool:
    """Whether most of the items or rows below a heading tell of offers."""
    members = [
        block
        for block in body_of(annotated, heading)
        if block.block.kind in {BlockKind.LIST_ITEM, BlockKind.TABLE_ROW} and block.block.level <= 1
    ]
    return len(members) > 1 and sum(map(_is_offer, members)) * 2 > len(members)


def titled_leads(annotated: Sequence[AnnotatedBlock]) -> dict[int, int]:
    """The paragraphs that open with a course's name, in bold or as a sentence of its own, and where the name ends.

    One alone may stress anything; two or more below one heading, most of which tell of an offer, are a list.
    """
    found: dict[int, int] = {}
    for _, section in groupby(annotated, key=lambda block: block.block.heading_path):
        leads = {block.block.index: (block, end) for block in section if (end := _lead_end(block))}
        told = sum(_is_offer_after(block, end) for block, end in leads.values())
        if len(leads) > 1 and told * 2 >= len(leads):
            found |= {index: end for index, (_, end) in leads.items()}
    return found


def _lead_end(block: AnnotatedBlock) -> int:
    """Where the bold name that opens a paragraph ends; 0 when there is none, or when it is a label."""
    known = block.block
    bold = known.strong[0] if known.strong and known.kind is BlockKind.PARAGRAPH and not known.boilerplate else ""
    rest = known.text[len(bold) :].lstrip()
    if not bold and known.kind is BlockKind.PARAGRAPH and not known.boilerplate and block.tokens:
        return _title_end(block)
    if not bold or not known.text.startswith(bold) or not rest or not block.tokens or block.tokens[0].has("field"):
        return 0
    return len(bold) if rest[0] in "–—-:." or bold[-1] in ":." else 0


def _title_end(block: AnnotatedBlock) -> int:
    """Where a first sentence ends that is a title ("Ny som tillitsvalgt. To dager om ..."); 0 when it is none."""
    first, *rest = block.sentences()
    titled = len(first) <= _LONGEST_LEAD and first[0].is_capital and first[-1].word == "."
    if not titled or not rest or any(token.has("verb", "modal", "field", "practical_word") for token in first):
        return 0
    return first[-1].start if opens_with_duration(rest[0]) or _opens_with_kind(rest[0]) else 0


def _is_offer_after(block: AnnotatedBlock, end: int) -> bool:
    after = [token for token in block.tokens if token.start >= end and token.is_word or token.text.isdigit()]
    people = any(token.has("rep", "verneombud", "amu") for token in after[:6])
    return people or opens_with_duration(after) or is_dated(after) or any(
        named.kind != "bare" and named.first <= 1 for named in find_names(block)
    )


def _is_heading(block: AnnotatedBlock) -> bool:
    known = block.block
    return bool(block.tokens) and not known.boilerplate and (known.kind is BlockKind.HEADING or is_bold_title(block))


def _is_offer(member: AnnotatedBlock) -> bool:
    """Whether an item or row says, after its name, what kind of course it is or how long it lasts."""
    after = [index for index, token in enumerate(member.tokens) if not token.is_word][:1] or [len(member.tokens)]
    rest = member.tokens[after[0] :]
    return any(token.has("kurs", "duration") and not token.has("anaphor") for token in rest) or lasts_in(rest)


def lasts_in(tokens: Sequence[Token]) -> bool:
    """Whether a length stands among the tokens ("to dager", "ein time")."""
    return any(
        (one.text.isdigit() or one.has("numeral", "counts")) and two.has("unit")
        for one, two in zip(tokens, tokens[1:], strict=False)
    )


def tells_of_offer(body: Sequence[AnnotatedBlock], *, first_spoken_of: bool = True) -> bool:
    """Whether a section's text is a course description: how long, for whom, when and where, or "på dette kurset".

    ``first_spoken_of`` says that no text before it spoke of a course, which "kurset" might then mean.
    """
    if not body:
        return False
    first = next(body[0].sentences())
    if opens_with_duration(first) or _opens_with_audience(first) or _opens_with_kind(first):
        return True
    fields = {token.word for block in body[:_FIELDS_WITHIN] for token in _fields(block)}
    if len(fields) >= 2 or any(block.tokens[0].has("offer_field") for block in body[:_FIELDS_WITHIN] if _fields(block)):
        return True
    return (first_spoken_of and _points_to_title(body[0])) or _is_held(body[0]) or _is_taught(body[0])


def opens_with_duration(sentence: Sequence[Token]) -> bool:
    """ "To dager om ...", "Ein kveld for ...", "Tredagers for ...", "Three hours on ..."."""
    words = [token for token in sentence[:4] if not token.has("vague")]
    if not words:
        return False
    if words[0].has("duration"):
        return True
    counted = words[0].text.isdigit() or words[0].has("numeral", "counts")
    return counted and len(words) > 1 and any(word.has("unit") for word in words[1:3])


def _opens_with_kind(sentence: Sequence[Token]) -> bool:
    """ "Dagskurs for tillitsvalgte", "Et webinar om ...": what kind of course it is, with no name."""
    words = [token for token in sentence[:4] if not token.has("counts", "cue", "vague")]
    head = words[0] if words else None
    plain = head is not None and head.has("kurs") and not head.has("anaphor", "basic", "plural_kurs")
    return plain and head is not None and not head.word.endswith(("et", "en", "a", "ene", "ane"))


def _opens_with_audience(sentence: Sequence[Token]) -> bool:
    """ "For tillitsvalgte i barnehage, Bodø 3. mars": a line without a verb that says for whom."""
    if sentence[0].word not in {"for", "til"} or len(sentence) > 25:
        return False
    people = [index for index, token in enumerate(sentence[:9]) if token.has("rep", "verneombud", "amu", "medlem")]
    if people and [token.word for token in sentence[1:3]] in (["deg", "som"], ["dere", "som"], ["dei", "som"]):
        return True
    return bool(people) and people[0] < 5 and not any(token.has("verb", "modal") for token in sentence)


def _is_taught(block: AnnotatedBlock) -> bool:
    """Whether the first sentences say what "vi", the participants or the reader do there to learn ("vi øver på")."""
    for number, sentence in enumerate(block.sentences()):
        if number >= _FIRST:
            break
        for one, two in zip(sentence, sentence[1:], strict=False):
            if (one.has("learner") and two.has("practises")) or (one.has("practises") and two.has("learner")):
                return True
    return False


def _is_held(block: AnnotatedBlock) -> bool:
    """Whether the text opens with who holds or invites to a course that it does not name ("arrangerer ein kursserie")."""
    sentence = next(block.sentences())
    holds = any(token.has("offers", "invite") for token in sentence)
    one = any(
        token.has("kurs", "kurs_weak") and any(before.has("article") for before in sentence[max(0, index - 3) : index])
        for index, token in enumerate(sentence)
    )
    return holds and one and all(named.kind in {"bare", "generic"} for named in find_names(block))


def _fields(block: AnnotatedBlock) -> list[Token]:
    """The labels that a block's lines open with ("Tid: ...", "Målgruppe: ...")."""
    tokens = block.tokens
    return [
        token
        for index, token in enumerate(tokens[:-1])
        if token.has("field") and tokens[index + 1].word == ":" and (index == 0 or not tokens[index - 1].is_word)
    ]


def _points_to_title(block: AnnotatedBlock) -> bool:
    """Whether the first sentences speak of "kurset" or "samlingen" before they have named any."""
    named = [named.start for named in find_names(block) if named.kind != "bare"]
    for number, sentence in enumerate(block.sentences()):
        if number >= _FIRST or (named and named[0] < sentence[-1].end):
            return False
        if any(token.has("this_offer") for token in sentence):
            return True
    return False
