"""The reading that a union is compared from (DESIGN: the base of a comparison is kept per union).

A site that was down in the earlier run is compared with what it said when it was last read well, so that its outage
neither blocks nor fakes a change.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kursrevisjon.model import Run, UnionResult, Verdict


@dataclass(frozen=True, slots=True)
class Base:
    """A union's last good reading, and the run that it is from."""

    run: Run
    result: UnionResult


def is_known(result: UnionResult) -> bool:
    """Whether the union has a verdict other than ``unknown`` on some topic."""
    return any(verdict.verdict is not Verdict.UNKNOWN for verdict in result.verdicts.values())


def is_good_reading(result: UnionResult) -> bool:
    """Whether the reading can be a base: something is known, and it is neither thin nor partly kept."""
    return is_known(result) and not result.marks


def last_good(union_ids: Collection[str], runs: Iterable[Run]) -> dict[str, Base]:
    """The newest good reading of each union in ``runs``, which come newest first.

    Runs are taken one at a time and no further than needed, so that ``runs`` may load them lazily. A union without a
    good reading is left out.
    """
    wanted = set(union_ids)
    found: dict[str, Base] = {}
    if not wanted:
        return found
    for run in runs:
        for result in run.unions:
            if result.id in wanted and is_good_reading(result):
                found[result.id] = Base(run, result)
        wanted -= found.keys()
        if not wanted:
            break
    return found
