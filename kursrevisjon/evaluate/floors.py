"""Committed floors for every figure: a change that makes one worse is seen, and lowering one takes an explicit flag."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kursrevisjon.evaluate.figures import Evaluation
from kursrevisjon.evaluate.gold import GoldItem

_SLACK: Final = 0.0005


@dataclass(frozen=True, slots=True)
class Breach:
    """A figure under its floor."""

    figure: str
    floor: float
    value: float

    def __str__(self) -> str:
        return f"{self.figure}: {self.value:.3f} er under gulvet {self.floor:.3f}"


def floors_of(evaluations: Mapping[str, Evaluation], items: Iterable[GoldItem]) -> dict[str, object]:
    """The figures as floors, tied to the digest of the labelled items that they were measured on."""
    return {
        "gold": gold_digest(items),
        "floors": {name: round(value, 3) for name, value in _figures(evaluations).items()},
    }


def check_floors(floors: Mapping[str, object], evaluations: Mapping[str, Evaluation]) -> list[Breach]:
    """The figures that fell below their floor."""
    values = _figures(evaluations)
    wanted = floors.get("floors", {})
    if not isinstance(wanted, Mapping):
        return []
    return [
        Breach(str(name), float(floor), values.get(str(name), 0.0))
        for name, floor in wanted.items()
        if values.get(str(name), 0.0) < float(floor) - _SLACK
    ]


def gold_digest(items: Iterable[GoldItem]) -> str:
    """The digest of texts and labels."""
    digest = hashlib.sha256()
    for item in items:
        digest.update(item.model_dump_json(exclude={"source", "data"}).encode())
        digest.update(item.data)
    return "sha256:" + digest.hexdigest()


def _figures(evaluations: Mapping[str, Evaluation]) -> dict[str, float]:
    figures = {}
    for kind, evaluation in evaluations.items():
        if kind.endswith("_doubt"):
            continue
        for name, counts in evaluation.page.items():
            figures[f"{kind}/{name}_f1"] = counts.f1
        figures[f"{kind}/courses_f1"] = evaluation.courses.f1
        figures[f"{kind}/all_right"] = evaluation.right / evaluation.items
        figures[f"{kind}/obligation"] = evaluation.obligation_agrees / evaluation.items
    return figures
