"""Results: a run's canonical JSON, its rows for readers of SQL, and the cache of what pages were judged to be."""

import json
import zlib
from collections.abc import Iterator
from datetime import datetime

from pydantic import ValidationError

from kursrevisjon.errors import IncompleteError, WorkspaceError
from kursrevisjon.model import AssessedCourse, Finding, PageRef, Run, UnionResult
from kursrevisjon.store.database import Database, SqlValue
from kursrevisjon.store.runs import Runs
from kursrevisjon.store.values import to_text
from kursrevisjon.text import canonical_json


class Results:
    """The tables of results of an open workspace."""

    def __init__(self, database: Database, runs: Runs) -> None:
        self._database = database
        self._runs = runs
        self._read: tuple[str, str] | None = None

    def save(self, run: Run) -> None:
        """Store a run's result in place of an earlier one of the same run: all of it or nothing."""
        self.forget()
        self._runs.info(run.run.id)
        with self._database.transaction():
            self._runs.update(run.run)
            self._database.execute(
                "INSERT OR REPLACE INTO results (run, document) VALUES (?, ?)", (run.run.id, canonical_json(run))
            )
            self._database.execute("DELETE FROM union_results WHERE run = ?", (run.run.id,))
            for union in run.unions:
                self._add_union(run.run.id, union)

    def _add_union(self, run_id: str, union: UnionResult) -> None:
        self._database.execute(
            "INSERT INTO union_results (run, union_id, name, short_name, main_org, pages_read, pages_training,"
            " pages_unread, read_as_of, marks) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                run_id,
                union.id,
                union.name,
                union.short_name,
                union.main_org,
                union.pages.read,
                union.pages.training,
                sum(union.pages.unread.values()),
                _time(union.read_as_of),
                _json(union.marks),
            ),
        )
        self._database.execute_many(
            "INSERT INTO verdicts (run, union_id, topic, verdict, why) VALUES (?, ?, ?, ?, ?)",
            [(run_id, union.id, topic.value, v.verdict.value, v.why) for topic, v in union.verdicts.items()],
        )
        for course in union.courses:
            self._add_course(run_id, union.id, course)

    def _add_course(self, run_id: str, union_id: str, course: AssessedCourse) -> None:
        number = self._database.insert(
            "INSERT INTO courses (run, union_id, course_id, name, programme, obligation, basis, audience, hms,"
            " preventive) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                run_id,
                union_id,
                course.id,
                course.name,
                course.programme,
                course.obligation.value,
                course.basis.value if course.basis else None,
                _json(course.audience),
                int(course.hms),
                course.preventive.value,
            ),
        )
        self._database.execute_many(
            'INSERT INTO findings (course, dimension, value, rule, quote, heading_path, match, score, start, "end",'
            " page_number, url, fetched, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(number, *_finding_row(finding)) for finding in course.findings],
        )

    def forget(self) -> None:
        """Keep no document: runs are about to go."""
        self._read = None

    def document(self, run_id: str) -> str:
        """The canonical JSON of a run; raises ``IncompleteError`` when the run has no result.

        The document read last is kept: a command compares, loads and prints the same one, which has megabytes.
        """
        if self._read is not None and self._read[0] == run_id:
            return self._read[1]
        self._runs.info(run_id)
        row = self._database.row("SELECT document FROM results WHERE run = ?", (run_id,))
        if row is None:
            raise IncompleteError(f"Run {run_id} was interrupted and has no result. `kursrevisjon scan` completes it.")
        self._read = (run_id, str(row[0]))
        return self._read[1]

    def load(self, run_id: str) -> Run:
        """A run's result; raises ``WorkspaceError`` when what is stored is not one."""
        try:
            return Run.model_validate_json(self.document(run_id))
        except ValidationError as error:
            raise WorkspaceError(
                f"{self._database.path}: the stored result of run {run_id} cannot be read"
                f" ({error.error_count()} problems). `kursrevisjon reclassify {run_id}` judges the stored pages anew."
            ) from error

    def has(self, run_id: str) -> bool:
        """Whether the run has a result."""
        return self._database.row("SELECT 1 FROM results WHERE run = ?", (run_id,)) is not None

    def cached(self, key: str) -> str | None:
        """What was stored under the key; ``None`` also when it can no longer be read, so that it is made anew."""
        row = self._database.row("SELECT value FROM result_cache WHERE key = ?", (key,))
        try:
            return zlib.decompress(row[0]).decode() if row else None
        except (zlib.error, UnicodeDecodeError):
            return None

    def put_cached(self, key: str, value: str) -> None:
        """Store a value under the key."""
        self._database.execute(
            "INSERT OR REPLACE INTO result_cache (key, value) VALUES (?, ?)", (key, zlib.compress(value.encode(), 1))
        )

    def empty_cache(self) -> None:
        """Forget all cached results; they are made anew when needed."""
        self._database.execute("DELETE FROM result_cache")


def _finding_row(finding: Finding) -> Iterator[SqlValue]:
    page = finding.page or PageRef(url="")
    yield from (finding.dimension.value, finding.value, finding.rule, finding.quote, _json(finding.heading_path))
    yield from (finding.match.value, finding.score, finding.start, finding.end, finding.page_number)
    yield from (page.url or None, _time(page.fetched), page.digest)


def _json(values: tuple[str, ...]) -> str:
    return json.dumps(values, ensure_ascii=False)


def _time(time: datetime | None) -> str | None:
    return to_text(time) if time else None
