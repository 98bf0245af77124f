"""What could be read in one run and not in the other: unions gone unread or come back, pages lost or recovered."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final, Literal

from kursrevisjon.diff.bases import is_known
from kursrevisjon.diff.causes import Side, Step
from kursrevisjon.model import CoverageChange, Topic, UnionResult, UnreadCause, Verdict

_Kind = Literal["lost", "recovered", "page_lost", "page_recovered"]
_UnionKind = Literal["lost", "recovered"]

_UNION_KINDS: Final[tuple[_UnionKind, ...]] = ("lost", "recovered")


def coverage_changes(
    step: Step, here: Side, became: Mapping[Topic, tuple[Verdict, Verdict]]
) -> tuple[CoverageChange, ...]:
    """The changes in what could be read of one union.

    ``step`` leads from the union's base; ``here`` is the union in the earlier run itself, which is the base when that
    run read it well. ``became`` holds the topics whose verdict turned unknown, or is known anew, because of what
    could be read. A union that nothing was known of on one side gets no list of its pages: the one line says it.
    Pages are compared with the earlier run itself, so that a loss is told once.
    """
    unread = {"lost": step.after.result, "recovered": here.result}
    changes = tuple(
        _change(step, kind, cause=_main_cause(unread[kind]), verdicts=topics)
        for kind in _UNION_KINDS
        if (topics := _topics(became, kind))
    )
    if changes and not (is_known(here.result) and is_known(step.after.result)):
        return changes
    return (*changes, *_page_changes(Step(here, step.after)))


def union_missing(side: Side, kind: _UnionKind) -> CoverageChange:
    """A union that is in one of the runs alone, as when it is taken out of the source list."""
    verdicts = {topic: verdict.verdict for topic, verdict in side.result.verdicts.items()}
    return CoverageChange(
        union=side.result.id,
        kind=kind,
        main_org=side.result.main_org,
        name=side.result.short_name,
        verdicts={topic: verdict for topic, verdict in verdicts.items() if verdict is not Verdict.UNKNOWN},
    )


def age_in_days(result: UnionResult, now: datetime) -> int | None:
    """How many whole days before ``now`` the newest page behind the verdicts was fetched; ``None`` when none was."""
    return None if result.read_as_of is None else max(0, (now - result.read_as_of).days)


def _topics(became: Mapping[Topic, tuple[Verdict, Verdict]], kind: _UnionKind) -> dict[Topic, Verdict]:
    """The topics that were lost or recovered, with the verdict of the side that knows."""
    known = {topic: pair[0] if kind == "lost" else pair[1] for topic, pair in became.items()}
    return {topic: verdict for topic, verdict in known.items() if verdict is not Verdict.UNKNOWN}


def _page_changes(step: Step) -> tuple[CoverageChange, ...]:
    before, after = step.before, step.after
    lost = sorted(before.digests.keys() & after.unread.keys())
    cut = sorted(before.digests.keys() - after.urls()) if not after.result.complete else []
    recovered = sorted(before.unread.keys() & after.digests.keys())
    met_now = sorted(after.digests.keys() - before.urls()) if not before.result.complete else []
    return (
        *(_change(step, "page_lost", url, after.unread[url]) for url in lost),
        *(_change(step, "page_lost", url) for url in cut),
        *(_change(step, "page_recovered", url, before.unread[url]) for url in recovered),
        *(_change(step, "page_recovered", url) for url in met_now),
    )


def _change(
    step: Step,
    kind: _Kind,
    url: str = "",
    cause: UnreadCause | None = None,
    verdicts: Mapping[Topic, Verdict] = MappingProxyType({}),
) -> CoverageChange:
    result = step.after.result
    return CoverageChange(
        union=result.id,
        kind=kind,
        url=url,
        cause=cause,
        base_run=step.before.info.id,
        age_days=age_in_days(step.before.result, step.after.info.started),
        main_org=result.main_org,
        name=result.short_name,
        verdicts=dict(verdicts),
    )


def _main_cause(result: UnionResult) -> UnreadCause | None:
    """The cause that most of the unread addresses have, the first in DESIGN's list of several."""
    counted = Counter(page.cause for page in result.unread_pages)
    return max(UnreadCause, key=lambda cause: counted[cause]) if counted else None
