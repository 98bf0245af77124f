"""robots.txt by RFC 9309: the RFC's own examples, what is remembered, and which line is told."""

import asyncio
from collections.abc import Iterator

import pytest
from crawl_tools import NOW, Clock, Facts, NotedPace, assert_paused, fetcher, settings
from faults.cases import CONTENT, robots
from faults.server import Farm, Reply

from kursrevisjon.fetch import FetchSettings, Robots
from kursrevisjon.model import Page, Unread


@pytest.fixture(scope="module")
def farm() -> Iterator[Farm]:
    with Farm() as farm:
        yield farm


SIMPLE = """User-Agent: *
Disallow: *.gif$
Disallow: /example/
Allow: /publications/

User-Agent: foobot
Disallow:/
Allow:/example/page.html
Allow:/example/allowed.gif

User-Agent: barbot
User-Agent: bazbot
Disallow: /example/page.html

User-Agent: quxbot
"""
LONGEST = "User-Agent: foobot\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif\n"
MERGED = "user-agent: Foobot\ndisallow: /a\n\nuser-agent: *\ndisallow: /c\n\nuser-agent: foobot\ndisallow: /b\n"
SPECIAL = "User-agent: *\nAllow: /allow-this-path\nDisallow: /path/file-with-a-%2A.html\nDisallow: /*/exact$\n"

RFC_EXAMPLES = [
    # 5.1, simple example
    (SIMPLE, "foobot", "/example/page.html", True),
    (SIMPLE, "foobot", "/example/allowed.gif", True),
    (SIMPLE, "foobot", "/publications/", False),
    (SIMPLE, "foobot", "/", False),
    (SIMPLE, "barbot", "/example/page.html", False),
    (SIMPLE, "bazbot", "/example/page.html", False),
    (SIMPLE, "barbot", "/example/other.gif", True),
    (SIMPLE, "quxbot", "/example/page.html", True),
    (SIMPLE, "otherbot", "/example/page.html", False),
    (SIMPLE, "otherbot", "/publications/x.gif", True),  # the longer Allow beats *.gif$
    (SIMPLE, "otherbot", "/pictures/x.gif", False),
    (SIMPLE, "otherbot", "/pictures/x.gif.html", True),
    # 5.2, longest match
    (LONGEST, "foobot", "/example/page/allowed.gif", True),
    (LONGEST, "foobot", "/example/page/disallowed.gif", False),
    # 2.2.1: groups of one product token are one group, its case is of no matter, * is for those that are not named
    (MERGED, "foobot", "/a", False),
    (MERGED, "FooBot", "/b", False),
    (MERGED, "foobot", "/c", True),
    (MERGED, "other", "/c", False),
    (MERGED, "other", "/a", True),
    # 2.2.2: /robots.txt is always allowed, an empty file allows everything
    ("User-agent: *\nDisallow: /\n", "foobot", "/robots.txt", True),
    ("", "foobot", "/x", True),
    # 2.2.2: octets outside ASCII are matched whether they are escaped or not
    ("User-agent: *\nDisallow: /foo/bar/ツ\n", "foobot", "/foo/bar/%E3%83%84", False),
    ("User-agent: *\nDisallow: /foo/bar/%E3%83%84\n", "foobot", "/foo/bar/%E3%83%84", False),
    ("User-agent: *\nDisallow: /opplæring\n", "foobot", "/oppl%C3%A6ring/trinn-1", False),
    # 2.2.3: special characters
    (SPECIAL, "foobot", "/path/file-with-a-%2A.html", False),
    (SPECIAL, "foobot", "/path/file-with-a-xyz.html", True),
    (SPECIAL, "foobot", "/deep/exact", False),
    (SPECIAL, "foobot", "/deep/exact/not", True),
    ("User-agent: *\nDisallow: / # everything\n", "foobot", "/x", False),
    # 2.2: of equally specific rules, allow is used
    ("User-agent: *\nDisallow: /same\nAllow: /same\n", "foobot", "/same", True),
    # 2.2.4: other records, and lines that make no sense, change nothing
    ("Sitemap: https://x.no/s.xml\nUser-agent: *\nnonsense\nDisallow: /x\n", "foobot", "/x", False),
]


@pytest.mark.parametrize(("text", "token", "path", "allowed"), RFC_EXAMPLES)
def test_the_rules_mean_what_the_rfc_says(text: str, token: str, path: str, allowed: bool) -> None:
    rules = Robots(text, NOW.isoformat())
    assert rules.allows(f"https://x.no{path}", token) is allowed
    assert bool(rules.rule_against(f"https://x.no{path}", token)) is not allowed


@pytest.mark.parametrize(
    ("text", "url", "line"),
    [
        ("User-agent: *\nDisallow: /\nDisallow: /kurs", "https://x.no/kurs/1", "line 3: Disallow: /kurs"),
        ("User-agent: *\nDisallow: /\nAllow: /kurs", "https://x.no/annet", "line 2: Disallow: /"),
        (
            "User-agent: *\nDisallow: /lang/sti/her\n\nUser-agent: kursrevisjon\nDisallow: /lang",
            "https://x.no/lang/sti/her",
            "line 5: Disallow: /lang",
        ),
        (
            "user-agent: *\n  disallow :  /kurs  # hvorfor ikke",
            "https://x.no/kurs",
            "line 2: disallow :  /kurs  # hvorfor ikke",
        ),
        ("User-agent: *\nDisallow: /*?print=", "https://x.no/a?print=1", "line 2: Disallow: /*?print="),
    ],
)
def test_the_line_that_refuses_is_the_one_that_decides(text: str, url: str, line: str) -> None:
    assert Robots(text, NOW.isoformat()).rule_against(url, "kursrevisjon") == line


def get_all(site_url: str, paths: list[str], make: object) -> list[Page | Unread]:
    async def run() -> list[Page | Unread]:
        async with make() as fetch:  # type: ignore[operator]
            return [await fetch.get(f"{site_url}{path}") for path in paths]

    return asyncio.run(run())


def test_robots_txt_comes_first_and_once(farm: Farm) -> None:
    site = farm.site({"*": CONTENT, "/robots.txt": robots("User-agent: *\nDisallow: /x")})
    get_all(site.url, ["/a", "/b", "/c"], lambda: fetcher(site, settings()))
    assert site.paths() == ["/robots.txt", "/a", "/b", "/c"]


def test_robots_txt_is_remembered_for_a_day(farm: Farm) -> None:
    site = farm.site({"*": CONTENT, "/robots.txt": robots("User-agent: *\nDisallow: /intern")})
    memory, clock = Facts(), Clock()
    for hours in (0, 23, 2):
        clock.advance(hours=hours)
        outcomes = get_all(site.url, ["/intern"], lambda: fetcher(site, settings(), memory=memory, clock=clock))
        assert isinstance(outcomes[0], Unread)
        assert outcomes[0].cause == "robots"
    assert site.paths() == ["/robots.txt", "/robots.txt"], "asked at first and after 25 hours"


def test_a_failure_is_not_remembered_for_the_next_run(farm: Farm) -> None:
    site = farm.site({"*": CONTENT, "/robots.txt": robots("", 503)})
    memory = Facts()
    first = get_all(site.url, ["/a", "/b"], lambda: fetcher(site, settings(retries=0), memory=memory))
    assert [one.cause for one in first if isinstance(one, Unread)] == ["robots_unreachable", "robots_unreachable"]
    assert site.paths() == ["/robots.txt"], "within a run it is asked for once"
    site.routes["/robots.txt"] = robots("")
    second = get_all(site.url, ["/a"], lambda: fetcher(site, settings(), memory=memory))
    assert isinstance(second[0], Page)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 451])
def test_a_4xx_allows_everything(status: int, farm: Farm) -> None:
    site = farm.site({"/a": CONTENT, "/robots.txt": robots("User-agent: *\nDisallow: /", status)})
    assert isinstance(get_all(site.url, ["/a"], lambda: fetcher(site, settings()))[0], Page)


def test_the_longer_of_own_pause_and_crawl_delay_holds(farm: Farm) -> None:
    site = farm.site({"*": CONTENT, "/robots.txt": robots("User-agent: *\nCrawl-delay: 0.15")})
    limits = settings(delay=0.01)
    pace = NotedPace(limits)
    get_all(site.url, ["/a", "/b", "/c"], lambda: fetcher(site, limits, pace=pace))
    assert_paused(pace, 0.15, site)


def test_a_crawl_delay_shortens_no_pause(farm: Farm) -> None:
    site = farm.site({"*": CONTENT, "/robots.txt": robots("User-agent: *\nCrawl-delay: 0.01")})
    limits = settings(delay=0.15)
    pace = NotedPace(limits)
    get_all(site.url, ["/a", "/b"], lambda: fetcher(site, limits, pace=pace))
    assert_paused(pace, 0.15, site)


def test_a_request_rate_is_a_pause_too() -> None:
    assert Robots("User-agent: *\nRequest-rate: 1/5\nCrawl-delay: 2", "").crawl_delay("kursrevisjon") == 5


def test_half_a_megabyte_is_read_and_the_rest_left(farm: Farm) -> None:
    long = "# " + "x" * 78 + "\n"
    text = "User-agent: *\nDisallow: /intern\n" + long * 50_000
    site = farm.site({"*": CONTENT, "/robots.txt": robots(text)})
    outcomes = get_all(site.url, ["/intern", "/a"], lambda: fetcher(site, settings()))
    assert [isinstance(one, Page) for one in outcomes] == [False, True]


def test_other_origins_have_rules_of_their_own(farm: Farm) -> None:
    other = farm.site({"*": CONTENT, "/robots.txt": robots("User-agent: *\nDisallow: /x")})
    site = farm.site({"/a": Reply(b"", 302, {"location": f"{other.url}/x"})})
    make = lambda: fetcher(site, settings(), scope=lambda _url: "")  # noqa: E731 - a table of one
    outcome = get_all(site.url, ["/a"], make)[0]
    assert isinstance(outcome, Unread)
    assert (outcome.cause, outcome.detail) == ("robots", "line 2: Disallow: /x")
    assert other.paths() == ["/robots.txt"]


def test_the_product_token_is_the_first_word_of_the_agent() -> None:
    assert FetchSettings(user_agent="Kursrevisjon/2.1 (+https://example.org/)").robots_name == "Kursrevisjon"
    assert FetchSettings(user_agent="kursrevisjon").robots_name == "kursrevisjon"
