"""From a WARC file to pages: those exported here come back as they were, those of others as far as they serve."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final

from pydantic import ValidationError

from kursrevisjon.errors import InputFileError, Problem
from kursrevisjon.model import Page, RunInfo, Unread, UnreadCause
from kursrevisjon.store.values import to_time
from kursrevisjon.store.warc.records import Position, Record, WarcProblem, iter_records, record_at
from kursrevisjon.store.warc.write import CAPTURE_SCHEMA
from kursrevisjon.text import content_type, digest_of

__all__ = ["WarcProblem", "read_warc", "read_warc_run"]

_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Style sheets, scripts and pictures, of which archives are full, hold no courses.
_AUDITED: Final = frozenset(
    {
        "",
        "text/html",
        "application/xhtml+xml",
        "text/plain",
        "text/markdown",
        "application/pdf",
        _WORD,
        "application/octet-stream",
    }
)

Outcome = Page | Unread | WarcProblem


def read_warc(
    path: Path,
    *,
    union_of: Callable[[str], str | None] = lambda _: None,
    canonical: Callable[[str], str] = lambda url: url,
) -> Iterator[Outcome]:
    """The outcomes in a WARC file in the order they stand, and a ``WarcProblem`` for each record that cannot be used.

    A file exported here gives the pages and unread addresses that went into it. Of others, answers to http(s) ones are
    read: ``union_of`` says which union an address belongs to (``None``: passed over), ``canonical`` gives the form in
    which the address is asked for elsewhere. An address captured several times comes several times. Raises
    ``InputFileError`` when the file cannot be opened or holds no WARC record at all.
    """
    with _open(path) as file:
        reader = _Reader(file, union_of, canonical)
        yield from reader.outcomes()
        if not reader.records:
            raise InputFileError(
                [Problem(str(path), "no WARC record can be read in it", hint="expected .warc or .warc.gz")]
            )


def read_warc_run(path: Path) -> RunInfo | None:
    """The run that the file was exported from, or ``None`` when another program wrote it; raises ``InputFileError``."""
    with _open(path) as file:
        for item in iter_records(file):
            if isinstance(item, Record):
                return _run_of(item)
    return None


def _open(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as error:
        raise InputFileError([Problem(str(path), f"cannot be opened ({error.strerror})")]) from error


def _run_of(record: Record) -> RunInfo | None:
    lines = record.payload.decode("utf-8", "replace").splitlines() if record.kind == "warcinfo" else []
    fields = dict(line.split(": ", 1) for line in lines if ": " in line)
    try:
        return RunInfo.model_validate_json(fields.get("kursrevisjon-run", ""))
    except ValidationError:
        return None


@dataclass
class _Reader:
    """Reads one file, remembering where bodies stand for the revisits that refer to them."""

    file: IO[bytes]
    union_of: Callable[[str], str | None]
    canonical: Callable[[str], str]
    records: int = 0
    known: dict[str, dict[str, Any]] = field(default_factory=dict)
    only_bodies: set[str] = field(default_factory=set)
    bodies: dict[str, Position] = field(default_factory=dict)

    def outcomes(self) -> Iterator[Outcome]:
        for item in iter_records(self.file):
            # A problem with an address is one of a WARC record, if a broken one.
            self.records += isinstance(item, Record) or bool(item.url)
            if isinstance(item, WarcProblem):
                yield item
                continue
            try:
                outcome = self._outcome(item)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                outcome = WarcProblem(_offset(item), f"the record's fields cannot be used ({error})", item.url)
            if outcome is not None:
                yield outcome
        for known in self.known.values():
            yield WarcProblem(known["offset"], "the body that belongs to it is missing", known["url"])

    def _outcome(self, record: Record) -> Outcome | None:
        if record.kind == "metadata":
            return self._metadata(record)
        if record.kind == "warcinfo" or not record.url.startswith(("http://", "https://")):
            return None
        if record.kind == "revisit":
            return self._revisit(record)
        self._remember(record)
        record_id = record.header("WARC-Record-ID")
        if record_id in self.only_bodies:
            return None
        known = self.known.pop(record_id, None)
        return _page_as_known(known, record.payload) if known else self._answer(record)

    def _metadata(self, record: Record) -> Unread | None:
        """What this program wrote beside a record, kept until that comes; or an address without a page."""
        if record.header("Content-Type") != "application/json":
            return None
        known = json.loads(record.payload)
        if not isinstance(known, dict) or known.get("schema") != CAPTURE_SCHEMA:
            return None
        if "cause" in known:
            return Unread(
                known["union"],
                known["url"],
                UnreadCause(known["cause"]),
                known["detail"],
                to_time(known["at"]) if known["at"] else None,
                known["status"],
            )
        self.known[record.header("WARC-Concurrent-To")] = {**known, "offset": _offset(record)}
        if known["not_modified"]:
            self.only_bodies.add(known["body_record"])
        return None

    def _remember(self, record: Record) -> None:
        for name in _names(record):
            self.bodies[name] = record.position

    def _revisit(self, record: Record) -> Outcome | None:
        known = self.known.pop(record.header("WARC-Record-ID"), None)
        union = self.union_of(record.url)
        if known is None and union is None:
            return None
        original = self._original(record)
        if original is None:
            return WarcProblem(_offset(record), "it refers to a record that is not in the file", record.url)
        if known:
            return _page_as_known(known, original.payload)
        page = self._answer(original)
        if not isinstance(page, Page):
            return page
        url = self.canonical(record.url)
        return Page(
            str(union),
            url,
            record.url,
            _date(record),
            page.status,
            page.media_type,
            page.charset,
            page.body,
            page.digest,
            page.headers,
            not_modified=True,
        )

    def _original(self, revisit: Record) -> Record | None:
        names = [
            revisit.header("WARC-Refers-To"),
            revisit.header("WARC-Payload-Digest"),
            revisit.header("WARC-Refers-To-Target-URI"),
            revisit.url,
        ]
        position = next((self.bodies[name] for name in names if name in self.bodies), None)
        return record_at(self.file, position) if position else None

    def _answer(self, record: Record) -> Outcome | None:
        """An answer that another crawler stored."""
        union = self.union_of(record.url)
        if union is None:
            return None
        status, headers = _status_and_headers(record)
        url = self.canonical(record.url)
        if status >= 400:
            return Unread(union, url, UnreadCause.HTTP_ERROR, f"HTTP {status}", _date(record), status)
        media_type, charset = content_type(headers.get("content-type", ""))
        if status not in (200, 203) or media_type not in _AUDITED:
            return None
        return Page(
            union,
            url,
            record.url,
            _date(record),
            status,
            media_type,
            charset,
            record.payload,
            digest_of(record.payload),
            headers,
        )


def _offset(record: Record) -> int:
    """Where the record starts in the file as it is."""
    return record.position.member or record.position.offset


def _page_as_known(known: dict[str, Any], body: bytes) -> Page:
    """The page that was exported; ``ValueError`` when the body is another than it had."""
    if digest_of(body) != known["digest"]:
        message = f"the body is not the one with digest {known['digest']}"
        raise ValueError(message)
    return Page(
        known["union"],
        known["url"],
        known["url_reached"],
        to_time(known["time"]),
        known["status"],
        known["media_type"],
        known["charset"],
        body,
        known["digest"],
        known["headers"],
        known["not_modified"],
    )


def _names(record: Record) -> Iterator[str]:
    """What a revisit may call the record by."""
    yield record.header("WARC-Record-ID")
    yield record.url
    if digest := record.header("WARC-Payload-Digest"):
        yield digest


def _status_and_headers(record: Record) -> tuple[int, dict[str, str]]:
    http = record.parsed.http_headers
    if http is None:
        return 200, {"content-type": record.header("Content-Type")}
    headers: dict[str, str] = {}
    for name, value in http.headers:
        key = name.lower()
        headers[key] = f"{headers[key]}, {value}" if key in headers else value
    return int(http.get_statuscode()), headers


def _date(record: Record) -> datetime:
    """When the record was captured; ``ValueError`` when it does not say."""
    date = datetime.fromisoformat(record.header("WARC-Date"))
    return date.astimezone(UTC) if date.tzinfo else date.replace(tzinfo=UTC)
