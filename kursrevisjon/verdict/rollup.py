"""Figures per main organisation (METHOD 5): unions per verdict, coverage, and the unions in gap."""

from collections import Counter
from collections.abc import Sequence

from kursrevisjon.model import (
    GAP_VERDICTS,
    OUTSIDE_MAIN_ORGANISATIONS,
    MainOrgResult,
    Topic,
    TopicRollup,
    UnionResult,
    Verdict,
    main_org_order,
)


def roll_up(unions: Sequence[UnionResult]) -> tuple[MainOrgResult, ...]:
    """The figures of each main organisation that has a union here.

    LO, YS, Unio and Akademikerne come first, in that order, then others by name, and last the unions outside any.
    """
    members: dict[str | None, list[UnionResult]] = {}
    for union in unions:
        members.setdefault(union.main_org, []).append(union)
    return tuple(_main_org(name, members[name]) for name in sorted(members, key=main_org_order))


def _main_org(name: str | None, unions: Sequence[UnionResult]) -> MainOrgResult:
    return MainOrgResult(
        name=name or OUTSIDE_MAIN_ORGANISATIONS,
        unions=tuple(sorted(union.id for union in unions)),
        topics={topic: _topic(topic, unions) for topic in Topic},
    )


def _topic(topic: Topic, unions: Sequence[UnionResult]) -> TopicRollup:
    verdicts = {union.id: union.verdicts[topic].verdict for union in unions}
    counts = Counter(verdicts.values())
    return TopicRollup(
        **{verdict.value: counts[verdict] for verdict in Verdict},
        coverage=(counts[Verdict.MANDATORY], len(verdicts) - counts[Verdict.UNKNOWN]),
        gap=tuple(sorted(union for union, verdict in verdicts.items() if verdict in GAP_VERDICTS)),
    )
