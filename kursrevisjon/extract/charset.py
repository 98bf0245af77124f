"""From bytes to text, whatever the page declares.

Order of belief: a byte order mark, then the bytes themselves (text that is valid UTF-8 and not plain ASCII is UTF-8),
then the server, then the page. Pages that say UTF-8 or ISO-8859-1 and mix both are read as they stand: each byte that
is no UTF-8 is taken as Windows-1252, which is what browsers take ISO-8859-1 for.
"""

import codecs
import re
from typing import Final

MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
META: Final = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
XML: Final = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})""", re.IGNORECASE)
META_WITHIN: Final = 4096

WESTERN: Final = frozenset(["utf-8", "ascii", "iso8859-1", "cp1252", "iso8859-15", "mac-roman"])
"""Codecs whose declaration is as often wrong as right on Norwegian pages; the bytes decide."""

UNSAFE: Final = frozenset(["utf-7", "idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"])
SAMPLE: Final = 20_000
CONTROLS: Final = bytes(code for code in (*range(32), 127) if code not in b"\t\n\v\f\r")
MOST_STRAY: Final = 0.05
"""Share of control and replacement characters above which bytes are no text."""


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    byte = error.object[error.start : error.start + 1]
    return byte.decode("cp1252", errors="ignore") or "\ufffd", error.start + 1


codecs.register_error("kursrevisjon-cp1252", _as_cp1252)


def decode(body: bytes, declared: str | None = None) -> str:
    """The text of a body. ``declared`` is the charset in the server's header. Never raises."""
    for mark, codec in MARKS:
        if body.startswith(mark):
            return (
                body[len(codecs.BOM_UTF8) :].decode("utf-8", "kursrevisjon-cp1252")
                if codec == "utf-8"
                else _try(body, codec)
            )
    codec = _wide_codec(body) or _codec(declared) or _codec_in_page(body)
    if codec and codec not in WESTERN and not _is_utf8(body):
        return _try(body, codec)
    return body.decode("utf-8", "kursrevisjon-cp1252")


def is_text(text: str) -> bool:
    """Whether decoded bytes read as text: next to no control or replacement characters."""
    sample = text[:SAMPLE]
    raw = sample.encode("utf-8", "replace")
    stray = len(raw) - len(raw.translate(None, CONTROLS)) + sample.count("\ufffd")
    return stray <= max(MOST_STRAY * len(sample), MOST_STRAY * 400)


def _try(body: bytes, codec: str) -> str:
    return body.decode(codec, errors="replace").removeprefix("\ufeff")


def _is_utf8(body: bytes) -> bool:
    if body.isascii():
        return False
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _codec_in_page(body: bytes) -> str:
    start = body[:META_WITHIN]
    found = META.search(start) or XML.search(start)
    codec = _codec(found[1].decode("ascii", "ignore")) if found else ""
    # A page whose declaration can be read as ASCII is not in UTF-16, whatever it says.
    return "" if codec.startswith(("utf-16", "utf-32")) else codec


def _wide_codec(body: bytes) -> str:
    """UTF-16 without a mark: every other byte of Western text is zero."""
    start = body[:400]
    if len(start) < 40 or start.count(0) < len(start) // 3:
        return ""
    return "utf-16-be" if start[0::2].count(0) > start[1::2].count(0) else "utf-16-le"


def _codec(name: str | None) -> str:
    try:
        codec = codecs.lookup((name or "").strip().strip("'\""))
    except (LookupError, ValueError):
        return ""
    return "" if codec.name in UNSAFE or not codec._is_text_encoding else codec.name
