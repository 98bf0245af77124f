"""Pydantic's errors to problems with line and column, told in bokmål.

An error's location is followed through the file's nodes to a place, and through the model's JSON Schema to what could
stand there: the keys, the values, and what the field is for (its description).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, TypeAlias

from pydantic import TypeAdapter, ValidationError
from pydantic.errors import PydanticInvalidForJsonSchema
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

from kursrevisjon.errors import Problem
from kursrevisjon.yamlfile.nodes import Node, Pointer
from kursrevisjon.yamlfile.reader import YamlFile

CUSTOM: Final = "kursrevisjon"
"""The type of errors that carry their own words."""

Schema: TypeAlias = dict[str, Any]

_LIST_HINT: Final = "skriv hvert ledd på sin egen linje, med «- » foran"
_MAP_HINT: Final = "skriv «nøkkel: verdi» på egne linjer, med innrykk"
_QUOTE_HINT: Final = "sett verdien i anførselstegn hvis den er ment som tekst"
_DATE_HINT: Final = "skriv datoen som ÅÅÅÅ-MM-DD, for eksempel 2025-01-31"

# Pydantic's error type -> what is wrong with the named key, and what to write instead; {x} is filled from its context.
_WORDS: Final[dict[str, tuple[str, str]]] = {
    "string_type": ("skal være tekst, ikke {found}", _QUOTE_HINT),
    "int_type": ("skal være et helt tall, ikke {found}", ""),
    "int_parsing": ("skal være et helt tall", ""),
    "int_from_float": ("skal være et helt tall, uten desimaler", ""),
    "float_type": ("skal være et tall, ikke {found}", "skriv desimaltall med punktum, for eksempel 1.5"),
    "float_parsing": ("skal være et tall", "skriv desimaltall med punktum, for eksempel 1.5"),
    "finite_number": ("skal være et endelig tall", ""),
    "bool_type": ("skal være true eller false, ikke {found}", ""),
    "bool_parsing": ("skal være true eller false", ""),
    "list_type": ("skal være en liste, ikke {found}", _LIST_HINT),
    "tuple_type": ("skal være en liste, ikke {found}", _LIST_HINT),
    "set_type": ("skal være en liste, ikke {found}", _LIST_HINT),
    "frozen_set_type": ("skal være en liste, ikke {found}", _LIST_HINT),
    "dict_type": ("skal ha nøkler under seg, ikke være {found}", _MAP_HINT),
    "model_type": ("skal ha nøkler under seg, ikke være {found}", _MAP_HINT),
    "model_attributes_type": ("skal ha nøkler under seg, ikke være {found}", _MAP_HINT),
    "date_type": ("skal være en dato, ikke {found}", _DATE_HINT),
    "date_parsing": ("skal være en dato", _DATE_HINT),
    "date_from_datetime_parsing": ("skal være en dato", _DATE_HINT),
    "date_from_datetime_inexact": ("skal være en dato uten klokkeslett", _DATE_HINT),
    "none_required": ("skal stå tom", ""),
    "too_short": ("skal ha minst {min_length} ledd, men har {actual_length}", ""),
    "too_long": ("kan ha høyst {max_length} ledd, men har {actual_length}", ""),
    "string_too_short": ("skal ha minst {min_length} tegn", ""),
    "string_too_long": ("kan ha høyst {max_length} tegn", ""),
    "string_pattern_mismatch": ("har en form som ikke er tillatt", "mønsteret er {pattern}"),
    "greater_than": ("skal være større enn {gt}", ""),
    "greater_than_equal": ("skal være {ge} eller mer", ""),
    "less_than": ("skal være mindre enn {lt}", ""),
    "less_than_equal": ("skal være {le} eller mindre", ""),
}

_FOUND: Final[tuple[tuple[type | tuple[type, ...], str], ...]] = (
    (type(None), "tomt"),
    (bool, "true eller false"),
    ((int, float), "et tall"),
    (str, "tekst"),
    (list, "en liste"),
    (dict, "noe med nøkler under seg"),
)


def find_problems(file: YamlFile, error: ValidationError, adapter: TypeAdapter[Any], hint: str) -> Sequence[Problem]:
    """Every problem of the file, in the order of its lines; ``hint`` goes with those that have no better one."""
    schema = _schema_of(adapter)
    wrongs = [_Wrong(file.root, schema, details) for details in error.errors(include_url=False)]
    problems = {found.problem(file, hint) for found in _without_other_branches(wrongs)}
    return sorted(problems, key=lambda problem: (problem.line, problem.column, problem.message))


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The word that was probably meant, or ``None`` when none is close. Case is passed over."""
    return next(iter(nearest_few(word, words, 1)), None)


def nearest_few(word: str, words: Iterable[str], limit: int = 3) -> list[str]:
    """The words that may have been meant, the closest first; none when none is close. Case is passed over."""
    names = {name.casefold(): name for name in words}
    found = process.extract(word.casefold(), names.keys(), scorer=fuzz.ratio, score_cutoff=60, limit=limit)
    return [names[name] for name, _, _ in found]


def one_of(word: str, words: Iterable[str]) -> str:
    """Advice to write one of ``words`` instead of ``word``: the nearest, or all when none is close."""
    allowed = list(dict.fromkeys(words))
    near = nearest(word, allowed)
    if near:
        return f"mente du «{near}»?"
    return "her kan stå: " + ", ".join(allowed) if allowed else ""


class _Wrong:
    """One of pydantic's errors, with the way to it in the file (``pointer``) and in the schema.

    ``schemas`` is what the place may hold, ``around`` what the mapping or list around it may hold. ``branch`` is what
    pydantic adds to a location to say which alternative of a union it tried.
    """

    def __init__(self, root: Node, schema: Schema, details: ErrorDetails) -> None:
        self.details = details
        self.kind = details["type"]
        self.pointer: Pointer = ()
        self.branch: Pointer = ()
        self.is_about_kind = self.kind.endswith("_type")
        self.around: list[Schema] = []
        self.schemas = list(_alternatives(schema, schema))
        location, node = details["loc"], root
        for number, step in enumerate(location, 1):
            found = node.child(step)
            if found is None and not (self.kind == "missing" and number == len(location)):
                self.branch += (step,)
                continue
            node = found[1] if found else node
            self.pointer += (step,)
            self.around, self.schemas = self.schemas, [s for o in self.schemas for s in _under(o, step, schema)]

    def tells_of(self) -> Iterator[Pointer]:
        """The places that it tells something about, beyond that a value is of another kind: its own and those above."""
        last = len(self.pointer) - self.is_about_kind
        return (self.pointer[:depth] for depth in range(last + 1))

    def problem(self, file: YamlFile, fallback: str) -> Problem:
        """The problem to show; ``fallback`` when there is no better advice."""
        message, hint = self._words()
        if self.kind == "missing":
            return file.problem(self.pointer[:-1], message, hint or fallback)
        at_key = self.kind == "extra_forbidden" or self.branch[-1:] == ("[key]",)
        return file.problem(self.pointer, message, hint or fallback, at_key=at_key)

    def _words(self) -> tuple[str, str]:
        value, context, name = self.details["input"], self.details.get("ctx", {}), _name(self.pointer)
        if self.kind == CUSTOM:
            return context["message"], context["hint"]
        if self.kind in {"value_error", "assertion_error"}:
            return str(context["error"]), ""
        if value is None and not self.pointer:
            return "filen er tom", ""
        return self._table_words(name, value, context)

    def _table_words(self, name: str, value: object, context: dict[str, Any]) -> tuple[str, str]:
        if self.kind == "missing":
            return f"{name} mangler", next((s["description"] for s in self.schemas if "description" in s), "")
        if self.kind == "extra_forbidden":
            return f"ukjent nøkkel {name}", one_of(str(self.pointer[-1]), _keys(self.around))
        if self.kind in {"enum", "literal_error"}:
            return f"«{value}» er ikke en tillatt verdi for {name}", one_of(str(value), _values(self.schemas))
        if self.kind not in _WORDS:
            return f"{name} har en feil: {self.details['msg']}", ""
        message, hint = _WORDS[self.kind]
        fill = {key: f"{given:g}" if isinstance(given, float) else given for key, given in context.items()}
        fill["found"] = _found(value)
        return f"{name} {message.format_map(fill)}", hint.format_map(fill)


def _without_other_branches(wrongs: Sequence[_Wrong]) -> list[_Wrong]:
    """The errors without those of a union's alternatives that only say that the value is not of their kind.

    They stay when no other alternative tells more.
    """
    tried: dict[Pointer, set[Pointer]] = {}
    for found in wrongs:
        for place in found.tells_of():
            tried.setdefault(place, set()).add(found.branch)
    return [found for found in wrongs if not (found.is_about_kind and tried.get(found.pointer, set()) - {found.branch})]


def _name(pointer: Pointer) -> str:
    if not pointer:
        return "filen"
    *above, last = pointer
    if isinstance(last, str):
        return f"«{last}»"
    return f"ledd {last + 1} i {_name(tuple(above))}"


def _found(value: object) -> str:
    return next((word for kind, word in _FOUND if isinstance(value, kind)), "noe annet")


def _schema_of(adapter: TypeAdapter[Any]) -> Schema:
    try:
        return adapter.json_schema()
    except PydanticInvalidForJsonSchema:  # a field of a type that JSON does not know: problems come without its advice
        return {}


def _alternatives(schema: Schema, root: Schema) -> Iterator[Schema]:
    """The schema and what it refers to or offers as a choice, without references."""
    yield schema
    if "$ref" in schema:
        yield from _alternatives(root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    for key in ("anyOf", "oneOf", "allOf"):
        for choice in schema.get(key, ()):
            yield from _alternatives(choice, root)


def _under(schema: Schema, step: str | int, root: Schema) -> Iterator[Schema]:
    """What may stand under a key or index of a value that the schema describes."""
    found = schema.get("items") if isinstance(step, int) else schema.get("properties", {}).get(step)
    found = found or (schema.get("additionalProperties") if isinstance(step, str) else None)
    if isinstance(found, dict):
        yield from _alternatives(found, root)


def _keys(schemas: Iterable[Schema]) -> Iterator[str]:
    for schema in schemas:
        yield from schema.get("properties", {})


def _values(schemas: Iterable[Schema]) -> Iterator[str]:
    for schema in schemas:
        yield from map(str, schema.get("enum", ()))
        if "const" in schema:
            yield str(schema["const"])
