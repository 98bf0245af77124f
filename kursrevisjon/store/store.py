"""The workspace as the rest of the program sees it."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from kursrevisjon.model import Page, Review, Run, RunInfo, Topic, UnionResult, Unread, Verdict
from kursrevisjon.store.bodies import Bodies
from kursrevisjon.store.captures import Captures
from kursrevisjon.store.database import Database, open_database
from kursrevisjon.store.lock import Lock
from kursrevisjon.store.results import Results
from kursrevisjon.store.reviews import Reviews
from kursrevisjon.store.runs import RECLASSIFY, SCAN, Runs
from kursrevisjon.store.upkeep import Upkeep
from kursrevisjon.store.values import Damage, Fact, Holder, Pruned, Skipped, to_text, to_time


class Store:
    """An open workspace: use it as a context manager, from the thread that opened it.

    Every method may raise ``WorkspaceError`` (disk full, file damaged, no write access), and every one that takes a run
    id of the user's raises ``UsageError`` for a run that is not there.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._bodies = Bodies(database)
        self._captures = Captures(database, self._bodies)
        self._runs = Runs(database)
        self._results = Results(database, self._runs)
        self._reviews = Reviews(database)
        self._upkeep = Upkeep(database, self._bodies, self._runs, self._results)
        self._lock = Lock(database)

    @classmethod
    def open(cls, folder: Path, *, create: bool = True, readonly: bool = False) -> Self:
        """Open the workspace in ``folder``; with ``create`` it is made when there is none.

        ``readonly`` writes nothing, and opens a workspace on a disk that cannot be written to. Raises
        ``WorkspaceError`` when the folder cannot be used, or the file is no workspace, damaged, or of a later version.
        """
        return cls(open_database(folder, create=create, readonly=readonly))

    def close(self) -> None:
        """Close the file; everything that was stored stays."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The workspace file."""
        return self._database.path

    def lock(self) -> AbstractContextManager[Holder | None]:
        """Keep other scans out while the context lasts; its holder may take it again.

        Gives the dead process that the lock was taken over from, or ``None``. Raises ``WorkspaceBusyError`` with
        process id and time when a live process holds it.
        """
        return self._lock.held()

    def transaction(self) -> AbstractContextManager[None]:
        """All writes inside are kept, or none is; for many small writes at once."""
        return self._database.transaction()

    # Runs

    def begin_run(self, info: RunInfo, union_ids: Sequence[str], *, kind: str | None = None) -> None:
        """Enter a run and its unions; ``kind`` is ``scan``, ``reclassify`` (the default of a derived run), ``import``.

        A derived run rests on the captures of the run it is derived from. Raises ``WorkspaceError`` when the id is
        taken, or when a scan would begin before the newest one did (a clock that went backwards).
        """
        self._runs.begin(info, union_ids, kind or (RECLASSIFY if info.derived_from else SCAN))

    def update_run(self, info: RunInfo) -> None:
        """Replace what is known of a run."""
        self._runs.info(info.id)
        self._runs.update(info)

    def run_info(self, run_id: str) -> RunInfo:
        """What is known of a run."""
        return self._runs.info(run_id)

    def run_kind(self, run_id: str) -> str:
        """``scan``, ``reclassify`` or ``import``."""
        return self._runs.kind(run_id)

    def runs(self) -> tuple[RunInfo, ...]:
        """Every run, oldest first."""
        return self._runs.all()

    def judged_runs(self) -> tuple[RunInfo, ...]:
        """The runs that have a result, oldest first."""
        return self._runs.all(with_result=True)

    def unfinished_run(self) -> RunInfo | None:
        """The newest scan when it has no ``finished``: the one to resume."""
        return self._runs.unfinished()

    def finish_union(self, run_id: str, union_id: str, complete: bool) -> None:
        """Enter that a union was read to its end, or cut short."""
        self._runs.finish_union(run_id, union_id, complete=complete)

    def union_progress(self, run_id: str) -> dict[str, bool | None]:
        """The unions of a run in order: read to the end, cut short, or ``None`` when not done."""
        return self._runs.progress(run_id)

    def last_good(self, union_id: str, before_run: str | None = None, *, with_result: bool = False) -> str | None:
        """The newest run in which the union was read to its end with at least one page: its base of comparison.

        ``before_run`` looks only at runs with earlier pages than that run's, ``with_result`` only at runs with a
        result. A derived run is as old as its pages.
        """
        return self._runs.last_good(union_id, before_run, with_result=with_result)

    # Captures

    def add_page(self, run_id: str, page: Page) -> None:
        """Store a page at once: its body once per digest, and its capture.

        A later outcome of the same address in the same run replaces it, one of an earlier time does not. With
        ``not_modified`` the body may be empty, as it is stored. ``ValueError`` when the digest is not the body's.
        """
        self._captures.add_page(run_id, page)

    def add_unread(self, run_id: str, unread: Unread) -> None:
        """Store at once that an address gave no page."""
        self._captures.add_unread(run_id, unread)

    def add_skipped(self, run_id: str, union_id: str, url: str, reason: str) -> None:
        """Enter in the ledger why an address was not fetched."""
        self._captures.add_skipped(run_id, [Skipped(union_id, url, reason)])

    def add_all_skipped(self, run_id: str, skipped: Iterable[Skipped]) -> None:
        """Enter many addresses in the ledger in one go."""
        self._captures.add_skipped(run_id, skipped)

    def skipped(self, run_id: str, union_id: str | None = None) -> tuple[Skipped, ...]:
        """The ledger of a run, or of one of its unions, sorted."""
        return self._captures.skipped(self._runs.pages_of(run_id), union_id)

    def outcomes(self, run_id: str, union_id: str) -> tuple[Page | Unread, ...]:
        """What came of each address, in the order fetched; raises ``EvidenceError`` when a body is damaged."""
        return tuple(self.iter_outcomes(run_id, union_id))

    def iter_outcomes(self, run_id: str, union_id: str) -> Iterator[Page | Unread]:
        """As ``outcomes``, with one body in memory at a time."""
        return self._captures.outcomes(self._runs.pages_of(run_id), union_id)

    def unread(self, run_id: str, union_id: str) -> tuple[Unread, ...]:
        """The addresses that gave no page, in the order fetched."""
        return self._captures.unread(self._runs.pages_of(run_id), union_id)

    def done_urls(self, run_id: str, union_id: str) -> frozenset[str]:
        """The addresses that have an outcome."""
        return self._captures.urls(self._runs.pages_of(run_id), union_id)

    def last_page(self, union_id: str, url: str) -> Page | None:
        """The newest page that any scan read at the address, with the headers for a conditional request."""
        return self._captures.newest(union_id, url)

    def body_time(self, run_id: str, union_id: str, url: str) -> datetime | None:
        """When the body of a page was received: earlier than ``Page.fetched`` when the site answered "not modified"."""
        return self._captures.body_time(self._runs.pages_of(run_id), union_id, url)

    # Site facts

    def get_fact(self, site: str, key: str) -> Fact | None:
        """What is remembered of a site under the key."""
        row = self._database.row("SELECT value, at FROM site_facts WHERE site = ? AND key = ?", (site, key))
        return Fact(row[0], to_time(row[1])) if row else None

    def put_fact(self, site: str, key: str, value: str, at: datetime) -> None:
        """Remember something of a site, in place of what was there under the key."""
        self._database.execute(
            "INSERT OR REPLACE INTO site_facts (site, key, value, at) VALUES (?, ?, ?, ?)",
            (site, key, value, to_text(at)),
        )

    # Results

    def save_result(self, run: Run, unions: Iterable[UnionResult] | None = None) -> None:
        """Store a run's result as canonical JSON and as rows for SQL readers; ``run.run`` replaces the run's info.

        ``unions`` gives them one by one, where ``run`` does not hold them whole; else they are those of ``run``.
        """
        self._results.save(run, run.unions if unions is None else unions)

    def load_result(self, run_id: str) -> Run:
        """A run's result; raises ``IncompleteError`` when it has none, ``WorkspaceError`` when it cannot be read."""
        return self._results.load(run_id)

    def union_result(self, run_id: str, union_id: str) -> UnionResult | None:
        """A run's result for one union; ``None`` when there is none. Raises as ``load_result``."""
        return self._results.union(run_id, union_id)

    def result_json(self, run_id: str) -> str:
        """A run's result as canonical JSON, byte for byte as it was saved."""
        return self._results.document(run_id)

    def result_pieces(self, run_id: str) -> Iterator[str]:
        """As ``result_json``, one course in memory at a time; for the holder of the lock."""
        return self._results.pieces(run_id)

    def result_digest(self, run_id: str) -> str:
        """The digest of ``result_json``, made of its pieces; for the holder of the lock."""
        return self._results.digest(run_id)

    def verdicts(self, run_id: str) -> dict[str, dict[Topic, Verdict]]:
        """The verdicts of a run's result, by union."""
        return self._results.verdicts(run_id)

    def has_result(self, run_id: str) -> bool:
        """Whether a result of the run is stored."""
        return self._results.has(run_id)

    def cached(self, key: str) -> str | None:
        """What a page was judged to be; the key holds the digests of the page and of the rules."""
        return self._results.cached(key)

    def put_cached(self, key: str, value: str) -> None:
        """Keep what a page was judged to be."""
        self._results.put_cached(key, value)

    # Reviews

    def add_review(self, review: Review) -> None:
        """Store what a person says of a verdict or a course; earlier reviews stay, also when runs are deleted."""
        self._reviews.add(review)

    def reviews(self) -> tuple[Review, ...]:
        """Every review, in the order in which they were given."""
        return self._reviews.all()

    # Upkeep

    def delete_run(self, run_id: str) -> None:
        """Delete a run and the bodies that only it used; ``WorkspaceError`` while other runs are derived from it."""
        with self.lock():
            self._upkeep.delete(run_id)

    def prune(self, keep: int) -> Pruned:
        """Remove runs but the newest ``keep``, with what those rest on and every union's last good reading kept too."""
        with self.lock():
            return self._upkeep.prune(keep)

    def verify_bodies(self, run_id: str | None = None) -> list[Damage]:
        """Hash the stored bodies of a run, or all, anew; gives those that are damaged, with their addresses."""
        return self._upkeep.verify_bodies(run_id)

    def integrity_check(self) -> list[str]:
        """What SQLite finds wrong with the file; an empty list when it is whole."""
        return self._upkeep.integrity()

    def copy_to(self, path: Path) -> None:
        """Write the workspace as it is now, also during a scan, to a new file; ``WorkspaceError`` when it exists."""
        self._database.copy_to(path)
