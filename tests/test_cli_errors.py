"""Bad input: a clear message, the right exit code, no traceback, and nothing lost.

``run`` fails by itself on a traceback and on anything that is no exit code.
"""

import os
import sqlite3
from pathlib import Path

import pytest
from cli_tools import Answer, impatient, process, run

USAGE, INPUT, INCOMPLETE = 2, 3, 4
SOURCES = """\
fictional: true
contact: prove@example.org
unions:
  - id: prove
    name: Prøveforbundet
    homepage: http://127.0.0.1:1/
    affiliations: [{main_org: LO}]
    seeds: [{url: "http://127.0.0.1:1/kurs"}]
"""

# Options, exit code, and what the message must say.
COMMAND_LINES = [
    (("scan", "--union", "fagforbunet"), USAGE, "Fagforbundet"),
    (("scan", "--main-org", "Uni"), USAGE, "LO, YS, Unio, Akademikerne"),
    (("scan", "--format", "junit"), USAGE, "table, md, csv, json, html, xlsx"),
    (("scan", "--format", "xlsx"), USAGE, "--output"),
    (("scan", "--output", "finnes/ikke/her.md"), USAGE, "mappe som finnes"),
    (("scan", "--contact", "to ord"), USAGE, "--contact"),
    (("scan", "--contact", "linje\nskift@example.org"), USAGE, "--contact"),
    (("scan", "--max-pages", "0"), USAGE, "--max-pages"),
    (("scan", "--delay", "-1"), USAGE, "--delay"),
    (("skan",), USAGE, "skan"),
    (("runs", "prune"), USAGE, "--keep"),
    (("classify",), USAGE, "FILE"),
    (("classify", "--section", "medlem", "a.md"), USAGE, "tillitsvalgt"),
    (("lexicon", "show", "obligation/obligatorsk"), USAGE, "obligation/obligatorisk"),
    (("diff", "--fail-on", "wors"), USAGE, "worse"),
    (("diff", "--format", "csv"), USAGE, "table, md, json, junit, github"),
    (("evaluate", "tests/gold", "--write-floors"), USAGE, "--floors"),
]

FILES = [
    (("scan", "--sources", "finnes-ikke.yaml"), INPUT, "finnes-ikke.yaml"),
    (("sources", "check", "--sources", "kuttet.yaml"), INPUT, "kuttet.yaml:1:"),
    (("lexicon", "check", "finnes-ikke"), INPUT, "finnes-ikke"),
    (("lexicon", "check", "ordliste"), INPUT, "words.yaml:1:"),
    (("scan", "--lexicon", "ordliste"), INPUT, "words.yaml:1:"),
    (("diff", "--policy", "kuttet.yaml"), INPUT, "kuttet.yaml:1:"),
    (("report", "finnes-ikke.json"), INPUT, "finnes-ikke.json"),
    (("report", "kuttet.json"), INPUT, "avkortet"),
    (("report", "nyere.json"), INPUT, "versjon 2"),
    (("report", "binær.json"), INPUT, "UTF-8"),
    (("explain", "prove", "--run", "dokument.json"), INPUT, "classify"),
    (("diff", "kuttet.json", "nyere.json"), INPUT, "nyere.json"),
    (("classify", "finnes-ikke.html", "finnes-heller-ikke.html"), INPUT, "finnes-heller-ikke.html"),
    (("classify", "ordliste"), INPUT, "ordliste"),
    (("evaluate", "finnes-ikke"), INPUT, "finnes-ikke"),
    (("evaluate", "tom"), INPUT, "tom"),
    (("evaluate", "tom", "--floors", "kuttet.json"), INPUT, "kuttet.json"),
    (("import", "finnes-ikke.warc.gz"), INPUT, "finnes-ikke.warc.gz"),
    (("import", "kuttet.yaml"), INPUT, "no WARC record"),
    (("report",), INPUT, "kursrevisjon scan"),
    (("scan", "--offline"), INPUT, "kursrevisjon scan"),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with files that are wrong in one way each; commands run there."""
    (tmp_path / "ordliste").mkdir()
    (tmp_path / "tom").mkdir()
    files = {
        "kuttet.yaml": "unions: [",
        "ordliste/words.yaml": "lists: {a: [b]",
        "kuttet.json": '{"schema": "kursrevisjon/run/1", "run": {',
        "nyere.json": '{"schema": "kursrevisjon/run/2"}',
        "dokument.json": '[{"schema": "kursrevisjon/document/1"}]',
        "a.md": "# Kurs",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "binær.json").write_bytes(b"\xff\xfe\x00")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("command", "code", "says"), COMMAND_LINES + FILES, ids=lambda part: str(part)[:60])
def test_what_is_wrong_is_told_before_anything_is_done(command: tuple[str, ...], code: int, says: str) -> None:
    answer = run(*command)
    assert answer.code == code, answer.err
    assert says in answer.err
    assert answer.data == b""
    assert not Path("revisjon").exists()


def test_every_problem_of_a_file_is_told_at_once(folder: Path) -> None:
    wrong = SOURCES.replace("contact:", "kontakt:").replace("http://127.0.0.1:1/\n", "www.example.org\n")
    (folder / "kilder.yaml").write_text(wrong + SOURCES[SOURCES.index("  - id") :], encoding="utf-8")
    answer = run("scan", "--sources", "kilder.yaml")
    assert answer.code == INPUT
    for line, says in ((2, "kontakt"), (6, "www.example.org"), (9, "prove")):
        assert f"kilder.yaml:{line}:" in answer.err
        assert says in answer.err


RUN_NAMES = [
    ("igår", "runs list"),
    ("2001-01-01", "2001-01-01"),
    ("latest~7", "1 kjøring "),
    ("latest~x", "latest"),
    ("baseline:2018", "bare stå først"),
]


@pytest.mark.parametrize(("name", "says"), RUN_NAMES)
@pytest.mark.parametrize("command", ["report", "diff"])
def test_a_run_that_is_not_there_is_told_with_what_is(
    demo: tuple[Path, Answer], command: str, name: str, says: str
) -> None:
    before = ("latest",) if command == "diff" else ()
    answer = run(command, *before, name, "-w", demo[0])
    assert (answer.code, answer.data) == (USAGE, b"")
    assert says in answer.err


def test_a_union_that_is_not_in_the_run_is_told_with_the_nearest(demo: tuple[Path, Answer]) -> None:
    answer = run("explain", "fjære", "-w", demo[0])
    assert answer.code == 0
    answer = run("explain", "fjærene", "-w", demo[0])
    assert (answer.code, "Mente du" in answer.err) == (USAGE, True)


# The workspace


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_cannot_be_written_to_is_told(folder: Path) -> None:
    (folder / "stengt").mkdir(mode=0o500)
    answer = run("demo", "-w", "stengt/revisjon")
    assert (answer.code, "stengt" in answer.err) == (INPUT, True)


def test_a_file_in_the_place_of_the_workspace_is_told_and_kept(folder: Path) -> None:
    answer = run("scan", "-w", "a.md")
    assert (answer.code, "a.md" in answer.err) == (INPUT, True)
    assert (folder / "a.md").read_text(encoding="utf-8") == "# Kurs"


@pytest.mark.parametrize("command", ["report", "scan", "verify", "runs list"])
def test_a_workspace_of_a_later_version_is_left_alone(workspace: Path, command: str) -> None:
    with sqlite3.connect(workspace / "kursrevisjon.db") as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    before = (workspace / "kursrevisjon.db").read_bytes()
    answer = run(*command.split(), "-w", workspace)
    assert (answer.code, "99" in answer.err) == (INPUT, True)
    assert (workspace / "kursrevisjon.db").read_bytes() == before


def overwrite_the_middle(workspace: Path) -> None:
    """Some tables can be read afterwards, others cannot."""
    file = workspace / "kursrevisjon.db"
    data = bytearray(file.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 200 * 4096] = b"\xa5" * (200 * 4096)
    file.write_bytes(data)


@pytest.mark.parametrize("command", ["report", "scan --offline"])
def test_a_damaged_database_page_is_told_and_nothing_is_made_up(workspace: Path, command: str) -> None:
    overwrite_the_middle(workspace)
    answer = run(*command.split(), "-w", workspace)
    assert (answer.code, answer.data) == (INPUT, b"")
    assert "the file is damaged" in answer.err


def test_a_damaged_database_page_is_what_verify_is_asked_for(workspace: Path) -> None:
    """It ends as for any other damaged evidence, and claims to have checked nothing that it could not read."""
    overwrite_the_middle(workspace)
    answer = run("verify", "-w", workspace, "--format", "json")
    assert (answer.code, answer.json["bodies"], answer.json["quotes"]) == (5, 0, 0)
    assert any("damaged" in damage["problem"] for damage in answer.json["damaged"])


def test_a_file_that_is_no_workspace_is_told(folder: Path) -> None:
    (folder / "annet").mkdir()
    (folder / "annet" / "kursrevisjon.db").write_text("et dikt", encoding="utf-8")
    answer = run("report", "-w", "annet")
    assert (answer.code, "not a kursrevisjon workspace" in answer.err) == (INPUT, True)


# The network


def test_a_scan_that_can_read_nothing_is_no_result(folder: Path) -> None:
    """No network at all: every union is unknown, none is in gap, and nothing may be taken for unchanged."""
    (folder / "kilder.yaml").write_text(SOURCES, encoding="utf-8")
    scan = ("scan", "--sources", "kilder.yaml", "--allow-private", "--delay", 0, "--format", "json")
    for _ in range(2):
        with impatient():
            answer = run(*scan)
        assert answer.code == INCOMPLETE
        (union,) = answer.json["unions"]
        assert {verdict["verdict"] for verdict in union["verdicts"].values()} == {"unknown"}
        (org,) = answer.json["main_orgs"]
        assert all(figures["gap"] == [] for figures in org["topics"].values())
        assert answer.json["run"]["complete"] is False
    answer = run("diff", "--fail-on", "any")
    assert (answer.code, "Ingenting kan sies å være uendret" in answer.err) == (INCOMPLETE, True)
    assert run("scan", "--offline").code == INCOMPLETE


def test_private_addresses_are_not_asked_without_leave(folder: Path) -> None:
    (folder / "kilder.yaml").write_text(SOURCES, encoding="utf-8")
    answer = run("scan", "--sources", "kilder.yaml", "--format", "json")
    (union,) = answer.json["unions"]
    assert (answer.code, {page["cause"] for page in union["unread_pages"]}) == (INCOMPLETE, {"private_address"})


def test_sites_that_cannot_reach_anybody_are_warned_of(folder: Path) -> None:
    real = SOURCES.replace("fictional: true\ncontact: prove@example.org\n", "")
    (folder / "kilder.yaml").write_text(real, encoding="utf-8")
    assert "--contact" in run("scan", "--sources", "kilder.yaml").err
    assert "--contact" not in run("scan", "--sources", "kilder.yaml", "--contact", "navn@example.org").err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_result_that_cannot_be_written_is_told() -> None:
    with Path("/dev/full").open("wb") as full, process("sources", "list", stdout=full) as command:
        told = command.communicate()[1].decode()
    assert (command.returncode, "Traceback" in told) == (INPUT, False)
    assert "--output" in told
