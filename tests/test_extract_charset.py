"""Bytes to text, whatever the page declares, and never an exception."""

from encodings.aliases import aliases

import pytest
from extract_tools import unread
from hypothesis import given
from hypothesis import strategies as st

from kursrevisjon.extract import extract_file
from kursrevisjon.extract.charset import decode, is_text
from kursrevisjon.model import Document, UnreadCause

TEXT = "Obligatorisk for plasstillitsvalgte på sjøen – «æ ø å» koster 100 €"
META = '<meta charset="{}"><p>' + TEXT
OLD_META = '<meta http-equiv="Content-Type" content="text/html; charset={}"><p>' + TEXT

DECODED = [
    # (charset of the bytes, in the header, in the page, why)
    ("utf-8", None, "utf-8", "all agree"),
    ("utf-8", None, "iso-8859-1", "the page is wrong"),
    ("utf-8", "iso-8859-1", "iso-8859-1", "header and page are wrong"),
    ("cp1252", "utf-8", "utf-8", "header and page are wrong the other way"),
    ("cp1252", None, "iso-8859-1", "what browsers take Latin-1 for"),
    ("cp1252", "windows-1252", "utf-8", "the header is right"),
    ("cp1252", "nonsense", "nonsense", "no such charset"),
    ("cp1252", "utf-7", "x-user-defined", "charsets that are not believed"),
    ("utf-16", None, "utf-16", "a mark tells"),
    ("utf-16-le", None, "utf-16", "no mark: zeros tell"),
    ("utf-16-be", "utf-8", "utf-8", "no mark and wrong declarations"),
    ("utf-8-sig", "iso-8859-1", "iso-8859-1", "a mark beats the header"),
    ("utf-32", None, "utf-8", "a mark tells"),
]


@pytest.mark.parametrize(("charset", "header", "page", "why"), DECODED)
@pytest.mark.parametrize("mark_up", [META, OLD_META])
def test_the_bytes_are_believed_before_declarations(charset, header, page, why, mark_up):
    assert TEXT in decode(mark_up.format(page).encode(charset), header), why


def test_other_alphabets_are_read_as_declared():
    assert decode("<p>Курс для всех".encode("koi8-r"), "koi8-r") == "<p>Курс для всех"
    assert decode("<meta charset=iso-8859-2><p>Szkolenie dla związkowców".encode("iso-8859-2")).endswith("związkowców")


def test_mixed_encodings_are_read_as_they_stand():
    body = "<p>Grunnopplæring på </p>".encode() + "<p>sjøen – og i året</p>".encode("cp1252") + "<p>blåbær</p>".encode()
    assert decode(body, "utf-8") == "<p>Grunnopplæring på </p><p>sjøen – og i året</p><p>blåbær</p>"


@given(
    st.binary(max_size=400),
    st.sampled_from([None, "utf-8", "utf-16", "cp1252", "latin-1", "idna", "zip", "hex", "\x00"]),
)
def test_no_bytes_make_decoding_fail(body, header):
    assert decode(body, header).encode("utf-8", "surrogatepass") is not None


@pytest.mark.parametrize("codec", sorted(set(aliases.values())))
def test_no_declared_charset_makes_decoding_fail(codec):
    assert isinstance(decode("<p>Kurs på sjøen".encode("cp1252"), codec), str)


def test_a_page_in_windows_1252_that_declares_utf_8_is_read():
    document = extract_file("a.html", "<meta charset=utf-8><p>Opplæring på sjøen</p>".encode("cp1252"))
    assert isinstance(document, Document)
    assert document.text == "Opplæring på sjøen"


def test_binary_rubbish_is_damaged():
    assert not is_text("\x00\x01\x02" * 100)
    assert not is_text("\ufffd" * 200)
    assert is_text("Vanlig tekst\n\tmed\r\nlinjer")
    assert unread(bytes(range(1, 32)) * 50, "a.txt").cause is UnreadCause.DAMAGED


@pytest.mark.parametrize("codec", ["unicode_escape", "raw-unicode-escape", "punycode", "utf-7"])
def test_a_charset_that_would_rewrite_the_text_is_not_believed(codec):
    assert decode(rb"<p>Kurs \u003cb\u003e +AGE- i mappen C:\nytt</p>", codec) == (
        r"<p>Kurs \u003cb\u003e +AGE- i mappen C:\nytt</p>"
    )
