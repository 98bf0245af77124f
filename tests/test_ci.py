"""``docs/ci``: the jobs are valid, their commands exist, and the monthly script does what they promise.

The script runs in a git repository of its own, with the program as it is here, against the demo's sites.
"""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
import typer
from cli_tools import ROOT

from kursrevisjon.cli.app import app
from kursrevisjon.demo import DemoSites, serve_demo
from kursrevisjon.diff import load_policy
from kursrevisjon.store import Store
from kursrevisjon.yamlfile import load_yaml

CI = ROOT / "docs" / "ci"
GITHUB, GITLAB, SCRIPT = CI / "github-actions.yml", CI / "gitlab-ci.yml", CI / "maaned.sh"
UNIONS = ("vaermelderne", "tidtakerne", "fjaere")


@pytest.mark.parametrize(
    ("file", "schema"),
    [(GITHUB, ("vendor.github-workflows",)), (GITLAB, ("vendor.gitlab-ci", "--data-transform", "gitlab-ci"))],
    ids=["GitHub", "GitLab"],
)
def test_the_jobs_are_valid_where_they_run(file: Path, schema: tuple[str, ...]) -> None:
    """The schemas are those that the platforms publish, as the linter ships them."""
    lint = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", *schema, str(file)]
    done = subprocess.run(lint, capture_output=True, text=True, check=False)  # noqa: S603 - a tool of ours
    assert done.returncode == 0, done.stdout


def shell_lines(value: object) -> Iterator[str]:
    """Every line of shell in a job file."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key in {"run", "script", "before_script"}:
                yield from "\n".join(part if isinstance(part, list) else [part]).splitlines()
            else:
                yield from shell_lines(part)
    elif isinstance(value, list):
        for part in value:
            yield from shell_lines(part)


def commands() -> list[str]:
    """Every call of the program in the jobs and in the script, with shell variables filled in."""
    lines = [*shell_lines(load_yaml(GITHUB)), *shell_lines(load_yaml(GITLAB)), *SCRIPT.read_text().splitlines()]
    called = [line.strip() for line in lines if re.match(r"\s*kursrevisjon ", line)]
    gate = '--policy "$folder/policy.yaml"'
    filled = [line.replace('"${gate[@]}"', gate).replace('"$@"', "--contact a@example.org") for line in called]
    return [re.sub(r"\s*(\|\||&&).*", "", line).replace("$folder", "resultater") for line in filled]


def test_every_command_of_the_jobs_is_accepted_by_the_program() -> None:
    assert {line.split()[1] for line in commands()} == {"scan", "report", "diff"}
    for line in commands():
        group: Any = typer.main.get_command(app)
        _, name, *arguments = shlex.split(line)
        group.commands[name].make_context(line, arguments)


def test_both_platforms_read_once_a_month_and_raise_an_alarm_of_their_own() -> None:
    github = load_yaml(GITHUB)
    assert isinstance(github, dict)
    crons = [entry["cron"] for entry in github["on"]["schedule"]]
    monthly = [cron for cron in crons if re.fullmatch(r"\d+ \d+ \d+ \* \*", cron)]
    assert len(monthly) == 1
    assert monthly[0] in github["jobs"]["audit"]["if"]
    assert "push" in github["on"]
    for jobs in (github["jobs"], load_yaml(GITLAB)):
        assert isinstance(jobs, dict)
        (line,) = [line for line in shell_lines(jobs["alarm"]) if "--max-age" in line]
        assert "siste.json" in line


def test_the_policy_is_one_that_the_program_reads() -> None:
    assert load_policy(CI / "policy.yaml").verdicts


def test_the_script_is_valid_shell() -> None:
    subprocess.run(["bash", "-n", str(SCRIPT)], check=True)  # noqa: S603, S607 - the shell that the jobs use


# The script, month by month

PROGRAM = """\
import sys
from functools import partial

if sys.argv[1] == "scan":  # a failing site is tried again at once
    from kursrevisjon.cli import sites
    sites.FetchSettings = partial(sites.FetchSettings, backoff=0.005, breaker_pause=0.02)
from kursrevisjon.cli import main
main()
"""


class Repository:
    """A git repository that keeps an audit's results, with the script and the policy in place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.results = folder / "resultater"
        self.results.mkdir()
        (self.results / "policy.yaml").write_bytes((CI / "policy.yaml").read_bytes())
        (folder / ".gitignore").write_text("/revisjon/\n/verktøy/\n/kilder/\n/ordliste/\n", encoding="utf-8")
        tools = folder / "verktøy"
        tools.mkdir()
        program = tools / "kursrevisjon"
        program.write_text(f"#!{sys.executable}\n{PROGRAM}", encoding="utf-8")
        program.chmod(0o755)
        self.env = {
            **os.environ,
            "PATH": f"{tools}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "COLUMNS": "80",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GITHUB_ACTIONS": "true",
        }
        self.git("init", "--quiet")
        self.git("config", "user.name", "prøve")
        self.git("config", "user.email", "prove@example.org")
        self.git("add", ".gitignore")
        self.git("commit", "--quiet", "--message", "Start")

    def git(self, *arguments: str) -> str:
        command = ["git", *arguments]
        done = subprocess.run(  # noqa: S603 - git
            command, cwd=self.folder, env=self.env, capture_output=True, text=True, check=True
        )
        return done.stdout

    def month(self, sites: DemoSites, *more: str) -> subprocess.CompletedProcess[str]:
        named = (part for union in UNIONS for part in ("--union", union))
        command = [
            "bash",
            str(SCRIPT),
            "--sources",
            str(sites.sources_path),
            "--allow-private",
            "--delay",
            "0",
            *named,
            *more,
        ]
        return subprocess.run(  # noqa: S603 - the script under test
            command, cwd=self.folder, env=self.env, capture_output=True, text=True, check=False
        )

    def read(self, name: str) -> str:
        return (self.results / name).read_text(encoding="utf-8")

    def commits(self) -> int:
        return len(self.git("log", "--format=%h").split())

    def last_good(self) -> str:
        run_id: str = json.loads(self.read("siste.json"))["run"]["id"]
        return run_id


def test_the_months_are_kept_in_git_and_each_change_is_told_with_its_cause(tmp_path: Path) -> None:
    lexicon = Path(copytree(ROOT / "topic_lexicon", tmp_path / "ordliste"))
    repository = Repository(tmp_path)
    year = []

    with serve_demo("first") as sites:
        first = repository.month(sites, "--lexicon", str(lexicon))
    year.append(repository.read("endringer.md"))
    assert (first.returncode, year[0].split(";")[0]) == (0, "Første kjøring")
    assert "Fjære" in repository.read("rapport.md")

    with serve_demo("second", ports=sites.ports) as sites:
        changed = repository.month(sites, "--lexicon", str(lexicon))
        told = repository.read("endringer.md")
        year.append(told)
        assert changed.returncode == 1, changed.stderr
        assert "nettsiden er endret" in told
        assert "Arbeidsmiljøkurset" in told
        assert "ordlisten er endret" not in told
        assert "::error" in changed.stdout
        assert "<failure" in repository.read("endringer.xml")

        (lexicon / "forebyggende.yaml").unlink()
        rules = repository.month(sites, "--lexicon", str(lexicon))
        told = repository.read("endringer.md")
        year.append(told)
        assert rules.returncode == 0, "the policy only warns of what a lexicon did"
        assert "ordlisten er endret" in told
        assert "nettsiden er endret" not in told

        good = repository.last_good()
        sites.stop("fjaere")
        down = repository.month(sites, "--lexicon", str(lexicon))
        told = repository.read("endringer.md")
        year.append(told)
        assert down.returncode == 1, "the policy minds a union that went unread"
        assert "kunne ikke leses" in told
        assert "ikke funnet" not in told.partition("Hva som kunne leses")[0]

        for union in UNIONS:
            sites.stop(union)
        before = repository.last_good()
        nothing = repository.month(sites, "--lexicon", str(lexicon))
        year.append(repository.read("endringer.md"))
        assert nothing.returncode == 4
        assert repository.last_good() == before != good, "a run that read nothing is never the last good one"

    log = repository.git("log", "--format=%s", "--reverse").splitlines()
    assert [line.partition(": ")[2] for line in log[1:]] == [
        "lesing 0, sammenligning 0",
        "lesing 0, sammenligning 1",
        "lesing 0, sammenligning 0",
        "lesing 0, sammenligning 1",
        "lesing 4, sammenligning 4",
    ]
    assert repository.git("status", "--porcelain") == ""
    assert lines_not_told(year) == []
    assert len(repository.git("log", "--format=%h", "--", "resultater/siste.json").split()) == 4


def lines_not_told(year: list[str]) -> list[str]:
    """The lines of the example in the documents that the months of the test did not tell."""
    shown = re.findall(r"```text\n(.*?)```", (CI / "eksempel.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(shown) == len(year)
    return [line for block, told in zip(shown, year, strict=True) for line in block.splitlines() if line not in told]


def test_a_wrong_option_keeps_nothing_and_says_so(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    with serve_demo("first") as sites:
        wrong = repository.month(sites, "--union", "finnes-ikke")
    assert (wrong.returncode, "finnes-ikke" in wrong.stderr) == (2, True)
    assert {file.name for file in repository.results.iterdir()} == {"policy.yaml", "endringer.md"}
    assert "kode 2" in repository.read("endringer.md")
    assert repository.commits() == 1


def test_a_wrong_policy_loses_no_month_and_shows_no_earlier_one(tmp_path: Path) -> None:
    """The change that could not be compared is told by the next month, since the base has stayed where it was."""
    repository = Repository(tmp_path)
    with serve_demo("first") as sites:
        repository.month(sites)
    good, policy = repository.last_good(), repository.read("policy.yaml")
    (repository.results / "policy.yaml").write_text("verdicts: {worse: kanskje}\n", encoding="utf-8")
    with serve_demo("second", ports=sites.ports) as sites:
        wrong = repository.month(sites)
        assert (wrong.returncode, "kanskje" in wrong.stderr) == (3, True)
        assert (repository.last_good(), repository.commits()) == (good, 2)
        assert "kode 3" in repository.read("endringer.md")
        assert not (repository.results / "endringer.xml").exists()
        (repository.results / "policy.yaml").write_text(policy, encoding="utf-8")
        assert repository.month(sites).returncode == 1
    assert "Arbeidsmiljøkurset" in repository.read("endringer.md")
    assert (repository.last_good() != good, repository.commits()) == (True, 3)


def test_a_month_without_a_result_does_not_show_the_one_before(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    with serve_demo("first") as sites:
        repository.month(sites)
        with Store.open(tmp_path / "revisjon") as store, store.lock():
            busy = repository.month(sites)
    assert busy.returncode == 4
    assert "kode 4" in repository.read("endringer.md")
    assert repository.commits() == 2
