"""The crawl of all unions: sites side by side, one request at a time to each."""

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from kursrevisjon.crawl.address import canonical, host_of
from kursrevisjon.crawl.reader import Judge, PageReader
from kursrevisjon.crawl.scope import UnionScope, host_key
from kursrevisjon.crawl.score import Scorer
from kursrevisjon.crawl.settings import CrawlSettings, CrawlSummary, Progress, Quiet, UnionSummary
from kursrevisjon.crawl.union import UnionCrawl, Workshop
from kursrevisjon.fetch import FetchSettings, Network, Pace, SiteFetcher
from kursrevisjon.model import TradeUnion
from kursrevisjon.store import Store

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)
INTERRUPTED = "interrupted"
OUT_OF_TIME = "out of time"


def crawl_unions(
    unions: Sequence[TradeUnion],
    store: Store,
    run_id: str,
    settings: CrawlSettings,
    *,
    training_words: Callable[[str], float],
    clock: Callable[[], datetime],
    progress: Progress | None = None,
    judge: Judge | None = None,
) -> CrawlSummary:
    """Reads the unions' sites into the store, as outcomes of the run ``run_id``.

    ``training_words`` scores a text as training-related, from 0 to 1; ``clock`` gives aware UTC times. ``judge`` is
    given each page that is extracted, in the worker thread, and gives what is to be kept in the store's cache. A run
    that was cut short goes on where it stopped when it is crawled again. Every address ends as a ``Page`` or an
    ``Unread``, committed as soon as that is known; what was seen and not asked for is in the ledger of skipped
    addresses. A first Ctrl-C or SIGTERM ends the crawl with everything stored. Raises WorkspaceError when nothing can
    be stored.
    """
    reader = PageReader(store, settings.fetch.robots_name, judge, pause=settings.fetch.delay)
    shop = Workshop(store, run_id, settings, Scorer(training_words), clock, progress or Quiet(), reader)
    return asyncio.run(_Crawl(unions, shop).run())


class _Crawl:
    """All unions of one crawl."""

    def __init__(self, unions: Sequence[TradeUnion], shop: Workshop) -> None:
        self._unions = unions
        self._shop = shop
        self._interrupted = False
        self._out_of_time = False
        self._summaries: dict[str, UnionSummary] = {}

    async def run(self) -> CrawlSummary:
        """Crawls every union that is not yet read to its end."""
        done = self._shop.store.union_progress(self._shop.run_id)
        network = Network(self._shop.settings.fetch)
        paces = shared_paces(self._unions, self._shop.settings.fetch)
        tasks = [
            asyncio.create_task(self._crawl(union, network, paces[union.id]), name=union.id)
            for union in self._unions
            if not done.get(union.id)
        ]
        self._summaries = {union.id: UnionSummary(complete=True) for union in self._unions if done.get(union.id)}
        async with self._shop.reader.running():
            with _stop_on_signals(lambda: self._interrupt(tasks)):
                await self._wait(tasks, self._shop.settings.max_time)
                if not self._interrupted and not self._out_of_time:
                    tasks[:] = [asyncio.create_task(self._shop.reader.judge_rest(), name="judging the rest")]
                    await self._wait(tasks, None)
        unions = {union.id: self._summaries[union.id] for union in self._unions if union.id in self._summaries}
        return CrawlSummary(unions, self._interrupted, self._out_of_time)

    async def _wait(self, tasks: list[asyncio.Task[None]], limit: float | None) -> None:
        """Waits for all unions, or until time is up; a mistake of the program in one of them ends them all."""
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=limit, return_when=asyncio.FIRST_EXCEPTION)
        failed = any(not task.cancelled() and task.exception() for task in tasks if task.done())
        self._out_of_time = bool(late) and not failed and not self._interrupted
        for task in late:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for task in tasks:
            if not task.cancelled():
                task.result()

    def _interrupt(self, tasks: list[asyncio.Task[None]]) -> None:
        self._interrupted = True
        for task in tasks:
            task.cancel()

    async def _crawl(self, union: TradeUnion, network: Network, pace: Pace) -> None:
        """Crawls one union and enters how it ended. A union that is interrupted stays open, to be taken up again."""
        shop = self._shop
        scope = UnionScope(union)
        fetcher = SiteFetcher(
            union,
            shop.settings.fetch,
            network=network,
            pace=pace,
            memory=shop.store,
            clock=shop.clock,
            scope=scope.why_not_hop,
        )
        async with fetcher:
            crawl = UnionCrawl(union, shop, fetcher, scope)
            try:
                summary = await crawl.run()
            except asyncio.CancelledError:
                why = INTERRUPTED if self._interrupted else OUT_OF_TIME
                self._summaries[union.id] = crawl.summary(why)
                shop.progress.union_done(union, complete=False)
                raise
        self._summaries[union.id] = summary
        shop.store.finish_union(shop.run_id, union.id, summary.complete)
        shop.progress.union_done(union, complete=summary.complete)


def shared_paces(unions: Sequence[TradeUnion], settings: FetchSettings) -> dict[str, Pace]:
    """A pace for each union, the same one for unions that share a host, be it through a third union."""
    paces: dict[str, Pace] = {}
    by_host: dict[str, Pace] = {}
    for union in unions:
        hosts = {host_key(host) for host in (*union.hosts, host_of(canonical(union.homepage)))}
        met = [by_host[host] for host in sorted(hosts) if host in by_host]
        pace = met[0] if met else Pace(settings)
        for host, other in list(by_host.items()):
            if any(other is one for one in met):
                by_host[host] = pace
        paces = {name: pace if any(other is one for one in met) else other for name, other in paces.items()}
        paces[union.id] = pace
        by_host.update(dict.fromkeys(hosts, pace))
    return paces


@contextmanager
def _stop_on_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Calls ``stop`` on the first Ctrl-C or SIGTERM while the context lasts; a second one has its usual effect.

    Outside the main thread, and where the loop cannot watch signals, they keep their usual effect.
    """
    loop = asyncio.get_running_loop()
    watched: list[signal.Signals] = []

    def once() -> None:
        for number in watched:
            loop.remove_signal_handler(number)
        watched.clear()
        stop()

    if threading.current_thread() is threading.main_thread():
        for number in STOP_SIGNALS:
            try:
                loop.add_signal_handler(number, once)
            except NotImplementedError:  # Windows
                break
            watched.append(number)
    try:
        yield
    finally:
        for number in watched:
            loop.remove_signal_handler(number)
