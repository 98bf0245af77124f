"""``export`` and ``import``: results and evidence to and from other programs."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from kursrevisjon.audit import Inputs, audit_and_save, keep_inputs, kept_sources, new_info
from kursrevisjon.cli.csvset import csv_set
from kursrevisjon.cli.scan import Ended, leave_scan, show_run
from kursrevisjon.cli.stored import find_run, free_id, has_workspace, reading
from kursrevisjon.cli.support import PLAIN_FORMATS, RUN_FORMATS, Form, Format, now, put, put_json, say
from kursrevisjon.crawl import canonical
from kursrevisjon.crawl.scope import UnionScope
from kursrevisjon.errors import ExitCode, IncompleteError, UsageError
from kursrevisjon.lexicon import load_lexicon
from kursrevisjon.model import Page, RunInfo, Unread
from kursrevisjon.sources import Sources, load_sources
from kursrevisjon.store import Store, datasette_metadata
from kursrevisjon.store.warc import WarcProblem, export_warc, read_warc, read_warc_run


def run_export(workspace: Path, name: str, target: Path, form: Form) -> ExitCode:
    """A run as canonical JSON, a set of CSV files, the SQLite file itself, or a WARC; the file's ending decides.

    Beside the SQLite file stands one that tells Datasette what the tables and columns hold.
    """
    form.checked("export", PLAIN_FORMATS)
    with reading(workspace) as store:
        run_id = find_run(store, name)
        _export(store, run_id, target)
    if form.format is Format.JSON:
        put_json({"run": run_id, "file": str(target), "bytes": target.stat().st_size})
    return ExitCode.DONE


def _export(store: Store, run_id: str, target: Path) -> None:
    if target.name.endswith((".warc", ".warc.gz")):
        export_warc(store, run_id, target)
        say(f"Skrevet: {target}")
    elif target.suffix == ".db":
        store.copy_to(target)
        say(f"Skrevet: {target}")
        put_json(datasette_metadata(target.stem), target.with_suffix(".metadata.json"))
    elif target.suffix == ".json":
        put(store.result_json(run_id), target)
    elif target.name.endswith(".csv.zip"):
        put(csv_set(store.load_result(run_id)), target)
    else:
        raise UsageError(f"{target}: endelsen sier hva som skrives; bruk .json, .csv.zip, .db eller .warc.gz")


def run_import(workspace: Path, file: Path, form: Form, *, sources: Path | None, lexicon: Path | None) -> ExitCode:
    """The pages of a web archive as a run, with their own capture times; broken records are listed and passed over."""
    form.checked("import", RUN_FORMATS)
    at = now()
    origin = read_warc_run(file)
    loaded = _sources(workspace, origin, sources)
    archive = _Archive(file, loaded)
    archive.look_through()
    for problem in archive.problems:
        say(f"{file}: {problem}")
    if not archive.unions:
        raise IncompleteError(f"{file}: ingen side i arkivet hører til et forbund i {loaded.path}; ingenting er lest")
    unions = tuple(union for union in loaded.unions if union.id in archive.unions)
    inputs = Inputs(loaded, load_lexicon(lexicon), unions)
    with Store.open(workspace) as store, store.lock():
        info = _imported(store, inputs, origin, archive.newest or at, at)
        with store.transaction():
            keep_inputs(store, inputs, at)
            _fill(store, info, archive)
        audit_and_save(store, info, inputs)
        ended = show_run(store, info, form)
    return leave_import(ended, archive)


def leave_import(ended: Ended, archive: "_Archive") -> ExitCode:
    """As for a scan; what could not be used is told once more at the end, where it is seen."""
    if archive.problems:
        say(f"Merk: {len(archive.problems)} poster i arkivet kunne ikke brukes (se over tabellen).")
    return leave_scan(ended, strict=False)


def _sources(workspace: Path, origin: RunInfo | None, path: Path | None) -> Sources:
    """The file that is named; else, for a run exported here, its own sources; else those that come with the program."""
    if path is None and origin is not None and has_workspace(workspace):
        with reading(workspace) as store:
            kept = kept_sources(store, origin.sources)
        if kept is not None:
            return kept
    return load_sources(path)


def _imported(store: Store, inputs: Inputs, origin: RunInfo | None, newest: datetime, at: datetime) -> RunInfo:
    """The description of the run: that of the run that was exported, or of the day of the newest capture.

    Whether a crawl by others came to its end is not known, so such a run is not called complete.
    """
    started = newest if origin is None else origin.started
    info = new_info(inputs, started)
    named = info.id if origin is None else origin.id
    complete = origin is not None and origin.complete
    return info.model_copy(update={"id": free_id(store, f"{named}-import"), "complete": complete, "finished": at})


def _fill(store: Store, info: RunInfo, archive: "_Archive") -> None:
    store.begin_run(info, archive.unions, kind="import")
    for outcome in archive.outcomes():
        if isinstance(outcome, Page):
            store.add_page(info.id, outcome)
        else:
            store.add_unread(info.id, outcome)
    for union in archive.unions:
        store.finish_union(info.id, union, complete=info.complete)


@dataclass
class _Archive:
    """A web archive, and which of its pages belong to unions of ours."""

    file: Path
    sources: Sources
    unions: tuple[str, ...] = ()
    problems: list[WarcProblem] = field(default_factory=list)
    newest: datetime | None = None

    def __post_init__(self) -> None:
        self._scopes = {union.id: UnionScope(union) for union in self.sources.unions}

    def look_through(self) -> None:
        """Learn which unions it has pages of, how new they are, and what is broken; no body is kept in memory."""
        found: set[str] = set()
        for outcome in self._records():
            if isinstance(outcome, WarcProblem):
                self.problems.append(outcome)
            elif outcome.union_id in self._scopes:
                found.add(outcome.union_id)
                time = outcome.fetched if isinstance(outcome, Page) else outcome.at
                self.newest = max(filter(None, (self.newest, time)), default=None)
        self.unions = tuple(union.id for union in self.sources.unions if union.id in found)

    def outcomes(self) -> Iterator[Page | Unread]:
        """The pages, and the addresses without one, of unions in the sources."""
        for outcome in self._records():
            if not isinstance(outcome, WarcProblem) and outcome.union_id in self._scopes:
                yield outcome

    def _records(self) -> Iterator[Page | Unread | WarcProblem]:
        return read_warc(self.file, union_of=self._union_of, canonical=canonical)

    def _union_of(self, url: str) -> str | None:
        asked = canonical(url)
        return next((union for union, scope in self._scopes.items() if not scope.why_not(asked)), None)
