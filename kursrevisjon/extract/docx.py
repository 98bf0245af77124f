"""Word course plans: headings, paragraphs, list items and table rows in the order they stand."""

import io
import zipfile
from typing import Final

from kursrevisjon.extract.build import Builder
from kursrevisjon.extract.pdf import File
from kursrevisjon.model import BlockKind, Document, UnreadCause
from kursrevisjon.text import clean

_MOST_BYTES: Final = 80 * 1024 * 1024


def read_docx(file: File) -> Document | tuple[UnreadCause, str]:
    """The document of a .docx file, or the cause when it is none."""
    import docx  # noqa: PLC0415 - heavy, and seldom needed
    from docx.table import Table  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
                return UnreadCause.TOO_LARGE, "pakkes ut til over 80 MB"
        content = docx.Document(io.BytesIO(file.data))
    except (zipfile.BadZipFile, KeyError, ValueError):
        return UnreadCause.DAMAGED, "kan ikke leses som Word-dokument"
    builder = Builder()
    group = 0
    for part in content.iter_inner_content():
        if isinstance(part, Table):
            _add_table(builder, [[cell.text for cell in row.cells] for row in part.rows])
            group = 0
            continue
        style, text = (part.style.name or "").lower() if part.style else "", clean(part.text)
        if not text:
            continue
        if style.startswith(("heading", "overskrift", "title")):
            builder.add(BlockKind.HEADING, text, int(style[-1]) if style[-1:].isdigit() else 1)
            group = 0
        elif style.startswith("list"):
            group = group or builder.new_group()
            piece = builder.add(BlockKind.LIST_ITEM, text, 1)
            piece.group = group
        else:
            builder.add(BlockKind.PARAGRAPH, text)
            group = 0
    media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return builder.finish(file.source, url=file.url, media_type=media, section=file.section)


def _add_table(builder: Builder, rows: list[list[str]]) -> None:
    group = builder.new_group()
    header: tuple[str, ...] = ()
    for number, row in enumerate(rows):
        cells = tuple(clean(cell) for cell in row)
        piece = builder.add(BlockKind.TABLE_ROW, " | ".join(cells))
        piece.cells, piece.group, piece.header = cells, group, header
        if number == 0 and len(rows) > 1:
            header = cells
