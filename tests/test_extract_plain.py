"""Plain text and Markdown passages to blocks."""

import pytest
from extract_tools import assert_exact, texts, unread
from hypothesis import given
from hypothesis import strategies as st

from kursrevisjon.extract import extract_file, extract_text
from kursrevisjon.extract.hyphens import join_lines
from kursrevisjon.extract.table import is_header
from kursrevisjon.model import BlockKind, Document, UnreadCause

PASSAGE = """# TV1 – ny i vervet
Kurset er obligatorisk. Du lærer om:

- Hovedavtalen
  - lokale avtaler
- Vernerunden

Kurs | Krav
Fase 1 | Obligatorisk
Fase 2 | Frivillig

## Praktisk
Møt opp.
Ta med pass.
"""


def test_a_passage_becomes_headings_paragraphs_items_and_rows():
    document = extract_text("p", PASSAGE, section="tillitsvalgt")
    assert_exact(document)
    blocks = [(block.kind.value, block.text, block.level, block.lead, block.heading_path) for block in document.blocks]
    top = ("TV1 – ny i vervet",)
    assert blocks == [
        ("heading", "TV1 – ny i vervet", 1, -1, ()),
        ("paragraph", "Kurset er obligatorisk. Du lærer om:", 0, -1, top),
        ("list_item", "Hovedavtalen", 1, 1, top),
        ("list_item", "lokale avtaler", 2, 1, top),
        ("list_item", "Vernerunden", 1, 1, top),
        ("table_row", "Kurs | Krav", 0, -1, top),
        ("table_row", "Fase 1 | Obligatorisk", 0, -1, top),
        ("table_row", "Fase 2 | Frivillig", 0, -1, top),
        ("heading", "Praktisk", 2, -1, top),
        ("paragraph", "Møt opp.", 0, -1, (*top, "Praktisk")),
        ("paragraph", "Ta med pass.", 0, -1, (*top, "Praktisk")),
    ]
    assert [block.header for block in document.blocks[5:8]] == [(), ("Kurs", "Krav"), ("Kurs", "Krav")]
    assert (document.title, document.section, document.lang) == ("TV1 – ny i vervet", "tillitsvalgt", "nb")


HEADERS = {
    ("Kurs", "Varighet", "Krav"): True,
    ("Kurs", "For hvem", "Innhold"): True,
    ("Tid", "Tema"): True,
    ("Course", "Who", "Status"): True,
    ("Verv", "Godtgjørelse per år"): True,
    ("Tema:", "Dato:"): True,
    ("Fase 1", "Obligatorisk"): False,
    ("Kurs", "2 dager"): False,
    ("Vold og trusler i NAV", "tillitsvalgte og verneombud"): False,
    ("Grunnkurs", "obligatorisk"): False,
    ("Kurs", "Kurset er for alle som er nyvalgte"): False,
    ("", ""): False,
}


@pytest.mark.parametrize(("cells", "expected"), HEADERS.items())
def test_a_header_row_names_its_columns(cells, expected):
    assert is_header(cells) is expected


def test_one_row_alone_has_no_header():
    assert [block.header for block in extract_text("p", "Kurs | Krav").blocks] == [()]


def test_a_markdown_table_with_rules_and_outer_bars_is_a_table():
    document = extract_text("p", "| Navn | Hva |\n|------|:---:|\n| Fase 1 | to dager |\n")
    assert [block.cells for block in document.blocks] == [("Navn", "Hva"), ("Fase 1", "to dager")]
    assert document.blocks[1].header == ("Navn", "Hva")


LINES = {
    "TV1 inngår i den obliga-\ntoriske opplæringen": ["TV1 inngår i den obligatoriske opplæringen"],
    "den obliga- toriske opplæringen": ["den obliga- toriske opplæringen"],
    "obliga\xad\ntorisk": ["obligatorisk"],
    "helse-\nog sikkerhetsarbeid": ["helse- og sikkerhetsarbeid"],
    "HMS-\nopplæring": ["HMS-opplæring"],
    "Kurset er lagt opp slik at alle nyvalgte skal ta det\ni løpet av året": [
        "Kurset er lagt opp slik at alle nyvalgte skal ta det i løpet av året"
    ],
    "Grunnkurs\nlokale forhandlinger": ["Grunnkurs", "lokale forhandlinger"],
    "1. Rollen\n2. Avtalene": ["Rollen", "Avtalene"],
    "17. januar er det kurs": ["17. januar er det kurs"],
    "* ett\n• to\n+ tre": ["ett", "to", "tre"],
    "– Vi lærte mye, sier hun.": ["– Vi lærte mye, sier hun."],
    "-----\nTekst": ["Tekst"],
    "#Uten mellomrom": ["#Uten mellomrom"],
    "# Overskrift ##": ["Overskrift"],
    "\n\n  \n": [],
}


@pytest.mark.parametrize(("text", "expected"), LINES.items())
def test_lines_are_read_as_they_were_meant(text, expected):
    assert texts(extract_text("p", text)) == expected


@pytest.mark.parametrize(
    ("line", "following", "joined"),
    [
        ("forebyg-", "gende", "forebyggende"),
        ("40-", "timers", "40-timers"),
        ("Nord-", "Norge", "Nord-Norge"),
        ("lese- eller", "skrivekurs", "lese- eller skrivekurs"),
        ("inn- og ut-", "melding", "inn- og utmelding"),
        ("kurs", "for alle", "kurs for alle"),
        ("kurs -", "ikke her", "kurs - ikke her"),
        ("slutt-", "", "slutt- "),
    ],
)
def test_a_word_cut_at_the_end_of_a_line_is_whole_again(line, following, joined):
    assert join_lines(line, following) == joined


@given(st.text(alphabet="ab -|#\n.1*\xad:", max_size=300))
def test_any_passage_gives_exact_blocks(text):
    assert_exact(extract_text("p", text))


def test_files_are_read_by_their_ending():
    for name, data, kind in [
        ("a.md", b"# Kurs", BlockKind.HEADING),
        ("a.txt", "Kurs på sjøen".encode("cp1252"), BlockKind.PARAGRAPH),
        ("A.HTML", b"<h1>Kurs</h1>", BlockKind.HEADING),
        ("-", b"- Kurs", BlockKind.LIST_ITEM),
        ("-", b"<section><h2>Kurs</h2></section>", BlockKind.HEADING),
        ("a.html", b"# bare tekst", BlockKind.PARAGRAPH),
    ]:
        document = extract_file(name, data)
        assert isinstance(document, Document), name
        assert document.blocks[0].kind is kind, name
        assert document.source == name


def test_an_empty_file_is_empty():
    assert unread(b"", "a.txt").cause is UnreadCause.EMPTY
    assert unread(b" \n\xef\xbb\xbf ", "a.md").cause is UnreadCause.EMPTY
