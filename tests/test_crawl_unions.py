"""A crawl over real connections and a real store: what is fetched, in which order, and how it is recorded."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from crawl_tools import NOW, Clock, settings, union
from faults.server import Farm, Reply, Site, page

from kursrevisjon.crawl import CrawlSettings, CrawlSummary, crawl_unions
from kursrevisjon.model import Page, RunInfo, TradeUnion
from kursrevisjon.store import Store

WORDS = ("kurs", "opplæring", "opplaering", "tillitsvalgt", "skolering", "trinn")


def training_words(text: str) -> float:
    return 0.6 if any(word in text.lower() for word in WORDS) else 0.0


def info(run_id: str = "r1", **changes: object) -> RunInfo:
    base = {"id": run_id, "started": NOW, "complete": False, "tool": "test", "lexicon": "l", "sources": "s"}
    return RunInfo.model_validate({**base, **changes})


@pytest.fixture
def farm() -> Iterator[Farm]:
    with Farm() as farm:
        yield farm


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as store:
        yield store


def crawl(
    store: Store, *unions: TradeUnion, run_id: str = "r1", clock: Clock | None = None, **limits: object
) -> CrawlSummary:
    """Crawls the unions as a run, which is begun when it is new."""
    clock = clock or Clock()
    if run_id not in {run.id for run in store.runs()}:
        store.begin_run(info(run_id, started=clock()), [one.id for one in unions])
    crawl_limits = {name: limits.pop(name) for name in ("max_pages", "max_time", "sitemaps", "feeds") if name in limits}
    chosen = CrawlSettings(settings(**limits), **crawl_limits)  # type: ignore[arg-type]
    return crawl_unions(unions, store, run_id, chosen, training_words=training_words, clock=clock)


def outcomes(store: Store, site: Site, run_id: str = "r1", union_id: str = "prove") -> dict[str, str]:
    """Path → ``read`` or cause, in the order recorded."""
    found = store.outcomes(run_id, union_id)
    return {one.url.removeprefix(site.url): "read" if isinstance(one, Page) else one.cause.value for one in found}


def linking(*links: tuple[str, str], title: str = "Side", text: str = "Om forbundet.") -> Reply:
    """A page with links, each an address and a text."""
    anchors = "".join(f"<p><a href='{url}'>{words}</a></p>" for url, words in links)
    return page(f"{text} {anchors}", title=title)


def test_seeds_and_links_that_look_like_training_are_read(farm: Farm, store: Store) -> None:
    site = farm.site(
        {
            "/tillitsvalgt": linking(("/kurs/trinn-1", "Trinn 1"), ("/lonn", "Lønn"), ("/kurs/borte", "Kurs i høst")),
            "/kurs/trinn-1": page("Trinn 1 er obligatorisk.", title="Trinn 1"),
            "/lonn": page("Lønnsoppgjøret er i gang.", title="Lønn"),
            "/": page("Velkommen til forbundet.", title="Forside"),
        }
    )
    summary = crawl(store, union(site, "/tillitsvalgt"))
    assert summary.complete
    assert outcomes(store, site) == {
        "/tillitsvalgt": "read",
        "/kurs/trinn-1": "read",
        "/kurs/borte": "http_error",
        "/": "read",
        "/lonn": "read",
    }
