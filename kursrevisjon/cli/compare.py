"""``diff``: two runs compared, with the cause of every change, and what a gate makes of it."""

from functools import cache
from pathlib import Path

from kursrevisjon.audit import rejudged
from kursrevisjon.cli.stored import has_workspace, load_run, opened
from kursrevisjon.cli.support import DIFF_FORMATS, Form, put, say, width
from kursrevisjon.diff import (
    BASELINE_2018,
    Base,
    compare_with_baseline,
    diff_runs,
    evaluate_gate,
    last_good,
    load_policy,
    policy_from,
)
from kursrevisjon.errors import ExitCode
from kursrevisjon.lexicon import load_lexicon
from kursrevisjon.model import Diff, Run
from kursrevisjon.report import render_diff, render_gate
from kursrevisjon.store import Store


def run_diff(
    workspace: Path,
    before: str,
    after: str,
    form: Form,
    *,
    policy: Path | None = None,
    fail_on: tuple[str, ...] = (),
) -> ExitCode:
    """The comparison of two runs; the exit code says whether the gate fired or nothing could be compared."""
    form.checked("diff", DIFF_FORMATS)
    names = policy_from(fail_on)
    rules = load_policy(policy) if policy else None
    diff = _compared(workspace, before, load_run(workspace, after))
    gate = evaluate_gate(diff, rules, fail_on=names) if rules else evaluate_gate(diff, fail_on=names)
    findings = gate.findings if rules or names else None
    text = render_diff(diff, form.format, lang=form.lang, width=width(), color=form.color, gate=findings)
    put(text, form.output)
    for line in render_gate(diff, gate.errors, cut_short=gate.cut_short, lang=form.lang):
        say(line)
    return gate.exit_code


def _compared(workspace: Path, before: str, later: Run) -> Diff:
    if before == BASELINE_2018:
        return compare_with_baseline(later)
    earlier = load_run(workspace, before)
    if not has_workspace(workspace):
        return diff_runs(earlier, later)
    with opened(workspace) as (store, keeps):
        lexicon = cache(load_lexicon)
        return diff_runs(
            earlier,
            later,
            rejudge=lambda run: rejudged(store, run, later.run, lexicon(), keeps=keeps),
            bases=_bases(store, earlier, later),
        )


def _bases(store: Store, earlier: Run, later: Run) -> dict[str, Base]:
    """The last good reading of each union at the time of the earlier run."""
    ids = [info.id for info in store.judged_runs()]
    older = ids[: ids.index(earlier.run.id)] if earlier.run.id in ids else []
    return last_good([union.id for union in later.unions], (store.load_result(run_id) for run_id in reversed(older)))
