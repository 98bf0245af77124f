"""Lines within one element or paragraph: where a line break ends a statement, and where it only wraps it."""

from itertools import pairwise
from typing import Final

from kursrevisjon.extract.hyphens import join_lines
from kursrevisjon.text import clean

BREAK: Final = "\x1e"
"""Stands for a line break in text that is still being gathered; a record separator is white space to ``clean``."""

WRAPPED: Final = 50
"""Characters from which on a line without an end mark goes on in the next one, when that starts in lower case."""


def split_lines(raw: str) -> list[str]:
    """The lines of a text with ``BREAK`` in it, cleaned; a sentence that was wrapped is one line again."""
    lines: list[str] = []
    for part in raw.split(BREAK):
        line = clean(part)
        if lines and line and goes_on(lines[-1], line):
            lines[-1] = join_lines(lines[-1], line)
        else:
            lines.append(line)
    return [line for line in lines if line]


def goes_on(line: str, following: str) -> bool:
    """Whether a sentence that a line leaves unfinished is finished by the following one."""
    if not line or not following[:1].islower():
        return False
    return line[-1] in "-\xad‐" or (len(line) >= WRAPPED and line[-1] not in ".!?:;|")


def joined(strings: list[str]) -> str:
    """The text of a line from its strings, with a space where two elements stand side by side without one.

    Inline elements add no space by themselves ("<b>kurs</b>et"); a word does not go on with a capital or a figure,
    though, so there the page sets the elements apart by style ("<span>12.02.2025</span><a>Grunnkurs</a>").
    """
    if len(strings) == 1:
        return strings[0]
    parts = strings[:1]
    for before, after in pairwise(strings):
        if before and after and before[-1].isalnum() and after[0].isalnum() and _is_new_word(before, after):
            parts.append(" ")
        parts.append(after)
    return "".join(parts)


def _is_new_word(before: str, after: str) -> bool:
    """Whether the letter or figure that ``after`` starts with cannot go on from the one that ``before`` ends with."""
    if after[0].isupper():
        if before[-1].isupper():  # a tag in capitals before a title, and no initial set apart
            return len(before) > 1 and before[-2].isupper() and after[1:2].islower()
        return True
    if after[0].isdigit():
        return before[-1].islower()
    return before[-1].isdigit() and after[:3].isalpha() and len(after) > 2  # "11feb", not "2nd"
