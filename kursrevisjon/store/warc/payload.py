"""The payload of an HTTP record, freed of its transfer and content encodings, whole or not at all.

warcio hands out what it could decode and passes over the rest in silence. Half a page would be judged as if it were all
of it, so here anything short of the whole is an error.
"""

import re
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any, Final

import brotli  # type: ignore[import-untyped]  # the package says nothing of its types
import zstandard
from warcio.bufferedreaders import ChunkedDataException, ChunkedDataReader

LARGEST_PAYLOAD: Final = 64_000_000
"""Bytes that are decoded at most, so that no record can fill the memory."""

_PIECE: Final = 4096
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
    if encoding not in _DECODERS:
        message = f"unknown content encoding {encoding!r}"
        raise PayloadError(message)
    make, is_done = _DECODERS[encoding]
    try:
        return _in_pieces(body, make(body), is_done)
    except (zlib.error, brotli.error, zstandard.ZstdError) as error:
        message = f"its {encoding} content is damaged"
        raise PayloadError(message) from error


def _in_pieces(body: bytes, decoder: Any, is_done: Callable[[Any], bool]) -> bytes:  # noqa: ANN401 - three libraries' own types
    out = bytearray()
    decode = decoder.process if hasattr(decoder, "process") else decoder.decompress
    for start in range(0, len(body), _PIECE):
        if is_done(decoder):
            break
        out += decode(body[start : start + _PIECE])
        if len(out) > LARGEST_PAYLOAD:
            message = f"more than {LARGEST_PAYLOAD} bytes when decoded"
            raise PayloadError(message)
    if not is_done(decoder):
        message = "its compressed content is cut off"
        raise PayloadError(message)
    return bytes(out)


def _inflater(body: bytes) -> Any:  # noqa: ANN401 - zlib keeps the type to itself
    # "deflate" is a zlib stream by the standard, and a bare one from some servers.
    is_zlib = len(body) > 1 and body[0] & 15 == 8 and int.from_bytes(body[:2], "big") % 31 == 0
    return zlib.decompressobj(zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS)


def _at_end(decoder: Any) -> bool:  # noqa: ANN401 - zlib and zstandard alike
    return bool(decoder.eof)


_DECODERS: Final[dict[str, tuple[Callable[[bytes], Any], Callable[[Any], bool]]]] = {
    "gzip": (lambda _: zlib.decompressobj(zlib.MAX_WBITS + 16), _at_end),
    "x-gzip": (lambda _: zlib.decompressobj(zlib.MAX_WBITS + 16), _at_end),
    "deflate": (_inflater, _at_end),
    "br": (lambda _: brotli.Decompressor(), lambda decoder: bool(decoder.is_finished())),
    "zstd": (lambda _: zstandard.ZstdDecompressor().decompressobj(), _at_end),
}
