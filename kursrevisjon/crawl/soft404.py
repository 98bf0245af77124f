"""Error pages with status 200: a redirect to the front page, or what a site says of addresses that are not there.

Titles that say so themselves are recognised where pages are extracted; here is what only a crawl can see.
"""

from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

from kursrevisjon.crawl.address import canonical, host_of, identity, is_front_page
from kursrevisjon.crawl.reading import Reading
from kursrevisjon.crawl.sketch import Sketch, likeness
from kursrevisjon.fetch import SiteFetcher
from kursrevisjon.model import Page

SAME_PAGE: Final = 0.9
"""Likeness from which a page is taken for the answer to an address that does not exist."""


def is_sent_to_front(page: Page, homepage: str) -> bool:
    """Whether an address below the front page was answered with the front page of its host or of the union."""
    reached = canonical(page.url_reached)
    if is_front_page(page.url) or identity(reached) == identity(page.url):
        return False
    if identity(reached) == identity(homepage):
        return True
    return is_front_page(reached) and host_of(reached) == host_of(page.url)


def nonsense_address(url: str) -> str:
    """An address on the same host that does not exist; the same one in every run, so that runs can be compared."""
    parts = urlsplit(url)
    token = sha256(parts.netloc.encode()).hexdigest()[:16]
    return f"{parts.scheme}://{parts.netloc}/finnes-ikke-{token}"


class Probe:
    """What each host of a union answers to an address that does not exist, asked at most once per host."""

    def __init__(self, fetcher: SiteFetcher, read: Callable[[Page], Awaitable[Reading]]) -> None:
        self._fetcher = fetcher
        self._read = read
        self._answers: dict[str, Sketch] = {}

    def asked(self, url: str) -> bool:
        """Whether the host has been asked."""
        return host_of(url) in self._answers

    async def ask(self, url: str) -> Sketch:
        """The text that the host of an address gives for one that does not exist; empty when it says so properly."""
        answer = await self._fetcher.get(nonsense_address(url))
        reading = await self._read(answer) if isinstance(answer, Page) else None
        usable = reading is not None and reading.cause is None
        self._answers[host_of(url)] = reading.sketch if reading is not None and usable else ()
        return self._answers[host_of(url)]

    def says_the_same(self, url: str, reading: Reading) -> bool:
        """Whether a page's text is what its host says of addresses that do not exist."""
        return likeness(reading.sketch, self._answers.get(host_of(url), ())) >= SAME_PAGE
