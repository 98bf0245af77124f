"""A sheet about one union, to send to it: what was found and what was not read, and how to correct it.

Neutral in tone; it claims only what the quotes carry.
"""

from collections.abc import Iterator

from kursrevisjon.model import Finding, Run, Topic, UnionResult, Verdict
from kursrevisjon.report.explain import course_table, explain_cell, unread_items
from kursrevisjon.report.messages import Messages
from kursrevisjon.report.outline import Drawn, Heading, Items, Text


def sheet(union: UnionResult, run: Run, m: Messages, contact: str) -> Iterator[Drawn]:
    """The sheet as blocks, for Markdown."""
    yield Heading(m("sheet_title", union=union.name), 1)
    if run.run.fictional:
        yield Text(m("fictional"), alarm=True)
    yield Text(m("sheet_intro", date=m.day(union.read_as_of or run.run.started)))
    if union.marks:
        yield Text("; ".join(m.label("mark", mark) for mark in union.marks), alarm=True)
    yield Heading(m("sheet_found"))
    shown: set[tuple[str, tuple[Finding, ...]]] = set()
    for topic in Topic:
        yield from explain_cell(union, topic, m, shown=shown, level=3, misses=False)
    yield Heading(m("sheet_courses"))
    yield course_table(union.courses, m) if union.courses else Text(m("no_courses"))
    yield Heading(m("not_read"))
    for said in what_is_missing(union, m):
        yield Text(said)
    if union.unread_pages:
        yield unread_items(union, m)
    yield Heading(m("sheet_correct"))
    yield Text(how_to_correct(contact, m))
    yield Heading(m("sheet_labels"))
    yield Items(tuple(f"{m.verdict(verdict)}: {m('meaning.' + verdict)}" for verdict in Verdict))
    yield Text(m("run_line", id=run.run.id, date=m.moment(run.run.started)))


def what_is_missing(union: UnionResult, m: Messages) -> Iterator[str]:
    """Whether all was read; "all" is said only of a union whose pages were read to the end."""
    if not union.complete:
        yield m("cut_off")
    if union.unread_pages:
        yield m("sheet_unread")
    elif union.complete:
        yield m("all_read")


def how_to_correct(contact: str, m: Messages) -> str:
    """Where to write when something is wrong; without a contact, to whoever sent the sheet."""
    return m("sheet_contact", contact=contact) if contact else m("sheet_contact_none")
