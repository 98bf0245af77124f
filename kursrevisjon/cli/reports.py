"""``report`` and ``explain``: a stored run for its readers, and the evidence behind its cells."""

from datetime import datetime, timedelta
from pathlib import Path

from kursrevisjon.audit import kept_sources
from kursrevisjon.cli.review import review_lines, reviews_as_json
from kursrevisjon.cli.stored import find_union, has_workspace, load_run, reading, since_last
from kursrevisjon.cli.support import (
    COMPARED_FORMATS,
    PLAIN_FORMATS,
    RUN_FORMATS,
    SHEET_FORMATS,
    Form,
    Format,
    TopicName,
    gate_on_gap,
    now,
    put,
    put_json,
    say,
    width,
)
from kursrevisjon.errors import ExitCode
from kursrevisjon.evaluate import Cell, cells_of
from kursrevisjon.model import Diff, Run, Topic, UnionResult
from kursrevisjon.report import render, render_explain, render_union_sheet
from kursrevisjon.report.messages import messages
from kursrevisjon.report.outline import Heading, Items, draw_terminal
from kursrevisjon.report.view import limited


def run_report(
    workspace: Path,
    name: str,
    form: Form,
    *,
    main_orgs: tuple[str, ...] = (),
    union: str | None = None,
    fail_on_gap: tuple[TopicName, ...] = (),
    max_age: int | None = None,
) -> ExitCode:
    """A stored run as a report, with the change since the reading before; or a sheet for one of its unions."""
    form.checked("report", RUN_FORMATS if union is None else SHEET_FORMATS)
    run = load_run(workspace, name)
    shown = limited(run, main_orgs)
    if union is not None:
        found = find_union(shown, union)
        shown = shown.model_copy(update={"unions": (found,)})
        sheet = render_union_sheet(found, run, form.format, contact=_contact(workspace, run), lang=form.lang)
        put(sheet, form.output)
    else:
        diff, trend = _since_last(workspace, run) if form.format in COMPARED_FORMATS else (None, ())
        text = render(
            run,
            form.format,
            lang=form.lang,
            width=width(),
            color=form.color,
            diff=diff,
            trend=trend,
            main_orgs=main_orgs,
        )
        put(text, form.output)
    verdicts = ({topic: told.verdict for topic, told in union.verdicts.items()} for union in shown.unions)
    return gate_on_gap(verdicts, fail_on_gap) or _gate_on_age(shown, max_age, now())


def _since_last(workspace: Path, run: Run) -> tuple[Diff | None, tuple[Run, ...]]:
    if not has_workspace(workspace):
        return None, ()
    with reading(workspace) as store:
        return since_last(store, run)


def _contact(workspace: Path, run: Run) -> str:
    """Where corrections go: the contact address of the run's sources, when one was put in."""
    if not has_workspace(workspace):
        return ""
    with reading(workspace) as store:
        sources = kept_sources(store, run.run.sources)
    return "" if sources is None or sources.contact_is_placeholder else sources.contact


def _gate_on_age(run: Run, max_age: int | None, at: datetime) -> ExitCode:
    """``GATE`` when no union was read within ``max_age`` days: the schedule has stopped, or nothing answers."""
    if max_age is None:
        return ExitCode.DONE
    newest = max((union.read_as_of for union in run.unions if union.read_as_of is not None), default=None)
    if newest is None:
        say(f"Kjøring {run.run.id} har ikke lest noe forbund.")
        return ExitCode.GATE
    age = at - newest
    if age > timedelta(days=max_age):
        say(f"Det nyeste grunnlaget er {age.days} dager gammelt (grensen er {max_age}). Går den faste kjøringen?")
        return ExitCode.GATE
    return ExitCode.DONE


def run_explain(
    workspace: Path,
    name: str,
    union: str,
    form: Form,
    *,
    topic: TopicName | None = None,
    course: str | None = None,
) -> ExitCode:
    """The evidence behind one union's cells."""
    form.checked("explain", PLAIN_FORMATS)
    result = find_union(load_run(workspace, name), union)
    wanted = topic.topic if topic else None
    shown = _only(result, wanted, course)
    cells = _reviewed(workspace, result, shown)
    if form.format is Format.JSON:
        put_json({**shown.model_dump(mode="json", by_alias=True), "reviews": reviews_as_json(cells)}, form.output)
        return ExitCode.DONE
    text = render_explain(
        result,
        topic=wanted,
        course=course,
        lang=form.lang,
        width=width(),
        color=form.color,
    )
    m = messages(form.lang)
    if lines := review_lines(cells, m):
        text += "\n" + draw_terminal([Heading(m("review")), Items(lines)], width=width(), color=form.color)
    put(text, form.output)
    return ExitCode.DONE


def _reviewed(workspace: Path, union: UnionResult, shown: UnionResult) -> tuple[Cell, ...]:
    """The verdicts and courses that are shown, with what people say of them; none where there is no workspace."""
    if not has_workspace(workspace):
        return ()
    with reading(workspace) as store:
        cells = cells_of(union, store.reviews())
    courses = {course.key for course in shown.courses}
    return tuple(cell for cell in cells if cell.topic in shown.verdicts or cell.course in courses)


def _only(union: UnionResult, topic: Topic | None, course: str | None) -> UnionResult:
    """The union with what was asked for: one topic with the courses that decide it (all when none does), or a course.

    Where no course decides, the reason is in what the courses lack.
    """
    verdicts = {cell: union.verdicts[cell] for cell in union.verdicts if topic in {None, cell}}
    courses = union.courses
    if course is not None:
        courses = union.courses_named(course)
    elif topic is not None:
        courses = union.deciding(topic) or union.courses
    return union.model_copy(update={"verdicts": verdicts, "courses": courses})
