"""What a report of ordinary size costs: 20 unions with 60 pages and 60 courses each, three runs in the workspace.

    python -m benchmarks.report

Runs the command `kursrevisjon report` itself, from its start to the file it writes, and prints the CPU seconds and the
size of each file format with its goal; leaves with 1 when a goal is missed. Time is the CPU of the command's own
process, the middle one of several rounds, so that other work beside does not count.
"""

import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from kursrevisjon.model import Obligation, Preventive, Run, Verdict
from kursrevisjon.store import Store

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from report_runs import QUOTES, course, full_run, page

SECONDS = 2.0
MEGABYTES = 3.0
ROUNDS = 5
PAGES = COURSES = 60


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder)
        with Store.open(workspace) as store:
            for number in (1, 2, 3):
                run = heavy_run(number)
                store.begin_run(run.run, [union.id for union in run.unions])
                store.save_result(run)
        held = [measured(workspace, format_) for format_ in ("html", "xlsx")]
    return 0 if all(held) else 1


def heavy_run(number: int) -> Run:
    """A run in which every page of a union has a course with two quotes of its own."""
    offered = course("x", Obligation.CORE, page("a"), preventive=Preventive.EXPLICIT, quote=QUOTES[Verdict.CORE])

    def numbered(count: int, month: int) -> object:
        findings = [one.model_copy(update={"quote": f"{count} {one.quote} {month}"}) for one in offered.findings]
        changed = {"id": f"c{count}", "name": f"Kurs {count}", "findings": tuple(findings)}
        return offered.model_copy(update=changed)

    courses = tuple(numbered(count, number if count % 10 == 0 else 0) for count in range(COURSES))
    run = full_run(number, pages=PAGES)
    return run.model_copy(update={"unions": tuple(u.model_copy(update={"courses": courses}) for u in run.unions)})


def measured(workspace: Path, format_: str) -> bool:
    """Whether the format keeps to the goals; prints what it took."""
    file = workspace / f"rapport.{format_}"
    command = [sys.executable, "-m", "kursrevisjon", "report", "-w", workspace, "-f", format_, "-o", file]
    taken = []
    for _ in range(ROUNDS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    seconds, size = statistics.median(taken), file.stat().st_size / 1_000_000
    held = seconds <= SECONDS and size <= MEGABYTES
    goals = f"(goal {SECONDS:g})  {size:5.2f} MB (goal {MEGABYTES:g})"
    print(f"{format_:5}{seconds:5.2f} s CPU {goals}  {'held' if held else 'MISSED'}")
    return held


if __name__ == "__main__":
    raise SystemExit(main())
