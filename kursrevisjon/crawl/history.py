"""What earlier runs know of a union's addresses: which were read, what they said, and which went missing last time."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from kursrevisjon.model import Page, Unread, UnreadCause
from kursrevisjon.store import Store

NOT_A_LOSS: Final = frozenset({UnreadCause.ROBOTS, UnreadCause.BUDGET, UnreadCause.GONE_SINCE})
"""Causes that say nothing of the page: the site's wish, and this crawl's own limits."""


CONFIRMED: Final = "confirmed"


class History:
    """The earlier captures of one union."""

    def __init__(self, store: Store, run_id: str, union_id: str) -> None:
        self._store = store
        self._run_id = run_id
        self._union_id = union_id

    def addresses(self) -> tuple[str, ...]:
        """The addresses that the union's last good reading asked for, sorted, without those found gone twice."""
        run = self._store.last_good(self._union_id, self._run_id)
        asked = sorted(self._store.done_urls(run, self._union_id)) if run else []
        return tuple(url for url in asked if self._missing_since(url) != CONFIRMED)

    def last_page(self, url: str) -> Page | None:
        """The newest capture of an address, also when it is addressed with or without a closing slash."""
        other = url.removesuffix("/") if url.endswith("/") else f"{url}/"
        return self._store.last_page(self._union_id, url) or self._store.last_page(self._union_id, other)

    def after_loss(self, unread: Unread, before: Page, at: datetime) -> Unread:
        """What is recorded for a page that was read ``before`` and cannot be read now.

        The first run that misses it says ``gone_since``, which keeps a verdict from falling; the next one says why.
        """
        if unread.cause in NOT_A_LOSS:
            return unread
        missing_since = self._missing_since(unread.url)
        if missing_since not in ("", self._run_id):
            self._put(unread.url, CONFIRMED, at)
            return unread
        self._put(unread.url, self._run_id, at)
        told = f"{unread.cause}: {unread.detail} (last read {before.fetched:%Y-%m-%d})"
        return replace(unread, cause=UnreadCause.GONE_SINCE, detail=told)

    def found_again(self, url: str, at: datetime) -> None:
        """Forgets that an address was missing."""
        if self._missing_since(url):
            self._put(url, "", at)

    def _missing_since(self, url: str) -> str:
        """The run that first missed an address, ``CONFIRMED`` after a second one did, empty while it is there."""
        fact = self._store.get_fact(self._union_id, f"gone {url}")
        return fact.value if fact is not None else ""

    def _put(self, url: str, value: str, at: datetime) -> None:
        self._store.put_fact(self._union_id, f"gone {url}", value, at)
