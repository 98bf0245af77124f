"""A run from a JSON file that ``scan`` or ``report`` wrote, checked before it is compared with anything.

A file that was cut off, edited by hand so that it contradicts itself, or written in another format is refused with
every problem at once: a comparison built on it would tell of changes that nobody made.
"""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Final, NoReturn

from pydantic import ValidationError

from kursrevisjon.errors import InputFileError, Problem
from kursrevisjon.model import GAP_VERDICTS, MainOrgResult, Run, Topic, UnionResult, Verdict

SCHEMA: Final = "kursrevisjon/run/1"

_SHOWN_PROBLEMS: Final = 20

_WRITE: Final = "skriv den ut på nytt med «kursrevisjon report RUN --format json»"
_EDITED: Final = f"filen er trolig endret for hånd; {_WRITE}"


def load_run_json(text: str, name: str) -> Run:
    """The run in ``text``; ``name`` is the file's name, for messages.

    Raises ``InputFileError`` when the text is not JSON, is another document than ``kursrevisjon/run/1``, does not
    have its shape, or contradicts itself.
    """
    data = _parse(text.removeprefix("\ufeff"), name)
    _check_schema(data, name)
    try:
        run = Run.model_validate(data)
    except ValidationError as error:
        raise InputFileError(_shape_problems(error, name)) from None
    problems = tuple(Problem(name, message, hint=_EDITED) for message in _contradictions(run))
    if problems:
        raise InputFileError(problems)
    return run


_KINDS: Final = {
    "kursrevisjon/document/1": "filen er skrevet av «kursrevisjon classify» og gjelder enkeltdokumenter",
    "kursrevisjon/diff/1": "filen er selv en sammenligning",
}


def _parse(text: str, name: str) -> object:
    if not text.strip():
        _refuse(name, "filen er tom", hint=_WRITE)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InputFileError([_syntax_problem(error, text, name)]) from None
    except RecursionError:
        _refuse(name, "filen har for mange nivåer")


def _syntax_problem(error: json.JSONDecodeError, text: str, name: str) -> Problem:
    # NOTE: JSON counts lines by "\n" alone; a line separator may stand inside a string.
    line = text.split("\n")[error.lineno - 1][:120].strip()
    if _is_cut(text, error.pos):
        return Problem(name, "filen slutter midt i; den er trolig avkortet", error.lineno, error.colno, line, _WRITE)
    return Problem(name, f"filen er ikke gyldig JSON ({error.msg})", error.lineno, error.colno, line, _EDITED)


def _is_cut(text: str, position: int) -> bool:
    """Whether JSON that fails at ``position`` has a beginning and no end."""
    shown = text.strip()
    return shown[:1] in {"{", "["} and (shown[-1:] not in {"}", "]"} or not text[position:].strip())


def _check_schema(data: object, name: str) -> None:
    document = data[0] if isinstance(data, list) and data else data
    schema = document.get("schema") if isinstance(document, dict) else None
    if schema == SCHEMA and isinstance(data, dict):
        return
    hint = f'det som kan sammenlignes, er filer med "schema": "{SCHEMA}"'
    if not isinstance(schema, str):
        _refuse(name, "filen sier ikke hva den er (nøkkelen «schema» mangler)", hint=hint)
    if schema in _KINDS:
        _refuse(name, _KINDS[schema], hint=hint)
    if schema == SCHEMA:
        _refuse(name, "filen er en liste", hint="legg hver kjøring i sin egen fil")
    kind, _, version = schema.rpartition("/")
    if kind == "kursrevisjon/run" and version.isdigit():
        _refuse(name, f"filen har versjon {version} av formatet, og denne utgaven leser versjon 1", hint=_NEWER)
    _refuse(name, f"ukjent format «{schema[:60]}»", hint=hint)


_NEWER: Final = "bruk utgaven av kursrevisjon som skrev filen, eller skriv den ut på nytt med denne"


def _refuse(name: str, message: str, hint: str = "") -> NoReturn:
    raise InputFileError([Problem(name, message, hint=hint)])


def _shape_problems(error: ValidationError, name: str) -> list[Problem]:
    details = error.errors(include_url=False)
    problems = [
        Problem(name, f"{_pointer(detail['loc'])}: {detail['msg']}", text=_shown(detail["input"]), hint=_EDITED)
        for detail in details[:_SHOWN_PROBLEMS]
    ]
    rest = len(details) - _SHOWN_PROBLEMS
    return [*problems, Problem(name, f"og {rest} feil til")] if rest > 0 else problems


def _pointer(location: tuple[int | str, ...]) -> str:
    """The place of a value, as ``unions[3].verdicts.hms``."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).removeprefix(".")


def _shown(value: object) -> str:
    """A plain value as it stands in the file; nothing for a whole object, which would say little."""
    return "" if isinstance(value, dict | list) else json.dumps(value, ensure_ascii=False, default=str)[:80]


def _contradictions(run: Run) -> Iterator[str]:
    """Where the run says two things at once."""
    counts = Counter(union.id for union in run.unions)
    yield from (f"forbundet «{union}» står {number} ganger" for union, number in counts.items() if number > 1)
    for union in run.unions:
        yield from _union_contradictions(union)
    verdicts = {union.id: union for union in run.unions}
    for org in run.main_orgs:
        yield from _org_contradictions(org, verdicts)


def _union_contradictions(union: UnionResult) -> Iterator[str]:
    known = {course.key for course in union.courses}
    yield from (f"unions.{union.id}.verdicts mangler {topic}" for topic in Topic if topic not in union.verdicts)
    for topic, verdict in union.verdicts.items():
        place = f"unions.{union.id}.verdicts.{topic}"
        missing = [course for course in verdict.courses if course not in known]
        if missing:
            yield f"{place} viser til kurs som ikke er med: {', '.join(missing[:5])}"
        if verdict.courses and verdict.verdict in {Verdict.ABSENT, Verdict.UNKNOWN}:
            yield f"{place} er «{verdict.verdict}», men nevner kurs"
        if not verdict.courses and verdict.verdict not in {Verdict.ABSENT, Verdict.UNKNOWN}:
            yield f"{place} er «{verdict.verdict}», men nevner ingen kurs"


def _org_contradictions(org: MainOrgResult, unions: dict[str, UnionResult]) -> Iterator[str]:
    """Whether the figures are those of the unions that the organisation lists (METHOD 5)."""
    missing = [union for union in org.unions if union not in unions]
    if missing:
        yield f"main_orgs.{org.name} nevner forbund som ikke er med: {', '.join(missing[:5])}"
        return
    for topic, figures in org.topics.items():
        verdicts = {
            union: unions[union].verdicts[topic].verdict for union in org.unions if topic in unions[union].verdicts
        }
        counts = Counter(verdicts.values())
        stated = {verdict: getattr(figures, verdict.value) for verdict in Verdict}
        right = (counts[Verdict.MANDATORY], len(verdicts) - counts[Verdict.UNKNOWN])
        gap = {union for union, verdict in verdicts.items() if verdict in GAP_VERDICTS}
        if stated != {verdict: counts[verdict] for verdict in Verdict} or figures.coverage != right:
            yield f"main_orgs.{org.name}.topics.{topic} har andre tall enn forbundene under gir"
        elif set(figures.gap) != gap:
            yield f"main_orgs.{org.name}.topics.{topic}.gap er ikke de forbundene som har et gap"
