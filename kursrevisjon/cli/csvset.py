"""A run as a set of CSV files with a data dictionary, for those who count in another program.

Fields are written as in ``report --format csv``: semicolons, UTF-8 with a byte order mark, and no field that a
spreadsheet would compute. The same run gives the same bytes.
"""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from kursrevisjon.model import Run
from kursrevisjon.report.csvfile import to_text

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip file can name

Row = tuple[object, ...]

_RUN: Final = {
    "run": "the run's id",
    "started": "when the run began, ISO 8601, UTC",
    "finished": "when it ended; empty when it was interrupted",
    "complete": "true when every enabled union was read to its end",
    "derived_from": "the run whose pages were judged anew",
    "tool": "version of kursrevisjon",
    "lexicon": "digest of the lexicon",
    "sources": "digest of the sources file",
    "fictional": "true when the unions are invented",
}
_UNIONS: Final = {
    "union_id": "the union's id in the sources file",
    "union": "its full name",
    "main_org": "its main organisation on the day of the run; empty when it stands outside",
    "pages_read": "pages that were read",
    "training_pages": "those that describe training for representatives",
    "read_as_of": "when the newest page behind the verdicts was fetched, ISO 8601, UTC",
    "marks": "warnings: fewer_pages, fewer_courses, kept_last_good",
    "homepage": "the union's homepage",
}
_VERDICTS: Final = {
    "union_id": "the union",
    "topic": "preventive (forebyggende arbeidsmiljøarbeid) or hms",
    "verdict": "mandatory, core, optional, absent or unknown; unknown is never a gap",
    "courses": "ids of the courses that decide it",
    "why": "the reason in one sentence, in Norwegian",
}
_COURSES: Final = {
    "union_id": "the union",
    "course_id": "the course's identity within the union, from run to run",
    "course": "the course's name",
    "programme": "the programme that it is a stage of",
    "obligation": "mandatory, core, optional or unstated",
    "basis": "what a duty rests on: union, agreement, law or employer",
    "audience": "tillitsvalgt, verneombud, amu, leder, medlem",
    "hms": "true when working environment or HSE is a subject",
    "preventive": "explicit, implied or none",
    "pages": "addresses of the pages that describe it",
}
_FINDINGS: Final = {
    "union_id": "the union",
    "course_id": "the course",
    "dimension": "what the finding decides about",
    "value": "what it says",
    "rule": "the lexicon rule that fired",
    "quote": "verbatim text of the page",
    "heading_path": "the headings above the quote, outermost first",
    "match": "exact, form, compound or fuzzy",
    "score": "likeness of a fuzzy match, 0 to 100",
    "url": "address of the page",
    "fetched": "when it was fetched, ISO 8601, UTC",
    "digest": "digest of the page's bytes",
    "start": "where the quote begins in the page's extracted text, in characters",
    "end": "where it ends",
    "page_number": "page of a PDF, from 1",
}
_UNREAD: Final = {
    "union_id": "the union",
    "url": "address that gave no page",
    "cause": "why (closed list)",
    "detail": "more about the cause",
}


def _run(run: Run) -> Iterator[Row]:
    info = run.run
    yield (
        info.id,
        info.started,
        info.finished,
        info.complete,
        info.derived_from,
        info.tool,
        info.lexicon,
        info.sources,
        info.fictional,
    )


def _unions(run: Run) -> Iterator[Row]:
    for union in run.unions:
        yield (
            union.id,
            union.name,
            union.main_org,
            union.pages.read,
            union.pages.training,
            union.read_as_of,
            union.marks,
            union.homepage,
        )


def _verdicts(run: Run) -> Iterator[Row]:
    for union in run.unions:
        for topic, verdict in union.verdicts.items():
            yield union.id, topic, verdict.verdict, verdict.courses, verdict.why


def _courses(run: Run) -> Iterator[Row]:
    for union in run.unions:
        for course in union.courses:
            pages = tuple(page.url for page in course.pages)
            yield (
                union.id,
                course.id,
                course.name,
                course.programme,
                course.obligation,
                course.basis,
                course.audience,
                course.hms,
                course.preventive,
                pages,
            )


def _findings(run: Run) -> Iterator[Row]:
    for union in run.unions:
        for course in union.courses:
            for found in course.findings:
                page = found.page
                place = (page.url, page.fetched, page.digest) if page else ("", None, None)
                yield (
                    union.id,
                    course.id,
                    found.dimension,
                    found.value,
                    found.rule,
                    found.quote,
                    found.heading_path,
                    found.match,
                    found.score,
                    *place,
                    found.start,
                    found.end,
                    found.page_number,
                )


def _unread(run: Run) -> Iterator[Row]:
    for union in run.unions:
        for page in union.unread_pages:
            yield union.id, page.url, page.cause, page.detail


_TABLES: Final[Mapping[str, tuple[Mapping[str, str], Callable[[Run], Iterator[Row]]]]] = {
    "run": (_RUN, _run),
    "unions": (_UNIONS, _unions),
    "verdicts": (_VERDICTS, _verdicts),
    "courses": (_COURSES, _courses),
    "findings": (_FINDINGS, _findings),
    "unread": (_UNREAD, _unread),
}


def csv_set(run: Run) -> bytes:
    """A zip file with a CSV file per table and ``data_dictionary.csv``, which says what every column holds."""
    files = {name: to_text(columns, _texts(rows(run))) for name, (columns, rows) in _TABLES.items()}
    notes = [
        (f"{name}.csv", column, note) for name, (columns, _) in _TABLES.items() for column, note in columns.items()
    ]
    files["data_dictionary"] = to_text(("file", "column", "holds"), notes)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(f"{name}.csv", _EPOCH), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _texts(rows: Iterable[Row]) -> Iterator[list[str]]:
    return ([_text(value) for value in row] for row in rows)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat()
    return " | ".join(map(str, value)) if isinstance(value, tuple) else str(value)
