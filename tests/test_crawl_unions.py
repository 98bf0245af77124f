"""A crawl over real connections and a real store: what is fetched, in which order, and how it is recorded."""

from pathlib import Path

import pytest
from crawl_tools import NotedPace, assert_paused, crawl, details, ledger, linking, outcomes, own_text, settings, union
from faults.cases import CONTENT, redirect, robots
from faults.contents import says_anything
from faults.server import NOT_FOUND, Farm, Reply, Request, Site, Wire, page

from kursrevisjon.crawl.run import shared_paces
from kursrevisjon.fetch import FetchSettings, Pace
from kursrevisjon.model import ExcludedPath, Page, Seed, TradeUnion, Unread
from kursrevisjon.store import Store


def asked(site: Site) -> list[str]:
    """The pages asked for, in order, without what the crawl asks for itself."""
    own = ("/robots.txt", "/sitemap.xml", "/finnes-ikke-")
    return [path for path in site.paths() if not path.startswith(own)]


def test_seeds_and_links_that_look_like_training_are_read_first(farm: Farm, store: Store) -> None:
    site = farm.site(
        {
            "/tillitsvalgt": linking(("/lonn", "Lønn"), ("/kurs/trinn-1", "Trinn 1"), ("/kurs/borte", "Kurs i høst")),
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
    assert asked(site) == ["/tillitsvalgt", "/kurs/trinn-1", "/kurs/borte", "/", "/lonn"]
    assert (summary.unions["prove"].pages, summary.unions["prove"].unread) == (4, 1)


def test_the_same_site_is_crawled_in_the_same_order(farm: Farm, tmp_path: Path) -> None:
    links = [(f"/{kind}/{number}", f"{kind} {number}") for kind in ("kurs", "annet") for number in range(9)]
    orders = []
    for run in ("a", "b"):
        site = farm.site({"/": linking(*links), "*": own_text})
        with Store.open(tmp_path / run) as store:
            crawl(store, union(site, "/"), max_pages=8)
        orders.append(site.paths())
    assert orders[0] == orders[1]


def test_what_the_budget_leaves_is_told(farm: Farm, store: Store) -> None:
    links = [(f"/kurs/{name}", f"Kurs {name}") for name in "abcdef"] + [("/om", "Om oss")]
    site = farm.site({"/": linking(*links), "*": own_text})
    summary = crawl(store, union(site, "/"), max_pages=3)
    found = list(outcomes(store, site).values())
    assert found.count("read") == 3
    assert found.count("budget") == 4
    assert ledger(store, site)["/om"] == "does not look like training"
    assert summary.complete, "a spent budget is an end like any other"


def test_refused_addresses_cost_no_budget(farm: Farm, store: Store) -> None:
    links = [(f"/intern/kurs-{name}", f"Kurs {name}") for name in "abc"] + [("/kurs/d", "Kurs d")]
    site = farm.site({"/": linking(*links), "*": own_text, "/robots.txt": robots("User-agent: *\nDisallow: /intern")})
    crawl(store, union(site, "/"), max_pages=2)
    found = outcomes(store, site)
    assert found["/kurs/d"] == "read"
    assert [found[f"/intern/kurs-{name}"] for name in "abc"] == ["robots"] * 3
    assert details(store)["/intern/kurs-a"] == "line 2: Disallow: /intern"


def test_scope_is_kept_and_the_ledger_tells_why(farm: Farm, store: Store) -> None:
    site = farm.site(
        {
            "/kurs": linking(
                ("/kurs/a", "Kurs a"),
                ("/arkiv/kurs", "Gamle kurs"),
                ("/medlem/kurs", "Kurs for medlemmer"),
                ("/kurs/bilde.jpg", "Bilde fra kurs"),
                ("https://annet.example/nyheter", "Nyheter"),
                ("https://kursportal.example/kurs/tillitsvalgt", "Kurs for tillitsvalgte"),
                ("mailto:kurs@example.org", "Skriv til kurs"),
            ),
            "*": own_text,
        }
    )
    bounded = union(
        site,
        "/kurs",
        path_prefixes=("/kurs", "/arkiv"),
        excluded=(ExcludedPath("/arkiv", "kurs fra før 2010"),),
    )
    crawl(store, bounded)
    assert set(outcomes(store, site)) == {"/kurs", "/kurs/a", "/"}
    assert ledger(store, site) == {
        "/arkiv/kurs": "excluded: kurs fra før 2010",
        "/medlem/kurs": "outside the union's path prefixes",
        "/kurs/bilde.jpg": "file type .jpg",
        "https://annet.example/nyheter": "other host",
        "https://kursportal.example/kurs/tillitsvalgt": (
            "proposal: another host, looks like training (Kurs for tillitsvalgte)"
        ),
    }


def test_a_page_is_asked_for_once_however_it_is_linked_to(farm: Farm, store: Store) -> None:
    site = farm.site(
        {
            "/": linking(
                ("/kurs/a", "Kurs"),
                ("/kurs/a/", "Kurs"),
                ("/kurs/a#paamelding", "Kurs"),
                ("/kurs/a?utm_source=x", "Kurs"),
                ("/Kurs/A", "Kurs"),
                ("/x/../kurs/a", "Kurs"),
                ("/kurs/a;jsessionid=123", "Kurs"),
                ("/kurs/a/index.html", "Kurs"),
            ),
            "*": own_text,
        }
    )
    crawl(store, union(site, "/"))
    assert asked(site) == ["/", "/kurs/a"]


def test_a_page_is_not_asked_for_again_where_a_redirect_led(farm: Farm, store: Store) -> None:
    site = farm.site(
        {
            "/": linking(("/gammel-kurs", "Kurs"), ("/kurs/ny", "Kurs")),
            "/gammel-kurs": redirect("/kurs/ny"),
            "*": own_text,
        }
    )
    crawl(store, union(site, "/"))
    assert asked(site) == ["/", "/gammel-kurs", "/kurs/ny"]
    assert set(outcomes(store, site)) == {"/", "/gammel-kurs"}


def test_the_canonical_address_within_the_site_is_believed(farm: Farm, store: Store) -> None:
    own = page("Kurset handler om HMS.", head="<link rel=canonical href='/x/hms'>")
    site = farm.site({"/": linking(("/kurs/vis?id=3", "Kurs"), ("/x/hms", "Kurs")), "/kurs/vis": own, "*": own_text})
    crawl(store, union(site, "/"))
    assert asked(site) == ["/", "/kurs/vis?id=3"]
    assert ledger(store, site)["/x/hms"].startswith("duplicate: ")


def test_an_address_that_was_read_is_not_called_skipped(farm: Farm, store: Store) -> None:
    """The page that names the canonical address may be read after it."""
    own = page("Kurset handler om HMS.", head="<link rel=canonical href='/kurs/hms'>")
    site = farm.site({"/": linking(("/kurs/vis?id=3", "Kurs"), ("/kurs/hms", "Kurs")), "/kurs/vis": own, "*": own_text})
    crawl(store, union(site, "/"))
    assert asked(site) == ["/", "/kurs/hms", "/kurs/vis?id=3"]
    assert ledger(store, site) == {}


def test_pages_that_all_call_themselves_the_front_page_are_read(farm: Farm, store: Store) -> None:
    def own(name: str) -> Reply:
        return page(f"Kurset {name} varer to dager.", title=f"Kurs {name}", head="<link rel=canonical href='/'>")

    site = farm.site(
        {"/": linking(("/kurs/a", "Kurs a"), ("/kurs/b", "Kurs b")), "/kurs/a": own("a"), "/kurs/b": own("b")}
    )
    crawl(store, union(site, "/"))
    assert set(outcomes(store, site).values()) == {"read"}
    assert len(outcomes(store, site)) == 3


@pytest.mark.parametrize(
    ("head", "headers"),
    [
        ("<meta name=robots content='nofollow'>", {}),
        ("<meta name=robots content='noindex, nofollow'>", {}),
        ("<meta name=robots content='none'>", {}),
        ("", {"x-robots-tag": "nofollow"}),
        ("", {"x-robots-tag": "noarchive, none"}),
        ("", {"x-robots-tag": "kursrevisjon: nofollow"}),
    ],
)
def test_links_are_not_followed_where_the_page_asks_so(
    head: str, headers: dict[str, str], farm: Farm, store: Store
) -> None:
    start = linking(("/kurs/a", "Kurs a"))
    body = start.body.replace(b"</head>", f"{head}</head>".encode())
    site = farm.site({"/": Reply(body, headers=headers), "*": own_text})
    crawl(store, union(site, "/"))
    assert asked(site) == ["/"]


def test_what_is_asked_of_another_robot_binds_nobody_else(farm: Farm, store: Store) -> None:
    start = linking(("/kurs/a", "Kurs a"))
    site = farm.site({"/": Reply(start.body, headers={"x-robots-tag": "googlebot: nofollow"}), "*": own_text})
    crawl(store, union(site, "/"))
    assert asked(site) == ["/", "/kurs/a"]


def test_a_single_link_marked_nofollow_is_not_followed(farm: Farm, store: Store) -> None:
    start = page("<a href='/kurs/a' rel='nofollow'>Kurs a</a> <a href='/kurs/b'>Kurs b</a>")
    site = farm.site({"/": start, "*": own_text})
    crawl(store, union(site, "/"))
    assert asked(site) == ["/", "/kurs/b"]
    assert ledger(store, site)["/kurs/a"] == "nofollow"


def test_sites_are_read_side_by_side(farm: Farm, store: Store) -> None:
    """Two sites that each wait for the other's request would never end one after the other."""
    arrived: set[str] = set()

    def meeting(name: str) -> object:
        async def act(wire: Wire, _request: Request) -> None:
            arrived.add(name)
            for _ in range(200):
                if len(arrived) == 2:
                    await wire.send(CONTENT.encode())
                    return
                await wire.stall(0.01)

        return act

    sites = [farm.site({"/kurs": meeting(name)}) for name in "ab"]  # type: ignore[dict-item]
    unions = [union(site, "/kurs", id=name) for site, name in zip(sites, "ab", strict=True)]
    crawl(store, *unions, max_pages=1, retries=0)
    for site, name in zip(sites, "ab", strict=True):
        assert outcomes(store, site, union_id=name) == {"/kurs": "read", "/": "budget"}


def note_paces(monkeypatch: pytest.MonkeyPatch) -> list[NotedPace]:
    """The paces of the crawl that follows."""
    paces: list[NotedPace] = []

    def noted(limits: FetchSettings) -> Pace:
        paces.append(NotedPace(limits))
        return paces[-1]

    monkeypatch.setattr("kursrevisjon.crawl.run.Pace", noted)
    return paces


def test_unions_that_share_a_host_share_its_turns(farm: Farm, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    open_now, most = 0, 0

    async def watched(wire: Wire, _request: Request) -> None:
        nonlocal open_now, most
        open_now += 1
        most = max(most, open_now)
        await wire.stall(0.01)
        open_now -= 1
        await wire.send(CONTENT.encode())

    site = farm.site({"*": watched})
    unions = [union(site, f"/kurs/{name}", id=name) for name in "abc"]
    paces = note_paces(monkeypatch)
    crawl(store, *unions, delay=0.02)
    assert most == 1
    assert len(set(paces)) == 1
    assert_paused(paces[0], 0.02, site)


def test_a_host_written_in_two_ways_is_one_site(farm: Farm) -> None:
    site = farm.site({})
    hosts = ("tommer.example", "www.tommer.example", "TOMMER.example:443", "tommer.example:80", "tømmer.example")
    unions = [
        union(site, id=str(number), homepage=f"https://{number}.example/", hosts=(host,))
        for number, host in enumerate(hosts)
    ]
    paces = shared_paces(unions, settings())
    assert len({id(paces[str(number)]) for number in range(4)}) == 1
    assert paces["4"] is not paces["0"]


def test_a_union_on_two_hosts_is_one_site(farm: Farm, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    second = farm.site({"*": own_text})
    first = farm.site({"/": linking((f"{second.url}/kurs/a", "Kurs a")), "*": own_text})
    paces = note_paces(monkeypatch)
    crawl(store, union(first, "/", hosts=(first.host, second.host)), delay=0.05, sitemaps=False)
    assert second.paths() == ["/robots.txt", "/kurs/a"]
    assert_paused(paces[0], 0.05, first, second)


def test_a_redirect_within_the_hosts_but_outside_the_scope_is_off_site(farm: Farm, store: Store) -> None:
    site = farm.site({"/kurs": redirect("/arkiv/kurs"), "*": own_text})
    crawl(store, union(site, "/kurs", excluded=(ExcludedPath("/arkiv", "gammelt"),)), max_pages=1)
    assert outcomes(store, site)["/kurs"] == "off_site"
    assert details(store)["/kurs"].endswith("excluded: gammelt")


def test_the_capture_is_stored_with_all_that_identifies_it(farm: Farm, store: Store) -> None:
    site = farm.site({"/kurs": redirect("/ny"), "/ny": CONTENT})
    crawl(store, union(site, "/kurs"), max_pages=1)
    found = store.outcomes("r1", "prove")[0]
    assert isinstance(found, Page)
    assert (found.url, found.url_reached, found.status) == (f"{site.url}/kurs", f"{site.url}/ny", 200)
    assert (found.media_type, found.charset, found.body) == ("text/html", "utf-8", CONTENT.body)


def test_a_site_is_asked_once_for_an_address_that_does_not_exist(farm: Farm, store: Store) -> None:
    """Then the pages that were taken for content before are told as what they are, too."""
    site = farm.site({"*": says_anything})
    crawl(store, union(site, "/kurs/a", "/kurs/b", "/kurs/c"))
    found = outcomes(store, site)
    assert {found[f"/kurs/{name}"] for name in "abc"} == {"soft_404"}
    assert sum(path.startswith("/finnes-ikke-") for path in site.paths()) == 1


def test_a_site_that_keeps_its_promises_is_not_asked_for_what_does_not_exist(farm: Farm, store: Store) -> None:
    site = farm.site({"/": linking(("/kurs/a", "Kurs a"), ("/kurs/b", "Kurs b")), "*": own_text})
    crawl(store, union(site, "/"))
    assert not any(path.startswith("/finnes-ikke-") for path in site.paths())


def test_calendars_filters_and_paging_end(farm: Farm, store: Store) -> None:
    """Each page links to the next month, the next page and one more filter, without end."""

    def endless(request: Request) -> Reply:
        number = int("".join(sign for sign in request.target if sign.isdigit()) or 0) % 10_000
        links = [
            (f"/kurs/kalender?dato=2026-{number % 12 + 1:02}&n={number + 1}", "Kurs neste måned"),
            (f"/kurs?page={number + 1}", "Flere kurs"),
            (f"/kurs?sort={number + 1}", "Sorter kurs"),
            (f"/kurs/kurs/kurs/kurs/{number}", "Kurs"),
            (f"/kurs/a/b/c/d/e/f/g/h/i/j/k/{number}", "Kurs"),
        ]
        return linking(*links, title=f"Kurs {number}", text=f"Side {number} av kurslisten.")

    site = farm.site({"*": endless})
    crawl(store, union(site, "/kurs"), max_pages=400)
    assert len(asked(site)) < 40
    reasons = " | ".join(ledger(store, site).values())
    for kind in ("calendar", "paging", "filter", "path too deep", "path repeats itself"):
        assert f"trap: {kind}" in reasons


def test_numbered_pages_that_repeat_a_text_are_left(farm: Farm, store: Store) -> None:
    links = [(f"/kurs/{number}", f"Kurs nr {number}") for number in range(100, 160)]
    site = farm.site({"/": linking(*links), "*": lambda request: CONTENT if "kurs" in request.path else NOT_FOUND})
    crawl(store, union(site, "/"), max_pages=80)
    assert len(asked(site)) < 10
    assert any("repeats the same text" in reason for reason in ledger(store, site).values())


def test_numbered_pages_that_differ_are_read(farm: Farm, store: Store) -> None:
    def course(request: Request) -> Reply:
        number = int(request.path.rpartition("/")[2])
        words = " ".join(f"emne{number * 31 + step * 17}" for step in range(60))
        return Reply(f"<title>Kurs {number}</title><h1>Kurs {number}</h1><p>{words}</p>".encode())

    links = [(f"/kurs/{number}", f"Kurs nr {number}") for number in range(100, 120)]
    site = farm.site({"/": linking(*links), "*": course})
    crawl(store, union(site, "/"), max_pages=80)
    assert list(outcomes(store, site).values()).count("read") == 21


def test_sitemaps_are_asked_when_links_lead_no_further(farm: Farm, store: Store) -> None:
    site = farm.site({"/": page("Velkommen til forbundet."), "*": own_text})
    site.routes["/robots.txt"] = robots(f"Sitemap: {site.url}/kart.xml\nSitemap: https://annet.example/kart.xml")
    entries = "".join(f"<url><loc>{site.url}{path}</loc></url>" for path in ("/kurs/skjult", "/om-oss", "/kurs/b.jpg"))
    site.routes["/kart.xml"] = Reply(f"<urlset>{entries}</urlset>".encode(), headers={"content-type": "text/xml"})
    crawl(store, union(site, "/"))
    assert asked(site) == ["/", "/kart.xml", "/kurs/skjult", "/om-oss"]


def test_feeds_are_asked_last(farm: Farm, store: Store) -> None:
    site = farm.site({"/": linking(("/nyheter/feed/", "RSS")), "*": own_text})
    item = f"<item><title>Nytt kurs for tillitsvalgte</title><link>{site.url}/2026/11/vi-inviterer</link></item>"
    site.routes["/nyheter/feed/"] = Reply(
        f"<rss><channel>{item}</channel></rss>".encode(), headers={"content-type": "application/rss+xml"}
    )
    crawl(store, union(site, "/"))
    assert asked(site) == ["/", "/nyheter/feed/", "/2026/11/vi-inviterer"]


def test_pages_that_do_not_look_like_training_are_explored_within_bounds(farm: Farm, store: Store) -> None:
    links = [(f"/om/{name}", f"Om {name}") for name in "abcdefghijklmnopqrstuvwx"]
    site = farm.site({"/": linking(*links), "*": own_text})
    site.routes.update(
        {f"/om/{name}": page(f"Vi i {name} " * 60, title=f"Om {name}") for name in "abcdefghijklmnopqrstuvwx"}
    )
    crawl(store, union(site, "/"), max_pages=60)
    assert len(asked(site)) == 11, "the seed and ten more"


def test_every_seed_gets_an_outcome_when_the_site_is_down(farm: Farm, store: Store) -> None:
    site = farm.site()
    here = union(site, "/kurs/a", "/kurs/b", "/kurs/c")
    dead = farm.site()
    down = union(dead, "/kurs/a", "/kurs/b", "/kurs/c", hosts=("127.0.0.1:1",), homepage="http://127.0.0.1:1/")
    gone = TradeUnion(
        **{
            **{f: getattr(down, f) for f in down.__slots__},
            "id": "nede",
            "seeds": tuple(Seed(f"http://127.0.0.1:1/{name}") for name in "abc"),
        }
    )
    summary = crawl(store, here, gone)
    assert not summary.unions["nede"].complete
    found = store.outcomes("r1", "nede")
    assert [one.cause for one in found if isinstance(one, Unread)] == ["unreachable"] * 4
    assert summary.unions["prove"].complete
