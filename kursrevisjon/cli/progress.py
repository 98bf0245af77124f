"""Progress on stderr: bars per union and in total on a terminal, plain lines elsewhere."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from kursrevisjon.cli.support import say
from kursrevisjon.crawl import CrawlSettings
from kursrevisjon.crawl import Progress as CrawlProgress
from kursrevisjon.model import Page, TradeUnion, Unread


class _Lines:
    """A line when a union is done."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._ended = 0
        self._read: dict[str, int] = {}
        self._unread: dict[str, int] = {}

    def page(self, union: TradeUnion, outcome: Page | Unread, done: int, budget: int) -> None:
        """Counts an address."""
        counts = self._read if isinstance(outcome, Page) else self._unread
        counts[union.id] = counts.get(union.id, 0) + 1

    def union_done(self, union: TradeUnion, complete: bool) -> None:
        """Tells that a union is done."""
        self._ended += 1
        state = "ferdig" if complete else "ikke lest til ende"
        read, unread = self._read.get(union.id, 0), self._unread.get(union.id, 0)
        say(f"[{self._ended}/{self._total}] {union.short_name}: {state}, {read} sider lest, {unread} ikke lest")


class _Bars:
    """A bar per union that is being read and one in total, with the rate and the time left."""

    def __init__(self, progress: Progress, unions: Sequence[TradeUnion], settings: CrawlSettings) -> None:
        self._progress = progress
        self._budgets = {union.id: settings.budget(union) for union in unions}
        self._total = progress.add_task("I alt", total=sum(self._budgets.values()), rate="")
        self._tasks: dict[str, TaskID] = {}
        self._done: dict[str, int] = {}

    def page(self, union: TradeUnion, outcome: Page | Unread, done: int, budget: int) -> None:
        """Moves the union's bar and the total."""
        if union.id not in self._tasks:
            self._tasks[union.id] = self._progress.add_task(union.short_name, total=budget, rate="")
        self._done[union.id] = done
        # Addresses that robots.txt refuses cost no budget, so that more may be done than was planned.
        self._budgets[union.id] = max(done, budget)
        self._progress.update(self._tasks[union.id], completed=done, total=self._budgets[union.id])
        self._move()

    def union_done(self, union: TradeUnion, complete: bool) -> None:
        """Takes the union's bar away; what it did not use of its budget is no longer waited for."""
        self._budgets[union.id] = self._done.get(union.id, 0)
        task = self._tasks.pop(union.id, None)
        if task is not None:
            self._progress.remove_task(task)
        self._move()

    def _move(self) -> None:
        done = sum(self._done.values())
        elapsed = next(task.elapsed for task in self._progress.tasks if task.id == self._total) or 0.0
        rate = f"{done / elapsed:.1f} sider/s" if elapsed else ""
        self._progress.update(self._total, completed=done, total=sum(self._budgets.values()), rate=rate)


@contextmanager
def progress_for(unions: Sequence[TradeUnion], settings: CrawlSettings) -> Iterator[CrawlProgress]:
    """Progress for a crawl of these unions, for as long as the block lasts."""
    if not sys.stderr.isatty():
        yield _Lines(len(unions))
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"))
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as progress:
        yield _Bars(progress, unions, settings)
