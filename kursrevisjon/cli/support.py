"""What the commands share: formats, the clock, where results and messages go."""

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from shutil import get_terminal_size

import typer

from kursrevisjon.errors import ExitCode, KursrevisjonError, UsageError
from kursrevisjon.model import GAP_VERDICTS, Topic, Verdict
from kursrevisjon.text import canonical_json, printable


class Format(StrEnum):
    """How a result is printed; not every command knows every form."""

    TABLE = "table"
    MD = "md"
    CSV = "csv"
    JSON = "json"
    HTML = "html"
    XLSX = "xlsx"
    JUNIT = "junit"
    GITHUB = "github"


RUN_FORMATS = (Format.TABLE, Format.MD, Format.CSV, Format.JSON, Format.HTML, Format.XLSX)
DIFF_FORMATS = (Format.TABLE, Format.MD, Format.JSON, Format.JUNIT, Format.GITHUB)
SHEET_FORMATS = (Format.HTML, Format.MD)
PLAIN_FORMATS = (Format.TABLE, Format.JSON)
COMPARED_FORMATS = (Format.TABLE, Format.MD, Format.HTML, Format.XLSX)
"""Those of a run that tell what changed since the reading before."""


class Lang(StrEnum):
    """The languages of tables and reports."""

    NB = "nb"
    NN = "nn"
    EN = "en"


class TopicName(StrEnum):
    """The topics as options name them: METHOD's word and the key in JSON."""

    FOREBYGGENDE = "forebyggende"
    PREVENTIVE = "preventive"
    HMS = "hms"

    @property
    def topic(self) -> Topic:
        """The topic that is meant."""
        return Topic.HMS if self is TopicName.HMS else Topic.PREVENTIVE


@dataclass(frozen=True, slots=True)
class Form:
    """In which form a result is wanted, and where it goes: to a file, or to stdout."""

    format: Format
    lang: Lang = Lang.NB
    output: Path | None = None

    def checked(self, command: str, known: Sequence[Format]) -> "Form":
        """The form itself. Raises ``UsageError`` at once when it cannot be had, not after an hour's work."""
        if self.format not in known:
            raise UsageError(f"{command}: --format {self.format} finnes ikke her; velg {', '.join(known)}")
        if self.format is Format.XLSX and self.output is None:
            raise UsageError("--format xlsx: et regneark må skrives til en fil; oppgi --output FIL.xlsx")
        if self.output is not None and (self.output.is_dir() or not self.output.absolute().parent.is_dir()):
            raise UsageError(f"--output {self.output}: kan ikke skrives; oppgi en fil i en mappe som finnes")
        return self

    @property
    def color(self) -> bool:
        """Whether colour is wanted: on a terminal, and not refused by NO_COLOR."""
        return self.output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def now() -> datetime:
    """The clock, read here and handed down."""
    return datetime.now(UTC).replace(microsecond=0)


def say(text: str) -> None:
    """A message, on stderr; nothing from the web can steer the terminal."""
    typer.echo(printable(text), err=True)


_NARROWEST = 60


def width() -> int:
    """How many columns a table may take: those of the terminal, or of COLUMNS, or 80."""
    if sys.stdout.isatty():
        return max(_NARROWEST, get_terminal_size((80, 24)).columns)
    columns = os.environ.get("COLUMNS", "")
    return max(_NARROWEST, int(columns)) if columns.isdecimal() else 80


def put(result: str | bytes, output: Path | None = None) -> None:
    """A result: to the file when one is named, else to stdout. Raises ``UsageError`` when it cannot be written."""
    put_pieces([result if isinstance(result, bytes) else result.removesuffix("\n").encode() + b"\n"], output)


def put_pieces(pieces: Iterable[bytes], output: Path | None = None) -> None:
    """As ``put``, of a result that is not in memory as a whole."""
    try:
        if output is not None:
            with output.open("wb") as file:
                file.writelines(pieces)
        else:
            for piece in pieces:
                sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Whoever read the result has seen enough. The command goes on to its exit code, and what is left goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        place = output or "stdout"
        raise KursrevisjonError(
            f"{place}: kan ikke skrives ({error.strerror}); velg en annen fil med --output"
        ) from error
    if output is not None:
        say(f"Skrevet: {output}")


def put_json(value: object, output: Path | None = None) -> None:
    """A result as canonical JSON."""
    put(canonical_json(value), output)


def gate_on_gap(verdicts: Iterable[Mapping[Topic, Verdict]], topics: Sequence[TopicName]) -> ExitCode:
    """``GATE`` when some union is in gap on a topic that is named; ``unknown`` is never a gap (METHOD 4)."""
    wanted = {name.topic for name in topics}
    is_gap = any(union[topic] in GAP_VERDICTS for union in verdicts for topic in wanted)
    return ExitCode.GATE if is_gap else ExitCode.DONE
