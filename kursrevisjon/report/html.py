"""A run, and a sheet for one union, as self-contained HTML: no network, no request, one file to forward.

The content security policy allows the file's own style and script by their digests and nothing else. Jinja escapes
every value; ``_shown`` takes control and bidirectional characters out before that.
"""

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kursrevisjon.model import Diff, Run, Topic, UnionResult, Verdict
from kursrevisjon.report import view
from kursrevisjon.report.about import paragraphs, versions
from kursrevisjon.report.changes import change_groups, change_line, no_change, remark_lines
from kursrevisjon.report.charts import bar_pieces, trend_charts
from kursrevisjon.report.explain import finding_label
from kursrevisjon.report.grid import one_line
from kursrevisjon.report.messages import Messages, capitalise
from kursrevisjon.report.sheet import how_to_correct, what_is_missing
from kursrevisjon.text import printable, shorten

_NAME_LENGTH: Final = 160
_MOST_CHANGES: Final = 40


def to_html(run: Run, m: Messages, *, diff: Diff | None = None, trend: Sequence[Run] = ()) -> str:
    """The run as one HTML file. ``trend`` are the runs before it, oldest first; ``diff`` the changes since the last."""
    figures = view.total_figures(run)
    changed = change_groups(diff, view.union_names(run), m, most=_MOST_CHANGES) if diff else ()
    charts = trend_charts([*(earlier for earlier in trend if earlier.run.id != run.run.id), run], m)
    return _render(
        "report.html.j2",
        m,
        script=_asset("report.js"),
        run=run,
        diff=diff,
        groups=view.groups(run),
        figures=figures,
        any_judged=any(topic.coverage[1] for topic in figures.values()),
        change_groups=changed,
        no_change=no_change(diff, m) if diff else "",
        notes=remark_lines(diff, m) if diff else (),
        charts=charts,
        anchors=_anchors(run.unions),
        alarms=tuple(view.alarms(run, m)),
        pages_read=sum(union.pages.read for union in run.unions),
        pages_unread=sum(view.unread_count(union) for union in run.unions),
        contents=list(_contents(run, bool(charts), m)),
        about_text=paragraphs(m),
        versions=list(versions(run, m)),
    )


def sheet_to_html(union: UnionResult, run: Run, m: Messages, contact: str) -> str:
    """One page about one union, to send to it."""
    return _render(
        "sheet.html.j2",
        m,
        script="",
        run=run,
        union=union,
        missing=tuple(what_is_missing(union, m)),
        correct=how_to_correct(contact, m),
    )


def _render(template: str, m: Messages, *, script: str, **values: object) -> str:
    style = _asset("report.css")
    return (
        _environment()
        .get_template(template)
        .render(
            m=m,
            style=Markup(style),  # noqa: S704 - the package's own file
            style_hash=_digest(style),
            script=Markup(script),  # noqa: S704 - the package's own file
            script_hash=_digest(script),
            topics=tuple(Topic),
            verdicts=tuple(Verdict),
            **values,
        )
    )


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("kursrevisjon.report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=_shown,
    )
    environment.globals |= {
        name: getattr(view, name)
        for name in (
            "all_findings",
            "cell_findings",
            "counts_line",
            "evidence",
            "label_findings",
            "org_label",
            "ratio",
            "unread_count",
            "why",
        )
    }
    environment.globals |= {
        "bar_pieces": bar_pieces,
        "brief": _brief,
        "capitalise": capitalise,
        "change_line": change_line,
        "finding_label": finding_label,
        "host": view.web_host,
        "marks_of": _marks_of,
        "verdict_of": view.verdict_of,
    }
    return environment


@lru_cache(maxsize=4)
def _asset(name: str) -> str:
    loader = _environment().loader
    assert loader is not None  # noqa: S101 - set two functions above
    source, _, _ = loader.get_source(_environment(), name)
    return source


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _shown(value: object) -> object:
    """A value as it may stand in the page: markup of our own as it is, text without what could disturb it."""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _brief(name: str) -> str:
    return shorten(one_line(name), _NAME_LENGTH)


def _anchors(unions: Sequence[UnionResult]) -> dict[str, str]:
    """An id for each union's section: from its own id, so that links to it keep from run to run."""
    anchors: dict[str, str] = {}
    for number, union in enumerate(unions):
        slug = re.sub(r"[^a-z0-9-]+", "", union.id.lower()) or str(number)
        anchors[union.id] = f"u-{slug}" if f"u-{slug}" not in anchors.values() else f"u-{slug}-{number}"
    return anchors


def _marks_of(union: UnionResult) -> Markup:
    """The attributes that the filter reads from a union's row and section."""
    values = {"union": union.id, "org": view.org_name(union)}
    values |= {topic.value: view.verdict_of(union, topic).value for topic in Topic}
    return Markup(" ").join(Markup('data-{}="{}"').format(key, printable(value)) for key, value in values.items())


def _contents(run: Run, has_charts: bool, m: Messages) -> Iterator[tuple[str, str]]:
    yield "front", m("in_short")
    yield "changes", m("changes")
    if run.unions:
        yield "matrix", m("matrix")
    if has_charts:
        yield "trend", m("trend")
    if run.unions:
        yield "unions", m("union_sections")
    yield "about", m("about")
