"""Opening a workspace: what is made, what is refused, and what a user is told."""

import gzip
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from store_parts import info, not_writable, page, read_union, result, unread

from kursrevisjon import __version__
from kursrevisjon.errors import ExitCode, WorkspaceBusyError, WorkspaceError
from kursrevisjon.store import DATABASE_NAME, Store, datasette_metadata
from kursrevisjon.store.migrations import LATEST
from kursrevisjon.store.notes import NOTES

DATA = Path(__file__).parent / "workspaces"


def sql(folder: Path, *statements: str) -> list[tuple[object, ...]]:
    """Carry out statements behind the store's back; gives what the last one finds."""
    connection = sqlite3.connect(folder / DATABASE_NAME)
    with connection:
        rows = [connection.execute(statement).fetchall() for statement in statements]
    connection.close()
    return rows[-1]


def files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.fixture
def workspace(tmp_path):
    """A folder with a workspace that holds one page."""
    folder = tmp_path / "revisjon"
    with Store.open(folder) as store:
        store.begin_run(info(), ["tommer"])
        read_union(store, "r1", page(body=os.urandom(50_000)))
    return folder


def test_a_workspace_is_made_with_its_folders_and_opened_again(tmp_path):
    folder = tmp_path / "a" / "ø b%20c"
    with Store.open(folder) as store:
        store.begin_run(info(), ["tommer"])
    with Store.open(folder, create=False) as store:
        assert store.runs() == (info(),)
    assert [file.name for file in folder.iterdir()] == [DATABASE_NAME], "a closed workspace is one file"


def test_the_file_tells_what_it_is(workspace):
    assert sql(workspace, "PRAGMA application_id") == [(int.from_bytes(b"kurs", "big"),)]
    assert sql(workspace, "PRAGMA user_version") == [(LATEST,)]
    assert sql(workspace, "PRAGMA journal_mode") == [("wal",)]
    assert sql(workspace, "SELECT value FROM workspace WHERE key = 'tool'") == [(__version__,)]


def test_every_table_is_strict(workspace):
    tables = sql(workspace, "SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND schema = 'main'")
    assert {name for name, strict in tables if not strict} <= {"sqlite_schema"}


@pytest.mark.parametrize("readonly", [False, True])
def test_a_workspace_that_must_be_there_and_is_not_is_told_of_and_not_made(tmp_path, readonly):
    with pytest.raises(WorkspaceError, match=r"holds no workspace.*kursrevisjon scan") as told:
        Store.open(tmp_path / "ny", create=False, readonly=readonly)
    assert told.value.exit_code is ExitCode.INPUT
    assert not (tmp_path / "ny").exists()


NOT_WORKSPACES = {
    "text": b"Kursplan 2030\n" * 500,
    "cut off SQLite": b"SQLite format 3\0" + b"\0" * 50,
}


@pytest.mark.parametrize("content", NOT_WORKSPACES.values(), ids=NOT_WORKSPACES.keys())
@pytest.mark.parametrize("readonly", [False, True])
def test_another_programs_file_is_refused_and_left_as_it_is(tmp_path, content, readonly):
    (tmp_path / DATABASE_NAME).write_bytes(content)
    with pytest.raises(WorkspaceError, match="not a kursrevisjon workspace"):
        Store.open(tmp_path, readonly=readonly)
    assert files(tmp_path) == {DATABASE_NAME: content}


def test_another_programs_database_is_refused_and_left_as_it_is(tmp_path):
    sql(tmp_path, "CREATE TABLE photos (name)")
    before = files(tmp_path)
    with pytest.raises(WorkspaceError, match="not a kursrevisjon workspace"):
        Store.open(tmp_path)
    assert files(tmp_path) == before


def test_a_workspace_of_a_later_version_names_the_tool_that_reads_it(workspace):
    sql(workspace, f"PRAGMA user_version = {LATEST + 2}", "UPDATE workspace SET value = '9.4.0'")
    with pytest.raises(
        WorkspaceError, match=rf"version {LATEST + 2}.*reads up to {LATEST}.*kursrevisjon 9\.4\.0 or later"
    ):
        Store.open(workspace)


def test_an_empty_file_becomes_a_workspace_but_not_when_only_reading(tmp_path):
    (tmp_path / DATABASE_NAME).touch()
    with pytest.raises(WorkspaceError, match="is empty"):
        Store.open(tmp_path, readonly=True)
    with Store.open(tmp_path) as store:
        assert store.runs() == ()


def test_a_workspace_half_made_is_made_whole(tmp_path):
    """A kill in the middle of making it leaves an empty file: the schema is written in one transaction."""
    sql(tmp_path, "PRAGMA journal_mode = WAL")
    with Store.open(tmp_path) as store:
        assert store.integrity_check() == []


@pytest.mark.parametrize("place", ["file", "below a file", "folder for a file"])
def test_a_place_that_cannot_hold_a_workspace_is_told_of(tmp_path, place):
    (tmp_path / "opptatt").write_text("x")
    (tmp_path / "mappe" / DATABASE_NAME).mkdir(parents=True)
    folder = {"file": "opptatt", "below a file": "opptatt/under", "folder for a file": "mappe"}[place]
    with pytest.raises(WorkspaceError, match=r"cannot be (used|opened)"):
        Store.open(tmp_path / folder)


def test_processes_that_make_the_same_workspace_at_once_both_succeed(tmp_path):
    code = "import sys, pathlib; from kursrevisjon.store import Store; Store.open(pathlib.Path(sys.argv[1])).close()"
    command = [sys.executable, "-c", code, str(tmp_path / "ny")]
    started = [
        subprocess.Popen(  # noqa: S603 - this Python, on the text above
            command, cwd=Path(__file__).parent.parent, stderr=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    assert [(process.communicate()[1], process.returncode) for process in started] == [("", 0)] * 3


# Reading only


def test_reading_only_changes_nothing_and_leaves_no_files_behind(workspace):
    before = files(workspace)
    with Store.open(workspace, readonly=True) as store:
        assert len(store.outcomes("r1", "tommer")) == 1
        with pytest.raises(WorkspaceError, match="cannot be written to"):
            store.add_page("r1", page("ny"))
        with pytest.raises(WorkspaceError, match="reading only"), store.lock():
            pass
    assert files(workspace) == before


def test_a_reader_sees_the_pages_of_a_scan_that_is_under_way(workspace):
    with Store.open(workspace) as scanning, scanning.lock(), Store.open(workspace, readonly=True) as reading:
        scanning.add_page("r1", page("ny"))
        assert page("ny") in reading.outcomes("r1", "tommer")


@pytest.fixture
def unwritable(workspace):
    with not_writable(workspace):
        yield workspace


@pytest.mark.skipif(sys.platform == "win32", reason="rights are of another kind there")
def test_a_workspace_that_cannot_be_written_to_is_read_and_copied_and_told_of(unwritable, tmp_path):
    with Store.open(unwritable, readonly=True) as store:
        assert len(store.outcomes("r1", "tommer")) == 1
        with pytest.raises(WorkspaceError, match=r"kopi\.db: the copy cannot be written"):
            store.copy_to(unwritable / "kopi.db")
    with pytest.raises(WorkspaceError, match=r"cannot be (written to|opened)"):
        Store.open(unwritable)
    with pytest.raises(WorkspaceError, match=r"cannot be used.*Choose a folder"):
        Store.open(unwritable / "ny")


# Full and failing disks


def test_a_full_disk_is_told_of_and_the_pages_stored_before_stay(workspace):
    with Store.open(workspace) as store:
        pages = store._database.row("PRAGMA page_count")
        store._database.row(f"PRAGMA max_page_count = {pages[0] + 20}")
        with pytest.raises(WorkspaceError, match=r"disk is full.*every page finished so far is kept"):
            for number in range(100):
                store.add_page("r1", page(f"{number}", os.urandom(30_000)))
        done = store.done_urls("r1", "tommer")
        assert 1 < len(done) < 100
        assert len(store.outcomes("r1", "tommer")) == len(done)
        store._database.row("PRAGMA max_page_count = 1000000")
        store.add_page("r1", page("etterpå"))
    with Store.open(workspace) as store:
        assert store.integrity_check() == []
        assert len(store.outcomes("r1", "tommer")) == len(done) + 1


def test_a_full_disk_keeps_the_old_result_whole(workspace):
    with Store.open(workspace) as store:
        store.save_result(result())
        pages = store._database.row("PRAGMA page_count")
        store._database.row(f"PRAGMA max_page_count = {pages[0]}")
        (union,) = result().unions
        longer = union.model_copy(update={"name": "Tømmerforbundet" * 100_000})
        with pytest.raises(WorkspaceError, match="disk is full"):
            store.save_result(result().model_copy(update={"unions": (longer,)}))
        assert store.load_result("r1") == result()


def _corrupt(path: Path, needle: bytes) -> None:
    """Overwrite the database page that holds the needle, as a failing disk might."""
    data = bytearray(path.read_bytes())
    start = data.index(needle) // 4096 * 4096
    data[start : start + 4096] = b"\xff" * 4096
    path.write_bytes(data)


def test_a_corrupted_database_page_is_told_of_with_what_to_do(workspace):
    with Store.open(workspace) as store:
        for number in range(200):
            store.add_unread("r1", unread(f"min-side/{number}", union="tommer"))
    _corrupt(workspace / DATABASE_NAME, b"Disallow: /min-side")
    with Store.open(workspace) as store:
        assert store.integrity_check() != []
        with pytest.raises(WorkspaceError, match=r"damaged.*\.recover") as told:
            store.outcomes("r1", "tommer")
        assert told.value.exit_code is ExitCode.INPUT


def test_a_corrupted_page_inside_a_body_is_found_by_verify(workspace):
    with Store.open(workspace) as store:
        (stored,) = store.outcomes("r1", "tommer")
    ((body,),) = sql(workspace, "SELECT data FROM bodies")
    data = bytearray((workspace / DATABASE_NAME).read_bytes())
    data[data.index(body[30_000:30_032])] ^= 1
    (workspace / DATABASE_NAME).write_bytes(data)
    with Store.open(workspace) as store:
        (damage,) = store.verify_bodies("r1")
        assert (damage.digest, damage.urls) == (stored.digest, (stored.url,))


def test_another_program_that_writes_for_long_makes_the_workspace_busy(workspace, monkeypatch):
    monkeypatch.setattr("kursrevisjon.store.database.BUSY_SECONDS", 0.05)
    other = sqlite3.connect(workspace / DATABASE_NAME, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with Store.open(workspace) as store, pytest.raises(WorkspaceBusyError, match="another program is writing"):
            store.add_page("r1", page("ny"))
    finally:
        other.close()


# Versions


@pytest.mark.parametrize("file", sorted(DATA.iterdir()), ids=lambda file: file.name)
def test_a_workspace_of_every_released_version_is_brought_up_to_date(tmp_path, file):
    (tmp_path / DATABASE_NAME).write_bytes(gzip.decompress(file.read_bytes()))
    with Store.open(tmp_path) as store:
        assert [run.id for run in store.runs()] == ["r1"]
        assert store.load_result("r1").unions[0].name == "Tømmerforbundet"
        assert len(store.outcomes("r1", "tommer")) == 2
        assert len(store.reviews()) == (file.name != "version-1.db.gz")
        assert store.verify_bodies() == []
        assert store.integrity_check() == []
    with Store.open(tmp_path / "ny"):
        pass
    schema = "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name"
    assert sql(tmp_path, schema) == sql(tmp_path / "ny", schema), "a changed schema needs a migration of its own"
    assert sql(tmp_path, "PRAGMA user_version") == [(LATEST,)]


def test_there_is_a_stored_workspace_for_every_version():
    assert {file.name for file in DATA.iterdir()} == {f"version-{number}.db.gz" for number in range(1, LATEST + 1)}


# For readers of SQL


def test_every_table_view_and_column_has_a_note_and_no_note_is_about_another(workspace):
    columns = sql(
        workspace,
        "SELECT t.name, c.name FROM pragma_table_list t JOIN pragma_table_xinfo(t.name) c"
        " WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite%'",
    )
    noted = sql(workspace, "SELECT table_name, column_name FROM column_notes")
    assert {(table, column) for table, column in noted if column} == set(columns)
    assert {table for table, column in noted if not column} == {table for table, _ in columns}


def test_datasette_is_told_the_same_as_the_workspace():
    tables = datasette_metadata()["databases"]["kursrevisjon"]["tables"]
    assert set(tables) == set(NOTES)
    assert tables["verdicts"]["columns"]["verdict"] == NOTES["verdicts"]["verdict"]


def test_the_document_on_the_workspace_has_every_note():
    document = (Path(__file__).parent.parent / "docs" / "arbeidsomraade.md").read_text(encoding="utf-8")
    for table, columns in NOTES.items():
        assert f"## {table}\n\n{columns['']}\n" in document
        for column, note in columns.items():
            assert not column or f"| `{column}` | {note} |\n" in document


def test_a_copy_is_a_workspace_too_and_never_overwrites(workspace, tmp_path):
    kept = tmp_path / "kopi" / DATABASE_NAME
    kept.parent.mkdir()
    with Store.open(workspace) as store:
        store.copy_to(kept)
        with pytest.raises(WorkspaceError, match="exists already"):
            store.copy_to(kept)
        outcomes = store.outcomes("r1", "tommer")
    with Store.open(kept.parent) as copy:
        assert copy.outcomes("r1", "tommer") == outcomes
    assert sql(kept.parent, "PRAGMA journal_mode") == [("wal",)]


def test_a_workspace_opened_for_reading_can_be_copied_and_still_not_written_to(workspace, tmp_path):
    with Store.open(workspace, readonly=True) as store:
        store.copy_to(tmp_path / "kopi.db")
        with pytest.raises(WorkspaceError, match="cannot be written to"):
            store.add_page("r1", page("ny"))
