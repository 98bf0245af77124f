"""``evaluate``: figures against labelled pages and passages, per trap class, with the errors and their rule traces."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import typer

from kursrevisjon.classify import assess_document
from kursrevisjon.cli.support import Format, say
from kursrevisjon.errors import ExitCode, UsageError
from kursrevisjon.evaluate import Evaluation, GoldItem, check_floors, evaluate, floors_of, load_gold
from kursrevisjon.extract import extract_file
from kursrevisjon.lexicon import Lexicon, load_lexicon
from kursrevisjon.model import DocumentResult, Unread
from kursrevisjon.report.plain import plain_table
from kursrevisjon.text import canonical_json


def run_evaluate(
    paths: Sequence[Path],
    *,
    lexicon: Path | None,
    floors: Path | None,
    write_floors: bool,
    errors: bool,
    format: Format,  # noqa: A002 - the option's name
) -> ExitCode:
    """Measure, print, and compare with the floors when a file of them is named (exit 1 when one is broken)."""
    loaded = load_lexicon(lexicon)
    items = load_gold(paths)
    evaluations = evaluate(items, lambda item: _judge(item, loaded))
    if format is Format.JSON:
        typer.echo(canonical_json(_document(evaluations)), nl=False)
    else:
        typer.echo("\n".join(_lines(evaluations, errors=errors)))
    if floors is None:
        return ExitCode.DONE
    if write_floors:
        floors.write_text(canonical_json(floors_of(evaluations, items)), encoding="utf-8")
        say(f"Gulvene er skrevet til {floors}; begrunn endringen i CHANGELOG.md.")
        return ExitCode.DONE
    try:
        breaches = check_floors(json.loads(floors.read_text(encoding="utf-8")), evaluations)
    except (OSError, ValueError) as error:
        raise UsageError(f"{floors}: kan ikke leses som gulv; lag fila med --write-floors") from error
    for breach in breaches:
        say(str(breach))
    return ExitCode.GATE if breaches else ExitCode.DONE


def _judge(item: GoldItem, lexicon: Lexicon) -> DocumentResult:
    document = extract_file(item.name, item.data, section=None if item.is_page else "tillitsvalgt")
    if isinstance(document, Unread):
        return DocumentResult(source=item.source, outcome=document.cause, detail=document.detail)
    return assess_document(document, lexicon)


def _document(evaluations: Mapping[str, Evaluation]) -> dict[str, object]:
    return {kind: _figures(evaluation) for kind, evaluation in evaluations.items()}


def _figures(evaluation: Evaluation) -> dict[str, object]:
    figures: dict[str, object] = {"items": evaluation.items, "all_right": evaluation.right / evaluation.items}
    figures["obligation"] = evaluation.obligation_agrees / evaluation.items
    for name, counts in (*evaluation.page.items(), ("courses", evaluation.courses)):
        figures[name] = {"precision": counts.precision, "recall": counts.recall, "f1": counts.f1}
    figures["matched"] = {
        name: dict(zip(("agreement", "kappa"), values, strict=True)) for name, values in _agreement(evaluation)
    }
    figures["false_claims"] = evaluation.false_claims
    figures["traps"] = {trap: counts[0] / counts[1] for trap, counts in sorted(evaluation.traps.items())}
    return figures


def _agreement(evaluation: Evaluation) -> Iterator[tuple[str, tuple[float, float]]]:
    yield "obligation", evaluation.agreement(lambda course: str(getattr(course, "alone", course.obligation)))
    yield "hms", evaluation.agreement(lambda course: course.hms)
    yield "preventive", evaluation.agreement(lambda course: course.preventive.value)
    yield "audience", evaluation.agreement(lambda course: tuple(sorted(course.audience)))


def _lines(evaluations: Mapping[str, Evaluation], *, errors: bool) -> Iterator[str]:
    for kind, evaluation in evaluations.items():
        share = evaluation.right / evaluation.items
        yield f"\n{kind}: {evaluation.items} items, all three right {share:.3f}"
        rows = [
            (name, f"{counts.precision:.3f}", f"{counts.recall:.3f}", f"{counts.f1:.3f}")
            for name, counts in (*evaluation.page.items(), ("courses found", evaluation.courses))
        ]
        yield plain_table(("figure", "precision", "recall", "F1"), rows)
        matched = [(name, f"{agreement:.3f}", f"{kappa:.3f}") for name, (agreement, kappa) in _agreement(evaluation)]
        yield plain_table(("matched courses", "agreement", "kappa"), matched)
        yield f"obligation of the page: {evaluation.obligation_agrees / evaluation.items:.3f}"
        yield f"false claims: {evaluation.false_claims or 'none'}"
        traps = [
            (trap, f"{counts[0]}/{counts[1]}", f"{counts[0] / counts[1]:.2f}")
            for trap, counts in sorted(evaluation.traps.items())
        ]
        yield plain_table(("trap class", "right", "share"), traps)
        if errors:
            yield from _errors(evaluation)


def _errors(evaluation: Evaluation) -> Iterator[str]:
    for item, wanted, got, result in evaluation.errors:
        yield f"  {item.id}: wanted {wanted.headline}, got {got.headline}"
        for course in result.courses:
            rules = ", ".join(
                f"{finding.rule}={finding.value}" for finding in course.findings if finding.rule.count("/")
            )
            blocked = ", ".join(f"{found.rule} ({found.blocked_by})" for found in course.suppressed)
            yield f"    {course.name}: {rules}" + (f" | blocked: {blocked}" if blocked else "")
