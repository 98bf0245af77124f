"""The crawl of one union: from its seeds, best first, until its budget is spent or nothing promising is left.

The order of the addresses follows from the content alone. So a crawl that was cut short goes on by being run again from
its start, with the outcomes that are in the store in place of requests.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from kursrevisjon.crawl.answers import Answers
from kursrevisjon.crawl.finder import Finder
from kursrevisjon.crawl.frontier import Candidate
from kursrevisjon.crawl.history import History
from kursrevisjon.crawl.listings import Listings
from kursrevisjon.crawl.reader import PageReader
from kursrevisjon.crawl.reading import Reading, as_unread
from kursrevisjon.crawl.scope import UnionScope
from kursrevisjon.crawl.score import PROMISING, Scorer
from kursrevisjon.crawl.settings import CrawlSettings, Progress, UnionSummary
from kursrevisjon.crawl.soft404 import Probe
from kursrevisjon.fetch import GIVEN_UP, SiteFetcher
from kursrevisjon.model import Page, TradeUnion, Unread, UnreadCause
from kursrevisjon.store import Skipped, Store

MOST_BUDGET_CAUSES: Final = 100
"""Promising addresses recorded as unread for want of budget; the ledger holds the others."""
FREE_OF_CHARGE: Final = frozenset({UnreadCause.ROBOTS, UnreadCause.ROBOTS_UNREACHABLE, UnreadCause.BUDGET})
"""Outcomes that do not count against the page budget, as nothing of the page was asked for."""


@dataclass(frozen=True)
class Workshop:
    """What the crawls of all unions share."""

    store: Store
    run_id: str
    settings: CrawlSettings
    scorer: Scorer
    clock: Callable[[], datetime]
    progress: Progress
    reader: PageReader


class UnionCrawl:
    """One union's crawl; ``run`` it once."""

    def __init__(self, union: TradeUnion, shop: Workshop, fetcher: SiteFetcher, scope: UnionScope) -> None:
        self._union = union
        self._shop = shop
        self._fetcher = fetcher
        self._budget = shop.settings.budget(union)
        self._history = History(shop.store, shop.run_id, union.id)
        self._finder = Finder(
            union,
            scope,
            shop.scorer,
            Listings(union, scope, fetcher, shop.store, shop.clock),
            sitemaps=shop.settings.sitemaps,
            feeds=shop.settings.feeds,
        )
        probe = Probe(fetcher, self._reading)
        self._answers = Answers(
            union,
            scorer=shop.scorer,
            history=self._history,
            probe=probe,
            read=self._reading,
            clock=shop.clock,
        )
        self._stored: dict[str, Unread | None] = {}
        self._spent = 0
        self._cut_short = ""
        self._unreachable = ""
        self.pages = 0
        self.unread = 0

    def summary(self, why: str = "") -> UnionSummary:
        """How far the crawl has come; ``why`` it goes no further, when that is not of its own accord."""
        why = why or self._fetcher.pace.given_up or self._cut_short
        if not why and not self.pages:
            why = self._unreachable
        return UnionSummary(not why, self.pages, self.unread, why)

    async def run(self) -> UnionSummary:
        """Fetches what the union's budget allows; every address ends in the store."""
        try:
            self._load_stored()
            self._finder.add_known(self._history.addresses())
            while self._spent < self._budget:
                candidate = await self._finder.next(alone=bool(self._fetcher.pace.given_up))
                if candidate is None:
                    break
                await self._visit(candidate)
            self._leave_rest()
        finally:
            self._write_ledger()
        return self.summary()

    def _load_stored(self) -> None:
        """Notes the outcomes of the same run from before it was cut short; its pages stay in the store until needed."""
        store, ids = self._shop.store, (self._shop.run_id, self._union.id)
        self._stored = dict.fromkeys(store.done_urls(*ids))
        for unread in store.unread(*ids):
            if unread.cause is UnreadCause.BUDGET:
                del self._stored[unread.url]
            else:
                self._stored[unread.url] = unread

    def _take_stored(self, url: str) -> Page | Unread | None:
        """The outcome from before the crawl was cut short."""
        if url not in self._stored:
            return None
        return self._stored.pop(url) or self._shop.store.last_page(self._union.id, url)

    async def _visit(self, candidate: Candidate) -> None:
        """Brings one address to its end."""
        earlier = self._take_stored(candidate.url)
        if earlier is not None:
            reading = await self._reading(earlier) if isinstance(earlier, Page) else None
            await self._conclude(candidate, earlier, reading, None)
            return
        before = self._history.last_page(candidate.url)
        if before is None and candidate.earlier:
            return
        outcome = await self._fetch(candidate.url, before)
        if isinstance(outcome, Page):
            # Stored before it is looked at: a page that was fetched is never fetched again, whatever happens next.
            stored = replace(outcome, body=b"") if outcome.not_modified else outcome
            self._shop.store.add_page(self._shop.run_id, stored)
        reading = await self._reading(outcome) if isinstance(outcome, Page) else None
        await self._conclude(candidate, outcome, reading, before)

    async def _fetch(self, url: str, before: Page | None) -> Page | Unread:
        """Asks for an address; only for a change when it was read before."""
        if before is None:
            return await self._fetcher.get(url)
        headers = before.headers
        outcome = await self._fetcher.get(
            url,
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
            reached=before.url_reached,
        )
        if isinstance(outcome, Page) and outcome.not_modified:
            return replace(
                outcome,
                body=before.body,
                digest=before.digest,
                media_type=before.media_type,
                charset=before.charset,
                headers={**before.headers, **outcome.headers},
            )
        return outcome

    async def _conclude(
        self, candidate: Candidate, fetched: Page | Unread, reading: Reading | None, before: Page | None
    ) -> None:
        """Judges an answer, records what it comes to, and takes in the links of a page."""
        judgement = await self._answers.judge(candidate, fetched, reading)
        outcome = await self._answers.after_loss(judgement.outcome, reading, before)
        if isinstance(outcome, Unread):
            self._shop.store.add_unread(self._shop.run_id, outcome)
        for url in judgement.others:
            self._shop.store.add_unread(self._shop.run_id, self._answers.as_soft_404(url))
            self.pages -= 1
            self.unread += 1
        self._count(outcome, reading)
        same = judgement.same or _is_soft_404(outcome)
        self._finder.count(candidate, reading, same=same)
        if isinstance(outcome, Page) and reading is not None:
            self._finder.close(candidate, outcome.url_reached, reading)
            if not same:
                self._finder.follow(reading)

    def _count(self, outcome: Page | Unread, reading: Reading | None) -> None:
        if isinstance(outcome, Page) and reading is not None:
            # Stored as it came, so that it can be read anew by better rules; told as what it is.
            outcome = as_unread(outcome, reading) or outcome
        if isinstance(outcome, Page):
            self.pages += 1
            self._spent += 1
        else:
            self.unread += 1
            if outcome.cause not in FREE_OF_CHARGE and not self._fetcher.pace.given_up:
                self._spent += 1
            if outcome.detail.startswith(GIVEN_UP) or outcome.cause is UnreadCause.ROBOTS_UNREACHABLE:
                self._cut_short = outcome.detail
            if outcome.cause is UnreadCause.UNREACHABLE:
                self._unreachable = outcome.detail
        self._shop.progress.page(self._union, outcome, self.pages + self.unread, self._budget)

    async def _reading(self, page: Page) -> Reading:
        """What the crawl needs to know of a page, with its new links scored ahead."""
        return await self._shop.reader.read(page, self._to_score)

    def _to_score(self, reading: Reading) -> Callable[[], None] | None:
        links = self._finder.unseen(reading.links)
        return (lambda: self._finder.score(links, reading)) if links else None

    def _leave_rest(self) -> None:
        """Records what was promising and not asked for; all other addresses go to the ledger."""
        left = 0
        for candidate in self._finder.rest():
            if candidate.score < PROMISING:
                self._finder.skip(candidate.url, "does not look like training")
            elif left >= MOST_BUDGET_CAUSES:
                self._finder.skip(candidate.url, "page budget spent")
            else:
                left += 1
                detail = f"the page budget of {self._budget} is spent"
                unread = Unread(self._union.id, candidate.url, UnreadCause.BUDGET, detail, self._shop.clock())
                self._shop.store.add_unread(self._shop.run_id, unread)
                self.unread += 1

    def _write_ledger(self) -> None:
        entries = [Skipped(self._union.id, url, reason) for url, reason in self._finder.ledger.items()]
        self._shop.store.add_all_skipped(self._shop.run_id, entries)


def _is_soft_404(outcome: Page | Unread) -> bool:
    """Whether an address gave an error page with status 200, be it for the first time."""
    if isinstance(outcome, Page):
        return False
    return outcome.cause is UnreadCause.SOFT_404 or outcome.detail.startswith(f"{UnreadCause.SOFT_404}:")
