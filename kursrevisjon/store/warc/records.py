"""The records of a WARC file, one by one; what is broken is told and passed over.

warcio parses each record and checks its digests. The framing is done here, because warcio's iterator ends at the first
broken record, and of an archive that a disk or a transfer has damaged every whole record still counts.
"""

import os
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any, Final

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParserException

from kursrevisjon.store.warc.payload import PayloadError, decoded

LARGEST_RECORD: Final = 64_000_000
"""Bytes of a record's block that are read; a larger one (a film, say) is named and passed over."""

_LARGEST_MEMBER: Final = 4_000_000_000
_LARGEST_HEAD: Final = 65_536
_PIECE: Final = 65_536
_IN_MEMORY: Final = 1_000_000
_GZIP: Final = b"\x1f\x8b\x08"
_START: Final = b"WARC/"
_KINDS: Final = frozenset({"response", "resource", "revisit", "metadata", "warcinfo"})


@dataclass(frozen=True, slots=True)
class WarcProblem:
    """A record that could not be read or used; ``offset`` counts bytes of the file as it is, compressed or not."""

    offset: int
    message: str
    url: str = ""

    def __str__(self) -> str:
        return f"byte {self.offset}: {self.message}" + (f" ({self.url})" if self.url else "")


@dataclass(frozen=True, slots=True)
class Position:
    """Where a record stands: its gzip member (or 0), and its place in what that member holds."""

    member: int
    offset: int


@dataclass(frozen=True, slots=True)
class Record:
    """A whole record whose digests hold, as warcio parsed it, with its payload decoded from its content encoding."""

    position: Position
    parsed: ArcWarcRecord
    payload: bytes

    def header(self, name: str) -> str:
        """A header of the record, empty when it has none of that name."""
        value: str | None = self.parsed.rec_headers.get_header(name)
        return value or ""

    @property
    def kind(self) -> str:
        """``response``, ``metadata`` and so on."""
        return self.header("WARC-Type")

    @property
    def url(self) -> str:
        """The address that the record is about."""
        return self.header("WARC-Target-URI").strip("<>")


class _BrokenRecordError(Exception):
    """A record that cannot be read; the message is what the user is told."""


def iter_records(file: IO[bytes]) -> Iterator[Record | WarcProblem]:
    """The records of an open file, compressed or not, in order; requests and conversions are passed over."""
    if not _is_gzip(file):
        yield from _plain_records(file, 0)
        return
    for offset, member in _members(file):
        if isinstance(member, str):
            yield WarcProblem(offset, member)
            continue
        with member:
            for item in _plain_records(member, offset):
                yield WarcProblem(offset, item.message, item.url) if isinstance(item, WarcProblem) else item


def record_at(file: IO[bytes], position: Position) -> Record | None:
    """The record at a position that an earlier record was read from."""
    if not _is_gzip(file):
        return _first_record(file, position)
    file.seek(position.member)
    member, _ = _inflate(file)
    with member:
        return _first_record(member, position)


def _first_record(stream: IO[bytes], position: Position) -> Record | None:
    stream.seek(position.offset)
    record = _read_record(stream, position)[0]
    return record if isinstance(record, Record) else None


def _is_gzip(file: IO[bytes]) -> bool:
    """By the first bytes; by the name when those are damaged."""
    file.seek(0)
    start = file.read(len(_START))
    return start.startswith(_GZIP) or (start != _START and str(file.name).endswith(".gz"))


# Compressed files: one gzip member per record, or one for all.


def _members(file: IO[bytes]) -> Iterator[tuple[int, IO[bytes] | str]]:
    """Each gzip member's offset and content, or what is wrong with it; goes on at the next that can be read."""
    offset: int | None = 0
    lost = False
    while offset is not None:
        file.seek(offset)
        try:
            member, length = _inflate(file)
        except (zlib.error, EOFError, OverflowError) as error:
            if not lost:
                yield offset, f"the compressed record is broken ({error})"
            # A chance likeness of a member's start inside the broken one is no second problem.
            lost = True
            offset = _find(file, _GZIP, offset + 1)
            continue
        yield offset, member
        end = offset + length
        offset = _find(file, _GZIP, end)
        lost = offset != end and file.seek(0, os.SEEK_END) > end
        if lost:
            yield end, "no compressed record starts here"


def _inflate(file: IO[bytes]) -> tuple[IO[bytes], int]:
    """The content of the member that starts here, as a file, and the member's length in bytes."""
    inflater = zlib.decompressobj(zlib.MAX_WBITS + 16)
    # Given to the caller, who closes it.
    out: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
    start, size = file.tell(), 0
    try:
        while not inflater.eof:
            piece = file.read(_PIECE)
            if not piece:
                message = "the file ends inside it"
                raise EOFError(message)
            size += out.write(inflater.decompress(piece))
            if size > _LARGEST_MEMBER:
                message = f"more than {_LARGEST_MEMBER} bytes when decompressed"
                raise OverflowError(message)
    except BaseException:
        out.close()
        raise
    out.seek(0)
    return out, file.tell() - len(inflater.unused_data) - start


def _find(file: IO[bytes], mark: bytes, offset: int) -> int | None:
    """The first place of the mark at or after the offset."""
    file.seek(offset)
    kept = b""
    while piece := file.read(_PIECE):
        found = (kept + piece).find(mark)
        if found >= 0:
            return offset - len(kept) + found
        offset += len(piece)
        kept = (kept + piece)[1 - len(mark) :]
    return None


# Plain WARC: a version line, headers, an empty line, the block, two line ends.


def _plain_records(stream: IO[bytes], member: int) -> Iterator[Record | WarcProblem]:
    offset: int | None = 0
    while offset is not None:
        start = _skip_blank_lines(stream, offset)
        if start is None:
            return
        try:
            item, offset = _read_record(stream, Position(member, start))
        except _BrokenRecordError as error:
            yield WarcProblem(start, str(error))
            offset = _next_start(stream, start + 1)
            continue
        if item is not None:
            yield item
        if isinstance(item, WarcProblem) and not _record_follows(stream, offset):
            # A wrong length has swallowed the records after it.
            offset = _next_start(stream, start + 1)


def _next_start(stream: IO[bytes], offset: int) -> int | None:
    found = _find(stream, b"\n" + _START, offset)
    return None if found is None else found + 1


def _record_follows(stream: IO[bytes], offset: int) -> bool:
    start = _skip_blank_lines(stream, offset)
    if start is None:
        return True
    stream.seek(start)
    return stream.read(len(_START)) == _START


def _skip_blank_lines(stream: IO[bytes], offset: int) -> int | None:
    """Where the next line with content starts, or ``None`` at the end."""
    stream.seek(offset)
    while line := stream.readline(_LARGEST_HEAD):
        if line.strip():
            return offset
        offset += len(line)
    return None


def _read_record(stream: IO[bytes], position: Position) -> tuple[Record | WarcProblem | None, int]:
    """The record that starts here (``None`` for a kind of no interest), and where the next one may start."""
    stream.seek(position.offset)
    head = _read_head(stream)
    parsed = _parse(head)
    length = _block_length(parsed)
    end = position.offset + len(head) + length
    missing = end - stream.seek(0, os.SEEK_END)
    if missing > 0:
        message = f"the file ends inside the record ({missing} bytes are missing)"
        raise _BrokenRecordError(message)
    if parsed.rec_type not in _KINDS or length > LARGEST_RECORD:
        passed_over = parsed.rec_type not in _KINDS
        url = str(parsed.rec_headers.get_header("WARC-Target-URI") or "")
        return (None if passed_over else WarcProblem(position.offset, f"too large ({length} bytes)", url)), end
    stream.seek(position.offset)
    try:
        return _checked(position, _parse(stream.read(end - position.offset), whole=True)), end
    except _BrokenRecordError as error:
        return WarcProblem(position.offset, str(error)), end


def _read_head(stream: IO[bytes]) -> bytes:
    """The version line and the headers, with the empty line that ends them."""
    head = stream.readline(_LARGEST_HEAD)
    if not head.startswith(_START):
        message = f"no WARC record starts here (found {head[:40]!r})"
        raise _BrokenRecordError(message)
    while line := stream.readline(_LARGEST_HEAD):
        head += line
        if not line.strip():
            return head
        if len(head) > _LARGEST_HEAD:
            break
    message = "the record's headers do not end"
    raise _BrokenRecordError(message)


def _block_length(parsed: ArcWarcRecord) -> int:
    value = parsed.rec_headers.get_header("Content-Length") or ""
    if not value.isascii() or not value.isdecimal():
        message = f"the record has no usable length ({value!r})"
        raise _BrokenRecordError(message)
    return int(value)


def _parse(data: bytes, *, whole: bool = False) -> ArcWarcRecord:
    """The record as warcio reads it, with its HTTP headers when the data holds the ``whole`` record."""
    loader = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
    try:
        return loader.parse_record_stream(BytesIO(data), None, "warc", no_record_parse=not whole, check_digests=whole)
    except (
        ArchiveLoadFailed,
        StatusAndHeadersParserException,
        EOFError,
        ValueError,
        TypeError,
        AttributeError,
    ) as error:
        message = f"the record cannot be parsed ({error})"
        raise _BrokenRecordError(message) from error


def _checked(position: Position, parsed: ArcWarcRecord) -> Record | WarcProblem:
    """The record with its payload, or a problem when its bytes are not those its digests say."""
    try:
        raw = parsed.raw_stream.read()
    except ValueError as error:
        # warcio checks digests while it reads, and stumbles over one that is no digest.
        message = f"its digests cannot be read ({error})"
        raise _BrokenRecordError(message) from error
    url = str(parsed.rec_headers.get_header("WARC-Target-URI") or "")
    checker: Any = parsed.digest_checker
    if checker.passed is False:
        return WarcProblem(position.offset, "; ".join(checker.problems), url)
    if cut := parsed.rec_headers.get_header("WARC-Truncated"):
        return WarcProblem(position.offset, f"its crawler cut it off ({cut})", url)
    http = parsed.http_headers
    encodings = (
        [http.get_header(name) or "" for name in ("transfer-encoding", "content-encoding")] if http else ["", ""]
    )
    try:
        return Record(position, parsed, decoded(raw, *encodings))
    except PayloadError as error:
        return WarcProblem(position.offset, str(error), url)
