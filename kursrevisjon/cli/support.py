"""What the commands share: formats, the clock, where results and messages go."""

import os
import sys
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from shutil import get_terminal_size

import typer

from kursrevisjon.errors import ExitCode, UsageError
from kursrevisjon.model import GAP_VERDICTS, Run, Topic
from kursrevisjon.text import printable


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


def now() -> datetime:
    """The clock, read here and handed down."""
    return datetime.now(UTC).replace(microsecond=0)


def say(text: str) -> None:
    """A message, on stderr; nothing from the web can steer the terminal."""
    typer.echo(printable(text), err=True)


def width() -> int:
    """How many columns a table may take."""
    return (
        max(60, get_terminal_size((80, 24)).columns)
        if sys.stdout.isatty()
        else int(os.environ.get("COLUMNS", "80") or 80)
    )


def has_color() -> bool:
    """Whether colour is wanted: on a terminal, and not refused by NO_COLOR."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def put(result: str | bytes, output: Path | None) -> None:
    """A result: to the file when one is named, else to stdout. Raises ``UsageError`` when the file cannot be written."""
    if output is None:
        if isinstance(result, bytes):
            sys.stdout.buffer.write(result)
        else:
            typer.echo(result, nl=not result.endswith("\n"))
        return
    try:
        output.write_bytes(result if isinstance(result, bytes) else result.encode())
    except OSError as error:
        raise UsageError(f"{output}: kan ikke skrives ({error.strerror}); velg en annen fil med --output") from error
    say(f"Skrevet: {output}")


def gate_on_gap(run: Run, topics: tuple[TopicName, ...]) -> ExitCode:
    """``GATE`` when some union is in gap on a topic that is named; ``unknown`` is never a gap (METHOD 4)."""
    wanted = {name.topic for name in topics}
    for union in run.unions:
        if any(union.verdicts[topic].verdict in GAP_VERDICTS for topic in wanted):
            return ExitCode.GATE
    return ExitCode.DONE
