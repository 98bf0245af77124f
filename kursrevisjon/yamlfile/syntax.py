"""What is wrong with text that is no YAML, in the words of somebody who edits it and does not program."""

from typing import Final, NamedTuple

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from kursrevisjon.yamlfile.nodes import Complaint

_INDENT: Final = "la linjer på samme nivå ha samme innrykk"


class _Row(NamedTuple):
    """What an error whose wording begins with ``start`` is called, and the advice; some are mended where they began."""

    start: str
    message: str
    hint: str
    at_beginning: bool = False


# NOTE: ruamel.yaml has no codes for its errors, so they are told apart by the start of its own wording. What is not
# listed is shown in that wording, and a test holds a text for each row. First match counts.
_ROWS: Final = (
    _Row(
        "mapping values are not allowed",
        "et kolon der det ikke kan stå, eller feil innrykk",
        f"sett teksten i anførselstegn hvis kolonet hører til den, og {_INDENT}",
    ),
    _Row("found character '\\t'", "innrykk med tabulator", "bruk mellomrom foran linjen, ikke tabulator"),
    _Row("found character", "en tekst kan ikke begynne med dette tegnet", "sett teksten i anførselstegn"),
    _Row("found unknown escape", "omvendt skråstrek i doble anførselstegn", "bruk enkle anførselstegn rundt teksten"),
    _Row(
        "found unexpected end of stream", "anførselstegnet åpnes, men lukkes ikke", "sett et etter teksten også", True
    ),
    _Row(
        "found unexpected document separator",
        "anførselstegnet åpnes, men lukkes ikke",
        "sett et etter teksten også",
        True,
    ),
    _Row(
        "expected ',' or ']'", "klammen [ åpnes, men lukkes ikke", "sett ] etter siste ledd, og komma mellom ledd", True
    ),
    _Row(
        "expected ',' or '}'", "krøllklammen { åpnes, men lukkes ikke", "sett } etter siste, og komma mellom ledd", True
    ),
    _Row(
        "expected the node content", "filen slutter midt i en verdi", "fullfør verdien, og lukk klammer og krøllklammer"
    ),
    _Row(
        "sequence entries are not allowed", "et listeledd («- ») som ikke kan stå her", "begynn listen på en egen linje"
    ),
    _Row("could not find expected ':'", "en linje uten kolon", "skriv «nøkkel: verdi», eller «- » foran et ledd", True),
    _Row(
        "expected <block end>",
        "dette passer ikke inn i listen eller oppslaget over",
        f"{_INDENT}, og sett hele teksten innenfor anførselstegnene",
    ),
)


def explain_syntax(error: YAMLError, text: str) -> Complaint:
    """Where the text stops being YAML, and what to write instead."""
    if isinstance(error, ReaderError):
        before = text[: error.position]
        place = before.count("\n"), len(before) - before.rfind("\n") - 1
        return *place, f"tegnet U+{error.character:04X} er ikke tillatt i YAML", "slett tegnet; det synes kanskje ikke"
    if not isinstance(error, MarkedYAMLError):
        return 0, 0, f"ikke gyldig YAML: {error}", ""
    row = _row_for(str(error.problem))
    mark = (error.context_mark if row.at_beginning else None) or error.problem_mark or error.context_mark
    return mark.line, mark.column, row.message, row.hint


def _row_for(problem: str) -> _Row:
    general = _Row("", f"ikke gyldig YAML ({problem})", "se på denne linjen og den over: innrykk, kolon, anførselstegn")
    return next((row for row in _ROWS if problem.startswith(row.start)), general)
