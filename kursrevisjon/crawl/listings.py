"""Finding addresses in a union's sitemaps and feeds, when its links have led to no more training."""

import asyncio
import json
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

from kursrevisjon.crawl.address import canonical, identity
from kursrevisjon.crawl.scope import UnionScope
from kursrevisjon.crawl.sitemap import Entry, Listing, read_listing
from kursrevisjon.fetch import SiteFetcher
from kursrevisjon.model import Page, TradeUnion
from kursrevisjon.store import Store

MOST_SITEMAPS: Final = 6
"""Sitemaps read per union; an index can name thousands."""
MOST_LISTED: Final = 5000
"""Addresses taken from a union's sitemaps, the newest of each first."""
MOST_FEEDS: Final = 2
FEED: Final = re.compile(r"/(?:feed|rss|atom)(?:/|\.xml|$)|\.(?:rss|atom)$|[?&](?:feed|rss)=", re.IGNORECASE)
PROMISING_NAMES: Final = ("page", "side", "kurs", "course", "post", "content")


def is_feed(url: str) -> bool:
    """Whether an address looks like that of a feed."""
    return bool(FEED.search(url))


class Listings:
    """Reads the sitemaps and feeds of one union; what each held is kept, so that an unchanged one costs nothing."""

    def __init__(
        self, union: TradeUnion, scope: UnionScope, fetcher: SiteFetcher, store: Store, clock: Callable[[], datetime]
    ) -> None:
        self._union = union
        self._scope = scope
        self._fetcher = fetcher
        self._store = store
        self._clock = clock

    async def from_sitemaps(self) -> tuple[Entry, ...]:
        """The pages named in the sitemaps that robots.txt names, or in ``/sitemap.xml`` when it names none."""
        waiting = await self._named_sitemaps()
        entries: list[Entry] = []
        read: set[str] = set()
        while waiting and len(read) < MOST_SITEMAPS:
            url = waiting.pop(0)
            if url in read:
                continue
            read.add(url)
            listing = await self._listing(url)
            entries.extend(listing.entries)
            waiting.extend(sorted(self._usable(listing.sitemaps), key=_unpromising))
        return await asyncio.to_thread(self._in_scope, entries)

    async def from_feeds(self, urls: Iterable[str]) -> tuple[Entry, ...]:
        """The pages named in the first of the feeds."""
        entries: list[Entry] = []
        for url in list(urls)[:MOST_FEEDS]:
            entries.extend((await self._listing(url)).entries)
        return await asyncio.to_thread(self._in_scope, entries)

    async def _named_sitemaps(self) -> list[str]:
        hosts = {identity(self._union.homepage): self._union.homepage}
        for seed in self._union.seeds:
            hosts.setdefault(urlsplit(seed.url).netloc, seed.url)
        origins = dict.fromkeys("{0.scheme}://{0.netloc}".format(urlsplit(canonical(url))) for url in hosts.values())
        found: list[str] = []
        for origin in origins:
            if not self._scope.has_host(f"{origin}/"):
                continue
            robots = await self._fetcher.robots(f"{origin}/")
            if not robots.refused:
                found.extend(self._usable(robots.sitemaps) or [f"{origin}/sitemap.xml"])
        return list(dict.fromkeys(found))

    def _usable(self, urls: Iterable[str]) -> list[str]:
        """Sitemaps on the union's own hosts; one elsewhere is not asked for."""
        return [url for url in map(canonical, urls) if url and self._scope.has_host(url)]

    def _in_scope(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        inside = (entry._replace(url=canonical(entry.url)) for entry in entries)
        wanted = (entry for entry in inside if entry.url and not self._scope.why_not(entry.url))
        return tuple(islice(wanted, MOST_LISTED))

    async def _listing(self, url: str) -> Listing:
        """A sitemap or feed, asked for only if it changed since it was last read."""
        fact = self._store.get_fact(self._union.id, f"listing {url}")
        known = json.loads(fact.value) if fact else {}
        answer = await self._fetcher.get(
            url, etag=known.get("etag"), last_modified=known.get("last_modified"), any_type=True
        )
        if not isinstance(answer, Page):
            return Listing()
        if answer.not_modified:
            return Listing(tuple(known["sitemaps"]), tuple(Entry(*entry) for entry in known["entries"]))
        listing = await asyncio.to_thread(read_listing, answer.body, answer.url_reached)
        self._keep(url, answer, listing)
        return listing

    def _keep(self, url: str, answer: Page, listing: Listing) -> None:
        value = {
            "etag": answer.headers.get("etag"),
            "last_modified": answer.headers.get("last-modified"),
            "sitemaps": listing.sitemaps,
            "entries": listing.entries,
        }
        if value["etag"] or value["last_modified"]:
            self._store.put_fact(self._union.id, f"listing {url}", json.dumps(value, ensure_ascii=False), self._clock())


def _unpromising(url: str) -> bool:
    """Sorts sitemaps of pages and courses before those of images, authors and tags."""
    name = urlsplit(url).path.rpartition("/")[2].lower()
    return not any(word in name for word in PROMISING_NAMES)
