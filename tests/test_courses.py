"""Which courses a page describes, layout by layout: headings, cards, bold lines, calendars, lists and tables."""

import pytest
from extract_tools import read

from kursrevisjon.classify import assess_document
from kursrevisjon.courses import find_courses
from kursrevisjon.extract import extract_text
from kursrevisjon.lexicon import Lexicon, load_lexicon
from kursrevisjon.model import AssessedCourse, Document


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def courses_of(lexicon: Lexicon, document: Document) -> tuple[AssessedCourse, ...]:
    return assess_document(document, lexicon).courses


def names(lexicon: Lexicon, body: str) -> list[str]:
    return [course.name for course in courses_of(lexicon, read(body))]


OPENER = "<h1>Kurs for tillitsvalgte</h1>"

LAYOUTS = {
    "headings over how long and for whom": (
        OPENER
        + "<h2>Ny i vervet</h2><p>To dager om rollen.</p><h2>Ved bordet</h2><p>Tre dager om lokale forhandlinger.</p>",
        ["Ny i vervet", "Ved bordet"],
    ),
    "months only group": (
        OPENER
        + "<h2>Mars</h2><h3>Ny i vervet</h3><p>To dager om rollen.</p>"
        + "<h2>April</h2><h3>Ved bordet</h3><p>En dag om lønn.</p>",
        ["Ny i vervet", "Ved bordet"],
    ),
    "numbered sections of a plan are no courses": (
        "<h1>Plan for kursene</h1><h2>1. Bakgrunn</h2><p>Landsmøtet vedtok planen 5. mars 2026.</p>"
        "<h2>2. Mål</h2><p>Alle kurs skal ha en evaluering.</p><h2>3. Budsjett</h2><p>Vedtatt 9. april 2026.</p>",
        [],
    ),
    "bold lines": (
        OPENER + "<p><b>Ny i vervet</b></p><p>To dager om rollen.</p><p><b>Ved bordet</b></p><p>Tre dager om lønn.</p>",
        ["Ny i vervet", "Ved bordet"],
    ),
    "bold openings": (
        OPENER + "<p><b>Ny i vervet.</b> To dager om rollen.</p><p><b>Ved bordet.</b> For klubbledere, tre dager.</p>",
        ["Ny i vervet", "Ved bordet"],
    ),
    "openings in plain text under a heading of courses": (
        OPENER + "<p>Ny i vervet. To dager om rollen.</p><p>Ved bordet. Vi leser fire avtaler og finner hullene.</p>",
        ["Ny i vervet", "Ved bordet"],
    ),
    "titles after their date": (
        "<h1>Kursplan</h1><p>For tillitsvalgte i forbundet.</p>"
        "<p>5. mars · Bodø</p><p>Ny i vervet</p><p>Om rollen og avtalene.</p>"
        "<p>9. april · nett</p><p>Ved bordet</p><p>Krav, protokoll og brudd.</p>"
        "<p>7. mai · Røros</p><p>Kassa i orden</p><p>Regnskap og årsmelding.</p>",
        ["Ny i vervet", "Ved bordet", "Kassa i orden"],
    ),
    "titles before their week": (
        "<h1>Kursplan</h1><p>For tillitsvalgte i forbundet.</p>"
        "<p>Ny i vervet</p><p>Uke 10 · Bodø</p><p>Om rollen og avtalene.</p>"
        "<p>Ved bordet</p><p>Uke 15 · nett</p><p>Krav, protokoll og brudd.</p>"
        "<p>Kassa i orden</p><p>Uke 19 · Røros</p><p>Regnskap og årsmelding.</p>",
        ["Ny i vervet", "Ved bordet", "Kassa i orden"],
    ),
    "a dated list with second lines and a meeting": (
        OPENER
        + "<ul><li><span>05.03.2026</span><a href=/a>Ny i vervet</a><span>Målgruppe: tillitsvalgte</span>"
        + "<div>Om rollen og avtalene.</div></li>"
        + "<li><span>09.04.2026</span><a href=/b>Ved bordet</a><div>Krav og protokoll.</div></li>"
        + "<li><span>20.04.2026</span><a href=/c>Årsmøte i nord</a><div>Vanlige saker.</div></li></ul>",
        ["Ny i vervet", "Ved bordet"],
    ),
    "rows of a table": (
        OPENER
        + "<table><tr><th>Kurs</th><th>Sted</th></tr><tr><td>Ny i vervet</td><td>Bodø</td></tr>"
        + "<tr><td>Ved bordet</td><td>Røros</td></tr></table>",
        ["Ny i vervet", "Ved bordet"],
    ),
    "a short title for a longer one": (
        "<h1>Harbour Course for Stewards</h1><p>All new stewards must complete the Harbour Course within a year.</p>",
        ["Harbour Course for Stewards"],
    ),
    "a course that follows on another names one": (
        "<h1>Vevkurset for tillitsvalgte</h1><p>Vevkurset er et valgkurs etter grunnkurset.</p>",
        ["Vevkurset for tillitsvalgte"],
    ),
    "what is gone through is no course": (
        "<h1>Pensjonskurs for tillitsvalgte</h1><p>Rådgiveren går gjennom AFP, særaldersgrense og samordning.</p>",
        ["Pensjonskurs for tillitsvalgte"],
    ),
}


@pytest.mark.parametrize(("body", "expected"), LAYOUTS.values(), ids=LAYOUTS)
def test_a_page_in_this_layout_has_these_courses(lexicon: Lexicon, body: str, expected: list[str]) -> None:
    assert names(lexicon, body) == expected


def test_fewer_than_three_lines_beside_a_date_are_no_calendar(lexicon: Lexicon) -> None:
    body = "<h1>Aktuelt</h1><p>5. mars · Bodø</p><p>Ny leder valgt</p><p>9. april · nett</p><p>Nye lokaler</p>"
    assert names(lexicon, body) == []


def test_the_text_below_a_title_line_is_about_its_course(lexicon: Lexicon) -> None:
    """A second sentence need not name the course, as under a heading."""
    body = LAYOUTS["titles after their date"][0].replace(
        "Krav, protokoll og brudd.", "En dag om vervet. Vi ser på hvordan klubben kan forebygge sykefravær."
    )
    found = {course.name: course.preventive.value for course in courses_of(lexicon, read(body))}
    assert found == {"Ny i vervet": "none", "Ved bordet": "explicit", "Kassa i orden": "none"}


def test_what_one_must_have_taken_first_binds_nobody(lexicon: Lexicon) -> None:
    text = "# Trinn 2\nDrøfting og protokoll. Du må ha gått trinn 1."
    assert {course.obligation.value for course in courses_of(lexicon, extract_text("a.md", text))} <= {"core"}


def test_an_item_of_a_calendar_keeps_its_second_line(lexicon: Lexicon) -> None:
    document = read(LAYOUTS["a dated list with second lines and a meeting"][0])
    blocks = lexicon.annotate(document)
    scopes = [[document.blocks[span.block].text for span in course.scope] for course in find_courses(document, blocks)]
    assert [[text for text in texts if "saker" in text or "rollen" in text] for texts in scopes] == [
        ["Om rollen og avtalene."],
        [],
    ]


def test_a_body_that_is_told_of_is_no_audience(lexicon: Lexicon) -> None:
    text = "# Modul 3 for tillitsvalgte\nVi ser på hvordan saker tas videre til arbeidsmiljøutvalget."
    (course,) = courses_of(lexicon, extract_text("a.md", text, section="tillitsvalgt"))
    assert [audience.value for audience in course.audience] == ["tillitsvalgt"]


def test_the_lexicon_says_of_admission_rules_what_the_search_for_courses_looks_for(lexicon: Lexicon) -> None:
    """``is_admission_rule`` knows them by the beginning of their reason (docs/ordliste.md)."""
    reasons = {unless.why for rule in lexicon.rules for unless in rule.unless}
    assert any(reason.startswith("vilkår for et kurs") for reason in reasons)
