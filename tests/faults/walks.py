"""The fault table, third part: what only shows when a crawl goes from page to page, or from one run to the next.

Each walk is one site with a start page. ``path`` is the address that the walk is about: ``outcome`` says what must
become of it in the last run, ``SKIPPED`` that it was seen, not asked for, and is in the ledger.
"""

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field

from crawl_tools import linking, own_text

from faults.cases import CONTENT, PLAIN, redirect, robots
from faults.server import NOT_FOUND, Handler, InTurn, Reply, Request, Wire, page

SKIPPED = "not asked for"
UNSEEN = "never met"


@dataclass(frozen=True)
class Walk:
    """A crawl. ``days`` are those that pass before each further run, ``later`` the routes that change before it."""

    name: str
    routes: dict[str, Handler]
    path: str
    outcome: str
    told: str = ""
    seeds: tuple[str, ...] = ("/",)
    limits: dict[str, object] = field(default_factory=dict)
    days: tuple[float, ...] = ()
    later: dict[str, Handler] = field(default_factory=dict)
    union: dict[str, object] = field(default_factory=dict)
    most: int = 100
    """Requests that the site may be asked in all."""


def start(*links: str) -> dict[str, Handler]:
    """A site whose front page links to these addresses, and which has a page of its own at every other."""
    return {"/": linking(*((link, f"Kurs {number}") for number, link in enumerate(links))), "*": own_text}


def endless(*forms: str) -> Callable[[Request], Reply]:
    """Every page links to the next one of each form, without end."""

    def act(request: Request) -> Reply:
        if request.path.startswith(("/finnes-ikke", "/sitemap")):
            return NOT_FOUND
        number = int("".join(sign for sign in request.target if sign.isdigit())[-4:] or 1000) + 1
        links = [(form.format(n=number, month=number % 12 + 1), f"Kurs {number}") for form in forms]
        words = " ".join(f"ord{number * 31 + step * 17}" for step in range(60))
        return linking(*links, title=f"Kurs {number}", text=words)

    return act


def with_head(head: str, *links: str, headers: dict[str, str] | None = None) -> Reply:
    made = linking(*((link, "Kurs") for link in links))
    return Reply(made.body.replace(b"</head>", f"{head}</head>".encode()), headers=headers or {})


def xml(text: str) -> Reply:
    return Reply(text.encode(), headers={"content-type": "text/xml"})


def with_map(body: str, pack: Callable[[bytes], bytes] = bytes) -> dict[str, Handler]:
    """A site that says all of its pages in its sitemap only; ``SITE`` in the text stands for its address."""

    def answer(request: Request) -> Reply:
        text = body.replace("SITE", f"http://{request.headers['host']}")
        return Reply(pack(text.encode()), headers={"content-type": "application/xml"})

    return {"/": page("Velkommen til forbundet."), "/sitemap.xml": answer, "*": own_text}


async def has_own_text(wire: Wire, request: Request) -> None:
    await wire.send(own_text(request).encode())


LOCS = "<url><loc>SITE/kurs/fra-kartet</loc></url>"
LAUGHS = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
LAUGHTER = f"<!DOCTYPE u [<!ENTITY l0 'SITE/kurs/'>{LAUGHS}]><urlset>{LOCS}<url><loc>&l9;</loc></url></urlset>"
OUTSIDE = (
    f"<!DOCTYPE u [<!ENTITY x SYSTEM 'file:///etc/passwd'><!ENTITY y SYSTEM 'SITE/intern'>]>"
    f"<urlset>{LOCS}<url><loc>&x;&y;</loc></url></urlset>"
)
DOWN = Reply(b"x", 500)
ONE_TRY = {"retries": 0}
TAGGED = Reply(CONTENT.body, headers={"etag": '"1"'})

ENDLESS = [
    Walk("a calendar", {"*": endless("/kurs?dato=2026-{month:02}-01&n={n}")}, "", SKIPPED, "trap: calendar"),
    Walk("a calendar in the path", {"*": endless("/kurs/20{month:02}/{month:02}/{n}")}, "", SKIPPED, "trap: calendar"),
    Walk("paging", {"*": endless("/kurs?page={n}")}, "", SKIPPED, "trap: paging"),
    Walk("filters", {"*": endless("/kurs?fylke={n}")}, "", SKIPPED, "trap: filter"),
    Walk("a filter on top of a filter", {"*": endless("/kurs?a={n}&b=1&c=2&d=3&e=4")}, "", SKIPPED, "too many param"),
    Walk("a path that repeats itself", start("/kurs/kurs/kurs/1"), "/kurs/kurs/kurs/1", SKIPPED, "path repeats itself"),
    Walk("a path without end", start("/kurs/a/b/c/d/e/f/g/h/i/j"), "/kurs/a/b/c/d/e/f/g/h/i/j", SKIPPED, "too deep"),
    Walk("an address of 500 characters", start(f"/kurs/{'a' * 500}"), f"/kurs/{'a' * 500}", SKIPPED, "too long"),
    Walk("numbered pages without end", {"*": endless("/kurs/{n}")}, "", SKIPPED, "trap: numbered pages"),
    Walk(
        "numbered pages that all say the same",
        {**start(*(f"/kurs/{number}" for number in range(100, 120))), "*": CONTENT, "/sitemap.xml": NOT_FOUND},
        "/kurs/119",
        SKIPPED,
        "repeats the same text",
        most=10,
    ),
]

SAME = [
    Walk(
        "a session id in the path", start("/kurs/a;jsessionid=1F", "/kurs/a;jsessionid=2F"), "/kurs/a", "read", most=5
    ),
    Walk("a session id in the query", start("/kurs/a?PHPSESSID=1", "/kurs/a?PHPSESSID=2"), "/kurs/a", "read", most=5),
    Walk("tracking parameters", start("/kurs/a?utm_source=x", "/kurs/a?fbclid=y"), "/kurs/a", "read", most=5),
    Walk("upper and lower case, with and without a slash", start("/kurs/a", "/Kurs/A/"), "/kurs/a", "read", most=5),
    Walk(
        "a canonical address within the site",
        {**start("/kurs/vis?id=3", "/x/hms"), "/kurs/vis": with_head("<link rel=canonical href='/x/hms'>")},
        "/x/hms",
        SKIPPED,
        "duplicate: ",
    ),
    Walk(
        "a canonical address on another site",
        {**start("/kurs/a", "/kurs/b"), "/kurs/a": with_head("<link rel=canonical href='https://a.example/kurs/b'>")},
        "/kurs/b",
        "read",
    ),
    Walk(
        "a page that repeats another almost to the letter",
        {
            "/": linking(("/kurs/a", "Kurs a"), ("/kurs/kopi", "Kurs a igjen")),
            "/kurs/a": linking(text=f"{' '.join(f'ord{step}' for step in range(300))} i dag"),
            "/kurs/kopi": linking(
                ("/kurs/bare-her", "Kurs"), text=f"{' '.join(f'ord{step}' for step in range(300))} i morgen"
            ),
            "/kurs/bare-her": CONTENT,
        },
        "/kurs/bare-her",
        UNSEEN,
    ),
]

WISHES = [
    Walk(
        "meta robots nofollow",
        {**start(), "/": with_head("<meta name=robots content=nofollow>", "/kurs/a")},
        "/kurs/a",
        UNSEEN,
    ),
    Walk(
        "meta robots noindex",
        {**start(), "/": with_head("<meta name=robots content=noindex>", "/kurs/a")},
        "/kurs/a",
        UNSEEN,
    ),
    Walk(
        "X-Robots-Tag nofollow",
        {**start(), "/": with_head("", "/kurs/a", headers={"x-robots-tag": "nofollow"})},
        "/kurs/a",
        UNSEEN,
    ),
    Walk(
        "X-Robots-Tag for another robot",
        {**start(), "/": with_head("", "/kurs/a", headers={"x-robots-tag": "other: none"})},
        "/kurs/a",
        "read",
    ),
    Walk(
        "a link marked nofollow",
        {**start(), "/": page("<a href=/kurs/a rel=nofollow>Kurs</a>")},
        "/kurs/a",
        SKIPPED,
        "nofollow",
    ),
    Walk(
        "a link that robots.txt refuses",
        {**start("/kurs/a"), "/robots.txt": robots("User-agent: *\nDisallow: /kurs")},
        "/kurs/a",
        "robots",
        "line 2: Disallow: /kurs",
    ),
    Walk(
        "a link to another host",
        start("https://annet.example/nyheter"),
        "https://annet.example/nyheter",
        SKIPPED,
        "other host",
    ),
    Walk(
        "a link to training on another host",
        {**start(), "/": linking(("https://annet.example/kurs/tillitsvalgt", "Kurs for tillitsvalgte"))},
        "https://annet.example/kurs/tillitsvalgt",
        SKIPPED,
        "proposal: ",
    ),
    Walk("a link to a picture", start("/kurs/foto.jpg"), "/kurs/foto.jpg", SKIPPED, "file type .jpg"),
    Walk(
        "a link to a place outside the prefixes",
        start("/a", "/medlem/kurs"),
        "/medlem/kurs",
        SKIPPED,
        "outside",
        union={"path_prefixes": ("/a",)},
    ),
]

LISTS = [
    Walk("a sitemap", with_map(f"<urlset>{LOCS}</urlset>"), "/kurs/fra-kartet", "read"),
    Walk("a packed sitemap", with_map(f"<urlset>{LOCS}</urlset>", gzip.compress), "/kurs/fra-kartet", "read"),
    Walk(
        "a sitemap of sitemaps",
        {
            **with_map("<sitemapindex><sitemap><loc>SITE/kart-1.xml</loc></sitemap></sitemapindex>"),
            "/kart-1.xml": with_map(f"<urlset>{LOCS}</urlset>")["/sitemap.xml"],
        },
        "/kurs/fra-kartet",
        "read",
    ),
    Walk(
        "a sitemap of itself",
        with_map("<sitemapindex><sitemap><loc>SITE/sitemap.xml</loc></sitemap></sitemapindex>"),
        "/sitemap.xml",
        UNSEEN,
        most=5,
    ),
    Walk("a sitemap cut short", with_map(f"<urlset>{LOCS}<url><lo"), "/kurs/fra-kartet", "read"),
    Walk("a sitemap that is an HTML page", with_map("<html><body>Velkommen</body></html>"), "/", "read"),
    Walk("a sitemap that is an XML bomb", with_map(LAUGHTER), "/kurs/fra-kartet", UNSEEN),
    Walk("a sitemap that asks for files", with_map(OUTSIDE), "/intern", UNSEEN, most=4),
    Walk("a sitemap that is a gzip bomb", with_map(" " * 200_000_000, gzip.compress), "/", "read", most=4),
    Walk(
        "a sitemap of another host",
        with_map("<urlset><url><loc>https://a.example/kurs</loc></url></urlset>"),
        "/",
        "read",
    ),
    Walk(
        "a feed",
        {
            **start("/nyheter/feed/"),
            "/nyheter/feed/": xml("<rss><channel><item><title>Kurs</title><link>/a/b</link></item></channel></rss>"),
        },
        "/a/b",
        "read",
    ),
]

BOUNDS = [
    Walk(
        "the page budget is spent",
        start("/kurs/a", "/kurs/b"),
        "/kurs/b",
        "budget",
        "page budget of 2",
        limits={"max_pages": 2},
    ),
    Walk(
        "the byte budget is spent",
        start("/kurs/a", "/kurs/b"),
        "/kurs/b",
        "budget",
        "byte budget",
        limits={"max_site_bytes": 1500},
    ),
    Walk(
        "a site that fails five times in a row",
        {"*": DOWN},
        "/kurs/7",
        "unreachable",
        "site given up: HTTP 500",
        seeds=tuple(f"/kurs/{number}" for number in range(8)),
        limits=ONE_TRY,
        most=7,
    ),
    Walk(
        "a site that fails four times and comes back",
        {"*": InTurn(*[DOWN] * 4, has_own_text)},
        "/kurs/7",
        "read",
        seeds=tuple(f"/kurs/{number}" for number in range(8)),
        limits=ONE_TRY,
    ),
    Walk(
        "a site that asks to be left alone for a day",
        {"/kurs/a": Reply(b"x", 429, {"retry-after": "86400"}), "*": own_text},
        "/kurs/b",
        "unreachable",
        "site given up: HTTP 429, Retry-After 86400 s",
        seeds=("/kurs/a", "/kurs/b"),
        most=2,
    ),
]

RUNS = [
    Walk(
        "a page missed for the first time",
        {"/kurs": CONTENT},
        "/kurs",
        "gone_since",
        "http_error: HTTP 404",
        seeds=("/kurs",),
        days=(30,),
        later={"/kurs": NOT_FOUND},
    ),
    Walk(
        "a page missed for the second time",
        {"/kurs": CONTENT},
        "/kurs",
        "http_error",
        "HTTP 404",
        seeds=("/kurs",),
        days=(30, 30),
        later={"/kurs": NOT_FOUND},
    ),
    Walk(
        "a page that became an error page with status 200",
        {"/kurs": CONTENT},
        "/kurs",
        "gone_since",
        "soft_404",
        seeds=("/kurs",),
        days=(30,),
        later={"/kurs": page("", title="Siden finnes ikke")},
    ),
    Walk(
        "a page that now leads to the front page",
        {"/kurs": CONTENT, "/": CONTENT},
        "/kurs",
        "gone_since",
        "front page",
        seeds=("/kurs",),
        days=(30,),
        later={"/kurs": redirect("/")},
    ),
    Walk(
        "a page that nothing links to any more",
        start("/kurs/a"),
        "/kurs/a",
        "read",
        days=(30,),
        later={"/": page("Ny forside.")},
    ),
    Walk(
        "a page that did not change",
        {"/kurs": lambda request: Reply(b"", 304) if "if-none-match" in request.headers else TAGGED},
        "/kurs",
        "read",
        seeds=("/kurs",),
        days=(30,),
    ),
    Walk(
        "robots.txt changed an hour ago",
        {"/kurs": CONTENT},
        "/kurs",
        "read",
        seeds=("/kurs",),
        days=(1 / 24,),
        later={"/robots.txt": robots("User-agent: *\nDisallow: /")},
    ),
    Walk(
        "robots.txt changed the day before",
        {"/kurs": CONTENT},
        "/kurs",
        "robots",
        "line 2",
        seeds=("/kurs",),
        days=(1.1,),
        later={"/robots.txt": robots("User-agent: *\nDisallow: /")},
    ),
    Walk(
        "robots.txt failed an hour ago",
        {"/kurs": CONTENT, "/robots.txt": Reply(b"x", 503, PLAIN)},
        "/kurs",
        "read",
        seeds=("/kurs",),
        limits=ONE_TRY,
        days=(1 / 24,),
        later={"/robots.txt": robots("")},
    ),
]

WALKS = {
    "Places without end": ENDLESS,
    "One page under several addresses": SAME,
    "What the site and the sources file wish": WISHES,
    "Sitemaps and feeds": LISTS,
    "Budgets, and sites that fail": BOUNDS,
    "From one run to the next": RUNS,
}
