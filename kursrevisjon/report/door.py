"""The formats by name: which function draws what a caller asks for."""

from collections.abc import Sequence
from typing import Final

from kursrevisjon.errors import UsageError
from kursrevisjon.model import Diff, DocumentResult, Run, Topic, UnionResult
from kursrevisjon.report.changes import changes, names_in, nothing_compared, remark_lines
from kursrevisjon.report.csvfile import to_csv
from kursrevisjon.report.explain import explain_document, explain_union
from kursrevisjon.report.machine import GateFinding, finding_line, to_annotations, to_junit
from kursrevisjon.report.messages import messages
from kursrevisjon.report.outline import draw_markdown, draw_terminal
from kursrevisjon.report.overview import overview
from kursrevisjon.report.sheet import sheet
from kursrevisjon.report.view import limited_with
from kursrevisjon.text import canonical_json

RUN_FORMATS: Final = ("table", "md", "csv", "json", "html", "xlsx")
SHEET_FORMATS: Final = ("html", "md")
DIFF_FORMATS: Final = ("table", "md", "json", "junit", "github")
_WIDE: Final = 110


def render(
    run: Run,
    format: str,  # noqa: A002 - the name that callers and the command line use
    *,
    lang: str = "nb",
    width: int = 80,
    color: bool = False,
    diff: Diff | None = None,
    trend: Sequence[Run] = (),
    main_orgs: Sequence[str] = (),
) -> str | bytes:
    """A run in one of ``RUN_FORMATS``.

    ``width`` is in columns and, like ``color``, concerns ``table`` alone. ``diff`` is the comparison with the run
    before, ``trend`` the earlier runs, oldest first; ``main_orgs`` limits the report. Raises ``UsageError`` for an
    unknown format, language or main organisation.
    """
    m = messages(lang)
    shown = limited_with(run, main_orgs, diff, trend)
    run, diff = shown.run, shown.diff
    match format:
        case "table":
            return draw_terminal(overview(run, m, wide=width >= _WIDE, diff=diff), width=width, color=color)
        case "md":
            return draw_markdown(overview(run, m, wide=True, diff=diff))
        case "csv":
            return to_csv(run, m)
        case "json":
            return canonical_json(run)
        case "xlsx":
            from kursrevisjon.report.excel import to_excel  # noqa: PLC0415 - only this format waits for xlsxwriter

            return to_excel(run, m, diff=diff)
        case "html":
            from kursrevisjon.report.html import to_html  # noqa: PLC0415 - only HTML waits for jinja2

            return to_html(run, m, diff=diff, trend=shown.trend)
    raise _unknown_format(format, RUN_FORMATS)


def render_diff(
    diff: Diff,
    format: str,  # noqa: A002 - as in render
    *,
    lang: str = "nb",
    width: int = 80,
    color: bool = False,
    gate: Sequence[GateFinding] | None = None,
) -> str:
    """A comparison in one of ``DIFF_FORMATS``; raises ``UsageError`` for another.

    ``gate`` are the findings of a policy, which set the levels in ``junit`` and ``github``.
    """
    m = messages(lang)
    match format:
        case "table":
            return draw_terminal(changes(diff, m), width=width, color=color)
        case "md":
            return draw_markdown(changes(diff, m))
        case "json":
            return canonical_json(diff.model_copy(update={"notes": remark_lines(diff, m)}))
        case "junit":
            return to_junit(diff, m, gate)
        case "github":
            return to_annotations(diff, m, gate)
    raise _unknown_format(format, DIFF_FORMATS)


def render_gate(
    diff: Diff, errors: Sequence[GateFinding], *, cut_short: bool = False, lang: str = "nb"
) -> tuple[str, ...]:
    """What a gate has to say of a comparison, line by line: its errors, and that it is not "unchanged"."""
    m, names = messages(lang), names_in(diff)
    lines = [m("gate_fired", rule=finding.rule, finding=finding_line(finding, names, m)) for finding in errors]
    if not diff.compared:
        lines.append(nothing_compared(diff, m))
    elif cut_short:
        lines.append(m("cut_short"))
    return tuple(lines)


def render_explain(
    union: UnionResult,
    *,
    topic: Topic | None = None,
    course: str | None = None,
    lang: str = "nb",
    width: int = 80,
    color: bool = False,
) -> str:
    """The evidence behind a union's verdicts: rule, quote in context, page and what was left out, and why."""
    return draw_terminal(explain_union(union, messages(lang), topic=topic, course=course), width=width, color=color)


def render_document(result: DocumentResult, *, lang: str = "nb", width: int = 80, color: bool = False) -> str:
    """The labels of one document with their evidence, for ``classify`` at a terminal."""
    return draw_terminal(explain_document(result, messages(lang)), width=width, color=color)


def render_union_sheet(
    union: UnionResult,
    run: Run,
    format: str,  # noqa: A002 - as in render
    *,
    contact: str = "",
    lang: str = "nb",
) -> str:
    """A sheet about one union in one of ``SHEET_FORMATS``, to send to it; ``contact`` is where corrections go.

    Raises ``UsageError`` for another format or language.
    """
    m = messages(lang)
    match format:
        case "html":
            from kursrevisjon.report.html import sheet_to_html  # noqa: PLC0415 - as in render

            return sheet_to_html(union, run, m, contact)
        case "md":
            return draw_markdown(sheet(union, run, m, contact))
    raise _unknown_format(format, SHEET_FORMATS)


def _unknown_format(given: str, known: Sequence[str]) -> UsageError:
    return UsageError(f"Unknown format {given!r}; choose one of {', '.join(known)}.")
