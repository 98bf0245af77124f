"""Commands on stored runs: ``report``, ``diff``, ``explain``, ``verify`` and ``runs``."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from kursrevisjon.audit import Inputs, audit_run, new_info, verify_run
from kursrevisjon.cli.support import Format, Lang, TopicName, gate_on_gap, has_color, now, put, say, width
from kursrevisjon.diff import (
    BASELINE_2018,
    Policy,
    compare_with_baseline,
    diff_runs,
    evaluate_gate,
    last_good,
    load_policy,
    load_run_json,
    policy_from,
)
from kursrevisjon.errors import ExitCode, UsageError
from kursrevisjon.lexicon import load_lexicon
from kursrevisjon.model import Diff, Run, UnionResult
from kursrevisjon.report import render, render_diff, render_explain
from kursrevisjon.report.plain import plain_table
from kursrevisjon.sources import load_sources
from kursrevisjon.store import Store
from kursrevisjon.text import canonical_json
from kursrevisjon.yamlfile import nearest


@contextmanager
def _reading(workspace: Path) -> Iterator[Store]:
    with Store.open(workspace, create=False, readonly=True) as store:
        yield store


def find_run(store: Store, name: str) -> str:
    """The id of the run that ``name`` calls: an id, ``latest``, ``latest~N``, or a date (its newest run).

    Raises ``UsageError`` for an unknown name, with the nearest id.
    """
    ids = [info.id for info in store.runs()]
    if name in ids:
        return name
    base, _, steps = name.partition("~")
    if base == "latest" and (steps.isdigit() or not steps):
        with_result = [run_id for run_id in ids if store.has_result(run_id)]
        if len(with_result) > int(steps or 0):
            return with_result[-1 - int(steps or 0)]
        raise UsageError(f"Det finnes ingen kjøring «{name}»: arbeidsmappa har {len(with_result)} ferdige kjøringer.")
    dated = [run_id for run_id in ids if run_id.startswith(name)] if len(name) >= 4 else []
    if dated:
        return dated[-1]
    near = nearest(name, ids)
    raise UsageError(
        f"Ukjent kjøring «{name}»." + (f" Mente du {near}?" if near else " Se dem med: kursrevisjon runs list")
    )


def load_run(workspace: Path, name: str) -> Run:
    """A run by name from the workspace, or from a JSON file. Raises ``UsageError`` or ``InputFileError``."""
    if name.endswith(".json") or Path(name).is_file():
        try:
            return load_run_json(Path(name).read_text(encoding="utf-8"), name)
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"{name}: kan ikke leses; oppgi en JSON-fil fra kursrevisjon eller en kjøring") from error
    with _reading(workspace) as store:
        return store.load_result(find_run(store, name))


def run_report(
    workspace: Path,
    name: str,
    *,
    main_orgs: tuple[str, ...],
    union: str | None,
    format: Format,  # noqa: A002 - the option's name
    lang: Lang,
    output: Path | None,
    fail_on_gap: tuple[TopicName, ...],
) -> ExitCode:
    """A stored run as a report, with the change since the run before it where there is one."""
    run = load_run(workspace, name)
    diff, trend = _since_last(workspace, run)
    color = has_color() and output is None
    put(
        render(
            run, format.value, lang=lang.value, width=width(), color=color, diff=diff, trend=trend, main_orgs=main_orgs
        ),
        output,
    )
    return gate_on_gap(run, fail_on_gap)


def _since_last(workspace: Path, run: Run) -> tuple[Diff | None, tuple[Run, ...]]:
    """The comparison with the run before, and all earlier runs, when the run stands in the workspace."""
    if not (workspace / "kursrevisjon.db").is_file():
        return None, ()
    with _reading(workspace) as store:
        ids = [info.id for info in store.runs() if store.has_result(info.id)]
        if run.run.id not in ids:
            return None, ()
        earlier = tuple(store.load_result(run_id) for run_id in ids[: ids.index(run.run.id)])
    if not earlier:
        return None, ()
    bases = last_good([union.id for union in run.unions], reversed(earlier))
    return diff_runs(earlier[-1], run, bases=bases), earlier


def run_diff(
    workspace: Path,
    before: str,
    after: str,
    *,
    policy: Path | None,
    fail_on: tuple[str, ...],
    format: Format,  # noqa: A002 - the option's name
    lang: Lang,
    output: Path | None,
) -> ExitCode:
    """The comparison of two runs; the exit code says whether the gate fired or nothing could be compared."""
    names = policy_from(fail_on)
    rules = load_policy(policy) if policy else None
    later = load_run(workspace, after)
    diff = _compared(workspace, before, later)
    gate = evaluate_gate(diff, rules or Policy(), fail_on=names)
    text = render_diff(
        diff, format.value, lang=lang.value, width=width(), color=has_color() and output is None, gate=gate.findings
    )
    put(text, output)
    if gate.nothing_compared or gate.cut_short:
        say("Ikke noe grunnlag for å sammenligne: den siste kjøringen er avbrutt, eller ingen forbund er lest i begge.")
        return ExitCode.INCOMPLETE
    return ExitCode.GATE if gate.fired and (names or rules) else ExitCode.DONE


def _compared(workspace: Path, before: str, later: Run) -> Diff:
    if before == BASELINE_2018:
        return compare_with_baseline(later)
    earlier = load_run(workspace, before)
    if not (workspace / "kursrevisjon.db").is_file():
        return diff_runs(earlier, later)
    with Store.open(workspace, create=False) as store:
        ids = [info.id for info in store.runs() if store.has_result(info.id)]
        older = ids[: ids.index(earlier.run.id)] if earlier.run.id in ids else []
        bases = last_good(
            [union.id for union in later.unions], (store.load_result(run_id) for run_id in reversed(older))
        )
        return diff_runs(earlier, later, rejudge=_rejudge(store, ids), bases=bases)


def _rejudge(store: Store, ids: list[str]) -> Callable[[Run], Run]:
    """Judges an old run's stored pages under today's rules, to tell the page's change from the rules'."""

    def rejudge(run: Run) -> Run:
        if run.run.id not in ids:
            return run
        sources = load_sources()
        wanted = {union.id for union in run.unions}
        unions = tuple(union for union in sources.unions if union.id in wanted)
        if len(unions) < len(wanted):
            return run
        inputs = Inputs(sources, load_lexicon(), unions)
        info = new_info(inputs, run.run.started).model_copy(update={"id": run.run.id, "complete": run.run.complete})
        return audit_run(store, info, inputs)

    return rejudge


def run_explain(
    workspace: Path,
    name: str,
    union: str,
    *,
    topic: TopicName | None,
    course: str | None,
    format: Format,  # noqa: A002 - the option's name
    lang: Lang,
) -> ExitCode:
    """The evidence behind one union's cells."""
    result = _find_union(load_run(workspace, name), union)
    if format is Format.JSON:
        typer.echo(canonical_json(result.model_dump(mode="json", by_alias=True)), nl=False)
        return ExitCode.DONE
    text = render_explain(
        result,
        topic=topic.topic if topic else None,
        course=course,
        lang=lang.value,
        width=width(),
        color=has_color(),
    )
    put(text, None)
    return ExitCode.DONE


def _find_union(run: Run, name: str) -> UnionResult:
    wanted = name.casefold()
    for union in run.unions:
        if wanted in {union.id.casefold(), union.name.casefold(), union.short_name.casefold()}:
            return union
    known = [label for union in run.unions for label in (union.id, union.short_name)]
    near = nearest(name, known)
    raise UsageError(f"Kjøringen har ikke noe forbund «{name}»." + (f" Mente du {near}?" if near else ""))


def run_verify(workspace: Path, name: str, *, format: Format) -> ExitCode:  # noqa: A002 - the option's name
    """Every digest and every quote; exit 5 with the list when something does not hold."""
    with _reading(workspace) as store:
        run = store.load_result(find_run(store, name))
        damaged = list(verify_run(store, run))
    if format is Format.JSON:
        rows = [{"what": damage.what, "url": damage.url, "problem": damage.problem} for damage in damaged]
        typer.echo(canonical_json({"run": run.run.id, "damaged": rows}), nl=False)
    else:
        for damage in damaged:
            typer.echo(f"{damage.what}  {damage.url}: {damage.problem}")
        quotes = sum(len(course.findings) for union in run.unions for course in union.courses)
        typer.echo(f"Kjøring {run.run.id}: {quotes} sitater prøvd, {len(damaged)} feil.")
    return ExitCode.DAMAGED if damaged else ExitCode.DONE


def run_runs_list(workspace: Path, *, format: Format) -> ExitCode:  # noqa: A002 - the option's name
    """The runs, oldest first."""
    with _reading(workspace) as store:
        infos = store.runs()
    if format is Format.JSON:
        typer.echo(canonical_json([info.model_dump(mode="json") for info in infos]), nl=False)
        return ExitCode.DONE
    rows = [
        (info.id, "ja" if info.complete else "nei", info.derived_from or "–", info.lexicon[7:15], info.tool)
        for info in infos
    ]
    typer.echo(plain_table(("Kjøring", "Fullført", "Utledet av", "Ordliste", "Verktøy"), rows))
    return ExitCode.DONE


def run_runs_show(workspace: Path, name: str, *, skipped: bool) -> ExitCode:
    """What a run was made with; with ``skipped`` the addresses seen and not read."""
    with _reading(workspace) as store:
        run_id = find_run(store, name)
        if skipped:
            rows = [(entry.union_id, entry.url, entry.reason) for entry in store.skipped(run_id)]
            typer.echo(plain_table(("Forbund", "Adresse", "Hvorfor den ikke er lest"), rows))
            return ExitCode.DONE
        info = store.run_info(run_id)
    typer.echo(canonical_json(info.model_dump(mode="json")), nl=False)
    return ExitCode.DONE


def run_runs_delete(workspace: Path, name: str) -> ExitCode:
    """One run less."""
    with Store.open(workspace, create=False) as store, store.lock():
        run_id = find_run(store, name)
        store.delete_run(run_id)
    say(f"Slettet: {run_id}")
    return ExitCode.DONE


def run_runs_prune(workspace: Path, keep: int) -> ExitCode:
    """All but the newest runs gone, the last good reading of each union kept."""
    at = now()
    with Store.open(workspace, create=False) as store, store.lock():
        pruned = store.prune(keep)
    say(f"Ryddet {at:%Y-%m-%d}: {pruned}")
    return ExitCode.DONE
