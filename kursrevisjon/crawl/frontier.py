"""The addresses still to be fetched, best first, and what became of all the others that were seen.

The order depends on nothing but the content: score, then the order in which the addresses were found.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Final

from kursrevisjon.crawl.address import identity

MOST_SKIPPED: Final = 5000
"""Skipped addresses that are remembered for a union's ledger."""
MOST_WAITING: Final = 2000
"""Addresses that wait, at least; of twice as many the better half is kept, as no budget reaches the others."""
NO_ROOM: Final = "too many better addresses"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may be fetched. ``known`` says that it is a seed or was read in an ``earlier`` run."""

    url: str
    score: float
    known: bool = False
    earlier: bool = False


class Frontier:
    """A priority queue that takes every page in once, however it is addressed."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Candidate]] = []
        self._best: dict[str, float] = {}
        self._taken: set[str] = set()
        self._order = count()
        self.skipped: dict[str, str] = {}

    def add(self, candidate: Candidate) -> None:
        """Takes an address in; one that is there already moves up when its new score is better."""
        key = identity(candidate.url)
        if key in self._taken or self._best.get(key, float("-inf")) >= candidate.score:
            return
        self._best[key] = candidate.score
        self.skipped.pop(candidate.url, None)
        heapq.heappush(self._heap, (-candidate.score, next(self._order), candidate))
        if len(self._heap) > 2 * MOST_WAITING:
            self._let_go()

    def _let_go(self) -> None:
        """Drops what scores lowest, but nothing that is ``known``."""
        ordered = sorted(self._heap)
        known = [entry for entry in ordered[MOST_WAITING:] if entry[2].known]
        self._heap = [*ordered[:MOST_WAITING], *known]
        for negative, _, candidate in ordered[MOST_WAITING:]:
            key = identity(candidate.url)
            if not candidate.known and key not in self._taken and self._best.get(key) == -negative:
                del self._best[key]
                self.skip(candidate.url, NO_ROOM)

    def has(self, url: str) -> bool:
        """Whether the page at an address waits or has been taken."""
        key = identity(url)
        return key in self._taken or key in self._best

    def take(self, at_least: float = float("-inf")) -> Candidate | None:
        """The best address that scores that much, or ``None``."""
        while self._heap and -self._heap[0][0] >= at_least:
            negative, _, candidate = heapq.heappop(self._heap)
            key = identity(candidate.url)
            if key not in self._taken and self._best.get(key) == -negative:
                del self._best[key]
                self._taken.add(key)
                return candidate
        return None

    def close(self, url: str) -> bool:
        """Marks a page as done under another of its addresses, so that it is not fetched again; false when it was."""
        key = identity(url)
        is_new = bool(url) and key not in self._taken
        if is_new:
            self._taken.add(key)
        return is_new

    def skip(self, url: str, reason: str) -> None:
        """Enters in the ledger why an address is not fetched; the first reason stands."""
        if url and len(self.skipped) < MOST_SKIPPED:
            self.skipped.setdefault(url, reason)

    def rest(self) -> Iterator[Candidate]:
        """Everything that still waits, best first; the frontier is empty afterwards."""
        while (candidate := self.take()) is not None:
            yield candidate
