"""Tables: which lay out a page, and the rows of those that hold data.

A table that holds another table, headings or whole passages is there for the layout: its cells are containers like
any other. The rest are data, and a row's cells stay together, since "Grunnkurs | obligatorisk" says what neither cell
says alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from bs4.element import NavigableString, PageElement, Tag

from kursrevisjon.extract.html.soup import attrs_of
from kursrevisjon.extract.lines import joined
from kursrevisjon.extract.table import is_header
from kursrevisjon.text import clean

LAYOUT_TAGS: Final = frozenset(
    [
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "main",
        "article",
        "section",
        "nav",
        "form",
        "details",
        "header",
        "dl",
    ]
)
BREAKING: Final = frozenset(["p", "div", "li", "br", "ul", "ol", "td", "th", "dt", "dd", "hr", "blockquote", "pre"])
PARTS: Final = {
    "table": frozenset(["caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "td", "th"]),
    "thead": frozenset(["tr", "td", "th"]),
    "tbody": frozenset(["tr", "td", "th"]),
    "tfoot": frozenset(["tr", "td", "th"]),
    "tr": frozenset(["td", "th"]),
}
"""What may stand directly in the parts of a table; text and other elements there make it a layout, so that none of
them is lost. Cells without a row of their own are a row, as browsers read them."""

CELLS: Final = frozenset(["td", "th"])
UNREAD: Final = frozenset(["script", "template", "noscript", "textarea", "select", "object"])
PASSAGE: Final = 700
"""Characters in one cell from which on a table is layout."""

MOST_LISTS: Final = 3
"""Lists and paragraphs in one cell above which it is a passage rather than a value."""

SIDE_RATIO: Final = 2
"""Times its own width that a cell beside a narrow column is wide."""

WIDEST: Final = 60
"""Columns and rows that a cell may span; more is a mistake of the page, or an attack."""


@dataclass(slots=True)
class Cell:
    """One cell: its text, its links, and how many columns and rows it spans."""

    text: str
    links: list[tuple[Tag, str]]
    heading: bool
    columns: int
    rows: int


@dataclass(slots=True)
class Row:
    """One row with a text per column; ``banner`` is a row of one cell that spans the table, a heading of what
    follows."""

    cells: tuple[str, ...]
    heading: bool
    banner: bool
    links: list[tuple[Tag, str]] = field(default_factory=list)


def is_layout(table: Tag) -> bool:
    """Whether a table lays out the page. Reads it only as far as it must to tell."""
    if attrs_of(table).get("role") in ("presentation", "none"):
        return True
    told = False
    rows = cells = length = passages = 0
    for node in _below(table):
        if _is_astray(node):
            return True
        if type(node) is NavigableString:
            length += len(node)
            if length > PASSAGE and not node.isspace():
                return True
        elif isinstance(node, Tag):
            name = node.name
            if name in LAYOUT_TAGS:
                return True
            if name in CELLS:
                cells += 1
                length = passages = 0
            elif name in ("p", "ul", "ol"):
                passages += 1
                if passages > MOST_LISTS:
                    return True
            rows += name == "tr"
            told = told or name in ("th", "caption", "thead")
    return not cells or (not told and (rows < 2 or cells <= rows))


def _is_astray(node: PageElement) -> bool:
    """Whether something stands in a part of a table where only rows and cells belong, or is a second caption."""
    parts = PARTS.get(node.parent.name) if node.parent is not None else None
    if parts is None:
        return False
    if not isinstance(node, Tag):
        return type(node) is NavigableString and not node.isspace()
    return node.name not in parts or (node.name == "caption" and node.find_previous_sibling("caption") is not None)


def is_side_column(cell: Tag) -> bool:
    """Whether a cell of a layout table is a narrow column beside a wide one, by the widths that are written."""
    width = _width(cell)
    if not width or cell.parent is None:
        return False
    others = [_width(other) for other in cell.parent.contents if isinstance(other, Tag) and other is not cell]
    return any(other >= SIDE_RATIO * width and (other > 100) == (width > 100) for other in others)


def _width(cell: Tag) -> float:
    """The width of a cell in pixels, or its share of the row in percent (100 at most); 0 when it is not written."""
    value = (attrs_of(cell).get("width") or "").strip()
    number = value.rstrip("%px ")
    if not number.isdecimal() or len(number) > 4:
        return 0
    return min(float(number), 100) if value.endswith("%") else max(float(number), 101)


def read_rows(table: Tag) -> list[Row]:
    """The rows of a data table. A cell that spans rows is read in each of them."""
    rows: list[Row] = []
    spans: dict[int, tuple[str, int]] = {}
    raw = [[_cell(cell) for cell in cells] for cells in _cells_by_row(table)]
    width = max((sum(cell.columns for cell in cells) for cells in raw), default=0)
    for cells in raw:
        texts = _spread(cells, spans)
        if not any(texts):
            continue
        banner = len(cells) == 1 and cells[0].columns > 1 and cells[0].columns >= width
        links = [link for cell in cells for link in cell.links]
        headed = bool(cells) and all(cell.heading or not cell.text for cell in cells)
        rows.append(Row(texts, headed, banner, links))
    return rows


def header_of(rows: Sequence[Row]) -> int:
    """The index of the header row, or -1: a row of header cells with data below it, else a first row that reads as
    one."""
    for at, row in enumerate(rows[:3]):
        if row.banner:
            continue
        if at + 1 < len(rows) and len(row.cells) > 1 and (row.heading or is_header(row.cells)):
            return at
        break
    return -1


def caption_of(table: Tag) -> str:
    """The text of the table's caption."""
    for child in table.contents:
        if isinstance(child, Tag) and child.name == "caption":
            return _text(child, [])
    return ""


def _spread(cells: Sequence[Cell], spans: dict[int, tuple[str, int]]) -> tuple[str, ...]:
    """The texts of a row by column. ``spans`` holds, per column, the text and rows left of a cell from a row above."""
    texts: list[str] = []

    def fill() -> None:
        while (above := spans.get(len(texts))) is not None:
            column, (text, left) = len(texts), above
            spans[column] = (text, left - 1)
            if left <= 1:
                del spans[column]
            texts.append(text)

    for cell in cells:
        fill()
        for column in range(cell.columns):
            if cell.rows > 1:
                spans[len(texts)] = (cell.text, cell.rows - 1)
            texts.append("" if column else cell.text)
    fill()
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _cells_by_row(part: Tag) -> Iterator[list[Tag]]:
    """The cells of each row of a table or a part of it; cells that stand beside rows are a row of their own."""
    loose: list[Tag] = []
    for child in part.contents:
        if not isinstance(child, Tag):
            continue
        if child.name in CELLS:
            loose.append(child)
        elif child.name in PARTS:
            if loose:
                yield loose
                loose = []
            if child.name == "tr":
                yield [cell for cell in child.contents if isinstance(cell, Tag) and cell.name in CELLS]
            else:
                yield from _cells_by_row(child)
    if loose:
        yield loose


def _cell(cell: Tag) -> Cell:
    links: list[tuple[Tag, str]] = []
    text = _text(cell, links)
    return Cell(text, links, cell.name == "th", _span(cell, "colspan"), _span(cell, "rowspan"))


def _span(cell: Tag, name: str) -> int:
    value = attrs_of(cell).get(name, "1").strip()
    return min(max(int(value), 1), WIDEST) if value.isdecimal() and len(value) < 5 else 1


def _text(cell: Tag, links: list[tuple[Tag, str]]) -> str:
    parts: list[str] = []
    for node in _below(cell):
        if type(node) is NavigableString:
            parts.append(node)
        elif isinstance(node, Tag):
            if node.name in BREAKING:
                parts.append(" ")
            elif node.name == "a" and "href" in attrs_of(node):
                links.append((node, clean(node.get_text(" ", strip=True))))
    return clean(joined(parts)) if parts else ""


def _below(root: Tag) -> Iterator[PageElement]:
    """Everything below an element in reading order, but what is not read."""
    stack = [iter(root.contents)]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
            continue
        if isinstance(node, Tag):
            if node.name in UNREAD:
                continue
            stack.append(iter(node.contents))
        yield node
