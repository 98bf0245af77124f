"""Committed floors for every figure: a change that makes one worse is seen, and lowering one takes an explicit flag."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from kursrevisjon.errors import InputFileError, Problem
from kursrevisjon.evaluate.figures import Evaluation
from kursrevisjon.evaluate.gold import GoldItem
from kursrevisjon.text import digest_of

_DECIMALS: Final = 3
_SLACK: Final = 0.5 * 10**-_DECIMALS


class Floors(BaseModel):
    """The least that every figure may be, on the labelled items with the digest ``gold``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    gold: str
    floors: dict[str, float]


@dataclass(frozen=True, slots=True)
class Breach:
    """A figure under its floor. Without a value there is no such figure any more."""

    figure: str
    floor: float
    value: float | None

    def __str__(self) -> str:
        now = "finnes ikke lenger" if self.value is None else f"er {self.value:.{_DECIMALS}f}"
        return f"{self.figure} {now}; gulvet er {self.floor:.{_DECIMALS}f}"


def load_floors(path: Path) -> Floors:
    """The floors in a file. Raises ``InputFileError``."""
    hint = "lag filen med --write-floors"
    try:
        return Floors.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputFileError([Problem(str(path), f"filen kan ikke leses ({error})", hint=hint)]) from None
    except ValidationError as error:
        problems = [
            Problem(str(path), f"{'.'.join(map(str, detail['loc']))}: {detail['msg']}", hint=hint)
            for detail in error.errors(include_url=False)
        ]
        raise InputFileError(problems) from None


def floors_of(evaluations: Mapping[str, Evaluation], items: Sequence[GoldItem]) -> Floors:
    """The figures as floors, tied to the digest of the labelled items that they were measured on."""
    return Floors(
        gold=gold_digest(items), floors={name: round(value, _DECIMALS) for name, value in _figures(evaluations)}
    )


def check_floors(floors: Floors, evaluations: Mapping[str, Evaluation]) -> list[Breach]:
    """The figures that fell below their floor."""
    values = dict(_figures(evaluations))
    breaches = (Breach(name, floor, values.get(name)) for name, floor in floors.floors.items())
    return [breach for breach in breaches if breach.value is None or breach.value < breach.floor - _SLACK]


def gold_digest(items: Iterable[GoldItem]) -> str:
    """The digest of texts and labels, whatever order and folder they come in."""
    digests = sorted(hashlib.sha256(_content(item)).hexdigest() for item in items)
    return digest_of("\n".join(digests))


def _content(item: GoldItem) -> bytes:
    labels = item.model_dump(mode="json", exclude={"source", "data"})
    return json.dumps(labels, sort_keys=True, ensure_ascii=False).encode() + b"\n" + item.data


def _figures(evaluations: Mapping[str, Evaluation]) -> Iterable[tuple[str, float]]:
    """The figures that have floors. Items that readers doubted have none."""
    for kind, evaluation in evaluations.items():
        if kind.endswith("_doubt"):
            continue
        for name, counts in evaluation.page.items():
            yield f"{kind}/{name}_f1", counts.f1
        yield f"{kind}/courses_f1", evaluation.courses.f1
        yield f"{kind}/all_right", evaluation.right / evaluation.items
        yield f"{kind}/obligation", evaluation.obligation_agrees / evaluation.items
        yield f"{kind}/no_false_claim", 1 - sum(evaluation.false_claims.values()) / evaluation.items
