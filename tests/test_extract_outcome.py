"""Pages that come with status 200 and are no content: each ends with its cause, and no course page does."""

from datetime import UTC, datetime

import pytest
from extract_tools import read, unread

from kursrevisjon.extract import EXTRACTOR, extract, extract_file, is_error_page
from kursrevisjon.model import Document, Page, Unread, UnreadCause

NAV = "<nav><ul><li><a href=/>Hjem</a></li><li><a href=/kurs>Kurs for tillitsvalgte</a></li></ul></nav>"
FOOT = "<footer>Havn og Lager, org.nr. 123</footer>"
APP = "<script src=/app.js></script>"

CAUSES = {
    UnreadCause.LOGIN_WALL: [
        f"<title>Logg inn</title>{NAV}<main><h1>Logg inn</h1><form><label>E-post</label><input><input "
        f"type=password></form></main>",
        "<title>Min side</title><p>Du må være innlogget for å se denne siden.</p>",
        "<title>Kurs</title><form><input name=u><input type=password name=p><button>OK</button></form>",
        "<h1>Medlemssider</h1><p>Du må logge inn for å lese dette.</p><form><input type=password></form>",
        "<h1>Members only</h1><p>Please log in to read this page.</p>",
        "<h1>Logg inn</h1><p>Sida krev innlogging.</p><a href=/id>ID-porten</a>",
    ],
    UnreadCause.BOT_WALL: [
        "<title>Just a moment...</title><noscript>Enable JavaScript and cookies to continue</noscript>",
        "<title>Attention Required! | Cloudflare</title><h1>Sorry, you have been blocked</h1>",
        "<html><head><script src='/cdn-cgi/challenge-platform/h/b/orchestrate'></script></head><body>Vent litt</body>",
        "<iframe src='/_Incapsula_Resource?SWUDNSAI=31'></iframe><p>Request unsuccessful. Incapsula incident ID: 1</p>",
        "<title>Access Denied</title><h1>Access Denied</h1><p>Reference https://errors.edgesuite.net/18</p>",
        "<title>Pardon Our Interruption</title><p>As you were browsing something made us think you were a bot.</p>",
        "<h1>Bekreft at du er et menneske</h1><div class=h-captcha></div>",
        "<title>forbund.example</title><div id=px-captcha></div>",
    ],
    UnreadCause.NEEDS_JAVASCRIPT: [
        f"<title>Kurs</title><div id=root></div>{APP}",
        f"<title>Kurs</title><div id=app>Laster…</div>{APP}",
        f"<title>Kurs</title>{NAV}<div id=__next></div>{FOOT}{APP}",
        f"<title>Kurs</title><app-root></app-root>{APP}",
        f"<title>Kurs</title><div id=___gatsby></div>{APP}",
        "<title>Kurs</title><noscript>You need to enable JavaScript to run this app.</noscript><div></div>",
        "<title>Kurs</title><noscript>Du må aktivere JavaScript for å se kursene.</noscript>",
        f"<title>Kurs</title>{APP}",
    ],
    UnreadCause.SOFT_404: [
        f"<title>Siden finnes ikke</title>{NAV}<h1>Beklager</h1><p>Prøv søket vårt.</p>",
        "<h1>404</h1><p>Vi fant ikke det du lette etter.</p>",
        "<h1>Fant ikke siden</h1><p>Kanskje er den flyttet?</p>",
        "<title>Page not found - Union</title><h1>Oops</h1><p>Try the front page.</p>",
        "<h1>Sida finst ikkje</h1><p>Gå til framsida.</p>",
        "<title>Feilmelding</title><p>Noe gikk galt. Prøv igjen senere.</p>",
        "<h1>Ups!</h1><p>Her var det ikke noe.</p>",
        "<h1>Denne siden er slettet</h1><p>Den var gammel.</p>",
        "<title>503 Service Unavailable</title><h1>Service Unavailable</h1><p>nginx</p>",
        "<h1>Siden er under vedlikehold</h1><p>Vi er snart tilbake.</p>",
    ],
    UnreadCause.EMPTY: [
        "<title>Kurs</title>",
        f"<title>Kurs</title>{NAV}{FOOT}",
        "<div class=cookie-banner>Vi bruker informasjonskapsler. <button>Godta</button></div>",
        "<meta http-equiv=refresh content='0; url=/ny-side'>",
        " ",
    ],
}


@pytest.mark.parametrize(("cause", "page"), [(cause, page) for cause, pages in CAUSES.items() for page in pages])
def test_a_page_without_content_ends_with_its_cause(cause, page):
    outcome = unread(page)
    assert outcome.cause is cause, outcome
    assert outcome.detail


def test_the_address_of_a_page_that_only_sends_on_is_told_as_written():
    outcome = unread("<meta http-equiv=refresh content='0; URL=/Ny-Side?Nr=A'>")
    assert "/Ny-Side?Nr=A" in outcome.detail


COURSE_PAGES = {
    "login named on a course page": (
        "<h1>Grunnkurs</h1><p>Kurset er obligatorisk for alle nye tillitsvalgte, og går over to dager i mars. "
        "Logg inn på Min side for å melde deg på innen 1. februar. Kurset er bare for medlemmer, og forbundet "
        "dekker reise og opphold.</p>"
    ),
    "login box in the header": (
        "<header><form><input type=password><button>Logg inn</button></form></header><h1>Grunnkurs</h1><p>Kurset "
        "er obligatorisk for alle nye tillitsvalgte. Det går over to dager, og handler om rollen, avtalene og "
        "arbeidsmiljøet på jobben. Du får reise og opphold dekket av forbundet.</p>"
    ),
    "short page": "<h1>Fase 1</h1><p>Obligatorisk for nye tillitsvalgte.</p>",
    "javascript as a subject": "<h1>Kurs</h1><p>Kurset lærer bort JavaScript.</p>"
    + "<p>Det går over flere kvelder og er åpent for alle medlemmer som vil.</p>" * 5,
    "a safety check as a subject": (
        f"<h1>Sikkerhetssjekk</h1><p>{'Kurset lærer verneombud å gå vernerunde på jobben. ' * 5}</p>"
    ),
    "something not found in the text": "<h1>Trakassering</h1><p>Mange kurs ble ikke funnet av dem som trengte dem.</p>",
    "a heading with finner ikke": (
        "<h1>Vikarene finner ikke veien til kursene</h1><p>Kurset ble holdt for tredje gang.</p>"
    ),
    "an unavailable course": "<h1>Kurset er ikke tilgjengelig i vår</h1><p>Neste gang er til høsten.</p>",
    "an application that came with its text": (
        f"<div id=root><h1>Fase 1</h1><p>Obligatorisk for alle nye tillitsvalgte i hele forbundet.</p></div>{APP}"
    ),
    "a captcha on a form": (
        f"<h1>Meld deg på</h1><p>{'Kurset er for nye tillitsvalgte i forbundet. ' * 6}</p><div class=g-recaptcha></div>"
    ),
    "teasers only": "<h1></h1><section class=latest><h3><a href=/a>Fase 1 i Bergen</a></h3><p>Les mer.</p></section>",
    "a course in data only": """<script type="application/ld+json">{"@type":"Course","name":"Fase 1"}</script>"""
    "<script src=a.js></script>",
}


@pytest.mark.parametrize("body", COURSE_PAGES.values(), ids=COURSE_PAGES)
def test_a_page_with_something_to_say_is_read(body):
    read(body)


def page_of(body: bytes, **changes: object) -> Page:
    values: dict[str, object] = {
        "union_id": "havn",
        "url": "https://forbund.example/kurs",
        "url_reached": "https://forbund.example/kurs",
        "fetched": datetime(2026, 3, 1, 12, tzinfo=UTC),
        "status": 200,
        "media_type": "text/html",
        "charset": "utf-8",
        "body": body,
        "digest": "sha256:0",
    }
    return Page(**{**values, **changes})  # type: ignore[arg-type]  # the values are those of the fields


def test_a_redirect_to_a_login_path_is_a_login_wall():
    body = b"<title>Havn og Lager</title><p>Skriv inn telefonnummeret ditt.</p>"
    outcome = extract(page_of(body, url_reached="https://id.example/innlogging?retur=/kurs"))
    assert isinstance(outcome, Unread)
    assert (outcome.cause, outcome.union_id, outcome.url) == (
        UnreadCause.LOGIN_WALL,
        "havn",
        "https://forbund.example/kurs",
    )
    assert (outcome.status, outcome.at) == (200, datetime(2026, 3, 1, 12, tzinfo=UTC))


def test_a_page_is_read_with_its_address_and_section():
    document = extract(
        page_of(b"<p>Kurs <a href=fase-1>her</a></p>", url_reached="https://forbund.example/ny/"),
        section="tillitsvalgt",
    )
    assert isinstance(document, Document)
    assert (document.source, document.url, document.section) == (
        "https://forbund.example/kurs",
        "https://forbund.example/ny/",
        "tillitsvalgt",
    )
    assert document.links[0].url == "https://forbund.example/ny/fase-1"


UNSUPPORTED = [
    ("image/png", b"\x89PNG\r\n\x1a\n0000"),
    ("text/html", b"\xff\xd8\xff\xe0JFIF"),
    ("application/zip", b"PK\x03\x04annet"),
    ("application/msword", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1ole"),
    ("application/json", b'{"kurs": 1}'),
    ("text/css", b"body{}"),
    ("application/octet-stream", b"\x00\x01\x02\x03"),
    ("video/mp4", b"....ftypmp42"),
    ("application/rtf", b"{\\rtf1 Kurs}"),
]


@pytest.mark.parametrize(("media_type", "body"), UNSUPPORTED)
def test_what_is_no_page_is_unsupported_by_its_bytes_before_its_type(media_type, body):
    outcome = extract(page_of(body, media_type=media_type))
    assert isinstance(outcome, Unread)
    assert outcome.cause is UnreadCause.UNSUPPORTED
    assert outcome.detail


SNIFFED = [
    ("application/octet-stream", b"<!doctype html><p>Kurs</p>", "text/html"),
    ("", b"<html><p>Kurs</p>", "text/html"),
    ("application/pdf", b"<!DOCTYPE html><html><p>Kurs</p>", "text/html"),
    ("text/plain", b"  <html><p>Kurs</p></html>", "text/html"),
    ("application/xhtml+xml; charset=utf-8", b"<?xml version='1.0'?><html><p>Kurs</p></html>", "text/html"),
    ("text/plain", b"Kurs er bra", "text/plain"),
    ("text/markdown", b"# Kurs", "text/plain"),
]


@pytest.mark.parametrize(("media_type", "body", "read_as"), SNIFFED)
def test_a_wrong_media_type_does_not_hide_a_page(media_type, body, read_as):
    document = extract(page_of(body, media_type=media_type))
    assert isinstance(document, Document)
    assert document.media_type == read_as


def test_too_much_text_is_too_large():
    outcome = unread(b"<p>" + b"kurs " * 2_500_000)
    assert outcome.cause is UnreadCause.TOO_LARGE


def test_bytes_that_are_no_text_are_damaged():
    outcome = extract(page_of(bytes(range(256)) * 40))
    assert isinstance(outcome, Unread)
    assert outcome.cause is UnreadCause.DAMAGED


def test_an_error_page_is_told_from_its_document():
    error = extract_file("a.md", b"# Siden finnes ikke\nBeklager.")
    course = extract_file("b.md", b"# Fase 1\nObligatorisk.")
    assert isinstance(error, Document)
    assert isinstance(course, Document)
    assert is_error_page(error)
    assert not is_error_page(course)


def test_the_extractor_has_a_version():
    assert EXTRACTOR
