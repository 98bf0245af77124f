"""The exceptions of kursrevisjon and the exit codes they lead to.

Three kinds of trouble get three treatments: a user's file or option that is wrong raises one of these exceptions, with
what to do next; the web as it is becomes a value (``Unread``); a mistake in this program is any other exception.

::

    KursrevisjonError
    ├── UsageError          an option's value cannot be used                          exit 2
    ├── InputFileError      a file of the user's is wrong; carries every problem      exit 3
    ├── WorkspaceError      the workspace cannot be opened, read or written           exit 3
    │   └── WorkspaceBusyError   another scan holds the workspace                     exit 4
    ├── IncompleteError     the run is incomplete, or nothing could be read           exit 4
    └── EvidenceError       stored evidence does not match its digests or quotes      exit 5
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum


class ExitCode(IntEnum):
    """What the process tells its caller (DESIGN, contracts)."""

    DONE = 0
    GATE = 1
    USAGE = 2
    INPUT = 3
    INCOMPLETE = 4
    DAMAGED = 5


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a user's file, and what to write instead.

    ``line`` and ``column`` count from 1; 0 means that the problem belongs to the file as a whole.
    """

    file: str
    message: str
    line: int = 0
    column: int = 0
    text: str = ""
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        shown = f"\n    {self.text}" if self.text else ""
        hint = f"\n    → {self.hint}" if self.hint else ""
        return f"{place}: {self.message}{shown}{hint}"


class KursrevisjonError(Exception):
    """Something the user can act on; the message says how."""

    exit_code = ExitCode.INPUT


class UsageError(KursrevisjonError):
    """An option or argument whose value cannot be used."""

    exit_code = ExitCode.USAGE


class InputFileError(KursrevisjonError):
    """A file of the user's is missing or wrong; all its problems at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class WorkspaceError(KursrevisjonError):
    """The workspace cannot be opened, read or written."""


class WorkspaceBusyError(WorkspaceError):
    """Another scan is writing to the workspace."""

    exit_code = ExitCode.INCOMPLETE


class IncompleteError(KursrevisjonError):
    """The run could not be completed, or nothing could be read."""

    exit_code = ExitCode.INCOMPLETE


class EvidenceError(KursrevisjonError):
    """Stored evidence is damaged: a digest or a quote does not match."""

    exit_code = ExitCode.DAMAGED
