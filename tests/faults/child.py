"""A process of its own that crawls test sites into a workspace: to be interrupted and killed by the tests.

Arguments: workspace folder, pages per site, host:port of each site. Prints how it ended and its peak memory in
kilobytes, after a tenth of the pages and at its end, as JSON.
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from crawl_tools import info, settings, training_words

from kursrevisjon.crawl import CrawlSettings, crawl_unions
from kursrevisjon.crawl.settings import Quiet
from kursrevisjon.model import Affiliation, Page, Seed, TradeUnion, Unread
from kursrevisjon.store import Store


def union(number: int, host: str) -> TradeUnion:
    return TradeUnion(
        id=f"u{number}",
        name=f"Prøveforbund {number}",
        short_name=f"P{number}",
        homepage=f"http://{host}/",
        affiliations=(Affiliation("LO"),),
        seeds=(Seed(f"http://{host}/"),),
        hosts=(host,),
    )


class Watched(Quiet):
    """Notes the peak memory after a tenth of the pages."""

    def __init__(self, pages: int) -> None:
        self.left = pages // 10
        self.early = 0

    def page(self, union: TradeUnion, outcome: Page | Unread, done: int, budget: int) -> None:
        self.left -= 1
        if self.left == 0:
            self.early = peak()


def peak() -> int:
    """Not getrusage: what that calls the peak begins with that of the process that started this one."""
    status = Path("/proc/self/status")
    return int(status.read_text().partition("VmHWM:")[2].split()[0]) if status.exists() else 0


def main(folder: str, pages: str, *hosts: str) -> None:
    progress = Watched(int(pages) * len(hosts))
    unions = [union(number, host) for number, host in enumerate(hosts)]
    with Store.open(Path(folder)) as store, store.lock():
        run = store.unfinished_run()
        if run is None:
            run = info("r1", started=datetime.now(UTC))
            store.begin_run(run, [one.id for one in unions])
        summary = crawl_unions(
            unions,
            store,
            run.id,
            CrawlSettings(settings(delay=0.004), max_pages=int(pages)),
            training_words=training_words,
            clock=lambda: datetime.now(UTC),
            progress=progress,
        )
    told = {"complete": summary.complete, "interrupted": summary.interrupted, "early": progress.early, "peak": peak()}
    print(json.dumps(told))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
