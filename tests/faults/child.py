"""A process of its own that crawls one test site into a workspace: to be interrupted and killed by the tests.

Arguments: workspace folder, host:port of the site, number of pages. Prints ``{"complete": ..., "interrupted": ...}``.
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from crawl_tools import info, settings, training_words

from kursrevisjon.crawl import CrawlSettings, crawl_unions
from kursrevisjon.model import Affiliation, Seed, TradeUnion
from kursrevisjon.store import Store


def main(folder: str, host: str, pages: str) -> None:
    union = TradeUnion(
        id="prove",
        name="Prøveforbundet",
        short_name="Prøve",
        homepage=f"http://{host}/",
        affiliations=(Affiliation("LO"),),
        seeds=(Seed(f"http://{host}/"),),
        hosts=(host,),
    )
    with Store.open(Path(folder)) as store, store.lock():
        run = store.unfinished_run()
        if run is None:
            run = info("r1", started=datetime.now(UTC))
            store.begin_run(run, ["prove"])
        summary = crawl_unions(
            [union],
            store,
            run.id,
            CrawlSettings(settings(delay=0.005), max_pages=int(pages)),
            training_words=training_words,
            clock=lambda: datetime.now(UTC),
        )
    print(json.dumps({"complete": summary.complete, "interrupted": summary.interrupted}))  # noqa: T201 - its output


if __name__ == "__main__":
    main(*sys.argv[1:])
