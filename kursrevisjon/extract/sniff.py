"""Which reader a body is for: by what its bytes are first, then by the media type, then by the file's name."""

import re
from typing import Final

HTML: Final = "text/html"
PDF: Final = "application/pdf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PLAIN: Final = "text/plain"

NAMES: Final = {
    **dict.fromkeys((".html", ".htm", ".xhtml", ".shtml", ".php", ".aspx", ".asp", ".jsp"), HTML),
    ".pdf": PDF,
    ".docx": DOCX,
    **dict.fromkeys((".txt", ".md", ".markdown", ".text"), PLAIN),
}
TYPES: Final = {
    **dict.fromkeys((HTML, "application/xhtml+xml"), HTML),
    **dict.fromkeys((PDF, "application/x-pdf"), PDF),
    DOCX: DOCX,
    **dict.fromkeys((PLAIN, "text/markdown", "text/x-markdown"), PLAIN),
}
UNSAID: Final = frozenset(
    ["", "application/octet-stream", "binary/octet-stream", "application/force-download", "unknown/unknown"]
)

SIGNATURES: Final = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of an older Office (.doc, .xls, .ppt)"),
    (b"{\\rtf", "a rich text document (.rtf)"),
    (b"\x89PNG", "an image (PNG)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"GIF8", "an image (GIF)"),
    (b"RIFF", "a media file (RIFF)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"7z\xbc\xaf", "an archive (7z)"),
    (b"Rar!", "an archive (RAR)"),
    (b"ID3", "an audio file"),
    (b"OggS", "a media file (Ogg)"),
)
ZIP: Final = b"PK\x03\x04"
PDF_WITHIN: Final = 1024
"""Bytes in which a PDF's header may start; many have rubbish before it."""

HTML_STARTS: Final = (
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<title",
    b"<div",
    b"<p>",
    b"<p ",
    b"<h1",
    b"<meta",
    b"<table",
)
FRAGMENT: Final = re.compile(rb"\s*<[a-z][a-z0-9-]{0,20}(?:\s[^<>]{0,300})?/?>", re.IGNORECASE)
"""The start of a piece of HTML without its frame, which is believed when nothing else says what a body is."""


def kind_of(body: bytes, media_type: str, *names: str | None) -> tuple[str, str]:
    """The media type to read a body as, and nothing; or nothing, and what the body is instead.

    ``names`` are a file name and an address; the first with a known ending tells.
    """
    start = body[:PDF_WITHIN]
    by_name = next(filter(None, (_by_name(name or "") for name in names)), "")
    said = media_type.split(";", maxsplit=1)[0].strip().lower()
    if b"%PDF-" in start and not _is_markup(start):
        return PDF, ""
    if start.startswith(ZIP):
        # The first member names of a Word file come within the first kilobytes, its directory at the end.
        if DOCX in (said, by_name) or b"word/document.xml" in body:
            return DOCX, ""
        return "", "an archive (zip)"
    for signature, what in SIGNATURES:
        if start.startswith(signature):
            return "", what
    kind = TYPES.get(said) or (by_name if said in UNSAID else "")
    if (kind or said in UNSAID) and (_is_markup(start) or (not kind and FRAGMENT.match(start))):
        return HTML, ""
    if kind or said not in UNSAID:
        return kind, "" if kind else f"media type {said}"
    return (PLAIN, "") if b"\x00" not in start else ("", "of no known type")


def _by_name(name: str) -> str:
    ending = re.split(r"[?#]", name.lower(), maxsplit=1)[0].rpartition("/")[2]
    dot = ending.rfind(".")
    return NAMES.get(ending[dot:], "") if dot >= 0 else ""


def _is_markup(start: bytes) -> bool:
    head = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith((b"<?xml", b"<!--")):
        return b"<html" in head or b"<!doctype html" in head
    return head.startswith(HTML_STARTS)
