"""Many requests, random faults, three kills: nothing is lost, nothing is fetched twice, memory stays flat.

The number of requests is ``KURSREVISJON_SOAK`` (default 400, a few seconds). ``make soak`` is the long form with
20 000, and prints what it found.
"""

import gzip
import json
import os
import random
import signal
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit
from zlib import crc32

from crawl_tools import child, linking
from faults.cases import head
from faults.server import NOT_FOUND, Farm, Reply, Request, Site, Wire

from kursrevisjon.model import Page
from kursrevisjon.store import Store

PAGES = int(os.environ.get("KURSREVISJON_SOAK", "400"))
SITES = 4
KILLS = 3
MOST_ATTEMPTS = 3
MOST_SECONDS = 120 + PAGES / 8
"""After which a crawl is killed and the test has failed."""
MOST_GROWTH = 16_000 + 2.5 * PAGES
"""Kilobytes from the peak after a tenth of the pages to that at the end: caches that fill up, and what is remembered of
every address so that none is asked for twice."""


class Unsteady:
    """A site whose every address has a fault of its own, or none, decided by its letters; some pass at a second try."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()

    def page(self, path: str) -> Reply:
        name = path.rpartition("/")[2] or "a"
        links = [(f"/kurs/{name}{letter}", f"Kurs {name}{letter}") for letter in "abcd"]
        return linking(*links, title=f"Kurs {name}", text=" ".join(f"{name}{step}" for step in range(30)))

    async def answer(self, wire: Wire, request: Request) -> None:
        path = request.path
        if path.startswith(("/finnes-ikke", "/sitemap", "/robots")):
            await wire.send(NOT_FOUND.encode())
            return
        self.asked[path] += 1
        fault = crc32(path.encode()) % 100
        passing = fault < 12 and self.asked[path] == 1
        if path != "/" and passing:
            await self.fail(wire, fault)
        elif path != "/" and 12 <= fault < 18:
            await wire.send(Reply(b"x", (404, 410, 403)[fault % 3]).encode())
        elif path != "/" and fault == 18:
            await wire.send(Reply(b"ikke gzip", headers={"content-encoding": "gzip"}).encode())
        else:
            packed = gzip.compress(self.page(path).body)
            await wire.send(Reply(packed, headers={"content-encoding": "gzip"}).encode())

    async def fail(self, wire: Wire, fault: int) -> None:
        if fault < 3:
            wire.reset()
        elif fault < 6:
            await wire.send(head("Content-Length: 900") + b"<p>kort")
        elif fault < 9:
            await wire.send(Reply(b"x", 503).encode())
        else:
            await wire.send(head("Transfer-Encoding: chunked") + b"zz\r\n")


class Places(NamedTuple):
    """What is in the store: site and path → outcome, with its digest and the time it was fetched."""

    outcome: str
    fetched: str


def outcomes(folder: Path) -> dict[tuple[int, str], Places]:
    found = {}
    with Store.open(folder, readonly=True) as store:
        for number in range(SITES):
            for one in store.iter_outcomes("r1", f"u{number}"):
                at = one.fetched if isinstance(one, Page) else one.at
                what = one.digest if isinstance(one, Page) else one.cause.value
                found[number, urlsplit(one.url).path] = Places(what, str(at))
    return found


def asked(sites: list[Site]) -> Counter[tuple[int, str]]:
    return Counter((number, request.path) for number, site in enumerate(sites) for request in site.log)


def crawl_until(most: int, folder: Path, each: int, sites: list[Site]) -> None:
    """Crawls until the sites have been asked that often in all, and kills the crawl."""
    process = child(folder, each, *sites)
    until = time.monotonic() + MOST_SECONDS
    while sum(len(site.log) for site in sites) < most:
        assert process.poll() is None, process.communicate()[1].decode()
        if time.monotonic() > until:
            process.kill()
            raise AssertionError("the crawl does not get on")
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.communicate()


def crawl_to_its_end(folder: Path, each: int, sites: list[Site]) -> dict[str, int]:
    process = child(folder, each, *sites)
    try:
        out, error = process.communicate(timeout=MOST_SECONDS)
    finally:
        process.kill()
    assert process.returncode == 0, error.decode()
    return dict(json.loads(out))


def test_a_long_crawl_with_faults_and_kills(farm: Farm, tmp_path: Path) -> None:
    rng = random.Random(7)  # noqa: S311 - where to kill
    sites = [farm.site({"*": Unsteady().answer, "/robots.txt": NOT_FOUND}) for _ in range(SITES)]
    each = PAGES // SITES
    finished: dict[tuple[int, str], Places] = {}
    lost: set[tuple[int, str]] = set()
    twice: set[tuple[int, str]] = set()
    for stop in [*sorted(rng.sample(range(PAGES // 8, PAGES * 7 // 8), KILLS)), None]:
        before = asked(sites)
        if stop is None:
            told = crawl_to_its_end(tmp_path, each, sites)
        else:
            crawl_until(stop, tmp_path, each, sites)
        now = outcomes(tmp_path)
        again = asked(sites) - before
        lost |= {place for place, one in finished.items() if now.get(place) != one and one.outcome != "budget"}
        twice |= {place for place, one in finished.items() if again[place] and one.outcome != "budget"}
        finished = now
    requests = sum(asked(sites).values())
    done = Counter("read" if one.outcome.startswith("sha256") else one.outcome for one in finished.values())
    print(  # noqa: T201 - what the long form is run for
        f"\n{requests} requests to {SITES} sites, {KILLS} kills: {len(lost)} lost, {len(twice)} fetched twice\n"
        f"outcomes: {', '.join(f'{name} {count}' for name, count in done.most_common())}\n"
        f"peak memory {told['early'] / 1024:.0f} MB after a tenth of the pages, {told['peak'] / 1024:.0f} MB at the end"
    )
    assert told["complete"]
    assert lost == set(), "what was stored stays as it was"
    assert twice == set(), "an address with an outcome is not asked for again"
    assert sum(count for name, count in done.items() if name != "budget") == each * SITES
    most = max(count for (_, path), count in asked(sites).items() if path.startswith("/kurs"))
    assert most <= MOST_ATTEMPTS + KILLS
    assert told["peak"] - told["early"] <= MOST_GROWTH
