"""What the tests of fetching and crawling share: settings without waiting, a union on a test site, a small memory."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from faults.server import Site

from kursrevisjon.fetch import FetchSettings, Network, Pace, SiteFetcher
from kursrevisjon.model import Affiliation, Seed, TradeUnion

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
