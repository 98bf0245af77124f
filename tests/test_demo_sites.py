"""The demo web, asked over real HTTP: what each invented site answers, and what its pages may not hold."""

import re
import threading
from collections import Counter
from functools import partial
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader
from rapidfuzz import fuzz, process

from kursrevisjon.demo import UNIONS, DemoSites, serve_demo
from kursrevisjon.errors import UsageError
from kursrevisjon.model import MAIN_ORGANISATIONS, UnreadCause, Verdict
from kursrevisjon.sources import load_sources
from kursrevisjon.yamlfile import load_yaml

PACKAGE = Path(__file__).parent.parent / "kursrevisjon" / "demo"
GOLD = Path(__file__).parent / "gold"
NOTICES = ("Oppdiktet forbund i demoen", "Oppdikta forbund i demoen", "Aurora is an invented union")

REAL_NAMES = (
    "Fagforbundet",
    "Fellesforbundet",
    "Norsk Tjenestemannslag",
    "Fellesorganisasjonen",
    "Norsk Arbeidsmandsforbund",
    "Handel og Kontor",
    "Industri Energi",
    "EL og IT Forbundet",
    "Norsk Jernbaneforbund",
    "Norsk Lokomotivmannsforbund",
    "Skolenes landsforbund",
    "Norsk Fengsels- og Friomsorgsforbund",
    "Norsk Sjømannsforbund",
    "Norsk Sjøoffisersforbund",
    "Norsk Flygerforbund",
    "Musikernes fellesorganisasjon",
    "Forbundet for Ledelse og Teknikk",
    "Creo",
    "Delta",
    "Parat",
    "Negotia",
    "Yrkestrafikkforbundet",
    "Skolelederforbundet",
    "SAFE",
    "Finansforbundet",
    "Befalets Fellesorganisasjon",
    "Norsk Tollerforbund",
    "Utdanningsforbundet",
    "Norsk Sykepleierforbund",
    "Politiets Fellesforbund",
    "Norsk Fysioterapeutforbund",
    "Akademikerforbundet",
    "Forskerforbundet",
    "Norsk Ergoterapeutforbund",
    "Bibliotekarforbundet",
    "Det norske maskinistforbund",
    "Norsk Radiografforbund",
    "Norsk Lektorlag",
    "Tekna",
    "Den norske legeforening",
    "Norges Juristforbund",
    "Juristforbundet",
    "Norsk Psykologforening",
    "Samfunnsviterne",
    "Naturviterne",
    "Econa",
    "Den norske tannlegeforening",
    "Den norske veterinærforening",
    "Arkitektenes fagforbund",
    "Samfunnsøkonomene",
    "NITO",
    "Lederne",
    "Norsk Journalistlag",
    "Farmasiforbundet",
    "Presteforeningen",
    "KUFO",
)
"""Unions that exist, beside those of sources.yaml."""


@pytest.fixture(scope="module")
def demo():
    with serve_demo() as sites:
        yield sites


@pytest.fixture(scope="module")
def second(demo):
    """A month later; the ports are others, because the first variant runs beside it."""
    with serve_demo("second") as sites:
        yield sites


@pytest.fixture(scope="module")
def client():
    with httpx.Client(trust_env=False) as browser:
        yield browser


def get(client: httpx.Client, sites: DemoSites, union_id: str, path: str, **headers: str) -> httpx.Response:
    return client.get(
        sites.base_urls[union_id] + path, headers={name.replace("_", "-"): headers[name] for name in headers}
    )


@pytest.fixture
def ask(client, demo):
    """Asks a site of the first variant for a path."""
    return partial(get, client, demo)


def site_files(folder: str = "sites") -> list[Path]:
    return sorted(path for path in (PACKAGE / folder).rglob("*") if path.is_file())


# -- what sites answer -------------------------------------------------------------------------------------------------

ANSWERS = [
    ("fjaere", "/tillitsvalgt/kurs/fjaerekurs-1/", 200, "obligatorisk for alle nyvalgte plasstillitsvalgte"),
    ("fjaere", "/tillitsvalgt/kurs/fjaerekurs-1", 200, "a path with and without its last slash is one file"),
    ("fjaere", "/finnes/ikke/", 404, ""),
    ("loypefolket", "/tillitsvalgt/opplaring/trinn-1/", 200, "vernerunde i maskinhallen"),
    ("taubane", "/", 200, "Velkommen"),
    ("taubane", "/kurs.htm", 200, "Grunnkurs for tillitsvalgte"),
    ("torv", "/sitemap.xml", 200, "<sitemapindex"),
    ("isverk", "/robots.txt", 200, "Disallow: /\n"),
    ("tidtakerne", "/tillitsvalgt/grunnkurs", 200, "accordion-collapse"),
    ("vaermelderne", "/tillitsvalgte/kurs/arbeidsmiljokurs", 404, ""),
    ("anlop", "/tillitsvalgt/kurs", 200, 'type="password"'),
    ("anlop", "/om", 200, "ni lokallag"),
    ("kulisse", "/tillitsvald/kurs", 200, "__NEXT_DATA__"),
    ("lesehjelp", "/tillitsvald/kurs/modul-1/", 200, "førebyggje vald"),
    ("stupelaererne", "/hva/som/helst", 200, "Du må slå på JavaScript"),
    ("stupelaererne", "/robots.txt", 404, ""),
    ("fjellvakt", "/tillitsvalgt/basiskurs", 200, "application/ld+json"),
    ("klokkespill", "/robots.txt", 404, ""),
    ("klokkespill", "/", 500, "Internal Server Error"),
    ("runologene", "/tillitsvalgt.html", 200, "Introduksjonsdagen"),
    ("runologene", "/kurs/2019.html", 200, "Siden finnes ikke"),
    ("runologene", "/q8x7z", 200, "Siden finnes ikke"),
    ("runologene", "/robots.txt", 404, ""),
    ("aurora", "/representatives/courses/introductory-course/", 200, "course for new representatives"),
    ("bregranskerne", "/", 403, "Just a moment..."),
    ("bregranskerne", "/tillitsvalgt/kurs", 200, "Just a moment..."),
    ("kodeks", "/robots.txt", 503, ""),
    ("fossekonstr", "/tillitsvalgt/fosseskolen", 200, "må ha gjennomført Fosseskolen før"),
]


@pytest.mark.parametrize(("union_id", "path", "status", "text"), ANSWERS, ids=lambda value: str(value)[:40])
def test_an_address_answers_as_the_manifest_says(ask, union_id, path, status, text):
    response = ask(union_id, path)
    assert response.status_code == status
    if not text.startswith("a path"):
        assert text in response.text


REDIRECTS = [
    ("fjaere", "/kurs/", 301, "/tillitsvalgt/kurs/"),
    ("anlop", "/tillitsvalgt", 302, "/logg-inn?retur=%2Ftillitsvalgt"),
    ("montervakt", "/pamelding", 302, "http://pamelding.invalid/montervaktene"),
]


@pytest.mark.parametrize(("union_id", "path", "status", "location"), REDIRECTS)
def test_a_redirect_names_where_it_leads(ask, union_id, path, status, location):
    response = ask(union_id, path)
    assert (response.status_code, response.headers["location"]) == (status, location)


def test_a_redirect_loop_never_ends(demo):
    with (
        httpx.Client(follow_redirects=True, max_redirects=7, trust_env=False) as client,
        pytest.raises(httpx.TooManyRedirects),
    ):
        get(client, demo, "fossekonstr", "/arkiv/kurs-2019")


def test_a_broken_server_cuts_the_connection(demo):
    with httpx.Client(trust_env=False) as client, pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
        get(client, demo, "klokkespill", "/tillitsvalgt/kurs")


def test_a_bot_wall_names_itself_in_a_header(ask):
    assert ask("bregranskerne", "/tillitsvalgt").headers["cf-mitigated"] == "challenge"


CHARSETS = [
    ("fjaere", "/tillitsvalgt/", "utf-8", "text/html; charset=utf-8"),
    ("taubane", "/grunnkurs.htm", "windows-1252", "text/html; charset=windows-1252"),
    ("runologene", "/introduksjonsdag.html", "iso-8859-1", "text/html"),
    ("fjellvakt", "/tillitsvalgt/basiskurs", "utf-8", "text/html"),
]


@pytest.mark.parametrize(("union_id", "path", "charset", "content_type"), CHARSETS)
def test_a_page_is_sent_in_the_charset_it_declares(ask, union_id, path, charset, content_type):
    response = ask(union_id, path)
    assert response.headers["content-type"] == content_type
    text = response.content.decode(charset)
    assert "ø" in text
    assert "�" not in text
    assert f"charset={charset}" in text.replace('"', "").lower()


def test_old_encodings_are_no_valid_utf_8(ask):
    for union_id, path in (("taubane", "/grunnkurs.htm"), ("runologene", "/introduksjonsdag.html")):
        with pytest.raises(UnicodeDecodeError):
            ask(union_id, path).content.decode("utf-8")


def test_a_packed_page_unpacks_to_the_plain_one(ask):
    packed = ask("pusteterapeutene", "/tillitsvalgt/kurs", accept_encoding="gzip")
    plain = ask("pusteterapeutene", "/tillitsvalgt/kurs", accept_encoding="identity")
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content


def test_a_page_that_is_known_is_not_sent_again(ask):
    first = ask("fjaere", "/tillitsvalgt/")
    by_tag = ask("fjaere", "/tillitsvalgt/", if_none_match=first.headers["etag"])
    by_date = ask("fjaere", "/tillitsvalgt/", if_modified_since=first.headers["last-modified"])
    other_tag = ask("fjaere", "/tillitsvalgt/", if_none_match='"old"')
    assert [answer.status_code for answer in (first, by_tag, by_date, other_tag)] == [200, 304, 304, 200]
    assert (by_tag.content, by_date.content) == (b"", b"")


def test_head_gives_the_headers_alone(client, demo):
    url = demo.base_urls["fjaere"] + "/tillitsvalgt/"
    head = client.head(url)
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["content-length"]) == len(client.get(url).content)


HIDDEN = [
    "/_layout.html",
    "/..%2f..%2fmanifest.py",
    "/%2e%2e/%2e%2e/manifest.py",
    "/tillitsvalgt/%2e%2e/%2e%2e/torv/index.html",
]


@pytest.mark.parametrize("path", HIDDEN)
def test_nothing_outside_a_site_has_an_address(ask, path):
    assert ask("fjaere", path).status_code == 404


def test_sitemaps_name_addresses_that_answer(client, demo):
    checked = 0
    for union_id in ("fjaere", "torv", "lesehjelp", "aurora"):
        robots = get(client, demo, union_id, "/robots.txt").text
        queue = re.findall(r"(?m)^Sitemap: (\S+)$", robots)
        assert queue, f"{union_id} names no sitemap"
        while queue:
            response = client.get(queue.pop())
            assert response.status_code == 200
            if "xml" in response.headers["content-type"]:
                queue += re.findall(r"<loc>([^<]+)</loc>", response.text)
                checked += 1
    assert checked == 5


def test_the_course_plan_is_a_pdf_with_its_text(ask):
    response = ask("montervakt", "/kurs/kursplan.pdf")
    assert response.headers["content-type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")


# -- all pages ---------------------------------------------------------------------------------------------------------


def reachable(client: httpx.Client, sites: DemoSites, union_id: str) -> dict[str, httpx.Response]:
    """All pages of a site that links lead to from its home page and its seeds, by path."""
    union = next(union for union in UNIONS if union.id == union_id)
    base = sites.base_urls[union_id]
    queue = ["/", *union.seeds]
    found: dict[str, httpx.Response] = {}
    while queue:
        path = queue.pop(0)
        if path in found:
            continue
        found[path] = client.get(base + path)
        if found[path].headers.get("content-type", "").startswith("text/html"):
            links = BeautifulSoup(found[path].content, "lxml").select("a[href]")
            targets = [urlsplit(urljoin(base + path, str(link["href"]))) for link in links]
            queue += [target.path for target in targets if target.netloc == urlsplit(base).netloc]
    return found


LINKED = [
    union.id
    for union in UNIONS
    if union.id not in {"klokkespill", "bregranskerne", "stupelaererne", "anlop", "runologene"}
]


@pytest.mark.parametrize("union_id", LINKED)
def test_links_lead_to_every_page_and_to_no_missing_one(client, demo, union_id):
    pages = reachable(client, demo, union_id)
    dead = [path for path, response in pages.items() if response.status_code >= 400]
    folder = PACKAGE / "sites" / union_id
    files = {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix in {".htm", ".html", ".pdf"}
    }
    shown = {path.strip("/") for path in pages}
    unlinked = {
        name
        for name in files
        if not name.startswith(("_", "index.")) and not {name, name.removesuffix(".html")} & shown
    }
    assert (dead, unlinked) == ([], set())
    assert 2 <= len(files) <= 12


def test_every_page_says_that_the_union_is_invented():
    pages = [path for path in site_files() if path.name in {"_layout.html", "_skall.html", "_sjekk.html"}]
    silent = [
        path.parent.name for path in pages if not any(notice in path.read_text(encoding="utf-8") for notice in NOTICES)
    ]
    assert silent == []
    assert {path.parent.name for path in pages} == {union.id for union in UNIONS}


def test_every_other_page_stands_in_its_layout():
    own_pages = [path for path in (*site_files(), *site_files("sites_second")) if path.suffix in {".htm", ".html"}]
    plain = [
        path.name
        for path in own_pages
        if not path.read_text(encoding="utf-8").startswith('{% extends "_layout.html" %}')
    ]
    assert sorted(set(plain)) == ["_feil.html", "_layout.html", "_sjekk.html", "_skall.html"]


# -- names -------------------------------------------------------------------------------------------------------------


def real_names() -> set[str]:
    sources = load_sources()
    named = {name for union in sources.unions for name in (union.name, union.short_name, *union.names_before)}
    return named | set(REAL_NAMES) | set(MAIN_ORGANISATIONS)


def test_no_page_holds_a_real_name():
    names = re.compile(
        rf"(?<!\w)({'|'.join(re.escape(name) for name in sorted(real_names(), key=len, reverse=True))})(?!\w)"
    )
    texts = [path for path in (*site_files(), *site_files("sites_second")) if path.suffix != ".pdf"]
    held = {(path.name, hit.group()) for path in texts for hit in names.finditer(path.read_text(encoding="utf-8"))}
    assert held == set()


def test_no_invented_name_is_near_a_real_one():
    real = sorted(real_names() - set(MAIN_ORGANISATIONS))
    near = {}
    for union in UNIONS:
        for name in {union.name, union.short_name}:
            _, score, _ = process.extractOne(name, real, scorer=fuzz.ratio, processor=str.lower)
            if score >= 85:
                near[name] = score
    assert near == {}


def test_there_are_five_unions_per_main_organisation_each_with_an_id_of_its_own():
    assert Counter(union.main_org for union in UNIONS) == dict.fromkeys(MAIN_ORGANISATIONS, 5)
    assert len({union.id for union in UNIONS}) == len({union.name for union in UNIONS}) == 20


# -- the second variant ------------------------------------------------------------------------------------------------


def test_a_month_later_only_the_planned_pages_differ(client, demo, second):
    changed = set()
    for union in UNIONS:
        if union.id in {"klokkespill", "lesehjelp", "isverk", "kodeks", "stupelaererne", "bregranskerne"}:
            continue
        before, after = reachable(client, demo, union.id), reachable(client, second, union.id)
        for path in before.keys() | after.keys():
            texts = [pages[path].text if path in pages else "" for pages in (before, after)]
            first, then = (
                text.replace(sites.base_urls[union.id], "") for text, sites in zip(texts, (demo, second), strict=True)
            )
            if first != then:
                changed.add((union.id, path))
    assert changed == {
        ("vaermelderne", "/tillitsvalgte/kurs"),
        ("vaermelderne", "/tillitsvalgte/kurs/arbeidsmiljokurs"),
        ("tidtakerne", "/tillitsvalgt/temakurs"),
        ("aurora", "/representatives/courses/"),
        ("aurora", "/representatives/courses/introductory-course/"),
    }


def test_a_month_later_one_site_is_down_and_another_repaired(client, second):
    with pytest.raises(httpx.ConnectError):
        get(client, second, "lesehjelp", "/tillitsvald/")
    assert "hørselsskader i tårnet kan forebygges" in get(client, second, "klokkespill", "/tillitsvalgt/kurs").text


def test_an_unchanged_page_keeps_its_tag_when_its_port_is_kept(client):
    with serve_demo() as first:
        before = get(client, first, "aurora", "/representatives/").headers["etag"]
        ports = dict(first.ports)
    with httpx.Client(trust_env=False) as later_client, serve_demo("second", ports=ports) as later:
        assert later.base_urls == first.base_urls
        assert get(later_client, later, "aurora", "/representatives/", if_none_match=before).status_code == 304


# -- the servers -------------------------------------------------------------------------------------------------------


def test_every_request_is_logged_with_its_union(client):
    with serve_demo() as sites:
        get(client, sites, "torv", "/for-tillitsvalgte/?fra=test")
        client.head(sites.base_urls["aurora"] + "/")
        assert sites.request_log == [("torv", "GET", "/for-tillitsvalgte/?fra=test"), ("aurora", "HEAD", "/")]


def test_a_site_that_is_stopped_refuses_connections_and_the_others_go_on(client):
    with serve_demo() as sites:
        assert get(client, sites, "torv", "/").status_code == 200
        sites.stop("torv")
        sites.stop("torv")
        with pytest.raises(httpx.ConnectError):
            get(client, sites, "torv", "/")
        assert get(client, sites, "fjaere", "/").status_code == 200
        with pytest.raises(KeyError):
            sites.stop("finnes-ikke")


def test_no_thread_and_no_word_is_left_when_visitors_are_rude(capfd):
    before = set(threading.enumerate())
    with httpx.Client(trust_env=False) as waiting, serve_demo() as sites:
        assert get(waiting, sites, "fjaere", "/").status_code == 200
        with waiting.stream("GET", sites.base_urls["fjaere"] + "/"):
            pass
        with pytest.raises(httpx.HTTPError):
            get(waiting, sites, "klokkespill", "/tillitsvalgt/kurs")
        post = waiting.post(sites.base_urls["anlop"] + "/logg-inn", data={"bruker": "1"})
        assert post.status_code == 501
    assert set(threading.enumerate()) == before
    assert capfd.readouterr() == ("", "")


def test_a_taken_port_is_refused_with_the_name_of_the_site(demo):
    with (
        pytest.raises(UsageError, match=r"demo site torv: port \d+ cannot be used"),
        serve_demo(ports={"torv": demo.ports["torv"]}),
    ):
        pass


# -- what is shipped ---------------------------------------------------------------------------------------------------


def test_the_sources_file_loads_as_any_other(demo):
    sources = load_sources(demo.sources_path)
    assert sources.fictional
    assert [union.id for union in sources.unions] == [union.id for union in UNIONS]
    for union, invented in zip(sources.unions, UNIONS, strict=True):
        base = demo.base_urls[union.id]
        assert union.homepage == f"{base}/"
        assert [seed.url for seed in union.seeds] == [base + path for path in invented.seeds]
        assert union.hosts == (urlsplit(base).netloc,)
        assert (union.name, union.languages) == (invented.name, invented.languages)
        assert [affiliation.main_org for affiliation in union.affiliations] == [invented.main_org]


def test_the_sources_file_can_be_kept_in_a_folder(tmp_path):
    with serve_demo(folder=tmp_path) as sites:
        assert sites.sources_path.parent == tmp_path
    assert load_sources(tmp_path / sites.sources_path.name).fictional


def test_the_sites_are_small():
    assert sum(path.stat().st_size for path in (*site_files(), *site_files("sites_second"))) < 400_000


def test_the_committed_pdfs_hold_what_their_script_writes(tmp_path):
    script = Path(__file__).parent.parent / "scripts" / "make_demo_pdfs.py"
    scope = {"__name__": "make_demo_pdfs", "__file__": str(script)}
    exec(compile(script.read_text(encoding="utf-8"), script, "exec"), scope)  # noqa: S102 - the repository's own script
    scope["main"](tmp_path)
    for name in scope["FILES"]:
        texts = [
            [page.extract_text() for page in PdfReader(folder / name).pages] for folder in (PACKAGE / "sites", tmp_path)
        ]
        assert texts[0] == texts[1]
    assert texts == [[""], [""]], "the scanned programme has no text"


def test_the_expected_labels_cover_every_union_and_every_verdict():
    gold = load_yaml(GOLD / "demo.yaml")
    later = load_yaml(GOLD / "demo_second.yaml")
    assert list(gold) == [union.id for union in UNIONS]
    for topic in ("preventive", "hms"):
        counts = Counter(Verdict(expected[topic]) for expected in gold.values())
        assert counts[Verdict.MANDATORY] >= 1
        assert min(counts[verdict] for verdict in (Verdict.CORE, Verdict.OPTIONAL, Verdict.UNKNOWN)) >= 3
        assert counts[Verdict.ABSENT] >= 2
    assert all(UnreadCause(cause) for expected in gold.values() for cause in expected.get("unread", ()))
    assert later.keys() <= gold.keys()
    assert all(expected["preventive"] != gold[union_id]["preventive"] for union_id, expected in later.items())
