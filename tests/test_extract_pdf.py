"""PDF course plans to blocks, from files that reportlab writes; and every PDF that cannot be read, with its cause."""

import io

import pypdf
import pytest
from extract_tools import assert_exact, block_of, texts, unread
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BalancedColumns,
    Flowable,
    ListFlowable,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)

from kursrevisjon.extract import extract_file, pdf, pdflines, pdfworker
from kursrevisjon.extract.build import Builder
from kursrevisjon.model import BlockKind, Document, UnreadCause
from kursrevisjon.text import clean

STYLES = getSampleStyleSheet()
GRID = [("GRID", (0, 0), (-1, -1), 0.5, "black")]
WRAPPED = (
    "Alle nyvalgte tillitsvalgte i Havn og Lager skal gjennomføre Grunnkurs 1 i løpet av det første året i "
    "vervet. Kurset "
    "handler om rollen, om lokale forhandlinger, og om hvordan klubben kan forebyg-<br/>ge belastningsskader "
    "på terminalene."
)


def text(words: str, style: str = "BodyText") -> Paragraph:
    return Paragraph(words, STYLES[style])


def made(*content: Flowable, **options: object) -> bytes:
    """A PDF of these parts."""
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4, **options).build(list(content))
    return out.getvalue()


def drawn(*lines: tuple[float, float, str], size: float = 11) -> bytes:
    """A PDF of one page with lines at places (points from the left and from the top)."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setFont("Helvetica", size)
    for left, top, words in lines:
        canvas.drawString(left, A4[1] - top, words)
    canvas.save()
    return out.getvalue()


def read_pdf(data: bytes) -> Document:
    document = extract_file("plan.pdf", data)
    assert isinstance(document, Document), document
    assert_exact(document)
    return document


@pytest.fixture(scope="module")
def plan() -> Document:
    table = Table(
        [
            ["Kurs", "Varighet", "Krav"],
            ["Grunnkurs 1", "2 dager", "Obligatorisk"],
            ["Temakurs om vold", "1 dag", "Frivillig"],
        ],
        style=GRID,
    )
    bullets = ListFlowable([text("vernerunde"), text("avtaleverk")], bulletType="bullet")
    return read_pdf(
        made(
            text("Kursplan for tillitsvalgte", "Title"),
            text("Grunnopplæring", "Heading2"),
            text(WRAPPED),
            text("Du lærer om:"),
            bullets,
            Spacer(1, 12),
            table,
            PageBreak(),
            text("Tilleggskurs", "Heading2"),
            text("Kurs for deg som vil mer."),
        )
    )


def test_headings_are_told_by_their_size(plan):
    headings = [
        (block.text, block.level, block.heading_path) for block in plan.blocks if block.kind is BlockKind.HEADING
    ]
    assert headings == [
        ("Kursplan for tillitsvalgte", 1, ()),
        ("Grunnopplæring", 2, ("Kursplan for tillitsvalgte",)),
        ("Tilleggskurs", 2, ("Kursplan for tillitsvalgte",)),
    ]
    assert plan.title == "Kursplan for tillitsvalgte"


def test_wrapped_lines_and_words_are_whole_again(plan):
    assert texts(plan, BlockKind.PARAGRAPH)[0] == WRAPPED.replace("-<br/>", "")


def test_rows_keep_their_cells_and_their_header(plan):
    rows = [(block.cells, block.header) for block in plan.blocks if block.kind is BlockKind.TABLE_ROW]
    header = ("Kurs", "Varighet", "Krav")
    assert rows == [
        (header, ()),
        (("Grunnkurs 1", "2 dager", "Obligatorisk"), header),
        (("Temakurs om vold", "1 dag", "Frivillig"), header),
    ]


def test_list_items_follow_the_line_that_leads_in(plan):
    lead = block_of(plan, "Du lærer om:").index
    assert [(block.text, block.lead) for block in plan.blocks if block.kind is BlockKind.LIST_ITEM] == [
        ("vernerunde", lead),
        ("avtaleverk", lead),
    ]


def test_every_block_says_its_page(plan):
    assert block_of(plan, "Grunnopplæring").page_number == 1
    assert block_of(plan, "Kurs for deg som vil mer.").page_number == 2
    assert all(block.page_number for block in plan.blocks)
    assert (plan.media_type, plan.lang) == ("application/pdf", "nb")


@pytest.mark.parametrize("align", ["TOP", "MIDDLE", "BOTTOM"])
def test_cells_that_wrap_stay_in_their_row(align):
    cell = text("rollen, avtaleverket og hvordan klubben forebygger belastningsskader på terminalen og i kranene")
    rows = [["Kurs", "Tema", "Krav"], ["Fase 1", cell, "Obligatorisk"], ["Fase 2", "forhandlinger", "Frivillig"]]
    table = Table(rows, colWidths=[80, 160, 90], style=[*GRID, ("VALIGN", (0, 0), (-1, -1), align)])
    document = read_pdf(made(text("Kursene"), table))
    header, first, second = (block.cells for block in document.blocks if block.kind is BlockKind.TABLE_ROW)
    assert header == ("Kurs", "Tema", "Krav")
    assert first == ("Fase 1", cell.text, "Obligatorisk")
    assert second == ("Fase 2", "forhandlinger", "Frivillig")


def test_two_columns_of_running_text_are_read_one_after_the_other():
    left = (
        "Grunnkurset er for alle som er nyvalgte i klubben, og det går over to dager på hotell i Bergen hver høst. "
    ) * 3
    right = (
        "Kveldskurset handler om vernerunder og om hvordan dere kan kartlegge arbeidsmiljøet i lag med ledelsen. "
    ) * 3
    document = read_pdf(
        made(text("Kurs i vest", "Title"), BalancedColumns([text(left), text(right)], nCols=2, needed=10))
    )
    running = " ".join(texts(document, BlockKind.PARAGRAPH))
    assert left.strip() in running
    assert right.strip() in running
    assert texts(document, BlockKind.TABLE_ROW) == []


def test_numbered_items_are_a_list_and_a_date_is_not():
    document = read_pdf(
        drawn(
            (70, 80, "Slik melder du deg på:"),
            (70, 96, "1. Logg inn."),
            (70, 112, "2. Velg kurs."),
            (70, 140, "17. januar er siste frist for alle."),
        )
    )
    assert texts(document, BlockKind.LIST_ITEM) == ["Logg inn.", "Velg kurs."]
    assert "17. januar er siste frist for alle." in texts(document, BlockKind.PARAGRAPH)


def test_running_headers_and_page_numbers_are_marked():
    def frame(canvas: Canvas, template: object) -> None:
        canvas.drawString(70, 810, "Havn og Lager – kursplan")
        canvas.drawString(280, 30, f"Side {canvas.getPageNumber()} av 3")

    out = io.BytesIO()
    pages = [
        part
        for number in (1, 2, 3)
        for part in (text(f"Fase {number} varer i {number} dager og er for alle."), PageBreak())
    ]
    SimpleDocTemplate(out).build(pages, onFirstPage=frame, onLaterPages=frame)
    document = read_pdf(out.getvalue())
    assert set(texts(document, mark="footer")) == {
        "Havn og Lager – kursplan",
        "Side 1 av 3",
        "Side 2 av 3",
        "Side 3 av 3",
    }
    assert len(texts(document)) == 3


def test_a_sentence_that_ends_every_page_is_no_footer():
    parts = [part for name in "ABC" for part in (text(f"Kurs {name}"), text("Kurset er obligatorisk."), PageBreak())]
    assert texts(read_pdf(made(*parts))).count("Kurset er obligatorisk.") == 3


def test_text_in_nested_forms_is_read():
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.beginForm("skjema")
    canvas.drawString(70, 700, "Kurset er obligatorisk for alle nye tillitsvalgte i klubben.")
    canvas.endForm()
    canvas.doForm("skjema")
    canvas.save()
    assert "obligatorisk for alle nye" in read_pdf(out.getvalue()).text


def test_a_pdf_with_an_owner_password_only_is_read():
    data = made(
        text("Kurset er obligatorisk for alle nye tillitsvalgte."), encrypt=StandardEncryption("", "eier", canPrint=0)
    )
    assert "obligatorisk" in read_pdf(data).text


def test_a_pdf_that_asks_for_a_password_says_so():
    outcome = unread(made(text("Hemmelig kursplan"), encrypt=StandardEncryption("bruker", "eier")), "plan.pdf")
    assert outcome.cause is UnreadCause.DAMAGED
    assert "password" in outcome.detail


def test_a_pdf_of_pictures_is_scanned():
    out = io.BytesIO()
    canvas = Canvas(out)
    for _ in range(3):
        canvas.rect(50, 50, 400, 600, fill=1)
        canvas.showPage()
    canvas.save()
    outcome = unread(out.getvalue(), "plan.pdf")
    assert outcome.cause is UnreadCause.SCANNED_PDF


def broken_files() -> dict[str, bytes]:
    whole = made(text("Kursplan for tillitsvalgte"))
    return {
        "cut off": whole[: len(whole) // 3],
        "header only": b"%PDF-1.7\n%%EOF",
        "rubbish": b"%PDF-1.4\n" + bytes(range(256)) * 20,
        "named a PDF and no PDF": b"bare tekst",
    }


@pytest.mark.parametrize("data", broken_files().values(), ids=broken_files())
def test_a_broken_pdf_is_damaged(data):
    outcome = unread(data, "plan.pdf")
    assert outcome.cause is UnreadCause.DAMAGED, outcome


def test_a_loop_in_the_page_tree_ends():
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    pages = writer._root_object["/Pages"]
    pages["/Kids"].append(pages.indirect_reference)
    out = io.BytesIO()
    writer.write(out)
    assert unread(out.getvalue(), "plan.pdf").cause in (UnreadCause.DAMAGED, UnreadCause.SCANNED_PDF)


def test_a_pdf_of_too_many_pages_or_bytes_is_too_large(monkeypatch):
    blank = pypdf.PdfWriter()
    for _ in range(3):
        blank.add_blank_page(100, 100)
    out = io.BytesIO()
    blank.write(out)
    monkeypatch.setattr(pdfworker, "MOST_PAGES", 2)
    assert pdfworker.read(out.getvalue()) == {"error": "too_large", "detail": "3 pages"}
    monkeypatch.setattr(pdfworker, "MOST_PAGES", 3)
    monkeypatch.setattr(pdfworker, "MOST_TEXT", 10)
    assert pdfworker.read(made(text("Kursplan for tillitsvalgte")))["error"] == "too_large"
    monkeypatch.setattr(pdf, "LONGEST", 1000)
    assert unread(made(text("Kursplan")), "plan.pdf").cause is UnreadCause.TOO_LARGE


def test_a_worker_that_is_ended_or_never_ends_is_too_large(monkeypatch, tmp_path):
    data = made(text("Kursplan for tillitsvalgte"))
    worker = tmp_path / "worker.py"
    monkeypatch.setattr(pdf, "WORKER", worker)
    worker.write_text("import os; os.kill(os.getpid(), 9)")
    assert unread(data, "plan.pdf").cause is UnreadCause.TOO_LARGE
    worker.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(pdf, "SECONDS", 0.3)
    assert unread(data, "plan.pdf").cause is UnreadCause.TOO_LARGE


def test_a_pdf_behind_rubbish_or_a_wrong_type_is_known_by_its_bytes():
    data = b"\r\n\r\n" + made(text("Kursplan for alle nyvalgte tillitsvalgte"))
    document = extract_file("last-ned", data)
    assert isinstance(document, Document)
    assert document.media_type == "application/pdf"


PIECES = st.sampled_from(
    ["Kurs", "fase", "1.", "2.", "•", "–", "obliga-", "\x7f", "Side", "3", ".", "ord og ord", "2.1 Mål"]
)
ROWS = st.lists(st.tuples(st.integers(0, 12), PIECES), max_size=4).map(
    lambda row: "".join(" " * gap + text for gap, text in row)
)
SIZES, GAPS = st.sampled_from([0.0, 9.0, 10.0, 14.0]), st.sampled_from([0.0, 1.2, 1.8, 4.0])
LINES = st.lists(st.builds(pdflines.Line, ROWS, SIZES, GAPS))


@given(st.lists(LINES, max_size=4))
def test_no_lines_make_reading_fail_and_no_word_is_lost(pages):
    builder = Builder()
    pdflines.add_pages(builder, pages)
    document = builder.finish("p")
    assert_exact(document)
    given_text = clean(" ".join(line.text for page in pages for line in page))
    for word in ("Kurs", "fase", "ord", "Mål"):
        assert document.text.count(word) == given_text.count(word)
