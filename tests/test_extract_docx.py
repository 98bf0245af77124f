"""Word files to blocks, from files that python-docx writes."""

import io
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from extract_tools import assert_exact, unread

from kursrevisjon.extract import extract_file
from kursrevisjon.model import Document, UnreadCause


def saved(word: docx.document.Document) -> bytes:
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


@pytest.fixture
def course_plan() -> bytes:
    word = docx.Document()
    word.add_heading("Kursplan 2026", 0)
    word.add_heading("Fase 1", 1)
    word.add_paragraph("Kurset er obligatorisk. Du lærer om:")
    word.add_paragraph("Hovedavtalen", style="List Bullet")
    nested = word.add_paragraph("lokale avtaler", style="List Paragraph")
    properties = nested._p.get_or_add_pPr()
    numbering = OxmlElement("w:numPr")
    level = OxmlElement("w:ilvl")
    level.set(qn("w:val"), "1")
    numbering.append(level)
    properties.append(numbering)
    lead = word.add_paragraph()
    lead.add_run("Kr").bold = True
    lead.add_run("av:").bold = True
    lead.add_run(" må fullføres\nSted: Bergen")
    table = word.add_table(rows=3, cols=2)
    for row, cells in zip(
        table.rows, [("Kurs", "Krav"), ("Fase 1", "Obligatorisk"), ("Fase 2", "Frivillig")], strict=True
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    return saved(word)


def test_headings_paragraphs_lists_and_tables_stand_in_order(course_plan):
    document = extract_file("plan.docx", course_plan)
    assert isinstance(document, Document)
    assert_exact(document)
    assert [(block.kind.value, block.text, block.level, block.lead) for block in document.blocks] == [
        ("heading", "Kursplan 2026", 1, -1),
        ("heading", "Fase 1", 1, -1),
        ("paragraph", "Kurset er obligatorisk. Du lærer om:", 0, -1),
        ("list_item", "Hovedavtalen", 1, 2),
        ("list_item", "lokale avtaler", 2, 2),
        ("paragraph", "Krav: må fullføres", 0, -1),
        ("paragraph", "Sted: Bergen", 0, -1),
        ("table_row", "Kurs | Krav", 0, 6),
        ("table_row", "Fase 1 | Obligatorisk", 0, 6),
        ("table_row", "Fase 2 | Frivillig", 0, 6),
    ]
    assert document.blocks[5].strong == ("Krav:",)
    assert document.blocks[9].header == ("Kurs", "Krav")
    assert document.lang == "nb"


def test_merged_cells_are_read_once():
    word = docx.Document()
    table = word.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Fase 1"
    table.cell(0, 2).text = "Obligatorisk"
    table.cell(1, 2).text = "x"
    document = extract_file("plan.docx", saved(word))
    assert isinstance(document, Document)
    assert document.blocks[0].cells == ("Fase 1", "", "Obligatorisk")


def test_a_file_is_known_by_its_bytes_and_not_its_name(course_plan):
    assert isinstance(extract_file("nedlasting", course_plan), Document)


def altered(data: bytes, **parts: bytes) -> bytes:
    """A zip archive with the parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def test_broken_files_are_damaged(course_plan):
    broken = [
        course_plan[: len(course_plan) // 2],
        altered(course_plan, **{"word/document.xml": b"<w:document"}),
        altered(course_plan, **{"[Content_Types].xml": b"<x/>"}),
        b"PK\x03\x04word/document.xml",
    ]
    for data in broken:
        assert unread(data, "plan.docx").cause is UnreadCause.DAMAGED


def test_an_archive_that_unpacks_to_too_much_is_too_large(course_plan):
    bomb = altered(course_plan, **{"word/media/a.bin": b"\0" * 30_000_000})
    outcome = unread(bomb, "plan.docx")
    assert (outcome.cause, len(bomb) < 100_000) == (UnreadCause.TOO_LARGE, True)


def test_entities_are_not_expanded(course_plan):
    xml = (
        b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "AAAA"><!ENTITY b "&a;&a;&a;">]>'
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
        b"<w:t>x&b;</w:t></w:r></w:p></w:body></w:document>"
    )
    outcome = extract_file("plan.docx", altered(course_plan, **{"word/document.xml": xml}))
    assert not isinstance(outcome, Document) or "AAAA" not in outcome.text


def test_a_file_without_text_is_empty():
    assert unread(saved(docx.Document()), "tom.docx").cause is UnreadCause.EMPTY
