"""Many requests, random faults, three kills: nothing is lost, nothing is fetched twice, memory stays flat.

The number of pages is ``KURSREVISJON_SOAK`` (default 400, a few seconds); ``KURSREVISJON_SOAK=20000`` is the long form.
"""

import gzip
import json
import os
import random
import signal
import time
from collections import Counter
from pathlib import Path
from zlib import crc32

from crawl_tools import child, linking
from faults.cases import head
from faults.server import NOT_FOUND, Farm, Reply, Request, Site, Wire

from kursrevisjon.store import Store

PAGES = int(os.environ.get("KURSREVISJON_SOAK", "400"))
SITES = 4
KILLS = 3
MOST_ATTEMPTS = 3
MOST_MEMORY = 160_000
"""Kilobytes of the crawling process at its peak; most of it is there before the first page."""


class Unsteady:
    """A site whose every address has a fault of its own, or none, decided by its letters; some pass at a second try."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()

    def page(self, path: str) -> Reply:
        name = path.rpartition("/")[2] or "a"
        links = [(f"/kurs/{name}{letter}", f"Kurs {name}{letter}") for letter in "abcd"]
        return linking(*links, title=f"Kurs {name}", text=" ".join(f"{name}{step}" for step in range(30)))

    async def __call__(self, wire: Wire, request: Request) -> None:
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


def outcomes(folder: Path) -> dict[tuple[int, str], str]:
    """What is stored: site and path → outcome and digest."""
    found = {}
    with Store.open(folder, readonly=True) as store:
        for number in range(SITES):
            for one in store.iter_outcomes("r1", f"u{number}"):
                path = "/" + one.url.partition("//")[2].partition("/")[2]
                found[number, path] = getattr(one, "digest", "") or str(getattr(one, "cause", ""))
    return found


def asked(sites: list[Site]) -> Counter[tuple[int, str]]:
    return Counter((number, request.path) for number, site in enumerate(sites) for request in site.log)


def test_a_long_crawl_with_faults_and_kills(farm: Farm, tmp_path: Path) -> None:
    rng = random.Random(7)  # noqa: S311 - where to kill
    servers = [Unsteady() for _ in range(SITES)]
    sites = []
    for server in servers:

        async def act(wire: Wire, request: Request, server: Unsteady = server) -> None:
            await server(wire, request)

        sites.append(farm.site({"*": act, "/robots.txt": NOT_FOUND}))
    each = PAGES // SITES
    finished: dict[tuple[int, str], str] = {}
    before: Counter[tuple[int, str]] = Counter()
    for stop in sorted(rng.sample(range(PAGES // 8, PAGES * 7 // 8), KILLS)):
        process = child(tmp_path, each, *sites)
        until = time.monotonic() + 60 + PAGES / 20
        while len(servers[0].asked) * SITES < stop and time.monotonic() < until and process.poll() is None:
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        now = outcomes(tmp_path)
        assert finished.items() <= now.items(), "what was stored stays as it was"
        finished = now
        before = asked(sites)
    process = child(tmp_path, each, *sites)
    out, error = process.communicate(timeout=60 + PAGES / 10)
    told = json.loads(out or "{}")
    assert told.get("complete"), error.decode()
    again = asked(sites) - before
    repeated = [place for place in finished if again[place] and finished[place] != "budget"]
    assert repeated == [], "an address with an outcome is not asked for again"
    last = outcomes(tmp_path)
    assert finished.items() <= last.items()
    assert sum(cause != "budget" for cause in last.values()) == each * SITES
    most = max(count for (_, path), count in asked(sites).items() if path.startswith("/kurs"))
    assert most <= MOST_ATTEMPTS + KILLS
    assert told["peak"] < MOST_MEMORY, told
