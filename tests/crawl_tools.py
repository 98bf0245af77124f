"""What the tests of fetching and crawling share: settings without waiting, a union on a test site, a small memory."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import inf
from pathlib import Path
from urllib.parse import urlsplit
from zlib import crc32

from faults.server import NOT_FOUND, Reply, Request, Site, page

from kursrevisjon.crawl import CrawlSettings, CrawlSummary, Progress, crawl_unions
from kursrevisjon.fetch import FetchSettings, Network, Pace, SiteFetcher
from kursrevisjon.model import Affiliation, Page, RunInfo, Seed, TradeUnion, Unread
from kursrevisjon.store import Store

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def settings(**changes: object) -> FetchSettings:
    """Settings for loopback: no pause, tiny back-off."""
    base: dict[str, object] = {
        "user_agent": "kursrevisjon/1 (+https://example.org/; post@example.org)",
        "delay": 0.0,
        "backoff": 0.005,
        "breaker_pause": 0.02,
        "timeout_connect": 2.0,
        "timeout_read": 2.0,
        "timeout_total": 5.0,
        "allow_private": True,
    }
    return FetchSettings(**{**base, **changes})  # type: ignore[arg-type]


def union(site: Site, *seeds: str, **changes: object) -> TradeUnion:
    """A made-up union whose site is a test site."""
    base: dict[str, object] = {
        "id": "prove",
        "name": "Prøveforbundet",
        "short_name": "Prøve",
        "homepage": f"{site.url}/",
        "affiliations": (Affiliation("LO"),),
        "seeds": tuple(Seed(f"{site.url}{path}") for path in seeds),
        "hosts": (site.host,),
        "page_budget": 30,
    }
    return TradeUnion(**{**base, **changes})  # type: ignore[arg-type]


@dataclass
class Fact:
    value: str


class Facts:
    """A memory that lasts as long as the test."""

    def __init__(self) -> None:
        self.facts: dict[tuple[str, str], Fact] = {}

    def get_fact(self, site: str, key: str) -> Fact | None:
        return self.facts.get((site, key))

    def put_fact(self, site: str, key: str, value: str, at: datetime) -> None:
        self.facts[site, key] = Fact(value)


class Clock:
    """A clock that the test sets."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


def fetcher(
    site: Site,
    limits: FetchSettings,
    *,
    memory: Facts | None = None,
    clock: Callable[[], datetime] | None = None,
    scope: Callable[[str], str] | None = None,
    pace: Pace | None = None,
    network: Network | None = None,
) -> SiteFetcher:
    """A fetcher for a test site, whose scope is that site's host."""

    def on_site(url: str) -> str:
        return "" if url.startswith(f"{site.url}/") else "other host"

    return SiteFetcher(
        union(site),
        limits,
        network=network or Network(limits),
        pace=pace or Pace(limits),
        memory=memory or Facts(),
        clock=clock or Clock(),
        scope=scope or on_site,
    )


class NotedPace(Pace):
    """A pace that notes, for each request, when its turn came and when it left, by the clock that it waits with."""

    def __init__(self, limits: FetchSettings) -> None:
        super().__init__(limits)
        self.marks: list[float] = []

    def mark_sent(self) -> None:
        super().mark_sent()
        self.marks.append(self._sent)


def assert_paused(pace: NotedPace, pause: float, *sites: Site) -> None:
    """No turn came sooner than the pause after the request before it left, and the sites saw these requests and no
    other, each in its own turn. A busy machine changes none of that, as all of it is told by one clock.
    """
    turns, left = pace.marks[::2], pace.marks[1::2]
    seen = sorted(request.at for site in sites for request in site.log)
    assert len(seen) == len(turns) == len(left) > 1
    assert [after for before, after in zip(left, turns[1:], strict=False) if after < before + pause] == []
    assert all(sent <= at <= ends for sent, at, ends in zip(left, seen, [*turns[1:], inf], strict=True))


WORDS = ("kurs", "opplæring", "opplaering", "tillitsvalgt", "skolering", "trinn")


def training_words(text: str) -> float:
    return 0.6 if any(word in text.lower() for word in WORDS) else 0.0


def info(run_id: str = "r1", **changes: object) -> RunInfo:
    base = {"id": run_id, "started": NOW, "complete": False, "tool": "test", "lexicon": "l", "sources": "s"}
    return RunInfo.model_validate({**base, **changes})


def crawl(
    store: Store,
    *unions: TradeUnion,
    run_id: str = "r1",
    clock: Clock | None = None,
    progress: Progress | None = None,
    **limits: object,
) -> CrawlSummary:
    """Crawls the unions as a run, which is begun when it is new."""
    clock = clock or Clock()
    if run_id not in {run.id for run in store.runs()}:
        store.begin_run(info(run_id, started=clock()), [one.id for one in unions])
    crawl_limits = {name: limits.pop(name) for name in ("max_pages", "max_time", "sitemaps", "feeds") if name in limits}
    chosen = CrawlSettings(settings(**limits), **crawl_limits)  # type: ignore[arg-type]
    return crawl_unions(unions, store, run_id, chosen, training_words=training_words, clock=clock, progress=progress)


def details(store: Store, run_id: str = "r1", union_id: str = "prove") -> dict[str, str]:
    """Path → the detail of its Unread."""
    found = store.outcomes(run_id, union_id)
    return {urlsplit(one.url).path: one.detail for one in found if isinstance(one, Unread)}


def ledger(store: Store, site: Site, run_id: str = "r1", union_id: str = "prove") -> dict[str, str]:
    """Path, or address on another site, → why it was not asked for."""
    return {one.url.removeprefix(site.url): one.reason for one in store.skipped(run_id, union_id)}


def outcomes(store: Store, site: Site, run_id: str = "r1", union_id: str = "prove") -> dict[str, str]:
    """Path → ``read`` or cause, in the order recorded."""
    found = store.outcomes(run_id, union_id)
    return {one.url.removeprefix(site.url): "read" if isinstance(one, Page) else one.cause.value for one in found}


def own_text(request: Request) -> Reply:
    """A page that says something of its own at every address, and 404 where the crawl asks for what is not there."""
    if request.path.startswith(("/finnes-ikke", "/sitemap")):
        return NOT_FOUND
    name = request.target.strip("/").replace("/", " ")
    return page(" ".join(f"{name} {crc32(f'{name}{step}'.encode())}" for step in range(40)), title=name)


def linking(*links: tuple[str, str], title: str = "Side", text: str = "Om forbundet.") -> Reply:
    """A page with links, each an address and a text."""
    anchors = "".join(f"<p><a href='{url}'>{words}</a></p>" for url, words in links)
    return page(f"{text} {anchors}", title=title)


def child(folder: Path, pages: int, *sites: Site) -> subprocess.Popen[bytes]:
    """A process that crawls the sites into the workspace; its unions are ``u0``, ``u1``, ..."""
    here = Path(__file__).parent
    paths = os.pathsep.join([str(here), str(here.parent)])
    return subprocess.Popen(  # noqa: S603 - this very program
        [sys.executable, "-m", "faults.child", str(folder), str(pages), *(site.host for site in sites)],
        env={**os.environ, "PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
