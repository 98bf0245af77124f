"""Lines within one element or paragraph: where a line break ends a statement, and where it only wraps it."""

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
