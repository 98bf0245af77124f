"""The workbook and the CSV file in LibreOffice: opened, written again, and compared with what was written here."""

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from report_runs import course, full_diff, full_run, page, run_of, union

from kursrevisjon.model import Obligation, Preventive, Run, Verdict
from kursrevisjon.report import render

SOFFICE = os.environ.get("SOFFICE") or shutil.which("soffice")
pytestmark = pytest.mark.skipif(
    SOFFICE is None, reason="no LibreOffice on this machine: install libreoffice-calc, or name it in SOFFICE"
)
SEMICOLONS_UTF8 = "CSV:59,34,76"

STRANGE = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "＝1",
    "'=1",
    '=HYPERLINK("http://x";"y")',
    "<b>&",
    "a\x00\x1bb",
    "\u202ex",
    "å" * 10_000,
    "ord " * 3000,
    "👩‍🚒 😀",
    "_x0041_",
    "שלום עולם",
    "http://[::1",
    "0010",
    "1e5",
    "2030-03-01",
)


def hostile() -> Run:
    """A union for each text that a page may hold, with it in every place where text from the web stands."""
    unions = []
    for number, text in enumerate(STRANGE):
        ref = page("a").model_copy(update={"url": text})
        offered = course(text, Obligation.OPTIONAL, ref, preventive=Preventive.EXPLICIT, quote=text, topic_quote=text)
        changed = {"id": f"u{number}", "name": text, "short_name": text, "homepage": text, "courses": (offered,)}
        unions.append(union(number, Verdict.OPTIONAL).model_copy(update=changed))
    return run_of(*unions)


RUNS = {"full": full_run, "hostile": hostile, "empty": run_of, "unknown": lambda: run_of(union(0, Verdict.UNKNOWN))}


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, str, str], Path]:
    """Opens a file in LibreOffice and writes it in another form; anything it complains of is a failure."""
    profile = tmp_path_factory.mktemp("office")

    def converted(file: Path, form: str, filter_in: str = "") -> Path:
        out = file.parent / "out"
        read_as = [f"--infilter={filter_in}"] if filter_in else []
        command = [str(SOFFICE), f"-env:UserInstallation={profile.as_uri()}", "--headless", *read_as]
        done = subprocess.run(  # noqa: S603 - a program of the machine, on a file of the test
            [*command, "--convert-to", form, "--outdir", str(out), str(file)],
            capture_output=True,
            text=True,
            timeout=180,
            check=True,
        )
        said = [line for line in done.stderr.splitlines() if "javaldx" not in line]
        assert said == []
        return out / file.with_suffix(f".{form}").name

    return converted


@pytest.mark.parametrize("name", RUNS)
def test_the_workbook_opens_whole(name, convert, tmp_path):
    file = tmp_path / "rapport.xlsx"
    written = render(RUNS[name](), "xlsx", diff=full_diff())
    assert isinstance(written, bytes)
    file.write_bytes(written)
    ours, theirs = openpyxl.load_workbook(file), openpyxl.load_workbook(convert(file, "xlsx"))
    assert theirs.sheetnames == ours.sheetnames
    for sheet in ours:
        again = theirs[sheet.title]
        for row in sheet.iter_rows():
            for cell in row:
                other = again[cell.coordinate]
                assert other.value == cell.value, (sheet.title, cell.coordinate)
                assert other.data_type != "f", (sheet.title, cell.coordinate)
                assert other.is_date == cell.is_date, (sheet.title, cell.coordinate)
                assert bool(other.hyperlink) == bool(cell.hyperlink), (sheet.title, cell.coordinate)
        # NOTE: frozen panes belong to a window, which LibreOffice has not when it converts; test_report_excel has them.
        assert again.auto_filter.ref == sheet.auto_filter.ref
        assert again.print_title_rows == sheet.print_title_rows
        assert again.page_setup.orientation == sheet.page_setup.orientation
        rules = sum(len(block.rules) for block in sheet.conditional_formatting)
        assert sum(len(block.rules) for block in again.conditional_formatting) == rules


def test_no_field_of_the_csv_file_is_computed(convert, tmp_path):
    file = tmp_path / "rapport.csv"
    text = str(render(hostile(), "csv"))
    file.write_text(text, encoding="utf-8", newline="")
    (sheet,) = openpyxl.load_workbook(convert(file, "xlsx", SEMICOLONS_UTF8)).worksheets
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert sheet.max_row == len(rows)
    assert sheet.max_column == len(rows[0])
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
