"""Details of addresses that were not read, in the reader's language."""

import re

import pytest

from kursrevisjon.fetch.failure import CERTIFICATE_FAULTS
from kursrevisjon.report.details import FORMS, detail_in, told_in

TOLD = {
    "HTTP 404": "HTTP 404",
    "HTTP 503, Retry-After 3600 s": "HTTP 503, ber om 3600 s pause",
    "HTTP 403 from Cloudflare": "HTTP 403 fra Cloudflare",
    "line 7: Disallow: /intern/": "linje 7: Disallow: /intern/",
    "DNS: no such host: finnes-ikke.example": "DNS: vertsnavnet finnes ikke: finnes-ikke.example",
    "site given up: TLS: certificate has expired": "nettstedet ble forlatt: TLS: sertifikatet er utløpt",
    "https://a.example/robots.txt: connection reset": "https://a.example/robots.txt: forbindelsen ble brutt",
    "http_error: HTTP 404 (last read 2026-11-24)": "HTTP 404 (sist lest 2026-11-24)",
    "redirected to https://b.example/x: other host": "omdirigert til https://b.example/x: et annet vertsnavn",
    "redirected to /login?next=/kurs": "omdirigert til /login?next=/kurs",
    "the page budget of 60 is spent": "kvoten på 60 sider er brukt opp",
    "trap: numbered pages (more than 40 of a.example/kurs/#?)": (
        "felle: nummererte sider (mer enn 40 av a.example/kurs/#?)"
    ),
    "trap: paging repeats the same text (a.example/k?side)": "felle: bladvending med samme tekst (a.example/k?side)",
    "the page says 'Siden finnes ikke'": "siden sier 'Siden finnes ikke'",
    "no text but cookie, nav": "ingen tekst utenom cookie, nav",
    "12 pages and next to no text: scanned, most likely": "12 sider og nesten ingen tekst: trolig skannet",
    "EmptyFileError: Cannot read an empty file": "EmptyFileError: Cannot read an empty file",
}


@pytest.mark.parametrize(("detail", "told"), TOLD.items(), ids=TOLD)
def test_a_detail_is_told_in_the_readers_language(detail: str, told: str) -> None:
    assert told_in("nb", detail) == told
    assert told_in("nn", detail) is not None
    assert told_in("en", detail) == detail


def test_what_has_no_wording_stands_as_it_was_written() -> None:
    assert told_in("nb", "a thing of a later version") is None
    assert detail_in("nb", "a thing of a later version") == "a thing of a later version"
    assert detail_in("nn", "") == ""


@pytest.mark.parametrize("fault", CERTIFICATE_FAULTS.values())
def test_every_fault_of_a_certificate_has_a_wording(fault: str) -> None:
    assert "certificate" not in detail_in("nb", f"TLS: {fault}")


@pytest.mark.parametrize("row", FORMS, ids=lambda row: row[0])
def test_every_wording_uses_every_group_of_its_form(row: tuple[str, str, str]) -> None:
    """A detail loses nothing on its way to the reader."""
    form, *wordings = row
    pattern = re.compile(form)
    named = {number - 1: name for name, number in pattern.groupindex.items()}
    for wording in wordings:
        places = set(re.findall(r"\{(\w+)\}", wording))
        assert places == {named.get(number, str(number)) for number in range(pattern.groups)}
