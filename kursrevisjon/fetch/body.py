"""Reading a body: bounded as sent and as decoded, whatever its headers promise."""

from collections.abc import Callable
from typing import Final

import httpx

from kursrevisjon.fetch.failure import FetchError
from kursrevisjon.model import UnreadCause
from kursrevisjon.packing import DECODERS, FAULTS

ACCEPT_ENCODING: Final = "gzip, deflate, br, zstd"


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
    except (*FAULTS, EOFError) as error:
        raise FetchError(UnreadCause.DAMAGED, f"the body is not valid {name}: {error}", retry=True) from error
    if len(body) > limit:
        raise _too_large(limit)
    return body


def _too_large(limit: int) -> FetchError:
    return FetchError(UnreadCause.TOO_LARGE, f"larger than {limit / 1048576:.4g} MiB")
