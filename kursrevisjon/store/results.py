"""Results: a run's canonical JSON, its rows for readers of SQL, and the cache of what pages were judged to be."""

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from kursrevisjon.errors import IncompleteError, WorkspaceError
from kursrevisjon.model import AssessedCourse, Finding, PageRef, Run, Topic, UnionResult, Verdict
from kursrevisjon.store.database import Database, SqlValue
from kursrevisjon.store.runs import Runs
from kursrevisjon.store.values import to_text
from kursrevisjon.text import Pieces, canonical_json

_M = TypeVar("_M", bound=BaseModel)


class Results:
    """The tables of results of an open workspace."""

    def __init__(self, database: Database, runs: Runs) -> None:
        self._database = database
        self._runs = runs

    def save(self, run: Run, unions: Iterable[UnionResult]) -> None:
        """Store a run's result in place of an earlier one of the same run: all of it or nothing.

        One of ``unions`` is in memory at a time; those of ``run`` itself are not looked at.
        """
        run_id = run.run.id
        self._runs.info(run_id)
        with self._database.transaction():
            self._runs.update(run.run)
            self._database.execute("DELETE FROM result_pieces WHERE run = ?", (run_id,))
            self._database.execute("DELETE FROM union_results WHERE run = ?", (run_id,))
            document = Pieces(run.model_copy(update={"unions": ()}), "unions")
            self._add_pieces(run_id, None, [document.head])
            for union in unions:
                self._add_pieces(run_id, union.id, document.item(_union_pieces(union)))
                self._add_union(run_id, union)
                del union  # or it would stay until the next one has been made
            self._add_pieces(run_id, None, [document.tail()])

    def _add_pieces(self, run_id: str, union_id: str | None, pieces: Iterable[str]) -> None:
        for piece in pieces:
            self._database.execute(
                "INSERT INTO result_pieces (run, union_id, piece) VALUES (?, ?, ?)", (run_id, union_id, piece)
            )

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

    def document(self, run_id: str) -> str:
        """The canonical JSON of a run; raises ``IncompleteError`` when the run has no result."""
        self._check(run_id)
        # One statement, so that nobody can replace the result between two of its pieces.
        rows = self._database.rows("SELECT piece FROM result_pieces WHERE run = ? ORDER BY number", (run_id,))
        return "".join(piece for (piece,) in rows)

    def pieces(self, run_id: str) -> Iterator[str]:
        """The pieces of ``document``, one in memory at a time; for a holder of the lock, as none may be replaced."""
        self._check(run_id)
        numbers = self._database.rows("SELECT number FROM result_pieces WHERE run = ? ORDER BY number", (run_id,))
        return (self._piece(number) for (number,) in numbers)

    def _piece(self, number: int) -> str:
        ((piece,),) = self._database.rows("SELECT piece FROM result_pieces WHERE number = ?", (number,))
        return str(piece)

    def _check(self, run_id: str) -> None:
        self._runs.info(run_id)
        if not self.has(run_id):
            raise IncompleteError(f"Run {run_id} was interrupted and has no result. `kursrevisjon scan` completes it.")

    def digest(self, run_id: str) -> str:
        """A digest of the canonical JSON of a run; raises ``IncompleteError`` when the run has no result."""
        digest = hashlib.sha256()
        for piece in self.pieces(run_id):
            digest.update(piece.encode())
        return digest.hexdigest()

    def load(self, run_id: str) -> Run:
        """A run's result; raises ``WorkspaceError`` when what is stored is not one."""
        return self._validated(Run, self.document(run_id), run_id)

    def union(self, run_id: str, union_id: str) -> UnionResult | None:
        """What a run found for one union; ``None`` when it has no result or none of the union."""
        rows = self._database.rows(
            "SELECT piece FROM result_pieces WHERE run = ? AND union_id = ? ORDER BY number", (run_id, union_id)
        )
        if rows:
            text = "".join(piece for (piece,) in rows)
            return self._validated(UnionResult, text.removeprefix(","), run_id)
        of_unions = "SELECT 1 FROM result_pieces WHERE run = ? AND union_id IS NOT NULL"
        if self._database.row(of_unions, (run_id,)) or not self.has(run_id):
            return None
        # A result of an earlier version of the workspace is one piece.
        return next((union for union in self.load(run_id).unions if union.id == union_id), None)

    def _validated(self, kind: type[_M], text: str, run_id: str) -> _M:
        try:
            return kind.model_validate_json(text)
        except ValidationError as error:
            raise WorkspaceError(
                f"{self._database.path}: the stored result of run {run_id} cannot be read"
                f" ({error.error_count()} problems). `kursrevisjon reclassify {run_id}` judges the stored pages anew."
            ) from error

    def has(self, run_id: str) -> bool:
        """Whether the run has a result."""
        return self._database.row("SELECT 1 FROM result_pieces WHERE run = ?", (run_id,)) is not None

    def verdicts(self, run_id: str) -> dict[str, dict[Topic, Verdict]]:
        """The verdicts of a run by union."""
        rows = self._database.rows("SELECT union_id, topic, verdict FROM verdicts WHERE run = ?", (run_id,))
        found: dict[str, dict[Topic, Verdict]] = {}
        for union_id, topic, verdict in rows:
            found.setdefault(union_id, {})[Topic(topic)] = Verdict(verdict)
        return found

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


def _union_pieces(union: UnionResult) -> Iterator[str]:
    """The canonical JSON of a union, course by course."""
    document = Pieces(union.model_copy(update={"courses": ()}), "courses")
    yield document.head
    for course in union.courses:
        yield from document.item([canonical_json(course)])
    yield document.tail()


def _finding_row(finding: Finding) -> Iterator[SqlValue]:
    page = finding.page or PageRef(url="")
    yield from (finding.dimension.value, finding.value, finding.rule, finding.quote, _json(finding.heading_path))
    yield from (finding.match.value, finding.score, finding.start, finding.end, finding.page_number)
    yield from (page.url or None, _time(page.fetched), page.digest)


def _json(values: tuple[str, ...]) -> str:
    return json.dumps(values, ensure_ascii=False)


def _time(time: datetime | None) -> str | None:
    return to_text(time) if time else None
