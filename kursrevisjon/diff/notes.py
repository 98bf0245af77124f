"""What a reader of a comparison must know beside the changes themselves, as remarks that a report puts into words."""

from collections.abc import Iterator, Mapping, Sequence

from kursrevisjon.diff.bases import Base, is_known
from kursrevisjon.diff.causes import rule_causes
from kursrevisjon.model import ChangeCause, Remark, Run, UnionResult


def find_remarks(before: Run, after: Run, bases: Mapping[str, Base], is_unsure: bool) -> tuple[Remark, ...]:
    """The remarks on a comparison of two different runs.

    ``bases`` are the unions compared from an older reading than ``before``; ``is_unsure`` says that some cause could
    not be established.
    """
    return (*_on_runs(before, after), *_on_rules(before, after, is_unsure), *_on_unions(before, after, bases))


def _on_runs(before: Run, after: Run) -> Iterator[Remark]:
    if after.run.started < before.run.started:
        yield Remark(kind="reversed", before=before.run.id, after=after.run.id)
    if before.run.fictional != after.run.fictional:
        yield Remark(kind="fictional_and_real")
    for run in (before, after):
        if not run.run.complete:
            yield _not_whole(run)
    if not any(map(is_known, after.unions)):
        yield Remark(kind="nothing_read", run=after.run.id)


def _not_whole(run: Run) -> Remark:
    """What a run lacks: its end, the end of some of its unions, or other unions."""
    if run.run.finished is None:
        return Remark(kind="not_finished", run=run.run.id)
    cut = tuple(union.short_name for union in run.unions if not union.complete)
    return Remark(kind="unions_cut", run=run.run.id, unions=cut) if cut else Remark(kind="not_all", run=run.run.id)


def _on_rules(before: Run, after: Run, is_unsure: bool) -> Iterator[Remark]:
    causes = rule_causes(before.run, after.run)
    if ChangeCause.LEXICON in causes:
        yield Remark(kind="lexicon_moved")
    if ChangeCause.TOOL in causes:
        yield Remark(kind="tool_moved", before=before.run.tool, after=after.run.tool)
    if before.run.sources != after.run.sources:
        yield Remark(kind="sources_moved")
    if is_unsure:
        yield Remark(kind="causes_not_told_apart")


def _on_unions(before: Run, after: Run, bases: Mapping[str, Base]) -> Iterator[Remark]:
    old = {union.id: union for union in before.unions}
    new = {union.id: union for union in after.unions}
    for union_id, base in sorted(bases.items()):
        if union_id in new:
            yield Remark(
                kind="last_good_reading",
                unions=(base.result.short_name,),
                run=base.run.run.id,
                read_as_of=base.result.read_as_of,
            )
    yield from _only_in(before, [old[union_id] for union_id in sorted(old.keys() - new.keys())])
    yield from _only_in(after, [new[union_id] for union_id in sorted(new.keys() - old.keys())])
    for union_id in sorted(old.keys() & new.keys()):
        yield from _moved(old[union_id], new[union_id])
        yield from _marked(new[union_id])


def _only_in(run: Run, unions: Sequence[UnionResult]) -> Iterator[Remark]:
    if unions:
        yield Remark(kind="only_in", run=run.run.id, unions=tuple(union.short_name for union in unions))


def _moved(old: UnionResult, new: UnionResult) -> Iterator[Remark]:
    if old.main_org != new.main_org:
        yield Remark(kind="org_moved", unions=(new.short_name,), before=old.main_org or "", after=new.main_org or "")


def _marked(union: UnionResult) -> Iterator[Remark]:
    if union.marks and is_known(union):
        yield Remark(kind="marked", unions=(union.short_name,), marks=union.marks)
