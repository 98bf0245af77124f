"""Runs by name: from the workspace by id, date or ``latest``, or from a JSON file."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from kursrevisjon.diff import BASELINE_2018, diff_runs, last_good, load_run_json
from kursrevisjon.errors import InputFileError, Problem, UsageError, WorkspaceError
from kursrevisjon.model import Diff, Run, RunInfo, UnionResult
from kursrevisjon.store import DATABASE_NAME, Store
from kursrevisjon.yamlfile import nearest

_SEE = "Se dem med: kursrevisjon runs list"


@contextmanager
def reading(workspace: Path) -> Iterator[Store]:
    """The workspace, opened without writing to it."""
    with Store.open(workspace, create=False, readonly=True) as store:
        yield store


@contextmanager
def opened(workspace: Path) -> Iterator[tuple[Store, bool]]:
    """The workspace, and whether it can be written to; what only reads must not fail where it cannot."""
    try:
        store = Store.open(workspace, create=False)
    except WorkspaceError:
        with reading(workspace) as read_only:
            yield read_only, False
        return
    with store:
        yield store, True


def has_workspace(workspace: Path) -> bool:
    """Whether there is a workspace in the folder."""
    return (workspace / DATABASE_NAME).is_file()


def find_run(store: Store, name: str) -> str:
    """The id of the run that ``name`` calls: an id, ``latest``, ``latest~N``, or the newest run up to a date.

    All but an id look at runs with a result alone. Raises ``UsageError`` for an unknown name, with the nearest id.
    """
    infos = store.runs()
    if any(info.id == name for info in infos):
        return name
    judged = store.judged_runs()
    base, _, steps = name.partition("~")
    if base == "latest" and (steps.isdecimal() or name == base):
        return _counted(judged, name, int(steps or 0))
    try:
        day = date.fromisoformat(name)
    except ValueError:
        near = nearest(name, ["latest", "latest~1", *(info.id for info in infos)])
        raise UsageError(f"Ukjent kjøring «{name}». " + (f"Mente du {near}?" if near else _SEE)) from None
    dated = [info.id for info in judged if info.started.date() <= day]
    if not dated:
        raise UsageError(f"Ingen kjøring er fra {day} eller før. {_SEE}")
    return dated[-1]


def free_id(store: Store, wanted: str) -> str:
    """The wanted id for a run, or with a number after it when it is taken."""
    taken = {known.id for known in store.runs()}
    names = (wanted if number == 1 else f"{wanted}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def _counted(judged: Sequence[RunInfo], name: str, steps: int) -> str:
    if steps >= len(judged):
        count = f"{len(judged)} kjøring" + ("" if len(judged) == 1 else "er")
        raise UsageError(f"Det finnes ingen kjøring «{name}»: arbeidsmappen har {count} med resultat. {_SEE}")
    return judged[-1 - steps].id


def load_run(workspace: Path, name: str) -> Run:
    """A run by name from the workspace, or from a JSON file. Raises ``UsageError`` or ``InputFileError``."""
    if name == BASELINE_2018:
        raise UsageError(f"{name} er et tall fra en rapport og kan bare stå først: kursrevisjon diff {name} latest")
    if name.endswith(".json") or Path(name).is_file():
        return load_run_json(_text(name), name)
    with reading(workspace) as store:
        return store.load_result(find_run(store, name))


def find_union(run: Run, name: str) -> UnionResult:
    """The union that the name calls, by id, full or short name. Raises ``UsageError`` with the nearest one."""
    wanted = name.casefold().strip()
    for union in run.unions:
        if wanted in {union.id.casefold(), union.name.casefold(), union.short_name.casefold()}:
            return union
    near = nearest(name, [label for union in run.unions for label in (union.id, union.short_name, union.name)])
    known = ", ".join(union.id for union in run.unions)
    hint = f"Mente du {near}?" if near else f"Den har {known}."
    raise UsageError(f"Kjøring {run.run.id} har ikke noe forbund «{name}». {hint}")


def _text(name: str) -> str:
    try:
        return Path(name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise InputFileError([Problem(name, "filen er ikke tekst i UTF-8", hint=_WRITE)]) from None
    except OSError as error:
        raise InputFileError([Problem(name, f"filen kan ikke leses ({error.strerror})", hint=_WRITE)]) from None


_WRITE = "skriv en kjøring til fil med «kursrevisjon report RUN --format json --output FIL»"


def since_last(store: Store, run: Run) -> tuple[Diff | None, tuple[Run, ...]]:
    """What changed since the reading before this one, and all earlier readings, oldest first.

    A reading that was judged several times counts once, as it was judged last.
    """
    infos = {info.id: info for info in store.judged_runs()}
    if run.run.id not in infos:
        return None, ()
    own = _root(infos[run.run.id])
    readings: dict[str, str] = {}
    for info in infos.values():
        if _root(info) == own:
            break
        readings[_root(info)] = info.id
    earlier = tuple(store.load_result(run_id) for run_id in readings.values())
    if not earlier:
        return None, ()
    bases = last_good([union.id for union in run.unions], reversed(earlier[:-1]))
    return diff_runs(earlier[-1], run, bases=bases), earlier


def _root(info: RunInfo) -> str:
    return info.derived_from or info.id
