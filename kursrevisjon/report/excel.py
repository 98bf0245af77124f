"""A run as an Excel workbook: overview, unions, courses, quotes, pages, changes and how to read it.

Dates are dates, addresses are links, and text from the web is always a text cell: xlsxwriter's guesses are off, and a
text that would be a formula if it were typed anew is marked as text (quote prefix), so that editing the cell keeps it.
"""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kursrevisjon.model import (
    AssessedCourse,
    Diff,
    Finding,
    PageRef,
    Run,
    Topic,
    TopicRollup,
    UnionResult,
    Verdict,
)
from kursrevisjon.report.about import paragraphs, versions
from kursrevisjon.report.changes import (
    cause_label,
    coverage_line,
    field_changes,
    is_empty,
    names_in,
    no_change,
    remark_lines,
)
from kursrevisjon.report.csvfile import is_formula
from kursrevisjon.report.explain import finding_label
from kursrevisjon.report.grid import SHAPES, one_line
from kursrevisjon.report.messages import Messages
from kursrevisjon.report.view import (
    alarms,
    groups,
    org_label,
    ratio,
    total_figures,
    union_names,
    unread_count,
    verdict_of,
    web_host,
    why,
)
from kursrevisjon.text import printable, shorten

_CELL_LIMIT: Final = 32_767
_LINK_LIMIT: Final = 2_079
_LINKS_LIMIT: Final = 65_000
_LINE: Final = 15
"""The height of a line in points."""
_MOST_LINES: Final = 12
_NAME_LENGTH: Final = 160
_A4: Final = 9
_COLOURS: Final = {
    Verdict.MANDATORY: ("#DCF3E4", "#0A5427"),
    Verdict.CORE: ("#DDEEFB", "#0B4873"),
    Verdict.OPTIONAL: ("#FDF0CD", "#664400"),
    Verdict.ABSENT: ("#FCE0DB", "#85190B"),
    Verdict.UNKNOWN: ("#ECEEF0", "#454C54"),
}


@dataclass(frozen=True, slots=True)
class Link:
    """An address that the cell leads to."""

    url: str


Value = str | int | datetime | Link | None
Columns = Sequence[tuple[str, int]]
"""Headings (keys of ``phrases``) and widths in characters."""


@dataclass(frozen=True, slots=True)
class _Table:
    """A sheet with a table: its name (a key), its columns, how many stay in view, how many go to print (0 = all).

    What only a researcher looks up stands last and is not printed, so that the rest can be read on paper.
    """

    key: str
    columns: Columns
    frozen: int = 0
    printed: int = 0


class _Book:
    """The workbook with its formats; each sheet is written once, row by row."""

    def __init__(self, run: Run, m: Messages) -> None:
        self.m = m
        self.file = io.BytesIO()
        guesses_off = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
        self.book = xlsxwriter.Workbook(self.file, {"in_memory": True, **guesses_off})
        self.book.set_properties({"title": m("title"), "created": _naive(run.run.started)})
        plain = {"valign": "top", "text_wrap": True}
        self.text = self.book.add_format(plain)
        self.number = self.book.add_format({"valign": "top", "align": "left"})
        self.flat = self.book.add_format({"valign": "top"})
        self.guarded = self.book.add_format({**plain, "quote_prefix": True})
        self.link = self.book.add_format({"valign": "top", "font_color": "#0B4F8A", "underline": 1})
        self.date = self.book.add_format({**plain, "num_format": m("excel_date"), "align": "left"})
        self.head = self.book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#EEF1F4"}
        )
        self.title = self.book.add_format({"bold": True, "font_size": 16})
        self.alarm = self.book.add_format({"bold": True, "bg_color": "#FFF3CD", "font_color": "#5C3D00"})
        self.verdicts = {
            verdict: self.book.add_format({"bg_color": ground, "font_color": ink})
            for verdict, (ground, ink) in _COLOURS.items()
        }
        self.links = 0

    def sheet(self, table: "_Table", rows: Iterable[Sequence[Value]], *, top: int = 0) -> Worksheet:
        """A table with its heading at row ``top``: frozen, with filters, verdicts in colour."""
        sheet = self.book.add_worksheet(self.m(f"sheet.{table.key}"))
        columns = table.columns
        for number, (heading, width) in enumerate(columns):
            sheet.set_column(number, number, width)
            sheet.write_string(top, number, self.m(heading), self.head)
        sheet.set_row(top, 2 * _LINE)
        last = top
        for last, row in enumerate(rows, start=top + 1):
            sheet.set_row(last, _LINE * _lines(row, columns))
            for number, value in enumerate(row):
                self.write(sheet, last, number, value)
        sheet.freeze_panes(top + 1, table.frozen)
        sheet.autofilter(top, 0, last, len(columns) - 1)
        self.colour(sheet, top + 1, max(last, top + 1), len(columns) - 1)
        sheet.repeat_rows(top)
        sheet.print_area(0, 0, last, (table.printed or len(columns)) - 1)
        self.fit_to_paper(sheet, landscape=True)
        return sheet

    def fit_to_paper(self, sheet: Worksheet, *, landscape: bool) -> None:
        """A4, as wide as the paper, with the title and the page number at the foot."""
        if landscape:
            sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L&8{self.m('title')}: &A&R&8&P / &N")

    def write(self, sheet: Worksheet, row: int, column: int, value: Value) -> None:
        """A value by its type; text never becomes anything else."""
        if value is None or value == "":
            sheet.write_blank(row, column, None, self.text)
        elif isinstance(value, datetime):
            sheet.write_datetime(row, column, _naive(value), self.date)
        elif isinstance(value, int):
            sheet.write_number(row, column, value, self.number)
        elif isinstance(value, Link):
            self._write_link(sheet, row, column, value.url)
        else:
            shown = shorten(printable(value), _CELL_LIMIT)
            sheet.write_string(row, column, shown, self._format(shown))

    def close(self) -> bytes:
        """The file's bytes."""
        self.book.close()
        return self.file.getvalue()

    def _format(self, text: str) -> Format:
        """Words wrap; one long word (a digest, an address) runs on, since broken it cannot be read."""
        if is_formula(text):
            return self.guarded
        return self.text if " " in text else self.flat

    def _write_link(self, sheet: Worksheet, row: int, column: int, url: str) -> None:
        """A link where Excel can hold one, and the address as text where it cannot."""
        if web_host(url) and len(url) <= _LINK_LIMIT and self.links < _LINKS_LIMIT and url == printable(url):
            self.links += 1
            sheet.write_url(row, column, url, self.link, string=url)
        else:
            self.write(sheet, row, column, url)

    def colour(self, sheet: Worksheet, first: int, last: int, columns: int) -> None:
        """Verdicts in their colours, by rule, so that a sorted or edited table keeps them right."""
        for verdict, format_ in self.verdicts.items():
            label = self.m.verdict(verdict)
            rule = {"type": "cell", "criteria": "==", "value": f'"{SHAPES[verdict]} {label}"', "format": format_}
            sheet.conditional_format(first, 0, last, columns, rule)


def to_excel(run: Run, m: Messages, *, diff: Diff | None = None) -> bytes:
    """The run as an ``.xlsx`` file; ``diff`` fills the sheet of changes. The same run gives the same bytes."""
    book = _Book(run, m)
    _overview(book, run, diff)
    for table, rows in _TABLES:
        book.sheet(table, rows(run, m))
    book.sheet(_CHANGES, _changes(diff, run, m))
    _about(book, run)
    return book.close()


def _overview(book: _Book, run: Run, diff: Diff | None) -> None:
    m = book.m
    sheet = book.sheet(_OVERVIEW, _overview_rows(run, m), top=6)
    sheet.write_string(0, 0, m("title"), book.title)
    sheet.write_string(1, 0, m("question"))
    sheet.write_string(2, 0, printable(m("run_line", id=run.run.id, date=m.moment(run.run.started))))
    warnings = list(alarms(run, m))
    sheet.write_string(3, 0, _what_changed(diff, m))
    if warnings:
        sheet.write_string(4, 0, printable(" ".join(warnings)), book.alarm)


def _what_changed(diff: Diff | None, m: Messages) -> str:
    """How much differs from the run before, and where it stands."""
    if diff is None:
        return m("no_previous")
    if is_empty(diff):
        return no_change(diff, m)
    numbers = {"verdicts": diff.changes, "courses": diff.courses, "coverage": diff.coverage}
    counts = {name: m.number(len(changes)) for name, changes in numbers.items()}
    date = m.day(diff.before.started if diff.before else None)
    return m("overview_changes", date=date, sheet=m.quoted(m("sheet.changes")), **counts)


_OVERVIEW: Final = _Table(
    "overview",
    (
        ("col.main_org", 22),
        ("col.topic", 38),
        ("col.coverage_of_judged", 16),
        *((f"verdict.{verdict.value}", 18) for verdict in Verdict),
        ("col.gap_unions", 60),
    ),
)


def _overview_rows(run: Run, m: Messages) -> Iterator[Sequence[Value]]:
    names = union_names(run)
    rows = [(org_label(group.name, m), group.topics) for group in groups(run)]
    for name, topics in [*rows, (m("all_main_orgs"), total_figures(run))]:
        for topic in Topic:
            figures = topics.get(topic, TopicRollup())
            counts = [int(getattr(figures, verdict.value)) for verdict in Verdict]
            gap = ", ".join(_brief(names.get(union, union)) for union in figures.gap)
            yield (name, m.label("topic_long", topic), ratio(figures.coverage, m), *counts, gap)


def _shown_verdict(union: UnionResult, topic: Topic, m: Messages) -> str:
    verdict = verdict_of(union, topic)
    return f"{SHAPES[verdict]} {m.verdict(verdict)}"


_UNIONS: Final = _Table(
    "unions",
    (
        ("col.main_org", 18),
        ("col.union", 28),
        ("col.preventive", 20),
        ("col.hms", 20),
        ("col.why_preventive", 44),
        ("col.why_hms", 44),
        ("col.unread_cause", 30),
        ("col.marks", 22),
        ("col.read_as_of", 12),
        ("col.courses", 8),
        ("col.read", 8),
        ("col.training", 12),
        ("col.unread", 8),
        ("col.homepage", 34),
    ),
    frozen=2,
    printed=9,
)


def _unions(run: Run, m: Messages) -> Iterator[Sequence[Value]]:
    for union in run.unions:
        yield (
            org_label(union.main_org, m),
            _brief(union.name),
            *(_shown_verdict(union, topic, m) for topic in Topic),
            *(why(union, topic, m) for topic in Topic),
            m.causes(union.pages.unread),
            "; ".join(_reservations(union, m)),
            union.read_as_of,
            len(union.courses),
            union.pages.read,
            union.pages.training,
            unread_count(union),
            Link(union.homepage),
        )


def _reservations(union: UnionResult, m: Messages) -> Iterator[str]:
    if not union.complete:
        yield m("cut_off_short")
    yield from (m.label("mark", mark) for mark in union.marks)


_COURSES: Final = _Table(
    "courses",
    (
        ("col.main_org", 18),
        ("col.union", 22),
        ("col.course", 40),
        ("col.obligation", 16),
        ("col.basis", 26),
        ("col.audience", 28),
        ("col.hms", 8),
        ("col.preventive", 15),
        ("col.decides", 20),
        ("col.fetched", 12),
        ("col.address", 60),
        ("col.programme", 40),
    ),
    frozen=3,
    printed=10,
)


def _courses(run: Run, m: Messages) -> Iterator[Sequence[Value]]:
    for union, course in _all_courses(run):
        decided = [m.topic(topic) for topic, verdict in union.verdicts.items() if course.key in verdict.courses]
        page = course.pages[0] if course.pages else None
        yield (
            org_label(union.main_org, m),
            _brief(union.short_name or union.name),
            _brief(course.name),
            m.label("obligation", course.obligation),
            m.label("basis", course.basis) if course.basis else "",
            m.labels("audience", course.audience),
            m("yes" if course.hms else "no"),
            m.label("preventive", course.preventive),
            ", ".join(decided),
            page.fetched if page else None,
            Link(page.url) if page else "",
            course.programme,
        )


_EVIDENCE: Final = _Table(
    "evidence",
    (
        ("col.union", 22),
        ("col.course", 34),
        ("col.label", 28),
        ("col.quote", 70),
        ("col.fetched", 12),
        ("col.address", 60),
        ("col.context", 60),
        ("col.heading", 34),
        ("col.rule", 30),
        ("col.match", 14),
        ("col.page_number", 9),
        ("col.digest", 24),
    ),
    frozen=2,
    printed=6,
)


def _evidence(run: Run, m: Messages) -> Iterator[Sequence[Value]]:
    for union, course in _all_courses(run):
        for finding in course.findings:
            page = finding.page or PageRef(url="")
            yield (
                _brief(union.short_name or union.name),
                _brief(course.name),
                finding_label(finding, m),
                finding.quote,
                page.fetched,
                Link(page.url),
                _in_context(finding),
                " › ".join(finding.heading_path),
                finding.rule,
                m.label("match", finding.match),
                finding.page_number,
                page.digest,
            )


_PAGES: Final = _Table(
    "pages",
    (
        ("col.main_org", 18),
        ("col.union", 22),
        ("col.address", 70),
        ("col.outcome", 48),
        ("col.fetched", 12),
        ("col.detail", 50),
        ("col.digest", 24),
    ),
    frozen=2,
    printed=5,
)


def _pages(run: Run, m: Messages) -> Iterator[Sequence[Value]]:
    for union in run.unions:
        org, name = org_label(union.main_org, m), _brief(union.short_name or union.name)
        for page in union.read_pages:
            yield org, name, Link(page.url), m("outcome.read"), page.fetched, "", page.digest
        for missing in union.unread_pages:
            yield org, name, Link(missing.url), m.label("unread", missing.cause), None, m.detail(missing.detail), ""


_CHANGES: Final = _Table(
    "changes",
    (
        ("col.what", 24),
        ("col.main_org", 18),
        ("col.union", 22),
        ("col.topic_or_course", 34),
        ("col.before", 20),
        ("col.after", 20),
        ("col.cause", 30),
        ("col.detail", 70),
    ),
)


def _changes(diff: Diff | None, run: Run, m: Messages) -> Iterator[Sequence[Value]]:
    """What changed, row by row, then what to bear in mind; a sheet without a change says why it has none."""
    if diff is None or is_empty(diff):
        yield m("changes"), "", "", "", "", "", "", no_change(diff, m) if diff else m("no_previous")
    if diff is None:
        return
    yield from _change_rows(diff, run, m)
    for remark in remark_lines(diff, m):
        yield m("remarks"), "", "", "", "", "", "", remark


def _change_rows(diff: Diff, run: Run, m: Messages) -> Iterator[Sequence[Value]]:
    names = union_names(run) | names_in(diff)
    for change in diff.changes:
        before, after = (f"{SHAPES[side]} {m.verdict(side)}" for side in (change.before, change.after))
        org, name = org_label(change.main_org, m), names.get(change.union, change.union)
        quotes = " … ".join(change.evidence)
        yield m("verdict_changes"), org, name, m.topic(change.topic), before, after, cause_label(change, m), quotes
    for course in diff.courses:
        org, name = org_label(course.main_org, m), names.get(course.union, course.union)
        kind = m.label("course_change", course.kind)
        yield kind, org, name, course.name, "", "", cause_label(course, m), field_changes(course, m)
    for lost in diff.coverage:
        org, cause = org_label(lost.main_org, m), m.label("unread", lost.cause) if lost.cause else ""
        name = names.get(lost.union, lost.union)
        yield m("coverage_changes"), org, name, "", "", "", cause, coverage_line(lost, names, m)


_TABLES: Final[Sequence[tuple[_Table, Callable[[Run, Messages], Iterator[Sequence[Value]]]]]] = (
    (_UNIONS, _unions),
    (_COURSES, _courses),
    (_EVIDENCE, _evidence),
    (_PAGES, _pages),
)


def _about(book: _Book, run: Run) -> None:
    """How to read the workbook, and what it was made with."""
    m = book.m
    sheet = book.book.add_worksheet(m("sheet.about"))
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    lines: list[tuple[str, str]] = [
        (f"{SHAPES[verdict]} {m.verdict(verdict)}", m(f"meaning.{verdict}")) for verdict in Verdict
    ]
    lines += [("", paragraph) for paragraph in paragraphs(m)]
    lines += versions(run, m)
    sheet.write_string(0, 0, m("about"), book.title)
    for row, (term, text) in enumerate(lines, start=2):
        sheet.set_row(row, _LINE * _lines((term, text), (("", 24), ("", 100))))
        book.write(sheet, row, 0, term)
        book.write(sheet, row, 1, text)
    book.colour(sheet, 2, 2 + len(lines), 0)
    book.fit_to_paper(sheet, landscape=False)


def _all_courses(run: Run) -> Iterator[tuple[UnionResult, AssessedCourse]]:
    return ((union, course) for union in run.unions for course in union.courses)


def _in_context(finding: Finding) -> str:
    return " ".join(filter(None, (finding.before, f"»{finding.quote}«", finding.after)))


def _naive(when: datetime) -> datetime:
    """The same moment in UTC without its zone, since Excel knows none."""
    return when.astimezone(UTC).replace(tzinfo=None)


def _lines(row: Sequence[Value], columns: Columns) -> int:
    """The lines that the fullest cell takes, about; said outright, since not every program finds out by itself."""
    texts = [
        (value, width)
        for value, (_, width) in zip(row, columns, strict=True)
        if isinstance(value, str) and " " in value
    ]
    return min(_MOST_LINES, max((-(-len(text) * 11 // (width * 10)) for text, width in texts), default=1))


def _brief(name: str) -> str:
    """A name as long as a cell can show; the whole of it stands on the page that it comes from."""
    return shorten(one_line(name), _NAME_LENGTH)
