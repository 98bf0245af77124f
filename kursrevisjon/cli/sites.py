"""``scan`` on real sites: crawl, judge, store, print."""

from datetime import datetime
from pathlib import Path

from kursrevisjon.audit import Inputs, audit_and_save, judge_as_read, keep_inputs, new_info
from kursrevisjon.cli.progress import progress_for
from kursrevisjon.cli.scan import Ended, ScanOptions, show_run
from kursrevisjon.cli.stored import free_id
from kursrevisjon.cli.support import Form, now, say
from kursrevisjon.crawl import CrawlSettings, crawl_unions
from kursrevisjon.errors import UsageError
from kursrevisjon.fetch import FetchSettings
from kursrevisjon.lexicon import load_lexicon
from kursrevisjon.model import RunInfo
from kursrevisjon.sources import Sources, load_sources, select
from kursrevisjon.store import Store


def scan_sites(options: ScanOptions, form: Form) -> Ended:
    """One run, crawled, judged, stored and printed. What was crawled is stored also when the crawl is cut short."""
    started = now()
    sources = load_sources(options.sources)
    unions = select(sources, unions=options.unions, main_orgs=options.main_orgs, day=started.date())
    inputs = Inputs(sources, load_lexicon(options.lexicon), unions)
    settings = _settings(options, sources)
    with Store.open(options.workspace) as store, store.lock():
        _check_kind(store, options.workspace, sources)
        info = _begin(store, inputs, started, again=not options.new)
        info = _crawled(store, info, inputs, settings)
        store.update_run(info)
        say("Vurderer sidene …")
        audit_and_save(store, info, inputs)
        return show_run(store, info, form)


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
            judge=judge_as_read(inputs),
        )
    was_cut = summary.interrupted or summary.out_of_time
    enabled = {union.id for union in inputs.sources.unions if union.enabled}
    is_whole = summary.complete and enabled <= {union.id for union in inputs.unions}
    return info.model_copy(update={"complete": is_whole, "finished": None if was_cut else now()})


def _settings(options: ScanOptions, sources: Sources) -> CrawlSettings:
    """The limits of the crawl."""
    return CrawlSettings(fetch_settings(options, sources), max_pages=options.max_pages, max_time=options.max_time)


def fetch_settings(options: ScanOptions, sources: Sources) -> FetchSettings:
    """The limits of every request. Warns when nobody could be reached at the contact address."""
    agent = sources.user_agent
    if options.contact is not None:
        contact = options.contact.strip()
        if not contact.isascii() or not contact.isprintable() or " " in contact or not {"@", ":"} & set(contact):
            raise UsageError("--contact: skriv en e-postadresse eller en nettadresse, uten mellomrom")
        agent = agent.replace(sources.contact, contact)
    elif sources.contact_is_placeholder and not sources.fictional:
        say("Merk: nettstedene kan ikke nå deg. Oppgi adressen din med --contact, eller skriv den i kildefilen.")
    delay = sources.delay if options.delay is None else options.delay
    return FetchSettings(user_agent=agent, delay=delay, allow_private=options.allow_private)
