"""Labelled pages (a page and a YAML file of its name) and case files (a list of short passages), as typed items."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from kursrevisjon.errors import InputFileError, Problem
from kursrevisjon.model import Audience, Basis, Obligation, Preventive
from kursrevisjon.yamlfile import load_model, load_models

_BESIDE = "legg siden i samme mappe med samme navn, eller gi en fil med en liste av tekster"
_PAGE_ENDINGS = (".html", ".pdf", ".md", ".txt", ".docx")


class _Gold(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class GoldCourse(_Gold):
    """A course as a reader labelled it; ``obligation_alone`` when the page is read without the union's others."""

    name: str
    obligation: Obligation
    basis: Basis | None = None
    audience: tuple[Audience, ...] = ()
    hms: bool = False
    preventive: Preventive = Preventive.NONE
    obligation_alone: Obligation | None = None
    obligation_quote: str | None = None
    topic_quote: str | None = None

    @property
    def alone(self) -> Obligation:
        """The obligation that a single file is scored on (METHOD, settled cases)."""
        return self.obligation_alone or self.obligation

    @property
    def is_for_reps(self) -> bool:
        """Whether the audience includes tillitsvalgte (METHOD 4)."""
        return Audience.TILLITSVALGT in self.audience


class GoldCase(_Gold):
    """A short passage of the section for representatives."""

    id: str
    lang: str = "nb"
    trap: str
    text: str
    courses: tuple[GoldCourse, ...] = ()
    doubt: bool = False


class GoldPage(_Gold):
    """The labels of a page."""

    id: str
    lang: str = "nb"
    training_for_reps: bool
    courses: tuple[GoldCourse, ...] = ()
    traps: tuple[str, ...] = ()
    doubt: bool = False


class GoldItem(_Gold):
    """A labelled page or passage: where its text is, and what a reader says of it."""

    id: str
    source: str
    data: bytes = Field(repr=False)
    name: str
    is_page: bool
    training: bool
    courses: tuple[GoldCourse, ...]
    traps: tuple[str, ...]
    doubt: bool


def load_gold(paths: Sequence[Path]) -> tuple[GoldItem, ...]:
    """Every labelled item in files and folders, in a fixed order. Raises ``InputFileError`` with all problems."""
    items = [item for path in paths for item in (_folder(path) if path.is_dir() else _items(path))]
    if not items:
        names = ", ".join(str(path) for path in paths)
        raise InputFileError(
            [Problem(names, "ingen merkede sider eller tekster", hint="oppgi en mappe med .yaml-filer")]
        )
    return tuple(items)


def _folder(folder: Path) -> Iterator[GoldItem]:
    """The items of a folder; a file there that is no list and has no page beside it is not about labels."""
    for file in sorted(folder.rglob("*.yaml")):
        if _is_list(file) or _page_of(file) is not None:
            yield from _items(file)


def _items(path: Path) -> Iterator[GoldItem]:
    if not path.is_file():
        raise InputFileError([Problem(str(path), "fila finnes ikke", hint="sjekk navnet")])
    if _is_list(path):
        yield from (_case_item(path, case) for case in load_models(path, GoldCase))
    elif (page := _page_of(path)) is not None:
        yield _page_item(path, page)
    else:
        raise InputFileError([Problem(str(path), "merkede sider må ha siden ved siden av seg", hint=_BESIDE)])


def _page_of(labels: Path) -> Path | None:
    return next((page for ending in _PAGE_ENDINGS if (page := labels.with_suffix(ending)).is_file()), None)


def _is_list(path: Path) -> bool:
    """Whether a file holds a list, as files with passages do; labels of a page are keys with values."""
    lines = path.read_bytes().decode("utf-8-sig", "replace").splitlines()
    return next((line.startswith(("-", "[")) for line in lines if line.strip(" -") and not line.startswith("#")), False)


def _page_item(labels: Path, page: Path) -> GoldItem:
    gold = load_model(labels, GoldPage)
    return GoldItem(
        id=gold.id,
        source=str(page),
        data=page.read_bytes(),
        name=page.name,
        is_page=True,
        training=gold.training_for_reps,
        courses=gold.courses,
        traps=gold.traps,
        doubt=gold.doubt,
    )


def _case_item(path: Path, case: GoldCase) -> GoldItem:
    return GoldItem(
        id=case.id,
        source=f"{path}#{case.id}",
        data=case.text.encode(),
        name=case.id + ".md",
        is_page=False,
        training=any(course.is_for_reps for course in case.courses),
        courses=case.courses,
        traps=(case.trap,),
        doubt=case.doubt,
    )
