"""Commands on a workspace: what they print, what they leave behind, and what they tell their caller."""

import csv
import io
import json
import sqlite3
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree
from unittest.mock import patch

import pytest
from cli_tools import ROOT, Answer, process, run
from store_parts import not_writable

from kursrevisjon.audit import Inputs, keep_inputs, new_info
from kursrevisjon.cli.anew import inputs_of
from kursrevisjon.lexicon import load_lexicon
from kursrevisjon.sources import load_sources, packaged_sources
from kursrevisjon.store import Store

JSON_COMMANDS = [
    ("report",),
    ("scan", "--offline"),
    ("reclassify",),
    ("diff", "latest", "latest"),
    ("diff", "baseline:2018", "latest"),
    ("explain", "fjaere"),
    ("verify",),
    ("runs", "list"),
    ("runs", "show"),
    ("runs", "show", "--skipped"),
    ("review", "list"),
]
PLAIN_COMMANDS = [
    ("lexicon", "check"),
    ("lexicon", "test"),
    ("lexicon", "show", "Kurset er ikke obligatorisk."),
    ("lexicon", "show", "obligation/obligatorisk"),
    ("sources", "list"),
    ("sources", "check"),
]


@pytest.fixture
def own_lexicon(tmp_path: Path) -> Path:
    """The lexicon without its rules on prevention."""
    folder = Path(copytree(ROOT / "topic_lexicon", tmp_path / "ordliste"))
    (folder / "forebyggende.yaml").unlink()
    return folder


@pytest.mark.parametrize("command", JSON_COMMANDS, ids=" ".join)
def test_every_command_on_a_workspace_prints_json_and_a_table(workspace: Path, command: tuple[str, ...]) -> None:
    answer = run(*command, "-w", workspace, "--format", "json")
    assert answer.code == 0
    assert answer.json
    table = run(*command, "-w", workspace)
    assert (table.code, table.out[:1] in "[{", bool(table.out.strip())) == (0, False, True)


@pytest.mark.parametrize("command", PLAIN_COMMANDS, ids=" ".join)
def test_every_command_on_a_file_prints_json_and_a_table(command: tuple[str, ...]) -> None:
    answer = run(*command, "--format", "json")
    assert answer.code == 0
    assert answer.json
    assert run(*command).out.strip()


@pytest.mark.parametrize("format_name", ["table", "md", "csv", "json", "html"])
def test_a_report_is_the_same_bytes_twice(workspace: Path, tmp_path: Path, format_name: str) -> None:
    once = run("report", "-w", workspace, "--format", format_name)
    again = run("report", "-w", workspace, "--format", format_name, "-o", tmp_path / "rapport")
    assert once.code == again.code == 0
    assert once.data == (tmp_path / "rapport").read_bytes()
    assert again.data == b""


def test_a_workbook_goes_to_a_file(workspace: Path, tmp_path: Path) -> None:
    file = tmp_path / "rapport.xlsx"
    assert run("report", "-w", workspace, "--format", "xlsx", "--output", file).code == 0
    assert zipfile.is_zipfile(file)


@pytest.mark.parametrize(("lang", "word"), [("nb", "obligatorisk"), ("nn", "obligatorisk"), ("en", "mandatory")])
def test_reports_come_in_three_languages(workspace: Path, lang: str, word: str) -> None:
    assert word in run("report", "-w", workspace, "--lang", lang).out


def test_two_offline_runs_print_the_bytes_of_the_scan(workspace: Path, demo: tuple[Path, Answer]) -> None:
    first, second = (run("scan", "--offline", "-w", workspace, "--format", "json") for _ in range(2))
    assert first.data == second.data == demo[1].data
    assert len(run("runs", "list", "-w", workspace, "--format", "json").json) == 1


def test_an_offline_run_judges_everything_again_when_nothing_is_kept(
    workspace: Path, demo: tuple[Path, Answer]
) -> None:
    with sqlite3.connect(workspace / "kursrevisjon.db") as database:
        database.execute("DELETE FROM result_cache")
    database.close()
    assert run("scan", "--offline", "-w", workspace, "--format", "json").data == demo[1].data


def test_a_scan_that_was_killed_before_it_was_judged_is_judged_offline(
    workspace: Path, demo: tuple[Path, Answer]
) -> None:
    """Its pages are there; it is not complete, and must not be taken for one that is."""
    with sqlite3.connect(workspace / "kursrevisjon.db") as database:
        database.execute("DELETE FROM result_pieces")
        info = json.loads(database.execute("SELECT info FROM runs").fetchone()[0]) | {"finished": None}
        database.execute("UPDATE runs SET finished = NULL, info = ?", (json.dumps(info),))
    database.close()
    answer = run("scan", "--offline", "-w", workspace, "--format", "json")
    assert answer.code == 4
    assert answer.json["unions"] == demo[1].json["unions"]


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("scan", "--offline", "--strict"), 4),
        (("scan", "--offline", "--fail-on-gap", "forebyggende"), 1),
        (("scan", "--offline", "--fail-on-gap", "preventive", "--union", "fjaere"), 0),
        (("scan", "--offline", "--union", "isverk"), 4),
        (("report", "--fail-on-gap", "hms"), 1),
        (("report", "--fail-on-gap", "forebyggende", "--union", "fjaere", "--format", "md"), 0),
        (("report", "--fail-on-gap", "forebyggende", "--union", "isverk", "--format", "md"), 0),
        (("report", "--max-age", "1"), 0),
        (("report", "--max-age", "1", "--union", "isverk", "--format", "md"), 1),
        (("diff", "latest", "latest", "--fail-on", "any"), 0),
    ],
)
def test_the_exit_code_says_what_was_found(workspace: Path, command: tuple[str, ...], code: int) -> None:
    assert run(*command, "-w", workspace).code == code


def test_the_gate_of_a_report_looks_at_the_main_organisations_that_are_shown(workspace: Path) -> None:
    run("scan", "--offline", "--union", "fjaere", "--union", "tidtakerne", "-w", workspace)
    gate = ("report", "--fail-on-gap", "forebyggende", "-w", workspace)
    assert [run(*gate, "--main-org", name).code for name in ("LO", "YS")] == [0, 1]


def test_the_evidence_as_json_is_that_of_the_topic_or_the_course_asked_for(workspace: Path) -> None:
    def explained(*more: str) -> tuple[set[str], set[str]]:
        found = run("explain", "tidtakerne", "-w", workspace, "--format", "json", *more).json
        return set(found["verdicts"]), {course["id"] for course in found["courses"]}

    whole = run("explain", "tidtakerne", "-w", workspace, "--format", "json").json
    deciding = set(whole["verdicts"]["preventive"]["courses"])
    assert explained("--topic", "forebyggende") == ({"preventive"}, deciding)
    course = whole["courses"][0]
    assert course["id"] not in deciding
    named = {other["id"] for other in whole["courses"] if course["name"].lower() in other["name"].lower()}
    assert explained("--course", course["name"].upper()) == ({"preventive", "hms"}, named)
    assert len(named) < len(whole["courses"])
    assert explained("--course", "finnes ikke")[1] == set()
    torv = run("explain", "torv", "-w", workspace, "--format", "json", "--topic", "hms").json
    assert len(torv["courses"]) == 3, "no course decides, and what each lacks is the reason"


def test_an_old_result_raises_the_alarm_also_as_a_file(workspace: Path, tmp_path: Path) -> None:
    file = tmp_path / "siste.json"
    run("report", "-w", workspace, "--format", "json", "-o", file)
    later = datetime.now(UTC) + timedelta(days=46)
    with patch("kursrevisjon.cli.reports.now", return_value=later):
        answer = run("report", file, "--max-age", "45", "-w", tmp_path / "ingen")
    assert (answer.code, "46 dager" in answer.err) == (1, True)


def test_a_sheet_for_one_union_says_whom_to_write_to(workspace: Path) -> None:
    answer = run("report", "--union", "Fjæreforbundet", "--format", "md", "-w", workspace)
    assert answer.out.startswith("# Opplæring for tillitsvalgte: Fjæreforbundet")
    assert "demo@" in answer.out


# Judged anew


def test_other_rules_make_a_derived_run_and_the_comparison_names_the_lexicon(
    workspace: Path, own_lexicon: Path
) -> None:
    first = run("reclassify", "-w", workspace, "--lexicon", own_lexicon, "--format", "json")
    again = run("reclassify", "-w", workspace, "--lexicon", own_lexicon, "--format", "json")
    assert first.data == again.data
    runs = run("runs", "list", "-w", workspace, "--format", "json").json
    assert [entry["kind"] for entry in runs] == ["scan", "reclassify"]
    assert runs[1]["derived_from"] == runs[0]["id"]
    found = run("diff", "-w", workspace, "--format", "json").json
    assert {(change["topic"], change["cause"]) for change in found["changes"]} == {("preventive", "lexicon")}
    assert {change["union"] for change in found["changes"]} >= {"fjaere", "loypefolket"}
    assert found["coverage"] == []


def test_rules_that_are_put_back_give_the_first_result_again(workspace: Path, own_lexicon: Path) -> None:
    before = run("report", "-w", workspace, "--format", "json").data
    run("scan", "--offline", "-w", workspace, "--lexicon", own_lexicon)
    assert run("scan", "--offline", "-w", workspace, "--format", "json").data == before


def test_a_comparison_uses_the_rules_of_its_runs_and_not_those_of_today(workspace: Path, own_lexicon: Path) -> None:
    """Both runs are judged by a lexicon that is gone by then; the workspace has kept it."""
    run("reclassify", "-w", workspace, "--lexicon", own_lexicon)
    derived = run("runs", "list", "-w", workspace, "--format", "json").json[-1]["id"]
    for file in own_lexicon.iterdir():
        file.unlink()
    assert run("diff", derived, derived, "-w", workspace, "--fail-on", "any").code == 0
    assert run("diff", "latest~1", derived, "-w", workspace, "--fail-on", "worse").code == 1


def test_a_workspace_that_cannot_be_written_to_can_be_compared(workspace: Path, own_lexicon: Path) -> None:
    run("reclassify", "-w", workspace, "--lexicon", own_lexicon)
    with patch.object(Store, "put_cached", side_effect=AssertionError("nothing is written by a comparison")):
        assert run("diff", "latest", "latest", "-w", workspace).code == 0


@pytest.mark.parametrize("is_packaged", [True, False])
def test_a_run_made_with_the_packaged_sources_elsewhere_is_judged_with_those_of_today(
    tmp_path: Path, is_packaged: bool
) -> None:
    """A workspace that was moved to another machine, or a program that was; a file of one's own is kept as it was."""
    there = replace(load_sources(), path=tmp_path / "annet" / "sted.yaml", is_packaged=is_packaged)
    inputs = Inputs(there, load_lexicon(), there.unions[:1])
    with Store.open(tmp_path / "revisjon") as store:
        info = new_info(inputs, datetime(2030, 1, 1, tzinfo=UTC))
        keep_inputs(store, inputs, info.started)
        store.begin_run(info, [union.id for union in inputs.unions])
        today = inputs_of(store, info, None, None)
    assert (today.sources.path == packaged_sources()) is is_packaged


# Runs


def test_runs_are_called_by_id_by_place_and_by_date(workspace: Path) -> None:
    (info,) = run("runs", "list", "-w", workspace, "--format", "json").json
    today, tomorrow = info["started"][:10], datetime.now(UTC).date() + timedelta(days=1)
    shown = {run("report", name, "-w", workspace).data for name in (info["id"], "latest", "latest~0", today, tomorrow)}
    assert len(shown) == 1


def test_deleted_runs_are_gone_and_the_last_good_reading_is_never_pruned(workspace: Path, own_lexicon: Path) -> None:
    run("reclassify", "-w", workspace, "--lexicon", own_lexicon)
    assert run("runs", "prune", "--keep", 1, "-w", workspace).code == 0
    assert [entry["kind"] for entry in run("runs", "list", "-w", workspace, "--format", "json").json] == [
        "scan",
        "reclassify",
    ]
    assert run("runs", "delete", "latest", "-w", workspace).code == 0
    assert run("runs", "delete", "latest", "-w", workspace).code == 0
    assert run("runs", "list", "-w", workspace, "--format", "json").json == []
    assert run("report", "-w", workspace).code == 2


def test_a_scan_that_others_hold_is_not_disturbed(workspace: Path) -> None:
    with Store.open(workspace) as store, store.lock():
        answer = run("scan", "--offline", "-w", workspace)
    assert (answer.code, "another scan" in answer.err) == (4, True)


@pytest.mark.skipif(sys.platform == "win32", reason="rights are of another kind there")
def test_what_only_reads_works_where_nothing_can_be_written(workspace: Path) -> None:
    # `verify` reads PDF files in a process of its own, which who has given up rights may not be able to start.
    readers = [command for command in JSON_COMMANDS if command[0] not in {"scan", "reclassify", "verify"}]
    with not_writable(workspace):
        codes = {" ".join(command): run(*command, "-w", workspace, "--format", "json").code for command in readers}
        writers = [("scan", "--offline"), ("reclassify",), ("runs", "prune", "--keep", 1), ("runs", "delete", "latest")]
        answers = [run(*command, "-w", workspace) for command in writers]
    assert set(codes.values()) == {0}, codes
    assert {answer.code for answer in answers} == {3}
    assert all("cannot be" in answer.err for answer in answers)
    assert len(run("runs", "list", "-w", workspace, "--format", "json").json) == 1


# Evidence


def test_all_evidence_of_a_run_is_found_again(workspace: Path) -> None:
    found = run("verify", "-w", workspace, "--format", "json").json
    assert (found["damaged"], found["unchecked"]) == ([], 0)
    assert (found["quotes"] > 200, found["bodies"] > 80) == (True, True)


def flip_one_byte(workspace: Path) -> str:
    """Flips a bit in the middle of the first stored body; gives its digest."""
    with sqlite3.connect(workspace / "kursrevisjon.db") as database:
        digest, data = database.execute("SELECT digest, data FROM bodies ORDER BY digest LIMIT 1").fetchone()
        broken = bytearray(data)
        broken[len(broken) // 2] ^= 1
        database.execute("UPDATE bodies SET data = ? WHERE digest = ?", (bytes(broken), digest))
    database.close()
    return str(digest)


def test_a_single_flipped_bit_is_found(workspace: Path) -> None:
    digest = flip_one_byte(workspace)
    answer = run("verify", "-w", workspace, "--format", "json")
    assert answer.code == 5
    assert [damage["what"] for damage in answer.json["damaged"]] == [digest]
    assert digest in run("verify", "-w", workspace).out


@pytest.mark.parametrize("needle", [b'"derived_from":null', b"obligation/obligatorisk"])
def test_a_damaged_page_of_the_database_is_damage_wherever_it_is(workspace: Path, needle: bytes) -> None:
    """Also where the run itself cannot be read any more."""
    file = workspace / "kursrevisjon.db"
    data = bytearray(file.read_bytes())
    start = data.index(needle) // 4096 * 4096
    data[start : start + 4096] = b"\xa5" * 4096
    file.write_bytes(data)
    answer = run("verify", "-w", workspace, "--format", "json")
    assert answer.code == 5
    assert answer.json["damaged"]
    assert run("report", "-w", workspace).code in {0, 3}


def test_a_damaged_page_is_exported_to_nobody(workspace: Path, tmp_path: Path) -> None:
    flip_one_byte(workspace)
    assert run("export", tmp_path / "ut.warc.gz", "-w", workspace).code == 5
    assert list(tmp_path.glob("*.warc*")) == []


def test_a_quote_that_was_changed_by_hand_is_found(workspace: Path) -> None:
    with sqlite3.connect(workspace / "kursrevisjon.db") as database:
        (document,) = database.execute("SELECT document FROM results").fetchone()
        changed = json.loads(document)
        finding = changed["unions"][0]["courses"][0]["findings"][0]
        finding["quote"] = "Ingen har skrevet dette."
        database.execute("DELETE FROM result_pieces")
        database.execute("INSERT INTO result_pieces (run, piece) SELECT id, ? FROM runs", (json.dumps(changed),))
    database.close()
    answer = run("verify", "-w", workspace, "--format", "json")
    assert answer.code == 5
    (damage,) = answer.json["damaged"]
    assert (damage["what"], damage["url"]) == (finding["rule"], finding["page"]["url"])


# Exchange


@pytest.mark.parametrize("ending", ["json", "csv.zip", "warc.gz", "warc"])
def test_two_exports_of_one_run_are_the_same_bytes(workspace: Path, tmp_path: Path, ending: str) -> None:
    files = [tmp_path / f"{name}.{ending}" for name in "ab"]
    for file in files:
        assert run("export", file, "-w", workspace).code == 0
    assert files[0].read_bytes() == files[1].read_bytes() != b""


def test_the_workspace_is_exported_as_it_is(workspace: Path, tmp_path: Path, demo: tuple[Path, Answer]) -> None:
    folder = tmp_path / "annen"
    folder.mkdir()
    assert run("export", folder / "kursrevisjon.db", "-w", workspace).code == 0
    assert run("report", "-w", folder, "--format", "json").data == demo[1].data


def test_an_exported_workspace_comes_with_what_datasette_shows_of_its_columns(workspace: Path, tmp_path: Path) -> None:
    assert run("export", tmp_path / "til_nett.db", "-w", workspace).code == 0
    metadata = json.loads((tmp_path / "til_nett.metadata.json").read_text(encoding="utf-8"))
    described = metadata["databases"]["til_nett"]["tables"]
    database = sqlite3.connect(tmp_path / "til_nett.db")
    names = {name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")}
    columns = {name: {row[1] for row in database.execute(f"PRAGMA table_info({name})")} for name in names}
    database.close()
    assert {name: set(table["columns"]) for name, table in described.items()} == columns


def test_the_csv_files_describe_all_their_columns(workspace: Path, tmp_path: Path, demo: tuple[Path, Answer]) -> None:
    run("export", tmp_path / "ut.csv.zip", "-w", workspace)
    with zipfile.ZipFile(tmp_path / "ut.csv.zip") as archive:
        tables = {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig")), delimiter=";"))
            for name in archive.namelist()
        }
    described = {(row["file"], row["column"]) for row in tables.pop("data_dictionary.csv") if row["holds"]}
    assert {(name, column) for name, rows in tables.items() for column in rows[0]} == described
    unions = demo[1].json["unions"]
    assert len(tables["verdicts.csv"]) == 2 * len(unions)
    assert len(tables["courses.csv"]) == sum(len(union["courses"]) for union in unions)
    quotes = [row["quote"] for row in tables["findings.csv"]]
    assert len(quotes) == sum(len(course["findings"]) for union in unions for course in union["courses"])


def test_an_exported_archive_is_imported_to_the_same_result(workspace: Path, tmp_path: Path) -> None:
    run("export", tmp_path / "ut.warc.gz", "-w", workspace)
    answer = run("import", tmp_path / "ut.warc.gz", "-w", workspace, "--format", "json")
    assert answer.code == 0
    imported, original = answer.json, run("report", "latest~1", "-w", workspace, "--format", "json").json
    assert imported["run"]["id"] == original["run"]["id"] + "-import"
    assert [union["verdicts"] for union in imported["unions"]] == [union["verdicts"] for union in original["unions"]]
    assert [union["courses"] for union in imported["unions"]] == [union["courses"] for union in original["unions"]]
    assert imported["main_orgs"] == original["main_orgs"]
    assert run("diff", original["run"]["id"], imported["run"]["id"], "-w", workspace, "--fail-on", "any").code == 0


def test_an_archive_that_was_cut_off_is_read_as_far_as_it_goes(workspace: Path, tmp_path: Path) -> None:
    whole = tmp_path / "hel.warc.gz"
    run("export", whole, "-w", workspace)
    data = whole.read_bytes()
    (tmp_path / "brutt.warc.gz").write_bytes(data[: len(data) // 2])
    answer = run("import", tmp_path / "brutt.warc.gz", "-w", workspace, "--format", "json")
    assert (answer.code, "kunne ikke brukes" in answer.err) == (0, True)
    read = sum(union["pages"]["read"] for union in answer.json["unions"])
    before = run("report", "latest~1", "-w", workspace, "--format", "json").json
    assert 0 < read < sum(union["pages"]["read"] for union in before["unions"])


# Piped


def test_a_reader_that_has_seen_enough_ends_the_command_quietly(workspace: Path) -> None:
    with process("report", "-w", workspace, "--format", "html") as command:
        assert command.stdout is not None
        assert command.stderr is not None
        command.stdout.close()
        told = command.stderr.read()
    assert (command.returncode, told) == (0, b"")
