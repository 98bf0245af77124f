"""A file's bytes to a ``YamlFile``: its data, and the line behind each value.

What can go wrong before there is data is told here: the file is missing, too large, not UTF-8, or no YAML.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, NoReturn

from rapidfuzz import process
from ruamel.yaml.error import YAMLError

from kursrevisjon.errors import InputFileError, Problem
from kursrevisjon.yamlfile.nodes import Complaint, Node, Pointer, Refused, compose
from kursrevisjon.yamlfile.syntax import explain_syntax

MAX_BYTES: Final = 4_000_000
"""The largest file that is read, in bytes; the project's own are under a tenth of it."""

_SHOWN: Final = 120  # characters of an offending line


@dataclass(frozen=True)
class YamlFile:
    """A file that was read: its plain data, and the way from a value back to its line."""

    path: Path
    root: Node
    lines: tuple[str, ...]

    @property
    def data(self) -> object:
        """Dicts, lists, texts, numbers, ``True``, ``False`` and ``None``; a new copy each time."""
        return self.root.plain()

    def problem(self, pointer: Pointer, message: str, hint: str = "", *, at_key: bool = False) -> Problem:
        """A problem with the value at ``pointer``, or its key; the nearest value above it when there is none."""
        node = self.root.find(pointer, at_key=at_key)
        return _problem(self.path, self.lines, (node.line, node.column, message, hint))


def read_yaml(path: Path) -> YamlFile:
    """Read a file. Raises ``InputFileError`` when it cannot be read as one document of YAML 1.2."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            _refuse(path, f"filen er for stor ({size} byte)", f"den kan være på høyst {MAX_BYTES} byte; del den opp")
        data = path.read_bytes()
    except FileNotFoundError:
        _refuse(path, "filen finnes ikke", _near_file(path))
    except IsADirectoryError:
        _refuse(path, "dette er en mappe, ikke en fil", "oppgi en fil i mappen")
    except (OSError, ValueError) as error:
        _refuse(
            path, f"filen kan ikke leses: {getattr(error, 'strerror', None) or error}", "sjekk stien og rettighetene"
        )
    return _parse(path, data)


@lru_cache(maxsize=4)  # checks made after loading ask for many places in the same file
def _parse(path: Path, data: bytes) -> YamlFile:
    text = _decode(path, data)
    lines = tuple(text.split("\n"))
    try:
        return YamlFile(path, compose(text), lines)
    except Refused as refused:
        complaints = refused.complaints
    except YAMLError as error:
        complaints = [explain_syntax(error, text)]
    raise InputFileError([_problem(path, lines, complaint) for complaint in complaints])


def _decode(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
        before = "" if wide else data[: error.start].decode("utf-8-sig")
        line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
        shown = data.decode("utf-16" if wide else "cp1252", errors="replace")
        hint = "lagre filen på nytt med tegnkodingen UTF-8"
        complaint = (line, column, "filen er ikke lagret som UTF-8", hint)
        raise InputFileError([_problem(path, shown.split("\n"), complaint)]) from None


def _problem(path: Path, lines: Sequence[str], complaint: Complaint) -> Problem:
    line, column, message, hint = complaint
    shown = lines[line].strip() if line < len(lines) else ""
    shown = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in shown[:_SHOWN])
    return Problem(str(path), message, line + 1, column + 1, shown, hint)


def _refuse(path: Path, message: str, hint: str) -> NoReturn:
    raise InputFileError([Problem(str(path), message, hint=hint)]) from None


def _near_file(path: Path) -> str:
    if not path.parent.is_dir():
        return f"mappen {path.parent} finnes heller ikke"
    names = [entry.name for entry in path.parent.iterdir() if entry.suffix in {".yaml", ".yml"}]
    found = process.extractOne(path.name, names, score_cutoff=70)
    return f"mente du {path.parent / found[0]}?" if found else "sjekk stien"
