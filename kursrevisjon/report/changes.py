"""A comparison of two runs as blocks: verdicts, courses and coverage, each with its cause (DESIGN, ``diff/1``)."""

from collections.abc import Iterator, Mapping

from kursrevisjon.model import Change, CourseChange, CoverageChange, Diff, Finding, RunInfo
from kursrevisjon.report.grid import Cell, Column, verdict_cell
from kursrevisjon.report.messages import Messages, capitalise
from kursrevisjon.report.outline import Drawn, Heading, Items, Quote, Table, Text

_MOST_ITEMS = 100


def changes(diff: Diff, m: Messages) -> Iterator[Drawn]:
    """The whole comparison; quotes before and after follow the table of verdicts."""
    yield Heading(m("diff_title", before=run_name(diff.before, m), after=run_name(diff.after, m)), 1)
    if any(info is not None and info.fictional for info in (diff.before, diff.after)):
        yield Text(m("fictional"), alarm=True)
    if diff.after is not None and not diff.after.complete:
        yield Text(m("incomplete"), alarm=True)
    if is_empty(diff):
        yield Text(m("no_changes"))
    if diff.changes:
        yield Heading(m("verdict_changes"))
        yield _verdict_table(diff, m)
        for change in diff.changes:
            yield from _evidence(change, m)
    if diff.courses:
        yield Heading(m("course_changes"))
        yield Items(_items([course_line(change, names_in(diff), m) for change in diff.courses], m))
    if diff.coverage:
        yield Heading(m("coverage_changes"))
        yield Items(_items([coverage_line(change, names_in(diff), m) for change in diff.coverage], m))
    if diff.notes:
        yield Heading(m("notes"))
        yield Items(diff.notes)


def summary_of_changes(diff: Diff, names: Mapping[str, str], m: Messages) -> Iterator[Drawn]:
    """What changed since the last run, in a few lines (for a report on the later run)."""
    yield Heading(m("changes_since", date=m.day(diff.before.started)) if diff.before else m("changes"))
    lines = [change_line(change, m) for change in diff.changes]
    lines += [course_line(change, names, m) for change in diff.courses]
    lines += [coverage_line(change, names, m) for change in diff.coverage]
    yield Items(_items(lines, m, most=12)) if lines else Text(m("no_changes"))


def is_empty(diff: Diff) -> bool:
    """Whether nothing at all differs."""
    return not (diff.changes or diff.courses or diff.coverage)


def run_name(info: RunInfo | None, m: Messages) -> str:
    """A run by its day, and its id where the reader needs it to find the run again."""
    return f"{m.day(info.started)} ({info.id})" if info else m("some_run")


def names_in(diff: Diff) -> dict[str, str]:
    """The names that the comparison itself knows, by union id."""
    return {change.union: change.name for change in diff.changes if change.name}


def change_line(change: Change, m: Messages) -> str:
    """A changed verdict in one sentence."""
    return m(
        "change_line",
        union=change.name or change.union,
        topic=m.topic(change.topic),
        before=m.verdict(change.before),
        after=m.verdict(change.after),
        cause=m.label("cause", change.cause),
    )


def course_line(change: CourseChange, names: Mapping[str, str], m: Messages) -> str:
    """An added, removed or edited course in one sentence, with what changed in it."""
    kind = m.label("course_change", change.kind)
    fields = "; ".join(_field(field, *values, m) for field, values in sorted(change.fields.items()))
    details = f" – {fields}" if fields else ""
    cause = m.label("cause", change.cause)
    return f"{names.get(change.union, change.union)}: {kind}, {m.quoted(change.name)}{details} ({cause})"


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


def _items(lines: list[str], m: Messages, most: int = _MOST_ITEMS) -> tuple[Cell | str, ...]:
    left = len(lines) - most
    return (*lines[:most], m.count("more", left)) if left > 0 else tuple(lines)


def _field(field: str, before: str, after: str, m: Messages) -> str:
    return m(
        "field_change",
        field=m.label("field", field),
        before=field_value(field, before, m),
        after=field_value(field, after, m),
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
        Column(m("col.main_org_short")),
        Column(m("col.union")),
        Column(m("col.topic")),
        Column(m("col.before")),
        Column(m("col.after")),
        Column(m("col.cause")),
    ]
    rows = [
        (
            change.main_org or "–",
            change.name or change.union,
            m.topic(change.topic),
            verdict_cell(change.before, m.verdict(change.before)),
            verdict_cell(change.after, m.verdict(change.after)),
            m.label("cause", change.cause),
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
            yield Text(f"{m(key)}: {_place(finding, m)}")
            yield Quote(finding.quote, finding.before, finding.after)


def _place(finding: Finding, m: Messages) -> str:
    said = f"{capitalise(m.label('dimension', finding.dimension))}, {finding.rule}"
    return f"{said}, {finding.page.url}" if finding.page else said
