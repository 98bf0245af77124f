"""Reviews: what people say stands beside the program's labels, holds on the same evidence, and is counted with care."""

import csv
import io
from datetime import timedelta
from pathlib import Path
from shutil import copytree

import pytest
import store_parts
from cli_tools import ROOT, Answer, run
from run_builders import START, course, page, reading, trade_union

from kursrevisjon.evaluate import agreement_on_courses, agreement_on_verdicts, cells_of
from kursrevisjon.model import Obligation, Preventive, Review, Topic, UnionResult
from kursrevisjon.store import Store

PLAN = page("plan")


def grunnkurs(quote: str = "Alle skal ta det.", **more) -> UnionResult:
    """A union whose verdict rests on one course."""
    known = {"preventive": Preventive.EXPLICIT, "pages": [PLAN], "quote": quote}
    return reading([course("Grunnkurs", Obligation.CORE, **{**known, **more})])


def said(
    union: UnionResult, topic: Topic | None = Topic.HMS, *, label: str = "", by: str = "Kari", at: int = 0, **more
):
    """A review of the union as it is now; without a label it agrees."""
    (cell,) = [cell for cell in cells_of(union, ()) if cell.topic is topic and cell.course == more.get("course")]
    known = {"union": union.id, "topic": topic, "run": "r", "evidence": cell.evidence, "machine": cell.label}
    return Review(
        **{
            **known,
            "agrees": not label,
            "label": label or cell.label,
            "by": by,
            "at": START + timedelta(days=at),
            **more,
        }
    )


def holding(union: UnionResult, *reviews: Review) -> list[Review]:
    return [review for cell in cells_of(union, reviews) for review in cell.holding]


# What it holds for


@pytest.mark.parametrize(
    "later",
    [
        grunnkurs(),
        grunnkurs(pages=[PLAN, page("forside")]),
        grunnkurs().model_copy(update={"read_as_of": START + timedelta(days=30), "marks": ("fewer_pages",)}),
    ],
    ids=["the same", "one page more", "read later"],
)
def test_a_review_holds_where_the_evidence_is_the_same(later):
    assert holding(later, said(grunnkurs())) == [said(grunnkurs())]


@pytest.mark.parametrize(
    "later",
    [grunnkurs("Alle kan ta det."), grunnkurs(preventive=Preventive.NONE), reading([]), grunnkurs(course_id="annet")],
    ids=["another quote", "another verdict", "nothing", "another course"],
)
def test_a_review_is_stale_on_other_evidence(later):
    (cell,) = [cell for cell in cells_of(later, [said(grunnkurs())]) if cell.topic is Topic.HMS]
    assert (len(cell.reviews), cell.holding) == (1, ())


def test_that_nothing_was_found_is_reviewed_for_the_pages_that_were_read():
    """A new page may hold what the program cannot find."""
    nothing, more = reading([], pages=[PLAN]), reading([], pages=[PLAN, page("ny")])
    changed = reading([], pages=[page("plan", digest="sha256:2")])
    assert holding(nothing, said(nothing)) != []
    assert holding(more, said(nothing)) == holding(changed, said(nothing)) == []


def test_a_course_that_is_gone_keeps_its_review_as_stale():
    review = said(grunnkurs(), None, course="grunnkurs")
    assert holding(grunnkurs(), review) == [review]
    *_, gone = cells_of(reading([]), [review])
    assert (gone.course, gone.reviews, gone.holding) == ("grunnkurs", (review,), ())


def test_the_newest_review_of_each_person_counts():
    union = grunnkurs()
    reviews = [said(union, by="Kari", label="optional"), said(union, by="Ola"), said(union, by="Kari", at=1)]
    assert [(review.by, review.agrees) for review in holding(union, *reviews)] == [("Kari", True), ("Ola", True)]


def test_reviews_of_another_union_are_not_ours():
    other = reading([], union=trade_union("annet"))
    assert holding(grunnkurs(), said(other)) == []


# Figures


def cells(*pairs: tuple[str, str]):
    """Cells with the program's label and a person's, each of a union of its own; an empty label is a mere rejection."""
    found = []
    for number, (machine, person) in enumerate(pairs):
        duty = {"core": Obligation.CORE, "mandatory": Obligation.MANDATORY}.get(machine)
        courses = [course("Kurs", duty, preventive=Preventive.EXPLICIT, pages=[PLAN])] if duty else []
        union = reading(courses, union=trade_union(f"u{number}"), pages=[PLAN])
        review = said(union).model_copy(update={"agrees": machine == person, "label": person})
        assert review.machine == machine
        found += cells_of(union, [review])
    return found


def test_agreement_and_kappa_are_those_worked_out_by_hand():
    """4 of 6 agree; by chance (3*4 + 2*1 + 1*1) / 36 would."""
    pairs = [("core", "core")] * 3 + [("absent", "absent"), ("absent", "core"), ("mandatory", "absent")]
    found = agreement_on_verdicts(cells(*pairs))
    assert (found.reviews, found.agreed, found.rate) == (6, 4, 4 / 6)
    by_chance = (3 * 4 + 2 * 2 + 1 * 0) / 36
    assert found.kappa == pytest.approx((4 / 6 - by_chance) / (1 - by_chance))


def test_a_mere_rejection_counts_against_the_program():
    found = agreement_on_verdicts(cells(("core", "core"), ("absent", "absent"), ("core", "")))
    assert (found.reviews, found.agreed) == (3, 2)
    assert found.kappa == pytest.approx((2 / 3 - 3 / 9) / (1 - 3 / 9))


def test_where_all_labels_are_one_there_is_no_kappa_and_without_reviews_no_figure():
    assert agreement_on_verdicts(cells(("core", "core"), ("core", "core"))).kappa is None
    nothing = agreement_on_verdicts(cells_of(grunnkurs(), ()))
    assert (nothing.reviews, nothing.rate, nothing.kappa) == (0, None, None)


def test_stale_reviews_are_in_no_figure():
    stale = said(grunnkurs("Noe annet."))
    assert agreement_on_verdicts(cells_of(grunnkurs(), [stale])).reviews == 0


def test_courses_are_counted_apart():
    review = said(grunnkurs(), None, course="grunnkurs")
    found = list(cells_of(grunnkurs(), [review, said(grunnkurs())]))
    assert (agreement_on_courses(found).reviews, agreement_on_verdicts(found).reviews) == (1, 1)


# In the workspace


def test_reviews_come_back_as_they_were_given_and_outlive_their_run(store):
    first, second = store_parts.review(), store_parts.review(topic=None, course="fase 2", agrees=True, note="")
    store_parts.scan(store, "r1", store_parts.page(), at=0)
    store.add_review(first)
    store.add_review(second)
    store.delete_run("r1")
    assert store.reviews() == (first, second)
    store_parts.scan(store, "r2", store_parts.page(), at=1)
    store_parts.scan(store, "r3", store_parts.page(), at=2)
    store.prune(1)
    assert len(store.reviews()) == 2
    assert store.integrity_check() == []


# Commands


def review(workspace: Path, *more: object) -> Answer:
    return run("review", "set", *more, "-w", workspace)


def listed(workspace: Path, *more: object) -> dict:
    return run("review", "list", "-w", workspace, "--format", "json", *more).json


def test_a_review_stands_beside_the_verdict_and_changes_none(workspace: Path, demo: tuple[Path, Answer]):
    assert review(workspace, "fjaere", "--topic", "forebyggende", "--agree", "--by", "Kari").code == 0
    told = review(
        workspace, "torv", "--topic", "hms", "--disagree", "--label", "optional", "--by", "Ola", "--note", "Side 3."
    )
    assert "uenig (bare frivillig), Ola" in told.out
    assert "foreldet" not in told.out
    assert run("report", "-w", workspace, "--format", "json").data == demo[1].data
    shown = run("explain", "torv", "-w", workspace).out
    assert "Gjennomgang" in shown
    assert "HMS: uenig (bare frivillig), Ola" in shown
    assert "HSE: disagrees (voluntary only), Ola" in run("explain", "torv", "-w", workspace, "--lang", "en").out
    (found,) = run("explain", "torv", "-w", workspace, "--format", "json").json["reviews"]
    assert (found["machine"], found["label"], found["by"], found["stale"]) == ("absent", "optional", "Ola", False)
    assert run("explain", "torv", "--topic", "forebyggende", "-w", workspace, "--format", "json").json["reviews"] == []
    assert "Gjennomgang" not in run("explain", "kulisse", "-w", workspace).out


def test_the_list_is_of_all_verdicts_and_the_open_ones_are_what_is_left(workspace: Path):
    review(workspace, "fjaere", "--topic", "hms", "--agree", "--by", "Kari")
    review(workspace, "fjaere", "--course", "fjærekurs-1", "--agree", "--by", "Kari")
    whole, left = listed(workspace), listed(workspace, "--open")
    assert sum(cell["topic"] is not None for cell in whole["cells"]) == 40
    assert [cell["course"] for cell in whole["cells"] if cell["course"]] == ["fjærekurs-1"]
    assert len(left["cells"]) == 39
    assert whole["agreement"] == left["agreement"]
    assert whole["agreement"]["verdicts"] == {"reviews": 1, "agreed": 1, "rate": 1.0, "kappa": None}
    courses = run("explain", "fjaere", "-w", workspace, "--format", "json").json["courses"]
    assert len(listed(workspace, "--union", "fjaere")["cells"]) == 2 + len(courses)
    table = run("review", "list", "-w", workspace, "--union", "fjaere").out
    assert "enig, Kari" in table
    assert "Gjennomgang av vurderinger: enig i 1 av 1 (100\u00a0%)." in table
    assert "åpen" in table


def test_a_later_run_carries_reviews_on_until_the_evidence_changes(workspace: Path, tmp_path: Path):
    """The rules on prevention are taken out: what rests on them changes, and what does not stays reviewed."""
    for topic in ("hms", "forebyggende"):
        review(workspace, "fossekonstr", "--topic", topic, "--agree", "--by", "Kari")
    lexicon = Path(copytree(ROOT / "topic_lexicon", tmp_path / "ordliste"))
    (lexicon / "forebyggende.yaml").unlink()
    run("reclassify", "-w", workspace, "--lexicon", lexicon)
    later = {cell["topic"]: cell for cell in listed(workspace, "--union", "fossekonstr")["cells"] if cell["topic"]}
    assert later["preventive"]["open"] is True
    assert [one["stale"] for one in later["preventive"]["reviews"]] == [True]
    earlier = {
        cell["topic"]: cell["open"]
        for cell in listed(workspace, "--run", "latest~1")["cells"]
        if cell["union"] == "fossekonstr"
    }
    assert earlier == {"hms": False, "preventive": False}
    assert "foreldet" in run("explain", "fossekonstr", "-w", workspace).out


def test_all_reviews_are_exported(workspace: Path, tmp_path: Path):
    note = "=HYPERLINK(1)"
    review(workspace, "torv", "--topic", "hms", "--disagree", "--by", "Kari", "--note", note)
    review(workspace, "torv", "--topic", "hms", "--agree", "--by", "Kari")
    found = run("review", "export", "-w", workspace).json
    assert [(one["agrees"], one["label"], one["note"]) for one in found] == [(False, "", note), (True, "absent", "")]
    assert run("review", "export", "-w", workspace, "--format", "csv", "-o", tmp_path / "ut.csv").code == 0
    text = (tmp_path / "ut.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["note"] for row in rows] == ["'" + note, ""], "no spreadsheet computes a note"


NO = ("--disagree", "--by", "Kari", "--note", "Nei.")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("fjaere", "--agree", "--by", "Kari"), "enten --topic eller --course"),
        (("fjaere", "--topic", "hms", "--course", "fjærekurs-1", *NO), "enten --topic eller --course"),
        (("fjaere", "--topic", "hms", "--agree", "--by", " "), "skriv hvem"),
        (("fjaere", "--topic", "hms", "--disagree", "--by", "Kari"), "skriv hvorfor"),
        (("fjaere", "--topic", "hms", "--agree", "--label", "core", "--by", "Kari"), "bare sammen med --disagree"),
        (("fjaere", "--topic", "hms", "--label", "mandatory", *NO), "programmets: core, optional, absent, unknown"),
        (("fjaere", "--topic", "hms", "--label", "kanskje", *NO), "programmets: core, optional, absent, unknown"),
        (("fjaere", "--course", "fjærekurs-1", "--label", "hms=ja", *NO), "hms="),
        (("fjaere", "--course", "kurs", *NO), "passer på flere kurs"),
        (("fjaere", "--course", "finnes ikke", *NO), "er ikke et kurs i kjøringen"),
        (("fjære forbund", "--topic", "hms", *NO), "Mente du"),
        (("fjaere", "--topic", "hms", "--run", "i fjor", *NO), "Ukjent kjøring"),
    ],
)
def test_a_wrong_review_is_refused_and_nothing_is_stored(workspace: Path, arguments: tuple[str, ...], words: str):
    answer = review(workspace, *arguments)
    assert (answer.code, words in answer.err) == (2, True), answer.err
    with Store.open(workspace, readonly=True) as store:
        assert store.reviews() == ()
