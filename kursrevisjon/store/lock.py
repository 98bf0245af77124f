"""The lock that lets one process at a time scan into a workspace.

It is an exclusive transaction on an empty SQLite file beside the database: portable, and released by the operating
system when its process ends in any way, so that a lock left by a killed scan is no lock. Who holds it stands in the
table ``lock_holder``, since when is the time the lock file was last touched.
"""

import os
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from kursrevisjon.errors import WorkspaceBusyError, WorkspaceError
from kursrevisjon.store.database import Database, in_words
from kursrevisjon.store.values import Holder

LOCK_NAME: Final = "kursrevisjon.lock"


class Lock:
    """The lock of one workspace, as one ``Store`` sees it; it may be taken again by its holder."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._path = database.path.with_name(LOCK_NAME)
        self._depth = 0

    @contextmanager
    def held(self) -> Iterator[Holder | None]:
        """Hold the lock; yields the dead process that it was taken over from, if there was one.

        Raises ``WorkspaceBusyError`` when a live process holds it, with its id and since when.
        """
        if self._depth:
            yield None
            return
        connection = self._take()
        try:
            stale = self._sign()
            self._depth += 1
            try:
                yield stale
            finally:
                self._depth -= 1
                # On a full disk the entry stays, and is taken for that of a dead process, which it then is.
                with suppress(WorkspaceError):
                    self._database.execute("DELETE FROM lock_holder")
        finally:
            connection.close()

    def holder(self) -> Holder | None:
        """The process that holds the lock, or held it when it was killed."""
        row = self._database.row("SELECT pid, host FROM lock_holder")
        return Holder(row[0], row[1], self._since()) if row else None

    def _since(self) -> datetime | None:
        try:
            return datetime.fromtimestamp(self._path.stat().st_mtime, UTC)
        except OSError:
            return None

    def _take(self) -> sqlite3.Connection:
        if self._database.readonly:
            raise WorkspaceError(f"{self._database.path}: opened for reading only, so it cannot be scanned into.")
        try:
            connection = sqlite3.connect(self._path, timeout=0, isolation_level=None)
        except sqlite3.Error as error:
            raise (in_words(error, self._path) or WorkspaceError(f"{self._path}: {error}")) from error
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            connection.close()
            raise self._refusal(error) from error
        return connection

    def _refusal(self, error: sqlite3.Error) -> WorkspaceError:
        told = in_words(error, self._path)
        if not isinstance(told, WorkspaceBusyError):
            return told or WorkspaceError(f"{self._path}: {error}")
        holder = self.holder()
        if holder is None:
            return told
        since = f" since {holder.since:%Y-%m-%d %H:%M:%S} UTC" if holder.since else ""
        return WorkspaceBusyError(
            f"{self._path.parent}: another scan (process {holder.pid} on {holder.host}) holds the workspace{since}. "
            "Wait until it is done, stop it, or choose another workspace."
        )

    def _sign(self) -> Holder | None:
        """Write down who holds the lock; gives the holder before, who never signed off."""
        stale = self.holder()
        _touch(self._path)
        self._database.execute(
            "INSERT OR REPLACE INTO lock_holder (only, pid, host) VALUES (1, ?, ?)", (os.getpid(), socket.gethostname())
        )
        return stale


def _touch(path: Path) -> None:
    try:
        path.touch()
    except OSError as error:
        raise WorkspaceError(f"{path}: cannot be written to ({error.strerror}).") from error
