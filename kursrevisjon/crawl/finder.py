"""Where a union's addresses come from, and in which order they are asked for.

Seeds first; then whatever looks like training, best first; sitemaps and feeds when no such link is left; and a few
other pages to see where they lead. Everything seen and not taken in is entered in the ledger with its reason.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Final

from kursrevisjon.crawl.address import canonical, identity, is_front_page
from kursrevisjon.crawl.frontier import Candidate, Frontier
from kursrevisjon.crawl.listings import Listings, is_feed
from kursrevisjon.crawl.reading import Reading
from kursrevisjon.crawl.scope import OTHER_HOST, UnionScope
from kursrevisjon.crawl.score import HOMEPAGE_SCORE, PROMISING, SEED_SCORE, Scorer
from kursrevisjon.crawl.sitemap import Entry
from kursrevisjon.crawl.traps import PatternLimits, trap_in
from kursrevisjon.model import Link, TradeUnion

EXPLORED: Final = 10
"""Addresses that do not look like training which are fetched all the same, to see where they lead."""
EXPLORED_MORE: Final = 6
"""How many more of them for each that turned out to be about training."""
HOPELESS: Final = -0.25
"""Score under which an address is not fetched to see where it leads."""
LONG_LIST: Final = 200
"""Addresses in a sitemap from which those that do not look like training are left out."""
MOST_PROPOSALS: Final = 50
PROPOSED: Final = 1.0
"""Score from which an address on another host is proposed for the union's sources."""
NOFOLLOW: Final = "nofollow"

Source = Callable[[], Awaitable[tuple[Entry, ...]]]


class Finder:
    """The frontier of one union's crawl, and what fills it."""

    def __init__(
        self, union: TradeUnion, scope: UnionScope, scorer: Scorer, listings: Listings, *, sitemaps: bool, feeds: bool
    ) -> None:
        self._scope = scope
        self._scorer = scorer
        self._frontier = Frontier()
        self._limits = PatternLimits()
        self._feeds: dict[str, None] = {}
        self._proposals = 0
        self._explored = 0
        self._explore_most = EXPLORED
        self._sources: list[Source] = []
        if sitemaps:
            self._sources.append(listings.from_sitemaps)
        if feeds:
            self._sources.append(lambda: listings.from_feeds(self._feeds))
        self._add_starts(union)

    def _add_starts(self, union: TradeUnion) -> None:
        for number, seed in enumerate(union.seeds):
            self._frontier.add(Candidate(canonical(seed.url), SEED_SCORE - number, known=True))
        self._frontier.add(Candidate(canonical(union.homepage), HOMEPAGE_SCORE, known=True))

    def add_known(self, urls: Iterable[str]) -> None:
        """Takes in what an earlier run asked for, after the links that look like training."""
        for url in urls:
            if not self._frontier.has(url) and not self._scope.why_not(url):
                score = PROMISING + 0.25 * max(0.0, self._scorer.address(url))
                self._frontier.add(Candidate(url, score, known=True, earlier=True))

    async def next(self, *, alone: bool) -> Candidate | None:
        """The address to ask for next, or ``None`` when nothing is left that is worth it.

        ``alone`` says that the site is left alone, so that only what looks like training still has to get its outcome.
        """
        while True:
            candidate = await self._best(alone=alone)
            if candidate is None or candidate.known or not (why := self._limits.why_enough(candidate.url)):
                return candidate
            self._frontier.skip(candidate.url, why)

    async def _best(self, *, alone: bool) -> Candidate | None:
        candidate = self._frontier.take(PROMISING)
        while candidate is None and self._sources and not alone:
            await self._add_listed(await self._sources.pop(0)())
            candidate = self._frontier.take(PROMISING)
        if candidate is None and self._explored < self._explore_most and not alone:
            candidate = self._frontier.take(HOPELESS)
            self._explored += candidate is not None
        return candidate

    async def _add_listed(self, entries: Sequence[Entry]) -> None:
        """Takes in what sitemaps and feeds name; of a long list only what looks like training.

        Scored in a thread, as a sitemap can hold thousands of addresses.
        """
        links = self.unseen(Link(entry.url, entry.title) for entry in entries)
        scores = await asyncio.to_thread(lambda: [self._scorer.link(link, 0.0) for link in links])
        for link, score in zip(links, scores, strict=True):
            if score >= PROMISING or len(links) <= LONG_LIST:
                self._offer(link, score)

    def unseen(self, links: Iterable[Link]) -> list[Link]:
        """The links to pages that the frontier has not met; one marked nofollow may stand unmarked on another page."""
        skipped = self._frontier.skipped
        return [
            link for link in links if not self._frontier.has(link.url) and skipped.get(link.url, NOFOLLOW) == NOFOLLOW
        ]

    def score(self, links: Iterable[Link], reading: Reading) -> None:
        """Scores a page and its links ahead of ``follow``; the scores are remembered, and this may run in a thread."""
        parent = self._scorer.page(reading.about)
        for link in links:
            self._scorer.link(link, parent)

    def follow(self, reading: Reading) -> None:
        """Takes in the links of a page that the frontier has not met."""
        links = self.unseen(reading.links)
        parent = self._scorer.page(reading.about) if links else 0.0
        for link in links:
            self._offer(link, self._scorer.link(link, parent))

    def _offer(self, link: Link, score: float) -> None:
        url = link.url
        why = self._scope.why_not(url)
        if why == OTHER_HOST:
            why = self._proposal(link, score) or why
        elif not why and is_feed(url):
            self._feeds.setdefault(url)
            return
        why = why or trap_in(url) or (NOFOLLOW if link.nofollow else "")
        if why:
            self._frontier.skip(url, why)
        else:
            self._frontier.add(Candidate(url, score))

    def _proposal(self, link: Link, score: float) -> str:
        """A page elsewhere that looks like the union's training is proposed to the reader, and not fetched."""
        if score < PROPOSED or link.boilerplate or self._proposals >= MOST_PROPOSALS:
            return ""
        self._proposals += 1
        return f"proposal: another host, looks like training ({link.text})"

    def count(self, candidate: Candidate, reading: Reading | None, *, same: bool) -> None:
        """Learns from an answer: whether exploring pays, and whether a pattern repeats itself."""
        self._limits.count(candidate.url, same=same)
        if reading is not None and not same and candidate.score < PROMISING <= self._scorer.page(reading.about):
            self._explore_most += EXPLORED_MORE

    def close(self, candidate: Candidate, reached: str, reading: Reading) -> None:
        """Marks the other addresses of a page that was read, so that it is not fetched under them.

        A canonical address is believed when it may be fetched and is neither a front page nor a start: pages that all
        name the front page as their own are a common fault.
        """
        self._frontier.close(canonical(reached))
        own = reading.canonical
        if not own or identity(own) == identity(candidate.url) or is_front_page(own) or self._scope.is_seed(own):
            return
        if not self._scope.why_not(own) and self._frontier.close(own):
            self._frontier.skip(own, f"duplicate: {candidate.url} names it as its canonical address")

    def rest(self) -> Iterable[Candidate]:
        """What was not asked for, best first."""
        return self._frontier.rest()

    def skip(self, url: str, reason: str) -> None:
        """Enters an address in the ledger."""
        self._frontier.skip(url, reason)

    @property
    def ledger(self) -> dict[str, str]:
        """Every address seen and not asked for, with the reason."""
        return self._frontier.skipped
