"""What changed in the main organisations' figures (METHOD 5), and through what."""

from collections.abc import Iterable, Iterator, Mapping

from kursrevisjon.model import (
    Change,
    ChangeCause,
    CoverageChange,
    MainOrgChange,
    MainOrgResult,
    Run,
    Topic,
    UnionResult,
    Verdict,
    main_org_order,
)


def main_org_changes(
    before: Run, after: Run, changes: Iterable[Change], coverage: Iterable[CoverageChange]
) -> tuple[MainOrgChange, ...]:
    """Each main organisation and topic whose figures differ between the runs, as the runs themselves state them.

    Figures hold each run's own verdicts: a union compared from an older reading is still ``unknown`` in the run that
    could not read it.
    """
    old, new = _by_name(before), _by_name(after)
    causes, runs = _causes(changes, coverage), _Runs(before, after)
    names = sorted(old.keys() | new.keys(), key=main_org_order)
    return tuple(change for name in names for change in _org_changes(name, old.get(name), new.get(name), runs, causes))


class _Runs:
    """The verdicts of two runs, by union."""

    def __init__(self, before: Run, after: Run) -> None:
        self.before = {union.id: union for union in before.unions}
        self.after = {union.id: union for union in after.unions}


def _by_name(run: Run) -> dict[str, MainOrgResult]:
    return {org.name: org for org in run.main_orgs}


def _causes(changes: Iterable[Change], coverage: Iterable[CoverageChange]) -> dict[tuple[str, Topic], set[ChangeCause]]:
    told = [(change.union, change.topic, change.cause) for change in changes]
    told += [(change.union, topic, ChangeCause.COVERAGE) for change in coverage for topic in change.verdicts]
    found: dict[tuple[str, Topic], set[ChangeCause]] = {}
    for union, topic, cause in told:
        found.setdefault((union, topic), set()).add(cause)
    return found


def _org_changes(
    name: str,
    old: MainOrgResult | None,
    new: MainOrgResult | None,
    runs: _Runs,
    causes: Mapping[tuple[str, Topic], set[ChangeCause]],
) -> Iterator[MainOrgChange]:
    before, after = set(old.unions if old else ()), set(new.unions if new else ())
    for topic in Topic:
        figures = (old.topics.get(topic) if old else None, new.topics.get(topic) if new else None)
        if figures[0] == figures[1] and before == after:
            continue
        found: set[ChangeCause] = {ChangeCause.SOURCES} if before != after else set()
        for union in before & after:
            found |= _union_causes(union, topic, runs, causes)
        yield MainOrgChange(
            name=name,
            topic=topic,
            before=figures[0],
            after=figures[1],
            causes=tuple(cause for cause in ChangeCause if cause in found),
            joined=tuple(sorted(after - before)),
            left=tuple(sorted(before - after)),
        )


def _union_causes(
    union: str, topic: Topic, runs: _Runs, causes: Mapping[tuple[str, Topic], set[ChangeCause]]
) -> set[ChangeCause]:
    """Why the union's own verdict differs between the two runs; nothing when it does not."""
    old, new = _verdict(runs.before.get(union), topic), _verdict(runs.after.get(union), topic)
    if old is new:
        return set()
    # NOTE: a thin reading is no base, so its verdict may differ from the later one's without any change being told.
    return causes.get((union, topic)) or {ChangeCause.COVERAGE}


def _verdict(union: UnionResult | None, topic: Topic) -> Verdict | None:
    return union.verdicts[topic].verdict if union else None
