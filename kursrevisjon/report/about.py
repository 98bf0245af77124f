"""How to read a report, and what it was made with: the last page of the HTML file and of the workbook."""

from collections.abc import Iterator

from kursrevisjon.model import Run
from kursrevisjon.report.explain import short_digest
from kursrevisjon.report.messages import Messages


def paragraphs(m: Messages) -> list[str]:
    """What the report rests on, what counts, and what a quote is."""
    return [m(f"about_text.{part}") for part in ("basis", "counting", "quotes")]


def versions(run: Run, m: Messages) -> Iterator[tuple[str, str]]:
    """When the run was made and with what, term by term."""
    info = run.run
    yield m("about.run"), info.id
    yield m("about.started"), m.moment(info.started)
    if info.finished:
        yield m("about.finished"), m.moment(info.finished)
    yield m("about.tool"), info.tool
    yield m("about.lexicon"), short_digest(info.lexicon)
    yield m("about.sources"), short_digest(info.sources)
    yield from sorted(info.libraries.items())
