"""Reading a body: bounded as sent and as decoded, whatever its headers promise."""

import zlib
from collections.abc import Callable, Mapping
from typing import Final

import brotli  # type: ignore[import-untyped]  # no stubs are published for it
import httpx
import zstandard

from kursrevisjon.fetch.failure import FetchError
from kursrevisjon.model import UnreadCause

ACCEPT_ENCODING: Final = "gzip, deflate, br, zstd"
WINDOW_LIMIT: Final = 8 * 1024 * 1024
"""The largest zstd window that a web client must accept (RFC 9659)."""


async def read_body(response: httpx.Response, limit: int) -> bytes:
    """The decoded body of a streamed response.

    Raises FetchError: ``too_large`` when it is over ``limit`` bytes as sent or as decoded, ``damaged`` when it does not
    decode.
    """
    declared = response.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        raise _too_large(limit)
    return decode(await read_raw(response, limit), response.headers.get("content-encoding", ""), limit)


async def read_raw(response: httpx.Response, limit: int, *, cut: bool = False) -> bytes:
    """The body as sent; over ``limit`` it is cut there when ``cut``, else FetchError ``too_large``."""
    parts: list[bytes] = []
    size = 0
    async for part in response.aiter_raw():
        parts.append(part)
        size += len(part)
        if size > limit:
            if cut:
                break
            raise _too_large(limit)
    return b"".join(parts)[:limit]


def decode(raw: bytes, encodings: str, limit: int) -> bytes:
    """``raw`` with its content encodings undone, the last one applied first undone (RFC 9110, 8.4)."""
    names = [name.strip().lower() for name in encodings.split(",") if name.strip()]
    for name in reversed(names):
        if name == "identity" or not raw:
            continue
        decoder = DECODERS.get(name)
        if decoder is None:
            raise FetchError(UnreadCause.DAMAGED, f"unknown content encoding {name[:40]!r}")
        raw = _decoded(decoder, raw, name, limit)
    return raw


def _decoded(decoder: Callable[[bytes, int], bytes], raw: bytes, name: str, limit: int) -> bytes:
    try:
        body = decoder(raw, limit + 1)
    except (zlib.error, brotli.error, zstandard.ZstdError, EOFError) as error:
        raise FetchError(UnreadCause.DAMAGED, f"the body is not valid {name}: {error}", retry=True) from error
    if len(body) > limit:
        raise _too_large(limit)
    return body


def _gzip(raw: bytes, most: int) -> bytes:
    """Gzip, also of several members; a body that ends early is an error, not a shorter page."""
    parts: list[bytes] = []
    left = most
    while raw and left > 0:
        stream = zlib.decompressobj(16 + zlib.MAX_WBITS)
        part = stream.decompress(raw, left)
        parts.append(part)
        left -= len(part)
        if not stream.eof and left > 0:
            raise EOFError("it ends before its end mark")
        raw = stream.unused_data.lstrip(b"\0")
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
    reader = zstandard.ZstdDecompressor(max_window_size=WINDOW_LIMIT).stream_reader(raw, read_across_frames=True)
    parts: list[bytes] = []
    size = 0
    while size < most:
        part = reader.read(min(most - size, 1024 * 1024))
        if not part:
            break
        parts.append(part)
        size += len(part)
    return b"".join(parts)


DECODERS: Final[Mapping[str, Callable[[bytes, int], bytes]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}


def _too_large(limit: int) -> FetchError:
    return FetchError(UnreadCause.TOO_LARGE, f"larger than {limit / 1048576:.4g} MiB")
