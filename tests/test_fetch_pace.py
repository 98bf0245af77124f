"""Politeness towards a site: turns, pauses, waiting when asked to, leaving it alone when it fails."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from types import SimpleNamespace

import pytest
from crawl_tools import NotedPace, assert_paused, fetcher, settings
from faults.cases import CONTENT, TEXT, head, raw, redirect, reset_at_once
from faults.server import Farm, Handler, InTurn, Reply, Request, Site, Wire

from kursrevisjon.fetch import FetchError, FetchSettings, Network, Pace, SiteFetcher
from kursrevisjon.model import Page, Unread, UnreadCause


@pytest.fixture(scope="module")
def farm() -> Iterator[Farm]:
    with Farm() as farm:
        yield farm


def with_fetcher(
    site: Site,
    limits: FetchSettings,
    work: Callable[[SiteFetcher], Awaitable[list[Page | Unread]]],
    pace: Pace | None = None,
) -> list[Page | Unread]:
    async def run() -> list[Page | Unread]:
        async with fetcher(site, limits, pace=pace) as fetch:
            return await work(fetch)

    return asyncio.run(run())


def get_all(site: Site, limits: FetchSettings, *paths: str, pace: Pace | None = None) -> list[Page | Unread]:
    async def work(fetch: SiteFetcher) -> list[Page | Unread]:
        return [await fetch.get(f"{site.url}{path}") for path in paths]

    return with_fetcher(site, limits, work, pace)


def test_requests_keep_the_pause(farm: Farm) -> None:
    site = farm.site({"*": CONTENT})
    limits = settings(delay=0.1)
    pace = NotedPace(limits)
    get_all(site, limits, "/a", "/b", "/c", "/d", pace=pace)
    assert len(site.log) == 5
    assert_paused(pace, 0.1, site)


def test_the_pause_is_kept_after_a_request_that_failed(farm: Farm) -> None:
    site = farm.site({"/a": Reply(b"x", 503), "/b": reset_at_once, "/c": redirect("/d"), "/d": CONTENT})
    limits = settings(delay=0.05)
    pace = NotedPace(limits)
    get_all(site, limits, "/a", "/b", "/c", pace=pace)
    assert len(site.log) == 9, "robots.txt, three attempts at the first two, a redirect"
    assert_paused(pace, 0.05, site)


ANSWERS = [
    ("at once", 0.0, 1.0),
    ("within the pause", 0.25, 0.75),
    ("after the pause", 1.5, 0.0),
]


@pytest.mark.parametrize(("name", "takes", "waited"), ANSWERS, ids=[name for name, _, _ in ANSWERS])
def test_the_pause_runs_from_start_to_start(
    name: str, takes: float, waited: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow answer takes of the pause and is not added to it; a request that leaves late moves what follows."""
    now, slept = 100.0, []

    async def sleep(seconds: float) -> None:
        nonlocal now
        slept.append(seconds)
        now += seconds / 2 if len(slept) == 1 else seconds  # it may wake too early

    async def run() -> None:
        nonlocal now
        pace = Pace(settings(delay=1.0), now=lambda: now)
        async with pace.turn() as mark_sent:
            now += 0.5  # the connection is made
            mark_sent()
            now += takes
        async with pace.turn():
            pass

    monkeypatch.setattr("kursrevisjon.fetch.pace.asyncio", SimpleNamespace(Lock=asyncio.Lock, sleep=sleep))
    asyncio.run(run())
    assert now == 100.5 + takes + waited


def test_one_request_at_a_time_whoever_asks(farm: Farm) -> None:
    open_now = 0
    most = 0

    async def watched(wire: Wire, _request: Request) -> None:
        nonlocal open_now, most
        open_now += 1
        most = max(most, open_now)
        await wire.stall(0.02)
        open_now -= 1
        await wire.send(CONTENT.encode())

    site = farm.site({"*": watched})

    async def work(fetch: SiteFetcher) -> list[Page | Unread]:
        return list(await asyncio.gather(*(fetch.get(f"{site.url}/{number}") for number in range(8))))

    outcomes = with_fetcher(site, settings(), work)
    assert all(isinstance(one, Page) for one in outcomes)
    assert most == 1


def test_unions_that_share_a_pace_share_the_pause(farm: Farm) -> None:
    site = farm.site({"*": CONTENT})
    limits = settings(delay=0.08)

    pace = NotedPace(limits)

    async def run() -> None:
        network = Network(limits)
        fetchers = [fetcher(site, limits, pace=pace, network=network) for _ in range(3)]
        await asyncio.gather(*(one.get(f"{site.url}/{number}") for number, one in enumerate(fetchers)))
        for one in fetchers:
            await one.aclose()

    asyncio.run(run())
    assert len(site.log) == 6, "a robots.txt and a page each"
    assert_paused(pace, 0.08, site)


def test_retry_after_in_seconds_is_waited_out(farm: Farm) -> None:
    site = farm.site({"/a": InTurn(Reply(b"x", 429, {"retry-after": "1"}), CONTENT)})
    assert isinstance(get_all(site, settings(), "/a")[0], Page)
    assert site.gaps()[-1] >= 1, "counted from the answer, which came after the request that was seen"


def test_attempts_are_further_and_further_apart(farm: Farm) -> None:
    site = farm.site({"/a": Reply(b"x", 503)})
    get_all(site, settings(backoff=0.06, retries=2), "/a")
    first, second = site.gaps()[-2:]
    assert first >= 0.06
    assert second >= 0.12


def test_a_site_that_asks_for_a_long_wait_is_left_alone(farm: Farm) -> None:
    site = farm.site({"*": Reply(b"x", 503, {"retry-after": "86400"})})
    outcomes = get_all(site, settings(), "/a", "/b", "/c")
    assert [one.cause for one in outcomes if isinstance(one, Unread)] == ["http_error", "unreachable", "unreachable"]
    assert site.paths() == ["/robots.txt", "/a"]


def test_a_site_that_fails_is_tried_once_more_and_then_left_alone(farm: Farm) -> None:
    site = farm.site({"*": Reply(b"x", 500)})
    paths = [f"/{number}" for number in range(10)]
    outcomes = get_all(site, settings(retries=0, breaker=3), *paths)
    assert site.paths() == ["/robots.txt", "/0", "/1", "/2", "/3"], "three failures, a pause, one more"
    assert all(isinstance(one, Unread) for one in outcomes)
    last = outcomes[-1]
    assert isinstance(last, Unread)
    assert (last.cause, last.detail) == ("unreachable", "site given up: HTTP 500")


def test_a_site_that_comes_back_is_read_on(farm: Farm) -> None:
    down = Reply(b"x", 500)
    site = farm.site({"*": InTurn(down, down, down, CONTENT)})
    outcomes = get_all(site, settings(retries=0, breaker=3), *(f"/{number}" for number in range(6)))
    assert [isinstance(one, Page) for one in outcomes] == [False, False, False, True, True, True]


def test_addresses_that_are_not_there_say_nothing_of_the_site(farm: Farm) -> None:
    site = farm.site({"/x": CONTENT})
    outcomes = get_all(site, settings(breaker=2), *(f"/{number}" for number in range(6)), "/x")
    assert isinstance(outcomes[-1], Page)


def test_without_any_connection_a_site_is_left_alone_at_once() -> None:
    limits = settings()
    pace = Pace(limits)
    lost = FetchError(UnreadCause.UNREACHABLE, "no route to the host", network=True)
    pace.count(lost)
    assert not pace.given_up
    pace.count(lost)
    assert pace.given_up == "no route to the host"


def test_the_byte_budget_of_a_site_ends_its_fetching(farm: Farm) -> None:
    site = farm.site({"*": Reply(TEXT + b"x" * 5000)})
    outcomes = get_all(site, settings(max_site_bytes=9000), "/a", "/b", "/c")
    assert [isinstance(one, Page) for one in outcomes] == [True, True, False]
    assert isinstance(outcomes[2], Unread)
    assert outcomes[2].cause == "budget"


BIG_AND_USELESS = {
    "an error page": Reply(b"x" * 5000, 404),
    "a broken encoding": Reply(b"x" * 5000, headers={"content-encoding": "gzip"}),
    "a redirect": Reply(b"x" * 5000, 302, {"location": "http://example.org/"}),
    "a body that is cut short": raw(head("Content-Length: 9000") + b"x" * 5000),
    "white space": Reply(b" " * 5000),
}


@pytest.mark.parametrize("reply", BIG_AND_USELESS.values(), ids=BIG_AND_USELESS.keys())
def test_bytes_that_gave_no_page_count_too(reply: Handler, farm: Farm) -> None:
    site = farm.site({"/a": reply, "/b": reply, "/c": CONTENT})
    outcomes = get_all(site, settings(max_site_bytes=9000, retries=0), "/a", "/b", "/c")
    assert isinstance(outcomes[2], Unread)
    assert outcomes[2].cause == "budget"


def test_a_reset_is_not_the_end_of_the_site(farm: Farm) -> None:
    site = farm.site({"/a": reset_at_once, "/b": CONTENT})
    outcomes = get_all(site, settings(), "/a", "/b")
    assert [isinstance(one, Page) for one in outcomes] == [False, True]


CONDITIONS = [
    ('"e1"', None, {"if-none-match": '"e1"'}),
    (None, "Tue, 24 Nov 2026 10:00:00 GMT", {"if-modified-since": "Tue, 24 Nov 2026 10:00:00 GMT"}),
    ('W/"e1"', "x", {"if-none-match": 'W/"e1"', "if-modified-since": "x"}),
    ("evil\r\nx: y", None, {}),
]


@pytest.mark.parametrize(("etag", "last_modified", "sent"), CONDITIONS)
def test_conditions_are_sent_as_they_were_received(
    etag: str | None, last_modified: str | None, sent: dict[str, str], farm: Farm
) -> None:
    def answer(request: Request) -> Reply:
        return (
            Reply(b"", 304) if "if-none-match" in request.headers or "if-modified-since" in request.headers else CONTENT
        )

    site = farm.site({"/a": answer})

    async def work(fetch: SiteFetcher) -> list[Page | Unread]:
        return [await fetch.get(f"{site.url}/a", etag=etag, last_modified=last_modified)]

    page = with_fetcher(site, settings(), work)[0]
    assert isinstance(page, Page)
    assert page.not_modified is bool(sent)
    got = {name: value for name, value in site.log[-1].headers.items() if name.startswith("if-")}
    assert got == sent


def test_a_connection_serves_until_the_site_closes_it(farm: Farm) -> None:
    """Redirects, errors and unchanged pages are read to their end, so that no new connection is made after them."""
    connections: list[int] = []

    def answer(request: Request) -> Reply:
        connections.append(request.connection)
        if request.path == "/flyttet":
            return Reply(b"<p>Siden er flyttet.</p>", 301, {"location": "/kurs"})
        if "if-none-match" in request.headers:
            return Reply(b"", 304)
        return Reply(b"borte", 404) if request.path == "/borte" else CONTENT

    site = farm.site({"*": answer})

    async def work(fetch: SiteFetcher) -> list[Page | Unread]:
        urls = [f"{site.url}{path}" for path in ("/flyttet", "/borte", "/kurs")]
        return [await fetch.get(url, etag=etag) for url in urls for etag in (None, '"e1"')]

    with_fetcher(site, settings(), work)
    assert len(connections) == 8
    assert len(set(connections)) == 1


def test_conditions_go_only_to_the_address_that_the_capture_came_from(farm: Farm) -> None:
    """The date of one page says nothing of another that a redirect now leads to."""
    site = farm.site({"/a": Reply(b"", 302, {"location": "/ny"}), "/ny": CONTENT})

    async def work(fetch: SiteFetcher) -> list[Page | Unread]:
        url = f"{site.url}/a"
        return [await fetch.get(url, etag='"e1"', reached=f"{site.url}/gammel"), await fetch.get(url, etag='"e2"')]

    with_fetcher(site, settings(), work)
    told = [(request.target, request.headers.get("if-none-match")) for request in site.log]
    assert told == [("/robots.txt", None), ("/a", None), ("/ny", None), ("/a", '"e2"'), ("/ny", None)]
