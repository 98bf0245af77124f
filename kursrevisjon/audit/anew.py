"""Stored pages judged once more: offline, under other rules, or to tell the rules' part in a change from the pages'."""

from datetime import datetime

from kursrevisjon.audit.inputs import Inputs, is_this_tool, keep_inputs, kept_lexicon, kept_sources, under
from kursrevisjon.audit.pipeline import audit_and_save, audit_run
from kursrevisjon.lexicon import Lexicon
from kursrevisjon.model import Run, RunInfo
from kursrevisjon.store import Store

_SHOWN = 6  # hexadecimal digits of a digest that tell the derived runs of one scan apart


def judge_anew(store: Store, run_id: str, inputs: Inputs, at: datetime) -> RunInfo:
    """The pages of a run judged under these inputs, and the result stored; gives the run that it is the result of.

    Under the inputs that the run was made with, its result is made again in place. Under others it becomes a run
    derived from the one that fetched the pages, named after both, so that nothing is lost and the same inputs give the
    same run; ``at`` is when a new one was made. A run's day stays that of its pages: affiliations and the age of
    evidence follow it. Raises ``UsageError`` for an unknown run.
    """
    keep_inputs(store, inputs, at)
    named = store.run_info(run_id)
    root = store.run_info(named.derived_from) if named.derived_from else named
    is_own = _is_own(store, root, inputs)
    info = under(root, inputs) if is_own else _derived(store, root, inputs, at)
    audit_and_save(store, info, inputs, pages_of=root.id)
    return info


def rejudged(store: Store, run: Run, rules: RunInfo, lexicon: Lexicon | None, *, keeps: bool) -> Run:
    """The stored pages of a run under the rules of another: what ``diff`` puts between two runs.

    ``lexicon`` is the one at hand, used when its digest is that of ``rules`` and the workspace has no copy. The run
    comes back without unions when its pages, its sources, or the rules asked for are not at hand.
    """
    nothing = run.model_copy(update={"unions": (), "main_orgs": ()})
    known = {info.id: info for info in store.runs()}
    stored = known.get(run.run.id)
    if stored is None or not is_this_tool(rules):
        return nothing
    sources = kept_sources(store, stored.sources)
    found = kept_lexicon(store, rules.lexicon)
    if found is None and lexicon is not None and lexicon.digest == rules.lexicon:
        found = lexicon
    if sources is None or found is None:
        return nothing
    wanted = {union.id for union in run.unions}
    inputs = Inputs(sources, found, tuple(union for union in sources.unions if union.id in wanted))
    return audit_run(store, under(stored, inputs), inputs, pages_of=stored.derived_from or stored.id, keeps=keeps)


def _is_own(store: Store, root: RunInfo, inputs: Inputs) -> bool:
    """Whether these are the inputs that the run was made with. One that was killed before it was judged has none."""
    if root.finished is None and not store.has_result(root.id):
        return True
    same_unions = list(store.union_progress(root.id)) == [union.id for union in inputs.unions]
    return same_unions and under(root, inputs) == root


def _derived(store: Store, root: RunInfo, inputs: Inputs, at: datetime) -> RunInfo:
    """The description of the derived run, entered in the workspace when it is new."""
    run_id = f"{root.id}-{inputs.digest[:_SHOWN]}"
    known = next((info for info in store.runs() if info.id == run_id), None)
    made = at if known is None or known.finished is None else known.finished
    all_there = {union.id for union in inputs.unions} >= set(store.union_progress(root.id))
    info = under(root, inputs).model_copy(
        update={
            "id": run_id,
            "derived_from": root.id,
            "finished": None if root.finished is None else made,
            "complete": root.complete and all_there,
        }
    )
    if known is None:
        store.begin_run(info, [union.id for union in inputs.unions])
    return info
