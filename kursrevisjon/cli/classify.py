"""``classify``: labels for files, one document per file in order (DESIGN, ``document/1``)."""

import sys
from collections.abc import Sequence
from pathlib import Path

from kursrevisjon.classify import assess_document
from kursrevisjon.cli.support import PLAIN_FORMATS, Form, Format, put, put_json, width
from kursrevisjon.errors import ExitCode, InputFileError, Problem, UsageError
from kursrevisjon.extract import extract_file
from kursrevisjon.lexicon import Lexicon, load_lexicon
from kursrevisjon.model import DocumentResult, Unread

_SECTION = "tillitsvalgt"


def run_classify(
    files: Sequence[str], form: Form, *, url: str | None, section: str | None, lexicon: Path | None, explain: bool
) -> ExitCode:
    """Label every file; a file that cannot be read stops the command before anything is printed."""
    form.checked("classify", PLAIN_FORMATS)
    if section not in {None, _SECTION}:
        raise UsageError(f"--section {section}: den eneste seksjonen er «{_SECTION}»")
    loaded = load_lexicon(lexicon)
    contents = _contents(files)
    results = [label_file(name, data, loaded, url=url, section=section) for name, data in contents]
    if form.format is Format.JSON:
        shown = results if explain else [_without_traces(result) for result in results]
        put_json(shown, form.output)
        return ExitCode.DONE
    # The tables bring half of the program with them; JSON is what other programs wait for.
    from kursrevisjon.report import render_document  # noqa: PLC0415

    texts = [render_document(result, lang=form.lang, width=width(), color=form.color) for result in results]
    put("\n".join(texts), form.output)
    return ExitCode.DONE


def _contents(files: Sequence[str]) -> list[tuple[str, bytes]]:
    """The bytes of every file. Raises ``InputFileError`` with all those that cannot be read."""
    contents: list[tuple[str, bytes]] = []
    problems: list[Problem] = []
    for name in files:
        try:
            contents.append((name, sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()))
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            problems.append(Problem(name, f"filen kan ikke leses ({why})", hint="sjekk navnet på filen"))
    if problems:
        raise InputFileError(problems)
    return contents


def label_file(
    name: str, data: bytes, lexicon: Lexicon, *, url: str | None = None, section: str | None = None
) -> DocumentResult:
    """The labels of a file, or the cause that it has no content to label."""
    document = extract_file(name, data, url=url, section=section)
    if isinstance(document, Unread):
        return DocumentResult(source=name, url=url, outcome=document.cause, detail=document.detail)
    return assess_document(document, lexicon)


def _without_traces(result: DocumentResult) -> DocumentResult:
    courses = tuple(course.model_copy(update={"suppressed": (), "near": ()}) for course in result.courses)
    return result.model_copy(update={"courses": courses})
