"""Crawl benchmarks: ratios of kursrevisjon to Scrapy on the same generated sites, within one run.

    python -m benchmarks.crawl [NAME ...] [--rounds N]      (make bench-crawl: all of them)

Names: politeness, cpu, memory, rescan, focus (default: all). At the end every ratio stands beside its goal. Scrapy is
used from ``benchmarks/.venv-peers``, which is made when it is missing. Only ratios mean anything: machines differ, and
other work runs beside. Rounds are interleaved (kursrevisjon, Scrapy, kursrevisjon ...), a ratio is taken within its
round, and the median over the rounds is told. CPU is user and system time of the client, servers apart.
"""

import argparse
import itertools
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.crawl.sites import training_paths

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PEERS = ROOT / "benchmarks" / ".venv-peers"
SCRAPY = "scrapy==2.19.0"

Arrival = tuple[str, str, float, int]


def free_port() -> int:
    """A port of which nobody listens on the first site's address; the others are taken to be as free."""
    with socket.socket() as probe:
        probe.bind(("127.0.1.1", 0))
        return int(probe.getsockname()[1])


PORT = free_port()


@dataclass(frozen=True)
class Figure:
    """A ratio beside its goal."""

    name: str
    value: float
    goal: float
    at_least: bool = False

    def __str__(self) -> str:
        held = self.value >= self.goal if self.at_least else self.value <= self.goal
        sign = ">=" if self.at_least else "<="
        return f"{self.name:64}{self.value:8.3g}  {sign} {self.goal:<6g}{'held' if held else 'MISSED'}"


@dataclass
class Used:
    """What a process used: seconds of wall and CPU, peak memory in MB."""

    wall: float
    cpu: float
    peak: float


@contextmanager
def sites(kind: str, count: int, pages: int) -> Iterator[list[Arrival]]:
    """Runs the sites; the list holds the arrivals when the context has ended."""
    arrivals: list[Arrival] = []
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log.json"
        command = [sys.executable, "-m", "benchmarks.crawl.sites", kind, str(count), str(pages), str(PORT), str(log)]
        server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
        assert server.stdout is not None
        server.stdout.readline()
        try:
            yield arrivals
        finally:
            server.terminate()
            server.wait(30)
            server.stdout.close()
        arrivals.extend(tuple(one) for one in json.loads(log.read_text()))


def measured(command: list[str]) -> Used:
    """Runs a process and measures it; its own children are not counted."""
    started = time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, status, used = os.wait4(process.pid, 0)
    error = process.stderr.read().decode()[-2000:]
    process.stderr.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 4):
        raise SystemExit(f"{command}: exit {process.returncode}\n{error}")
    return Used(time.monotonic() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def sources_file(folder: Path, count: int, pages: int) -> Path:
    unions = [
        {
            "id": f"u{site}",
            "name": f"Oppdiktet forbund {site}",
            "homepage": f"http://127.0.1.{site}:{PORT}/",
            "affiliations": [{"main_org": "LO"}],
            "basis": "inferred",
            "workplaces": ["oppdiktet"],
            "seeds": [{"url": f"http://127.0.1.{site}:{PORT}/"}],
            "hosts": [f"127.0.1.{site}:{PORT}"],
            "page_budget": pages,
        }
        for site in range(1, count + 1)
    ]
    path = folder / "sources.json"
    path.write_text(
        json.dumps({"contact": "bench@example.org", "fictional": True, "main_orgs": ["LO"], "unions": unions})
    )
    return path


def ours(folder: Path, count: int, pages: int, delay: float) -> Used:
    command = [
        *(sys.executable, "-m", "kursrevisjon", "scan", "--format", "json", "--allow-private", "--new"),
        *("--delay", str(delay), "--workspace", str(folder / "work")),
        *("--sources", str(sources_file(folder, count, pages))),
    ]
    return measured(command)


def scrapy(count: int, pages: int, delay: float, *, random: bool = False, parse_with: str = "bs4") -> Used:
    mode = "random" if random else "fixed"
    python = str(PEERS / "bin" / "python")
    return measured(
        [python, str(HERE / "scrapy_peer.py"), str(count), str(pages), str(PORT), str(delay), mode, parse_with]
    )


def ensure_peers() -> None:
    """Installs Scrapy in an environment of its own."""
    if (PEERS / "bin" / "scrapy").exists():
        return
    subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
    subprocess.run([str(PEERS / "bin" / "pip"), "install", "-q", SCRAPY, "beautifulsoup4", "lxml"], check=True)


def gaps(arrivals: list[Arrival]) -> tuple[float, float, int]:
    """The smallest gap of any site, the longest bound (all gaps of the busiest site at one second), its requests."""
    times: dict[str, list[float]] = defaultdict(list)
    for host, _, at, _ in arrivals:
        times[host].append(at)
    smallest = min(later - earlier for one in times.values() for earlier, later in itertools.pairwise(one))
    span = max(one[-1] - one[0] for one in times.values())
    return smallest, span, max(len(one) for one in times.values())


def politeness(rounds: int) -> list[Figure]:
    """20 sites x 15 pages at one request a second: wall against the bound, and the smallest gap."""
    print("\npoliteness: 20 sites x 15 pages and robots.txt, pause 1 s; from a site's first request to its last")
    print(f"{'client':26}{'span / bound':>14}{'process / bound':>17}{'smallest gap':>14}{'requests':>10}")
    spans, smallest = [], []
    for number in range(rounds):
        for name in ("kursrevisjon", "scrapy, defaults", "scrapy, fixed delay"):
            with tempfile.TemporaryDirectory() as folder, sites("dense", 20, 15) as arrivals:
                if name == "kursrevisjon":
                    used = ours(Path(folder), 20, 15, 1.0)
                elif number:
                    continue
                else:
                    used = scrapy(20, 15, 1.0, random="defaults" in name)
            gap, span, requests = gaps(arrivals)
            bound = requests - 1
            print(f"{name:26}{span / bound:14.3f}{used.wall / bound:17.3f}{gap:14.3f}{requests:10}", flush=True)
            if name == "kursrevisjon":
                spans.append(span / bound)
                smallest.append(gap)
    return [
        Figure("politeness: span / bound", statistics.median(spans), 1.05),
        Figure("politeness: smallest gap / pause", statistics.median(smallest), 0.98, at_least=True),
    ]


def pages_in(arrivals: list[Arrival]) -> int:
    """How many requests were answered with a page."""
    return sum(size > 1000 for _, _, _, size in arrivals)


def cpu(rounds: int) -> list[Figure]:
    """20 sites x 100 pages without pause: CPU per page of the whole scan against Scrapy + bs4."""
    print("\ncpu: 20 sites x 100 pages, no pause (whole process; kursrevisjon also classifies, stores and reports)")
    ratios, memory = [], []
    for number in range(rounds):
        with tempfile.TemporaryDirectory() as folder, sites("dense", 20, 100) as my_log:
            mine = ours(Path(folder), 20, 100, 0.0)
        with sites("dense", 20, 100) as peer_log:
            peer = scrapy(20, 100, 0.0)
        my_cost, peer_cost = mine.cpu / pages_in(my_log), peer.cpu / pages_in(peer_log)
        ratios.append(my_cost / peer_cost)
        memory.append(mine.peak / peer.peak)
        print(
            f"round {number + 1}: kursrevisjon {my_cost * 1000:.1f} ms/page ({pages_in(my_log)} pages), "
            f"{mine.peak:.0f} MB; "
            f"scrapy + bs4 {peer_cost * 1000:.1f} ms/page ({pages_in(peer_log)} pages), {peer.peak:.0f} MB",
            flush=True,
        )
    told = subprocess.run([sys.executable, "-m", "benchmarks.crawl.parts"], cwd=ROOT, check=True, capture_output=True)
    print(told.stdout.decode().strip())
    return [
        Figure("cpu: a page, whole scan / Scrapy + bs4", statistics.median(ratios), 1.2),
        Figure("cpu: peak memory, whole scan / Scrapy + bs4", statistics.median(memory), 0.8),
    ]


def memory(_rounds: int) -> list[Figure]:
    """Peak memory at 200 and at 2000 pages."""
    print("\nmemory: 20 sites x 10 pages against 20 sites x 100 pages")
    peaks = []
    for pages in (10, 100):
        with tempfile.TemporaryDirectory() as folder, sites("dense", 20, pages):
            peaks.append(ours(Path(folder), 20, pages, 0.0).peak)
    print(f"200 pages {peaks[0]:.0f} MB, 2000 pages {peaks[1]:.0f} MB", flush=True)
    return [Figure("memory: peak at 2000 pages / at 200", peaks[1] / peaks[0], 1.1)]


def rescan(rounds: int) -> list[Figure]:
    """The same sites once more with nothing changed: CPU and bytes against the first scan."""
    print("\nrescan: 20 sites x 100 pages, nothing changed")
    cpu_ratios, byte_ratios = [], []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            with sites("dense", 20, 100) as first_log:
                first = ours(Path(folder), 20, 100, 0.0)
            with sites("dense", 20, 100) as second_log:
                second = ours(Path(folder), 20, 100, 0.0)
        cpu_ratios.append(first.cpu / second.cpu)
        byte_ratios.append(sum(one[3] for one in first_log) / sum(one[3] for one in second_log))
        print(
            f"first {first.cpu:.1f} s CPU, {len(first_log)} requests; second {second.cpu:.1f} s CPU, "
            f"{len(second_log)} requests",
            flush=True,
        )
    return [
        Figure("rescan: CPU of the first scan / of the second", statistics.median(cpu_ratios), 14, at_least=True),
        Figure("rescan: bytes of the first scan / of the second", statistics.median(byte_ratios), 20, at_least=True),
    ]


def focus(_rounds: int) -> list[Figure]:
    """Sites of 400 pages with 15 training pages, budget 60: share found, beside breadth-first."""
    count, pages, budget = 10, 400, 60
    print(f"\nfocus: {count} sites x {pages} pages, 15 about training, budget {budget}")
    with tempfile.TemporaryDirectory() as folder, sites("sparse", count, pages) as mine:
        ours(Path(folder), count, budget, 0.0)
    with sites("sparse", count, pages) as peer:
        scrapy(count, budget, 0.0, parse_with="links")
    shares = []
    for name, arrivals in (("kursrevisjon", mine), ("breadth-first (scrapy)", peer)):
        found = wanted = asked = 0
        for site in range(1, count + 1):
            training = training_paths(site, pages)
            seen = {target for host, target, _, _ in arrivals if host == f"127.0.1.{site}"}
            found += len(training & seen)
            wanted += len(training)
            asked += len(seen)
        shares.append(found / wanted)
        print(f"{name:26} found {found} of {wanted} = {shares[-1]:.1%}, {asked / count:.0f} addresses asked for a site")
    return [Figure("focus: share of the training pages found (%)", 100 * shares[0], 95, at_least=True)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    works = {"politeness": politeness, "cpu": cpu, "memory": memory, "rescan": rescan, "focus": focus}
    parser.add_argument("names", nargs="*", help=f"which of {', '.join(works)}; all when none is named")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    unknown = sorted(set(options.names) - set(works))
    if unknown:
        parser.error(f"no benchmark is called {', '.join(unknown)}; there are {', '.join(works)}")
    ensure_peers()
    figures = [figure for name in options.names or works for figure in works[name](options.rounds)]
    print(f"\n{'ratio (median over the rounds)':64}{'measured':>8}  goal")
    print(*figures, sep="\n")


if __name__ == "__main__":
    main()
