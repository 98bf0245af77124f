"""What the lines of a PDF's pages are: headings by font size, list items, table rows, paragraphs, running headers.

Lines come in columns of equal width, so that a wide gap is a border between cells, and a cell that wraps stands below
its own beginning. Pages set in two columns of running text are read one column after the other.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Final

from kursrevisjon.extract.build import Builder
from kursrevisjon.extract.hyphens import join_lines
from kursrevisjon.extract.table import is_header
from kursrevisjon.model import BlockKind
from kursrevisjon.text import clean, fold

GAP: Final = re.compile(r"\s{3,}")
BULLET: Final = re.compile(r"(?:[•●▪■◦○‣·*►➢✓§]|[-–](?=\s))\s*|o\s{1,4}(?=[A-ZÆØÅ])")
SYMBOLS: Final = {0x7F: "•", 0xF0B7: "•", 0xF0A7: "•", 0xF076: "•", 0xF0D8: "•", 0xF0FC: "•", 0xF0E0: "→"}
"""Bullets of fonts whose characters have no meaning outside them, as they come out of a PDF."""

NUMBER: Final = re.compile(r"(\d{1,2}|[a-z])[.)]\s+(?=\S)")
SECTION: Final = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+[A-ZÆØÅ]")
PAGE_NUMBER: Final = re.compile(r"(?:side|page|s\.)?\s*\d{1,4}(?:\s*(?:/|av|of)\s*\d{1,4})?", re.IGNORECASE)

NUMBERED_PAGE: Final = re.compile(r"\b(?:side|page|s\.)\s*\d{1,4}(?:\s*(?:/|av|of)\s*\d{1,4})?", re.IGNORECASE)

LARGER: Final = 1.12
"""Times the size of the running text from which on a line is a heading."""

LONGEST_HEADING: Final = 110
HEADING_WORDS: Final = 10
"""Words up to which a line in the size of the running text may be a heading, set apart by space."""

WIDE_GAP: Final = 1.7
"""Line heights between two lines from which on a new paragraph begins."""

ROW_GAP: Final = 1.4
"""Line heights between two lines up to which they are one row, in a table whose rows stand further apart."""

EDGE_GAP: Final = 2.5
EDGE_LINES: Final = 3
"""Line heights that set a running header or footer apart from the page, and the lines that it has at most."""

COLUMN_LINES: Final = 6
COLUMN_WIDTH: Final = 28
"""Lines and mean characters from which on two columns are running text and no table."""


@dataclass(frozen=True)
class Line:
    """A line of a page; see ``pdfworker``."""

    text: str
    size: float = 0.0
    gap: float = 0.0

    @cached_property
    def cells(self) -> list[tuple[int, str]]:
        """The parts between wide gaps, each with the column that it starts in."""
        found: list[tuple[int, str]] = []
        start = len(self.text) - len(self.text.lstrip())
        if mark := BULLET.match(self.text, start):
            start = mark.end()
        for gap in [*GAP.finditer(self.text, start), None]:
            part = clean(self.text[start : gap.start() if gap else len(self.text)])
            if part:
                found.append((start, part))
            start = gap.end() if gap else start
        return found


def add_pages(builder: Builder, pages: Sequence[Sequence[Line]]) -> None:
    """Adds the pieces of all pages."""
    body = _body_size(pages)
    running = _running_lines(pages)
    sizes = _heading_sizes(pages, body)
    for number, page in enumerate(pages, start=1):
        start = len(builder.pieces)
        _add_page(builder, page, body, sizes, running)
        for piece in builder.pieces[start:]:
            piece.page_number = number


def _add_page(
    builder: Builder, page: Sequence[Line], body: float, sizes: Sequence[float], running: frozenset[str]
) -> None:
    content = [line for line in page if line.cells and _key(line.text) not in running]
    for line in page:
        if line.cells and _key(line.text) in running:
            builder.add(BlockKind.PARAGRAPH, clean(line.text)).boilerplate = "footer"
    lines = list(_in_reading_order(content))
    width = max((len(line.text.rstrip()) for line in lines), default=0)
    at = 0
    while at < len(lines):
        at = _add_at(builder, lines, at, body, sizes, width=width)


def _add_at(
    builder: Builder, lines: Sequence[Line], at: int, body: float, sizes: Sequence[float], *, width: int
) -> int:
    """Adds the heading, table, list or paragraph that starts at a line; returns the line after it."""
    end = _table_end(lines, at)
    if end > at:
        _add_table(builder, lines[at:end])
        return end
    text = clean(lines[at].text)
    if BULLET.match(text) or _is_numbered(lines, at):
        return _add_list(builder, lines, at)
    level = _heading_level(lines, at, body, sizes)
    if level:
        return _add_heading(builder, lines, at, level)
    return _add_paragraph(builder, lines, at, body, sizes, width=width)


def _add_heading(builder: Builder, lines: Sequence[Line], at: int, level: int) -> int:
    """A heading may wrap: lines of its size right below it are part of it."""
    text = clean(lines[at].text)
    size = lines[at].size
    at += 1
    while (
        at < len(lines)
        and size
        and lines[at].size == size
        and 0 < lines[at].gap < WIDE_GAP
        and len(text) < LONGEST_HEADING
    ):
        following = clean(lines[at].text)
        if len(lines[at].cells) > 1 or SECTION.match(following) or not following[:1].islower():
            break
        text = clean(join_lines(text, following))
        at += 1
    builder.add(BlockKind.HEADING, text, level)
    return at


def _add_paragraph(
    builder: Builder, lines: Sequence[Line], at: int, body: float, sizes: Sequence[float], *, width: int
) -> int:
    """A paragraph goes on until a gap, a heading, a list, a table, or a line that ended short with an end mark."""
    text = clean(lines[at].text)
    last = lines[at]
    at += 1
    while at < len(lines):
        line = lines[at]
        following = clean(line.text)
        ended = text[-1:] in ".!?:" and (len(last.text.rstrip()) < 0.8 * width or line.gap > WIDE_GAP)
        apart = line.gap > WIDE_GAP and not following[:1].islower()
        if ended or apart or BULLET.match(following) or _is_numbered(lines, at) or _table_end(lines, at) > at:
            break
        if _heading_level(lines, at, body, sizes) or (line.size and last.size and abs(line.size - last.size) > 1):
            break
        if len(last.text.rstrip()) < 0.5 * width and following[:1].isupper():
            break
        text = clean(join_lines(text, following))
        last = line
        at += 1
    if text:
        builder.add(BlockKind.PARAGRAPH, text)
    return at


def _add_list(builder: Builder, lines: Sequence[Line], at: int) -> int:
    """The items from a line on; an item goes on in the lines below it that start further in than its mark."""
    lead = builder.lead()
    group = builder.new_group()
    left = _indent(lines[at])
    while at < len(lines):
        text = clean(lines[at].text)
        mark = BULLET.match(text) or (NUMBER.match(text) if _is_numbered(lines, at) else None)
        if mark is None or _table_end(lines, at) > at:
            break
        indent = _indent(lines[at])
        text = text[mark.end() :]
        at += 1
        while at < len(lines) and _goes_on(lines[at], indent, text):
            text = clean(join_lines(text, clean(lines[at].text)))
            at += 1
        if text:
            piece = builder.add(BlockKind.LIST_ITEM, text, 1 if indent <= left + 1 else 2)
            piece.group, piece.lead = group, lead
    return at


def _goes_on(line: Line, indent: int, text: str) -> bool:
    following = clean(line.text)
    if BULLET.match(following) or NUMBER.match(following) or line.gap > WIDE_GAP or len(line.cells) > 1:
        return False
    return _indent(line) > indent or (following[:1].islower() and text[-1:] not in ".!?:")


def _indent(line: Line) -> int:
    return len(line.text) - len(line.text.lstrip())


def _is_numbered(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is an item of a numbered list: a number alone may be a date, two in order are a list."""
    own = NUMBER.match(clean(lines[at].text))
    if own is None:
        return False
    for place in (*range(at + 1, min(at + 5, len(lines))), *range(max(at - 4, 0), at)):
        other = NUMBER.match(clean(lines[place].text))
        if other and len(lines[place].cells) == 1 and _successive(own[1], other[1], later=place > at):
            return True
    return False


def _successive(one: str, other: str, *, later: bool) -> bool:
    first, second = (one, other) if later else (other, one)
    if first.isdigit() and second.isdigit():
        return int(second) == int(first) + 1
    return len(first) == len(second) == 1 and ord(second) == ord(first) + 1


def _table_end(lines: Sequence[Line], at: int) -> int:
    """The line after the table that starts at a line; the line itself when none does."""
    if len(lines[at].cells) < 2:
        return at
    starts = [start for start, _ in lines[at].cells[1:]]
    end = at + 1
    while end < len(lines):
        cells = lines[end].cells
        if len(cells) < 2:
            in_column = lines[end].gap < 2 * WIDE_GAP and any(abs(cells[0][0] - start) <= 1 for start in starts)
            before_row = end + 1 < len(lines) and len(lines[end + 1].cells) > 1
            wraps = lines[end].gap < WIDE_GAP and before_row and cells[0][1][:1].islower()
            if not in_column and not wraps:
                break
        end += 1
    return end


def _add_table(builder: Builder, lines: Sequence[Line]) -> None:
    rows = [tuple(row) for row in _rows(lines)]
    builder.add_rows(rows, rows[0] if len(rows) > 1 and is_header(rows[0]) else ())


def _rows(lines: Sequence[Line]) -> list[list[str]]:
    """The rows of a table. Where rows stand apart, lines close to each other are one row, whatever cell wraps."""
    starts = [start for start, _ in max((line.cells for line in lines), key=len)]
    spaced = any(line.gap > ROW_GAP for line in lines[1:])
    rows: list[list[str]] = []
    for line in lines:
        cells = _by_column(line.cells, starts)
        wraps = not cells[0] or (len(line.cells) == 1 and cells[0][:1].islower())
        if rows and (0 < line.gap <= ROW_GAP if spaced else wraps):
            rows[-1] = [_join(above, below) for above, below in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
    return rows


def _join(above: str, below: str) -> str:
    return clean(join_lines(above, below)) if above and below else above or below


def _by_column(cells: Sequence[tuple[int, str]], starts: Sequence[int]) -> list[str]:
    """The cells of a line by the column whose start is nearest to theirs."""
    row = [""] * len(starts)
    for start, text in cells:
        column = min(range(len(starts)), key=lambda place: abs(starts[place] - start))
        row[column] = f"{row[column]} {text}".strip()
    return row


def _in_reading_order(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines of a page; where two columns of running text stand side by side, the left one first."""
    ends = _column_ends(lines)
    at = 0
    while at < len(lines):
        end = ends[at]
        if end == at:
            yield lines[at]
            at += 1
            continue
        border = min(line.cells[1][0] for line in lines[at:end] if len(line.cells) == 2)
        yield from (
            Line(line.text[:border].rstrip(), line.size, line.gap)
            for line in lines[at:end]
            if line.text[:border].strip()
        )
        yield from (
            Line(line.text[border:].rstrip(), line.size, line.gap)
            for line in lines[at:end]
            if line.text[border:].strip()
        )
        at = end


def _column_ends(lines: Sequence[Line]) -> list[int]:
    """Per line, the line after the two columns of running text that start at it; the line itself when none do."""
    halves = [(cells[0][1], cells[1][1]) if len(cells := line.cells) == 2 else ("", "") for line in lines]
    left, right = ([0, *accumulate(len(half[side]) for half in halves)] for side in (0, 1))
    lower = [0, *accumulate(sum(part[:1].islower() for part in half) for half in halves)]
    ends = list(range(len(lines)))
    end, column = len(lines), -1
    for at in reversed(range(len(lines))):
        if len(lines[at].cells) != 2:
            column = -1
            continue
        if lines[at].cells[1][0] != column:
            column, end = lines[at].cells[1][0], at
            while end < len(lines) and len(lines[end].cells) == 2 and abs(lines[end].cells[1][0] - column) <= 2:
                end += 1
        count = end - at
        long = all(sums[end] - sums[at] >= COLUMN_WIDTH * count for sums in (left, right))
        if count >= COLUMN_LINES and long and lower[end] - lower[at] >= 0.6 * count:
            ends[at] = end
    return ends


def _body_size(pages: Sequence[Sequence[Line]]) -> float:
    """The font size that most letters have."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[line.size] += len(line.text.split())
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _heading_sizes(pages: Sequence[Sequence[Line]], body: float) -> list[float]:
    """The sizes larger than the running text's, largest first: the levels of headings."""
    return sorted({line.size for page in pages for line in page if body and line.size > LARGER * body}, reverse=True)


def _heading_level(lines: Sequence[Line], at: int, body: float, sizes: Sequence[float]) -> int:
    """The level of the heading that a line is, or 0. Larger type tells; without it, a short line set apart from what
    it heads."""
    line = lines[at]
    text = clean(line.text)
    if not text or len(text) > LONGEST_HEADING or not any(character.isalpha() for character in text):
        return 0
    if line.size in sizes:
        return min(sizes.index(line.size) + 1, 6)
    following = lines[at + 1] if at + 1 < len(lines) else None
    short = text.count(" ") < HEADING_WORDS and text[-1] not in ".,;:!?-–"
    if (
        not short
        or following is None
        or not (text[0].isupper() or SECTION.match(text))
        or clean(following.text)[:1].islower()
    ):
        return 0
    apart = at == 0 or line.gap > WIDE_GAP or (line.gap > 1.15 * following.gap > 0)
    if not apart or following.gap > 2 * WIDE_GAP or len(following.cells) > 2:
        return 0
    section = SECTION.match(text)
    return min(len(sizes) + (section[1].count(".") + 1 if section else 1), 6)


def _running_lines(pages: Sequence[Sequence[Line]]) -> frozenset[str]:
    """The keys of lines set apart at the edges of most pages, and of page numbers."""
    edges: Counter[str] = Counter()
    numbers: set[str] = set()
    for page in pages:
        edges.update({_key(line.text) for line in _edges(page)})
        outermost = [*page[:2], *page[-2:]]
        numbers.update(_key(line.text) for line in outermost if PAGE_NUMBER.fullmatch(clean(line.text)))
    often = {key for key, count in edges.items() if len(pages) > 2 and count > 0.6 * len(pages)}
    return frozenset(often | numbers)


def _edges(page: Sequence[Line]) -> list[Line]:
    """The first and last lines of a page, where a wide gap sets them apart from the rest."""
    found: list[Line] = []
    for at in range(1, len(page)):
        if page[at].gap > EDGE_GAP and at <= EDGE_LINES:
            found += page[:at]
        if page[at].gap > EDGE_GAP and len(page) - at <= EDGE_LINES:
            found += page[at:]
    return found


def _key(text: str) -> str:
    """What a running line has in common on all pages: its text but for the page number."""
    return NUMBERED_PAGE.sub("#", fold(text))
