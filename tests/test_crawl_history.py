"""Crawling again: only what changed is sent, what went missing is told first as ``gone_since``, nothing is fetched
twice."""

import asyncio
from collections import Counter
from pathlib import Path

import pytest
from crawl_tools import Clock, crawl, details, info, linking, outcomes, own_text, union
from faults.cases import WALL, redirect
from faults.server import NOT_FOUND, Farm, InTurn, Reply, Request, page
from store_parts import damage_body

from kursrevisjon.crawl.reader import PageReader
from kursrevisjon.model import Page
from kursrevisjon.store import Store


def tagged(request: Request) -> Reply:
    """A page of its own per address, with an ETag that is answered with 304."""
    reply = own_text(request)
    if reply.status != 200:
        return reply
    tag = f'"{len(reply.body)}-{request.path}"'
    if request.headers.get("if-none-match") == tag:
        return Reply(b"", 304, {"etag": tag})
    return Reply(reply.body, headers={"etag": tag})


def test_an_unchanged_site_sends_no_body_and_is_recorded_as_checked(farm: Farm, store: Store) -> None:
    site = farm.site({"*": tagged})
    clock = Clock()
    crawl(store, union(site, "/kurs/a", "/kurs/b"), clock=clock)
    clock.advance(days=30)
    crawl(store, union(site, "/kurs/a", "/kurs/b"), run_id="r2", clock=clock)
    first, second = store.outcomes("r1", "prove"), store.outcomes("r2", "prove")
    assert len(second) == len(first) == 3
    for before, after in zip(first, second, strict=True):
        assert isinstance(before, Page)
        assert isinstance(after, Page)
        assert after.not_modified
        assert (after.url, after.body, after.digest) == (before.url, before.body, before.digest)
        assert (after.media_type, after.charset) == (before.media_type, before.charset)
        assert (after.fetched - before.fetched).days == 30


def test_a_date_alone_serves_as_condition(farm: Farm, store: Store) -> None:
    date = "Tue, 24 Nov 2026 10:00:00 GMT"

    def dated(request: Request) -> Reply:
        if request.headers.get("if-modified-since") == date:
            return Reply(b"", 304)
        reply = own_text(request)
        return Reply(reply.body, reply.status, {"last-modified": date})

    site = farm.site({"*": dated})
    for run in ("r1", "r2"):
        crawl(store, union(site, "/kurs/a"), run_id=run)
    assert all(isinstance(one, Page) and one.not_modified for one in store.outcomes("r2", "prove"))


def test_a_changed_page_is_read_anew(farm: Farm, store: Store) -> None:
    site = farm.site({"/kurs": InTurn(Reply(page("Før").body, headers={"etag": '"1"'}), page("Etter")), "*": own_text})
    for run in ("r1", "r2"):
        crawl(store, union(site, "/kurs"), run_id=run)
    before, after = (store.outcomes(run, "prove")[0] for run in ("r1", "r2"))
    assert isinstance(before, Page)
    assert isinstance(after, Page)
    assert not after.not_modified
    assert before.digest != after.digest


LOSSES = [
    ("404", NOT_FOUND, "http_error: HTTP 404"),
    ("500", Reply(b"x", 500), "http_error: HTTP 500"),
    ("bot wall", Reply(WALL, 403), "bot_wall: "),
    ("bot wall with status 200", Reply(WALL), "bot_wall: "),
    ("soft 404", page("", title="Siden finnes ikke"), "soft_404: "),
    ("front page", redirect("/"), "soft_404: redirected to the front page"),
    ("elsewhere", redirect("https://example.org/"), "off_site: "),
    ("empty", Reply(b""), "empty: "),
]


@pytest.mark.parametrize(("name", "loss", "told"), LOSSES)
def test_a_loss_is_gone_since_at_first_and_itself_when_confirmed(
    name: str, loss: Reply, told: str, farm: Farm, store: Store
) -> None:
    if name == "soft 404":
        loss = Reply(b"<title>Siden finnes ikke</title><h1>Siden finnes ikke</h1><p>Beklager.</p>")
    site = farm.site({"*": own_text})
    one = union(site, "/kurs/a")
    crawl(store, one)
    site.routes["/kurs/a"] = loss
    crawl(store, one, run_id="r2")
    assert outcomes(store, site, "r2")["/kurs/a"] == "gone_since"
    assert details(store, "r2")["/kurs/a"].startswith(told)
    assert details(store, "r2")["/kurs/a"].endswith("(last read 2026-11-24)")
    crawl(store, one, run_id="r3")
    assert outcomes(store, site, "r3").get("/kurs/a") != "gone_since"


def test_a_page_that_comes_back_can_be_lost_anew(farm: Farm, store: Store) -> None:
    site = farm.site({"*": own_text})
    one = union(site, "/kurs/a")
    seen = []
    for run, there in (("r1", True), ("r2", False), ("r3", True), ("r4", False), ("r5", False)):
        site.routes["/kurs/a"] = own_text if there else NOT_FOUND
        crawl(store, one, run_id=run)
        seen.append(outcomes(store, site, run)["/kurs/a"])
    assert seen == ["read", "gone_since", "read", "gone_since", "http_error"]


def test_an_address_that_was_never_read_is_not_missed(farm: Farm, store: Store) -> None:
    site = farm.site({"*": own_text, "/kurs/a": NOT_FOUND})
    for run in ("r1", "r2"):
        crawl(store, union(site, "/kurs/a"), run_id=run)
        assert outcomes(store, site, run)["/kurs/a"] == "http_error"


def test_a_refusal_by_robots_is_told_as_such(farm: Farm, store: Store) -> None:
    site = farm.site({"*": own_text})
    clock = Clock()
    crawl(store, union(site, "/kurs/a"), clock=clock)
    site.routes["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /kurs")
    clock.advance(days=2)
    crawl(store, union(site, "/kurs/a"), run_id="r2", clock=clock)
    assert outcomes(store, site, "r2")["/kurs/a"] == "robots"


def test_pages_of_the_last_good_run_are_asked_for_though_nothing_links_to_them(farm: Farm, store: Store) -> None:
    site = farm.site({"/": linking(("/kurs/a", "Kurs a")), "*": own_text})
    crawl(store, union(site, "/"))
    site.routes["/"] = page("Velkommen til vår nye forside, som ikke har noen lenker til det du leter etter.")
    crawl(store, union(site, "/"), run_id="r2")
    assert outcomes(store, site, "r2")["/kurs/a"] == "read"


def test_pages_of_the_last_good_run_are_asked_for_also_after_it_was_judged_anew(farm: Farm, store: Store) -> None:
    """A derived run has no captures of its own: its addresses are those of the scan that it judged."""
    site = farm.site({"/": linking(("/kurs/a", "Kurs a")), "*": own_text})
    crawl(store, union(site, "/"))
    store.begin_run(info("r1-om", derived_from="r1"), ["prove"])
    site.routes["/"] = page("Velkommen til vår nye forside, som ikke har noen lenker til det du leter etter.")
    crawl(store, union(site, "/"), run_id="r2")
    assert outcomes(store, site, "r2")["/kurs/a"] == "read"


def test_a_body_that_got_damaged_is_fetched_anew_when_the_run_is_taken_up(
    farm: Farm, store: Store, tmp_path: Path
) -> None:
    site = farm.site({"/": linking(("/kurs/a", "Kurs a"), ("/kurs/b", "Kurs b")), "*": own_text})
    crawl(store, union(site, "/"), max_pages=2)
    store.finish_union("r1", "prove", complete=False)
    stored = next(one for one in store.outcomes("r1", "prove") if isinstance(one, Page) and one.url.endswith("/kurs/a"))
    damage_body(tmp_path, stored.digest, b"skadet")
    assert crawl(store, union(site, "/")).complete
    assert set(outcomes(store, site).values()) == {"read"}
    asked = Counter(site.paths())
    assert (asked["/"], asked["/kurs/a"], asked["/kurs/b"]) == (1, 2, 1)


def test_a_page_is_read_by_the_address_that_was_asked_for(farm: Farm, store: Store) -> None:
    """The same bytes at the same place are a login wall for one who was sent there, and a page for one who asked."""
    short = Reply(b"<html lang=nb><title>Velkommen</title><h1>Velkommen</h1><p>Kurs for tillitsvalgte.</p></html>")
    site = farm.site({"/login": short, "/kurs": redirect("/login"), "*": own_text})
    crawl(store, union(site, "/login", "/kurs"), max_pages=2, sitemaps=False)
    reader = PageReader(store, "kursrevisjon")

    async def causes() -> list[str | None]:
        async with reader.running():
            return [(await reader.read(one)).cause for one in store.outcomes("r1", "prove") if isinstance(one, Page)]

    assert asyncio.run(causes())[:2] == [None, "login_wall"]


def test_a_run_taken_up_again_asks_only_for_what_is_missing(farm: Farm, store: Store) -> None:
    links = [(f"/kurs/{name}", f"Kurs {name}") for name in "abcdef"]
    site = farm.site({"/": linking(*links), "*": own_text})
    crawl(store, union(site, "/"), max_pages=4)
    store.finish_union("r1", "prove", complete=False)
    before = len(site.log)
    crawl(store, union(site, "/"), max_pages=30)
    again = site.paths()[before:]
    assert [path for path in again if path.startswith("/kurs")] == ["/kurs/d", "/kurs/e", "/kurs/f"]
    assert "/robots.txt" not in again, "the rules are remembered"
    assert set(outcomes(store, site).values()) == {"read"}


def test_a_run_taken_up_again_goes_the_same_way(farm: Farm, tmp_path: Path) -> None:
    """Cut in two or not, a crawl asks for the same addresses in the same order."""

    def linked(request: Request) -> Reply:
        if request.path.startswith(("/finnes-ikke", "/sitemap")):
            return NOT_FOUND
        name = request.path.strip("/").replace("/", "-") or "start"
        links = [
            (f"/{kind}/{name}-{number}"[:60], f"{kind} {number}") for kind in ("kurs", "om") for number in range(3)
        ]
        words = " ".join(f"{name}{step}" for step in range(40))
        return linking(*links, title=name, text=words)

    site = farm.site({"*": linked})
    orders = []
    for cuts in ((20,), (3, 7, 12, 20)):
        with Store.open(tmp_path / str(len(cuts))) as store:
            for most in cuts:
                crawl(store, union(site, "/"), max_pages=most)
                store.finish_union("r1", "prove", complete=False)
            found = store.outcomes("r1", "prove")
            orders.append([one.url for one in found if isinstance(one, Page)])
    assert sorted(orders[0]) == sorted(orders[1])
    assert len(orders[0]) == 20
