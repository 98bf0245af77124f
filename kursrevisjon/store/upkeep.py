"""Upkeep: deleting and pruning runs, and checking that the file and the bodies in it are whole."""

from contextlib import suppress

from kursrevisjon.errors import WorkspaceError
from kursrevisjon.store.bodies import Bodies
from kursrevisjon.store.database import Database
from kursrevisjon.store.results import Results
from kursrevisjon.store.runs import Runs
from kursrevisjon.store.values import Damage, Pruned

_UNUSED = "FROM bodies WHERE NOT EXISTS (SELECT 1 FROM captures WHERE captures.digest = bodies.digest)"


class Upkeep:
    """Care of an open workspace."""

    def __init__(self, database: Database, bodies: Bodies, runs: Runs, results: Results) -> None:
        self._database = database
        self._bodies = bodies
        self._runs = runs
        self._results = results

    def delete(self, run_id: str) -> None:
        """Delete a run, and the bodies that no other run refers to; refused while other runs are derived from it."""
        self._runs.info(run_id)
        derived = self._database.rows(
            "SELECT id FROM runs WHERE id <> ?1 AND (pages_of = ?1 OR derived_from = ?1) ORDER BY number", (run_id,)
        )
        if derived:
            names = ", ".join(name for (name,) in derived)
            raise WorkspaceError(f"Run {run_id} cannot be deleted before the runs derived from it: {names}.")
        with self._database.transaction():
            self._database.execute("DELETE FROM runs WHERE id = ?", (run_id,))
            self._delete_unused()

    def prune(self, keep: int) -> Pruned:
        """Remove all but the newest ``keep`` runs, what they rest on, and every union's last good reading."""
        if keep < 1:
            message = f"at least one run must be kept, not {keep}"
            raise ValueError(message)
        with self._database.transaction():
            kept = self._kept(keep)
            removed = [
                row for row in self._database.rows("SELECT id FROM runs ORDER BY number DESC") if row[0] not in kept
            ]
            # Newest first: a run goes after those derived from it.
            self._database.execute_many("DELETE FROM runs WHERE id = ?", removed)
            self._results.empty_cache()
            bodies, size = self._delete_unused()
        # The room is given back to the disk. Where that fails (a full disk), it is used for the next runs.
        with suppress(WorkspaceError):
            self._database.execute("VACUUM")
        return Pruned(tuple(reversed([run for (run,) in removed])), bodies, size)

    def _kept(self, keep: int) -> set[str]:
        rows = self._database.rows("SELECT id FROM runs ORDER BY started DESC, number DESC LIMIT ?", (keep,))
        kept = {run for (run,) in rows}
        for (union,) in self._database.rows("SELECT DISTINCT union_id FROM run_unions"):
            for with_result in (False, True):
                good = self._runs.last_good(union, None, with_result=with_result)
                kept |= {good} if good else set()
        return {ancestor for run in kept for ancestor in self._line(run)}

    def _line(self, run_id: str) -> list[str]:
        """The run and those that it is derived from."""
        line = [run_id]
        while parent := self._runs.info(line[-1]).derived_from:
            line.append(parent)
        return line

    def _delete_unused(self) -> tuple[int, int]:
        (count, size) = self._database.row(f"SELECT count(*), coalesce(sum(length(data)), 0) {_UNUSED}") or (0, 0)
        self._database.execute(f"DELETE {_UNUSED}")
        return count, size

    def verify_bodies(self, run_id: str | None) -> list[Damage]:
        """Hash the stored bodies of a run, or all of them, anew; gives those that are damaged."""
        if run_id is None:
            rows = self._database.rows("SELECT digest FROM bodies ORDER BY digest")
        else:
            rows = self._database.rows(
                "SELECT DISTINCT digest FROM captures WHERE run = ? AND digest IS NOT NULL ORDER BY digest",
                (self._runs.pages_of(run_id),),
            )
        return list(self._bodies.damage([digest for (digest,) in rows]))

    def integrity(self) -> list[str]:
        """What SQLite finds wrong with the file; an empty list when it is whole."""
        found: list[str] = []
        try:
            found += [message for (message,) in self._database.rows("PRAGMA integrity_check") if message != "ok"]
            found += [
                f"{table}: row {row} refers to a missing row of {parent}"
                for table, row, parent, _ in self._database.rows("PRAGMA foreign_key_check")
            ]
        except WorkspaceError as error:
            # Either check ends at a page that cannot be read; what was found before it stands.
            found.append(str(error))
        return found
