"""How much cheaper an audit is without a network: CPU of a full audit against the offline run after it.

    python -m benchmarks.offline [--unions N] [--pages N] [--rounds N] [--profile]

Each round starts from nothing: a full audit (crawl, extraction, labels), three offline runs with nothing changed, and
one each after something was added to the lexicon: a word that no page has, a rule that fires nowhere, one that fires
on many pages about training, and one that fires on nearly every page. Only ratios mean anything: machines differ, and
other work runs beside. ``--profile`` shows where the run after an added word spends its time.
"""

import argparse
import io
import json
import os
import pstats
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree

from benchmarks.offline.sites import union_name

ROOT = Path(__file__).parents[2]
PORT = 8197
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Compiled modules are kept, as they are where the program is installed."""
GOALS = {"nothing": 100.0, "a word": 2.5, "a rule": 2.5, "a rule on choice": 2.5, "a common rule": 2.5}
"""How many times cheaper than a full audit, after a change of what."""


@contextmanager
def sites(count: int, pages: int) -> Iterator[None]:
    """The sites, in a process of their own."""
    command = [sys.executable, "-m", "benchmarks.offline.sites", str(count), str(pages), str(PORT)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    assert server.stdout is not None
    try:
        assert server.stdout.readline() == b"ready\n", "the sites did not start"
        yield
    finally:
        server.terminate()
        server.wait(30)
        server.stdout.close()


def sources_file(folder: Path, count: int, pages: int) -> Path:
    unions = [
        {
            "id": f"u{site}",
            "name": union_name(site),
            "homepage": f"http://127.0.2.{site}:{PORT}/",
            "affiliations": [{"main_org": ("LO", "YS", "Unio", "Akademikerne")[site % 4]}],
            "basis": "inferred",
            "workplaces": ["oppdiktet"],
            "seeds": [{"url": f"http://127.0.2.{site}:{PORT}/"}],
            "hosts": [f"127.0.2.{site}:{PORT}"],
            "page_budget": pages,
        }
        for site in range(1, count + 1)
    ]
    path = folder / "kilder.json"
    path.write_text(json.dumps({"contact": "bench@example.org", "fictional": True, "unions": unions}))
    return path


def cpu(arguments: list[str], output: Path) -> float:
    """CPU seconds of one command, children included; its result goes to ``output``."""
    command = [sys.executable, "-m", "kursrevisjon", "scan", "--format", "json", "--output", str(output), *arguments]
    process = subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT, stderr=subprocess.PIPE)
    assert process.stderr is not None
    told = process.stderr.read().decode()
    _, status, used = os.wait4(process.pid, 0)
    process.stderr.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: exit {process.returncode}\n{told[-2000:]}")
    return used.ru_utime + used.ru_stime


def changed_lexicon(folder: Path, what: str) -> Path:
    """The lexicon with one thing added: a word, or a rule, that meets no text, pages on training, or nearly all."""
    word = {"a rule on choice": "frivillig", "a common rule": "og"}.get(what, "oppdiktetord")
    lexicon = Path(copytree(ROOT / "topic_lexicon", folder / what.replace(" ", "-")))
    if what == "a word":
        file, old, new = lexicon / "words.yaml", "lists:\n", "lists:\n  oppdiktet: [oppdiktetord]\n"
    else:
        file, old, new = lexicon / "obligation.yaml", "rules:\n", f"rules:\n{OWN_RULE.format(word=word)}\n"
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file}: the benchmark must follow its form"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return lexicon


OWN_RULE = """\
  - id: obligation/oppdiktet
    dimension: obligation
    value: optional
    patterns: ["{word}"]
    why: a rule of the benchmark
    must_fire: ["Kurset er {word}."]
    must_not_fire:
      - {{text: "Kurset er annet.", trap: negation}}
"""


def measure(unions: int, pages: int, rounds: int, unchanged: int = 3) -> dict[str, list[float]]:
    """Per round, how many times less CPU each offline run took than the full audit before it."""
    ratios: dict[str, list[float]] = {what: [] for what in GOALS}
    for number in range(1, rounds + 1):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            common = ["--workspace", str(folder / "revisjon"), "--sources", str(sources_file(folder, unions, pages))]
            with sites(unions, pages):
                full = cpu([*common, "--allow-private", "--delay", "0"], folder / "full.json")
            read = sum(union["pages"]["read"] for union in json.loads((folder / "full.json").read_bytes())["unions"])
            assert read == unions * pages, f"{read} pages were read"
            print(f"round {number}: full audit {full:.1f} s CPU, {full / read * 1000:.1f} ms a page ({read} pages)")
            for what in GOALS:
                same = what == "nothing"
                more = [] if same else ["--lexicon", str(changed_lexicon(folder, what))]
                again = folder / "igjen.json"
                used = [cpu(["--offline", *common, *more], again) for _ in range(unchanged if same else 1)]
                assert same == (again.read_bytes() == (folder / "full.json").read_bytes())
                ratios[what].append(full / statistics.median(used))
                print(f"  {what} changed: {statistics.median(used):.2f} s, {ratios[what][-1]:.1f} times less")
    return ratios


def start() -> float:
    """CPU seconds of a command that does nothing: what every run takes beside its work."""
    before = os.times()
    subprocess.run(
        [sys.executable, "-m", "kursrevisjon", "--version"],
        cwd=ROOT,
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def profile(unions: int, pages: int) -> None:
    """Where the run after a changed word spends its time, by the parts of the program and by function."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        common = ["--workspace", str(folder / "revisjon"), "--sources", str(sources_file(folder, unions, pages))]
        with sites(unions, pages):
            cpu([*common, "--allow-private", "--delay", "0"], folder / "full.json")
        stats = folder / "stats"
        more = ["--offline", *common, "--lexicon", str(changed_lexicon(folder, "a word")), "--format", "json"]
        command = [sys.executable, "-m", "cProfile", "-o", str(stats), "-m", "kursrevisjon", "scan", *more]
        subprocess.run([*command, "--output", str(folder / "ny.json")], cwd=ROOT, check=True)
        shown = io.StringIO()
        pstats.Stats(str(stats), stream=shown).sort_stats("cumulative").print_stats(r"kursrevisjon|sqlite|pydantic", 45)
        pstats.Stats(str(stats), stream=shown).sort_stats("tottime").print_stats(30)
    print(shown.getvalue())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--unions", type=int, default=20)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument(
        "--profile", action="store_true", help="show where the run after a changed word spends its time"
    )
    options = parser.parse_args()
    if options.profile:
        profile(options.unions, options.pages)
        return
    print(f"starting the program: {statistics.median(start() for _ in range(3)):.2f} s CPU of every run", flush=True)
    for what, ratios in measure(options.unions, options.pages, options.rounds).items():
        ratio = statistics.median(ratios)
        held = "held" if ratio >= GOALS[what] else "missed"
        print(f"{what} changed: {ratio:.1f} times cheaper than a full audit (goal >= {GOALS[what]:g}: {held})")


if __name__ == "__main__":
    main()
