"""Tables of text for the terminal and for Markdown, and running text that keeps to a width.

tabulate draws the lines. Widths, wrapping, colour and escaping are decided here, since tabulate reads "1.10" as a
number, leaves pipes as they are and loses settings when it wraps ("40,0", "1.10" and "a|b" stand in the tests).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final
from urllib.parse import quote

import wcwidth
from tabulate import SEPARATING_LINE, DataRow, Line, TableFormat, tabulate

from kursrevisjon.model import Verdict
from kursrevisjon.text import printable

SHAPES: Final = {
    Verdict.MANDATORY: "●",
    Verdict.CORE: "◐",
    Verdict.OPTIONAL: "○",
    Verdict.ABSENT: "✕",
    Verdict.UNKNOWN: "?",
}
"""A shape for each verdict, so that none is told by colour alone."""

STYLES: Final = {
    Verdict.MANDATORY: "32",
    Verdict.CORE: "36",
    Verdict.OPTIONAL: "33",
    Verdict.ABSENT: "31",
    Verdict.UNKNOWN: "2",
}
BOLD: Final = "1"
ALARM: Final = "1;7"

_GUTTER: Final = 2
_NARROWEST: Final = 8
# NOTE: tabulate makes a column two wider than a heading given as one; a heading given as the first row keeps its width.
_RULED: Final = TableFormat(
    lineabove=None,
    linebelowheader=Line("", "─", "  ", ""),
    linebetweenrows=None,
    linebelow=None,
    headerrow=DataRow("", "  ", ""),
    datarow=DataRow("", "  ", ""),
    padding=0,
    with_header_hide=None,
)
_URL_SAFE: Final = "/:?#[]@!$&'()*+,;=%~-._"
_MARKDOWN_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>|~])")
_MARKDOWN_REFERENCE: Final = re.compile(r"([@#])(?=\w)")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text, the style (ANSI code) that it has on a terminal with colour, and the address it leads to."""

    text: str
    style: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading, its alignment, and whether it may become narrower than its widest cell."""

    title: str
    right: bool = False
    flexible: bool = True


Row = Sequence[Cell | str]


def one_line(text: str) -> str:
    """Text from the web as one printable line."""
    return " ".join(printable(" ".join(text.split())).split())


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a text at most ``width`` columns wide; a longer word is cut."""
    return wcwidth.wrap(text, max(width, 1), break_long_words=True, break_on_hyphens=False) or [""]


def paragraph(text: str, width: int, indent: str = "") -> str:
    """A text in lines of at most ``width`` columns, each behind ``indent``."""
    return "\n".join(indent + line for line in wrapped(one_line(text), width - len(indent)))


def styled(text: str, style: str, color: bool) -> str:
    """The text in an ANSI style, where colour is wanted."""
    return f"\x1b[{style}m{text}\x1b[0m" if color and style and text else text


def text_table(columns: Sequence[Column], rows: Iterable[Row], *, width: int, color: bool) -> str:
    """A table at most ``width`` columns wide, as narrow as its content allows; cells wrap at word ends."""
    cells = [[as_cell(cell) for cell in row] for row in rows]
    widths = _fit(columns, cells, width)
    heading = _lines([Cell(column.title) for column in columns], widths, color=False)
    return tabulate(
        [*heading, SEPARATING_LINE, *(line for row in cells for line in _lines(row, widths, color))],
        tablefmt=_RULED,
        disable_numparse=True,
        colalign=["right" if column.right else "left" for column in columns],
    )


def markdown_table(columns: Sequence[Column], rows: Iterable[Row]) -> str:
    """A table in GitHub's Markdown; the text of cells is escaped."""
    body = [[_markdown_cell(as_cell(cell)) for cell in row] for row in rows]
    return tabulate(
        body,
        headers=[markdown(column.title) for column in columns],
        tablefmt="pipe",
        disable_numparse=True,
        colalign=["right" if column.right else "left" for column in columns] if body else None,
    )


def markdown(text: str) -> str:
    """Text from the web as Markdown that shows it as it stands: no markup, mention of a person or issue reference."""
    escaped = _MARKDOWN_SPECIAL.sub(r"\\\1", one_line(text))
    return _MARKDOWN_REFERENCE.sub(r"\1<!-- -->", escaped)


def verdict_cell(verdict: Verdict, label: str) -> Cell:
    """A verdict by shape, word and colour."""
    return Cell(f"{SHAPES[verdict]} {label}", STYLES[verdict])


def markdown_link(text: str, url: str) -> str:
    """A link in Markdown; an address that is not http(s) stays text."""
    if not url.startswith(("http://", "https://")):
        return markdown(text)
    return f"[{markdown(text)}](<{quote(url, safe=_URL_SAFE)}>)"


def as_cell(cell: Cell | str) -> Cell:
    """The cell with its text on one printable line."""
    cell = Cell(cell) if isinstance(cell, str) else cell
    return Cell(one_line(cell.text), cell.style, cell.url)


def _markdown_cell(cell: Cell) -> str:
    return markdown_link(cell.text, cell.url) if cell.url else markdown(cell.text)


def _lines(row: Sequence[Cell], widths: Sequence[int], color: bool) -> list[tuple[str, ...]]:
    """The lines that a row takes when its cells are wrapped."""
    cells = [
        [styled(line, cell.style, color) for line in wrapped(cell.text, width)]
        for cell, width in zip(row, widths, strict=True)
    ]
    return list(zip_longest(*cells, fillvalue=""))


def _fit(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], width: int) -> list[int]:
    """The width of each column: as wide as its content, the widest flexible ones narrowed until the table fits."""
    widths = [
        max([_longest_word(column.title), *(wcwidth.wcswidth(row[i].text) for row in rows)])
        for i, column in enumerate(columns)
    ]
    room = width - _GUTTER * (len(columns) - 1)
    words = [max([_NARROWEST, *(_longest_word(row[i].text) for row in rows)]) for i in range(len(columns))]
    for floors in (words, [_NARROWEST] * len(columns)):
        _narrow(widths, [i for i, column in enumerate(columns) if column.flexible], floors, room)
    return widths


def _narrow(widths: list[int], flexible: Sequence[int], floors: Sequence[int], room: int) -> None:
    """Take from the widest flexible column, again and again, until the table fits or all stand at their floors."""
    while (over := sum(widths) - room) > 0:
        above = [i for i in flexible if widths[i] > floors[i]]
        if not above:
            return
        widest = max(above, key=lambda i: widths[i])
        second = max((widths[i] for i in above if i != widest), default=0)
        widths[widest] = max(widths[widest] - over, min(second, widths[widest] - 1), floors[widest])


def _longest_word(text: str) -> int:
    return max((wcwidth.wcswidth(word) for word in text.split()), default=0)
