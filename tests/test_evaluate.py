"""The figures of METHOD 6 on labels whose right figures can be counted by hand, and the floors that guard them."""

from pathlib import Path
from shutil import copytree

import pytest
from cli_tools import ROOT, run

from kursrevisjon.errors import InputFileError
from kursrevisjon.evaluate import (
    Breach,
    Evaluation,
    GoldItem,
    check_floors,
    evaluate,
    floors_of,
    load_floors,
    load_gold,
)
from kursrevisjon.evaluate.figures import Counts, kappa
from kursrevisjon.evaluate.gold import GoldCourse
from kursrevisjon.evaluate.matching import matched_courses
from kursrevisjon.model import AssessedCourse, Audience, DocumentResult, Obligation, Preventive

GOLD = ROOT / "tests" / "gold"
REPS = (Audience.TILLITSVALGT,)


def gold_course(name: str, obligation: str = "core", preventive: str = "none", **more: object) -> GoldCourse:
    return GoldCourse(
        name=name,
        obligation=Obligation(obligation),
        preventive=Preventive(preventive),
        hms=preventive != "none",
        audience=REPS,
        **more,
    )


def found_course(name: str, obligation: str = "core", preventive: str = "none") -> AssessedCourse:
    return AssessedCourse(
        name=name,
        obligation=Obligation(obligation),
        audience=REPS,
        hms=preventive != "none",
        preventive=Preventive(preventive),
    )


def item(name: str, *courses: GoldCourse, **more: object) -> GoldItem:
    base: dict[str, object] = {
        "id": name,
        "source": name,
        "data": name.encode(),
        "name": f"{name}.md",
        "is_page": True,
        "training": bool(courses),
        "courses": courses,
        "traps": (),
        "doubt": False,
    }
    return GoldItem(**{**base, **more})


def result(name: str, *courses: AssessedCourse) -> DocumentResult:
    return DocumentResult(source=name, training_for_reps=bool(courses), courses=courses)


def measured(*pairs: tuple[GoldItem, DocumentResult]) -> Evaluation:
    answers = {wanted.id: got for wanted, got in pairs}
    (evaluation,) = evaluate([wanted for wanted, _ in pairs], lambda wanted: answers[wanted.id]).values()
    return evaluation


def test_precision_recall_and_f1_are_counted_per_figure() -> None:
    evaluation = measured(
        (item("a", gold_course("A", "mandatory", "explicit")), result("a", found_course("A", "mandatory", "explicit"))),
        (item("b", gold_course("B", "mandatory")), result("b", found_course("B", "core"))),
        (item("c", gold_course("C", "core")), result("c", found_course("C", "mandatory", "implied"))),
        (item("d"), result("d")),
    )
    mandatory = evaluation.page["mandatory"]
    assert (mandatory.hits, mandatory.false_alarms, mandatory.misses) == (1, 1, 1)
    assert (mandatory.precision, mandatory.recall, mandatory.f1) == (0.5, 0.5, 0.5)
    assert (evaluation.page["preventive"].precision, evaluation.page["preventive"].recall) == (0.5, 1.0)
    assert (evaluation.page["explicit"].f1, evaluation.courses.f1) == (1.0, 1.0)
    assert (evaluation.right, evaluation.items, evaluation.obligation_agrees) == (2, 4, 2)
    assert [wanted.id for wanted, *_ in evaluation.errors] == ["b", "c"]


@pytest.mark.parametrize(
    ("gold", "found", "right"),
    [
        ("optional", "unstated", True),
        ("unstated", "optional", True),
        ("optional", "core", False),
        ("mandatory", "core", False),
    ],
)
def test_optional_and_unstated_are_one_class_in_the_headline(gold: str, found: str, right: bool) -> None:
    evaluation = measured((item("a", gold_course("A", gold)), result("a", found_course("A", found))))
    assert evaluation.right == right


def test_a_page_is_scored_on_what_it_says_alone() -> None:
    """A duty that stands on another page of the union cannot be found on this one."""
    labelled = gold_course("A", "mandatory", obligation_alone=Obligation.CORE)
    assert measured((item("a", labelled), result("a", found_course("A", "core")))).right == 1


def test_courses_for_others_do_not_count_on_a_page() -> None:
    other = GoldCourse(name="A", obligation=Obligation.MANDATORY, audience=(Audience.VERNEOMBUD,), hms=True)
    evaluation = measured((item("a", other), result("a", found_course("B", "core"))))
    assert (evaluation.page["mandatory"].misses, evaluation.page["hms"].misses) == (0, 0)


def test_a_false_claim_is_counted_by_what_it_claims() -> None:
    claim = found_course("A", "mandatory", "explicit")
    got = result("a", claim).model_copy(update={"page": _summary(mandatory_preventive=True, mandatory_hms=True)})
    evaluation = measured((item("a", gold_course("A", "core", "explicit")), got))
    assert evaluation.false_claims == {"mandatory_hms": 1, "mandatory_preventive": 1}


def _summary(**more: bool) -> object:
    return DocumentResult(source="").page.model_copy(
        update={"obligation": Obligation.MANDATORY, "hms": True, "preventive": Preventive.EXPLICIT, **more}
    )


def test_errors_are_counted_per_trap_class() -> None:
    evaluation = measured(
        (item("a", gold_course("A"), traps=("negation", "scope")), result("a", found_course("A", "mandatory"))),
        (item("b", gold_course("B"), traps=("negation",)), result("b", found_course("B"))),
    )
    assert evaluation.traps == {"negation": [1, 2], "scope": [0, 1]}


def test_doubtful_items_are_counted_apart() -> None:
    sure, unsure = item("a", gold_course("A")), item("b", gold_course("B"), doubt=True, is_page=False)
    evaluations = evaluate([sure, unsure], lambda wanted: result(wanted.id))
    assert {kind: evaluation.items for kind, evaluation in evaluations.items()} == {"cases_doubt": 1, "pages": 1}


@pytest.mark.parametrize(
    ("pairs", "value"),
    [
        ([("a", "a"), ("b", "b")], 1.0),
        ([("a", "b"), ("b", "a")], -1.0),
        ([("a", "a"), ("a", "a")], 1.0),
        ([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")], 0.0),
        ([("a", "a"), ("a", "a"), ("a", "b"), ("b", "b")], 0.5),
    ],
)
def test_kappa_is_agreement_beyond_chance(pairs: list[tuple[str, str]], value: float) -> None:
    assert kappa(pairs) == pytest.approx(value)


def test_nothing_found_where_nothing_is_is_perfect() -> None:
    assert (Counts().precision, Counts().recall, Counts().f1) == (1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("gold", "found", "pairs"),
    [
        (["Grunnkurs"], ["grunnkurs"], [("Grunnkurs", "grunnkurs")]),
        (["Trinn 1", "Trinn 2"], ["trinn II", "Trinn I"], [("Trinn 1", "Trinn I"), ("Trinn 2", "trinn II")]),
        (["Trinn 1"], ["Trinn 2"], []),
        (["Kurs i konflikthåndtering"], ["Konflikthåndtering"], [("Kurs i konflikthåndtering", "Konflikthåndtering")]),
        (["Grunnkurs for nye"], ["Grunnkurs", "Grunnkurs for nye"], [("Grunnkurs for nye", "Grunnkurs for nye")]),
        (["Grunnkurs", "Basiskurs"], ["Grunnkurs"], [("Grunnkurs", "Grunnkurs")]),
        (["Debattkveld"], ["Grunnkurs"], []),
        ([], ["Grunnkurs"], []),
    ],
)
def test_courses_are_matched_by_name_and_used_once(
    gold: list[str], found: list[str], pairs: list[tuple[str, str]]
) -> None:
    matched = matched_courses([gold_course(name) for name in gold], [found_course(name) for name in found])
    assert [(one.name, other.name) for one, other in matched] == pairs


# Reading the labels


def test_pages_and_passages_are_read_with_their_texts() -> None:
    items = load_gold([GOLD / "pages", GOLD / "cases" / "dev.yaml"])
    pages = [item for item in items if item.is_page]
    assert len(pages) == len(list((GOLD / "pages").glob("*.yaml")))
    assert len({item.id for item in items}) == len(items)
    assert all(item.data for item in items)


def test_passages_are_known_by_their_form_whatever_the_file_is_called(tmp_path: Path) -> None:
    file = tmp_path / "mine tekster.yaml"
    file.write_text("# Fra møtet\n---\n- {id: a, trap: scope, text: x, courses: []}\n", encoding="utf-8")
    (tmp_path / "annet.yaml").write_text("fasit: {}\n")
    assert [item.id for item in load_gold([file])] == [item.id for item in load_gold([tmp_path])] == ["a"]


def test_labels_without_their_page_are_told_of(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("id: a\n")
    with pytest.raises(InputFileError, match="ved siden av"):
        load_gold([tmp_path / "a.yaml"])


def test_labels_that_are_wrong_are_refused_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "cases.yaml").write_text("- {id: a, trap: scope, text: x, courses: [{name: A, obligation: må}]}\n")
    with pytest.raises(InputFileError, match=r"cases\.yaml:1:"):
        load_gold([tmp_path])


# Floors


def evaluations() -> dict[str, Evaluation]:
    return {"pages": measured((item("a", gold_course("A")), result("a", found_course("A"))))}


def test_a_figure_under_its_floor_is_a_breach_and_one_above_is_none() -> None:
    floors = floors_of(evaluations(), [item("a")])
    assert check_floors(floors, evaluations()) == []
    worse = {"pages": measured((item("a", gold_course("A")), result("a")))}
    assert {breach.figure for breach in check_floors(floors, worse)} == {
        "pages/all_right",
        "pages/core_f1",
        "pages/courses_f1",
        "pages/obligation",
        "pages/training_f1",
    }
    gone = floors.model_copy(update={"floors": {"pages/borte_f1": 0.5}})
    assert check_floors(gone, evaluations()) == [Breach("pages/borte_f1", 0.5, None)]


def test_floors_know_the_labels_that_they_were_measured_on() -> None:
    one, other = (floors_of(evaluations(), [item(name)]).gold for name in "ab")
    assert one != other
    assert (
        floors_of(evaluations(), [item("a"), item("b")]).gold == floors_of(evaluations(), [item("b"), item("a")]).gold
    )


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """A few labelled pages."""
    folder = tmp_path / "gull"
    copytree(GOLD / "pages", folder, ignore=lambda _, names: [name for name in names if not name.startswith("lo-c")])
    return folder


def test_the_command_guards_the_floors_and_lowers_them_only_when_told_to(gold: Path, tmp_path: Path) -> None:
    file = tmp_path / "gulv.json"
    evaluate_gold = ("evaluate", gold, "--floors", file, "--format", "json")
    answer = run(*evaluate_gold, "--write-floors")
    assert (answer.code, answer.json["pages"]["items"]) == (0, 2)
    assert run(*evaluate_gold).code == 0
    floors = load_floors(file)
    too_high = floors.model_copy(update={"floors": {**floors.floors, "pages/core_f1": 1.5}})
    file.write_text(too_high.model_dump_json(), encoding="utf-8")
    broken = run(*evaluate_gold)
    assert (broken.code, "pages/core_f1" in broken.err) == (1, True)
    assert run(*evaluate_gold, "--write-floors").code == 1
    assert load_floors(file) == too_high
    assert run(*evaluate_gold, "--lower-floors").code == 0
    assert load_floors(file) == floors


def test_floors_of_other_labels_do_not_pass_for_these(gold: Path, tmp_path: Path) -> None:
    file = tmp_path / "gulv.json"
    run("evaluate", gold, "--floors", file, "--write-floors")
    next(gold.glob("*.yaml")).unlink()
    answer = run("evaluate", gold, "--floors", file)
    assert (answer.code, "--write-floors" in answer.err) == (1, True)


def test_the_table_names_figures_traps_and_errors(gold: Path) -> None:
    out = run("evaluate", gold).out
    for word in ("precision", "recall", "F1", "kappa", "trap class", "false claims"):
        assert word in out
