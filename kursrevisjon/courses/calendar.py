"""Calendars without headings: short lines that stand beside a line that says when ("Uke 15 · Bergen").

Many calendars write the title of a course as plain text and show what it is by style alone. Where at least three
lines of a page stand in the same place beside a date, a week or a time of day, they are titles.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from kursrevisjon.courses.offers import is_dated
from kursrevisjon.model import BlockKind
from kursrevisjon.model.tokens import AnnotatedBlock, Token

_LONGEST_WHEN: Final = 16
_LONGEST_TITLE: Final = 12
_LONGEST_TAG: Final = 4
_FEWEST: Final = 3


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
    found = before if len(before) >= len(after) else after
    return frozenset(found) if len(found) >= _FEWEST else frozenset()


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
    timed = tokens[0].word == "kl" and any(token.text[:1].isdigit() for token in tokens[1:3])
    return (timed or is_dated(tokens[:4])) and not any(token.has("verb", "modal", "kurs") for token in tokens)


def _is_title(block: AnnotatedBlock) -> bool:
    """Whether a line can be a title: short, without a verb, and no sentence or label."""
    tokens = block.tokens
    return (
        block.block.kind is BlockKind.PARAGRAPH
        and len(tokens) <= _LONGEST_TITLE
        and tokens[0].is_word
        and tokens[0].text[:1].isupper()
        and tokens[-1].word not in {".", ":", ",", "!"}
        and not any(token.has("modal", "practical_word", "field") for token in tokens)
    )
