"""``review``: what people say of verdicts and courses, kept beside what the program found."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kursrevisjon.cli.stored import find_run, find_union, reading
from kursrevisjon.cli.support import PLAIN_FORMATS, Form, Format, now, put, put_json
from kursrevisjon.errors import ExitCode, UsageError
from kursrevisjon.evaluate import Agreement, Cell, agreement_on_courses, agreement_on_verdicts, cells_of
from kursrevisjon.model import Basis, Obligation, Preventive, Review, Run, Topic, Verdict
from kursrevisjon.report.csvfile import to_text
from kursrevisjon.report.messages import Messages, messages
from kursrevisjon.report.plain import plain_table
from kursrevisjon.store import Store

EXPORT_FORMATS: Final = (Format.JSON, Format.CSV)
_COURSE_LABELS: Final = {
    "obligation": [*Obligation],
    "basis": [*Basis],
    "hms": ["true", "false"],
    "preventive": [*Preventive],
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person says; ``label`` is the one that they find right instead, when they name one."""

    agrees: bool
    by: str
    note: str = ""
    label: str = ""


def run_review_list(workspace: Path, name: str, form: Form, *, union: str | None = None, only_open: bool) -> ExitCode:
    """Every verdict of a run with its reviews, and the courses that were reviewed; with ``union`` all its courses."""
    form.checked("review list", PLAIN_FORMATS)
    with reading(workspace) as store:
        run, reviews = store.load_result(find_run(store, name)), store.reviews()
    unions = run.unions if union is None else (find_union(run, union),)
    cells = [cell for one in unions for cell in cells_of(one, reviews) if union or cell.topic or cell.reviews]
    shown = [cell for cell in cells if not (only_open and cell.holding)]
    verdicts, courses = agreement_on_verdicts(cells), agreement_on_courses(cells)
    if form.format is Format.JSON:
        figures = {"verdicts": _figures(verdicts), "courses": _figures(courses)}
        put_json({"run": run.run.id, "cells": list(map(_cell, shown)), "agreement": figures}, form.output)
        return ExitCode.DONE
    m = messages("nb")
    header = ("Forbund", "Hva", "Programmet sier", "Gjennomgang")
    rows = [(cell.union.short_name, _what(cell, m), _label(cell, cell.label, m), _said(cell, m)) for cell in shown]
    figures_lines = [_told("vurderinger", verdicts, m), _told("kurs", courses, m)]
    put("\n".join([plain_table(header, rows), "", *figures_lines]), form.output)
    return ExitCode.DONE


def run_review_set(
    workspace: Path, name: str, union: str, form: Form, said: Judgement, *, topic: Topic | None, course: str | None
) -> ExitCode:
    """What a person says of one verdict or course of a run, stored beside what was said before."""
    form.checked("review set", PLAIN_FORMATS)
    with Store.open(workspace, create=False) as store:
        run = store.load_result(find_run(store, name))
        cell = _chosen(run, union, topic, course)
        review = _review(run, cell, said)
        store.add_review(review)
    if form.format is Format.JSON:
        put_json(review, form.output)
    else:
        m = messages("nb")
        put(f"{cell.union.short_name}, {_what(cell, m)}: {_opinion(cell, review, m)}", form.output)
    return ExitCode.DONE


def run_review_export(workspace: Path, form: Form) -> ExitCode:
    """All reviews ever given, oldest first."""
    form.checked("review export", EXPORT_FORMATS)
    with reading(workspace) as store:
        reviews = store.reviews()
    if form.format is Format.JSON:
        put_json(reviews, form.output)
    else:
        rows = [review.model_dump(mode="json") for review in reviews]
        fields = list(Review.model_fields)
        put(to_text(fields, ([_text(row[field]) for field in fields] for row in rows)), form.output)
    return ExitCode.DONE


def reviews_as_json(cells: Sequence[Cell]) -> list[dict[str, object]]:
    """The reviews of some cells, each with whether it was given on other evidence."""
    return [review for cell in cells for review in _reviews(cell)]


def review_lines(cells: Sequence[Cell], m: Messages) -> tuple[str, ...]:
    """The reviews of some cells, a line each."""
    return tuple(f"{_what(cell, m)}: {_opinion(cell, review, m)}" for cell in cells for review in cell.reviews)


def _chosen(run: Run, union: str, topic: Topic | None, course: str | None) -> Cell:
    """The verdict or the one course that is meant."""
    if (topic is None) == (course is None):
        raise UsageError("review set: oppgi enten --topic eller --course")
    found = find_union(run, union)
    ids = {one.key for one in found.courses_named(course)} if course else set()
    if course in ids:
        ids = {course}
    if course and len(ids) != 1:
        known = ", ".join(sorted(ids) or [one.key for one in found.courses]) or "ingen"
        why = "passer på flere kurs" if ids else "er ikke et kurs i kjøringen"
        raise UsageError(f"--course {course}: {why}; oppgi én av id-ene: {known}")
    return next(cell for cell in cells_of(found, ()) if (cell.topic is topic if topic else cell.course in ids))


def _review(run: Run, cell: Cell, said: Judgement) -> Review:
    by, note, label = said.by.strip(), said.note.strip(), said.label.strip()
    if not by:
        raise UsageError("--by: skriv hvem som har gått gjennom")
    if said.agrees and label:
        raise UsageError("--label: gjelder bare sammen med --disagree")
    if not said.agrees and not note:
        raise UsageError("--note: skriv hvorfor, når du er uenig")
    if label:
        _check_label(cell, label)
    return Review(
        union=cell.union.id,
        topic=cell.topic,
        course=cell.course,
        run=run.run.id,
        evidence=cell.evidence,
        machine=cell.label,
        agrees=said.agrees,
        label=cell.label if said.agrees else label,
        by=by,
        note=note,
        at=now(),
    )


def _check_label(cell: Cell, label: str) -> None:
    if cell.topic:
        known = [verdict.value for verdict in Verdict if verdict.value != cell.label]
    else:
        known = [f"{field}={value}" for field, values in _COURSE_LABELS.items() for value in values]
        known = [choice for choice in known if choice not in cell.label.split()]
    if label not in known:
        raise UsageError(f"--label {label}: velg en annen merkelapp enn programmets: {', '.join(known)}")


def _cell(cell: Cell) -> dict[str, object]:
    place = {"union": cell.union.id, "topic": cell.topic, "course": cell.course, "machine": cell.label}
    return {**place, "open": not cell.holding, "reviews": _reviews(cell)}


def _reviews(cell: Cell) -> list[dict[str, object]]:
    return [{**review.model_dump(mode="json"), "stale": not cell.holds(review)} for review in cell.reviews]


def _figures(agreement: Agreement) -> dict[str, float | int | None]:
    counts = {"reviews": agreement.reviews, "agreed": agreement.agreed}
    return {**counts, "rate": agreement.rate, "kappa": agreement.kappa}


def _told(what: str, agreement: Agreement, m: Messages) -> str:
    if agreement.rate is None:
        return f"Ingen {what} er gjennomgått på dagens grunnlag."
    kappa = "" if agreement.kappa is None else f", Cohens kappa {m.number(round(agreement.kappa, 2))}"
    shares = f"enig i {agreement.agreed} av {agreement.reviews} ({m.percent(agreement.rate)})"
    return f"Gjennomgang av {what}: {shares}{kappa}."


def _what(cell: Cell, m: Messages) -> str:
    return m.topic(cell.topic) if cell.topic else m.quoted(cell.name)


def _label(cell: Cell, label: str, m: Messages) -> str:
    return m.label("verdict", label) if cell.topic else label


def _said(cell: Cell, m: Messages) -> str:
    return "; ".join(_opinion(cell, review, m) for review in cell.reviews) or m("review.open")


def _opinion(cell: Cell, review: Review, m: Messages) -> str:
    said = m("review.agrees" if review.agrees else "review.rejects")
    if review.label and not review.agrees:
        said += f" ({_label(cell, review.label, m)})"
    note = f": {review.note}" if review.note else ""
    stale = "" if cell.holds(review) else f" [{m('review.stale')}]"
    return f"{said}, {review.by} {m.day(review.at, short=True)}{note}{stale}"


def _text(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
