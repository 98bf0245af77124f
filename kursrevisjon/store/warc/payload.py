"""The payload of an HTTP record, freed of its transfer and content encodings, whole or not at all.

warcio hands out what it could decode and passes over the rest in silence. Half a page would be judged as if it were all
of it, so here anything short of the whole is an error.
"""

import re
from io import BytesIO
from typing import Final

from warcio.bufferedreaders import ChunkedDataException, ChunkedDataReader

from kursrevisjon.packing import DECODERS, FAULTS

LARGEST_PAYLOAD: Final = 64_000_000
"""Bytes that are decoded at most, so that no record can fill the memory."""

_CHUNK_HEAD: Final = re.compile(rb"[0-9A-Fa-f]+[ \t]*(;[^\r\n]*)?\r\n")


class PayloadError(Exception):
    """A payload that cannot be decoded; the message says why."""


def decoded(raw: bytes, transfer_encoding: str, content_encoding: str) -> bytes:
    """The payload as the site meant it, from the bytes in the record and its two headers; raises ``PayloadError``.

    NOTE: many crawlers store bodies decoded and keep the headers as they were, so a body that is plainly not chunked,
    or not gzip, is taken as it is.
    """
    body = _unchunked(raw) if "chunked" in transfer_encoding.lower() and _CHUNK_HEAD.match(raw) else raw
    for encoding in reversed([part.strip().lower() for part in content_encoding.split(",") if part.strip()]):
        body = _uncompressed(body, encoding)
    return body


def _unchunked(raw: bytes) -> bytes:
    try:
        body: bytes = ChunkedDataReader(BytesIO(raw), raise_exceptions=True).read()
    except ChunkedDataException as error:
        message = "its body is cut off or wrongly chunked"
        raise PayloadError(message) from error
    return body


def _uncompressed(body: bytes, encoding: str) -> bytes:
    if encoding == "identity" or not body or (encoding in {"gzip", "x-gzip"} and body[:2] != b"\x1f\x8b"):
        return body
    if encoding not in DECODERS:
        message = f"unknown content encoding {encoding!r}"
        raise PayloadError(message)
    try:
        out = DECODERS[encoding](body, LARGEST_PAYLOAD + 1)
    except EOFError as error:
        message = "its compressed content is cut off"
        raise PayloadError(message) from error
    except FAULTS as error:
        message = f"its {encoding} content is damaged"
        raise PayloadError(message) from error
    if len(out) > LARGEST_PAYLOAD:
        message = f"more than {LARGEST_PAYLOAD} bytes when decoded"
        raise PayloadError(message)
    return out
