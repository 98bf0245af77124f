"""``baseline:2018``: one figure of a report, compared on that claim and on no other."""

from run_builders import course, notes_of, page, reading, run, trade_union, unread

from kursrevisjon.diff import BASELINE_2018, compare_with_baseline, evaluate_gate
from kursrevisjon.errors import ExitCode
from kursrevisjon.model import Obligation, Preventive, Run, Topic, UnionResult, UnreadCause, Verdict
from kursrevisjon.report import render_diff

CLOSED = course("Fase 2", Obligation.MANDATORY, preventive=Preventive.EXPLICIT, pages=[page()])


def union(union_id: str, *, basis: str = "inferred", closed: bool = False, read: bool = True) -> UnionResult:
    pages = [page()] if read else []
    missing = [] if read else [unread("x", UnreadCause.ROBOTS)]
    result = reading(
        [CLOSED] if closed else [], union=trade_union(union_id, name=union_id.title()), pages=pages, missing=missing
    )
    return result.model_copy(update={"basis": basis})


RUN = run([union("a", basis="named_in_report"), union("b", closed=True), union("c"), union("d", read=False)])


def test_the_figure_of_the_report_stands_beside_the_figure_of_the_run():
    baseline = compare_with_baseline(RUN).baseline
    assert (baseline.id, baseline.topic) == (BASELINE_2018, Topic.PREVENTIVE)
    assert baseline.before == (0, 20)
    assert baseline.after == (1, 3), "an unread union is in no denominator"
    assert baseline.unknown == 1


def test_only_unions_that_the_report_names_are_compared_by_name():
    baseline = compare_with_baseline(RUN).baseline
    assert [(u.union, u.before, u.after) for u in baseline.unions] == [("a", "not_mandatory", Verdict.ABSENT)]
    assert baseline.not_comparable == ("b", "c", "d")


def test_no_verdict_is_made_up_for_2018():
    diff = compare_with_baseline(RUN)
    assert diff.changes == diff.courses == diff.coverage == diff.main_orgs == ()
    assert diff.before is None


def test_the_report_says_what_can_be_compared():
    told = " ".join(render_diff(compare_with_baseline(RUN), "table", width=2000).split())
    for said in (
        "ved siden av SINTEF-rapport 2018-00851 (Buvik mfl., 2018), kapittel 9.2",
        "Forebyggende arbeidsmiljøarbeid i obligatorisk opplæring: 0 av 20 forbund den gang, 1 av 3 nå.",
        "Bare én påstand er sammenlignbar. Rapporten oppgir ikke tall for HMS,",
        "1 ukjent er holdt utenfor.",
        "- A: ikke funnet",
        "disse kan bare sammenlignes som tall: B, C og D.",
    ):
        assert said in told


def test_invented_unions_are_never_compared_by_name():
    invented = RUN.model_copy(update={"run": RUN.run.model_copy(update={"fictional": True})})
    diff = compare_with_baseline(invented)
    assert diff.baseline.unions == ()
    assert notes_of(diff)[-1].startswith("Forbundene i kjøringen er oppdiktede.")


def test_a_run_that_read_nothing_says_nothing_of_the_baseline():
    empty = Run(run=RUN.run, unions=(union("d", read=False),))
    diff = compare_with_baseline(empty)
    assert diff.baseline.after == (0, 0)
    assert evaluate_gate(diff).exit_code is ExitCode.INCOMPLETE
    assert evaluate_gate(compare_with_baseline(RUN)).exit_code is ExitCode.DONE
