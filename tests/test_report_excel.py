"""The workbook, read back with another library: sheets, dates, links, and text that stays text."""

import io
import zipfile
from datetime import datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_runs import TOPIC_QUOTE, course, full_diff, full_run, page, run_of, union

from kursrevisjon.model import Obligation, Preventive, Run, Verdict
from kursrevisjon.report import render

SHEETS = ["Oversikt", "Forbund", "Kurs", "Belegg", "Sider", "Endringer", "Om"]


def workbook(run: Run, **options) -> openpyxl.Workbook:
    written = render(run, "xlsx", **options)
    assert isinstance(written, bytes)
    return openpyxl.load_workbook(io.BytesIO(written))


def column(book: openpyxl.Workbook, sheet: str, heading: str) -> list:
    table = book[sheet]
    (place,) = [cell.column for cell in table[1] if cell.value == heading]
    return [row[place - 1] for row in table.iter_rows(min_row=2)]


def test_every_sheet_is_there_with_a_frozen_heading_and_filters():
    book = workbook(full_run(), diff=full_diff())
    assert book.sheetnames == SHEETS
    frozen = {"Forbund": "C2", "Kurs": "D2", "Belegg": "C2", "Sider": "C2", "Endringer": "A2"}
    for name, cell in frozen.items():
        assert book[name].freeze_panes == cell
        assert book[name].auto_filter.ref.startswith("A1:")
        assert book[name].column_dimensions["A"].width > 5


def test_every_sheet_prints_on_the_width_of_a_page_with_its_heading_repeated():
    book = workbook(full_run(), diff=full_diff())
    for sheet in book:
        # NOTE: a width of one page is the default of the format, so it is not written.
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.paperSize == 9
        assert "&P" in sheet.oddFooter.right.text
    assert {book[name].page_setup.orientation for name in SHEETS[:-1]} == {"landscape"}
    assert {book[name].print_title_rows for name in SHEETS[1:-1]} == {"$1:$1"}
    assert book["Oversikt"].print_title_rows == "$7:$7"


def test_the_overview_has_both_numbers_and_the_unions_in_gap():
    rows = list(workbook(full_run())["Oversikt"].values)
    assert rows[3][0] == "Ingen tidligere kjøring å sammenligne med."
    assert rows[4][0].startswith("OPPDIKTEDE FORBUND")
    assert rows[7][:8] == ("LO", "forebyggende arbeidsmiljøarbeid", "0 av 4", 0, 1, 1, 2, 1)
    assert rows[7][8] == "Fyrvokterforbundet, Ringerforbundet, Tømmerforbundet"
    assert rows[-2][:3] == ("Alle", "forebyggende arbeidsmiljøarbeid", "1 av 17")


def test_dates_are_dates_and_addresses_are_links():
    book = workbook(full_run())
    fetched = column(book, "Belegg", "Hentet")[0]
    assert fetched.value == datetime(2030, 3, 1, 6, 5)  # noqa: DTZ001 - Excel has no zones
    assert fetched.is_date
    address = column(book, "Belegg", "Adresse")[0]
    assert address.hyperlink.target == "https://tommer.example/kurs"


def test_the_pages_are_all_there_with_their_outcome():
    outcomes = [cell.value for cell in column(workbook(full_run()), "Sider", "Utfall")]
    assert outcomes.count("lest") == 17 * 12
    assert outcomes.count("nettstedet meldte feil") == 8


def test_the_evidence_has_the_quote_alone_and_in_context():
    book = workbook(full_run())
    assert TOPIC_QUOTE in [cell.value for cell in column(book, "Belegg", "Sitat")]
    assert f"Kurset går over to dager. »{TOPIC_QUOTE}« Påmelding skjer på Min side." in [
        cell.value for cell in column(book, "Belegg", "Sitatet i sammenheng")
    ]


def test_the_changes_are_listed_with_their_causes():
    book = workbook(full_run(), diff=full_diff())
    assert [cell.value for cell in column(book, "Endringer", "Årsak")][:2] == [
        "nettsiden er endret",
        "ordlisten er endret",
    ]
    assert workbook(full_run(), diff=full_diff())["Oversikt"]["A4"].value == (
        "Endringer siden 1. mars 2030: verdikter 2, kurs 2, lesing 2. Se arket «Endringer»."
    )


@pytest.mark.parametrize(
    ("diff", "said"),
    [
        (None, "Ingen tidligere kjøring å sammenligne med."),
        (full_diff(changes=(), courses=(), coverage=()), "Ingen endringer."),
        (
            full_diff(changes=(), courses=(), coverage=(), compared=()),
            "Ingen forbund kunne leses i begge kjøringene. Ingenting kan sies å være uendret.",
        ),
    ],
    ids=["one run", "unchanged", "not compared"],
)
def test_a_sheet_without_changes_says_why(diff, said):
    book = workbook(full_run(2), diff=diff)
    assert [cell.value for cell in column(book, "Endringer", "Merknad")] == [said]
    assert book["Oversikt"]["A4"].value == said


def test_verdicts_have_their_colours_by_rule():
    rules = workbook(full_run())["Forbund"].conditional_formatting
    formulas = {rule.formula[0] for block in rules for rule in block.rules}
    assert '"● obligatorisk"' in formulas
    assert '"? ukjent"' in formulas


HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "<b>&",
    "a\x00\x1bb",
    "\u202ex",
    "å" * 40_000,
    "👩‍🚒",
    "_x0041_",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_the_web_is_a_text_cell(text):
    ref = page("a").model_copy(update={"url": text})
    offered = course(text, Obligation.OPTIONAL, ref, preventive=Preventive.EXPLICIT, quote=text, topic_quote=text)
    result = union(0, Verdict.OPTIONAL).model_copy(update={"name": text, "homepage": text, "courses": (offered,)})
    book = workbook(run_of(result))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
    quote = column(book, "Belegg", "Sitat")[0]
    assert quote.data_type == "s"
    if text.lstrip()[0] in "=+-@":
        assert quote.quotePrefix


@pytest.mark.parametrize(
    "url",
    [
        "http://[::1",
        "https://a.example:port/",
        "https://a.example:99999/",
        "https://a\\b/",
        "https://a|b/",
        "ftp://a.example/",
    ],
)
def test_an_address_that_no_program_can_read_is_text(url):
    result = union(0, Verdict.OPTIONAL).model_copy(update={"homepage": url})
    cell = column(workbook(run_of(result)), "Forbund", "Nettsted")[0]
    assert (cell.value, cell.hyperlink) == (url, None)


@settings(max_examples=30, deadline=None)
@given(st.text(), st.text())
def test_any_text_gives_a_workbook_that_opens(name, quote):
    offered = course(name, Obligation.OPTIONAL, page("a"), preventive=Preventive.EXPLICIT, topic_quote=quote)
    workbook(run_of(union(0, Verdict.OPTIONAL).model_copy(update={"name": name, "courses": (offered,)})))


@pytest.mark.parametrize("run", [run_of(), run_of(union(0, Verdict.UNKNOWN))], ids=["no unions", "all unknown"])
def test_a_thin_run_gives_a_whole_workbook(run):
    assert workbook(run).sheetnames == SHEETS


@pytest.mark.parametrize(("lang", "first"), [("nn", "Oversikt"), ("en", "Overview")])
def test_sheets_are_named_in_the_language(lang, first):
    assert workbook(full_run(), lang=lang).sheetnames[0] == first


def test_the_same_run_gives_the_same_bytes():
    assert render(full_run(), "xlsx") == render(full_run(), "xlsx")


def test_the_file_holds_no_external_data():
    written = render(full_run(), "xlsx")
    assert isinstance(written, bytes)
    names = zipfile.ZipFile(io.BytesIO(written)).namelist()
    assert not [name for name in names if "externalLink" in name or "vba" in name.lower()]
