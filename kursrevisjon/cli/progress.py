"""Progress on stderr: bars per union and in total on a terminal, plain lines elsewhere."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from kursrevisjon.cli.support import say
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
        state = "ferdig" if complete else "avbrutt"
        read, unread = self._read.get(union.id, 0), self._unread.get(union.id, 0)
        say(f"[{self._ended}/{self._total}] {union.short_name}: {state}, {read} sider lest, {unread} ikke lest")


class _Bars:
    """A bar per union and one in total, with the rate and the time left."""

    def __init__(self, progress: Progress, unions: Sequence[TradeUnion]) -> None:
        self._progress = progress
        self._total = progress.add_task("I alt", total=sum(union.page_budget for union in unions), rate="")
        self._tasks: dict[str, TaskID] = {}
        self._pages = 0

    def page(self, union: TradeUnion, outcome: Page | Unread, done: int, budget: int) -> None:
        """Moves the union's bar and the total."""
        if union.id not in self._tasks:
            self._tasks[union.id] = self._progress.add_task(union.short_name, total=budget, rate="")
        self._pages += 1
        elapsed = self._progress.tasks[0].elapsed or 0.0
        rate = f"{self._pages / elapsed:.1f} sider/s" if elapsed else ""
        self._progress.update(self._tasks[union.id], completed=done, total=budget)
        self._progress.update(self._total, advance=1, rate=rate)

    def union_done(self, union: TradeUnion, complete: bool) -> None:
        """Fills the union's bar."""
        task = self._tasks.get(union.id)
        if task is not None:
            self._progress.update(task, total=self._progress.tasks[task].completed, visible=not complete)


@contextmanager
def progress_for(unions: Sequence[TradeUnion]) -> Iterator[_Lines | _Bars]:
    """Progress for a crawl of these unions, for as long as the block lasts."""
    if not sys.stderr.isatty():
        yield _Lines(len(unions))
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"))
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as progress:
        yield _Bars(progress, unions)
