"""What a user minds: the levels of ``policy.yaml``, and the short form ``--fail-on``.

A level is ``off``, ``warn`` or ``error``. A verdict change takes the level of the most specific line that names it,
and is then held down to the level of its topic, its main organisation and its cause. Findings are listed whatever
their level.
"""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from kursrevisjon.errors import UsageError
from kursrevisjon.model import GAP_VERDICTS, Change, ChangeCause, Topic, Verdict
from kursrevisjon.yamlfile import load_model, nearest, wrong


class Level(StrEnum):
    """How much a finding is minded, from least to most."""

    OFF = "off"
    WARN = "warn"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for ``off``, 2 for ``error``."""
        return list(Level).index(self)


ANY: Final = "any"
"""Stands for every verdict on one side of an arrow."""

_VERDICTS: Final = tuple(verdict.value for verdict in Verdict)
_DIRECTIONS: Final = ("worse", "better")
_ARROW_HINT: Final = (
    f"skriv «fra->til» med {', '.join(_VERDICTS)} eller {ANY} på hver side, for eksempel core->absent;"
    " eller skriv worse eller better"
)


def _check_key(key: str) -> str:
    if key not in _DIRECTIONS and not is_arrow(key):
        raise wrong(f"«{key}» er ikke en endring av en vurdering", _ARROW_HINT)
    return key


def _topic_name(name: object) -> object:
    """METHOD's own name of the topic is accepted beside the key that JSON uses."""
    return Topic.PREVENTIVE.value if name == "forebyggende" else name


ChangeKey = Annotated[str, AfterValidator(_check_key)]
TopicKey = Annotated[Topic, BeforeValidator(_topic_name)]
Days = Annotated[int, Field(ge=0)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AgeLimits(_Section):
    """From how many days on old evidence is warned of, and counts as an error."""

    warn: Days | None = None
    error: Days | None = None

    @model_validator(mode="after")
    def _warn_comes_first(self) -> "AgeLimits":
        if self.warn is not None and self.error is not None and self.warn > self.error:
            raise wrong(f"warn ({self.warn} dager) er senere enn error ({self.error} dager)", "la warn være det minste")
        return self


class Policy(_Section):
    """A policy file: what the gate warns of and what makes it fire. What is not named has the level ``default``."""

    schema_: Literal["kursrevisjon/policy/1"] = Field("kursrevisjon/policy/1", alias="schema")
    default: Level = Field(Level.WARN, description="nivået for alt som ikke er nevnt")
    verdicts: dict[ChangeKey, Level] = Field(default_factory=dict, description="nivå per endring av en vurdering")
    topics: dict[TopicKey, Level] = Field(default_factory=dict, description="høyeste nivå per tema")
    main_orgs: dict[str, Level] = Field(default_factory=dict, description="høyeste nivå per hovedorganisasjon")
    causes: dict[ChangeCause, Level] = Field(default_factory=dict, description="høyeste nivå per årsak")
    courses: dict[Literal["added", "removed", "edited"], Level] = Field(
        default_factory=dict, description="nivå for kurs som er kommet til, falt bort eller endret"
    )
    coverage: dict[Literal["lost", "recovered", "page_lost", "page_recovered"], Level] = Field(
        default_factory=dict, description="nivå for forbund og sider som ikke kunne leses, eller kunne leses igjen"
    )
    age: AgeLimits = Field(AgeLimits(), description="grenser i dager for alderen på grunnlaget")


NO_POLICY: Final = Policy(default=Level.OFF)
"""Nothing is minded; everything is still listed."""

FAIL_ON: Final = {
    "any": "any change of a verdict, a course or what could be read",
    "verdict": "any change of a verdict",
    "worse": "a verdict that fell (mandatory > core > optional > absent)",
    "gap": "a union that came into gap (optional or absent)",
    "courses": "a course added, removed or edited",
    "coverage": "a union or page that could not be read any more",
}
"""What ``--fail-on`` accepts beside arrows such as ``core->absent``, with help in English."""


def load_policy(path: Path) -> Policy:
    """The policy in the file. Raises ``InputFileError`` with every problem and its line."""
    return load_model(path, Policy, schema_hint="se docs/endringer.md for hva en policy kan inneholde")


def policy_from(values: Sequence[str]) -> frozenset[str]:
    """What ``--fail-on`` names; values may be given several times or joined by commas.

    Raises ``UsageError`` for a value that is neither in ``FAIL_ON`` nor an arrow, with the nearest one.
    """
    names = [name.strip() for value in values for name in value.split(",") if name.strip()]
    for name in names:
        if name not in FAIL_ON and not is_arrow(name):
            near = nearest(name, FAIL_ON)
            hint = f"did you mean '{near}'?" if near else f"choose from {', '.join(FAIL_ON)}, or FROM->TO"
            raise UsageError(f"--fail-on: unknown value '{name}'; {hint}")
    return frozenset(names)


def is_arrow(key: str) -> bool:
    """Whether the key is ``FROM->TO`` with verdicts or ``any`` on both sides."""
    before, arrow, after = key.partition("->")
    sides = {before.strip(), after.strip()}
    return bool(arrow) and sides <= {*_VERDICTS, ANY}


def keys_of(change: Change) -> tuple[str, ...]:
    """The names of a verdict change, from the most specific to the least."""
    arrows = (f"{change.before}->{change.after}", f"{change.before}->{ANY}", f"{ANY}->{change.after}")
    return (*arrows, *direction(change), f"{ANY}->{ANY}")


def direction(change: Change) -> tuple[str, ...]:
    """``worse`` or ``better``; neither when one side is unknown."""
    order = list(Verdict)
    if Verdict.UNKNOWN in {change.before, change.after}:
        return ()
    return ("worse",) if order.index(change.before) < order.index(change.after) else ("better",)


def is_new_gap(change: Change) -> bool:
    """Whether the union came into gap with the change."""
    return change.after in GAP_VERDICTS and change.before not in GAP_VERDICTS
