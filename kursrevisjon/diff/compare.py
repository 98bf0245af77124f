"""The comparison of two runs: union by union, each from its own base, each change with its cause.

Where a union's pages and the rules both moved, its old pages judged under the new rules come in between, and the two
steps are compared one after the other. A change by the rules and a change by the union that cancel out are then both
told: the union did change.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from kursrevisjon.diff.bases import Base, is_good_reading, is_known
from kursrevisjon.diff.causes import Attribution, Side, Step, attribute, evidence_urls
from kursrevisjon.diff.courses import course_changes, findings_of, quotes_of
from kursrevisjon.diff.coverage import age_in_days, coverage_changes, union_missing
from kursrevisjon.diff.figures import main_org_changes
from kursrevisjon.diff.identity import Pair, pair_courses
from kursrevisjon.diff.notes import find_notes
from kursrevisjon.model import (
    Change,
    ChangeCause,
    CourseChange,
    CoverageChange,
    Diff,
    Dimension,
    Run,
    RunInfo,
    Topic,
    UnionResult,
    Verdict,
)

Rejudge: TypeAlias = Callable[[Run], Run]
"""Judges the stored pages of a run under the later run's rules, leaving out unions whose pages are not stored."""

_TOPIC_DIMENSIONS: Final = {
    Topic.PREVENTIVE: (Dimension.OBLIGATION, Dimension.BASIS, Dimension.PREVENTIVE),
    Topic.HMS: (Dimension.OBLIGATION, Dimension.BASIS, Dimension.HMS, Dimension.PREVENTIVE),
}

_DECISIVE: Final = {topic: (*dimensions, Dimension.AUDIENCE) for topic, dimensions in _TOPIC_DIMENSIONS.items()}
"""What a course's part in a verdict follows from (METHOD 4)."""


def diff_runs(
    before: Run, after: Run, *, rejudge: Rejudge | None = None, bases: Mapping[str, Base] | None = None
) -> Diff:
    """What changed from ``before`` to ``after``.

    ``bases`` are the unions' last good readings at the time of ``before``; a union that ``before`` could not read
    well is compared from there. ``rejudge`` is called at most once per run compared from, and only where rules and
    pages both moved. A run compared with itself gives no change, and swapping the runs swaps before and after.
    """
    is_same_run = before.run.id == after.run.id
    comparison = _Comparison(before, after, {} if is_same_run else dict(bases or {}), rejudge)
    found = _Found()
    for union_id in comparison.union_ids():
        comparison.compare(union_id, found)
    return Diff(
        before=before.run,
        after=after.run,
        changes=tuple(found.changes),
        courses=tuple(found.courses),
        coverage=tuple(found.coverage),
        main_orgs=main_org_changes(before, after, found.changes, found.coverage),
        notes=() if is_same_run else find_notes(before, after, comparison.used, found.is_unsure()),
        compared=tuple(found.compared),
        evidence_age_days=_ages(comparison),
        names={union.id: union.short_name for run in (before, after) for union in run.unions},
    )


@dataclass
class _Found:
    """What a comparison collects, union by union."""

    changes: list[Change] = field(default_factory=list)
    courses: list[CourseChange] = field(default_factory=list)
    coverage: list[CoverageChange] = field(default_factory=list)
    compared: list[str] = field(default_factory=list)

    def is_unsure(self) -> bool:
        """Whether some cause could not be established."""
        in_verdicts = any(change.also_possible for change in self.changes)
        return in_verdicts or any(change.also_possible for change in self.courses)


class _Comparison:
    """Two runs, and the reading that each union is compared from."""

    def __init__(self, before: Run, after: Run, bases: Mapping[str, Base], rejudge: Rejudge | None) -> None:
        self.before = {union.id: union for union in before.unions}
        self.after = {union.id: union for union in after.unions}
        self.runs = (before, after)
        self.bases = bases
        self.used: dict[str, Base] = {}
        self._rejudge = rejudge
        self._rejudged: dict[str, Run] = {}

    def union_ids(self) -> list[str]:
        """The unions of both runs, in the order of their ids."""
        return sorted(self.before.keys() | self.after.keys())

    def base(self, union_id: str) -> Base | None:
        """What the union is compared from: the earlier run, or its last good reading when that run has no good one."""
        here = self.before.get(union_id)
        earlier = self.bases.get(union_id)
        if earlier is not None and (here is None or not is_good_reading(here)):
            self.used[union_id] = earlier
            return earlier
        return None if here is None else Base(self.runs[0], here)

    def compare(self, union_id: str, found: _Found) -> None:
        """Add everything that changed for one union."""
        base, result = self.base(union_id), self.after.get(union_id)
        after = None if result is None else Side(self.runs[1].run, result)
        if base is None or after is None:
            found.coverage += _only_once(base, after)
            return
        whole = Step(Side(base.run.run, base.result), after, same_pages=_share_pages(base.run.run, after.info))
        became: dict[Topic, tuple[Verdict, Verdict]] = {}
        for step in self._steps(base, whole):
            pairs = pair_courses(step.before.result.courses, step.after.result.courses)
            found.changes += _verdict_changes(step, pairs, became)
            found.courses += _told_courses(step, pairs)
        here = Side(self.runs[0].run, self.before.get(union_id, base.result))
        found.coverage += coverage_changes(whole, here, self._told_once(union_id, became))
        if is_known(base.result) and is_known(after.result):
            found.compared.append(union_id)

    def _steps(self, base: Base, whole: Step) -> tuple[Step, ...]:
        """The whole way, or rules first and pages then, where both moved and the old pages can be judged anew."""
        if self._rejudge is None or not whole.rules or not whole.pages_moved:
            return (whole,)
        middle = self._judge_anew(base)
        if middle is None:
            return (whole,)
        side = Side(_with_rules(base.run.run, whole.after.info), middle)
        return (Step(whole.before, side, same_pages=True), Step(side, whole.after))

    def _judge_anew(self, base: Base) -> UnionResult | None:
        if self._rejudge is None:
            return None
        if base.run.run.id not in self._rejudged:
            self._rejudged[base.run.run.id] = self._rejudge(base.run)
        found = {union.id: union for union in self._rejudged[base.run.run.id].unions}.get(base.result.id)
        return found if found is not None and _has_pages_of(found, base.result) else None

    def _told_once(
        self, union_id: str, became: Mapping[Topic, tuple[Verdict, Verdict]]
    ) -> dict[Topic, tuple[Verdict, Verdict]]:
        """What became unknown or known, seen from the earlier run itself: an outage is told when it starts and ends."""
        here, now = self.before.get(union_id), self.after[union_id]
        if here is None:
            return dict(became)
        told = {}
        for topic in Topic:
            pair = (here.verdicts[topic].verdict, now.verdicts[topic].verdict)
            crossed = pair[0] is not pair[1] and Verdict.UNKNOWN in pair
            if crossed and (topic in became or union_id in self.used):
                told[topic] = pair
        return told


def _only_once(base: Base | None, after: Side | None) -> list[CoverageChange]:
    """A union that one of the runs does not have."""
    if after is not None:
        return [union_missing(after, "recovered")] if is_known(after.result) else []
    if base is not None and is_known(base.result):
        return [union_missing(Side(base.run.run, base.result), "lost")]
    return []


def _share_pages(before: RunInfo, after: RunInfo) -> bool:
    """Whether both runs judge the same stored pages: one is derived from the other, or both from a third."""
    return (before.derived_from or before.id) == (after.derived_from or after.id)


def _has_pages_of(rejudged: UnionResult, base: UnionResult) -> bool:
    """Whether every page of the old reading was judged anew; one that the new rules cannot read counts as judged."""
    judged = {page.url: page.digest for page in rejudged.read_pages}
    refused = {page.url for page in rejudged.unread_pages}
    return all(judged.get(page.url) == page.digest or page.url in refused for page in base.read_pages)


def _with_rules(info: RunInfo, rules: RunInfo) -> RunInfo:
    """The earlier run as it would be under the later one's rules."""
    moved = {name: getattr(rules, name) for name in ("lexicon", "tool", "extractor", "libraries")}
    return info.model_copy(update=moved)


def _verdict_changes(
    step: Step, pairs: Sequence[Pair], became: dict[Topic, tuple[Verdict, Verdict]]
) -> Iterator[Change]:
    """The verdicts that differ. One that is unknown for want of pages is no change and goes to ``became``."""
    for topic in Topic:
        old, new = (side.result.verdicts[topic].verdict for side in (step.before, step.after))
        if old is new:
            continue
        attribution = attribute(step, _verdict_urls(step, topic, pairs))
        if Verdict.UNKNOWN in {old, new} and attribution.cause is ChangeCause.COVERAGE:
            became[topic] = (old, new)
            continue
        yield _change(step, topic, attribution)


def _change(step: Step, topic: Topic, attribution: Attribution) -> Change:
    dimensions = _TOPIC_DIMENSIONS[topic]
    old, new = step.before.result.deciding(topic), step.after.result.deciding(topic)
    return Change(
        union=step.after.result.id,
        topic=topic,
        before=step.before.result.verdicts[topic].verdict,
        after=step.after.result.verdicts[topic].verdict,
        cause=attribution.cause,
        evidence=tuple(dict.fromkeys((*quotes_of(old, dimensions), *quotes_of(new, dimensions)))),
        main_org=step.after.result.main_org,
        name=step.after.result.short_name,
        findings_before=findings_of(old, dimensions),
        findings_after=findings_of(new, dimensions),
        also_possible=attribution.also_possible,
    )


def _verdict_urls(step: Step, topic: Topic, pairs: Sequence[Pair]) -> frozenset[str]:
    """The pages that a changed verdict rests on: those of the deciding courses on either side, where they differ."""
    deciding = {id(course) for side in (step.before, step.after) for course in side.result.deciding(topic)}
    return frozenset(
        url
        for pair in pairs
        if id(pair.before) in deciding or id(pair.after) in deciding
        for url in evidence_urls(pair.before, pair.after, _DECISIVE[topic])
    )


def _told_courses(step: Step, pairs: Sequence[Pair]) -> tuple[CourseChange, ...]:
    """The courses that differ; none where nothing was read, since that neither adds nor removes a course."""
    if not step.before.result.pages.read or not step.after.result.pages.read:
        return ()
    changes = course_changes(step, pairs)
    return tuple(sorted(changes, key=lambda change: (change.course, change.kind)))


def _ages(comparison: _Comparison) -> dict[str, int]:
    """How old the evidence for each union of the later run is, or of its last good reading when it was not read."""
    now = comparison.runs[1].run.started
    ages: dict[str, int] = {}
    for union_id, result in sorted(comparison.after.items()):
        base = comparison.base(union_id)
        ages_found = [age_in_days(result, now), age_in_days(base.result, now) if base else None]
        known = next((age for age in ages_found if age is not None), None)
        if known is not None:
            ages[union_id] = known
    return ages
