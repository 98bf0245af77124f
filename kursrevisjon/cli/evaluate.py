"""``evaluate``: figures against labelled pages and passages, per trap class, with the errors and their rule traces."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from kursrevisjon.cli.classify import label_file
from kursrevisjon.cli.support import PLAIN_FORMATS, Form, Format, put, put_json, say
from kursrevisjon.errors import ExitCode, UsageError
from kursrevisjon.evaluate import Evaluation, GoldItem, check_floors, evaluate, floors_of, load_floors, load_gold
from kursrevisjon.lexicon import Lexicon, load_lexicon
from kursrevisjon.model import DocumentResult
from kursrevisjon.report.plain import plain_table


def run_evaluate(
    paths: Sequence[Path],
    form: Form,
    *,
    lexicon: Path | None,
    floors: Path | None,
    write_floors: bool,
    lower_floors: bool,
    errors: bool,
) -> ExitCode:
    """Measure, print, and compare with the floors when a file of them is named (exit 1 when one is broken)."""
    form.checked("evaluate", PLAIN_FORMATS)
    if floors is None and (write_floors or lower_floors):
        raise UsageError("--write-floors: oppgi filen med --floors")
    is_new = floors is not None and write_floors and not floors.exists()
    limits = load_floors(floors) if floors is not None and not is_new else None
    loaded = load_lexicon(lexicon)
    items = load_gold(paths)
    evaluations = evaluate(items, lambda item: _judge(item, loaded))
    if form.format is Format.JSON:
        put_json({kind: _figures(evaluation) for kind, evaluation in evaluations.items()}, form.output)
    else:
        put("\n".join(_lines(evaluations, errors=errors)), form.output)
    measured = floors_of(evaluations, items)
    breaches = check_floors(limits, evaluations) if limits else []
    for breach in breaches:
        say(str(breach))
    is_other = limits is not None and limits.gold != measured.gold
    if floors is not None and (lower_floors or (write_floors and not breaches)):
        put_json(measured, floors)
        return ExitCode.DONE
    if is_other:
        say(f"De merkede tekstene er ikke de som gulvene i {floors} ble målt på. Skriv dem på nytt: --write-floors")
    return ExitCode.GATE if breaches or is_other else ExitCode.DONE


def _judge(item: GoldItem, lexicon: Lexicon) -> DocumentResult:
    return label_file(item.name, item.data, lexicon, section=None if item.is_page else "tillitsvalgt")


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
