"""What no page may do: crash the reading, make it endless, or lose a word."""

import pytest
from extract_tools import assert_exact
from hypothesis import given, settings
from hypothesis import strategies as st

from kursrevisjon.extract import extract_file
from kursrevisjon.model import Document, Unread

MANY = 20_000
HUGE = {
    "nested divs": "<div>" * MANY + "Kurs for alle" + "</div>" * MANY,
    "text after nested divs": "<div>" * MANY + "</div>b" * MANY,
    "nested bold": "<b>" * MANY + "Kurs",
    "nested tables": "<table><tr><td>" * MANY + "Kurs",
    "nested lists": "<ul><li>a" * MANY,
    "nested pre": "<pre>" * MANY + "Kurs",
    "nested details": "<details><summary>x</summary>" * MANY,
    "nested marked sections": "<section class='related'><h1>a</h1>" * MANY,
    "nested spans": "<span>" * 390 + "Kurs" + "</span>" * 390,
    "unclosed paragraphs": "<p>Kurs for tillitsvalgte. " * MANY,
    "unclosed cells": "<table>" + "<tr><td>a<td>b" * MANY,
    "unclosed comment": "<!--" * MANY + "Kurs",
    "angle brackets": "<" * 10 * MANY,
    "a long line": "<p>" + "ord " * 50_000,
    "a long word": "<p>" + "a" * 1_000_000,
    "five megabytes": "<p>" + "Kurset er obligatorisk for alle tillitsvalgte. " * 110_000,
    "line breaks": "<p>" + "<b>x</b><br>" * MANY,
    "links in a line": "<p>" + "<a href=x>a</a> " * MANY,
    "links side by side": "<a href=/x>Kurs</a>" * MANY,
    "classes": "".join(f"<div class='c{number} card nav-{number}'>x</div>" for number in range(MANY)),
    "attributes": "<div " + " ".join(f"a{number}=1" for number in range(MANY)) + ">x</div>",
    "link sections": "<h2>Les også</h2><p>x</p>" * MANY,
    "huge spans": "<table>" + "<tr><td rowspan=9999 colspan=9999>x</td></tr>" * 300 + "</table>",
    "definitions": "<dl>" + "<dd>b" * MANY,
    "forms": "<form><p>x</p></form>" * MANY,
    "options": "<select>" + "<option>a" * MANY,
    "deep json": "<script type='application/json'>" + "[" * MANY + "</script><p>x</p>",
    "deep json-ld": "<script type='application/ld+json'>" + '{"a":' * 5000 + "1" + "}" * 5000 + "</script><p>x</p>",
    "broken json": "<script type='application/ld+json'>{\"name\": </script><p>x</p>",
    "right to left": "<p>" + "\u202e\u200bא" * MANY,
    "zeros": "\x00" * MANY,
    "entities": "&amp;&nbsp;&#0;&#xD800;&#x110000;&nosuch;" * MANY,
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("body", HUGE.values(), ids=HUGE)
def test_a_huge_or_broken_page_ends_in_bounded_time(body):
    """Work that is linear in the page takes a second or two here; what grows with its square takes minutes."""
    outcome = extract_file("x.html", f"<html><body>{body}".encode())
    assert isinstance(outcome, Document | Unread)
    if isinstance(outcome, Document):
        assert_exact(outcome)


TAGS = st.sampled_from(
    "div p section article ul ol li h1 h2 h3 table tr td th span b a details summary dl dt dd blockquote nav aside main"
    " header footer form pre font center button label figure my-tag".split()
)
CLASSES = st.sampled_from(
    ["", "card", "title", "related", "site-header", "footer", "nav-tabs", "teaser", "sr-only", "byline"]
)
WORDS = st.integers(0, 10**6).map("ord{}".format)


def element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """An element with attributes and children, often not closed."""
    return st.builds(
        lambda tag, name, inner, end: f'<{tag} class="{name}" href="/x">{inner}{end}',
        TAGS,
        CLASSES,
        st.lists(children, max_size=4).map(" ".join),
        st.sampled_from(["", "</div>", "</p>", "</td>", "<br>"]),
    )


PAGES = st.recursive(WORDS, element, max_leaves=25)


@settings(deadline=None)
@given(PAGES)
def test_no_word_of_a_page_is_lost_or_said_twice(page):
    document = extract_file("x.html", f"<main>Denne siden har også et par andre ord.</main>{page}".encode())
    assert isinstance(document, Document)
    assert_exact(document)
    assert sorted(set(_words(document.text))) == sorted(set(_words(page)))


def _words(text: str) -> list[str]:
    return [
        word
        for word in text.replace("<", " ").replace(">", " ").split()
        if word.startswith("ord") and word[3:].isdigit()
    ]


@settings(deadline=None)
@given(st.text(alphabet="<>/='\" -!abdhiklprtuv\n&;\x00\xad\u202e", max_size=300))
def test_random_mark_up_never_fails(text):
    outcome = extract_file("x.html", text.encode())
    if isinstance(outcome, Document):
        assert_exact(outcome)


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.html", "a.pdf", "a.docx", "a.txt", "a", "a.md"]))
def test_random_bytes_never_fail(data, name):
    if not (name == "a.pdf" or b"%PDF-" in data):
        assert isinstance(extract_file(name, data), Document | Unread)
