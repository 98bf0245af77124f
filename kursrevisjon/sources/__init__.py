"""Who is audited: ``sources.yaml`` to trade unions, checked as a whole before anything is fetched.

``format`` is the file's shape and ``fields`` what a single value may be; ``checks`` is what must hold between values
and between unions. METHOD 5: a union counts under the main organisation that it belonged to on the day of the run.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from kursrevisjon.errors import InputFileError, UsageError
from kursrevisjon.model import TradeUnion
from kursrevisjon.sources.checks import find_conflicts
from kursrevisjon.sources.format import PLACEHOLDER_CONTACT, SourcesFile, UntitledSchema
from kursrevisjon.text import canonical_json, digest_of
from kursrevisjon.yamlfile import check_shape, nearest_few, read_yaml

__all__ = ["Sources", "load_sources", "packaged_sources", "schema", "select"]

HINT: Final = "formatet er beskrevet i docs/kilder.md"


@dataclass(frozen=True, slots=True)
class Sources:
    """A sources file that was found good.

    ``user_agent`` is ready to be sent, with ``contact`` in it; ``delay`` is the pause between two requests to a site,
    in seconds. ``digest`` changes when anything changes that a run can depend on (not with notes or comments).
    ``fictional`` says that the unions are invented, ``is_packaged`` that the file came with the program.
    """

    unions: tuple[TradeUnion, ...]
    user_agent: str
    contact: str
    delay: float
    digest: str
    path: Path
    fictional: bool = False
    main_orgs: tuple[str, ...] = ()
    is_packaged: bool = False

    @property
    def contact_is_placeholder(self) -> bool:
        """Whether nobody has put an address of their own in, so that sites cannot reach who is asking."""
        return self.contact == PLACEHOLDER_CONTACT


def packaged_sources() -> Path:
    """The file that comes with the program: in a wheel beside the code, in a checkout at its root."""
    inside = Path(__file__).parents[1] / "data" / "sources.yaml"
    return inside if inside.is_file() else Path(__file__).parents[2] / "sources.yaml"


def load_sources(path: Path | None = None) -> Sources:
    """The sources in a file, or in the packaged one.

    Raises ``InputFileError`` with every problem of the file, each with line, column and what to write instead.
    """
    file = read_yaml(path or packaged_sources())
    problems = [*check_shape(file, SourcesFile, schema_hint=HINT), *find_conflicts(file)]
    if problems:
        raise InputFileError(sorted(problems, key=lambda problem: (problem.line, problem.column)))
    content = SourcesFile.model_validate(file.data)
    return Sources(
        unions=tuple(entry.to_union() for entry in content.unions),
        user_agent=content.user_agent.replace("{contact}", content.contact),
        contact=content.contact,
        delay=content.delay,
        digest=_digest(content),
        path=file.path,
        fictional=content.fictional,
        main_orgs=tuple(content.main_orgs),
        is_packaged=file.path == packaged_sources(),
    )


def select(
    sources: Sources,
    *,
    unions: Sequence[str] = (),
    main_orgs: Sequence[str] = (),
    include_disabled: bool = False,
    day: date,
) -> tuple[TradeUnion, ...]:
    """The unions that a command is about, in the file's order.

    ``unions`` are ids or names (also earlier ones), whatever their case; a union that is named is taken although it is
    off by default. ``main_orgs`` keeps those that belong to one of them on ``day``. Raises ``UsageError`` for a name
    that is not in the file, with the nearest ones, and when nothing is left.
    """
    named = {_named(sources, name).id for name in unions}
    orgs = {_main_org(sources, name) for name in main_orgs}
    chosen = tuple(
        union
        for union in sources.unions
        if (union.id in named if named else union.enabled or include_disabled)
        and (not orgs or union.main_org_on(day) in orgs)
    )
    if not chosen:
        asked = f" in {', '.join(sorted(orgs))} on {day}" if orgs else ""
        raise UsageError(f"No union to read{asked}. `kursrevisjon sources list` shows the unions of {sources.path}.")
    return chosen


def schema() -> dict[str, Any]:
    """The JSON Schema of a sources file, for editors."""
    generated = SourcesFile.model_json_schema(schema_generator=UntitledSchema)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **generated}


def _named(sources: Sources, name: str) -> TradeUnion:
    wanted = name.casefold().strip()
    names = {spelling: union for union in sources.unions for spelling in _spellings(union)}
    for spelling, union in names.items():
        if spelling.casefold() == wanted:
            return union
    raise UsageError(f"No union {name!r} in {sources.path}.{_suggestion(name, names)}")


def _main_org(sources: Sources, name: str) -> str:
    for main_org in sources.main_orgs:
        if main_org.casefold() == name.casefold().strip():
            return main_org
    raise UsageError(f"No main organisation {name!r}; {sources.path} has {', '.join(sources.main_orgs)}.")


def _spellings(union: TradeUnion) -> tuple[str, ...]:
    return (union.id, union.short_name, union.name, *union.names_before)


def _suggestion(name: str, names: Iterable[str]) -> str:
    near = nearest_few(name, names)
    if not near:
        return " `kursrevisjon sources list` shows them all."
    return f" Did you mean {' or '.join(repr(found) for found in near)}?"


def _digest(content: SourcesFile) -> str:
    """A digest of what a run can depend on: remarks about unions and addresses are left out."""
    remarks: Any = {"unions": {"__all__": {"notes": True, "seeds": {"__all__": {"checked", "note"}}}}}
    canonical = canonical_json(content.model_dump(mode="json", exclude=remarks))
    return digest_of(canonical)
