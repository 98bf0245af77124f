"""How values stand in the workspace: times as text, bodies compressed; and the small records that it hands out."""

import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple

_TIME_FORMAT: Final = "%Y-%m-%dT%H:%M:%S.%fZ"

LARGE_BODY: Final = 1_000_000
"""Bytes from which speed goes before size: a page is added between two requests, and must not delay the next."""

_SAMPLE: Final = 65_536


def to_text(time: datetime) -> str:
    """A time as ISO 8601 text in UTC with six decimals, so that text order is time order; ``ValueError`` when naive."""
    if time.tzinfo is None:
        message = f"a time without a time zone cannot be stored: {time}"
        raise ValueError(message)
    return time.astimezone(UTC).strftime(_TIME_FORMAT).rjust(27, "0")


def to_time(text: str) -> datetime:
    """The time that ``to_text`` wrote."""
    return datetime.strptime(text, _TIME_FORMAT).replace(tzinfo=UTC)


def compress(body: bytes) -> bytes:
    """The body as a zlib stream; large or dense bodies (PDF) take little time at the price of some room."""
    if len(body) < LARGE_BODY:
        return zlib.compress(body, 6)
    sample = body[:_SAMPLE]
    dense = len(zlib.compress(sample, 1)) > 0.9 * len(sample)
    return zlib.compress(body, 0 if dense else 1)


def decompress(data: bytes, size: int) -> bytes:
    """The ``size`` bytes that were compressed; raises ``zlib.error`` when the stream is damaged or of another size."""
    stream = zlib.decompressobj()
    body = stream.decompress(data, size + 1)
    if len(body) != size or not stream.eof:
        message = f"the stored stream does not hold the {size} bytes it should"
        raise zlib.error(message)
    return body


class Fact(NamedTuple):
    """What is known of a site (its robots.txt, for one), and when it was learnt."""

    value: str
    at: datetime


class Skipped(NamedTuple):
    """An address that was seen and not fetched, and why."""

    union_id: str
    url: str
    reason: str


class Holder(NamedTuple):
    """The process that holds the workspace: its id, its machine, and since when (``None`` when that cannot be told)."""

    pid: int
    host: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Damage:
    """A stored body that is not what its digest says; ``urls`` are the addresses that it was fetched from."""

    digest: str
    problem: str
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pruned:
    """What a pruning removed: the ids of runs, the number of bodies, and the bytes they took in the file."""

    runs: tuple[str, ...]
    bodies: int
    bytes_freed: int
