"""Runs: when each was made and with what, how far it came with each union, and which is a union's last good reading."""

from collections.abc import Sequence
from typing import Final

from kursrevisjon.errors import UsageError, WorkspaceError
from kursrevisjon.model import RunInfo
from kursrevisjon.store.database import Database
from kursrevisjon.store.values import to_text

SCAN: Final = "scan"
RECLASSIFY: Final = "reclassify"

# A run of reclassify is as old as the pages that it judged; among runs of the same pages the later one counts as newer.
_READINGS: Final = """
    SELECT runs.id FROM runs
    JOIN runs AS pages ON pages.id = runs.pages_of
    JOIN run_unions ON run_unions.run = runs.id AND run_unions.union_id = :union AND run_unions.complete = 1
    WHERE EXISTS (SELECT 1 FROM captures WHERE run = pages.id AND union_id = :union AND outcome = 'read')
      AND (NOT :result OR EXISTS (SELECT 1 FROM result_pieces WHERE run = runs.id))
      AND (:before IS NULL OR (pages.started, pages.number) < (
        SELECT base.started, base.number FROM runs AS given JOIN runs AS base ON base.id = given.pages_of
        WHERE given.id = :before))
    ORDER BY pages.started DESC, pages.number DESC, runs.number DESC LIMIT 1
"""


class Runs:
    """The tables ``runs`` and ``run_unions`` of an open workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, info: RunInfo, union_ids: Sequence[str], kind: str) -> None:
        """Enter a run and its unions; a derived run has the pages and the progress of the run it judges anew."""
        self._check_new(info, kind)
        base = self.pages_of(info.derived_from) if info.derived_from else info.id
        with self._database.transaction():
            self._database.execute(
                "INSERT INTO runs (id, kind, started, finished, complete, derived_from, pages_of, info)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (info.id, kind, *_times(info), int(info.complete), info.derived_from, base, info.model_dump_json()),
            )
            self._database.execute_many(
                "INSERT INTO run_unions (run, union_id, position, complete) VALUES (?1, ?2, ?3,"
                " (SELECT complete FROM run_unions WHERE run = ?4 AND union_id = ?2))",
                [(info.id, union_id, position, base) for position, union_id in enumerate(union_ids)],
            )

    def _check_new(self, info: RunInfo, kind: str) -> None:
        if self._database.row("SELECT 1 FROM runs WHERE id = ?", (info.id,)):
            raise WorkspaceError(f"{self._database.path}: there is a run {info.id} already.")
        newest = self._database.row("SELECT id, started FROM runs WHERE kind = 'scan' ORDER BY started DESC LIMIT 1")
        if kind == SCAN and newest and to_text(info.started) < newest[1]:
            raise WorkspaceError(
                f"{self._database.path}: the clock says {to_text(info.started)}, but run {newest[0]} began at"
                f" {newest[1]}. Set the clock. If it was wrong then, `kursrevisjon runs delete {newest[0]}` removes it."
            )

    def update(self, info: RunInfo) -> None:
        """Replace what is known of a run."""
        self._database.execute(
            "UPDATE runs SET started = ?, finished = ?, complete = ?, info = ? WHERE id = ?",
            (*_times(info), int(info.complete), info.model_dump_json(), info.id),
        )

    def info(self, run_id: str) -> RunInfo:
        """What is known of a run; raises ``UsageError`` when there is none of that id."""
        return RunInfo.model_validate_json(self._of(run_id)[0])

    def _of(self, run_id: str) -> tuple[str, str, str]:
        """A run's info as JSON, its kind, and the run whose captures it rests on."""
        row = self._database.row("SELECT info, kind, pages_of FROM runs WHERE id = ?", (run_id,))
        if row is None:
            raise UsageError(f"No run {run_id!r} in {self._database.path}. `kursrevisjon runs list` shows the runs.")
        info, kind, pages_of = row
        return info, kind, pages_of

    def kind(self, run_id: str) -> str:
        """``scan``, ``reclassify`` or ``import``."""
        return self._of(run_id)[1]

    def pages_of(self, run_id: str) -> str:
        """The run whose captures a run rests on: its own, or those at the root of its line of derived runs."""
        return self._of(run_id)[2]

    def all(self, *, with_result: bool = False) -> tuple[RunInfo, ...]:
        """Every run, or every one that has a result, oldest first."""
        rows = self._database.rows(
            "SELECT info FROM runs WHERE NOT ? OR EXISTS (SELECT 1 FROM result_pieces WHERE run = runs.id)"
            " ORDER BY started, number",
            (int(with_result),),
        )
        return tuple(RunInfo.model_validate_json(info) for (info,) in rows)

    def unfinished(self) -> RunInfo | None:
        """The newest scan, when it is not finished."""
        row = self._database.row(
            "SELECT info, finished FROM runs WHERE kind = 'scan' ORDER BY started DESC, number DESC LIMIT 1"
        )
        return RunInfo.model_validate_json(row[0]) if row and row[1] is None else None

    def finish_union(self, run_id: str, union_id: str, *, complete: bool) -> None:
        """Enter how a union ended."""
        sql = "UPDATE run_unions SET complete = ? WHERE run = ? AND union_id = ?"
        if not self._database.execute(sql, (int(complete), run_id, union_id)):
            message = f"run {run_id} has no union {union_id}"
            raise ValueError(message)

    def progress(self, run_id: str) -> dict[str, bool | None]:
        """The unions of a run in order: read to the end, cut short, or ``None`` when not done."""
        self.info(run_id)
        rows = self._database.rows(
            "SELECT union_id, complete FROM run_unions WHERE run = ? ORDER BY position", (run_id,)
        )
        return {union_id: None if complete is None else bool(complete) for union_id, complete in rows}

    def last_good(self, union_id: str, before_run: str | None, *, with_result: bool) -> str | None:
        """The newest run in which the union was read to its end, with at least one page."""
        if before_run is not None:
            self.info(before_run)
        values = {"union": union_id, "before": before_run, "result": int(with_result)}
        row = self._database.row(_READINGS, values)
        return str(row[0]) if row else None


def _times(info: RunInfo) -> tuple[str, str | None]:
    return to_text(info.started), to_text(info.finished) if info.finished else None
