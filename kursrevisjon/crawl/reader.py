"""Reading pages away from the loop that sends requests: extraction first, judging when nothing waits to be read.

One worker thread does both. The site whose page is read waits for it, as its next address may stand on it; nobody waits
for a page to be judged, and one that finds no place in the queue is judged when the run is.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Final, TypeVar

from kursrevisjon.crawl.reading import Reading, cache_key, from_json, reading_of, to_json
from kursrevisjon.extract import extract
from kursrevisjon.model import Document, Page, Unread
from kursrevisjon.store import Store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

Result = TypeVar("Result")
Judge = Callable[[Page, Document | Unread], Mapping[str, str]]
"""Given each extracted page, in the worker thread; gives what is to be kept of it in the store, by key."""
Score = Callable[[Reading], Callable[[], None] | None]
"""Gives the work of scoring what is new on a page, to be done in the worker thread; ``None`` when nothing is."""

MOST_WAITING: Final = 16
"""Documents that wait to be judged at a time, so that memory does not grow with them."""


class PageReader:
    """Reads the pages of all unions of a crawl. Use it inside ``running``.

    ``pause`` is the one between two requests to a site, in seconds. A page may take half of it to be read and to find a
    place among those that wait to be judged, so that on a busy machine its site is not asked later than it may be.
    Without a pause, waiting delays nothing, as the machine is busy all the time.
    """

    def __init__(
        self,
        store: Store,
        robots_name: str,
        judge: Judge | None = None,
        *,
        pause: float = 0.0,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._patience = pause / 2 or None
        self._now = now
        self._store = store
        self._robots_name = robots_name
        self._judge = judge
        self._waiting: asyncio.Queue[tuple[Page, Document | Unread]] = asyncio.Queue(MOST_WAITING)
        self._idle = asyncio.Event()
        self._idle.set()
        self._reading = 0
        self._failure: Exception | None = None
        self._worker: ThreadPoolExecutor | None = None

    @asynccontextmanager
    async def running(self) -> "AsyncIterator[None]":
        """Keeps the worker for as long as the context lasts; what then still waits to be judged is left."""
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="reading") as self._worker:
            judging = asyncio.create_task(self._judge_waiting(), name="judging")
            try:
                yield
            finally:
                judging.cancel()
                await asyncio.gather(judging, return_exceptions=True)

    async def judge_rest(self) -> None:
        """Waits until everything that was read has been judged. Raises what the judge raised."""
        await self._waiting.join()
        self._raise_failure()

    async def read(self, page: Page, score: Score | None = None) -> Reading:
        """What the crawl needs to know of a page: from the store when the same bytes were read before."""
        self._raise_failure()
        key = cache_key(page, self._robots_name)
        known = self._store.cached(key)
        if known is not None:
            reading = from_json(known)
            work = score(reading) if score is not None else None
            if work is not None:
                await self._first(work)
            return reading
        begun = self._now()
        found, reading = await self._first(lambda: self._read(page, score))
        self._store.put_cached(key, to_json(reading))
        if self._judge is not None:
            left = None if self._patience is None else max(0.0, self._patience - (self._now() - begun))
            await self._leave_to_judge(page, found, left)
        return reading

    async def _leave_to_judge(self, page: Page, found: Document | Unread, left: float | None) -> None:
        """Hands a page over to be judged; when there is no place for it in the seconds that are left, it is let be."""
        if not self._waiting.full():
            self._waiting.put_nowait((page, found))
            return
        with suppress(TimeoutError):
            await asyncio.wait_for(self._waiting.put((page, found)), left)

    def _read(self, page: Page, score: Score | None) -> tuple[Document | Unread, Reading]:
        found = extract(page)
        reading = reading_of(page, found, self._robots_name)
        work = score(reading) if score is not None else None
        if work is not None:
            work()
        return found, reading

    async def _first(self, work: Callable[[], Result]) -> Result:
        """Does work that a site waits for; no judging begins meanwhile."""
        self._reading += 1
        self._idle.clear()
        try:
            return await self._in_worker(work)
        finally:
            self._reading -= 1
            if not self._reading:
                self._idle.set()

    async def _in_worker(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._worker, work)

    async def _judge_waiting(self) -> None:
        """Judges what waits, one at a time, whenever nothing is to be read."""
        while True:
            page, found = await self._waiting.get()
            await self._idle.wait()
            try:
                await self._judge_one(page, found)
            except Exception as error:
                self._failure = self._failure or error
            finally:
                self._waiting.task_done()

    async def _judge_one(self, page: Page, found: Document | Unread) -> None:
        judge = self._judge
        if judge is None or self._failure is not None:
            return
        kept = await self._in_worker(lambda: judge(page, found))
        with self._store.transaction():
            for key, value in kept.items():
                self._store.put_cached(key, value)

    def _raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure
