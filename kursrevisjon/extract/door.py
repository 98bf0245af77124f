"""The readers by media type, and the one way from bytes to a document or a cause.

The libraries behind a reader are imported when its first file comes: a run over text files needs no PDF reader.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from kursrevisjon.extract import sniff
from kursrevisjon.extract.charset import decode, is_text
from kursrevisjon.extract.plain import read_plain
from kursrevisjon.model import Document, Page, Unread, UnreadCause

LONGEST_TEXT: Final = 12_000_000
"""Bytes of HTML or plain text that are read; a page of text has a hundredth of that."""


@dataclass(frozen=True, slots=True)
class Body:
    """Bytes to be read, and what is known about them.

    ``source`` names them in the document. ``asked`` is the address before redirects, ``url`` the one that they came
    from.
    """

    source: str
    data: bytes
    media_type: str = ""
    charset: str | None = None
    url: str | None = None
    asked: str | None = None
    lang: str = ""
    section: str | None = None


Cause = tuple[UnreadCause, str]
Found = Document | Cause


def extract(page: Page, *, section: str | None = None) -> Document | Unread:
    """The document of a fetched page, or why it has none. ``section`` is the part of the site that the page is known
    to be in.

    The causes are those of DESIGN that a page's content gives: walls, shells, error pages, unsupported, damaged or
    scanned files.
    """
    body = Body(
        source=page.url,
        data=page.body,
        media_type=page.media_type,
        charset=page.charset,
        url=page.url_reached or page.url,
        asked=page.url,
        lang=page.headers.get("content-language", ""),
        section=section,
    )
    found = read(body)
    if isinstance(found, Document):
        return found
    cause, detail = found
    return Unread(page.union_id, page.url, cause, detail, at=page.fetched, status=page.status)


def extract_text(source: str, text: str, *, section: str | None = None) -> Document:
    """The document of a plain text or Markdown passage. ``source`` names it; nothing is read from disk."""
    return read_plain(source, text, section=section)


def extract_file(
    path_or_name: str, data: bytes, *, url: str | None = None, section: str | None = None
) -> Document | Unread:
    """The document of a file, by what its bytes are and how its name ends (.html, .pdf, .docx, .txt, .md).

    ``url`` is the address that the file is known to come from. Nothing is read from disk.
    """
    found = read(Body(path_or_name, data, url=url, section=section))
    if isinstance(found, Document):
        return found
    cause, detail = found
    return Unread("", url or path_or_name, cause, detail)


def read(body: Body) -> Found:
    """The document of a body, or the cause why there is none."""
    if not body.data.strip():
        return UnreadCause.EMPTY, "no bytes"
    kind, instead = sniff.kind_of(body.data, body.media_type, body.source, body.url)
    if not kind:
        return UnreadCause.UNSUPPORTED, instead
    return READERS[kind](body)


def _read_html(body: Body) -> Found:
    text = _text(body)
    if not isinstance(text, str):
        return text
    html = import_module("kursrevisjon.extract.html")
    outcome = import_module("kursrevisjon.extract.outcome")
    reading = html.read_html(body.source, text, url=body.url, lang=body.lang, section=body.section)
    cause: tuple[UnreadCause, str] | None = outcome.find_cause(reading, text, asked=body.asked, reached=body.url)
    document: Document = reading.document
    return cause or document


def _read_plain(body: Body) -> Found:
    text = _text(body)
    if not isinstance(text, str):
        return text
    document = read_plain(body.source, text, url=body.url, section=body.section)
    return document if document.blocks else (UnreadCause.EMPTY, "no text")


def _text(body: Body) -> str | tuple[UnreadCause, str]:
    if len(body.data) > LONGEST_TEXT:
        return UnreadCause.TOO_LARGE, f"{len(body.data)} bytes of text"
    text = decode(body.data, body.charset)
    return text if is_text(text) else (UnreadCause.DAMAGED, "the bytes are no text in any encoding tried")


def _read_pdf(body: Body) -> Found:
    found: Found = import_module("kursrevisjon.extract.pdf").read_pdf(body)
    return found


def _read_docx(body: Body) -> Found:
    found: Found = import_module("kursrevisjon.extract.docx").read_docx(body)
    return found


READERS: Final[dict[str, Callable[[Body], Found]]] = {
    sniff.HTML: _read_html,
    sniff.PLAIN: _read_plain,
    sniff.PDF: _read_pdf,
    sniff.DOCX: _read_docx,
}
