"""What changed between two runs, what made it change, and whether a policy minds.

``Run, Run → Diff{Change, CourseChange, CoverageChange, MainOrgChange}``, each change with its cause:

- ``bases`` finds the reading that each union is compared from: its last good one, when the earlier run could not read
  it;
- ``identity`` tells which course of one run is which course of the other, so that an edit is an edit;
- ``causes`` tells the union's changes from ours: page, lexicon, tool, sources or coverage;
- ``compare`` makes the ``Diff``; ``courses``, ``coverage``, ``figures`` and ``notes`` make its parts;
- ``baseline`` compares a run with the finding published in 2018;
- ``inputs`` reads a run from a JSON file;
- ``policy`` and ``gates`` decide what the process tells its caller.
"""

from kursrevisjon.diff.baseline import BASELINE_2018, compare_with_baseline
from kursrevisjon.diff.bases import Base, is_good_reading, last_good
from kursrevisjon.diff.compare import Rejudge, diff_runs
from kursrevisjon.diff.gates import GateFinding, GateResult, evaluate_gate
from kursrevisjon.diff.inputs import load_run_json
from kursrevisjon.diff.policy import FAIL_ON, Level, Policy, load_policy, policy_from

__all__ = [
    "BASELINE_2018",
    "FAIL_ON",
    "Base",
    "GateFinding",
    "GateResult",
    "Level",
    "Policy",
    "Rejudge",
    "compare_with_baseline",
    "diff_runs",
    "evaluate_gate",
    "is_good_reading",
    "last_good",
    "load_policy",
    "load_run_json",
    "policy_from",
]
