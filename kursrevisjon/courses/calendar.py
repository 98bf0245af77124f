"""Calendars without headings: short lines that stand beside a line that says when ("Uke 15 · Bergen").

Many calendars write the title of a course as plain text and show what it is by style alone. Where at least three
lines of a page stand in the same place beside a date, a week or a time of day, they are titles.
"""

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Final

from kursrevisjon.courses.offers import is_dated
from kursrevisjon.courses.structure import NUMBERED, date_end
from kursrevisjon.model import BlockKind
from kursrevisjon.model.tokens import AnnotatedBlock, Token

_LONGEST_WHEN: Final = 16
_LONGEST_LINE: Final = 20
_LONGEST_TITLE: Final = 12
_LONGEST_TAG: Final = 4
_FEWEST: Final = 3
_LEAST_RECORD: Final = 3
_LONGEST_RECORD: Final = 6


def calendar_titles(blocks: Sequence[AnnotatedBlock]) -> frozenset[int]:
    """Indices of the blocks that are titles of a calendar: those before a line that says when, or those after one.

    A card has its title in its heading, where it has one, and its own date.
    """
    headed = {block.block.group for block in blocks if block.block.kind is BlockKind.HEADING}
    content = [block for block in blocks if block.tokens and not block.block.boilerplate]
    when = [is_when(block) for block in content]
    titles = [_is_title(block) and not is_when for block, is_when in zip(content, when, strict=True)]
    before, after = set[int](), set[int]()
    for at, (one, two) in enumerate(pairwise(content)):
        group = one.block.group
        if group != two.block.group or (group and group in headed):
            continue
        if titles[at] and when[at + 1]:
            before.add(one.block.index)
        if when[at] and titles[at + 1]:
            after.add(two.block.index)
    in_cards = any(block.block.group and block.block.group in headed for block in content)
    found = max(before, after, set() if in_cards else _in_records(content, when, titles), key=len)
    return frozenset(found) if len(found) >= _FEWEST else frozenset()


def _in_records(content: Sequence[AnnotatedBlock], when: Sequence[bool], titles: Sequence[bool]) -> set[int]:
    """The first lines of records that all have as many lines and end with a line that says when."""
    ends = [at for at, is_last in enumerate(when) if is_last]
    lengths = {two - one for one, two in pairwise(ends)}
    if len(lengths) != 1 or not _LEAST_RECORD <= (length := lengths.pop()) <= _LONGEST_RECORD:
        return set()
    firsts = [end - length + 1 for end in ends]
    if any(block.block.kind is BlockKind.HEADING for block in content[max(0, firsts[0]) : ends[-1]]):
        return set()
    return {content[at].block.index for at in firsts} if all(at >= 0 and titles[at] for at in firsts) else set()


def dated_lines(blocks: Sequence[AnnotatedBlock]) -> dict[int, int]:
    """The lines of calendars that are no lists: paragraphs in a row that each open with a date and go on with a title
    ("10.02 Arbeidstid – Oslo"). Index of the block to that of the first of its row.
    """
    content = [block for block in blocks if block.tokens and not block.block.boilerplate]
    found: dict[int, int] = {}
    for is_line, row in groupby(content, key=_is_dated_line):
        lines = [block.block.index for block in row]
        if is_line and len(lines) >= _FEWEST:
            found.update(dict.fromkeys(lines, lines[0]))
    return found


def _is_dated_line(block: AnnotatedBlock) -> bool:
    known = block.block
    short = len(block.tokens) <= _LONGEST_LINE and block.tokens[-1].word not in {".", "!", "?"}
    told = known.kind is BlockKind.PARAGRAPH and short and date_end(known.text) > 0
    return told and not block.has("modal")


def is_when(block: AnnotatedBlock) -> bool:
    """Whether a line is only about when and where: it opens with a date, a week or a time of day."""
    return block.block.kind is BlockKind.PARAGRAPH and _opens_with_time(block.tokens)


def is_of_card(block: AnnotatedBlock) -> bool:
    """Whether a line or list item is one of those between a title and its text: when, where, how long, a tag."""
    tokens = block.tokens
    longest = _LONGEST_WHEN if block.block.kind is BlockKind.LIST_ITEM else _LONGEST_TAG
    short = len(tokens) <= longest and tokens[-1].word not in {".", "!", "?"}
    return _opens_with_time(tokens) or (short and not any(token.has("verb", "modal", "kurs") for token in tokens))


def _opens_with_time(tokens: Sequence[Token]) -> bool:
    if len(tokens) > _LONGEST_WHEN:
        return False
    if len(tokens) > 2 and tokens[0].has("field") and tokens[1].word == ":":
        tokens = tokens[2:]
    timed = tokens[0].word == "kl" and any(token.text[:1].isdigit() for token in tokens[1:3])
    return (timed or is_dated(tokens[:4])) and not any(token.has("verb", "modal", "kurs") for token in tokens)


def _is_title(block: AnnotatedBlock) -> bool:
    """Whether a line can be a title: short, without a verb, and no sentence or label."""
    tokens = block.tokens[2:] if NUMBERED.match(block.block.text) else block.tokens
    return (
        block.block.kind is BlockKind.PARAGRAPH
        and 0 < len(tokens) <= _LONGEST_TITLE
        and tokens[0].is_word
        and tokens[0].text[:1].isupper()
        and tokens[-1].word not in {".", ":", ",", "!"}
        and not any(token.has("modal", "practical_word", "field") for token in tokens)
    )
