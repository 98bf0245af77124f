"""``scan --offline`` and ``reclassify``: stored pages judged again, without the network."""

from pathlib import Path

from kursrevisjon.audit import Inputs, judge_anew, kept_sources
from kursrevisjon.cli.scan import Ended, ScanOptions, leave_scan, show_run
from kursrevisjon.cli.support import RUN_FORMATS, Form, now, say
from kursrevisjon.errors import ExitCode, IncompleteError, UsageError
from kursrevisjon.lexicon import load_lexicon
from kursrevisjon.model import RunInfo
from kursrevisjon.sources import load_sources, select
from kursrevisjon.store import Store


def scan_offline(options: ScanOptions, form: Form) -> Ended:
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
        return show_run(store, judge_anew(store, scans[-1].id, inputs, at), form)


def run_reclassify(
    workspace: Path, name: str, form: Form, *, sources: Path | None = None, lexicon: Path | None = None
) -> ExitCode:
    """A stored run's pages judged under today's rules, as a run derived from it."""
    form.checked("reclassify", RUN_FORMATS)
    from kursrevisjon.cli.stored import find_run  # noqa: PLC0415 - brings what compares, which an offline scan is without

    with Store.open(workspace, create=False) as store, store.lock():
        run_id = find_run(store, name)
        info = judge_anew(store, run_id, inputs_of(store, store.run_info(run_id), sources, lexicon), now())
        ended = show_run(store, info, form)
    return leave_scan(ended, strict=False)


def inputs_of(store: Store, info: RunInfo, sources: Path | None, lexicon: Path | None) -> Inputs:
    """Today's inputs for the unions of a stored run.

    Without ``sources``, a run that was made with a file of its own (the demo, for one) is judged with the copy in the
    workspace, any other with the file that comes with the program.
    """
    kept = kept_sources(store, info.sources) if sources is None else None
    loaded = load_sources(sources) if kept is None or kept.is_packaged else kept
    wanted = set(store.union_progress(info.id))
    unions = tuple(union for union in loaded.unions if union.id in wanted)
    missing = sorted(wanted - {union.id for union in unions})
    if not unions:
        raise UsageError(f"{loaded.path}: ingen av forbundene i kjøring {info.id} står her; oppgi riktig --sources")
    if missing:
        say(f"Merk: {', '.join(missing)} er lest i kjøring {info.id}, men står ikke i {loaded.path}.")
    return Inputs(loaded, load_lexicon(lexicon), unions)
