"""``scan``, ``demo`` and ``reclassify``: a run from sites or from stored pages, and its tables."""

from dataclasses import dataclass
from pathlib import Path

from kursrevisjon.audit import Inputs, audit_run, new_info
from kursrevisjon.cli.progress import progress_for
from kursrevisjon.cli.support import Format, Lang, TopicName, gate_on_gap, has_color, now, put, say, width
from kursrevisjon.crawl import CrawlSettings, CrawlSummary, crawl_unions
from kursrevisjon.demo import serve_demo
from kursrevisjon.errors import ExitCode, IncompleteError, UsageError
from kursrevisjon.fetch import FetchSettings
from kursrevisjon.lexicon import load_lexicon
from kursrevisjon.model import Run, RunInfo, Verdict
from kursrevisjon.report import render
from kursrevisjon.sources import load_sources, select
from kursrevisjon.store import Store


@dataclass(frozen=True, slots=True)
class ScanOptions:
    """What ``scan`` is asked for."""

    workspace: Path
    sources: Path | None = None
    lexicon: Path | None = None
    unions: tuple[str, ...] = ()
    main_orgs: tuple[str, ...] = ()
    offline: bool = False
    new: bool = False
    delay: float | None = None
    max_pages: int | None = None
    max_time: float | None = None
    contact: str | None = None
    allow_private: bool = False
    strict: bool = False


def run_scan(
    options: ScanOptions,
    *,
    format: Format,  # noqa: A002 - the option's name
    lang: Lang,
    output: Path | None,
    fail_on_gap: tuple[TopicName, ...] = (),
) -> ExitCode:
    """Crawl (unless offline), judge, store, print; the exit code of DESIGN."""
    run, summary = scan_once(options)
    show_run(run, format=format, lang=lang, output=output)
    if summary is not None and (summary.interrupted or summary.out_of_time):
        say("Kjøringen er ikke fullført. Kjør samme kommando igjen for å lese resten.")
        return ExitCode.INCOMPLETE
    unknown = [union for union in run.unions if _is_unknown(run, union.id)]
    if len(unknown) == len(run.unions):
        say("Ingen forbund kunne leses; ingenting er målt. Se årsakene over.")
        return ExitCode.INCOMPLETE
    if unknown and options.strict:
        return ExitCode.INCOMPLETE
    return gate_on_gap(run, fail_on_gap)


def scan_once(options: ScanOptions) -> tuple[Run, CrawlSummary | None]:
    """One run, stored and judged; the summary of its crawl, or ``None`` when it was made offline."""
    started = now()
    sources = load_sources(options.sources)
    unions = select(
        sources,
        unions=options.unions,
        main_orgs=options.main_orgs,
        include_disabled=bool(options.unions),
        day=started.date(),
    )
    inputs = Inputs(sources, load_lexicon(options.lexicon), unions)
    with Store.open(options.workspace) as store, store.lock():
        if options.offline:
            return _offline(store, inputs), None
        info = _begin(store, inputs, new_info(inputs, started), again=not options.new)
        settings = _settings(options, sources.user_agent, sources.delay)
        with progress_for(unions) as progress:
            summary = crawl_unions(
                unions,
                store,
                info.id,
                settings,
                training_words=inputs.lexicon.training_score,
                clock=now,
                progress=progress,
            )
        ended = not (summary.interrupted or summary.out_of_time)
        info = info.model_copy(update={"complete": summary.complete, "finished": now() if ended else None})
        return _judge(store, info, inputs), summary


def _offline(store: Store, inputs: Inputs) -> Run:
    """The newest crawled run judged again in place; the same bytes when nothing changed."""
    scans = [info for info in store.runs() if info.derived_from is None]
    if not scans:
        raise IncompleteError("Arbeidsmappa har ingen kjøring ennå. Kjør først uten --offline.")
    newest = scans[-1]
    fresh = new_info(inputs, newest.started)
    changed = {key: getattr(fresh, key) for key in ("tool", "lexicon", "sources", "extractor", "libraries")}
    return _judge(store, newest.model_copy(update=changed), inputs)


def _judge(store: Store, info: RunInfo, inputs: Inputs) -> Run:
    with store.transaction():
        store.update_run(info)
        run = audit_run(store, info, inputs)
        store.save_result(run)
    return run


def _begin(store: Store, inputs: Inputs, info: RunInfo, *, again: bool) -> RunInfo:
    """The run to write to: an interrupted one of the same unions is taken up where it stopped."""
    unfinished = store.unfinished_run() if again else None
    ids = [union.id for union in inputs.unions]
    if (
        unfinished is not None
        and unfinished.sources == info.sources
        and set(store.union_progress(unfinished.id)) == set(ids)
    ):
        say(f"Fortsetter den avbrutte kjøringen {unfinished.id}.")
        return unfinished.model_copy(update={"lexicon": info.lexicon, "extractor": info.extractor, "tool": info.tool})
    taken = {known.id for known in store.runs()}
    number = 2
    unique = info
    while unique.id in taken:
        unique = info.model_copy(update={"id": f"{info.id}-{number}"})
        number += 1
    store.begin_run(unique, ids)
    return unique


def _settings(options: ScanOptions, user_agent: str, delay: float) -> CrawlSettings:
    agent = user_agent if options.contact is None else f"kursrevisjon (+{options.contact})"
    if any(ord(character) < 32 for character in agent):
        raise UsageError("--contact: skriv en e-postadresse eller en nettadresse på én linje")
    fetch = FetchSettings(
        user_agent=agent, delay=delay if options.delay is None else options.delay, allow_private=options.allow_private
    )
    return CrawlSettings(fetch=fetch, max_pages=options.max_pages, max_time=options.max_time)


def _is_unknown(run: Run, union_id: str) -> bool:
    union = next(union for union in run.unions if union.id == union_id)
    return all(verdict.verdict is Verdict.UNKNOWN for verdict in union.verdicts.values())


def show_run(run: Run, *, format: Format, lang: Lang, output: Path | None) -> None:  # noqa: A002 - the option's name
    """A run in the form that is asked for."""
    put(render(run, format.value, lang=lang.value, width=width(), color=has_color() and output is None), output)


def run_demo(
    workspace: Path,
    *,
    second: bool,
    format: Format,  # noqa: A002 - the option's name
    lang: Lang,
    output: Path | None,
) -> ExitCode:
    """The main job on invented unions, served on this machine by the command itself."""
    say("Demonstrasjon: 20 OPPDIKTEDE forbund på nettsteder som denne kommandoen kjører selv, på denne maskinen.")
    with serve_demo("second" if second else "first") as sites:
        options = ScanOptions(workspace, sources=sites.sources_path, delay=0.0, allow_private=True, new=True)
        run, summary = scan_once(options)
    show_run(run, format=format, lang=lang, output=output)
    if summary is not None and (summary.interrupted or summary.out_of_time):
        return ExitCode.INCOMPLETE
    say(f"Arbeidsmappe: {workspace}. Se belegget med: kursrevisjon explain FORBUND -w {workspace}")
    return ExitCode.DONE


def run_reclassify(
    workspace: Path,
    name: str,
    *,
    sources: Path | None,
    lexicon: Path | None,
    format: Format,  # noqa: A002 - the option's name
    lang: Lang,
    output: Path | None,
) -> ExitCode:
    """A stored run's pages judged anew under today's rules, as a derived run."""
    from kursrevisjon.cli.history import find_run

    started = now()
    with Store.open(workspace, create=False) as store, store.lock():
        base = find_run(store, name)
        loaded = load_sources(sources)
        wanted = {union.id for union in store.load_result(base).unions} if store.has_result(base) else None
        unions = tuple(union for union in loaded.unions if (union.enabled if wanted is None else union.id in wanted))
        inputs = Inputs(loaded, load_lexicon(lexicon), unions)
        info = new_info(inputs, started, derived_from=base)
        origin = store.run_info(base)
        info = replace_info(info, complete=origin.complete, finished=started, fictional=origin.fictional)
        store.begin_run(info, [union.id for union in unions])
        run = _judge(store, info, inputs)
    show_run(run, format=format, lang=lang, output=output)
    return ExitCode.DONE


def replace_info(info: RunInfo, **changes: object) -> RunInfo:
    """The run's description with some fields changed."""
    return info.model_copy(update=changes)
