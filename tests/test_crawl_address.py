"""One form for each address, told by tables and by properties over any address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kursrevisjon.crawl import canonical
from kursrevisjon.crawl.address import identity, is_front_page, words_of

SAME = [
    ("HTTPS://WWW.X.NO/Kurs", "https://www.x.no/Kurs"),
    ("https://x.no", "https://x.no/"),
    ("https://x.no:443/a", "https://x.no/a"),
    ("http://x.no:80/a", "http://x.no/a"),
    ("http://x.no:8080/a", "http://x.no:8080/a"),
    ("https://x.no/a#topp", "https://x.no/a"),
    ("https://x.no/a/../b/./c", "https://x.no/b/c"),
    ("https://x.no/a?b=2&a=1", "https://x.no/a?a=1&b=2"),
    ("https://x.no/a?utm_source=nyhetsbrev&utm_medium=e&id=3", "https://x.no/a?id=3"),
    ("https://x.no/a?fbclid=IwAR0&gclid=x", "https://x.no/a"),
    ("https://x.no/a;jsessionid=1F2E3D?id=3", "https://x.no/a?id=3"),
    ("https://x.no/(S(lit3py55t21z5v55vlm25s55))/kurs.aspx", "https://x.no/kurs.aspx"),
    ("https://x.no/a?PHPSESSID=0123456789abcdef&id=1", "https://x.no/a?id=1"),
    ("https://x.no/a?sid=0123456789abcdef0123", "https://x.no/a"),
    ("https://x.no/a?sid=12", "https://x.no/a?sid=12"),  # a page number in many home-made systems
    ("https://x.no/opplæring", "https://x.no/oppl%C3%A6ring"),
    ("https://x.no/oppl%c3%a6ring", "https://x.no/oppl%C3%A6ring"),
    ("https://x.no/oppl%E6ring", "https://x.no/oppl%E6ring"),  # Latin-1: another address to the server
    ("https://x.no/a b", "https://x.no/a%20b"),
    ("https://blåbær.no/", "https://xn--blbr-roah.no/"),
    ("https://x.no./a", "https://x.no/a"),
    ("  https://x.no/a\n", "https://x.no/a"),
    ("https://bruker:hemmelig@x.no/a", "https://x.no/a"),
    ("http://[::1]:80/a", "http://[::1]/a"),
    ("http://127.0.0.1:8123/kurs/", "http://127.0.0.1:8123/kurs/"),
]


@pytest.mark.parametrize(("address", "form"), SAME)
def test_an_address_has_one_form(address: str, form: str) -> None:
    assert canonical(address) == form


@pytest.mark.parametrize(
    "address",
    [
        "",
        "mailto:a@x.no",
        "javascript:void(0)",
        "tel:22000000",
        "ftp://x.no/a",
        "data:text/html,x",
        "/kurs",
        "//x.no/a",
        "https://",
        "https://x.no:99999/",
        "https://x no/",
        "https://[::1",
        "https://x.no/" + "a" * 3000,
    ],
)
def test_what_cannot_be_asked_for_has_none(address: str) -> None:
    assert canonical(address) == ""


ALIKE = [
    ("https://x.no/kurs", "https://x.no/kurs/"),
    ("https://x.no/kurs", "http://x.no/kurs"),
    ("https://x.no/kurs", "https://www.x.no/kurs"),
    ("https://x.no/Kurs", "https://x.no/kurs"),
    ("https://x.no/kurs/index.html", "https://x.no/kurs"),
    ("https://x.no/default.aspx", "https://x.no/"),
]
UNLIKE = [
    ("https://x.no/kurs?id=1", "https://x.no/kurs?id=2"),
    ("https://x.no/kurs?id=A", "https://x.no/kurs?id=a"),
    ("https://x.no/kurs", "https://y.no/kurs"),
    ("https://x.no:8080/kurs", "https://x.no/kurs"),
    ("https://kurs.x.no/", "https://x.no/"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_addresses_of_one_page_are_known_as_such(one: str, other: str) -> None:
    assert identity(canonical(one)) == identity(canonical(other))


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_addresses_of_two_pages_are_kept_apart(one: str, other: str) -> None:
    assert identity(canonical(one)) != identity(canonical(other))


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://x.no/kurs-og-m%C3%B8ter/trinn_1.html", "kurs og møter trinn 1"),
        ("https://x.no/?tema=hms&side=2", "tema hms side 2"),
        ("https://x.no/", ""),
    ],
)
def test_an_address_has_words(address: str, words: str) -> None:
    assert words_of(address) == words


@pytest.mark.parametrize("path", ["/", "/index.html", "/forside", "/nb", "/Default.aspx"])
def test_a_front_page_is_known(path: str) -> None:
    assert is_front_page(f"https://x.no{path}")


@pytest.mark.parametrize("path", ["/kurs", "/?p=12", "/nb/kurs"])
def test_other_pages_are_no_front_page(path: str) -> None:
    assert not is_front_page(f"https://x.no{path}")


PARTS = st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x2FF), max_size=12)
ADDRESSES = st.builds(
    lambda scheme, host, port, path, query, fragment: f"{scheme}://{host}{port}/{path}?{query}#{fragment}",
    st.sampled_from(["http", "https", "HTTP"]),
    st.sampled_from(["x.no", "WWW.X.no", "blåbær.no", "127.0.0.1", "[::1]", "a.b.c.example"]),
    st.sampled_from(["", ":80", ":443", ":8123"]),
    PARTS,
    st.one_of(PARTS, st.lists(st.tuples(PARTS, PARTS), max_size=4).map(lambda ps: "&".join(f"{a}={b}" for a, b in ps))),
    PARTS,
)


@given(st.one_of(ADDRESSES, st.text(max_size=40)))
def test_the_form_of_a_form_is_itself(address: str) -> None:
    once = canonical(address)
    assert canonical(once) == once


@given(ADDRESSES)
def test_a_form_can_be_sent(address: str) -> None:
    form = canonical(address)
    assert form.isascii()
    assert "#" not in form
    assert not any(sign.isspace() for sign in form)


@given(ADDRESSES, st.sampled_from(["utm_source=x", "fbclid=y", "gclid=z", "_ga=1.2"]))
def test_tracking_changes_nothing(address: str, tracking: str) -> None:
    form = canonical(address)
    assert not form or canonical(f"{form}{'&' if '?' in form else '?'}{tracking}") == form


@given(ADDRESSES)
def test_a_form_and_its_identity_agree(address: str) -> None:
    form = canonical(address)
    assert not form or identity(form) == identity(canonical(form))
