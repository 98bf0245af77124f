"""What every format shows of a run: unions per main organisation, and the evidence for a verdict (METHOD 4 and 5)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from kursrevisjon.errors import UsageError
from kursrevisjon.model import (
    OUTSIDE_MAIN_ORGANISATIONS,
    AssessedCourse,
    Diff,
    Dimension,
    Finding,
    Run,
    Topic,
    TopicRollup,
    UnionResult,
    Verdict,
)
from kursrevisjon.report.messages import Messages

_TOPIC_DIMENSIONS = {
    Topic.HMS: frozenset({Dimension.HMS, Dimension.PREVENTIVE}),
    Topic.PREVENTIVE: frozenset({Dimension.PREVENTIVE}),
}
_LABEL_DIMENSIONS = frozenset({Dimension.OBLIGATION, Dimension.BASIS, Dimension.HMS, Dimension.PREVENTIVE})
_CELL_DIMENSIONS = (Dimension.OBLIGATION, Dimension.BASIS, Dimension.AUDIENCE)


_MOST_CUT = 4
_WEB = re.compile(r"https?://([^\s/?#\"<>\\^`{|}]+)[^\s\"<>\\^`{|}]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Group:
    """A main organisation, its unions in the order of the run, and its figures."""

    name: str
    unions: tuple[UnionResult, ...]
    topics: dict[Topic, TopicRollup]


@dataclass(frozen=True, slots=True)
class Limited:
    """What a report on some main organisations is made of."""

    run: Run
    diff: Diff | None
    trend: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote and the findings that rest on it."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The finding whose place and context are shown."""
        return self.findings[0]


def limited(run: Run, main_orgs: Sequence[str]) -> Run:
    """The run with only these main organisations (case does not matter; none = all).

    Raises ``UsageError`` for one that the run does not have.
    """
    if not main_orgs:
        return run
    known = {org.name.casefold() for org in run.main_orgs}
    unknown = [name for name in main_orgs if name.casefold() not in known]
    if unknown:
        names = ", ".join(org.name for org in run.main_orgs) or "none"
        raise UsageError(f"The run has no main organisation {', '.join(unknown)}; it has: {names}.")
    return _only(run, main_orgs)


def limited_with(run: Run, main_orgs: Sequence[str], diff: Diff | None, trend: Sequence[Run]) -> Limited:
    """The run, its comparison and the earlier runs with only these main organisations.

    An earlier run may lack one of them; the run itself may not (``UsageError``).
    """
    run = limited(run, main_orgs)
    if not main_orgs:
        return Limited(run, diff, tuple(trend))
    return Limited(run, diff and _changes_of(run, diff), tuple(_only(earlier, main_orgs) for earlier in trend))


def _only(run: Run, main_orgs: Sequence[str]) -> Run:
    wanted = {name.casefold() for name in main_orgs}
    return run.model_copy(
        update={
            "unions": tuple(union for union in run.unions if org_name(union).casefold() in wanted),
            "main_orgs": tuple(org for org in run.main_orgs if org.name.casefold() in wanted),
        }
    )


def _changes_of(run: Run, diff: Diff) -> Diff:
    """The comparison with only what concerns the run's unions and main organisations."""
    unions, orgs = {union.id for union in run.unions}, {org.name for org in run.main_orgs}
    kept: dict[str, tuple[Any, ...]] = {
        field: tuple(change for change in getattr(diff, field) if change.union in unions or change.main_org in orgs)
        for field in ("changes", "courses", "coverage")
    }
    named = {*(union_names(run).values()), *(change.name for change in kept["coverage"])}
    kept["remarks"] = tuple(remark for remark in diff.remarks if not remark.unions or named & set(remark.unions))
    kept["main_orgs"] = tuple(org for org in diff.main_orgs if org.name in orgs)
    kept["compared"] = tuple(union for union in diff.compared if union in unions)
    return diff.model_copy(update=kept)


def groups(run: Run) -> tuple[Group, ...]:
    """The unions of a run per main organisation, in the order of its roll-up; no union is left out."""
    members: dict[str, list[UnionResult]] = {org.name: [] for org in run.main_orgs}
    for union in run.unions:
        members.setdefault(org_name(union), []).append(union)
    figures = {org.name: org.topics for org in run.main_orgs}
    return tuple(Group(name, tuple(unions), figures.get(name, {})) for name, unions in members.items())


def alarms(run: Run, m: Messages) -> Iterator[str]:
    """What a reader must know before the first figure: invented unions, and what the run lacks."""
    info = run.run
    if info.fictional:
        yield m("fictional")
    if info.complete:
        return
    cut = [union.short_name or union.name for union in run.unions if not union.complete]
    if info.finished is None:
        yield m("run_interrupted")
    elif cut:
        yield m("run_cut", unions=m.listed(cut, most=_MOST_CUT))
    else:
        yield m("run_part")


def org_label(name: str | None, m: Messages) -> str:
    """The name of a main organisation as the report says it."""
    return m("no_main_org") if name in {None, "", OUTSIDE_MAIN_ORGANISATIONS} else str(name)


def verdict_of(union: UnionResult, topic: Topic) -> Verdict:
    """The union's verdict; one that the run does not state is unknown."""
    stated = union.verdicts.get(topic)
    return stated.verdict if stated else Verdict.UNKNOWN


def cell_findings(course: AssessedCourse, topic: Topic) -> tuple[Finding, ...]:
    """The findings of a course that a cell rests on: those of the topic first, then duty, basis and audience."""
    about = [finding for finding in course.findings if finding.dimension in _TOPIC_DIMENSIONS[topic]]
    rest = [finding for dimension in _CELL_DIMENSIONS for finding in course.findings if finding.dimension is dimension]
    return (*about, *rest)


def all_findings(course: AssessedCourse) -> tuple[Finding, ...]:
    """The findings of a course, each of which a researcher checks."""
    return course.findings


def label_findings(course: AssessedCourse) -> tuple[Finding, ...]:
    """The findings that a union may want to correct: duty and topics, not where the course is named and for whom."""
    return tuple(finding for finding in course.findings if finding.dimension in _LABEL_DIMENSIONS)


def evidence(findings: Sequence[Finding]) -> tuple[Evidence, ...]:
    """The findings with each quote once, however many labels rest on it, in the order given."""
    shared: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        shared.setdefault((finding.quote, finding.page.url if finding.page else ""), []).append(finding)
    return tuple(Evidence(_each_once(same)) for same in shared.values())


def _each_once(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings without those that say the same by the same rule: a word may stand twice in a quote."""
    return tuple({(one.dimension, one.value, one.rule): one for one in reversed(findings)}.values())[::-1]


def unread_count(union: UnionResult) -> int:
    """How many of the union's addresses gave no page."""
    return sum(union.pages.unread.values())


def why(union: UnionResult, topic: Topic, m: Messages) -> str:
    """Why the verdict is what it is. The run's own sentence is in bokmål; other languages get the table's."""
    stated = union.verdicts.get(topic)
    if stated and stated.why and m.lang == "nb":
        return stated.why
    verdict = verdict_of(union, topic)
    if verdict is Verdict.UNKNOWN:
        causes = f" ({m.causes(union.pages.unread)})" if union.pages.unread else ""
        return m("why.too_little" if union.pages.training else "why.unknown", causes=causes)
    if verdict is Verdict.ABSENT:
        return m("why.absent", pages=m.count("pages", union.pages.training))
    names = [m.quoted(course.name) for course in union.deciding(topic)]
    return m(f"why.{verdict}", courses=m.listed(names, most=4))


def web_host(url: str) -> str:
    """The host of an http(s) address that may become a link, or nothing for any other text."""
    found = _WEB.fullmatch(url)
    try:
        return found[1] if found and urlsplit(url).port != 0 else ""
    except ValueError:  # a host or port that no program can read, which makes Excel call the whole file damaged
        return ""


def total_figures(run: Run) -> dict[Topic, TopicRollup]:
    """The figures of all main organisations together, per topic."""
    return {topic: _sum([org.topics[topic] for org in run.main_orgs if topic in org.topics]) for topic in Topic}


def counts_line(figures: TopicRollup, m: Messages) -> str:
    """The unions per verdict in words; verdicts without a union are left out."""
    counts = ((getattr(figures, verdict.value), verdict) for verdict in Verdict)
    return ", ".join(f"{m.number(count)} {m.verdict(verdict)}" for count, verdict in counts if count)


def union_names(run: Run) -> dict[str, str]:
    """Short names by union id."""
    return {union.id: union.short_name or union.name for union in run.unions}


def ratio(numbers: tuple[int, int], m: Messages) -> str:
    """Both numbers of a coverage ("0 av 5"), or a dash when no union could be judged."""
    part, whole = numbers
    return m("coverage_of", part=m.number(part), whole=m.number(whole)) if whole else "–"


def org_name(union: UnionResult) -> str:
    """The name that the union is rolled up under."""
    return union.main_org or OUTSIDE_MAIN_ORGANISATIONS


def _sum(figures: Sequence[TopicRollup]) -> TopicRollup:
    return TopicRollup(
        **{verdict.value: sum(getattr(part, verdict.value) for part in figures) for verdict in Verdict},
        coverage=(sum(part.coverage[0] for part in figures), sum(part.coverage[1] for part in figures)),
        gap=tuple(union for part in figures for union in part.gap),
    )
