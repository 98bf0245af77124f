"""``kursrevisjon demo``: the whole job over real HTTP, on 20 invented unions whose right answers are known."""

import json
from pathlib import Path

import pytest
from cli_tools import ROOT, Answer, impatient, run
from jsonschema import Draft202012Validator

from kursrevisjon.model import Topic, Verdict
from kursrevisjon.yamlfile import load_yaml

GOLD = load_yaml(ROOT / "tests" / "gold" / "demo.yaml")
assert isinstance(GOLD, dict)


@pytest.fixture(scope="session")
def unions(demo: tuple[Path, Answer]) -> dict[str, dict[str, object]]:
    return {union["id"]: union for union in demo[1].json["unions"]}


def test_the_demo_ends_well_and_is_valid_against_the_committed_schema(demo: tuple[Path, Answer]) -> None:
    answer = demo[1]
    assert answer.code == 0
    schema = json.loads((ROOT / "docs" / "schema" / "run-1.json").read_text(encoding="utf-8"))
    assert list(Draft202012Validator(schema).iter_errors(answer.json)) == []
    assert answer.json["run"]["fictional"] is True
    assert "OPPDIKTEDE" in answer.err


@pytest.mark.parametrize("union", sorted(GOLD))
@pytest.mark.parametrize("topic", list(Topic))
def test_every_verdict_is_the_one_that_a_careful_reader_gives(
    unions: dict[str, dict[str, dict[str, dict[str, str]]]], union: str, topic: Topic
) -> None:
    found = unions[union]["verdicts"][topic]
    assert found["verdict"] == GOLD[union][topic], found["why"]


def test_every_kind_of_verdict_occurs_in_the_four_main_organisations(demo: tuple[Path, Answer]) -> None:
    run_json = demo[1].json
    assert len(run_json["unions"]) == 20
    assert [org["name"] for org in run_json["main_orgs"]] == ["LO", "YS", "Unio", "Akademikerne"]
    assert {union["verdicts"]["preventive"]["verdict"] for union in run_json["unions"]} == {*Verdict}


def test_what_could_not_be_read_is_told_with_its_cause(unions: dict[str, dict[str, list[dict[str, str]]]]) -> None:
    wanted = {name: set(gold["unread"]) for name, gold in GOLD.items() if "unread" in gold}
    found = {name: {page["cause"] for page in unions[name]["unread_pages"]} for name in wanted}
    assert {name: causes - found[name] for name, causes in wanted.items()} == {name: set() for name in wanted}


def test_no_unknown_union_is_in_gap(demo: tuple[Path, Answer]) -> None:
    for org in demo[1].json["main_orgs"]:
        for figures in org["topics"].values():
            known = 5 - figures["unknown"]
            assert figures["coverage"] == [figures["mandatory"], known]
            assert len(figures["gap"]) == figures["optional"] + figures["absent"]


def test_invented_and_real_unions_are_not_mixed_in_a_workspace(demo: tuple[Path, Answer]) -> None:
    answer = run("scan", "-w", demo[0])
    assert (answer.code, "oppdiktede" in answer.err) == (2, True)


def test_a_second_month_is_read_at_the_same_addresses(workspace: Path) -> None:
    with impatient():
        answer = run("demo", "-w", workspace, "--month", 2)
    assert answer.code == 0
    assert "Endret siden" in answer.out
    found = run("diff", "-w", workspace, "--format", "json").json
    assert {(change["union"], change["cause"]) for change in found["changes"]} == {
        ("tidtakerne", "page"),
        ("vaermelderne", "page"),
    }


def test_the_demo_ends_with_the_names_of_the_files_that_it_wrote(tmp_path: Path) -> None:
    with impatient():
        answer = run("demo", "-w", tmp_path)
    files = [tmp_path / "rapport.html", tmp_path / "rapport.xlsx"]
    assert answer.err.splitlines()[-2:] == [f"Skrevet: {file}" for file in files]
    assert all(file.stat().st_size > 10_000 for file in files)
