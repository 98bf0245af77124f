"""PDF course plans: text by page, rows kept on their lines; read in a process of its own with limits on time and
memory.

pypdf's layout mode keeps the cells of a row on one line; cells are told apart by wide gaps.
"""

import io
import json
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from typing import Final, Protocol

from kursrevisjon.extract.build import Builder
from kursrevisjon.extract.lines import BREAK, split_lines
from kursrevisjon.model import BlockKind, Document, UnreadCause
from kursrevisjon.text import clean

_SECONDS: Final = 60
_MEMORY: Final = 2 * 1024**3
_PAGES: Final = 400
_GAP: Final = re.compile(r"\s{3,}")
_BULLET: Final = re.compile(r"^[•▪◦‣·*–-]\s+")
_HEADING_WORDS: Final = 12
_LETTERS_PER_PAGE: Final = 20


class PdfError(Exception):
    """A PDF that gives no text, and the cause that it is recorded with."""

    def __init__(self, cause: UnreadCause, detail: str) -> None:
        self.cause = cause
        super().__init__(detail)


class File(Protocol):
    """Bytes to be read, and where they come from."""

    source: str
    data: bytes
    url: str | None
    section: str | None


def read_pdf(file: File) -> Document | tuple[UnreadCause, str]:
    """The document of a PDF, or the cause for an encrypted, damaged, huge or scanned one."""
    try:
        pages = _pages(file.data)
    except PdfError as error:
        return error.cause, str(error)
    if sum(len(page.strip()) for page in pages) < _LETTERS_PER_PAGE * max(1, len(pages)):
        return UnreadCause.SCANNED_PDF, f"{len(pages)} sider uten tekst; trolig skannet"
    builder = Builder()
    for number, page in enumerate(pages, start=1):
        _add_page(builder, number, page)
    return builder.finish(file.source, url=file.url, media_type="application/pdf", section=file.section)


def _add_page(builder: Builder, number: int, page: str) -> None:
    group = 0
    for kind, text, cells in _lines(page):
        piece = builder.add(kind, text, 2 if kind is BlockKind.HEADING else 0)
        piece.page_number = number
        piece.cells = cells
        grouped = kind in {BlockKind.LIST_ITEM, BlockKind.TABLE_ROW}
        group = (group or builder.new_group()) if grouped else 0
        piece.group = group


def _lines(page: str) -> Iterator[tuple[BlockKind, str, tuple[str, ...]]]:
    """The lines of a page as pieces: rows by their gaps, items by their bullets, short lines before text as
    headings."""
    raw = [line for line in page.splitlines() if line.strip()]
    paragraph: list[str] = []
    for index, line in enumerate(raw):
        cells = tuple(clean(cell) for cell in _GAP.split(line.strip()) if cell.strip())
        bullet = _BULLET.match(line.strip())
        if len(cells) > 1 or bullet or _is_heading(line, raw[index + 1] if index + 1 < len(raw) else ""):
            yield from _paragraphs(paragraph)
            paragraph = []
        if len(cells) > 1:
            yield BlockKind.TABLE_ROW, " | ".join(cells), cells
        elif bullet:
            yield BlockKind.LIST_ITEM, clean(line.strip()[bullet.end() :]), ()
        elif not paragraph and _is_heading(line, raw[index + 1] if index + 1 < len(raw) else ""):
            yield BlockKind.HEADING, clean(line), ()
        else:
            paragraph.append(line)
    yield from _paragraphs(paragraph)


def _paragraphs(lines: list[str]) -> Iterator[tuple[BlockKind, str, tuple[str, ...]]]:
    for text in split_lines(BREAK.join(lines)):
        yield BlockKind.PARAGRAPH, text, ()


def _is_heading(line: str, following: str) -> bool:
    """Whether a short line without an end mark stands above text."""
    text = clean(line)
    short = 0 < len(text.split()) <= _HEADING_WORDS and len(text) <= 70
    return (
        short and text[:1].isupper() and text[-1] not in ".,;:!?-" and bool(following) and not following[:1].islower()
    )


def _pages(data: bytes) -> list[str]:
    command = [sys.executable, "-I", "-c", _WORKER, ":".join(sys.path)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - own code
    except subprocess.TimeoutExpired as error:
        raise PdfError(UnreadCause.TOO_LARGE, f"ikke ferdig lest på {_SECONDS} s") from error
    if done.returncode != 0:
        raise PdfError(UnreadCause.DAMAGED, "kan ikke leses som PDF")
    answer = json.loads(done.stdout)
    if isinstance(answer, str):
        cause = UnreadCause.TOO_LARGE if answer == "too many pages" else UnreadCause.DAMAGED
        raise PdfError(
            cause, {"encrypted": "kryptert PDF", "too many pages": f"over {_PAGES} sider"}.get(answer, answer)
        )
    return [str(page) for page in answer]


_WORKER: Final = """
import sys
sys.path[:0] = sys.argv[1].split(":")
from kursrevisjon.extract.pdf import work
work()
"""


def work() -> None:
    """The worker's side: a PDF on stdin, its pages' texts (or what is wrong) as JSON on stdout."""
    import logging  # noqa: PLC0415 - the worker's own process

    import pypdf  # noqa: PLC0415 - read in the worker alone

    logging.disable(logging.CRITICAL)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    sys.stdout.write(json.dumps(_read(pypdf, sys.stdin.buffer.read())))


def _read(pypdf: object, data: bytes) -> list[str] | str:
    reader = pypdf.PdfReader(io.BytesIO(data))  # type: ignore[attr-defined]  # the module comes in as an argument
    if reader.is_encrypted and not reader.decrypt(""):
        return "encrypted"
    if len(reader.pages) > _PAGES:
        return "too many pages"
    return [page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False) for page in reader.pages]
