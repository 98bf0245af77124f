"""A run as blocks: a table of unions per main organisation, the roll-up, what could not be read (METHOD 4 and 5)."""

from collections.abc import Iterator

from kursrevisjon.model import Diff, Run, Topic, TopicRollup, UnionResult, Verdict
from kursrevisjon.report.changes import summary_of_changes
from kursrevisjon.report.grid import SHAPES, Column, Row, verdict_cell
from kursrevisjon.report.messages import Messages, capitalise
from kursrevisjon.report.outline import Drawn, Heading, Items, Table, Text
from kursrevisjon.report.view import Group, alarms, groups, org_label, ratio, union_names, unread_count, verdict_of


def overview(run: Run, m: Messages, *, wide: bool, diff: Diff | None = None) -> Iterator[Drawn]:
    """The run for a reader at a terminal or of a Markdown page; ``wide`` has room for full names and dates."""
    yield Heading(m("title"), 1)
    for said in alarms(run, m):
        yield Text(said, alarm=True)
    if run.run.derived_from:
        yield Text(m("derived", id=run.run.derived_from))
    yield Text(m("run_line", id=run.run.id, date=m.moment(run.run.started)))
    if not run.unions:
        yield Text(m("no_unions"))
    for group in groups(run):
        yield from _group(group, m, wide)
    yield from _summary(run, m)
    if diff is not None:
        yield from summary_of_changes(diff, union_names(run), m)
    yield from _not_read(run, m)
    example = run.unions[0].id if len(run.unions) == 1 else m("union_placeholder")
    yield Text(m("how_to_see", union=example))


def _group(group: Group, m: Messages, wide: bool) -> Iterator[Drawn]:
    yield Heading(f"{org_label(group.name, m)} – {m.count('unions', len(group.unions))}")
    columns = [
        Column(m("col.union")),
        Column(m("col.preventive"), flexible=False),
        Column(m("col.hms"), flexible=False),
        Column(m("col.courses"), right=True, flexible=False),
        Column(m("col.read_unread"), right=True, flexible=False),
        *([Column(m("col.read_as_of"), flexible=False)] if wide else []),
    ]
    yield Table(columns, [_union_row(union, m, wide) for union in group.unions])
    names = {union.id: union.short_name or union.name for union in group.unions}
    yield Items(tuple(_coverage_line(group, topic, names, m) for topic in Topic))


def _union_row(union: UnionResult, m: Messages, wide: bool) -> Row:
    name = union.name if wide else union.short_name or union.name
    return (
        f"{name} *" if union.marks else name,
        *(verdict_cell(verdict, m.verdict(verdict)) for verdict in (verdict_of(union, topic) for topic in Topic)),
        m.number(len(union.courses)),
        f"{m.number(union.pages.read)}/{m.number(unread_count(union))}",
        *([m.day(union.read_as_of, short=True)] if wide else []),
    )


def _coverage_line(group: Group, topic: Topic, names: dict[str, str], m: Messages) -> str:
    """The coverage in both numbers, the unions in gap, and how many are left out as unknown."""
    name = capitalise(m.label("topic_long", topic))
    figures = group.topics.get(topic)
    if figures is None or not figures.coverage[1]:
        return m("coverage_line_none", topic=name)
    said = [m("coverage_line", topic=name, coverage=ratio(figures.coverage, m))]
    said.append(
        m("gap_line", unions=m.listed(names.get(union, union) for union in figures.gap))
        if figures.gap
        else m("gap_none")
    )
    if figures.unknown:
        said.append(m.count("coverage_unknown", figures.unknown))
    return ". ".join(said) + "."


def _summary(run: Run, m: Messages) -> Iterator[Drawn]:
    """All main organisations in one table, with a legend."""
    if not run.main_orgs:
        return
    yield Heading(m("summary"))
    columns = [Column(m("col.main_org_short"))]
    columns += [Column(m(f"col.{key}"), flexible=False) for key in ("topic", "coverage")]
    columns += [Column(SHAPES[verdict], right=True, flexible=False) for verdict in Verdict]
    columns += [Column(m("col.gap"), right=True, flexible=False)]
    yield Table(columns, [_summary_row(group, topic, m) for group in groups(run) for topic in Topic])
    signs = [f"{SHAPES[verdict]} {m.verdict(verdict)}" for verdict in Verdict]
    yield Text(f"{m('legend')}: {', '.join(signs)}. {capitalise(m('legend_unknown'))}.")


def _summary_row(group: Group, topic: Topic, m: Messages) -> Row:
    figures = group.topics.get(topic, TopicRollup())
    counts = [m.number(getattr(figures, verdict.value)) for verdict in Verdict]
    name = org_label(group.name, m) if topic is Topic.PREVENTIVE else ""
    return (name, m.topic(topic), ratio(figures.coverage, m), *counts, m.number(len(figures.gap)))


def _not_read(run: Run, m: Messages) -> Iterator[Drawn]:
    """What could not be read and why, and the reservations that the verdicts are to be read with."""
    yield Heading(m("not_read"))
    missing = [union for union in run.unions if union.pages.unread or not union.complete]
    if missing:
        columns = [Column(m("col.union")), Column(m("col.pages"), right=True, flexible=False), Column(m("col.cause"))]
        names = union_names(run)
        rows = [(names[union.id], m.number(unread_count(union)), _why_unread(union, m)) for union in missing]
        yield Table(columns, rows)
    elif run.unions:
        yield Text(m("all_read"))
    marked = [union for union in run.unions if union.marks]
    if marked:
        yield Heading(f"* {m('reservations')}", 3)
        yield Items(tuple(_reservation(union, m) for union in marked))


def _why_unread(union: UnionResult, m: Messages) -> str:
    cut = "" if union.complete else m("cut_off_short")
    return "; ".join(filter(None, (m.causes(union.pages.unread), cut)))


def _reservation(union: UnionResult, m: Messages) -> str:
    marks = "; ".join(m.label("mark", mark) for mark in union.marks)
    return f"{union.short_name or union.name}: {marks}"
