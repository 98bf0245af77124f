"""Comparisons: what people read, and what CI reads."""

from types import SimpleNamespace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_runs import full_diff, full_run

from kursrevisjon.errors import UsageError
from kursrevisjon.model import (
    BaselineComparison,
    BaselineUnion,
    Change,
    ChangeCause,
    CourseChange,
    CoverageChange,
    Diff,
    MainOrgChange,
    Remark,
    Topic,
    TopicRollup,
    Verdict,
)
from kursrevisjon.report import render, render_diff

EMPTY = full_diff(changes=(), courses=(), coverage=())
UNCOMPARED = full_diff(changes=(), courses=(), coverage=(), compared=())
UNCOMPARED_BASELINE = UNCOMPARED.model_copy(
    update={
        "before": None,
        "baseline": BaselineComparison(
            id="baseline:2018", source="SINTEF-rapport", topic=Topic.PREVENTIVE, before=(0, 20), after=(0, 0), unknown=2
        ),
    }
)


def flat(diff: Diff, format_: str = "table", **options) -> str:
    return " ".join(render_diff(diff, format_, **{"width": 200, **options}).split())


def finding(level: str, kind: str = "verdict", **changed: object) -> SimpleNamespace:
    about = {"change": None, "days": 40, "limit": 30} if kind == "age" else {"change": full_diff().changes[1]}
    return SimpleNamespace(level=level, kind=kind, union="ferge", rule="verdicts.worse", **{**about, **changed})


# For people


@pytest.mark.parametrize("format_", ["table", "md"])
def test_the_changes_say_what_where_and_why(format_):
    report = flat(full_diff(), format_).replace("|", " ").replace("\\", "")
    report = " ".join(report.split())
    assert "Sprinklerforbundet (Unio) forebyggende ◐ i grunnopplæringen ● obligatorisk nettsiden er endret" in report
    assert "plikt: grunnopplæring → obligatorisk" in report
    assert "siste gode lesing, kjøring 2030-01, 30 dager gammel" in report
    assert "Alle nye tillitsvalgte skal gjennomføre kurset innen seks måneder." in report


def test_nothing_changed_and_nothing_compared_are_two_things():
    assert "Ingen endringer." in flat(EMPTY)
    assert "Ingen endringer." not in flat(UNCOMPARED)
    assert "Ingenting kan sies å være uendret." in flat(UNCOMPARED)


def test_a_report_on_a_run_that_could_not_be_compared_does_not_say_that_nothing_changed():
    for format_ in ("table", "md", "html"):
        report = str(render(full_run(2), format_, diff=UNCOMPARED, width=200))
        assert "Ingenting kan sies å være uendret." in " ".join(report.split())
        assert "Ingen endringer." not in report


def test_a_cause_that_is_not_established_names_what_else_it_may_be():
    change = full_diff().changes[0].model_copy(update={"also_possible": (ChangeCause.TOOL,)})
    assert "nettsiden er endret; mulig også: verktøyet er endret" in flat(full_diff(changes=(change,)))


def test_the_figures_of_a_main_organisation_are_shown_before_and_after():
    moved = MainOrgChange(
        name="Unio",
        topic=Topic.PREVENTIVE,
        before=TopicRollup(core=1, optional=3, coverage=(0, 4)),
        after=TopicRollup(mandatory=1, optional=3, coverage=(1, 4)),
        causes=(ChangeCause.PAGE,),
        joined=("kart",),
    )
    shown = flat(full_diff(main_orgs=(moved,)))
    assert "Unio forebyggende 0 av 4 1 av 4 nettsiden er endret; nye her: Kartforbundet" in shown


def test_every_union_has_its_name_also_one_that_is_no_longer_in_the_sources():
    gone = CoverageChange(union="borte", name="Bortforbundet", kind="lost")
    edited = CourseChange(union="mast", course="k", kind="removed", name="Kurs", cause=ChangeCause.PAGE)
    diff = full_diff(changes=(), courses=(edited,), coverage=(gone,), names={"mast": "Masteforbundet"})
    shown = [render_diff(diff, format_) for format_ in ("table", "md", "junit", "github")]
    shown += [str(render(full_run(2), format_, diff=diff)) for format_ in ("table", "md", "html")]
    for report in shown:
        assert "Bortforbundet: forbundet kunne ikke leses" in " ".join(report.split())
        assert "Masteforbundet: kurs borte" in " ".join(report.split())


def test_a_course_is_called_what_it_is_called():
    fields = {"name": ("True", "false"), "programme": ("one", "none"), "hms": ("false", "true")}
    edited = CourseChange(union="kart", course="k", kind="edited", name="False", cause=ChangeCause.PAGE, fields=fields)
    assert "HMS: nei → ja; navn: True → false; program: one → none" in flat(full_diff(courses=(edited,)))


def test_a_baseline_is_compared_on_its_one_claim():
    baseline = BaselineComparison(
        id="baseline:2018",
        source="SINTEF-rapport 2018-00851",
        topic=Topic.PREVENTIVE,
        before=(0, 20),
        after=(1, 17),
        unknown=3,
        unions=(BaselineUnion(union="ferge", name="Fergeforbundet", after=Verdict.CORE),),
        not_comparable=("Kartforbundet",),
    )
    report = flat(full_diff(changes=(), courses=(), coverage=(), baseline=baseline))
    assert report.startswith(
        "Kjøringen 31. mars 2030 (2030-02) ved siden av SINTEF-rapport 2018-00851 (Buvik mfl., 2018)"
    )
    assert "ukjent kjøring" not in report
    assert "Forebyggende arbeidsmiljøarbeid i obligatorisk opplæring: 0 av 20 forbund den gang, 1 av 17 nå." in report
    assert "3 ukjente er holdt utenfor." in report
    assert "Fergeforbundet: i grunnopplæringen" in report
    assert "Ingenting kan sies" not in report


def test_notes_stand_above_the_changes():
    report = flat(full_diff(remarks=(Remark(kind="lexicon_moved"),)))
    assert report.index("Ordlisten er endret mellom kjøringene.") < report.index("Sprinklerforbundet")


def test_json_reads_back_as_the_same_comparison():
    assert Diff.model_validate_json(render_diff(full_diff(), "json")) == full_diff()


def test_an_unknown_format_is_refused():
    with pytest.raises(UsageError, match="junit, github"):
        render_diff(EMPTY, "xlsx")


# For CI


def suites(diff: Diff, gate=None) -> dict[str, dict[str, int]]:
    root = ET.fromstring(render_diff(diff, "junit", gate=gate).encode())  # noqa: S314 - written by the line itself
    numbers = ("tests", "failures", "errors", "skipped")
    return {str(suite.get("name")): {name: int(suite.get(name, 0)) for name in numbers} for suite in root}


def test_junit_has_a_case_for_each_change():
    assert suites(full_diff()) == {
        "Verdikter": {"tests": 2, "failures": 0, "errors": 0, "skipped": 2},
        "Kurs": {"tests": 2, "failures": 0, "errors": 0, "skipped": 0},
        "Hva som kunne leses": {"tests": 2, "failures": 0, "errors": 0, "skipped": 1},
    }


def test_junit_fails_what_the_gate_fails():
    gate = [finding("error"), finding("warn"), finding("off"), finding("warn", "age")]
    assert suites(full_diff(), gate) == {
        "Verdikter": {"tests": 3, "failures": 1, "errors": 0, "skipped": 1},
        "Sist lest": {"tests": 1, "failures": 0, "errors": 0, "skipped": 1},
    }


def test_junit_passes_when_nothing_changed_and_errs_when_nothing_was_compared():
    assert suites(EMPTY) == {"Endringer": {"tests": 1, "failures": 0, "errors": 0, "skipped": 0}}
    assert suites(UNCOMPARED) == {"Hva som kunne leses": {"tests": 1, "failures": 0, "errors": 1, "skipped": 0}}
    assert suites(UNCOMPARED_BASELINE) == suites(UNCOMPARED)


def test_annotations_have_the_level_of_the_gate():
    lines = render_diff(full_diff(), "github", gate=[finding("error"), finding("warn"), finding("off")]).splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::error", "::warning", "::notice"]
    assert render_diff(EMPTY, "github") == "::notice title=Endringer::Ingen endringer.\n"
    assert render_diff(UNCOMPARED, "github").startswith("::error ")
    assert render_diff(UNCOMPARED_BASELINE, "github").splitlines() == [
        "::error title=Hva som kunne leses::Ingen forbund kunne leses i kjøringen. Ingenting kan sies å være uendret."
    ]


def test_an_annotation_cannot_be_ended_or_begun_by_the_text_of_a_page():
    evil = full_diff().changes[1].model_copy(update={"name": "100 %\n::error::x\r,:"})
    lines = render_diff(full_diff(), "github", gate=[finding("warn", change=evil)]).splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("::warning title=Verdikter::100 %25 ::error::x ,:: HMS fra")


@given(st.text(), st.text())
def test_any_text_gives_xml_that_parses_and_one_line_an_annotation(name, quote):
    change = Change(
        union=name,
        name=name,
        topic=Topic.HMS,
        before=Verdict.CORE,
        after=Verdict.ABSENT,
        cause=ChangeCause.PAGE,
        evidence=(quote,),
    )
    course = CourseChange(
        union=name, course="k", kind="edited", name=name, cause=ChangeCause.PAGE, fields={"name": (quote, name)}
    )
    diff = full_diff(changes=(change,), courses=(course,), coverage=())
    assert sum(suite["tests"] for suite in suites(diff).values()) == 2
    assert len(render_diff(diff, "github").split("\n")) == 3
    for format_ in ("table", "md"):
        assert "\x1b" not in render_diff(diff, format_)
