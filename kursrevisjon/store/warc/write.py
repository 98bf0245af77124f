"""From a stored run to a WARC 1.1 file. The same run gives the same bytes: record ids are derived from content."""

import base64
import json
import os
import tempfile
import uuid
from collections.abc import Iterator
from datetime import datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from kursrevisjon.errors import WorkspaceError
from kursrevisjon.model import Page, Unread
from kursrevisjon.store.store import Store
from kursrevisjon.store.values import to_text
from kursrevisjon.text import canonical_json

CAPTURE_SCHEMA: Final = "kursrevisjon/capture/1"
NOT_MODIFIED_PROFILE: Final = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

_OF_THE_TRANSFER: Final = frozenset({"content-encoding", "content-length", "transfer-encoding"})
_FORMAT: Final = "WARC File Format 1.1"
_CONFORMS_TO: Final = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"


def export_warc(store: Store, run_id: str, path: Path) -> None:
    """Write every outcome of a run to ``path``, compressed per record when its name ends with ``.gz``.

    A file that is there is replaced, once the new one is whole. Raises ``UsageError`` for an unknown run,
    ``EvidenceError`` for a damaged body, and ``WorkspaceError`` when the file cannot be written.
    """
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            temporary = Path(file.name)
            try:
                _Export(store, run_id, WARCWriter(file, gzip=path.suffix == ".gz", warc_version="1.1")).write()
                file.close()
                # Temporary files are made for their owner alone; an export is as readable as the workspace.
                temporary.chmod(store.path.stat().st_mode & 0o666)
                temporary.replace(path)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise WorkspaceError(f"{path}: cannot be written ({os.strerror(error.errno or 0)}).") from error


class _Export:
    """One export: the writer, and the run that gives the record ids their name space."""

    def __init__(self, store: Store, run_id: str, writer: WARCWriter) -> None:
        self._store = store
        self._run = run_id
        self._writer = writer
        self._info = self._id("warcinfo")

    def write(self) -> None:
        self._write_info()
        for union in self._store.union_progress(self._run):
            for outcome in self._store.iter_outcomes(self._run, union):
                if isinstance(outcome, Unread):
                    self._write_unread(outcome)
                else:
                    self._write_page(outcome)

    def _id(self, *parts: str) -> str:
        return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, ' '.join(('kursrevisjon', self._run, *parts)))}>"

    def _write_info(self) -> None:
        info = self._store.run_info(self._run)
        fields = {
            "software": info.tool,
            "format": _FORMAT,
            "conformsTo": _CONFORMS_TO,
            "description": "Requests are reconstructed from addresses; bodies are free of their content encoding.",
            "kursrevisjon-run": json.dumps(info.model_dump(mode="json"), ensure_ascii=False, sort_keys=True),
        }
        block = "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode()
        self._write("warcinfo", "", self._info, info.started, block, content_type="application/warc-fields")

    def _write_unread(self, unread: Unread) -> None:
        at = unread.at or self._store.run_info(self._run).started
        known = {
            "union": unread.union_id,
            "url": unread.url,
            "cause": unread.cause,
            "detail": unread.detail,
            "at": unread.at and to_text(unread.at),
            "status": unread.status,
        }
        self._write_known(unread.union_id, unread.url, at, known, {})

    def _write_page(self, page: Page) -> None:
        key = (page.union_id, page.url)
        response, revisit = self._id("response", *key), self._id("revisit", *key)
        event = {"WARC-Concurrent-To": revisit if page.not_modified else response}
        known = {
            "union": page.union_id,
            "url": page.url,
            "url_reached": page.url_reached,
            "time": to_text(page.fetched),
            "status": page.status,
            "media_type": page.media_type,
            "charset": page.charset,
            "headers": dict(page.headers),
            "digest": page.digest,
            "not_modified": page.not_modified,
            "body_record": response,
        }
        self._write_known(*key, page.fetched, known, event)
        body_time = self._store.body_time(self._run, *key) or page.fetched
        self._write_response(page, response, body_time)
        if page.not_modified:
            self._write_revisit(page, revisit, response, body_time)
        self._write_request(page, event)

    def _write_known(self, union: str, url: str, at: datetime, known: dict[str, Any], event: dict[str, str]) -> None:
        block = canonical_json({"schema": CAPTURE_SCHEMA, **known}).encode()
        record_id = self._id("metadata", union, url)
        self._write("metadata", url, record_id, at, block, extra=event, content_type="application/json")

    def _write_response(self, page: Page, record_id: str, at: datetime) -> None:
        status = HTTPStatus.OK if page.not_modified else page.status
        headers = [*_stored_headers(page), ("content-length", str(len(page.body)))]
        self._write(
            "response",
            page.url_reached,
            record_id,
            at,
            page.body,
            extra={"WARC-Payload-Digest": _payload_digest(page)},
            http=_head(status, headers),
        )

    def _write_revisit(self, page: Page, record_id: str, refers_to: str, body_time: datetime) -> None:
        extra = {
            "WARC-Profile": NOT_MODIFIED_PROFILE,
            "WARC-Refers-To": refers_to,
            "WARC-Refers-To-Target-URI": page.url_reached,
            "WARC-Refers-To-Date": to_text(body_time),
        }
        http = _head(HTTPStatus.NOT_MODIFIED, list(_stored_headers(page)))
        self._write("revisit", page.url_reached, record_id, page.fetched, b"", extra=extra, http=http)

    def _write_request(self, page: Page, event: dict[str, str]) -> None:
        parts = urlsplit(page.url_reached)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        http = StatusAndHeaders(f"{target} HTTP/1.1", [("Host", parts.netloc)], protocol="GET")
        record_id = self._id("request", page.union_id, page.url)
        self._write("request", page.url_reached, record_id, page.fetched, b"", extra=event, http=http)

    def _write(
        self,
        kind: str,
        url: str,
        record_id: str,
        at: datetime,
        block: bytes,
        *,
        extra: dict[str, str] | None = None,
        http: StatusAndHeaders | None = None,
        content_type: str = "",
    ) -> None:
        of_info = {} if kind == "warcinfo" else {"WARC-Warcinfo-ID": self._info}
        headers = {"WARC-Record-ID": record_id, "WARC-Date": to_text(at), **of_info, **(extra or {})}
        record = self._writer.create_warc_record(
            url,
            kind,
            payload=BytesIO(block),
            length=len(block),
            warc_content_type=content_type,
            warc_headers_dict=headers,
            http_headers=http,
        )
        self._writer.write_record(record)


def _head(status: int, headers: list[tuple[str, str]]) -> StatusAndHeaders:
    known = status in HTTPStatus._value2member_map_
    return StatusAndHeaders(f"{status} {HTTPStatus(status).phrase if known else ''}".strip(), headers, "HTTP/1.1")


def _stored_headers(page: Page) -> Iterator[tuple[str, str]]:
    for name, value in sorted(page.headers.items()):
        shown = "".join(character if character.isprintable() else " " for character in value)
        yield (f"x-archive-orig-{name}" if name in _OF_THE_TRANSFER else name), shown


def _payload_digest(page: Page) -> str:
    """The page's own digest in the notation of WARC: base 32."""
    algorithm, _, value = page.digest.partition(":")
    return f"{algorithm}:{base64.b32encode(bytes.fromhex(value)).decode()}"
