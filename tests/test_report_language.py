"""A report or comparison in one language holds no sentence of another, and every value of the method has its words."""

import io
import re
from collections.abc import Iterator
from functools import cache
from types import SimpleNamespace
from typing import get_args

import openpyxl
import pytest
from lxml import html
from report_runs import full_diff, full_run, info

from kursrevisjon.diff.courses import _FIELDS
from kursrevisjon.model import (
    BaselineComparison,
    BaselineUnion,
    ChangeCause,
    CourseChange,
    CoverageChange,
    Diff,
    HealthMark,
    MainOrgChange,
    Remark,
    Topic,
    TopicRollup,
    UnreadCause,
    Verdict,
)
from kursrevisjon.report import render, render_diff, render_gate, render_union_sheet
from kursrevisjon.report.phrases import LANGUAGES, PHRASES

SOURCE = "SINTEF-rapport 2018, kapittel 9.2 hos Buvik mfl."
WHY = "Temaet inngår i grunnopplæringen, uten at de leste sidene sier at kurset er obligatorisk."
RUN = full_run(3, pages=2, complete=False, derived_from="2030-02")
RUN = RUN.model_copy(
    update={
        "unions": tuple(
            union.model_copy(
                update={
                    "verdicts": {
                        topic: stated.model_copy(update={"why": WHY}) for topic, stated in union.verdicts.items()
                    },
                    "marks": tuple(mark.value for mark in HealthMark),
                }
            )
            for union in RUN.unions
        )
    }
)

REMARK_KINDS = get_args(Remark.model_fields["kind"].annotation)
REMARKS = tuple(
    Remark(
        kind=kind,
        run="2030-01",
        unions=("Ferge", "Kart"),
        before="" if kind == "org_moved" else "0.1",
        after="YS" if kind == "org_moved" else "0.2",
        read_as_of=read,
        marks=tuple(mark.value for mark in HealthMark),
    )
    for kind in REMARK_KINDS
    for read in (None, info(1).started)
)
COURSE_KINDS = get_args(CourseChange.model_fields["kind"].annotation)
COVERAGE_KINDS = get_args(CoverageChange.model_fields["kind"].annotation)
FIGURES = TopicRollup(mandatory=1, optional=3, coverage=(1, 4))
DIFF = full_diff(
    remarks=REMARKS,
    courses=tuple(
        CourseChange(
            union="ferge",
            course="k",
            kind=kind,
            name="K",
            cause=cause,
            also_possible=tuple(ChangeCause),
            fields={
                "obligation": ("core", "unstated"),
                "audience": ("medlem", "leder"),
                "basis": ("law", ""),
                "hms": ("true", "false"),
                "preventive": ("implied", "none"),
                "pages": ("a", "b"),
                "name": ("a", "b"),
                "programme": ("a", "b"),
                "quotes": ("a", "b"),
            },
        )
        for kind in COURSE_KINDS
        for cause in ChangeCause
    ),
    coverage=tuple(
        CoverageChange(union="kart", name="Kart", kind=kind, url="u", cause=cause, base_run="r", age_days=days)
        for kind in COVERAGE_KINDS
        for cause in UnreadCause
        for days in (1, 40)
    )[:90],
    main_orgs=(
        MainOrgChange(
            name="Unio", topic=Topic.HMS, before=FIGURES, causes=tuple(ChangeCause), joined=("kart",), left=("ferge",)
        ),
    ),
    names={"kart": "Kart", "ferge": "Ferge"},
)
BASELINE = Diff(
    after=info(2),
    compared=("ferge",),
    remarks=REMARKS[-4:],
    baseline=BaselineComparison(
        id="baseline:2018",
        source=SOURCE,
        topic=Topic.PREVENTIVE,
        before=(0, 20),
        after=(0, 3),
        unknown=2,
        unions=tuple(BaselineUnion(union="ferge", name="Ferge", after=verdict) for verdict in Verdict),
        not_comparable=("kart", "ferge"),
    ),
)
GATE = [
    *(SimpleNamespace(level="error", kind="verdict", union="f", rule="r", change=change) for change in DIFF.changes),
    SimpleNamespace(level="warn", kind="age", union="ferge", rule="r", change=None, days=40, limit=30),
]
UNCOMPARED = [diff.model_copy(update={"compared": ()}) for diff in (DIFF, BASELINE)]

NOT_NYNORSK = set(
    "ikke noe noen fra hva hvor hvordan hvorfor hvilken hvert kjøring kjøringen kjøringene siden lest ble bare være "
    "vært endringer endret nå ukjente leses tillitsvalgte forebyggende kilde kildelisten ordlisten derfor "
    "forbundene oppdiktede verdikter sammenlignet sammenligning sammenligningen tidligere navn hentet mangler "
    "også gjelder dager arbeidsgiver ledere medlemmer verneombudet hovedorganisasjon sitater nettstedet "
    "nettsiden nettsted gammelt grensen dem gjennomføre".split()
)
NOT_ENGLISH = NOT_NYNORSK | set(
    "kapittel rapport mfl hos og av er ikkje med som kan det den forbund frå køyring i til på uten sider".split()
)
FOREIGN = {"nn": NOT_NYNORSK, "en": NOT_ENGLISH}


def whole(written: str | bytes, format_: str) -> str:
    """Everything that a reader meets in a file."""
    if format_ == "xlsx":
        assert isinstance(written, bytes)
        book = openpyxl.load_workbook(io.BytesIO(written))
        cells = [
            str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None
        ]
        return " ".join([*book.sheetnames, *cells])
    assert isinstance(written, str)
    if format_ == "html":
        tree = html.document_fromstring(written)
        said = tree.xpath("//*[not(self::style or self::script)]/text() | //@aria-label | //@title | //@data-text")
        return " ".join(map(str, said))
    return written


@cache
def documents(lang: str) -> tuple[tuple[str, str], ...]:
    return tuple(_documents(lang))


def _documents(lang: str) -> Iterator[tuple[str, str]]:
    for format_ in ("table", "md", "html", "xlsx"):
        options = {"lang": lang, "width": 10_000, "trend": [full_run(1, pages=2), full_run(2, pages=2)]}
        for name, diff in (("", DIFF), (" compared with nothing", UNCOMPARED[0]), (" alone", None)):
            yield f"report as {format_}{name}", whole(render(RUN, format_, diff=diff, **options), format_)
    for format_ in ("html", "md"):
        for union in RUN.unions[:5]:
            for contact in ("", "post@example.org"):
                sheet = render_union_sheet(union, RUN, format_, lang=lang, contact=contact)
                yield f"sheet as {format_}", whole(sheet, format_)
    for format_ in ("table", "md", "junit", "github"):
        for gate in (None, GATE):
            for diff in (DIFF, BASELINE, *UNCOMPARED):
                yield f"diff as {format_}", render_diff(diff, format_, lang=lang, width=10_000, gate=gate)
    for diff in (DIFF, *UNCOMPARED):
        yield "gate", " ".join(render_gate(diff, GATE, cut_short=True, lang=lang))


def plain(text: str) -> str:
    """The text without Markdown's escapes and the breaks of lines."""
    return " ".join(re.sub(r"\\(.)", r"\1", text).split())


def own_words(text: str) -> str:
    """What the report itself says: the text without what it quotes from the run."""
    shown = plain(text)
    for quoted in OWN_DATA:
        shown = shown.replace(quoted, " ")
    return shown


def data_of(value: object) -> Iterator[str]:
    """Every text in a run or comparison that is not the report's own."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from data_of(each)
    elif isinstance(value, list):
        for each in value:
            yield from data_of(each)


OWN_DATA = sorted(
    {
        plain(text)
        for document in (RUN, DIFF, BASELINE)
        for text in data_of(document.model_dump(mode="json"))
        if len(text) > 12 and text not in {WHY, SOURCE}
    },
    key=len,
    reverse=True,
)


def sentences(lang: str) -> set[str]:
    """The parts of the bokmål phrases that are long enough to be known again and are no part of ``lang``'s own."""
    column = LANGUAGES.index(lang)
    own = " ".join(row[column] for row in PHRASES.values())
    parts = {part.strip() for row in PHRASES.values() if row[0] != row[column] for part in re.split(r"\{\w+\}", row[0])}
    return {part for part in parts if len(part) > 9 and part not in own}


@pytest.mark.parametrize("lang", ["nn", "en"])
def test_no_sentence_of_another_language_stands_in_a_report(lang):
    assert len(sentences(lang)) > 100
    for name, text in documents(lang):
        assert WHY not in plain(text), name
        shown = own_words(text)
        found = [sentence for sentence in sentences(lang) if sentence in shown]
        assert found == [], name


@pytest.mark.parametrize("lang", ["nn", "en"])
def test_no_word_of_another_language_stands_in_a_report(lang):
    for name, text in documents(lang):
        words = set(re.findall(r"[^\W\d_]+", own_words(text).lower()))
        assert words & FOREIGN[lang] == set(), name


@pytest.mark.parametrize("lang", ["nn", "en"])
def test_no_word_of_bokmal_stands_in_the_table_of_another_language(lang):
    column = LANGUAGES.index(lang)
    for key, row in PHRASES.items():
        words = set(re.findall(r"[^\W\d_]+", re.sub(r"\{\w+\}", " ", row[column]).lower()))
        assert words & FOREIGN[lang] == set(), key


def test_every_kind_of_change_and_remark_has_its_words():
    lists = {
        "course_change": COURSE_KINDS,
        "coverage": COVERAGE_KINDS,
        "remark": REMARK_KINDS,
        "field": (*_FIELDS, "name", "programme", "quotes"),
        "hms": ("yes", "no", "true", "false"),
    }
    missing = [f"{group}.{kind}" for group, kinds in lists.items() for kind in kinds]
    assert [key for key in missing if key not in PHRASES] == []
