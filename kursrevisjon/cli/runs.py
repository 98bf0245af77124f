"""``runs`` and ``verify``: what the workspace holds, and whether it is whole."""

from pathlib import Path

from kursrevisjon.audit import Damaged, Verification, verify_run
from kursrevisjon.cli.stored import find_run, opened, reading
from kursrevisjon.cli.support import PLAIN_FORMATS, Form, Format, Lang, now, put, put_json, say
from kursrevisjon.errors import ExitCode, WorkspaceError
from kursrevisjon.model import RunInfo
from kursrevisjon.report.details import detail_in
from kursrevisjon.report.plain import plain_table
from kursrevisjon.store import DATABASE_NAME, Pruned, Store


def run_runs_list(workspace: Path, form: Form) -> ExitCode:
    """The runs, oldest first."""
    form.checked("runs list", PLAIN_FORMATS)
    # Opened for writing where that is possible, so that a workspace of an earlier version is brought up to date.
    with opened(workspace) as (store, _):
        runs = [(info, store.run_kind(info.id)) for info in store.runs()]
    if form.format is Format.JSON:
        put_json([{**info.model_dump(mode="json"), "kind": kind} for info, kind in runs], form.output)
        return ExitCode.DONE
    header = ("Kjøring", "Slag", "Tilstand", "Ordliste", "Verktøy")
    put(plain_table(header, [_row(info, kind) for info, kind in runs]), form.output)
    return ExitCode.DONE


_KINDS = {"scan": "lest", "reclassify": "vurdert på nytt", "import": "importert"}


def _row(info: RunInfo, kind: str) -> tuple[str, ...]:
    state = "hel" if info.complete else "avbrutt" if info.finished is None else "noe ble ikke lest"
    return info.id, _KINDS.get(kind, kind), state, info.lexicon.removeprefix("sha256:")[:8], info.tool


def run_runs_show(workspace: Path, name: str, form: Form, *, skipped: bool = False) -> ExitCode:
    """What a run was made with and how far it came; with ``skipped`` the addresses seen and not read."""
    form.checked("runs show", PLAIN_FORMATS)
    with reading(workspace) as store:
        run_id = find_run(store, name)
        info, progress = store.run_info(run_id), store.union_progress(run_id)
        ledger = store.skipped(run_id) if skipped else ()
        good = {union: store.last_good(union, with_result=True) for union in progress}
        read = {run: store.run_info(run).started for run in good.values() if run}
    if form.format is Format.JSON:
        left_out = [{"union": entry.union_id, "url": entry.url, "reason": entry.reason} for entry in ledger]
        shown = {**info.model_dump(mode="json"), "unions": progress, "last_good": good}
        put_json({**shown, "skipped": left_out} if skipped else shown, form.output)
        return ExitCode.DONE
    if skipped:
        rows = [(entry.union_id, entry.url, detail_in(Lang.NB, entry.reason)) for entry in ledger]
        put(plain_table(("Forbund", "Adresse", "Hvorfor den ikke er lest"), rows), form.output)
        return ExitCode.DONE
    at = now()
    others = {
        union: f"{run} ({(at - read[run]).days} dager)" if run else "ingen"
        for union, run in good.items()
        if run != run_id
    }
    put(plain_table(("", ""), _facts(info, progress, others)), form.output)
    return ExitCode.DONE


def _facts(info: RunInfo, progress: dict[str, bool | None], others: dict[str, str]) -> list[tuple[str, str]]:
    """``others`` are the unions whose last good reading is another run's, with that run and its age."""
    cut = [union for union, complete in progress.items() if not complete]
    return [
        ("Kjøring", info.id),
        ("Begynt", info.started.isoformat()),
        ("Ferdig", info.finished.isoformat() if info.finished else "nei, avbrutt"),
        ("Hel", "ja" if info.complete else "nei"),
        ("Forbund", f"{len(progress)}" + (f", ikke lest til ende: {', '.join(cut)}" if cut else "")),
        *(("Siste gode lesing", f"{union}: {run}") for union, run in others.items()),
        ("Utledet av", info.derived_from or "–"),
        ("Ordliste", info.lexicon),
        ("Kilder", info.sources),
        ("Verktøy", info.tool),
        ("Leseregler", info.extractor),
        *sorted(info.libraries.items()),
    ]


def run_runs_delete(workspace: Path, name: str) -> ExitCode:
    """One run less."""
    with Store.open(workspace, create=False) as store, store.lock():
        run_id = find_run(store, name)
        store.delete_run(run_id)
    say(f"Slettet: {run_id}")
    return ExitCode.DONE


def run_runs_prune(workspace: Path, keep: int) -> ExitCode:
    """All but the newest runs gone, the last good reading of each union kept."""
    with Store.open(workspace, create=False) as store, store.lock():
        say(_told(store.prune(keep)))
    return ExitCode.DONE


def _told(pruned: Pruned) -> str:
    names = ", ".join(pruned.runs) or "ingen kjøring"
    return f"Slettet: {names}. {pruned.bodies} sider er borte, {pruned.bytes_freed / 1_000_000:.1f} MB er frigjort."


def run_verify(workspace: Path, name: str, form: Form) -> ExitCode:
    """Every digest and every quote; exit 5 with the list when something does not hold."""
    form.checked("verify", PLAIN_FORMATS)
    with reading(workspace) as store:
        run_id, found = _verification(store, name)
    if form.format is Format.JSON:
        rows = [{"what": damage.what, "url": damage.url, "problem": damage.problem} for damage in found.damaged]
        counts = {"bodies": found.bodies, "quotes": found.quotes, "unchecked": found.unchecked}
        put_json({"run": run_id, **counts, "damaged": rows}, form.output)
    else:
        put("\n".join(_verified(run_id, found)), form.output)
    return ExitCode.DAMAGED if found.damaged else ExitCode.DONE


def _verification(store: Store, name: str) -> tuple[str, Verification]:
    """What was checked, and the run's id; where the file is too damaged to find the run in, what is wrong with it."""
    try:
        run = store.load_result(find_run(store, name))
        return run.run.id, verify_run(store, run)
    except WorkspaceError:
        broken = tuple(Damaged(DATABASE_NAME, str(store.path), problem) for problem in store.integrity_check())
        if not broken:
            raise
        return name, Verification(bodies=0, quotes=0, unchecked=0, damaged=broken)


def _verified(run_id: str, found: Verification) -> list[str]:
    lines = [f"{damage.what}  {damage.url}: {damage.problem}" for damage in found.damaged]
    left = f", {found.unchecked} kunne ikke prøves" if found.unchecked else ""
    summary = f"{found.bodies} sider og {found.quotes} sitater prøvd{left}, {len(found.damaged)} feil."
    return [*lines, f"Kjøring {run_id}: {summary}"]
