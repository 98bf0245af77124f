"""The door to YAML: what a file may hold, and what its writer is told when it holds something else."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, field_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from kursrevisjon.errors import InputFileError, Problem
from kursrevisjon.yamlfile import (
    MAX_BYTES,
    check_shape,
    line_of,
    load_model,
    load_models,
    load_yaml,
    nearest,
    nearest_few,
    problem_at,
    read_yaml,
    wrong,
)
from kursrevisjon.yamlfile.nodes import MAX_DEPTH, Refused, _Composer


class Trap(StrEnum):
    NEGATION = "negation"
    SCOPE = "scope"


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Example(Strict):
    text: str
    trap: Trap | None = None


class Rule(Strict):
    id: str
    why: str = Field(description="Hvorfor regelen finnes.")
    value: Literal["mandatory", "core", "optional"] = "core"
    fires: list[str | Example] = Field([], min_length=1)
    weight: int = Field(1, ge=1, le=9)
    score: float = 0.5
    on: bool = True
    since: date | None = None
    forms: dict[str, int] = {}

    @field_validator("id")
    @classmethod
    def _no_spaces(cls, text: str) -> str:
        if " " in text:
            raise wrong(f"«{text}» har mellomrom {{}}", "skriv - i stedet")
        return text

    @field_validator("why")
    @classmethod
    def _says_something(cls, text: str) -> str:
        if text == "fordi":
            raise ValueError("det er ingen grunn")
        return text


GOOD = "id: a\nwhy: b\nfires: [c]\n"


@pytest.fixture
def write(tmp_path):
    def writer(text, name="regler.yaml"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return writer


def problems_of(path, model=Rule) -> tuple[Problem, ...]:
    with pytest.raises(InputFileError) as caught:
        load_model(path, model)
    return caught.value.problems


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),  # YAML 1.1 made this False, and the country code for Norway with it
        ("yes", "yes"),
        ("on", "on"),
        ("2025-01-01", "2025-01-01"),  # a time stamp in YAML 1.1
        ("12:30", "12:30"),  # 750 in YAML 1.1
        ("1_000", "1_000"),
        ("010", 10),  # 8 in YAML 1.1
        ("0o17", 15),
        ("0xff", 255),
        ("-3", -3),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("-.inf", float("-inf")),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("'no'", "no"),
        ('"12"', "12"),
        ("1.2.3", "1.2.3"),
        ("[1, {a: b}]", [1, {"a": "b"}]),
        ("|\n  linje\n", "linje\n"),
        (">-\n  to\n  linjer\n", "to linjer"),
        ("9" * 120, float("9" * 120)),
    ],
)
def test_a_plain_value_is_read_by_yaml_1_2(write, text, value):
    assert load_yaml(write(f"a: {text}\n")) == {"a": value}


def test_an_empty_file_is_nothing_and_no_model(write):
    path = write("# bare en kommentar\n")
    assert load_yaml(path) is None
    assert [problem.message for problem in problems_of(path)] == ["filen er tom"]


def test_a_byte_order_mark_and_windows_line_ends_are_read(write):
    assert load_yaml(write(b"\xef\xbb\xbfa: 1\r\nb: \xc3\xa5\r\n")) == {"a": 1, "b": "å"}


def test_each_reading_gives_data_of_its_own(write):
    path = write("a: [1]\n")
    first = load_yaml(path)
    first["a"].append(2)
    assert load_yaml(path) == {"a": [1]}


def test_a_file_rewritten_with_the_same_size_is_read_anew(write):
    path = write("a: 1\n")
    assert load_yaml(path) == {"a": 1}
    path.write_text("a: 2\n")
    assert load_yaml(path) == {"a": 2}


SYNTAX = [
    ("a: 1\n\tb: 2\n", 2, 1, "innrykk med tabulator"),
    ("a: b: c\n", 1, 5, "et kolon der det ikke kan stå, eller feil innrykk"),
    ("a: 1\n b: 2\n", 2, 3, "et kolon der det ikke kan stå, eller feil innrykk"),
    ("a: [1, 2\nb: 3\n", 1, 4, "klammen [ åpnes, men lukkes ikke"),
    ("a: {b: 1\n", 1, 4, "krøllklammen { åpnes, men lukkes ikke"),
    ("a: 'x\nb: 2\n", 1, 4, "anførselstegnet åpnes, men lukkes ikke"),
    ("a: 'x\n---\nb: 2'\n", 1, 4, "anførselstegnet åpnes, men lukkes ikke"),
    ("- a\nb: 1\n", 2, 1, "dette passer ikke inn i listen eller oppslaget over"),
    ("a: 'det' er\n", 1, 10, "dette passer ikke inn i listen eller oppslaget over"),
    ("a: @x\n", 1, 4, "en tekst kan ikke begynne med dette tegnet"),
    ("a: `x`\n", 1, 4, "en tekst kan ikke begynne med dette tegnet"),
    ('a: "C:\\docs"\n', 1, 8, "omvendt skråstrek i doble anførselstegn"),
    ("a: - b\n", 1, 4, "et listeledd («- ») som ikke kan stå her"),
    ("a: 1\nb\n", 2, 1, "en linje uten kolon"),
    ("a: [\n", 2, 1, "filen slutter midt i en verdi"),
    ("a: 1\nb: \x07\n", 2, 4, "tegnet U+0007 er ikke tillatt i YAML"),
    ("a: *b\n", 1, 4, "alias (*) brukes ikke i denne filen"),
    ("a: &b [*b]\n", 1, 8, "alias (*) brukes ikke i denne filen"),
    ("a: 1\n---\nb: 2\n", 2, 1, "filen skal holde ett dokument, men her begynner et nytt"),
    ("a: !!python/object:os.system x\n", 1, 4, "merker (!) brukes ikke i denne filen"),
    ("? [a]\n: 1\n", 1, 3, "en nøkkel kan ikke være en liste eller et oppslag"),
    ("a: |x\n", 1, 5, None),  # no row of its own: ruamel.yaml's wording is shown
]


@pytest.mark.parametrize(("text", "line", "column", "message"), SYNTAX)
def test_what_is_no_yaml_is_told_with_its_place_and_a_way_out(write, text, line, column, message):
    with pytest.raises(InputFileError) as caught:
        load_yaml(write(text))
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == (line, column)
    assert problem.message == message or (message is None and problem.message.startswith("ikke gyldig YAML ("))
    assert problem.hint


def test_every_key_that_stands_twice_is_told(write):
    with pytest.raises(InputFileError) as caught:
        load_yaml(write("a: 1\nb:\n  - {c: 1, c: 2}\na: 3\na: 4\n"))
    told = [(problem.line, problem.column, problem.message) for problem in caught.value.problems]
    assert told == [
        (3, 12, "nøkkelen «c» står allerede på linje 3"),
        (4, 1, "nøkkelen «a» står allerede på linje 1"),
        (5, 1, "nøkkelen «a» står allerede på linje 1"),
    ]


@pytest.mark.parametrize("text", ["[" * 500_000, "- " * 500_000, "{a: " * 200_000, "a:\n" + " - - -" * 90])
def test_deep_nesting_is_refused_before_it_costs_anything(write, text):
    with pytest.raises(InputFileError, match=f"mer enn {MAX_DEPTH} nivåer"):
        load_yaml(write(text))


def test_a_bomb_of_aliases_is_refused_at_its_first_alias(write):
    levels = [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9) if n else 'x'}]" for n in range(9)]
    with pytest.raises(InputFileError, match="alias"):
        load_yaml(write("\n".join(levels)))


def test_a_file_that_is_too_large_is_not_read(write):
    with pytest.raises(InputFileError, match="for stor"):
        load_yaml(write(b"#" * (MAX_BYTES + 1)))


@pytest.mark.parametrize(
    ("data", "line", "column", "text"),
    [
        ("a: 1\nb: blåbær\n".encode("cp1252"), 2, 6, "b: blåbær"),
        ("\ufeffa: 1\n".encode("utf-16-le"), 1, 1, None),
        ("å: 1\n".encode() + b"\xff", 2, 1, None),
    ],
)
def test_another_encoding_than_utf8_is_told_where_it_shows(write, data, line, column, text):
    (problem,) = problems_of(write(data))
    assert (problem.line, problem.column) == (line, column)
    assert problem.message == "filen er ikke lagret som UTF-8"
    assert text is None or problem.text == text


def test_a_missing_file_suggests_the_one_that_is_there(write):
    path = write(GOOD, "regler.yaml")
    (problem,) = problems_of(path.with_name("regel.yaml"))
    assert problem.message == "filen finnes ikke"
    assert problem.hint == f"mente du {path}?"
    (problem,) = problems_of(path.parent / "ingen" / "regler.yaml")
    assert "mappen" in problem.hint


def test_a_folder_is_no_file(tmp_path):
    (problem,) = problems_of(tmp_path)
    assert problem.message == "dette er en mappe, ikke en fil"


def test_a_path_that_no_system_accepts_is_a_problem_and_no_traceback(tmp_path):
    (problem,) = problems_of(tmp_path / "a\0b.yaml")
    assert problem.message.startswith("filen kan ikke leses")


SHAPE = [
    ("id: a\nwhyy: b\nfires: [c]\n", 2, 1, "ukjent nøkkel «whyy»", "mente du «why»?"),
    (GOOD + "zzzzzz: b\n", 4, 1, "ukjent nøkkel «zzzzzz»", "her kan stå: id, why, value, fires"),
    ("id: a\nfires: [c]\n", 1, 1, "«why» mangler", "Hvorfor regelen finnes."),
    ("id: 12\nwhy: b\nfires: [c]\n", 1, 5, "«id» skal være tekst, ikke et tall", "anførselstegn"),
    ("id: a b\nwhy: b\nfires: [c]\n", 1, 5, "«a b» har mellomrom {}", "skriv - i stedet"),
    ("id: a\nwhy: fordi\nfires: [c]\n", 2, 6, "det er ingen grunn", "se docs"),
    ("id: a\nwhy: b\nfires: c\n", 3, 8, "«fires» skal være en liste, ikke tekst", "«- »"),
    ("id: a\nwhy: b\nfires: []\n", 3, 8, "«fires» skal ha minst 1 ledd, men har 0", "se docs"),
    (GOOD + "value: mandatry\n", 4, 8, "«mandatry» er ikke en tillatt verdi for «value»", "mente du «mandatory»?"),
    (GOOD + "value: x\n", 4, 8, "«x» er ikke en tillatt verdi for «value»", "her kan stå: mandatory, core, optional"),
    (GOOD + "weight: mye\n", 4, 9, "«weight» skal være et helt tall", "se docs"),
    (GOOD + "weight: 1.5\n", 4, 9, "«weight» skal være et helt tall, uten desimaler", "se docs"),
    (GOOD + "weight: 0\n", 4, 9, "«weight» skal være 1 eller mer", "se docs"),
    (GOOD + "weight: 10\n", 4, 9, "«weight» skal være 9 eller mindre", "se docs"),
    (GOOD + "score: 1,5\n", 4, 8, "«score» skal være et tall", "punktum"),
    (GOOD + "on: kanskje\n", 4, 5, "«on» skal være true eller false", "se docs"),
    (GOOD + "since: i går\n", 4, 8, "«since» skal være en dato", "ÅÅÅÅ-MM-DD"),
    (GOOD + "forms: {x: a}\n", 4, 12, "«x» skal være et helt tall", "se docs"),
    (GOOD + "forms: [x]\n", 4, 8, "«forms» skal ha nøkler under seg, ikke være en liste", "innrykk"),
    (GOOD + "on:\n", 4, 4, "«on» skal være true eller false, ikke tomt", "se docs"),
    ("- a\n", 1, 1, "filen skal ha nøkler under seg, ikke være en liste", "innrykk"),
    ("id: a\nwhy: b\nfires:\n  - {text: x, trap: negasjon}\n", 4, 21, None, "mente du «negation»?"),
    ("id: a\nwhy: b\nfires:\n  - {txt: x}\n", 4, 6, "ukjent nøkkel «txt»", "mente du «text»?"),
    ("id: a\nwhy: b\nfires:\n  - 7\n", 4, 5, "ledd 1 i «fires» skal være tekst, ikke et tall", "anførselstegn"),
]


@pytest.mark.parametrize(("text", "line", "column", "message", "hint"), SHAPE)
def test_what_does_not_fit_is_told_with_its_place_and_what_to_write(write, text, line, column, message, hint):  # noqa: PLR0917  # a row
    path = write(text)
    with pytest.raises(InputFileError) as caught:
        load_model(path, Rule, schema_hint="se docs")
    told = [p for p in caught.value.problems if p.message == message or (message is None and hint in p.hint)]
    assert [(p.line, p.column) for p in told] == [(line, column)], caught.value
    assert hint in told[0].hint
    assert told[0].text == text.splitlines()[line - 1].strip()
    assert told[0].file == str(path)


def test_every_problem_of_a_file_is_told_at_once_in_the_order_of_its_lines(write):
    path = write("whi: b\nfires: c\nvalue: x\nweight: 0\n")
    lines = [problem.line for problem in problems_of(path)]
    assert lines == [1, 1, 1, 2, 3, 4]  # unknown, two missing keys, then one a line


def test_an_error_inside_one_alternative_hides_the_complaint_of_the_other(write):
    told = problems_of(write("id: a\nwhy: b\nfires:\n  - {text: 3}\n"))
    assert [problem.message for problem in told] == ["«text» skal være tekst, ikke et tall"]


def test_a_file_may_hold_a_list_of_models(write):
    assert [rule.id for rule in load_models(write("- {id: a, why: b, fires: [c]}\n"), Rule)] == ["a"]
    with pytest.raises(InputFileError) as caught:
        load_models(write("- {id: a, why: b, fires: [c]}\n- {id: b, whi: b, fires: [c]}\n"), Rule)
    assert [problem.message for problem in caught.value.problems] == ["«why» mangler", "ukjent nøkkel «whi»"]
    assert {problem.line for problem in caught.value.problems} == {2}


def test_the_shape_can_be_checked_without_stopping(write):
    assert check_shape(read_yaml(write(GOOD)), Rule) == ()
    assert len(check_shape(read_yaml(write("{}")), Rule)) == 2


def test_a_check_made_after_loading_finds_the_line_again(write):
    path = write("rules:\n  - id: a\n    fires:\n      - x\n      - y\n")
    problem = problem_at(path, ("rules", 0, "fires", 1), "feil", "rett")
    assert problem == Problem(str(path), "feil", 5, 9, "- y", "rett")
    assert problem_at(path, ("rules", 0, "fires"), "feil", at_key=True).line == 3
    assert line_of(path, ("rules", 0, "fires", 9)) == 4, "the nearest value above one that is not there"
    assert line_of(path, ("ukjent",)) == 1
    path.unlink()
    assert problem_at(path, ("rules",), "feil") == Problem(str(path), "feil")


def test_a_shown_line_cannot_steer_the_terminal(write):
    problem = problem_at(write("a: x\u202ey\n"), ("a",), "feil")
    assert problem.text == "a: x\ufffdy"


def test_the_nearest_word_is_found_whatever_its_case():
    assert nearest("PARAT", ["Delta", "Parat"]) == "Parat"
    assert nearest("helt annet", ["Delta", "Parat"]) is None
    assert nearest_few("fagforbund", ["Fellesforbundet", "Fagforbundet", "SAFE"], 2)[0] == "Fagforbundet"


def both_parsers(text):
    results = []
    for pure in (False, True):
        try:
            results.append(_Composer().run(YAML(typ="safe", pure=pure), text).plain())
        except Refused:
            results.append(Refused)
        except YAMLError:
            results.append(None)
    return results


@pytest.mark.parametrize(
    "path",
    sorted([*Path(__file__).parents[1].glob("topic_lexicon/*.yaml"), Path(__file__).parents[1] / "sources.yaml"]),
)
def test_the_fast_parser_and_the_strict_one_read_the_projects_files_alike(path):
    fast, strict = both_parsers(path.read_text(encoding="utf-8"))
    assert fast is not None
    assert fast == strict


SNIPPETS = st.lists(
    st.sampled_from(
        ["a: ", "b: ", "- ", "\n", "  ", "'", '"', "[", "]", "{", "}", ", ", "x", "no", "1", "é", "#", "|", "&c ", "*c"]
    ),
    max_size=25,
).map("".join)


@settings(max_examples=150, deadline=None)
@given(SNIPPETS)
def test_where_both_parsers_accept_a_text_they_agree(text):
    # The two differ on whether the first line of a file that is one bare block of text may be a comment.
    assume(not text.lstrip().startswith("|"))
    fast, strict = both_parsers(text)
    if fast is not None and strict is not None:
        assert fast == strict


@settings(max_examples=150, deadline=None)
@given(st.one_of(SNIPPETS.map(str.encode), st.binary(max_size=60)))
def test_any_bytes_give_data_or_problems_with_a_place(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(data)
    try:
        load_yaml(path)
    except InputFileError as error:
        assert error.problems
        assert all(problem.line >= 1 and problem.column >= 1 for problem in error.problems)
