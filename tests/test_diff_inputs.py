"""Runs from JSON files: what a run wrote is read back, and what is not a run is refused with a reason."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from run_builders import course, page, reading, run, trade_union, unread

from kursrevisjon.diff import load_run_json
from kursrevisjon.errors import ExitCode, InputFileError
from kursrevisjon.model import Obligation, Preventive, UnreadCause
from kursrevisjon.text import canonical_json

MANDATORY = course("Fase 2", Obligation.MANDATORY, preventive=Preventive.EXPLICIT, pages=[page()], quote="Må tas.")
RUN = run(
    [
        reading([MANDATORY]),
        reading([], union=trade_union("fjell", "YS", name="Fjellforbundet")),
        reading([], union=trade_union("hav", None), pages=[], missing=[unread("x", UnreadCause.ROBOTS)]),
    ]
)
TEXT = canonical_json(RUN.model_dump(mode="json", by_alias=True))


def test_a_run_that_was_written_is_read_back():
    assert load_run_json(TEXT, "run.json") == RUN
    assert load_run_json("\ufeff" + TEXT, "run.json") == RUN, "a byte order mark of an editor does no harm"


def test_keys_of_a_later_minor_version_are_passed_over():
    data = json.loads(TEXT) | {"weather": "rain"}
    assert load_run_json(json.dumps(data), "run.json") == RUN


def refused(text: str) -> InputFileError:
    with pytest.raises(InputFileError) as caught:
        load_run_json(text, "run.json")
    assert caught.value.exit_code is ExitCode.INPUT
    assert all(problem.file == "run.json" for problem in caught.value.problems)
    return caught.value


NOT_A_RUN = [
    ("", "filen er tom"),
    ("  \n", "filen er tom"),
    ("\ufeff", "filen er tom"),
    (TEXT[:200], "avkortet"),
    ("\ufeff" + TEXT[:200], "avkortet"),
    (TEXT[: len(TEXT) // 2], "avkortet"),
    (TEXT.replace(",", ";", 1), "ikke gyldig JSON"),
    ("<html>Not found</html>", "ikke gyldig JSON"),
    ("[" * 100_000, ""),
    ("{}", "nøkkelen «schema» mangler"),
    ("[]", "nøkkelen «schema» mangler"),
    ("7", "nøkkelen «schema» mangler"),
    ('{"schema": 1}', "nøkkelen «schema» mangler"),
    ('[{"schema": "kursrevisjon/document/1"}]', "skrevet av «kursrevisjon classify»"),
    ('{"schema": "kursrevisjon/diff/1"}', "selv en sammenligning"),
    ('{"schema": "kursrevisjon/run/2"}', "versjon 2 av formatet, og denne utgaven leser versjon 1"),
    ('{"schema": "kursrevisjon/run/next"}', "ukjent format «kursrevisjon/run/next»"),
    ('[{"schema": "kursrevisjon/run/1"}]', "filen er en liste"),
    ('{"schema": "https://example.org/other.json"}', "ukjent format"),
    ('{"schema": "kursrevisjon/run/1"}', "run: "),
]


@pytest.mark.parametrize(("text", "words"), NOT_A_RUN)
def test_what_is_not_a_run_is_refused_with_its_reason(text, words):
    assert words in str(refused(text))


def test_broken_json_is_shown_at_its_line():
    lines = TEXT.split("\n")
    lines[3] = lines[3].replace(":", " ", 1)
    problem = refused("\n".join(lines)).problems[0]
    assert problem.line == 4
    assert problem.text == lines[3].strip()


@pytest.mark.parametrize("start", ["\ufeff[", '["en\u2028linje\u2029og\x85en",'])
def test_a_byte_order_mark_or_a_line_separator_in_a_string_moves_no_line(start):
    """Word processors leave both behind; the place is told as an editor counts it."""
    problem = refused(f"{start}\n1,\n2 3]").problems[0]
    assert (problem.line, problem.column, problem.text) == (3, 3, "2 3]")


def edited(change: Callable[[dict], None]) -> str:
    data = json.loads(TEXT)
    change(data)
    return json.dumps(data)


def _set(*path: str | int, to: object) -> Callable[[dict], None]:
    def change(data: dict) -> None:
        for step in path[:-1]:
            data = data[step]
        data[path[-1]] = to

    return change


EDITS = [
    (_set("unions", 0, "verdicts", "hms", "verdict", to="perfect"), "unions[0].verdicts.hms.verdict"),
    (_set("run", "started", to="yesterday"), "run.started"),
    (_set("unions", 0, "pages", to=7), "unions[0].pages"),
    (_set("unions", 1, "id", to="tommer"), "forbundet «tommer» står 2 ganger"),
    (_set("unions", 0, "verdicts", "hms", "courses", to=["borte"]), "viser til kurs som ikke er med: borte"),
    (_set("unions", 0, "verdicts", "hms", "courses", to=[]), "er «mandatory», men nevner ingen kurs"),
    (_set("unions", 0, "verdicts", "hms", "verdict", to="absent"), "er «absent», men nevner kurs"),
    (_set("unions", 0, "verdicts", to={}), "unions.tommer.verdicts mangler hms"),
    (_set("main_orgs", 0, "topics", "hms", "mandatory", to=5), "main_orgs.LO.topics.hms har andre tall"),
    (_set("main_orgs", 0, "topics", "hms", "coverage", to=[5, 5]), "main_orgs.LO.topics.hms har andre tall"),
    (_set("main_orgs", 1, "topics", "hms", "gap", to=[]), "main_orgs.YS.topics.hms.gap"),
    (_set("main_orgs", 0, "unions", to=["ukjent"]), "nevner forbund som ikke er med: ukjent"),
]


@pytest.mark.parametrize(("change", "words"), EDITS)
def test_a_file_edited_by_hand_is_refused_where_it_contradicts_itself(change, words):
    error = refused(edited(change))
    assert words in str(error)
    assert "skriv den ut på nytt" in str(error)


def test_many_problems_are_told_at_once_and_counted_beyond_twenty():
    data = json.loads(TEXT)
    data["unions"] = [{"id": number} for number in range(10)]
    problems = refused(json.dumps(data)).problems
    assert len(problems) == 21
    assert problems[-1].message.endswith("feil til")


@given(st.integers(1, len(TEXT) - 3))
def test_a_truncated_file_is_never_taken_for_a_run(length):
    refused(TEXT[:length])
