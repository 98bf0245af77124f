"""``export`` and ``import``: results and evidence to and from other programs."""

import io
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

from kursrevisjon.audit import Inputs, audit_run, new_info
from kursrevisjon.cli.history import find_run
from kursrevisjon.cli.scan import show_run
from kursrevisjon.cli.support import Format, Lang, now, put, say
from kursrevisjon.crawl import canonical
from kursrevisjon.errors import ExitCode, IncompleteError, UsageError
from kursrevisjon.lexicon import load_lexicon
from kursrevisjon.model import Page, Unread
from kursrevisjon.report import render
from kursrevisjon.sources import Sources, load_sources
from kursrevisjon.store import Store
from kursrevisjon.store.warc import export_warc, read_warc

_CSV_TIME = (1980, 1, 1, 0, 0, 0)


def run_export(workspace: Path, name: str, target: Path) -> ExitCode:
    """A run as canonical JSON, CSV in a zip, the SQLite file itself, or a WARC; the file's ending decides."""
    with Store.open(workspace, create=False, readonly=True) as store:
        run_id = find_run(store, name)
        if target.name.endswith((".warc", ".warc.gz")):
            export_warc(store, run_id, target)
        elif target.suffix == ".db":
            store.copy_to(target)
        elif target.suffix == ".json":
            put(store.result_json(run_id), target)
        elif target.name.endswith(".csv.zip"):
            put(_zipped(str(render(store.load_result(run_id), "csv"))), target)
        else:
            raise UsageError(f"{target}: endelsen sier hva som skrives; bruk .json, .csv.zip, .db eller .warc.gz")
    say(f"Skrevet: {target}")
    return ExitCode.DONE


def _zipped(text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("kursrevisjon.csv", _CSV_TIME), text)
    return out.getvalue()


def run_import(
    workspace: Path,
    file: Path,
    *,
    sources: Path | None,
    lexicon: Path | None,
    format: Format,  # noqa: A002 - the option's name
    lang: Lang,
) -> ExitCode:
    """The pages of a web archive as a run, with their own capture times; broken records are listed and passed over."""
    loaded = load_sources(sources)
    outcomes, problems = _read(file, loaded)
    for problem in problems:
        say(str(problem))
    if not outcomes:
        raise IncompleteError(f"{file}: ingen side i arkivet hører til et forbund i kildefila; ingenting er lest")
    wanted = {outcome.union_id for outcome in outcomes}
    unions = tuple(union for union in loaded.unions if union.id in wanted)
    inputs = Inputs(loaded, load_lexicon(lexicon), unions)
    times = [outcome.fetched if isinstance(outcome, Page) else outcome.at for outcome in outcomes]
    started = max((time for time in times if time is not None), default=now())
    with Store.open(workspace) as store, store.lock():
        info = new_info(inputs, started)
        info = info.model_copy(update={"id": info.id + "-import", "complete": True, "finished": now()})
        store.begin_run(info, [union.id for union in unions], kind="import")
        for outcome in outcomes:
            if isinstance(outcome, Page):
                store.add_page(info.id, outcome)
            else:
                store.add_unread(info.id, outcome)
        for union in unions:
            store.finish_union(info.id, union.id, complete=True)
        with store.transaction():
            run = audit_run(store, info, inputs)
            store.save_result(run)
    show_run(run, format=format, lang=lang, output=None)
    return ExitCode.DONE


def _read(file: Path, sources: Sources) -> tuple[list[Page | Unread], list[object]]:
    hosts = {host: union.id for union in sources.unions for host in union.hosts}

    def union_of(url: str) -> str | None:
        return hosts.get(urlsplit(url).netloc)

    outcomes: list[Page | Unread] = []
    problems: list[object] = []
    for record in read_warc(file, union_of=union_of, canonical=canonical):
        if isinstance(record, Page | Unread):
            outcomes.append(record)
        else:
            problems.append(record)
    return outcomes, problems
