"""Being stopped: by Ctrl-C, by a kill, by time, by a missing network, by a mistake of the program's own."""

import asyncio
import json
import signal
import socket
import time
from collections import Counter
from itertools import count
from pathlib import Path

import pytest
from crawl_tools import Clock, child, crawl, info, linking, outcomes, own_text, settings, training_words, union
from faults.server import NOT_FOUND, Farm, Reply, Request, Site, Wire

from kursrevisjon.crawl import CrawlSettings, crawl_unions
from kursrevisjon.crawl.reader import PageReader
from kursrevisjon.model import Document, Page, Seed, TradeUnion, Unread
from kursrevisjon.store import Store


def linked(request: Request) -> Reply:
    """A site without end: every course leads to five more."""
    if request.path.startswith(("/finnes-ikke", "/sitemap", "/robots")):
        return NOT_FOUND
    name = request.path.rpartition("/")[2] or "a"
    links = [(f"/kurs/{name}{letter}", f"Kurs {name}{letter}") for letter in "abcde"]
    return linking(*links, title=f"Kurs {name}", text=" ".join(f"{name}{step}" for step in range(30)))


def wait_for(site: Site, pages: int) -> None:
    """Waits until the site has been asked for that many pages in all."""
    until = time.monotonic() + 20
    while sum(path.startswith("/kurs") for path in site.paths()) < pages:
        assert time.monotonic() < until, "the crawl does not get on"
        time.sleep(0.002)


def stored(folder: Path) -> list[str]:
    with Store.open(folder, readonly=True) as store:
        return [one.url for one in store.outcomes("r1", "u0") if isinstance(one, Page)]


def ended(out: bytes) -> tuple[bool, bool]:
    """Whether a crawl in a process of its own was complete, and whether it was interrupted."""
    told = json.loads(out)
    return told["complete"], told["interrupted"]


def test_a_killed_crawl_loses_no_page_and_asks_for_none_twice(farm: Farm, tmp_path: Path) -> None:
    site = farm.site({"*": linked})
    finished: set[str] = set()
    for pages in (8, 20, 33):
        process = child(tmp_path, 45, site)
        wait_for(site, pages)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        now = set(stored(tmp_path))
        assert finished <= now, "a page that was stored is there after a kill"
        finished = now
        asked_before = len(site.log)
    last = child(tmp_path, 45, site)
    out, error = last.communicate(timeout=30)
    assert ended(out) == (True, False), error.decode()
    again = {site.url + path for path in site.paths()[asked_before:]}
    assert not finished & again
    assert len(stored(tmp_path)) == 45
    times = Counter(path for path in site.paths() if path.startswith("/kurs"))
    assert sum(count - 1 for count in times.values()) <= 3, "at most the page in flight at each kill"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_crawl_ends_cleanly_and_can_be_taken_up(
    number: signal.Signals, farm: Farm, tmp_path: Path
) -> None:
    site = farm.site({"*": linked})
    process = child(tmp_path, 30, site)
    wait_for(site, 6)
    process.send_signal(number)
    out, error = process.communicate(timeout=10)
    assert process.returncode == 0, error.decode()
    assert ended(out) == (False, True)
    assert error == b"", error.decode()
    with Store.open(tmp_path) as store:
        assert store.union_progress("r1") == {"u0": None}
    again = child(tmp_path, 30, site)
    assert ended(again.communicate(timeout=30)[0]) == (True, False)
    assert len(stored(tmp_path)) == 30


def test_a_crawl_out_of_time_says_so_and_can_be_taken_up(farm: Farm, store: Store) -> None:
    site = farm.site({"*": linked})
    summary = crawl(store, union(site, "/"), delay=0.05, max_time=0.4)
    assert summary.out_of_time
    assert not summary.complete
    assert summary.unions["prove"].why == "out of time"
    read = list(outcomes(store, site).values()).count("read")
    assert 1 <= read < 15
    assert crawl(store, union(site, "/"), max_pages=15).complete
    assert list(outcomes(store, site).values()).count("read") == 15


def test_time_that_is_up_waits_for_no_answer(farm: Farm, store: Store) -> None:
    answered = False

    async def late(wire: Wire, _request: Request) -> None:
        nonlocal answered
        await wire.stall(15)
        answered = True

    site = farm.site({"/": late})
    assert crawl(store, union(site, "/"), max_time=0.2, timeout_read=20.0, timeout_total=20.0).out_of_time
    assert not answered


def test_without_a_network_everything_is_unreachable_at_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Counter[str] = Counter()

    def no_network(host: str, port: int, **_: object) -> list[object]:
        asked[host] += 1
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr("kursrevisjon.fetch.network.socket.getaddrinfo", no_network)
    unions = [
        TradeUnion(
            id=f"u{number}",
            name=f"Forbund {number}",
            short_name=f"F{number}",
            homepage=f"https://u{number}.example/",
            affiliations=(),
            seeds=tuple(Seed(f"https://u{number}.example/kurs/{path}") for path in range(8)),
            hosts=(f"u{number}.example",),
        )
        for number in range(20)
    ]
    summary = crawl(store, *unions, backoff=0.05)
    assert set(asked.values()) == {2}, "asked once more, and then for no address of the site"
    assert not summary.complete
    assert not any(one.complete for one in summary.unions.values())
    for one in unions:
        found = store.outcomes("r1", one.id)
        assert len(found) == 9
        assert {one.cause for one in found if isinstance(one, Unread)} == {"unreachable"}


def test_a_mistake_of_the_program_is_raised_and_not_recorded_as_a_page(farm: Farm, store: Store) -> None:
    site = farm.site({"*": linked})
    store.begin_run(info(), ["prove"])

    def broken(_text: str) -> float:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        crawl_unions([union(site, "/")], store, "r1", CrawlSettings(settings()), training_words=broken, clock=Clock())


def test_progress_is_told_of_every_outcome(farm: Farm, store: Store) -> None:
    told: list[tuple[str, int, int]] = []

    class Told:
        def page(self, union: TradeUnion, outcome: Page | Unread, done: int, budget: int) -> None:
            told.append((outcome.url.rpartition("/")[2], done, budget))

        def union_done(self, union: TradeUnion, complete: bool) -> None:
            told.append((union.id, -1, complete))

    site = farm.site({"/": linking(("/kurs/a", "Kurs")), "*": own_text, "/kurs/b": NOT_FOUND})
    crawl(store, union(site, "/", "/kurs/b"), progress=Told(), max_pages=20)
    assert told == [("", 1, 20), ("b", 2, 20), ("a", 3, 20), ("prove", -1, True)]


def test_pages_are_judged_by_the_way_and_what_comes_of_it_is_kept(farm: Farm, store: Store) -> None:
    site = farm.site({"*": own_text, "/kurs/b": Reply(b"%PDF-1.4 borte")})
    store.begin_run(info(), ["prove"])

    def judge(page: Page, found: Document | Unread) -> dict[str, str]:
        return {f"judged {page.digest}": found.title if isinstance(found, Document) else found.cause.value}

    crawl_unions(
        [union(site, "/kurs/a", "/kurs/b")],
        store,
        "r1",
        CrawlSettings(settings()),
        training_words=training_words,
        clock=Clock(),
        judge=judge,
    )
    pages = [one for one in store.outcomes("r1", "prove") if isinstance(one, Page)]
    assert [store.cached(f"judged {page.digest}") for page in pages] == ["kurs a", "damaged", ""]


def test_a_page_that_was_long_read_waits_for_no_place_among_those_to_be_judged(
    farm: Farm, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its site is to be asked again after the pause, however busy the machine is."""
    monkeypatch.setattr("kursrevisjon.crawl.reader.MOST_WAITING", 1)
    site = farm.site({"*": own_text})
    crawl(store, union(site, "/kurs/a", "/kurs/b"), max_pages=2, sitemaps=False)
    pages = [one for one in store.outcomes("r1", "prove") if isinstance(one, Page)]
    judged: list[str] = []
    clock = count(step=600)

    def judge(page: Page, found: Document | Unread) -> dict[str, str]:
        judged.append(page.url)
        return {}

    async def read_both() -> None:
        reader = PageReader(store, "another", judge, pause=1000, now=lambda: next(clock))
        for page in pages:  # nobody judges yet, so that there is a place for the first one only
            await reader.read(page)
        async with reader.running():
            await reader.judge_rest()

    asyncio.run(asyncio.wait_for(read_both(), 60))
    assert judged == [pages[0].url]


def test_a_mistake_of_the_judge_is_raised(farm: Farm, store: Store) -> None:
    site = farm.site({"*": own_text})
    store.begin_run(info(), ["prove"])

    def judge(page: Page, found: Document | Unread) -> dict[str, str]:
        raise ZeroDivisionError

    chosen = CrawlSettings(settings())
    words = {"training_words": training_words, "clock": Clock()}
    with pytest.raises(ZeroDivisionError):
        crawl_unions([union(site, "/kurs/a", "/kurs/b")], store, "r1", chosen, judge=judge, **words)  # type: ignore[arg-type]
