"""PDF course plans: each page's lines become headings, paragraphs, list items and table rows, with their page number.

The file is parsed in a process of its own (``pdfworker``), with limits on time and memory; what it means is decided
here, from columns, font sizes and distances.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

from kursrevisjon.extract.build import Builder
from kursrevisjon.extract.door import Body, Cause, Found
from kursrevisjon.extract.pdflines import SYMBOLS, Line, add_pages
from kursrevisjon.model import UnreadCause

WORKER: Final = Path(__file__).with_name("pdfworker.py")
SECONDS: Final = 90
"""Wall time after which a file is given up; the worker's own limit counts processor time."""

LONGEST: Final = 80_000_000
LETTERS_A_PAGE: Final = 15
"""Letters per page, on the average, below which the pages are pictures."""


def read_pdf(file: Body) -> Found:
    """The document of a PDF, or the cause for an encrypted, damaged, huge or scanned one."""
    if len(file.data) > LONGEST:
        return UnreadCause.TOO_LARGE, f"a PDF of {len(file.data)} bytes"
    pages = _parse(file.data)
    if isinstance(pages, tuple):
        return pages
    letters = sum(character.isalpha() for page in pages for line in page for character in line.text)
    if letters < LETTERS_A_PAGE * max(len(pages), 1):
        return UnreadCause.SCANNED_PDF, f"{len(pages)} pages and next to no text: scanned, most likely"
    builder = Builder()
    add_pages(builder, pages)
    return builder.finish(file.source, url=file.url, media_type="application/pdf", section=file.section)


def _parse(data: bytes) -> list[list[Line]] | Cause:
    """The lines of a PDF's pages, from the worker."""
    command = [sys.executable, "-P", str(WORKER)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 - own file
    except subprocess.TimeoutExpired:
        return UnreadCause.TOO_LARGE, f"a PDF that is not read within {SECONDS} s"
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        # The system ended the process: a limit was met.
        return UnreadCause.TOO_LARGE, f"a PDF whose reading was ended by a limit (exit code {done.returncode})"
    if "error" in answer:
        return UnreadCause(answer["error"]), str(answer["detail"])
    return [
        [Line(str(text).translate(SYMBOLS), float(size), float(gap)) for text, size, gap in page]
        for page in answer["pages"]
    ]
