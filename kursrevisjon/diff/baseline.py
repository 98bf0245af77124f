"""``baseline:2018``: a run beside the finding of the report that asked the question (METHOD, source; 4).

The report gives one figure: 0 of its 20 unions had preventive working-environment work in mandatory training. It
draws its unions in a picture and names a few in the text. A union that it does not name is in the figure, but is not
compared by name; HSE as such is not in the report, so it is not compared at all.
"""

from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from kursrevisjon.diff.coverage import age_in_days
from kursrevisjon.model import (
    BaselineComparison,
    BaselineUnion,
    Diff,
    Remark,
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
    comparison = BaselineComparison(
        id=finding.id,
        source=finding.source,
        topic=finding.topic,
        before=(finding.mandatory, finding.unions),
        after=(list(known.values()).count(Verdict.MANDATORY), len(known)),
        unknown=len(verdicts) - len(known),
        unions=tuple(_named(union, finding.topic) for union in named),
        not_comparable=tuple(sorted(union.id for union in after.unions if union not in named)),
    )
    return Diff(
        after=after.run,
        remarks=_remarks(after),
        names={union.id: union.short_name for union in after.unions},
        compared=tuple(sorted(known)),
        evidence_age_days=_ages(after),
        baseline=comparison,
    )


def _named(union: UnionResult, topic: Topic) -> BaselineUnion:
    return BaselineUnion(union=union.id, name=union.short_name, after=union.verdicts[topic].verdict)


def _ages(run: Run) -> dict[str, int]:
    ages = {union.id: age_in_days(union, run.run.started) for union in run.unions}
    return {union: age for union, age in sorted(ages.items()) if age is not None}


def _remarks(after: Run) -> tuple[Remark, ...]:
    claim = Remark(kind="baseline_one_claim")
    return (claim, Remark(kind="baseline_fictional")) if after.run.fictional else (claim,)
