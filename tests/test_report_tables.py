"""Reports for a terminal and as Markdown, CSV and JSON: widths, escaping, languages, safe text."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
import wcwidth
from hypothesis import given
from hypothesis import strategies as st
from report_runs import STARTED, course, full_diff, full_run, page, run_of, union

from kursrevisjon.errors import UsageError
from kursrevisjon.model import (
    MAIN_ORGANISATIONS,
    Audience,
    Basis,
    ChangeCause,
    Dimension,
    DocumentResult,
    HealthMark,
    MatchKind,
    Obligation,
    Preventive,
    Remark,
    Run,
    Topic,
    UnreadCause,
    Verdict,
)
from kursrevisjon.report import messages as messages_module
from kursrevisjon.report import render, render_document, render_explain
from kursrevisjon.report.grid import Column, markdown, markdown_table, text_table
from kursrevisjon.report.messages import messages
from kursrevisjon.report.phrases import LANGUAGES, PHRASES

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def text(run: Run, format_: str = "table", **options) -> str:
    rendered = render(run, format_, **options)
    assert isinstance(rendered, str)
    return rendered


def widest(report: str) -> int:
    return max(wcwidth.wcswidth(ANSI.sub("", line)) for line in report.splitlines())


# The table of unions


def test_every_union_and_verdict_stands_in_the_table_of_its_main_organisation():
    report = text(full_run())
    for name in MAIN_ORGANISATIONS:
        assert f"{name} – 5 forbund" in report
    for verdict in Verdict:
        assert messages("nb").verdict(verdict) in report
    assert report.index("Jordmorforbundet") > report.index("Unio – 5 forbund")


def test_coverage_shows_both_numbers_and_leaves_the_unknown_out():
    report = " ".join(text(full_run()).split())
    assert (
        "Forebyggende arbeidsmiljøarbeid: obligatorisk i 0 av 4 forbund. "
        "Gap: Fyrvokterforbundet, Ringerforbundet og Tømmerforbundet. 1 ukjent er holdt utenfor." in report
    )
    assert re.search(r"Unio forebyggende 1 av 4 1 1 1 1 1 2", report)


def test_the_report_names_what_could_not_be_read_and_the_command_for_the_evidence():
    report = " ".join(text(full_run(), width=200).split())
    assert (
        "Brønnforbundet 3 nettstedet ber roboter holde seg unna (robots.txt) (2); nettstedet meldte feil (1)" in report
    )
    assert "kursrevisjon explain FORBUND" in report


def test_invented_unions_and_an_interrupted_run_are_announced_above_the_first_table():
    report = text(full_run(complete=False, finished=None))
    assert report.index("OPPDIKTEDE FORBUND") < report.index("ble avbrutt") < report.index("LO – 5 forbund")
    assert "OPPDIKTEDE" not in text(full_run(fictional=False))


def test_a_run_that_lacks_something_says_what():
    """Interrupted, some unions cut off, and asked about some unions only are three things."""
    whole = run_of(union(0, Verdict.OPTIONAL), union(1, Verdict.ABSENT), complete=False)
    cut = whole.unions[0].model_copy(update={"complete": False})
    cases = {
        "Kjøringen ble avbrutt": whole.model_copy(update={"run": whole.run.model_copy(update={"finished": None})}),
        f"Ikke lest til ende: {cut.short_name}.": whole.model_copy(update={"unions": (cut, whole.unions[1])}),
        "ikke alle forbundene i kildelisten": whole,
    }
    for said, run in cases.items():
        reports = [" ".join(str(render(run, format_, width=200)).split()) for format_ in ("table", "md", "html")]
        for other in cases:
            assert [other in report for report in reports] == [other == said] * 3


@pytest.mark.parametrize("width", [80, 100, 110, 160])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_report_keeps_to_the_width(width, lang):
    assert widest(text(full_run(), width=width, lang=lang, diff=full_diff())) <= width


def test_a_wider_terminal_shows_full_names_and_how_old_the_evidence_is():
    name = "landsforbundet for alle som arbeider i faget"
    assert name in text(full_run(), width=180)
    assert re.search(r"Trålerforbundet.* 12/0  1. mars 2030", text(full_run(), width=180))
    assert name not in text(full_run(), width=80)


def test_colour_only_adds_colour():
    plain, coloured = text(full_run()), text(full_run(), color=True)
    assert "\x1b[" not in plain
    assert ANSI.sub("", coloured) == plain
    assert coloured != plain


def test_a_run_without_unions_says_so():
    assert "Ingen forbund i kjøringen." in text(run_of())


def test_when_nothing_could_be_read_no_union_is_in_gap():
    report = text(run_of(*(union(i, Verdict.UNKNOWN) for i in range(3))))
    assert "ingen forbund kunne vurderes" in report
    assert "Gap:" not in report


def test_a_report_limited_to_main_organisations_shows_no_other():
    report = text(full_run(), main_orgs=["unio", "LO"])
    assert "Unio – 5 forbund" in report
    assert "YS – 5 forbund" not in report


def test_a_limited_report_has_the_changes_and_earlier_runs_of_those_organisations_alone():
    earlier = run_of(union(0, Verdict.ABSENT))
    shown = text(full_run(2), "html", main_orgs=["Unio"], diff=full_diff(), trend=[earlier, full_run(1)])
    assert "Sprinklerforbundet: forebyggende fra" in shown
    assert "Fergeforbundet" not in shown


def test_a_limited_report_speaks_of_those_organisations_alone():
    names = ("Kartforbundet", "Orgelforbundet")
    remarks = tuple(Remark(kind="marked", unions=(name,), marks=("fewer_pages",)) for name in names)
    diff = full_diff(changes=(), courses=(), coverage=(), compared=("ferge",), remarks=remarks)
    shown = text(full_run(2), "html", main_orgs=["YS"], diff=diff)
    assert "Kartforbundet: færre sider enn ventet" in shown
    assert "Orgelforbundet" not in shown
    assert "Ingenting kan sies å være uendret." in shown


@pytest.mark.parametrize(
    ("format_", "options", "said"),
    [
        ("pdf", {}, "table, md, csv, json"),
        ("table", {"lang": "de"}, "nb, nn, en"),
        ("table", {"main_orgs": ["NHO"]}, "LO, YS, Unio, Akademikerne"),
    ],
)
def test_what_cannot_be_used_is_refused_with_what_can(format_, options, said):
    with pytest.raises(UsageError, match=said):
        render(full_run(), format_, **options)


# Tables as such


@pytest.mark.parametrize("cell", ["40,0", "1.10", "0010", "1e5", "true", "-", "12 345"])
def test_number_like_text_is_left_as_it_stands(cell):
    columns = [Column("A"), Column("B", right=True)]
    assert cell in text_table(columns, [(cell, cell)], width=80, color=False).splitlines()[-1].split("  ")
    assert f"| {cell} " in markdown_table(columns, [(cell, cell)])


def test_a_pipe_in_a_cell_does_not_end_the_cell():
    table = markdown_table([Column("A"), Column("B")], [("a|b", "c")])
    assert "a\\|b" in table
    assert all(len(re.findall(r"(?<!\\)\|", line)) == 3 for line in table.splitlines())


@given(st.lists(st.tuples(st.text(), st.text(max_size=300)), max_size=4), st.integers(20, 120))
def test_a_table_of_any_text_keeps_to_its_width(rows, width):
    table = text_table([Column("En"), Column("To", right=True)], rows, width=width, color=False)
    assert all(wcwidth.wcswidth(line) <= width for line in table.splitlines())


@given(st.text())
def test_markdown_of_any_text_is_one_line_that_mentions_nobody(words):
    shown = markdown(words)
    assert "\n" not in shown
    assert not re.search(r"[@#]\w", shown)
    assert not re.search(r"(?<!\\)(?:\\\\)*[<|`*\[](?!!-- -->)", shown)


# CSV


def rows_of(run: Run) -> list[dict[str, str]]:
    written = text(run, "csv")
    assert written.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(written[1:], newline=""), delimiter=";"))


def test_csv_has_a_row_for_each_union_with_methods_own_tokens():
    rows = rows_of(full_run())
    assert len(rows) == 20
    first = rows[1]
    assert (first["main_org"], first["union_id"], first["preventive"], first["pages_unread"]) == (
        "LO",
        "tommer",
        "optional",
        "3",
    )
    assert first["unread_causes"] == "http_error=1, robots=2"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " =", "\u200b=", "＝"])
def test_csv_never_starts_a_formula_from_the_text_of_a_page(start):
    evil = f'{start}HYPERLINK("http://x";"y")'
    result = union(0, Verdict.OPTIONAL).model_copy(update={"name": evil, "homepage": evil})
    row = rows_of(run_of(result))[0]
    assert row["union"].startswith("'")
    assert row["homepage"].startswith("'")


@given(st.text())
def test_csv_of_any_name_reads_back_as_one_row(name):
    rows = rows_of(run_of(union(0, Verdict.ABSENT).model_copy(update={"name": name})))
    assert len(rows) == 1
    assert not rows[0]["union"].startswith(("=", "+", "-", "@", "\t", "\r"))


# JSON


def test_json_reads_back_as_the_same_run():
    run = full_run()
    assert Run.model_validate_json(text(run, "json")) == run
    assert json.loads(text(run, "json"))["schema"] == "kursrevisjon/run/1"


def test_the_same_run_gives_the_same_bytes():
    for format_ in ("table", "md", "csv", "json"):
        assert text(full_run(), format_) == text(full_run(), format_)


# Evidence


def test_explain_shows_the_quote_in_its_context_with_rule_heading_page_time_and_digest():
    result = union(10, Verdict.MANDATORY)
    shown = render_explain(result, topic=Topic.PREVENTIVE, width=100)
    flat = " ".join(shown.replace("│", "").replace("╵", "").split())
    assert "preventive/forebyggende-arbeid (ordrett)" in flat
    assert "Kurset går over to dager. »Du lærer om forebyggende arbeidsmiljøarbeid" in flat
    assert "Kurs for tillitsvalgte › Arbeidsmiljø i praksis" in flat
    assert "https://sprinkler.example/kurs" in flat
    assert "1. mars 2030 06:05 UTC" in flat
    assert "kontrollsum 0f1e2d3c0f1e" in flat
    assert "«arbeidsmiljøloven»: hms/arbeidsmiljoloven, stanset av lovens navn alene" in flat
    assert "«jobbing»: hms/mobbing, mangler ett tegn" in flat


def test_explain_limits_itself_to_a_topic_or_a_course():
    result = union(10, Verdict.MANDATORY)
    assert "sikkerhet (HMS)" not in render_explain(result, topic=Topic.PREVENTIVE)
    assert "Kurs 2" in render_explain(result, course="kurs 2")
    assert "«Finnes ikke»" in render_explain(result, course="Finnes ikke")


def test_an_unread_document_shows_its_cause_and_no_courses():
    shown = render_document(DocumentResult(source="a.html", outcome=UnreadCause.LOGIN_WALL))
    assert "krever innlogging" in shown


def test_a_document_shows_its_courses_and_labels():
    offered = course("Fase 2", Obligation.MANDATORY, page("ferge"), quote="Fase 2 er obligatorisk.")
    shown = render_document(DocumentResult(source="a.html", courses=(offered,), training_for_reps=True))
    assert "obligatorisk etter" in shown
    assert "»Fase 2 er obligatorisk.«" in shown


# Languages


def test_every_phrase_stands_in_every_language_with_the_same_places():
    for key, row in PHRASES.items():
        assert all(row), key
        places = [{name for _, name, _, _ in Formatter().parse(phrase) if name} for phrase in row]
        if not key.endswith(".one"):
            assert places[0] == places[1] == places[2], key


def test_every_value_of_the_method_has_a_label():
    lists = {
        "verdict": Verdict,
        "meaning": Verdict,
        "topic": Topic,
        "topic_long": Topic,
        "obligation": Obligation,
        "basis": Basis,
        "audience": Audience,
        "preventive": Preventive,
        "dimension": Dimension,
        "match": MatchKind,
        "unread": UnreadCause,
        "mark": HealthMark,
        "cause": ChangeCause,
    }
    missing = [
        f"{group}.{value}" for group, values in lists.items() for value in values if f"{group}.{value}" not in PHRASES
    ]
    assert not missing


def used_keys() -> Iterator[str]:
    for path in sorted(Path(messages_module.__file__).parent.rglob("*")):
        if path.suffix in {".py", ".j2"}:
            source = path.read_text(encoding="utf-8")
            yield from re.findall(r"\bm\(\s*['\"]([a-z_.]*[a-z_])['\"]", source)
            yield from (f"{key}.one" for key in re.findall(r"\bm\.count\(\s*['\"]([a-z_.]+)['\"]", source))


def test_every_phrase_that_is_used_stands_in_the_table():
    assert not set(used_keys()) - PHRASES.keys()


@pytest.mark.parametrize(
    ("lang", "day", "number", "percent"),
    [
        ("nb", "1. mars 2030", "12 345,5", "40 %"),
        ("nn", "1. mars 2030", "12 345,5", "40 %"),
        ("en", "1 March 2030", "12,345.5", "40%"),
    ],
)
def test_dates_and_numbers_are_written_as_the_language_writes_them(lang, day, number, percent):
    m = messages(lang)
    assert (m.day(STARTED), m.number(12345.5).replace("\xa0", " "), m.percent(0.4).replace("\xa0", " ")) == (
        day,
        number,
        percent,
    )


# Text from the web


HOSTILE = [
    "<script>alert(1)</script>",
    "\x1b[2J\x1b]0;x\x07",
    "\u202egnol\u202c",
    "å" * 10_000,
    "=1+1",
    "👩‍🚒 brann 🇳🇴",
    "a\x00b\x08c",
    "\ufffe\uffff",
    "```\n# x\n| a |",
    "",
]


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("format_", ["table", "md", "csv"])
def test_hostile_text_leaves_a_report_readable(format_, words):
    offered = course(words or "x", Obligation.OPTIONAL, page("a"), preventive=Preventive.EXPLICIT, quote=words)
    result = union(0, Verdict.OPTIONAL).model_copy(update={"short_name": words, "name": words, "courses": (offered,)})
    report = text(run_of(result), format_)
    assert "\x1b" not in report
    assert "\u202e" not in report
    if format_ == "table":
        assert widest(report) <= 80
        assert widest(render_explain(result)) <= 80
