"""Month by month: the same sites, then one change at a time, and each comparison names that change and its cause.

The demo's sites run in this process on fixed ports, so that a month later they are the same addresses.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from cli_tools import ROOT, Answer, impatient, run

from kursrevisjon.demo import Variant, serve_demo
from kursrevisjon.model import Topic
from kursrevisjon.yamlfile import load_yaml

FIRST, SECOND = (load_yaml(ROOT / "tests" / "gold" / name) for name in ("demo.yaml", "demo_second.yaml"))
assert isinstance(FIRST, dict)
assert isinstance(SECOND, dict)


@dataclass
class Months:
    """One workspace that is scanned month after month."""

    folder: Path
    ports: Mapping[str, int] = field(default_factory=dict)
    runs: list[dict[str, Any]] = field(default_factory=list)

    def scan(
        self, variant: Variant, *, lexicon: Path = ROOT / "topic_lexicon", stopped: tuple[str, ...] = ()
    ) -> Answer:
        """A month: the sites as they are in the variant, some of them down; the workspace keeps what was read."""
        sources = self.folder / "kilder"
        sources.mkdir(exist_ok=True)
        with serve_demo(variant, ports=self.ports, folder=sources) as sites, impatient():
            self.ports = sites.ports
            for union in stopped:
                sites.stop(union)
            answer = run(
                "scan",
                "--sources",
                sites.sources_path,
                "--lexicon",
                lexicon,
                "-w",
                self.folder / "revisjon",
                "--allow-private",
                "--delay",
                0,
                "--format",
                "json",
            )
        self.runs.append(answer.json)
        return answer

    def diff(self, *more: object) -> Any:
        return run("diff", "-w", self.folder / "revisjon", "--format", "json", *more).json

    def code(self, *more: object) -> int:
        return run("diff", "-w", self.folder / "revisjon", *more).code


@dataclass(frozen=True)
class Year:
    """What the comparisons of a scripted row of months say."""

    months: Months
    unchanged: Any
    sites_changed: Any
    lexicon_changed: Any
    site_down: Any
    site_back: Any


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lexicon with a changed rule: voluntary courses are taken for mandatory ones."""
    folder = Path(copytree(ROOT / "topic_lexicon", tmp_path_factory.mktemp("ordliste") / "ordliste"))
    file = folder / "obligation.yaml"
    rule = re.compile(r"(- id: obligation/frivillig\n(?:\s+\w+:.*\n)*?\s+value: )optional")
    text, count = rule.subn(r"\1mandatory", file.read_text(encoding="utf-8"))
    assert count == 1
    file.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory, lexicon: Path) -> Year:
    months = Months(tmp_path_factory.mktemp("aar"))
    months.scan("first")
    months.scan("first")
    unchanged = months.diff()
    months.scan("second")
    sites_changed = months.diff()
    months.scan("second", lexicon=lexicon)
    lexicon_changed = months.diff()
    months.scan("second", lexicon=lexicon, stopped=("vaermelderne",))
    site_down = months.diff()
    months.scan("second", lexicon=lexicon)
    return Year(months, unchanged, sites_changed, lexicon_changed, site_down, months.diff())


def verdicts(found: Any) -> dict[tuple[str, str], tuple[str, str, str]]:
    return {
        (change["union"], change["topic"]): (change["before"], change["after"], change["cause"])
        for change in found["changes"]
    }


def test_sites_that_did_not_change_give_no_change(year: Year) -> None:
    assert year.unchanged["changes"] == year.unchanged["courses"] == year.unchanged["coverage"] == []
    assert len(year.unchanged["compared"]) > 10


def test_a_changed_site_is_told_as_exactly_that_change_with_cause_page(year: Year) -> None:
    wanted = {
        (union, topic): (FIRST[union][topic], gold[topic], "page")
        for union, gold in SECOND.items()
        if gold["cause"] == "page"
        for topic in Topic
        if FIRST[union][topic] != gold[topic]
    }
    assert wanted
    assert verdicts(year.sites_changed) == wanted


def test_a_change_carries_the_quotes_that_made_it(year: Year) -> None:
    (change,) = [change for change in year.sites_changed["changes"] if change["union"] == "tidtakerne"]
    assert any("forebygge konflikter" in quote for quote in change["evidence"])
    assert change["findings_before"][0]["page"]["digest"].startswith("sha256:")


def test_a_site_that_went_down_or_came_back_is_coverage_and_no_change_of_verdict(year: Year) -> None:
    told = {(entry["union"], entry["kind"]) for entry in year.sites_changed["coverage"]}
    lost = {(union, "lost") for union, gold in SECOND.items() if gold["preventive"] == "unknown"}
    back = {(union, "recovered") for union in SECOND if FIRST[union]["preventive"] == "unknown"}
    assert lost
    assert back
    assert told == lost | back
    assert not {union for union, _ in told} & {union for union, _ in verdicts(year.sites_changed)}


def test_a_changed_rule_is_told_with_cause_lexicon(year: Year) -> None:
    changes = verdicts(year.lexicon_changed)
    assert changes
    assert {cause for *_, cause in changes.values()} == {"lexicon"}
    assert {course["cause"] for course in year.lexicon_changed["courses"]} == {"lexicon"}
    assert year.lexicon_changed["coverage"] == []


def test_a_stopped_server_is_coverage_and_the_verdict_is_not_told_as_changed(year: Year) -> None:
    assert year.site_down["changes"] == year.site_down["courses"] == []
    (lost,) = year.site_down["coverage"]
    assert (lost["union"], lost["kind"]) == ("vaermelderne", "lost")
    down = next(union for union in year.months.runs[-2]["unions"] if union["id"] == "vaermelderne")
    assert {verdict["verdict"] for verdict in down["verdicts"].values()} == {"unknown"}
    for org in year.months.runs[-2]["main_orgs"]:
        assert all("vaermelderne" not in figures["gap"] for figures in org["topics"].values())


def test_a_site_that_is_back_is_compared_with_its_last_good_reading(year: Year) -> None:
    """The month that it was down neither hides nor fakes a change."""
    assert year.site_back["changes"] == year.site_back["courses"] == []
    (back,) = year.site_back["coverage"]
    assert (back["union"], back["kind"], back["base_run"]) == (
        "vaermelderne",
        "recovered",
        year.months.runs[3]["run"]["id"],
    )


def test_the_last_good_reading_of_a_union_is_kept_apart_from_the_last_run(year: Year) -> None:
    """Of a site that never answered there is none; of one that was down there is the one before."""
    folder = year.months.folder / "revisjon"
    down, latest = (year.months.runs[number]["run"]["id"] for number in (4, 5))
    good = run("runs", "show", down, "-w", folder, "--format", "json").json["last_good"]
    assert (good["vaermelderne"], good["fjaere"], good["kodeks"]) == (latest, latest, None)
    told = run("runs", "show", down, "-w", folder).out
    assert f"vaermelderne: {latest} (0 dager)" in told
    assert "kodeks: ingen" in told
    assert "fjaere: " not in run("runs", "show", "latest", "-w", folder).out


def test_where_pages_and_rules_both_changed_each_has_its_part(year: Year) -> None:
    """The old pages are judged under the later rules; the lexicon that the later run used is kept in the workspace."""
    first, rules_changed = (year.months.runs[number]["run"]["id"] for number in (0, 3))
    found = year.months.diff(first, rules_changed)
    causes = {(change["union"], change["cause"]) for change in found["changes"]}
    assert ("vaermelderne", "page") in causes
    assert {union for union, cause in causes if cause == "lexicon"} >= {
        union for union, _ in verdicts(year.lexicon_changed) if union not in SECOND
    }
    assert all(change["also_possible"] == [] for change in found["changes"])


def test_swapping_two_runs_swaps_before_and_after(year: Year) -> None:
    one, other = (year.months.runs[number]["run"]["id"] for number in (1, 2))
    there, back = year.months.diff(one, other), year.months.diff(other, one)
    assert verdicts(back) == {
        place: (after, before, cause) for place, (before, after, cause) in verdicts(there).items()
    }


@pytest.mark.parametrize(
    ("before", "after", "gate", "code"),
    [
        (0, 1, ("--fail-on", "any"), 0),
        (1, 2, (), 0),
        (1, 2, ("--fail-on", "worse"), 1),
        (1, 2, ("--fail-on", "optional->absent"), 1),
        (1, 2, ("--fail-on", "core->absent"), 0),
        (3, 4, ("--fail-on", "verdict"), 0),
        (3, 4, ("--fail-on", "coverage"), 1),
        (4, 4, ("--fail-on", "any"), 0),
    ],
)
def test_the_gate_fires_for_what_it_names(
    year: Year, before: int, after: int, gate: tuple[str, ...], code: int
) -> None:
    names = (year.months.runs[number]["run"]["id"] for number in (before, after))
    assert year.months.code(*names, *gate) == code


def test_the_report_of_the_last_month_tells_what_is_new(year: Year) -> None:
    folder, changed = year.months.folder / "revisjon", year.months.runs[2]["run"]["id"]
    text = run("report", changed, "-w", folder, "--format", "md").out
    assert "Arbeidsmiljøkurset" in text
    assert "Endret siden" in text
