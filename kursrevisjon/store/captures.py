"""Captures: what came of every address asked for, as ``Page`` or ``Unread``, and the ledger of those skipped."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from kursrevisjon.errors import EvidenceError
from kursrevisjon.model import Outcome, Page, Unread, UnreadCause
from kursrevisjon.store.bodies import Bodies
from kursrevisjon.store.database import Database, Row
from kursrevisjon.store.values import Skipped, to_text, to_time

# Session secrets have no place in evidence that is exported and passed on.
_NOT_STORED: Final = frozenset({"set-cookie", "set-cookie2"})

# A 304 speaks of its own empty message in these; its other headers renew those of the stored answer (RFC 9111, 3.2).
_OF_THE_MESSAGE: Final = frozenset({"content-encoding", "content-length", "content-range", "transfer-encoding"})

_COLUMNS: Final = (
    "union_id, url, url_reached, time, status, outcome, detail, media_type, charset, headers, digest, not_modified"
)
_ADD: Final = f"""
    INSERT INTO captures (run, {_COLUMNS}, body_time) VALUES ({", ".join("?" * 14)})
    ON CONFLICT (run, union_id, url) DO UPDATE SET url_reached = excluded.url_reached, time = excluded.time,
      status = excluded.status, outcome = excluded.outcome, detail = excluded.detail, media_type = excluded.media_type,
      charset = excluded.charset, headers = excluded.headers, digest = excluded.digest,
      not_modified = excluded.not_modified, body_time = excluded.body_time
    WHERE captures.time IS NULL OR excluded.time IS NULL OR excluded.time >= captures.time
"""  # noqa: S608 - the columns are the constant above
_SAME_BODY: Final = """
    SELECT headers, body_time, url = ?3 AS same_url FROM captures WHERE digest = ?1 AND union_id = ?2
    ORDER BY same_url DESC, time DESC, id DESC LIMIT 1
"""
_NEWEST: Final = f"""
    SELECT {_COLUMNS} FROM captures JOIN runs ON runs.id = captures.run
    WHERE union_id = ? AND url = ? AND outcome = 'read' AND runs.kind = 'scan'
    ORDER BY time DESC, captures.id DESC LIMIT 1
"""  # noqa: S608 - the columns are the constant above


class Captures:
    """The tables ``captures`` and ``skipped`` of an open workspace."""

    def __init__(self, database: Database, bodies: Bodies) -> None:
        self._database = database
        self._bodies = bodies

    def add_page(self, run_id: str, page: Page) -> None:
        """Store a page and its body, both or neither."""
        with self._database.transaction():
            if page.not_modified:
                self._add_not_modified(run_id, page)
            else:
                self._bodies.put(page.digest, page.body)
                self._add_row(run_id, page, page.headers.items(), to_text(page.fetched))

    def _add_not_modified(self, run_id: str, page: Page) -> None:
        """A 304 points to the body stored before; its headers renew those stored with the body."""
        if page.body:
            self._bodies.put(page.digest, page.body)
        before = self._database.row(_SAME_BODY, (page.digest, page.union_id, page.url))
        headers, body_time, same_url = before or ("{}", to_text(page.fetched), 0)
        renewed = {name: value for name, value in page.headers.items() if name not in _OF_THE_MESSAGE}
        self._add_row(run_id, page, {**(json.loads(headers) if same_url else {}), **renewed}.items(), body_time)

    def _add_row(self, run_id: str, page: Page, headers: Iterable[tuple[str, str]], body_time: str) -> None:
        kept = {name: value for name, value in headers if name not in _NOT_STORED}
        shown = json.dumps(kept, ensure_ascii=False, sort_keys=True)
        self._database.execute(
            _ADD,
            (
                run_id,
                page.union_id,
                page.url,
                page.url_reached,
                to_text(page.fetched),
                page.status,
                Outcome.READ.value,
                "",
                page.media_type,
                page.charset,
                shown,
                page.digest,
                int(page.not_modified),
                body_time,
            ),
        )

    def add_unread(self, run_id: str, unread: Unread) -> None:
        """Store that an address gave no page."""
        at = to_text(unread.at) if unread.at else None
        self._database.execute(
            _ADD,
            (
                run_id,
                unread.union_id,
                unread.url,
                None,
                at,
                unread.status,
                unread.cause.value,
                unread.detail,
                None,
                None,
                None,
                None,
                0,
                None,
            ),
        )

    def outcomes(self, run_id: str, union_id: str) -> Iterator[Page | Unread]:
        """The outcomes in the order fetched, one body in memory at a time."""
        sql = f"SELECT {_COLUMNS} FROM captures WHERE run = ? AND union_id = ? ORDER BY id"  # noqa: S608 - a constant
        for row in self._database.rows(sql, (run_id, union_id)):
            yield self._outcome(row)

    def unread(self, run_id: str, union_id: str) -> tuple[Unread, ...]:
        """The outcomes that are no page, in the order fetched; no body is read."""
        sql = f"SELECT {_COLUMNS} FROM captures WHERE run = ? AND union_id = ? AND outcome <> ? ORDER BY id"  # noqa: S608 - a constant
        rows = self._database.rows(sql, (run_id, union_id, Outcome.READ.value))
        return tuple(self._unread(row) for row in rows)

    def urls(self, run_id: str, union_id: str) -> frozenset[str]:
        """The addresses that have an outcome."""
        rows = self._database.rows("SELECT url FROM captures WHERE run = ? AND union_id = ?", (run_id, union_id))
        return frozenset(url for (url,) in rows)

    def body_time(self, run_id: str, union_id: str, url: str) -> datetime | None:
        """When the body of a capture was received; ``None`` when the address gave none."""
        row = self._database.row(
            "SELECT body_time FROM captures WHERE run = ? AND union_id = ? AND url = ?", (run_id, union_id, url)
        )
        return to_time(row[0]) if row and row[0] else None

    def newest(self, union_id: str, url: str) -> Page | None:
        """The newest page that a scan read at the address; ``None`` also when its body is damaged: fetch it anew."""
        row = self._database.row(_NEWEST, (union_id, url))
        try:
            return self._page(row) if row else None
        except EvidenceError:
            return None

    def _outcome(self, row: Row) -> Page | Unread:
        if row[5] == Outcome.READ.value:
            return self._page(row)
        return self._unread(row)

    def _unread(self, row: Row) -> Unread:
        union_id, url, _, time, status, cause, detail = row[:7]
        return Unread(union_id, url, UnreadCause(cause), detail, to_time(time) if time else None, status)

    def _page(self, row: Row) -> Page:
        union_id, url, url_reached, time, status, _, _, media_type, charset, headers, digest, not_modified = row
        try:
            body = self._bodies.get(digest)
        except EvidenceError as error:
            raise EvidenceError(
                f"{error} It was fetched from {url}. `kursrevisjon verify` lists all damage."
            ) from error
        return Page(
            union_id,
            url,
            url_reached,
            to_time(time),
            status,
            media_type,
            charset,
            body,
            digest,
            json.loads(headers),
            bool(not_modified),
        )

    def add_skipped(self, run_id: str, skipped: Iterable[Skipped]) -> None:
        """Store why addresses were not fetched; the last reason given for an address holds."""
        self._database.execute_many(
            "INSERT OR REPLACE INTO skipped (run, union_id, url, reason) VALUES (?, ?, ?, ?)",
            [(run_id, *entry) for entry in skipped],
        )

    def skipped(self, run_id: str, union_id: str | None) -> tuple[Skipped, ...]:
        """The addresses not fetched, of one union or of all, sorted."""
        rows = self._database.rows(
            "SELECT union_id, url, reason FROM skipped WHERE run = ?1 AND (?2 IS NULL OR union_id = ?2) ORDER BY 1, 2",
            (run_id, union_id),
        )
        return tuple(Skipped(*row) for row in rows)
