"""What the tests of the command line share: a command run as its users run it, in this process or in one of its own."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any
from unittest.mock import patch

import pytest

from kursrevisjon.cli import main
from kursrevisjon.fetch import FetchSettings

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Answer:
    """What a command left behind: its exit code, and what it printed."""

    code: int
    data: bytes
    err: str

    @property
    def out(self) -> str:
        return self.data.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.data)


def run(*arguments: object, stdin: bytes = b"") -> Answer:
    """Runs a command in this process. Whatever happens, it must end with an exit code and never with a traceback."""
    streams = [io.TextIOWrapper(io.BytesIO(content), encoding="utf-8") for content in (stdin, b"", b"")]
    read, out, err = streams
    with patch.multiple(sys, stdin=read, stdout=out, stderr=err), pytest.raises(SystemExit) as leaving:
        main([str(argument) for argument in arguments])
    for stream in (out, err):
        stream.flush()
    printed, told = (stream.buffer.getvalue() for stream in (out, err))  # type: ignore[attr-defined]  # a BytesIO
    for stream in streams:
        stream.close()
    code = leaving.value.code
    assert isinstance(code, int)
    assert b"Traceback" not in told
    return Answer(code, printed, told.decode())


def process(
    *arguments: object, cwd: Path | None = None, stdout: int | IO[bytes] = subprocess.PIPE
) -> subprocess.Popen[bytes]:
    """Starts a command in a process of its own."""
    return subprocess.Popen(  # noqa: S603 - the program itself
        [sys.executable, "-m", "kursrevisjon", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80"},
        stdout=stdout,
        stderr=subprocess.PIPE,
    )


@contextmanager
def impatient() -> Iterator[None]:
    """Scans that try a failing site again at once, so that no test waits for it."""
    quick = partial(FetchSettings, backoff=0.005, breaker_pause=0.02)
    with patch("kursrevisjon.cli.sites.FetchSettings", quick):
        yield
