"""Word course plans (.docx): headings, paragraphs, list items and table rows in the order they stand.

The file is a zip archive: what it unpacks to is bounded before anything is unpacked.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

import docx
from docx.document import Document as WordFile
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph
from lxml.etree import LxmlError

from kursrevisjon.extract import sniff
from kursrevisjon.extract.build import Builder
from kursrevisjon.extract.door import Body, Cause, Found
from kursrevisjon.extract.lines import BREAK, split_lines
from kursrevisjon.extract.table import is_header
from kursrevisjon.model import BlockKind, UnreadCause
from kursrevisjon.text import clean

LONGEST: Final = 60_000_000
"""Bytes that the parts of a file may unpack to, text parts and pictures together."""

MOST_PARTS: Final = 5_000
RATIO: Final = 200
"""Times its packed size that one part may unpack to; text seldom passes 30."""

HEADING_STYLES: Final = ("heading", "overskrift")
TITLE_STYLES: Final = ("title", "tittel")
LIST_STYLES: Final = ("list", "liste", "punktliste", "nummerert liste")
"""Starts of the style names, in English and Norwegian Word."""


BROKEN: Final = (
    *(zipfile.BadZipFile, OpcError, LxmlError, zlib.error, OSError, NotImplementedError, EOFError),
    *(KeyError, ValueError, AttributeError, TypeError, IndexError),
)
"""What reading a broken file raises; python-docx takes the parts and attributes of a file for given."""


def read_docx(file: Body) -> Found:
    """The document of a Word file, or the cause when it is damaged, encrypted or unpacks to too much."""
    builder = Builder()
    try:
        if refused := _refuse(file.data):
            return refused
        _add_body(builder, docx.Document(io.BytesIO(file.data)))
    except BROKEN as error:
        return UnreadCause.DAMAGED, f"no readable Word file ({type(error).__name__})"
    if not builder.pieces:
        return UnreadCause.EMPTY, "a Word file without text"
    return builder.finish(file.source, url=file.url, media_type=sniff.DOCX, section=file.section)


def _refuse(data: bytes) -> Cause | None:
    """The cause for an archive that would unpack to too much, or is encrypted."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if any(part.flag_bits & 1 for part in parts):
            return UnreadCause.DAMAGED, "an encrypted Word file"
        whole = sum(part.file_size for part in parts)
        bomb = any(part.file_size > 1_000_000 and part.file_size > RATIO * max(part.compress_size, 1) for part in parts)
        if len(parts) > MOST_PARTS or whole > LONGEST or bomb:
            return UnreadCause.TOO_LARGE, f"a Word file that unpacks to {whole} bytes"
    return None


def _add_body(builder: Builder, word: WordFile) -> None:
    group = 0
    for part in word.iter_inner_content():
        if isinstance(part, Table):
            _add_table(builder, part)
            group = 0
            continue
        style = _style(part)
        level = _heading_level(style)
        is_item = not level and _is_item(part, style)
        if is_item and not group:
            lead = builder.lead()
            group = builder.new_group()
        if not is_item and part.text.strip():
            group = 0
        for kind, depth, text in _pieces(part, level, is_item=is_item):
            piece = builder.add(kind, text, depth)
            piece.strong = _strong(part, text)
            if is_item:
                piece.group, piece.lead = group, lead


def _pieces(paragraph: Paragraph, level: int, *, is_item: bool) -> Iterator[tuple[BlockKind, int, str]]:
    if is_item:
        if text := clean(paragraph.text):
            yield BlockKind.LIST_ITEM, 1 + _depth(paragraph), text
    elif level:
        if text := clean(paragraph.text):
            yield BlockKind.HEADING, level, text
    else:
        for text in split_lines(paragraph.text.replace("\n", BREAK)):
            yield BlockKind.PARAGRAPH, 0, text


def _style(paragraph: Paragraph) -> str:
    style = paragraph.style  # each look-up searches all styles of the file
    return ((style.name or "") if style is not None else "").lower()


def _heading_level(style: str) -> int:
    """The level of a heading style, 1 for a title, 0 for running text."""
    if style.startswith(TITLE_STYLES):
        return 1
    if not style.startswith(HEADING_STYLES):
        return 0
    digits = "".join(character for character in style if character.isdigit())
    return min(int(digits[:2] or 1), 6) or 1


def _is_item(paragraph: Paragraph, style: str) -> bool:
    """Whether a paragraph is a list item: by its numbering, or by its style."""
    properties = paragraph._p.pPr
    return (properties is not None and properties.numPr is not None) or style.startswith(LIST_STYLES)


def _depth(paragraph: Paragraph) -> int:
    levels = paragraph._p.findall(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:ilvl')}")
    depth = levels[0].get(qn("w:val"), "0") if levels else "0"
    return min(int(depth), 5) if depth.isdecimal() else 0


def _strong(paragraph: Paragraph, text: str) -> tuple[str, ...]:
    """The bold runs of a paragraph, neighbours joined."""
    joined: list[str] = []
    before = False
    for run in paragraph.runs:
        if run.bold and before:
            joined[-1] += run.text
        elif run.bold:
            joined.append(run.text)
        before = bool(run.bold)
    return tuple(bold for bold in map(clean, joined) if bold and bold in text)


def _add_table(builder: Builder, table: Table) -> None:
    rows = [row for row in map(_cells, table.rows) if any(row)]
    if not rows:
        return
    builder.add_rows(rows, rows[0] if len(rows) > 1 and is_header(rows[0]) else ())


def _cells(row: _Row) -> tuple[str, ...]:
    """The texts of a row's cells; a cell that spans columns is read once, and one that spans rows in each of them."""
    texts: list[str] = []
    before = None
    for cell in row.cells:
        texts.append("" if cell._tc is before else clean(cell.text))
        before = cell._tc
    return tuple(texts)
