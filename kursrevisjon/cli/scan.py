"""``scan``, ``demo`` and ``reclassify``: a run from sites or from stored pages, and its tables."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from kursrevisjon.audit import Inputs, audit_run, judge_anew, keep_inputs, kept_sources, new_info
from kursrevisjon.cli.progress import progress_for
from kursrevisjon.cli.stored import find_run, has_workspace, reading, since_last
from kursrevisjon.cli.support import RUN_FORMATS, Form, TopicName, gate_on_gap, now, put, say, width
from kursrevisjon.crawl import CrawlSettings, crawl_unions
from kursrevisjon.demo import DemoSites, Variant, serve_demo
from kursrevisjon.errors import ExitCode, IncompleteError, UsageError
from kursrevisjon.fetch import FetchSettings
from kursrevisjon.lexicon import load_lexicon
from kursrevisjon.model import Run, RunInfo, UnionResult, Verdict
from kursrevisjon.report import render
from kursrevisjon.sources import Sources, load_sources, packaged_sources, select
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


def run_scan(options: ScanOptions, form: Form, *, fail_on_gap: tuple[TopicName, ...] = ()) -> ExitCode:
    """Crawl (unless offline), judge, store, print; the exit code of DESIGN."""
    form.checked("scan", RUN_FORMATS)
    run = scan_offline(options, form) if options.offline else scan_sites(options, form)
    return leave_scan(run, strict=options.strict) or gate_on_gap(run, fail_on_gap)


def run_demo(workspace: Path, variant: Variant, form: Form) -> ExitCode:
    """The main job on invented unions, served on this machine by the command itself."""
    form.checked("demo", RUN_FORMATS)
    say("Demonstrasjon: 20 OPPDIKTEDE forbund på nettsteder som denne kommandoen kjører selv, på denne maskinen.")
    with _demo_sites(workspace, variant) as sites:
        options = ScanOptions(workspace, sources=sites.sources_path, delay=0.0, allow_private=True, new=True)
        run = scan_sites(options, form)
    say(f"Arbeidsmappe: {workspace}. Se belegget med: kursrevisjon explain FORBUND -w {workspace}")
    return leave_scan(run, strict=False)


def run_reclassify(
    workspace: Path, name: str, form: Form, *, sources: Path | None = None, lexicon: Path | None = None
) -> ExitCode:
    """A stored run's pages judged under today's rules, as a run derived from it."""
    form.checked("reclassify", RUN_FORMATS)
    with Store.open(workspace, create=False) as store, store.lock():
        run_id = find_run(store, name)
        run = judge_anew(store, run_id, inputs_of(store, store.run_info(run_id), sources, lexicon), now())
        show_run(store, run, form)
    return leave_scan(run, strict=False)


def scan_sites(options: ScanOptions, form: Form) -> Run:
    """One run, crawled, judged, stored and printed. What was crawled is stored also when the crawl is cut short."""
    started = now()
    sources = load_sources(options.sources)
    unions = select(sources, unions=options.unions, main_orgs=options.main_orgs, day=started.date())
    inputs = Inputs(sources, load_lexicon(options.lexicon), unions)
    settings = _settings(options, sources)
    with Store.open(options.workspace) as store, store.lock():
        _check_kind(store, options.workspace, sources)
        info = _begin(store, inputs, started, again=not options.new)
        run = _judged(store, _crawled(store, info, inputs, settings), inputs)
        show_run(store, run, form)
    return run


def scan_offline(options: ScanOptions, form: Form) -> Run:
    """The newest scan's pages judged again under today's rules and printed; the same bytes when nothing changed."""
    at = now()
    with Store.open(options.workspace, create=False) as store, store.lock():
        scans = [info for info in store.runs() if store.run_kind(info.id) == "scan"]
        if not scans:
            raise IncompleteError("Arbeidsmappen har ingen kjøring ennå. Kjør først uten --offline.")
        inputs = inputs_of(store, scans[-1], options.sources, options.lexicon)
        if options.unions or options.main_orgs:
            chosen = select(inputs.sources, unions=options.unions, main_orgs=options.main_orgs, day=at.date())
            inputs = Inputs(inputs.sources, inputs.lexicon, chosen)
        run = judge_anew(store, scans[-1].id, inputs, at)
        show_run(store, run, form)
    return run


def inputs_of(store: Store, info: RunInfo, sources: Path | None, lexicon: Path | None) -> Inputs:
    """Today's inputs for the unions of a stored run.

    Without ``sources``, a run that was made with a file of its own (the demo, for one) is judged with the copy in the
    workspace, any other with the file that comes with the program.
    """
    kept = kept_sources(store, info.sources) if sources is None else None
    has_own = kept is not None and kept.path != packaged_sources()
    loaded = kept if kept is not None and has_own else load_sources(sources)
    wanted = set(store.union_progress(info.id))
    unions = tuple(union for union in loaded.unions if union.id in wanted)
    missing = sorted(wanted - {union.id for union in unions})
    if not unions:
        raise UsageError(f"{loaded.path}: ingen av forbundene i kjøring {info.id} står her; oppgi riktig --sources")
    if missing:
        say(f"Merk: {', '.join(missing)} er lest i kjøring {info.id}, men står ikke i {loaded.path}.")
    return Inputs(loaded, load_lexicon(lexicon), unions)


def show_run(store: Store, run: Run, form: Form) -> None:
    """A run in the form that is asked for, with what changed since the reading before."""
    diff, trend = since_last(store, run)
    text = render(run, form.format, lang=form.lang, width=width(), color=form.color, diff=diff, trend=trend)
    put(text, form.output)


def leave_scan(run: Run, *, strict: bool) -> ExitCode:
    """What the process tells of a run: cut short, nothing read, or done (DESIGN, exit 4 of ``scan``)."""
    if run.run.finished is None:
        say("Kjøringen er avbrutt. Kjør samme kommando igjen for å lese resten.")
        return ExitCode.INCOMPLETE
    unknown = [union for union in run.unions if _is_unknown(union)]
    if len(unknown) == len(run.unions):
        say("Ingen forbund kunne leses, så ingenting er målt. Årsakene står i tabellen.")
        return ExitCode.INCOMPLETE
    return ExitCode.INCOMPLETE if unknown and strict else ExitCode.DONE


def _is_unknown(union: UnionResult) -> bool:
    return all(verdict.verdict is Verdict.UNKNOWN for verdict in union.verdicts.values())


def _check_kind(store: Store, workspace: Path, sources: Sources) -> None:
    """Invented and real unions are never mixed in a workspace, so that no comparison is drawn between them."""
    if any(info.fictional != sources.fictional for info in store.runs()):
        other = "virkelige" if sources.fictional else "oppdiktede"
        raise UsageError(f"{workspace}: arbeidsmappen har kjøringer av {other} forbund; velg en annen med --workspace")


def _begin(store: Store, inputs: Inputs, started: datetime, *, again: bool) -> RunInfo:
    """The run to write to: an interrupted one of the same unions is taken up where it stopped."""
    info = new_info(inputs, started)
    ids = [union.id for union in inputs.unions]
    keep_inputs(store, inputs, started)
    unfinished = store.unfinished_run() if again else None
    if unfinished is not None and unfinished.sources == info.sources and [*store.union_progress(unfinished.id)] == ids:
        say(f"Fortsetter den avbrutte kjøringen {unfinished.id}.")
        return info.model_copy(update={"id": unfinished.id, "started": unfinished.started})
    if unfinished is not None:
        say(f"Merk: kjøring {unfinished.id} ble avbrutt og gjaldt andre forbund eller kilder; dette er en ny kjøring.")
    unique = info.model_copy(update={"id": free_id(store, info.id)})
    store.begin_run(unique, ids)
    return unique


def free_id(store: Store, wanted: str) -> str:
    """The wanted id for a run, or with a number after it when it is taken."""
    taken = {known.id for known in store.runs()}
    names = (wanted if number == 1 else f"{wanted}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def _crawled(store: Store, info: RunInfo, inputs: Inputs, settings: CrawlSettings) -> RunInfo:
    """The run with all pages that could be read; without ``finished`` when the crawl was cut short."""
    with progress_for(inputs.unions, settings) as progress:
        summary = crawl_unions(
            inputs.unions,
            store,
            info.id,
            settings,
            training_words=inputs.lexicon.training_score,
            clock=now,
            progress=progress,
        )
    was_cut = summary.interrupted or summary.out_of_time
    enabled = {union.id for union in inputs.sources.unions if union.enabled}
    is_whole = summary.complete and enabled <= {union.id for union in inputs.unions}
    return info.model_copy(update={"complete": is_whole, "finished": None if was_cut else now()})


def _judged(store: Store, info: RunInfo, inputs: Inputs) -> Run:
    store.update_run(info)
    say("Vurderer sidene …")
    run = audit_run(store, info, inputs)
    store.save_result(run)
    return run


def _settings(options: ScanOptions, sources: Sources) -> CrawlSettings:
    """The limits of the crawl. Warns when nobody could be reached at the contact address."""
    agent = sources.user_agent
    if options.contact is not None:
        contact = options.contact.strip()
        if not contact.isascii() or not contact.isprintable() or " " in contact or not {"@", ":"} & set(contact):
            raise UsageError("--contact: skriv en e-postadresse eller en nettadresse, uten mellomrom")
        agent = agent.replace(sources.contact, contact)
    elif sources.contact_is_placeholder and not sources.fictional:
        say("Merk: nettstedene kan ikke nå deg. Oppgi adressen din med --contact, eller skriv den i kildefilen.")
    delay = sources.delay if options.delay is None else options.delay
    fetch = FetchSettings(user_agent=agent, delay=delay, allow_private=options.allow_private)
    return CrawlSettings(fetch=fetch, max_pages=options.max_pages, max_time=options.max_time)


@contextmanager
def _demo_sites(workspace: Path, variant: Variant) -> Iterator[DemoSites]:
    """The demo's sites, at the addresses of the workspace's last demo where these are free: the same sites, later."""
    with ExitStack() as stack:
        try:
            sites = stack.enter_context(serve_demo(variant, ports=_ports_before(workspace)))
        except UsageError:
            sites = stack.enter_context(serve_demo(variant))
        yield sites


def _ports_before(workspace: Path) -> dict[str, int]:
    """The ports of the newest demo in the workspace, by union."""
    if not has_workspace(workspace):
        return {}
    with reading(workspace) as store:
        infos = [info for info in store.runs() if info.fictional]
        sources = kept_sources(store, infos[-1].sources) if infos else None
    ports = {union.id: urlsplit(union.homepage).port for union in sources.unions} if sources else {}
    return {union: port for union, port in ports.items() if port}
