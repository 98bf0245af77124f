"""What is wrong with text that is no YAML, in the words of somebody who edits it and does not program."""

from typing import Final

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from kursrevisjon.yamlfile.nodes import Complaint

_QUOTES: Final = ("et anførselstegn som åpnes, men ikke lukkes", "sett anførselstegn etter teksten også")
_INDENT: Final = "la linjer på samme nivå ha samme innrykk"

# NOTE: ruamel.yaml has no codes for its errors, so they are told apart by the start of its own wording. What is not
# listed is shown in that wording, and a test holds a text for each row. First match counts.
_EXPLAINED: Final = (
    (
        "mapping values are not allowed",
        "et kolon der det ikke kan stå, eller feil innrykk",
        f"sett teksten i anførselstegn hvis kolonet hører til den, og {_INDENT}",
    ),
    ("found character '\\t'", "innrykk med tabulator", "bruk mellomrom foran linjen, ikke tabulator"),
    ("found character", "en tekst kan ikke begynne med dette tegnet", "sett teksten i anførselstegn"),
    ("found unknown escape", "omvendt skråstrek i doble anførselstegn", "bruk enkle anførselstegn rundt teksten"),
    ("found unexpected end of stream", *_QUOTES),
    ("found unexpected document separator", *_QUOTES),
    ("expected ',' or ']'", "klammen [ åpnes, men lukkes ikke", "sett ] etter siste ledd, og komma mellom leddene"),
    (
        "expected ',' or '}'",
        "krøllklammen { åpnes, men lukkes ikke",
        "sett } etter siste ledd, og komma mellom leddene",
    ),
    ("sequence entries are not allowed", "et listeledd («- ») som ikke kan stå her", "begynn listen på en egen linje"),
    ("expected <block end>", "linjen passer ikke inn i listen eller oppslaget over", _INDENT),
    (
        "could not find expected ':'",
        "en linje uten kolon",
        "skriv «nøkkel: verdi», eller «- » foran et ledd i en liste",
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
    message, hint = _explained(str(error.problem))
    # An opening that is never closed is noticed later, and mended where it began.
    mark = (error.context_mark if "åpnes" in message else None) or error.problem_mark or error.context_mark
    return mark.line, mark.column, message, hint


def _explained(problem: str) -> tuple[str, str]:
    for start, message, hint in _EXPLAINED:
        if problem.startswith(start):
            return message, hint
    return f"ikke gyldig YAML ({problem})", "se på denne linjen og den over: innrykk, kolon og anførselstegn"
