"""The versions of the workspace, and how to come from each to the next.

Version N is what ``schema/0001.sql`` to ``schema/000N.sql`` make in turn. A released file is never changed: a new need
is a new file. The version stands in SQLite's ``user_version``; ``application_id`` tells the file from other programs'.
"""

import sqlite3
from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Final

from kursrevisjon import __version__
from kursrevisjon.store.notes import column_note_rows

APPLICATION_ID: Final = int.from_bytes(b"kurs", "big")
LATEST: Final = 3


def migrate(execute: Callable[..., int], version: int) -> None:
    """Bring an open workspace from ``version`` to ``LATEST``; to be called inside a transaction."""
    if version == LATEST:
        return
    for target in range(version + 1, LATEST + 1):
        for statement in _statements(_script(target)):
            execute(statement)
    execute("DELETE FROM column_notes")
    for row in column_note_rows():
        execute("INSERT INTO column_notes (table_name, column_name, note) VALUES (?, ?, ?)", row)
    execute("INSERT OR REPLACE INTO workspace (key, value) VALUES ('tool', ?)", (__version__,))
    execute(f"PRAGMA application_id = {APPLICATION_ID}")
    execute(f"PRAGMA user_version = {LATEST}")


def _script(version: int) -> str:
    return (files("kursrevisjon.store") / "schema" / f"{version:04}.sql").read_text(encoding="utf-8")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script one by one; ``executescript`` would end the transaction they belong to."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if line.rstrip().endswith(";") and sqlite3.complete_statement(statement):
            yield statement
            statement = ""
