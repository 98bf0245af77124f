"""Content encodings undone, bounded, and whole or not at all: gzip, deflate, brotli, zstd.

A decoder is given the packed bytes and how many bytes are wanted at most; it stops soon after that many. It raises one
of ``FAULTS`` for bytes that are not what they should be, and EOFError when they end too early.
"""

import zlib
from collections.abc import Callable, Mapping
from typing import Final

import brotli  # type: ignore[import-untyped]  # no stubs are published for it
import zstandard

WINDOW_LIMIT: Final = 8 * 1024 * 1024
"""The largest zstd window that a web client must accept (RFC 9659)."""
GZIP_MARK: Final = b"\x1f\x8b"
ZSTD_PIECE: Final = 256
"""Bytes given to the zstd decoder at a time: four of them can stand for 128 KiB, so these for 8 MiB."""
FAULTS: Final = (zlib.error, brotli.error, zstandard.ZstdError)


def _gzip(raw: bytes, most: int) -> bytes:
    """Gzip, also of several members; a body that ends early is an error, not a shorter page.

    NOTE: some servers send something after the last member (a line feed, zeros), which every reader passes over.
    """
    parts: list[bytes] = []
    left = most
    while raw and left > 0:
        stream = zlib.decompressobj(16 + zlib.MAX_WBITS)
        part = stream.decompress(raw, left)
        parts.append(part)
        left -= len(part)
        if not stream.eof and left > 0:
            raise EOFError("it ends before its end mark")
        raw = stream.unused_data if stream.unused_data.startswith(GZIP_MARK) else b""
    return b"".join(parts)


def _deflate(raw: bytes, most: int) -> bytes:
    """Deflate with the zlib header that it must have, or bare as some servers send it."""
    for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        stream = zlib.decompressobj(bits)
        try:
            body = stream.decompress(raw, most)
        except zlib.error:
            if bits < 0:
                raise
            continue
        if not stream.eof and len(body) < most:
            raise EOFError("it ends before its end mark")
        return body
    return b""


def _brotli(raw: bytes, most: int) -> bytes:
    stream = brotli.Decompressor()
    parts = [stream.process(raw, output_buffer_limit=most)]
    size = len(parts[0])
    while size < most and not stream.is_finished():
        part = stream.process(b"", output_buffer_limit=most - size)
        if not part:
            raise EOFError("it ends before its end mark")
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _zstd(raw: bytes, most: int) -> bytes:
    """Zstandard, also of several frames."""
    parts: list[bytes] = []
    left = most
    while raw and left > 0:
        stream = zstandard.ZstdDecompressor(max_window_size=WINDOW_LIMIT).decompressobj()
        at = 0
        while at < len(raw) and left > 0 and not stream.eof:
            parts.append(stream.decompress(raw[at : at + ZSTD_PIECE]))
            left -= len(parts[-1])
            at += ZSTD_PIECE
        if not stream.eof and left > 0:
            raise EOFError("it ends before its end mark")
        raw = stream.unused_data + raw[at:]
    return b"".join(parts)


DECODERS: Final[Mapping[str, Callable[[bytes, int], bytes]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
