"""Plain text and Markdown: ``# `` is a heading, ``- `` a list item, ``a | b`` a table row, another line a paragraph.

Text copied from a PDF is wrapped: a long line that ends in the middle of a sentence goes on in the next one, and a word
cut at the end of a line is put together again.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from kursrevisjon.extract import sniff
from kursrevisjon.extract.build import Builder, Piece
from kursrevisjon.extract.hyphens import join_lines
from kursrevisjon.extract.lines import goes_on
from kursrevisjon.extract.phrases import is_link_section, mark_of
from kursrevisjon.extract.table import is_header
from kursrevisjon.model import BlockKind, Document
from kursrevisjon.text import clean

HEADING: Final = re.compile(r"(#{1,6})\s+(?=\S)")
ITEM: Final = re.compile(r"([ \t]*)[-*•·▪◦+→►➤✓✔]\s+(?=\S)")
NUMBERED: Final = re.compile(r"\s*(\d{1,2})[.)]\s+(?=\S)")
BOLD: Final = re.compile(r"\*\*(?=\S)([^*\n]{1,300}?)(?<=\S)\*\*")
RULE: Final = re.compile(r"[\s|:=_*+-]{3,}")
"""A line of dashes: the line below a Markdown table's header, or a ruler."""

LONGEST_TITLE: Final = 60
ENDS: Final = ".!?:;,*)"
_FEWEST_TABS: Final = 2
_FEWEST_ENTRIES: Final = 4
_MENU: Final = re.compile(r"(?:meny|menu|du er her|you are here)\s*:", re.IGNORECASE)
"""A line that says where on a site the page is."""

CELLS: Final = re.compile(r"\s\|\s|^\s*\||\|\s*$")


LINK: Final = re.compile(r"\[([^\[\]\n]{1,300})\]\((?:[^()\s]{1,500})\)")
EMPHASIS: Final = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,200}?)(?<=[^\s*])\*(?![\w*])")
BOX: Final = re.compile(r"[☐☑☒]|\[[ xX]\]")
"""The box of a choice in a form or a filter."""

FEWEST_BOXES: Final = 2
TEASER: Final = re.compile(r"(?:les mer|les meir|read more|more)\s*[→»>›]+\s*$|→\s*$", re.IGNORECASE)
"""The end of a line that leads to another page."""


def read_plain(source: str, text: str, *, url: str | None = None, section: str | None = None) -> Document:
    """The document of a plain text or Markdown file."""
    builder = Builder()
    linked = False
    lines = list(_unwrapped(_with_bars(text.splitlines())))
    numbered = _numbered(lines)
    at = 0
    while at < len(lines):
        known = len(builder.pieces)
        at = _add(builder, lines, at, numbered)
        for piece in builder.pieces[known:]:
            if piece.kind is BlockKind.HEADING or is_link_section(piece.text):
                linked = is_link_section(piece.text)
            if linked or _is_furniture(piece):
                piece.boilerplate = piece.boilerplate or "teaser"
    return builder.finish(source, url=url, media_type=sniff.PLAIN, section=section)


def _with_bars(lines: Sequence[str]) -> list[str]:
    """The lines, with bars for the tabs of tables that were copied from a spreadsheet: rows of as many cells."""
    tabs = [line.strip().count("\t") for line in lines]
    shared = [
        count >= _FEWEST_TABS and count in (*tabs[at - 1 : at], *tabs[at + 1 : at + 2]) for at, count in enumerate(tabs)
    ]
    return [
        " | ".join(line.strip().split("\t")) if is_row else line for line, is_row in zip(lines, shared, strict=True)
    ]


def _is_furniture(piece: Piece) -> bool:
    """Whether a line is no content: choices of a filter, or a teaser that ends with an arrow."""
    menu = _MENU.match(piece.text) is not None or piece.text.count(" · ") >= _FEWEST_ENTRIES
    return menu or len(BOX.findall(piece.text)) >= FEWEST_BOXES or TEASER.search(piece.text) is not None


def _add(builder: Builder, lines: Sequence[str], at: int, numbered: frozenset[int]) -> int:
    """Adds the heading, list, table or paragraph that starts at a line; returns the line after it."""
    line = lines[at]
    if heading := HEADING.match(line):
        _add_text(builder, BlockKind.HEADING, line[heading.end() :].rstrip("# "), level=len(heading[1]))
    elif _is_row(line):
        return _add_table(builder, lines, at)
    elif ITEM.match(line) or at in numbered:
        return _add_list(builder, lines, at, numbered)
    elif _is_title(lines, at):
        _add_text(builder, BlockKind.HEADING, line, level=1 + any(map(str.strip, lines[:at])))
    elif not RULE.fullmatch(line) and (piece := _add_text(builder, BlockKind.PARAGRAPH, line)):
        piece.boilerplate = mark_of(piece.text, in_main=True, linked=True, headed=bool(builder.headings))
    return at + 1


def _is_title(lines: Sequence[str], at: int) -> bool:
    """Whether a line that opens the text, or a part of it, is a title: short, without a full stop, over longer text."""
    line = lines[at].strip()
    if len(line) > LONGEST_TITLE or line[-1:] in ENDS or not line[:1].isalnum() or (at and lines[at - 1].strip()):
        return False
    below = lines[at + 1].strip() if at + 1 < len(lines) else ""
    return len(below) > len(line) and (len(below) > LONGEST_TITLE or below[-1:] in ".!?") and not _is_row(below)


def _add_text(builder: Builder, kind: BlockKind, line: str, *, level: int = 0) -> Piece | None:
    only_link = LINK.fullmatch(line.strip()) is not None
    line = LINK.sub(r"\1", line)
    strong = BOLD.findall(line)
    line = BOLD.sub(r"\1", line)
    strong += EMPHASIS.findall(line)
    text = clean(EMPHASIS.sub(r"\1", line))
    if not text:
        return None
    piece = builder.add(kind, text, level)
    piece.strong = tuple(filter(None, map(clean, strong)))
    piece.is_link = only_link
    return piece


def _add_list(builder: Builder, lines: Sequence[str], at: int, numbered: frozenset[int]) -> int:
    """Adds the items from a line on; blank lines between items do not end the list."""
    lead = builder.lead()
    group = builder.new_group()
    while at < len(lines):
        item = ITEM.match(lines[at]) or (NUMBERED.match(lines[at]) if at in numbered else None)
        if item:
            depth = len(item[0]) - len(item[0].lstrip())
            if piece := _add_text(builder, BlockKind.LIST_ITEM, lines[at][item.end() :], level=1 + min(depth // 2, 5)):
                piece.group, piece.lead = group, lead
        elif lines[at].strip():
            break
        at += 1
    return at


def _add_table(builder: Builder, lines: Sequence[str], at: int) -> int:
    """Adds the rows from a line on. The first of several rows is their header when it reads as one."""
    rows = []
    ruled = False
    while at < len(lines) and _is_row(lines[at]):
        if not RULE.fullmatch(lines[at]):
            rows.append(_cells(lines[at]))
        elif len(rows) == 1:
            ruled = True
        at += 1
    rows = [row for row in rows if any(row)]
    builder.add_rows(rows, rows[0] if len(rows) > 1 and (ruled or is_header(rows[0])) else ())
    return at


def _is_row(line: str) -> bool:
    return "|" in line and CELLS.search(line) is not None and bool(line.strip(" \t|"))


def _cells(line: str) -> tuple[str, ...]:
    return tuple(clean(cell) for cell in line.strip().removeprefix("|").removesuffix("|").split("|"))


def _numbered(lines: Sequence[str]) -> frozenset[int]:
    """The lines that are items of a numbered list: one number may be a date ("17. januar"), a sequence is a list."""
    found: set[int] = set()
    before = (-1, 0)
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        number = NUMBERED.match(line)
        if number and int(number[1]) == before[1] + 1 and before[0] >= 0:
            found.update((before[0], at))
        before = (at, int(number[1])) if number else (-1, 0)
    return frozenset(found)


def _unwrapped(lines: Sequence[str]) -> Iterator[str]:
    """The lines, with those that were wrapped put together again."""
    open_line = ""
    for line in lines:
        if open_line and _goes_on(open_line, line):
            open_line = join_lines(open_line, line)
            continue
        if open_line:
            yield open_line
        open_line = line.rstrip()
        if not open_line:
            yield ""
    if open_line:
        yield open_line


def _goes_on(line: str, following: str) -> bool:
    """Whether a plain line goes on in the following one; headings and table rows never do."""
    following = following.lstrip()
    return goes_on(line, following) and not (HEADING.match(line) or _is_row(line) or _is_row(following))
