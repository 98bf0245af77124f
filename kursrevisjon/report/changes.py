"""A comparison of two runs as blocks: verdicts, courses and coverage, each with its cause (DESIGN, ``diff/1``)."""

from collections.abc import Iterator, Mapping, Sequence

from kursrevisjon.model import (
    BaselineComparison,
    Change,
    CourseChange,
    CoverageChange,
    Diff,
    MainOrgChange,
    RunInfo,
    TopicRollup,
)
from kursrevisjon.report.grid import Cell, Column, verdict_cell
from kursrevisjon.report.messages import Messages, capitalise
from kursrevisjon.report.outline import Drawn, Heading, Items, Quote, Table, Text
from kursrevisjon.report.view import org_label, ratio
from kursrevisjon.text import shorten

_MOST_ITEMS = 100
_FIELD_WIDTH = 160


def changes(diff: Diff, m: Messages) -> Iterator[Drawn]:
    """The whole comparison; quotes before and after follow the table of verdicts."""
    yield Heading(m("diff_title", before=run_name(diff.before, m), after=run_name(diff.after, m)), 1)
    if any(info is not None and info.fictional for info in (diff.before, diff.after)):
        yield Text(m("fictional"), alarm=True)
    if diff.notes:
        yield Items(diff.notes)
    if diff.baseline is not None:
        yield from _baseline(diff.baseline, m)
    elif not diff.compared:
        yield Text(m("nothing_compared"), alarm=True)
    elif is_empty(diff):
        yield Text(m("no_changes"))
    if diff.changes:
        yield Heading(m("verdict_changes"))
        yield _verdict_table(diff, m)
        for change in diff.changes:
            yield from _evidence(change, m)
    names = names_in(diff)
    if diff.courses:
        yield Heading(m("course_changes"))
        yield Items(m.first([course_line(change, names, m) for change in diff.courses], _MOST_ITEMS))
    if diff.coverage:
        yield Heading(m("coverage_changes"))
        yield Items(m.first([coverage_line(change, names, m) for change in diff.coverage], _MOST_ITEMS))
    if diff.main_orgs:
        yield Heading(m("figures"))
        yield _figures(diff.main_orgs, m)


def summary_of_changes(diff: Diff, names: Mapping[str, str], m: Messages) -> Iterator[Drawn]:
    """What changed since the last run, in a few lines (for a report on the later run)."""
    yield Heading(m("changes_since", date=m.day(diff.before.started)) if diff.before else m("changes"))
    lines = change_lines(diff, names, m, most=12)
    yield Items(lines) if lines else Text(m("no_changes"))


def change_lines(diff: Diff, names: Mapping[str, str], m: Messages, *, most: int = _MOST_ITEMS) -> tuple[str, ...]:
    """All changes, one sentence each: verdicts, courses, then coverage; those beyond ``most`` are only counted."""
    lines = [change_line(change, m) for change in diff.changes]
    lines += [course_line(change, names, m) for change in diff.courses]
    lines += [coverage_line(change, names, m) for change in diff.coverage]
    return m.first(lines, most)


def is_empty(diff: Diff) -> bool:
    """Whether nothing at all differs."""
    return not (diff.changes or diff.courses or diff.coverage)


def run_name(info: RunInfo | None, m: Messages) -> str:
    """A run by its day, and its id where the reader needs it to find the run again."""
    return f"{m.day(info.started)} ({info.id})" if info else m("some_run")


def names_in(diff: Diff) -> dict[str, str]:
    """The names that the comparison itself knows, by union id."""
    named = [(change.union, change.name) for change in diff.coverage]
    named += [(change.union, change.name) for change in diff.changes]
    return {union: name for union, name in (*named, *diff.names.items()) if name}


def cause_label(change: Change | CourseChange, m: Messages) -> str:
    """What made the difference, and what else may have."""
    cause = m.label("cause", change.cause)
    if not change.also_possible:
        return cause
    return m("also_possible", cause=cause, others=m.listed(m.label("cause", other) for other in change.also_possible))


def change_line(change: Change, m: Messages) -> str:
    """A changed verdict in one sentence."""
    return m(
        "change_line",
        union=change.name or change.union,
        topic=m.topic(change.topic),
        before=m.verdict(change.before),
        after=m.verdict(change.after),
        cause=cause_label(change, m),
    )


def course_line(change: CourseChange, names: Mapping[str, str], m: Messages) -> str:
    """An added, removed or edited course in one sentence, with what changed in it."""
    kind = m.label("course_change", change.kind)
    fields = field_changes(change, m)
    details = f" – {fields}" if fields else ""
    cause = cause_label(change, m)
    return f"{names.get(change.union, change.union)}: {kind}, {m.quoted(change.name)}{details} ({cause})"


def field_changes(change: CourseChange, m: Messages) -> str:
    """What changed in an edited course, field by field."""
    return "; ".join(_field(field, *values, m) for field, values in sorted(change.fields.items()))


def coverage_line(change: CoverageChange, names: Mapping[str, str], m: Messages) -> str:
    """Something lost or recovered, in one sentence, with its cause and what was compared with instead."""
    said = [m.label("coverage", change.kind)]
    if change.url:
        said[0] += f" {change.url}"
    if change.cause is not None:
        said.append(m.label("unread", change.cause))
    if change.base_run:
        said.append(m("base_run", id=change.base_run))
    if change.age_days is not None:
        said.append(m.count("age_days", change.age_days))
    return f"{names.get(change.union, change.union)}: {', '.join(said)}"


def _field(field: str, before: str, after: str, m: Messages) -> str:
    return m(
        "field_change",
        field=m.label("field", field),
        before=shorten(field_value(field, before, m), _FIELD_WIDTH),
        after=shorten(field_value(field, after, m), _FIELD_WIDTH),
    )


def field_value(field: str, value: str, m: Messages) -> str:
    """A course's field as the report says it: METHOD's tokens by their labels, other text as it stands."""
    if not value:
        return "–"
    if value.lower() in {"true", "false"}:
        return m("yes" if value.lower() == "true" else "no")
    if field == "audience":
        tokens = [token.strip() for token in value.split(",")]
        return ", ".join(m.label("audience", token) for token in tokens)
    return m.label(field, value)


def _verdict_table(diff: Diff, m: Messages) -> Table:
    columns = [
        Column(m("col.union")),
        Column(m("col.topic"), flexible=False),
        Column(m("col.before")),
        Column(m("col.after")),
        Column(m("col.cause")),
    ]
    rows = [
        (
            f"{change.name or change.union} ({change.main_org or m('no_main_org')})",
            m.topic(change.topic),
            verdict_cell(change.before, m.verdict(change.before)),
            verdict_cell(change.after, m.verdict(change.after)),
            cause_label(change, m),
        )
        for change in diff.changes
    ]
    return Table(columns, rows)


def _evidence(change: Change, m: Messages) -> Iterator[Drawn]:
    """The quotes before and after; where findings are at hand, with the page they stand on."""
    sides = (("evidence_before", change.findings_before), ("evidence_after", change.findings_after))
    if not (change.findings_before or change.findings_after or change.evidence):
        return
    yield Heading(f"{change.name or change.union}: {m.topic(change.topic)}", 3)
    if not (change.findings_before or change.findings_after):
        yield Items(tuple(m.quoted(quote) for quote in change.evidence))
    for key, findings in sides:
        for finding in findings:
            head = f"{m(key)}: {m.label('dimension', finding.dimension)}, {finding.rule}"
            foot = (Cell(finding.page.url, url=finding.page.url),) if finding.page else ()
            yield Quote(finding.quote, finding.before, finding.after, head, foot)


def _figures(changed: Sequence[MainOrgChange], m: Messages) -> Table:
    columns = [Column(m(f"col.{key}")) for key in ("main_org_short", "topic", "before", "after", "cause")]
    rows = [
        (
            org_label(change.name, m),
            m.topic(change.topic),
            _coverage(change.before, m),
            _coverage(change.after, m),
            "; ".join(_reasons(change, m)),
        )
        for change in changed
    ]
    return Table(columns, rows)


def _coverage(figures: TopicRollup | None, m: Messages) -> str:
    return ratio(figures.coverage, m) if figures else "–"


def _reasons(change: MainOrgChange, m: Messages) -> Iterator[str]:
    yield from (m.label("cause", cause) for cause in change.causes)
    if change.joined:
        yield m("joined", unions=", ".join(change.joined))
    if change.left:
        yield m("left", unions=", ".join(change.left))


def _baseline(baseline: BaselineComparison, m: Messages) -> Iterator[Drawn]:
    """A run beside a published figure, on the one claim that both make."""
    yield Heading(m("baseline", source=baseline.source))
    yield Text(
        m(
            "baseline_line",
            topic=capitalise(m.label("topic_long", baseline.topic)),
            before=ratio(baseline.before, m),
            after=ratio(baseline.after, m),
        )
    )
    if baseline.unknown:
        yield Text(capitalise(m.count("coverage_unknown", baseline.unknown)) + ".")
    if baseline.unions:
        yield Text(m("baseline_unions"))
        yield Items(tuple(f"{union.name}: {m.verdict(union.after)}" for union in baseline.unions))
    if baseline.not_comparable:
        yield Text(m("baseline_others", unions=", ".join(baseline.not_comparable)))
