"""What is asked of a crawl, and what it tells of itself."""

from dataclasses import dataclass, field
from typing import Protocol

from kursrevisjon.fetch import FetchSettings
from kursrevisjon.model import Page, TradeUnion, Unread


@dataclass(frozen=True, slots=True)
class CrawlSettings:
    """``max_pages`` replaces every union's own page budget; ``max_time`` bounds the crawl, in seconds.

    ``sitemaps`` and ``feeds`` say whether those are looked at when the links seen so far lead to no more training.
    """

    fetch: FetchSettings = field(default_factory=FetchSettings)
    max_pages: int | None = None
    max_time: float | None = None
    sitemaps: bool = True
    feeds: bool = True

    def budget(self, union: TradeUnion) -> int:
        """How many addresses of a union are fetched at most."""
        return union.page_budget if self.max_pages is None else self.max_pages


class Progress(Protocol):
    """Told of every outcome, in the thread that called the crawl."""

    def page(self, union: TradeUnion, outcome: Page | Unread, done: int, budget: int) -> None:
        """An address came to its end; ``done`` of at most ``budget`` have."""

    def union_done(self, union: TradeUnion, complete: bool) -> None:
        """A union was read to its end, or will be read no further."""


class Quiet:
    """Progress that nobody watches."""

    def page(self, union: TradeUnion, outcome: Page | Unread, done: int, budget: int) -> None:
        """Nothing."""

    def union_done(self, union: TradeUnion, complete: bool) -> None:
        """Nothing."""


@dataclass(frozen=True, slots=True)
class UnionSummary:
    """How far a union was read. ``complete`` when to its end; otherwise ``why`` tells what cut it short."""

    complete: bool
    pages: int = 0
    unread: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class CrawlSummary:
    """How a crawl ended. ``complete`` when every union was read to its end."""

    unions: dict[str, UnionSummary]
    interrupted: bool = False
    out_of_time: bool = False

    @property
    def complete(self) -> bool:
        """Whether every union was read to its end."""
        return not self.interrupted and not self.out_of_time and all(union.complete for union in self.unions.values())
