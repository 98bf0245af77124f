"""A run as CSV for spreadsheets: one row per union, semicolons between, UTF-8 with a byte order mark.

Excel in Norway opens a file of this form as a table; a comma would put each row in one cell. The first row names the
columns in English, which never change; verdicts are METHOD's tokens, and why they are given is said in the language
chosen. Every field is quoted. A field that a spreadsheet would take for a formula (it starts with ``= + - @``, one of
their full-width forms, a tab or a carriage return) gets an apostrophe before it, so that text from a web page stays
text; a reader of the CSV takes that apostrophe away again.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kursrevisjon.model import Run, Topic, UnionResult
from kursrevisjon.report.grid import one_line
from kursrevisjon.report.messages import Messages
from kursrevisjon.report.view import unread_count, verdict_of, why
from kursrevisjon.text import clean

_BYTE_ORDER_MARK: Final = "\ufeff"
_FORMULA_STARTS: Final = tuple("=+-@\t\r＝＋－＠")

_COLUMNS: Final = (
    "main_org",
    "union_id",
    "union",
    "preventive",
    "preventive_courses",
    "preventive_why",
    "hms",
    "hms_courses",
    "hms_why",
    "courses",
    "pages_read",
    "training_pages",
    "pages_unread",
    "unread_causes",
    "read_as_of",
    "marks",
    "homepage",
    "run",
    "run_started",
    "run_complete",
    "fictional",
)


def to_csv(run: Run, m: Messages) -> str:
    """The unions of the run, with the header row also when there are none; why in the language of ``m``."""
    return to_text(_COLUMNS, (_row(union, run, m) for union in run.unions))


def to_text(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Rows under a header in the form that the module describes."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(map(safe_field, row) for row in rows)
    return _BYTE_ORDER_MARK + out.getvalue()


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would compute the text instead of showing it, invisible characters aside."""
    return text.startswith(_FORMULA_STARTS) or clean(text).startswith(_FORMULA_STARTS)


def safe_field(text: str) -> str:
    """The text as a field that no spreadsheet computes."""
    guard = "'" if is_formula(text) else ""
    return guard + one_line(text)


def _row(union: UnionResult, run: Run, m: Messages) -> Sequence[str]:
    info = run.run
    causes = ", ".join(f"{cause}={count}" for cause, count in sorted(union.pages.unread.items()))
    return [
        union.main_org or "",
        union.id,
        union.name,
        *(field for topic in Topic for field in _cell(union, topic, m)),
        str(len(union.courses)),
        str(union.pages.read),
        str(union.pages.training),
        str(unread_count(union)),
        causes,
        union.read_as_of.isoformat() if union.read_as_of else "",
        ", ".join(union.marks),
        union.homepage,
        info.id,
        info.started.isoformat(),
        str(info.complete).lower(),
        str(info.fictional).lower(),
    ]


def _cell(union: UnionResult, topic: Topic, m: Messages) -> Iterator[str]:
    stated = union.verdicts.get(topic)
    names = {course.key: course.name for course in union.courses}
    yield verdict_of(union, topic).value
    yield ", ".join(names.get(key, key) for key in stated.courses) if stated else ""
    yield why(union, topic, m)
