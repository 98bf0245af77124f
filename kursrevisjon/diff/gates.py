"""What a comparison means to the one who asked: the findings with their levels, and the exit code (DESIGN, contracts).

A gate hides nothing: every change is a finding, whatever its level. A comparison in which nothing could be compared
has an exit code of its own, since it must never be taken for "unchanged".
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kursrevisjon.diff.policy import NO_POLICY, Level, Policy, direction, is_arrow, is_new_gap, keys_of
from kursrevisjon.diff.words import CAUSES, TOPICS, VERDICTS
from kursrevisjon.errors import ExitCode
from kursrevisjon.model import (
    OUTSIDE_MAIN_ORGANISATIONS,
    Change,
    ChangeCause,
    CourseChange,
    CoverageChange,
    Diff,
    Topic,
)


@dataclass(frozen=True, slots=True)
class GateFinding:
    """One change or old piece of evidence, how much it is minded, and by which line of the policy.

    ``message`` is in bokmål. ``kind`` is ``verdict``, ``course``, ``coverage`` or ``age``.
    """

    level: Level
    kind: str
    union: str
    message: str
    rule: str
    topic: Topic | None = None


@dataclass(frozen=True, slots=True)
class GateResult:
    """All findings in the order of the comparison, and what they come to.

    ``nothing_compared`` says that no union was known on both sides; ``cut_short`` that the later run was interrupted.
    """

    findings: tuple[GateFinding, ...]
    nothing_compared: bool = False
    cut_short: bool = False

    @property
    def errors(self) -> tuple[GateFinding, ...]:
        """The findings that make the gate fire."""
        return tuple(finding for finding in self.findings if finding.level is Level.ERROR)

    @property
    def warnings(self) -> tuple[GateFinding, ...]:
        """The findings that are warned of."""
        return tuple(finding for finding in self.findings if finding.level is Level.WARN)

    @property
    def fired(self) -> bool:
        """Whether there is any error."""
        return bool(self.errors)

    @property
    def exit_code(self) -> ExitCode:
        """4 when nothing was compared, whatever else; 1 when the gate fired; 4 when the run was cut short; else 0."""
        if self.nothing_compared:
            return ExitCode.INCOMPLETE
        if self.fired:
            return ExitCode.GATE
        return ExitCode.INCOMPLETE if self.cut_short else ExitCode.DONE


def evaluate_gate(diff: Diff, policy: Policy = NO_POLICY, *, fail_on: Collection[str] = ()) -> GateResult:
    """The comparison's findings under the policy; what ``fail_on`` names (see ``policy_from``) is an error besides."""
    findings = (
        *(_verdict_finding(change, policy, fail_on) for change in diff.changes),
        *(_course_finding(change, policy, fail_on, diff.names) for change in diff.courses),
        *(_coverage_finding(change, policy, fail_on) for change in diff.coverage),
        *_age_findings(diff, policy),
    )
    after = diff.after
    was_cut = after is not None and not after.complete and after.finished is None
    return GateResult(findings, nothing_compared=not diff.compared, cut_short=was_cut)


def _verdict_finding(change: Change, policy: Policy, fail_on: Collection[str]) -> GateFinding:
    named = next((name for name, holds in _FAIL_ON_VERDICT.items() if name in fail_on and holds(change)), None)
    named = named or next((key for key in keys_of(change) if key in _arrows(fail_on)), None)
    level, rule = _verdict_level(change, policy)
    if named is not None:
        level, rule = Level.ERROR, f"--fail-on {named}"
    before, after = VERDICTS[change.before], VERDICTS[change.after]
    message = (
        f"{change.name or change.union}: {TOPICS[change.topic]} gikk fra «{before}» til «{after}»"
        f" ({CAUSES[change.cause]})"
    )
    return GateFinding(level, "verdict", change.union, message, rule, change.topic)


_FAIL_ON_VERDICT: Final[dict[str, Callable[[Change], bool]]] = {
    "any": lambda _: True,
    "verdict": lambda _: True,
    "worse": lambda change: "worse" in direction(change),
    "gap": is_new_gap,
}


def _arrows(names: Collection[str]) -> frozenset[str]:
    """Arrows without the spaces that may stand around them."""
    return frozenset("->".join(part.strip() for part in name.split("->")) for name in names if is_arrow(name))


def _verdict_level(change: Change, policy: Policy) -> tuple[Level, str]:
    lines = {"->".join(part.strip() for part in key.split("->")): level for key, level in policy.verdicts.items()}
    key = next((key for key in keys_of(change) if key in lines), None)
    level, rule = (policy.default, "default") if key is None else (lines[key], f"verdicts: {key}")
    caps = [
        *_caps(policy, change.main_org, change.cause),
        (policy.topics.get(change.topic), f"topics: {change.topic.value}"),
    ]
    return _held_down(level, rule, caps)


def _caps(policy: Policy, main_org: str | None, cause: ChangeCause | None = None) -> list[tuple[Level | None, str]]:
    org = main_org or OUTSIDE_MAIN_ORGANISATIONS
    caps = [(policy.main_orgs.get(org), f"main_orgs: {org}")]
    return caps if cause is None else [*caps, (policy.causes.get(cause), f"causes: {cause.value}")]


def _held_down(level: Level, rule: str, caps: list[tuple[Level | None, str]]) -> tuple[Level, str]:
    """The lowest of the level and its caps, with the line that set it."""
    for cap, line in caps:
        if cap is not None and cap.rank < level.rank:
            level, rule = cap, line
    return level, rule


def _course_finding(
    change: CourseChange, policy: Policy, fail_on: Collection[str], names: Mapping[str, str]
) -> GateFinding:
    level = policy.courses.get(change.kind, policy.default)
    rule = f"courses: {change.kind}" if change.kind in policy.courses else "default"
    level, rule = _held_down(level, rule, _caps(policy, change.main_org, change.cause))
    named = next((name for name in ("any", "courses") if name in fail_on), None)
    if named is not None:
        level, rule = Level.ERROR, f"--fail-on {named}"
    union = names.get(change.union, change.union)
    message = f"{union}: kurset «{change.name}» {_COURSE_KINDS[change.kind]} ({CAUSES[change.cause]})"
    return GateFinding(level, "course", change.union, message, rule)


_COURSE_KINDS: Final = {"added": "er kommet til", "removed": "er falt bort", "edited": "er endret"}

_COVERAGE_KINDS: Final = {
    "lost": "kunne ikke leses",
    "recovered": "kunne leses igjen",
    "page_lost": "en side kunne ikke leses",
    "page_recovered": "en side kunne leses igjen",
}


def _coverage_finding(change: CoverageChange, policy: Policy, fail_on: Collection[str]) -> GateFinding:
    level = policy.coverage.get(change.kind, policy.default)
    rule = f"coverage: {change.kind}" if change.kind in policy.coverage else "default"
    level, rule = _held_down(level, rule, _caps(policy, change.main_org))
    is_loss = change.kind in {"lost", "page_lost"}
    named = next((name for name in ("any", "coverage") if name in fail_on and (is_loss or name == "any")), None)
    if named is not None:
        level, rule = Level.ERROR, f"--fail-on {named}"
    what = ": ".join(part for part in (_COVERAGE_KINDS[change.kind], change.url) if part)
    cause = f" ({change.cause.value})" if change.cause else ""
    return GateFinding(level, "coverage", change.union, f"{change.name or change.union}: {what}{cause}", rule)


def _age_findings(diff: Diff, policy: Policy) -> Iterator[GateFinding]:
    """Evidence older than the limits; younger evidence is no finding."""
    limits = ((Level.ERROR, policy.age.error), (Level.WARN, policy.age.warn))
    for union, days in diff.evidence_age_days.items():
        found = next(((level, limit) for level, limit in limits if limit is not None and days >= limit), None)
        if found is not None:
            level, limit = found
            message = f"{diff.names.get(union, union)}: grunnlaget er {days} dager gammelt (grensen er {limit})"
            yield GateFinding(level, "age", union, message, f"age: {level.value}")
