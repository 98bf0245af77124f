"""Text normalisation: what every step compares, prints and writes."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from kursrevisjon.text import Pieces, canonical_json, clean, fold, name_key, printable, shorten

CLEANED = {
    "  to   ord \n": "to ord",
    "obliga\xadtorisk": "obligatorisk",
    "null\u200bbredde": "nullbredde",
    "hard\xa0mellomrom\u2003her": "hard mellomrom her",
    "a\u030arsmøte": "årsmøte",
    "snudd\u202etekst\u202c": "snuddtekst",
    "\ufeffmed merke": "med merke",
    "lyd\x07\x1b[31m": "lyd[31m",
    "tab\tog\vlinje\x85skift": "tab og linje skift",
    "a \u200b b": "a b",
    "\udc80halv": "halv",
    "": "",
    "👩‍🏫": "👩🏫",
}


@pytest.mark.parametrize(("text", "expected"), CLEANED.items())
def test_cleaning_collapses_space_and_removes_what_cannot_be_seen(text, expected):
    assert clean(text) == expected


@given(st.text())
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_cleaned_text_can_be_written_as_utf8_on_one_line(text):
    assert clean(text).encode("utf-8") is not None
    assert len(clean(text).splitlines()) <= 1


@given(st.text())
def test_printable_text_has_no_control_but_line_feed_and_tab(text):
    shown = printable(text)
    assert not any(ord(character) < 32 and character not in "\n\t" for character in shown)
    assert not any("\u202a" <= character <= "\u202e" or "\x7f" <= character <= "\x9f" for character in shown)


def test_printable_keeps_norwegian_text_and_its_lines():
    assert printable("Blåbær\npå\tbrød – «ja»") == "Blåbær\npå\tbrød – «ja»"


def test_an_escape_sequence_loses_its_escape():
    assert printable("\x1b]0;tittel\x07Kurs\r\n") == "]0;tittelKurs\n"


def test_folding_ignores_case_and_spacing():
    assert fold("  GRUNNKURS\u00a0 for ÆRLIGE ") == "grunnkurs for ærlige"


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("kort", 10, "kort"),
        ("Kurs for tillitsvalgte", 12, "Kurs for…"),
        ("Kurs for tillitsvalgte", 9, "Kurs for…"),
        ("tillitsvalgtopplæring", 8, "tillits…"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
    ],
)
def test_shortening_cuts_at_a_space_and_shows_it(text, width, expected):
    assert shorten(text, width) == expected


@given(st.text(), st.integers(0, 40))
def test_shortened_text_fits(text, width):
    assert len(shorten(text, width)) <= width


SAME_COURSE = [
    ("Trinn II", "trinn 2", "Trinn2", "TRINN – 2", "Trinn to", "«Trinn 2»", "Trinn\u00a02:"),
    ("TV1", "TV 1", "tv-1"),
    (
        "Grunnkurs I",
        "grunnkurs 1",
        "Grunnkurs 1, 12.–14. mars 2025",
        "Grunnkurs 1 – våren 2025",
        "Grunnkurs 1 (2024/2025)",
    ),
    ("Fase 2", "Fase 2 10. og 11. mai", "FASE  2", "Fase 2, uke 14"),
    (
        "HMS-kurs",
        "HMS kurs",
        "HMS-kurs 3.-5. juni 2024",
        "HMS-kurs 03.06.2024",
        "HMS-kurs 2024-06-03",
        "HMS-kurs for 2025",
    ),
    ("40-timerskurset", "40 timerskurset"),
    (
        "Introduction course",
        "Introduction course May 2025",
        "introduction course 3rd of May 2025",
        "Introduction course, spring 2026",
    ),
    ("Modul IV", "modul 4", "Modul fire"),
    ("Del I: Rollen", "del 1 – rollen"),
    ("Kurs 16., 17. og 18. mars 2020", "Kurs"),
]
DIFFERENT_COURSES = [
    ("Trinn 1", "Trinn 2", "Trinn 12"),
    ("TV1", "TV2"),
    ("Kurs i HMS", "Kurs 1 HMS"),
    ("GRUNNKURS I FORHANDLINGER", "GRUNNKURS 1 FORHANDLINGER"),
    ("40-timerskurset", "timerskurset"),
    ("Maikurset", "Kurset"),
    ("Grunnkurs 1", "Grunnkurs"),
    ("Vi lærer", "6 lærer"),
]


@pytest.mark.parametrize("names", SAME_COURSE)
def test_names_of_one_course_have_one_key(names):
    assert {name_key(name) for name in names} == {name_key(names[0])}


@pytest.mark.parametrize("names", DIFFERENT_COURSES)
def test_names_of_different_courses_have_different_keys(names):
    assert len({name_key(name) for name in names}) == len(names)


def test_a_name_that_is_only_a_date_keeps_a_key():
    assert name_key("12. mars 2025") == "12 mars 2025"


@given(st.text(alphabet="12. -–/,mairs2025IVX ", max_size=2000))
def test_keys_of_odd_names_are_plain_words(name):
    assert all(word.isalnum() for word in name_key(name).split())


class Colour(StrEnum):
    RED = "rød"


class Model(BaseModel):
    schema_: str = Field("s/1", alias="schema")
    at: datetime


def test_canonical_json_sorts_keys_and_ends_in_a_line_feed():
    assert (
        canonical_json({"b": [1, 2], "å": "ø", "a": None})
        == '{\n  "a": null,\n  "b": [\n    1,\n    2\n  ],\n  "å": "ø"\n}\n'
    )


def test_canonical_json_writes_models_by_alias_and_times_in_iso():
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    written = canonical_json({"m": Model(at=at), "t": at, "c": Colour.RED, "s": {"b", "a"}})
    assert json.loads(written) == {
        "m": {"schema": "s/1", "at": "2026-03-01T12:00:00Z"},
        "t": "2026-03-01T12:00:00+00:00",
        "c": "rød",
        "s": ["a", "b"],
    }


@dataclass
class Unknown:
    value: int = 1


@pytest.mark.parametrize("items", [[], [{}], [{"b": ["å", {}], "a": 'linje\n  "ting": []'}, [], "x"]])
def test_canonical_json_in_pieces_is_that_of_the_whole(items):
    """The key also stands deeper in the document, and in a text."""
    others = {"a": {"ting": []}, "b": '\n  "ting": []', "å": [{"ting": []}]}
    document = Pieces({**others, "ting": []}, "ting")
    pieces = [
        document.head,
        *(piece for item in items for piece in document.item([canonical_json(item)])),
        document.tail(),
    ]
    assert "".join(pieces) == canonical_json({**others, "ting": items})


@pytest.mark.parametrize(("value", "error"), [(Unknown(), TypeError), (float("nan"), ValueError)])
def test_canonical_json_refuses_what_has_no_json_form(value, error):
    with pytest.raises(error):
        canonical_json({"x": value})
