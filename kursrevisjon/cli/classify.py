"""``classify``: labels for files, one document per file in order (DESIGN, ``document/1``)."""

import sys
from collections.abc import Sequence
from pathlib import Path

from kursrevisjon.classify import assess_document
from kursrevisjon.cli.support import Format, Lang, has_color, put, width
from kursrevisjon.errors import ExitCode, InputFileError, Problem, UsageError
from kursrevisjon.extract import extract_file
from kursrevisjon.lexicon import Lexicon, load_lexicon
from kursrevisjon.model import DocumentResult, Unread
from kursrevisjon.text import canonical_json


def run_classify(
    files: Sequence[str],
    *,
    url: str | None,
    section: str | None,
    lexicon: Path | None,
    explain: bool,
    format: Format,  # noqa: A002 - the option's name
    lang: Lang,
    output: Path | None,
) -> ExitCode:
    """Label every file; a file that cannot be read stops the command before anything is printed."""
    if section not in {None, "tillitsvalgt"}:
        raise UsageError(f"--section {section}: den eneste seksjonen er «tillitsvalgt»")
    if format not in {Format.TABLE, Format.JSON}:
        raise UsageError("classify: bruk --format table eller json")
    loaded = load_lexicon(lexicon)
    contents = _contents(files)
    results = [_label(name, data, loaded, url=url, section=section) for name, data in contents]
    if not explain:
        results = [_without_traces(result) for result in results]
    if format is Format.JSON:
        put(canonical_json([result.model_dump(mode="json", by_alias=True) for result in results]), output)
        return ExitCode.DONE
    from kursrevisjon.report import render_document

    put(
        "\n".join(render_document(result, lang=lang.value, width=width(), color=has_color()) for result in results),
        output,
    )
    return ExitCode.DONE


def _contents(files: Sequence[str]) -> list[tuple[str, bytes]]:
    contents: list[tuple[str, bytes]] = []
    problems: list[Problem] = []
    for name in files:
        try:
            contents.append((name, sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()))
        except OSError as error:
            problems.append(Problem(name, f"kan ikke leses ({error.strerror})", hint="sjekk navnet på fila"))
    if problems:
        raise InputFileError(problems)
    return contents


def _label(name: str, data: bytes, lexicon: Lexicon, *, url: str | None, section: str | None) -> DocumentResult:
    document = extract_file(name, data, url=url, section=section)
    if isinstance(document, Unread):
        return DocumentResult(source=name, url=url, outcome=document.cause, detail=document.detail)
    return assess_document(document, lexicon)


def _without_traces(result: DocumentResult) -> DocumentResult:
    courses = tuple(course.model_copy(update={"suppressed": (), "near": ()}) for course in result.courses)
    return result.model_copy(update={"courses": courses})
