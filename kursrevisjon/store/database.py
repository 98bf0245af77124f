"""The connection to a workspace file: opening, versions, transactions, and SQLite's errors put into words.

Everything that speaks SQL does so through ``Database``, which turns an error of SQLite's into a ``WorkspaceError`` that
says what to do. Errors are told apart by SQLite's result code; a mistake of this program is passed on as it is.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from kursrevisjon.errors import WorkspaceBusyError, WorkspaceError
from kursrevisjon.store.migrations import APPLICATION_ID, LATEST, migrate

DATABASE_NAME: Final = "kursrevisjon.db"
BUSY_SECONDS: Final = 10.0
"""How long a write waits for another process's write, each of which takes milliseconds."""

SqlValue = str | int | float | bytes | None
Values = Sequence[SqlValue] | Mapping[str, SqlValue]
Row = tuple[Any, ...]

_ADVICE: Final = {
    sqlite3.SQLITE_FULL: "the disk is full. Make room and run the command again: every page finished so far is kept",
    sqlite3.SQLITE_READONLY: "it cannot be written to. Give write access to the file and its folder",
    sqlite3.SQLITE_PERM: "access is refused. Give write access to the file and its folder",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened. Check that the folder exists and that you may read and write in it",
    sqlite3.SQLITE_IOERR: "the disk failed to read or write. Check it (full, a quota, unplugged) and run again",
    sqlite3.SQLITE_CORRUPT: "the file is damaged. Restore it from a copy, or save what can be read with "
    "`sqlite3 {path} .recover`, and keep the damaged file",
    sqlite3.SQLITE_NOTADB: "it is not a kursrevisjon workspace. Choose another folder, or move the file away",
    sqlite3.SQLITE_TOOBIG: "a page is too large to be stored",
}
_BUSY: Final = "another program is writing to it. Try again when it is done"


class Database:
    """An open workspace file. Use it from the thread that opened it."""

    def __init__(self, connection: sqlite3.Connection, path: Path, *, readonly: bool) -> None:
        self._connection = connection
        self.path = path
        self.readonly = readonly

    def close(self) -> None:
        """Close the file; what was written stays written."""
        self._connection.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            told = in_words(error, self.path)
            if told is None:
                raise
            raise told from error

    def execute(self, sql: str, values: Values = ()) -> int:
        """Carry out one statement; returns the number of rows it changed."""
        with self._told():
            return self._connection.execute(sql, values).rowcount

    def execute_many(self, sql: str, rows: Sequence[Sequence[SqlValue]]) -> None:
        """Carry out one statement for each row of values, in one transaction."""
        with self.transaction(), self._told():
            self._connection.executemany(sql, rows)

    def insert(self, sql: str, values: Values) -> int:
        """Insert one row; returns its number."""
        with self._told():
            return self._connection.execute(sql, values).lastrowid or 0

    def rows(self, sql: str, values: Values = ()) -> list[Row]:
        """All rows that a query gives."""
        with self._told():
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, values: Values = ()) -> Row | None:
        """The first row that a query gives, or ``None``."""
        with self._told():
            row: Row | None = self._connection.execute(sql, values).fetchone()
            return row

    def copy_to(self, path: Path) -> None:
        """Write what the file holds now to a new file; ``WorkspaceError`` when that exists or cannot be written."""
        if path.exists():
            raise WorkspaceError(f"{path}: exists already. Choose another name.")
        try:
            # SQLite counts this as a write, though it only reads the file that is open.
            self._connection.execute("PRAGMA query_only = OFF")
            self._connection.execute("VACUUM INTO ?", (str(path),))
        except sqlite3.Error as error:
            path.unlink(missing_ok=True)
            raise WorkspaceError(f"{path}: the copy cannot be written ({error}).") from error
        finally:
            self._connection.execute(f"PRAGMA query_only = {int(self.readonly)}")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes inside are kept, or none is; one inside another joins it."""
        if self._connection.in_transaction:
            yield
            return
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.execute("COMMIT")
        except BaseException:
            # A full disk may have ended the transaction already.
            if self._connection.in_transaction:
                self._connection.rollback()
            raise


def in_words(error: sqlite3.Error, path: Path) -> WorkspaceError | None:
    """The error of SQLite's as one that says what to do, or ``None`` when it is a mistake of this program."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return WorkspaceBusyError(f"{path}: {_BUSY}.")
    advice = _ADVICE.get(code)
    return WorkspaceError(f"{path}: {advice.format(path=path)}.") if advice else None


def open_database(folder: Path, *, create: bool, readonly: bool) -> Database:
    """Open the workspace in ``folder``, made or brought up to date as needed; raises ``WorkspaceError``."""
    path = folder / DATABASE_NAME
    _check_place(folder, path, create=create and not readonly)
    connection = _connect_to_read(path) if readonly else _connect(path)
    database = Database(connection, path, readonly=readonly)
    try:
        _prepare(database)
    except BaseException:
        database.close()
        raise
    return database


def _check_place(folder: Path, path: Path, *, create: bool) -> None:
    try:
        if create:
            folder.mkdir(parents=True, exist_ok=True)
        elif not path.exists():
            raise WorkspaceError(f"{folder}: holds no workspace ({DATABASE_NAME}). `kursrevisjon scan` makes one.")
    except OSError as error:
        raise WorkspaceError(
            f"{folder}: the workspace folder cannot be used ({error.strerror}). Choose a folder that you may write in."
        ) from error


def _connect(path: Path, options: str = "") -> sqlite3.Connection:
    connection = None
    try:
        connection = sqlite3.connect(
            path.absolute().as_uri() + options, uri=True, timeout=BUSY_SECONDS, isolation_level=None
        )
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        # A kill -9 loses nothing that was committed; a power cut may lose the last pages, which are then fetched again.
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.Error as error:
        if connection:
            connection.close()
        raise (in_words(error, path) or WorkspaceError(f"{path}: {error}")) from error
    return connection


def _connect_to_read(path: Path) -> sqlite3.Connection:
    """A connection that changes no content.

    NOTE: SQLite's own read-only mode leaves its -wal and -shm files behind, and fails where it cannot make them. So the
    file is opened as usual with writing switched off, and as one that nobody can write to only when that is impossible.
    """
    try:
        connection = _connect(path, "?mode=rw")
    except WorkspaceBusyError:
        raise
    except WorkspaceError:
        log = path.with_name(path.name + "-wal")
        if log.exists() and log.stat().st_size:
            # Pages that were not yet moved into the file would be overlooked.
            raise
        connection = _connect(path, "?immutable=1")
    connection.execute("PRAGMA query_only = ON")
    return connection


def _prepare(database: Database) -> None:
    version = _version(database)
    if not database.readonly:
        # Kept in the file; readers then never wait for a scan. On a disk that cannot do it SQLite stays as it is.
        database.row("PRAGMA journal_mode = WAL")
    if version == LATEST:
        return
    if database.readonly and version == 0:
        raise WorkspaceError(f"{database.path}: is empty. `kursrevisjon scan` fills it.")
    if database.readonly:
        raise WorkspaceError(
            f"{database.path}: an earlier version of kursrevisjon made this workspace. "
            "Open it once with write access (`kursrevisjon runs list`) to bring it up to date."
        )
    with database.transaction():
        # Read again: another process may have done the same in the meantime.
        migrate(database.execute, _version(database))


def _version(database: Database) -> int:
    """The version of the workspace, 0 when it is still empty; refuses files of others and of later versions."""
    (application,) = database.row("PRAGMA application_id") or (0,)
    (version,) = database.row("PRAGMA user_version") or (0,)
    (tables,) = database.row("SELECT count(*) FROM sqlite_master") or (0,)
    if application != APPLICATION_ID and (tables or application or version):
        raise WorkspaceError(f"{database.path}: {_ADVICE[sqlite3.SQLITE_NOTADB]}.")
    if version > LATEST:
        tool = database.row("SELECT value FROM workspace WHERE key = 'tool'")
        raise WorkspaceError(
            f"{database.path}: the workspace has version {version}, and this kursrevisjon reads up to {LATEST}. "
            f"Use kursrevisjon {tool[0] if tool else 'of a later version'} or later."
        )
    return int(version)
