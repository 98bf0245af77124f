"""The parts of a crawl by themselves: traps, sitemaps and feeds, scope, frontier, sketches, the nonsense address."""

import gzip

import pytest
from crawl_tools import union
from faults.server import Site
from hypothesis import given
from hypothesis import strategies as st

from kursrevisjon.crawl.frontier import MOST_WAITING, Candidate, Frontier
from kursrevisjon.crawl.scope import UnionScope
from kursrevisjon.crawl.score import PROMISING, Scorer
from kursrevisjon.crawl.sitemap import read_listing
from kursrevisjon.crawl.sketch import Texts, likeness, sketch_of
from kursrevisjon.crawl.soft404 import nonsense_address
from kursrevisjon.crawl.traps import PER_ENDLESS, PER_PATTERN, PatternLimits, pattern_of, trap_in
from kursrevisjon.model import ExcludedPath, Link

# Traps

TRAPS = [
    ("https://x.no/" + "a" * 500, "trap: address too long"),
    ("https://x.no/a/b/c/d/e/f/g/h/i/j/k/l", "trap: path too deep"),
    ("https://x.no/kurs/om/kurs/om/kurs/om", "trap: path repeats itself"),
    ("https://x.no/kurs?a=1&b=2&c=3&d=4&e=5", "trap: too many parameters"),
]


@pytest.mark.parametrize(("url", "told"), TRAPS)
def test_an_address_of_an_endless_place_is_known(url: str, told: str) -> None:
    assert trap_in(url) == told


@pytest.mark.parametrize(
    "url",
    ["https://x.no/kurs/2026/trinn-1", "https://x.no/a/b/a/c", "https://x.no/?p=123", "https://x.no/kurs?id=1&lang=nb"],
)
def test_an_ordinary_address_is_no_trap(url: str) -> None:
    assert trap_in(url) == ""


LIMITED = [
    ("https://x.no/kalender?dato=2026-{:02}", PER_ENDLESS, "calendar"),
    ("https://x.no/kurs/2026/{:02}", PER_ENDLESS, "calendar"),
    ("https://x.no/kurs/page/{}", PER_ENDLESS, "paging"),
    ("https://x.no/kurs?side={}", PER_ENDLESS, "paging"),
    ("https://x.no/kurs?fylke={}", PER_ENDLESS, "filter"),
    ("https://x.no/kurs?filter[tema]={}", PER_ENDLESS, "filter"),
    ("https://x.no/kurs/{}", PER_PATTERN, "numbered pages"),
    ("https://x.no/vis?id={}", PER_PATTERN, "numbered pages"),
]


@pytest.mark.parametrize(("form", "most", "kind"), LIMITED)
def test_only_so_many_addresses_of_a_pattern_are_fetched(form: str, most: int, kind: str) -> None:
    limits = PatternLimits()
    for number in range(1, most + 1):
        url = form.format(number % 12 + 1 if kind == "calendar" else number)
        assert limits.why_enough(url) == ""
        limits.count(url, same=False)
    assert limits.why_enough(form.format(11)).startswith(f"trap: {kind} (more than {most} of ")


def test_pages_with_names_of_their_own_are_not_limited() -> None:
    limits = PatternLimits()
    for name in map(chr, range(ord("a"), ord("z"))):
        for other in map(chr, range(ord("a"), ord("z"))):
            url = f"https://x.no/kurs/{name}{other}"
            assert limits.why_enough(url) == ""
            limits.count(url, same=True)


def test_a_pattern_forgets_numbers_and_values() -> None:
    assert pattern_of("https://x.no/kurs/12/del-3?side=4&a=b") == pattern_of("https://x.no/kurs/99/del-1?a=c&side=1")
    assert pattern_of("https://x.no/kurs/a") != pattern_of("https://x.no/kurs/b")


# Sitemaps and feeds

MAP = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc> https://x.no/gammel </loc><lastmod>2020-01-01</lastmod></url>
<url><loc>https://x.no/ny</loc><lastmod>2026-01-01</lastmod></url><url><loc>https://x.no/uten</loc></url></urlset>"""
INDEX = (
    b"<sitemapindex><sitemap><loc>https://x.no/a.xml</loc></sitemap><sitemap><loc>b.xml</loc></sitemap></sitemapindex>"
)
RSS = b"""<rss version="2.0"><channel><title>Nytt</title><image><url>https://x.no/i.png</url></image>
<item><title>Kurs i mai</title><link>/kurs/mai</link><pubDate>Mon, 04 May 2026 10:00:00 GMT</pubDate></item>
</channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Kurs</title><updated>2026-05-01</updated>
<link rel="self" href="https://x.no/self"/><link rel="alternate" href="https://x.no/kurs"/></entry></feed>"""
BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "https://x.no/"><!ENTITY y SYSTEM "file:///etc/passwd">]>
<urlset><url><loc>&x;</loc></url><url><loc>&y;</loc></url></urlset>"""
LATE_BOMB = b"<!-- " + b"x" * 5000 + b" -->" + BOMB.partition(b"?>")[2]


def urls(body: bytes) -> list[str]:
    return [entry.url for entry in read_listing(body, "https://x.no/sitemap.xml").entries]


def test_a_sitemap_gives_its_pages_the_newest_first() -> None:
    assert urls(MAP) == ["https://x.no/ny", "https://x.no/gammel", "https://x.no/uten"]


def test_a_packed_sitemap_is_unpacked() -> None:
    assert urls(gzip.compress(MAP)) == urls(MAP)


def test_a_sitemap_index_gives_sitemaps() -> None:
    assert read_listing(INDEX, "https://x.no/").sitemaps == ("https://x.no/a.xml", "b.xml")


def test_rss_and_atom_give_pages_with_titles() -> None:
    assert [(one.url, one.title) for one in read_listing(RSS, "https://x.no/feed").entries] == [
        ("https://x.no/kurs/mai", "Kurs i mai")
    ]
    assert [(one.url, one.title) for one in read_listing(ATOM, "https://x.no/feed").entries] == [
        ("https://x.no/kurs", "Kurs")
    ]


def test_a_plain_list_of_addresses_is_a_sitemap() -> None:
    assert urls(b"https://x.no/a\nhttps://x.no/b\ntull\n") == ["https://x.no/a", "https://x.no/b"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>404</body></html>",
        b"<urlset><url>",
        b"\x1f\x8bikke gzip",
        b"{}",
        BOMB,
        b"\xff\xfe\x00",
        LATE_BOMB,
    ],
    ids=["empty", "html", "cut short", "not gzip", "json", "entities", "bytes", "entities after a comment"],
)
def test_what_is_no_sitemap_gives_nothing_from_outside(body: bytes) -> None:
    assert not [url for url in urls(body) if "root" in url or url == "https://x.no/"]


@given(st.binary(max_size=300))
def test_no_bytes_are_an_error(body: bytes) -> None:
    read_listing(body, "https://x.no/")


# Scope

SCOPED = [
    ("https://x.no/kurs/a", ""),
    ("https://www.x.no/kurs/a", ""),
    ("http://x.no/kurs/a", ""),
    ("https://x.no/annet", "outside the union's path prefixes"),
    ("https://x.no/utenfor", ""),  # a seed
    ("https://x.no/kurs/arkiv/1", "excluded: gammelt"),
    ("https://x.no/KURS/ARKIV/1", "excluded: gammelt"),
    ("https://x.no/kurs/%C3%A5r", "excluded: årsplaner"),
    ("https://y.no/kurs/a", "other host"),
    ("https://x.no.evil.example/kurs", "other host"),
    ("https://kurs.x.no/a", "other host"),
    ("https://x.no:8443/kurs", "other host"),
    ("https://x.no/kurs/plan.pdf", ""),
    ("https://x.no/kurs/plan.docx", ""),
    ("https://x.no/kurs/plan.xlsx", "file type .xlsx"),
    ("https://x.no/kurs/foto.JPG", "file type .jpg"),
    ("https://x.no/kurs/v1.2", ""),
]


@pytest.mark.parametrize(("url", "why"), SCOPED)
def test_scope(url: str, why: str) -> None:
    site = Site(443, {}, tls=True, host="x.no")
    site.url, site.host = "https://x.no", "x.no"
    excluded = (ExcludedPath("/kurs/arkiv", "gammelt"), ExcludedPath("/kurs/år", "årsplaner"))
    one = union(site, "/utenfor", path_prefixes=("/kurs",), excluded=excluded)
    assert UnionScope(one).why_not(url) == why


# Frontier and scores


def test_the_best_comes_first_and_equals_come_in_the_order_found() -> None:
    frontier = Frontier()
    for url, score in (("https://x.no/a", 0.5), ("https://x.no/b", 0.9), ("https://x.no/c", 0.5)):
        frontier.add(Candidate(url, score))
    taken = [frontier.take() for _ in range(4)]
    assert [one.url if one else None for one in taken] == ["https://x.no/b", "https://x.no/a", "https://x.no/c", None]


def test_an_address_found_again_moves_up_and_never_comes_twice() -> None:
    frontier = Frontier()
    frontier.add(Candidate("https://x.no/a", 0.1))
    frontier.add(Candidate("https://x.no/b", 0.5))
    frontier.add(Candidate("https://x.no/a/", 0.9))
    frontier.add(Candidate("https://x.no/b", 0.2))
    taken = [frontier.take() for _ in range(3)]
    assert [one.url if one else None for one in taken] == ["https://x.no/a/", "https://x.no/b", None]


def test_of_very_many_addresses_the_best_are_kept_and_what_is_known() -> None:
    frontier = Frontier()
    frontier.add(Candidate("https://x.no/kjent", -1.0, known=True))
    for number in range(2 * MOST_WAITING):
        frontier.add(Candidate(f"https://x.no/{number}", number % 1000 / 1000))
    left = [one.url for one in frontier.rest()]
    assert len(left) == MOST_WAITING + 1
    assert left[:4] == [f"https://x.no/{number}" for number in range(999, 4000, 1000)]
    assert left[-1] == "https://x.no/kjent"
    assert frontier.skipped["https://x.no/0"] == "too many better addresses"
    assert not frontier.has("https://x.no/0")


def scored(
    text: str = "", url: str = "https://x.no/a", heading: str = "", boilerplate: str = "", parent: float = 0.0
) -> float:
    scorer = Scorer(lambda words: 0.6 if "kurs" in words.lower() else 0.0)
    return scorer.link(Link(url, text, heading, boilerplate), parent)


def test_text_address_heading_and_parent_each_count() -> None:
    nothing = scored("Les mer")
    assert nothing < PROMISING <= scored("Kurs")
    assert scored("Kurs", "https://x.no/kurs") > scored("Kurs") > scored("Les mer", heading="Kurs") > nothing
    assert scored("Les mer", parent=1.0) > nothing
    assert scored("Les mer", heading="Kurs", boilerplate="menu") == nothing, "a menu stands under every heading"


def test_news_shops_and_logins_score_lower() -> None:
    assert scored("Kurs", "https://x.no/nyheter/kurs") < scored("Kurs", "https://x.no/medlem/kurs")


# Sketches

ONE = "Kurset er for nye tillitsvalgte og handler om avtaleverk, forhandlinger og rollen på arbeidsplassen. " * 2
WORDS = [f"ord{number}" for number in range(400)]


def test_equal_texts_are_alike_and_others_are_not() -> None:
    assert likeness(sketch_of(ONE), sketch_of(ONE.upper())) == 1
    assert likeness(sketch_of(ONE), sketch_of(" ".join(WORDS))) == 0
    assert likeness((), ()) == 0


def test_a_word_more_or_less_leaves_long_texts_alike() -> None:
    changed = [*WORDS[:200], "dato", *WORDS[201:]]
    assert likeness(sketch_of(" ".join(WORDS)), sketch_of(" ".join(changed))) > 0.9
    half = [*WORDS[:200], *(f"annet{number}" for number in range(200))]
    assert 0.1 < likeness(sketch_of(" ".join(WORDS)), sketch_of(" ".join(half))) < 0.7


def test_short_texts_are_alike_only_when_equal() -> None:
    assert likeness(sketch_of("Siden finnes ikke"), sketch_of("siden  finnes ikke")) == 1
    assert likeness(sketch_of("Siden finnes ikke"), sketch_of("Siden finnes ikke her")) == 0


def test_a_text_read_before_is_found_among_many() -> None:
    texts = Texts()
    for number in range(200):
        texts.add(f"side {number}", sketch_of(" ".join(f"{word}x{number}" for word in WORDS[:100])))
    again = " ".join(f"{word}x77" for word in WORDS[:100])
    assert texts.alike(sketch_of(again), 0.95) == ["side 77"]
    assert texts.alike(sketch_of("noe helt annet " * 20), 0.95) == []


def test_the_nonsense_address_is_the_same_in_every_run() -> None:
    assert nonsense_address("https://x.no/kurs") == nonsense_address("https://x.no/annet?a=b")
    assert nonsense_address("https://x.no/") != nonsense_address("https://y.no/")
