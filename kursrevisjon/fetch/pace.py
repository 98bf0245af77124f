"""Politeness: one request at a time to a site, a pause between them, and none to a site that keeps failing.

A site is a group of hosts. Unions that share a host share its pace.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

from kursrevisjon.fetch.failure import FetchError
from kursrevisjon.fetch.settings import FetchSettings
from kursrevisjon.model import UnreadCause

GIVEN_UP: Final = "site given up"
"""How the detail of an outcome begins when the site was left alone."""
NETWORK_BREAKER: Final = 2
"""Addresses in a row without any connection after which a site is left alone for the rest of the run."""


class Pace:
    """The turn-taking of one site. Times are those of a clock that only goes forward, in seconds."""

    def __init__(self, settings: FetchSettings, *, now: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._now = now
        self._turn = asyncio.Lock()
        self._sent = float("-inf")
        self._quiet_until = float("-inf")
        self._failures = 0
        self._second_chance = True
        self.pause = settings.delay
        self.bytes_read = 0
        self.given_up = ""
        self._given_up_as = UnreadCause.UNREACHABLE

    def slow_to(self, crawl_delay: float | None) -> None:
        """Lengthens the pause to a site's Crawl-delay; it never gets shorter than the pause asked for."""
        if crawl_delay is not None:
            self.pause = max(self.pause, crawl_delay)

    def keep_quiet(self, seconds: float) -> None:
        """No request for that long, whoever it is for (Retry-After)."""
        self._quiet_until = max(self._quiet_until, self._now() + seconds)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[Callable[[], None]]:
        """Waits for the site to be free and for its pause to be over; gives a call that marks the moment of sending.

        The pause runs from one sending to the next, so that a slow answer is not added to it, and is measured from the
        moment the last request really left, so that a busy machine does not shorten it.
        """
        async with self._turn:
            while (wait := max(self._sent + self.pause, self._quiet_until) - self._now()) > 0:
                await asyncio.sleep(wait)
            self.mark_sent()
            yield self.mark_sent

    def mark_sent(self) -> None:
        """Starts the pause anew."""
        self._sent = self._now()

    def count(self, failure: FetchError | None) -> None:
        """Counts addresses that failed in a row for the site's own reasons; ``None`` is one that was answered."""
        if failure is None or not failure.site:
            self._failures = 0
            return
        self._failures += 1
        if failure.network and self._failures >= NETWORK_BREAKER:
            self.give_up(failure.detail)
        elif self._failures >= self._settings.breaker:
            self._break(failure)

    def give_up(self, why: str, cause: UnreadCause = UnreadCause.UNREACHABLE) -> None:
        """Leaves the site alone for the rest of the run; the first reason stands."""
        if not self.given_up:
            self.given_up, self._given_up_as = why, cause

    def _break(self, failure: FetchError) -> None:
        if not self._second_chance:
            self.give_up(failure.detail)
            return
        self._second_chance = False
        self._failures = self._settings.breaker - 1
        self.keep_quiet(self._settings.breaker_pause)

    def refuse_when_given_up(self) -> None:
        """Raises FetchError when the site is left alone, without a request."""
        if self.given_up:
            raise FetchError(self._given_up_as, f"{GIVEN_UP}: {self.given_up}")
