"""``baseline:2018``: a run beside the finding of the report that asked the question (METHOD, source; 4).

The report gives one figure: 0 of its 20 unions had preventive working-environment work in mandatory training. It
draws its unions in a picture and names a few in the text. A union that it does not name is in the figure, but is not
compared by name; HSE as such is not in the report, so it is not compared at all.
"""

from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from kursrevisjon.diff.coverage import age_in_days
from kursrevisjon.diff.words import VERDICTS
from kursrevisjon.model import (
    BaselineComparison,
    BaselineUnion,
    Diff,
    Run,
    Topic,
    UnionResult,
    Verdict,
)
from kursrevisjon.yamlfile import load_model

BASELINE_2018: Final = "baseline:2018"
"""How the baseline is written on the command line."""

_NAMED: Final = "named_in_report"
"""The ``basis`` that ``sources.yaml`` gives a union which the report names."""


class _Finding(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    source: str
    topic: Topic
    unions: int
    mandatory: int


def compare_with_baseline(after: Run) -> Diff:
    """The run beside the 2018 finding, on the one claim that the finding makes.

    There are no verdict changes: the report says that a union was not ``mandatory``, and not what it was instead.
    """
    finding = load_model(Path(__file__).with_name("baseline_2018.yaml"), _Finding)
    verdicts = {union.id: union.verdicts[finding.topic].verdict for union in after.unions}
    known = {union: verdict for union, verdict in verdicts.items() if verdict is not Verdict.UNKNOWN}
    named = [union for union in after.unions if union.basis == _NAMED and not after.run.fictional]
    others = [union for union in after.unions if union not in named]
    comparison = BaselineComparison(
        id=finding.id,
        source=finding.source,
        topic=finding.topic,
        before=(finding.mandatory, finding.unions),
        after=(list(known.values()).count(Verdict.MANDATORY), len(known)),
        unknown=len(verdicts) - len(known),
        unions=tuple(_named(union, finding.topic) for union in named),
        not_comparable=tuple(sorted(union.id for union in others)),
    )
    return Diff(
        after=after.run,
        notes=_notes(comparison, after, others),
        compared=tuple(sorted(known)),
        evidence_age_days=_ages(after),
        names={union.id: union.short_name for union in after.unions},
        baseline=comparison,
    )


def _named(union: UnionResult, topic: Topic) -> BaselineUnion:
    return BaselineUnion(union=union.id, name=union.short_name, after=union.verdicts[topic].verdict)


def _ages(run: Run) -> dict[str, int]:
    ages = {union.id: age_in_days(union, run.run.started) for union in run.unions}
    return {union: age for union, age in sorted(ages.items()) if age is not None}


def _notes(comparison: BaselineComparison, after: Run, others: list[UnionResult]) -> tuple[str, ...]:
    then, now = comparison.before, comparison.after
    unknown = f" {comparison.unknown} forbund er ukjent og er ikke med i tallet." if comparison.unknown else ""
    notes = [
        f"{comparison.source}: {then[0]} av {then[1]} forbund hadde forebyggende arbeidsmiljøarbeid i obligatorisk"
        " opplæring. Tallet gjelder rapportens egne 20 forbund.",
        f"I kjøringen {after.run.id}: {now[0]} av {now[1]} forbund.{unknown}",
        "Bare denne påstanden er sammenlignbar. Rapporten oppgir ikke tall for HMS, og heller ikke om forebyggende"
        " arbeid sto i frivillige kurs i hvert enkelt forbund.",
    ]
    notes += [
        f"{union.name}: ikke obligatorisk i 2018, {VERDICTS[union.after]} i {after.run.id}."
        for union in comparison.unions
    ]
    if after.run.fictional:
        notes.append("Forbundene i kjøringen er oppdiktede. Sammenligningen viser bare hvordan tabellen leses.")
    elif others:
        names = ", ".join(union.short_name for union in others)
        notes.append(f"Ikke sammenlignbare ved navn, fordi rapporten ikke nevner dem i teksten: {names}.")
    return tuple(notes)
