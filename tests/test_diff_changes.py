"""Two runs compared: every change with its cause, and nothing where nothing changed."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from run_builders import START, course, notes_of, page, reading, run, trade_union, unread

from kursrevisjon.diff import Base, Policy, diff_runs, evaluate_gate, is_good_reading, last_good
from kursrevisjon.model import (
    AssessedCourse,
    ChangeCause,
    Diff,
    Dimension,
    Finding,
    Obligation,
    PageRef,
    Preventive,
    Run,
    Topic,
    UnionResult,
    UnreadCause,
    Verdict,
)
from kursrevisjon.report import render_diff
from kursrevisjon.report.machine import finding_line
from kursrevisjon.report.messages import messages
from kursrevisjon.verdict import hold_fallen

MANDATORY, CORE, OPTIONAL, UNSTATED = Obligation
PAGE, LEXICON, TOOL, SOURCES, COVERAGE = ChangeCause
PLAN, PLAN_2 = page("plan", digest="sha256:old"), page("plan", digest="sha256:new", day=30)
NEWS = page("nytt", digest="sha256:news")


def grunnkurs(obligation=CORE, *, at: PageRef = PLAN, topic: bool = True, quote: str = "") -> AssessedCourse:
    preventive = Preventive.EXPLICIT if topic else Preventive.NONE
    return course("Grunnkurs", obligation, preventive=preventive, pages=[at], quote=quote or obligation.value)


def verdicts(diff: Diff) -> list[tuple[Topic, Verdict, Verdict, ChangeCause]]:
    return [(change.topic, change.before, change.after, change.cause) for change in diff.changes]


def both(before: str, after: str, cause: ChangeCause) -> list[tuple[Topic, Verdict, Verdict, ChangeCause]]:
    return [(topic, Verdict(before), Verdict(after), cause) for topic in Topic]


# --- One cause at a time -------------------------------------------------------------------------------------------


def test_a_changed_page_is_the_cause_of_what_stands_on_it():
    before = run([reading([grunnkurs(CORE)])])
    after = run([reading([grunnkurs(MANDATORY, at=PLAN_2)])], "run-2", day=30)
    diff = diff_runs(before, after)
    assert verdicts(diff) == both("core", "mandatory", PAGE)
    assert diff.changes[0].evidence == ("core", "mandatory"), "quotes, before then after"
    assert [(c.kind, c.fields["obligation"], c.cause) for c in diff.courses] == [
        ("edited", ("core", "mandatory"), PAGE)
    ]
    assert not any(change.also_possible for change in diff.changes)


RULES = [
    ("lexicon", {"lexicon": "lexicon-2"}, LEXICON),
    ("tool", {"tool": "1.1"}, TOOL),
    ("library", {"libraries": {"rapidfuzz": "4"}}, TOOL),
]


@pytest.mark.parametrize(("moved", "cause"), [case[1:] for case in RULES], ids=[case[0] for case in RULES])
def test_new_rules_over_the_same_pages_are_the_cause(moved, cause):
    before = run([reading([grunnkurs(CORE)])], libraries={"rapidfuzz": "3"})
    after = run([reading([grunnkurs(OPTIONAL)])], "run-2", day=30, **{"libraries": {"rapidfuzz": "3"}} | moved)
    assert verdicts(diff_runs(before, after)) == both("core", "optional", cause)


def test_lexicon_and_tool_together_are_both_named():
    before = run([reading([grunnkurs(CORE)])])
    after = run([reading([grunnkurs(OPTIONAL)])], "run-2", lexicon="lexicon-2", tool="1.1")
    change = diff_runs(before, after).changes[0]
    assert (change.cause, change.also_possible) == (LEXICON, (TOOL,))


def test_a_lost_page_is_coverage_and_not_the_union():
    lost = [unread("plan", UnreadCause.HTTP_ERROR)]
    before = run([reading([grunnkurs(CORE)], pages=[PLAN, NEWS])])
    after = run([reading([], pages=[NEWS], missing=lost)], "run-2", day=30)
    diff = diff_runs(before, after)
    assert verdicts(diff) == both("core", "absent", COVERAGE)
    assert [(c.kind, c.cause) for c in diff.courses] == [("removed", COVERAGE)]
    assert [(c.kind, c.url, c.cause) for c in diff.coverage] == [("page_lost", PLAN.url, UnreadCause.HTTP_ERROR)]


def test_the_page_that_carries_the_label_decides_and_not_another_page_of_the_course():
    """A duty added on one page is the union's doing, though another page of the course went unread."""
    news_2 = page("nytt", digest="sha256:news-2")
    base = grunnkurs(CORE, quote="")
    finding = base.findings[0]
    old = base.model_copy(update={"pages": (PLAN, NEWS), "findings": (finding.model_copy(update={"page": NEWS}),)})
    duty = finding.model_copy(update={"value": "mandatory", "quote": "Kurset er obligatorisk.", "page": news_2})
    new = grunnkurs(MANDATORY).model_copy(update={"pages": (news_2,), "findings": (duty,)})
    before = run([reading([old])])
    after = run([reading([new], missing=[unread("plan", UnreadCause.UNREACHABLE)])], "run-2")
    assert verdicts(diff_runs(before, after)) == both("core", "mandatory", PAGE)


def test_a_lost_page_hides_what_the_union_did_only_when_the_verdict_rests_on_it():
    """Prevention was taken out of one page, while another went unread."""

    def finding(dimension: Dimension, quote: str, at: PageRef) -> Finding:
        return Finding(dimension=dimension, value="yes", rule="test/rule", quote=quote, page=at)

    audience = finding(Dimension.AUDIENCE, "For tillitsvalgte.", NEWS)
    topic = finding(Dimension.PREVENTIVE, "Vernerunder.", PLAN)
    old = grunnkurs(CORE).model_copy(update={"pages": (PLAN, NEWS), "findings": (audience, topic)})
    new = grunnkurs(CORE, topic=False).model_copy(update={"hms": True, "findings": ()})
    before = run([reading([old])])
    missing = [unread("nytt", UnreadCause.UNREACHABLE)]
    after = run([reading([new], pages=[PLAN_2], missing=missing)], "run-2")
    changes = diff_runs(before, after).changes
    assert [(c.topic, c.cause) for c in changes] == [(Topic.PREVENTIVE, COVERAGE)]
    old = old.model_copy(update={"findings": (finding(Dimension.COURSE, "Grunnkurset.", NEWS), topic)})
    changes = diff_runs(run([reading([old])]), after).changes
    assert [(c.topic, c.cause) for c in changes] == [(Topic.PREVENTIVE, PAGE)]


def test_a_course_on_a_page_that_was_not_there_is_the_unions_doing():
    before = run([reading([], pages=[NEWS])])
    after = run([reading([grunnkurs(CORE)], pages=[NEWS, PLAN])], "run-2")
    assert verdicts(diff_runs(before, after)) == both("absent", "core", PAGE)


def test_a_page_that_a_changed_source_entry_leads_to_is_ours():
    before = run([reading([], pages=[NEWS]).model_copy(update={"scope": "a"})])
    after = run([reading([grunnkurs(CORE)], pages=[NEWS, PLAN]).model_copy(update={"scope": "b"})], "run-2")
    assert verdicts(diff_runs(before, after)) == both("absent", "core", SOURCES)


def test_a_page_that_a_cut_crawl_did_not_reach_is_coverage():
    before = run([reading([grunnkurs(CORE)], pages=[NEWS, PLAN])])
    cut = reading([], pages=[NEWS]).model_copy(update={"complete": False})
    diff = diff_runs(before, run([cut], "run-2", complete=False))
    assert verdicts(diff) == both("core", "absent", COVERAGE)
    assert [(c.kind, c.url, c.cause) for c in diff.coverage] == [("page_lost", PLAN.url, None)]


def test_a_kept_verdict_that_falls_in_the_next_run_is_coverage():
    lost = [unread("plan", UnreadCause.GONE_SINCE)]
    good = reading([grunnkurs(CORE)], pages=[PLAN, NEWS])
    fallen = reading([], pages=[NEWS], missing=lost)
    kept = hold_fallen(fallen, good, lost)
    assert verdicts(diff_runs(run([good]), run([kept], "run-2"))) == []
    assert verdicts(diff_runs(run([kept], "run-2"), run([fallen], "run-3"))) == both("core", "absent", COVERAGE)


# --- Both moved: the old pages under the new rules come in between ----------------------------------------------------


def rejudged_as(courses: Sequence[AssessedCourse], **update: object):
    def rejudge(old: Run) -> Run:
        union = reading(courses, pages=list(old.unions[0].read_pages))
        return run([union.model_copy(update=update)], "judged-anew", lexicon="lexicon-2")

    return rejudge


BOTH_MOVED = [
    ("the lexicon did it all", grunnkurs(CORE), [("core", LEXICON)]),
    ("the page did it all", grunnkurs(OPTIONAL), [("core", PAGE)]),
    ("each did a part", grunnkurs(UNSTATED, topic=False), [("absent", LEXICON), ("core", PAGE)]),
]


@pytest.mark.parametrize(("anew", "expected"), [case[1:] for case in BOTH_MOVED], ids=[case[0] for case in BOTH_MOVED])
def test_the_cause_is_established_by_judging_the_old_page_anew(anew, expected):
    before = run([reading([grunnkurs(OPTIONAL)])])
    after = run([reading([grunnkurs(CORE, at=PLAN_2)])], "run-2", day=30, lexicon="lexicon-2")
    diff = diff_runs(before, after, rejudge=rejudged_as([anew]))
    changes = [change for change in diff.changes if change.topic is Topic.PREVENTIVE]
    assert [(change.after, change.cause) for change in changes] == expected
    assert not any(change.also_possible for change in changes)


def test_a_change_of_the_union_is_told_though_a_new_rule_cancels_it():
    before = run([reading([grunnkurs(CORE)])])
    after = run([reading([grunnkurs(CORE, at=PLAN_2)])], "run-2", lexicon="lexicon-2")
    changes = diff_runs(before, after, rejudge=rejudged_as([grunnkurs(MANDATORY)])).changes
    told = [(change.before, change.after, change.cause) for change in changes if change.topic is Topic.HMS]
    assert told == [("core", "mandatory", LEXICON), ("mandatory", "core", PAGE)]


def test_without_the_old_pages_the_likely_cause_is_named_and_the_other_beside_it():
    before = run([reading([grunnkurs(OPTIONAL)])])
    after = run([reading([grunnkurs(CORE, at=PLAN_2)])], "run-2", lexicon="lexicon-2")
    diff = diff_runs(before, after)
    assert (diff.changes[0].cause, diff.changes[0].also_possible) == (PAGE, (LEXICON,))
    assert any("ikke skilt fra hverandre" in note for note in notes_of(diff))


def test_without_the_old_pages_an_unchanged_page_points_at_the_rules():
    before = run([reading([grunnkurs(OPTIONAL)], pages=[PLAN, NEWS])])
    after = run([reading([grunnkurs(CORE)], pages=[PLAN, page("nytt", digest="x")])], "run-2", lexicon="lexicon-2")
    assert {change.cause for change in diff_runs(before, after).changes} == {LEXICON}


def test_pages_that_are_no_longer_stored_are_not_taken_for_judged_anew():
    before = run([reading([grunnkurs(OPTIONAL)])])
    after = run([reading([grunnkurs(CORE, at=PLAN_2)])], "run-2", lexicon="lexicon-2")
    diff = diff_runs(before, after, rejudge=rejudged_as([], read_pages=()))
    assert diff.changes[0].also_possible == (LEXICON,)


def test_an_old_page_that_a_new_tool_refuses_is_the_tools_doing():
    before = run([reading([grunnkurs(CORE)], pages=[PLAN, NEWS])])
    refused = reading([], pages=[NEWS], missing=[unread("plan", UnreadCause.NEEDS_JAVASCRIPT)])
    after = run([refused.model_copy(update={"read_pages": (page("nytt", digest="x"),)})], "run-2", tool="1.1")
    diff = diff_runs(before, after, rejudge=lambda _: run([refused], "judged-anew", tool="1.1"))
    assert verdicts(diff) == both("core", "absent", TOOL)


def test_a_derived_run_differs_by_its_rules_alone():
    before = run([reading([grunnkurs(CORE)])])
    derived = run([reading([], pages=[], missing=[unread("plan", UnreadCause.SOFT_404)])], "run-1b", tool="1.1")
    derived = derived.model_copy(update={"run": derived.run.model_copy(update={"derived_from": "run-1"})})
    assert verdicts(diff_runs(before, derived)) == both("core", "unknown", TOOL)


def test_the_old_pages_are_judged_anew_only_where_both_moved_and_once_per_run():
    calls = []

    def rejudge(old: Run) -> Run:
        calls.append(old.run.id)
        return old

    unions = [reading([grunnkurs(CORE)], union=trade_union(f"u{number}")) for number in range(3)]
    moved = [reading([grunnkurs(OPTIONAL, at=PLAN_2)], union=trade_union(f"u{number}")) for number in range(3)]
    diff_runs(run(unions), run(moved, "run-2"), rejudge=rejudge)
    diff_runs(run(unions), run(unions, "run-2", lexicon="lexicon-2"), rejudge=rejudge)
    assert calls == []
    diff_runs(run(unions), run(moved, "run-2", lexicon="lexicon-2"), rejudge=rejudge)
    assert calls == ["run-1"]


# --- Outages and bases ---------------------------------------------------------------------------------------------

DOWN = reading([], pages=[], missing=[unread("plan", UnreadCause.UNREACHABLE), unread("nytt", UnreadCause.UNREACHABLE)])


def test_a_stopped_server_is_coverage_and_no_change_of_verdict():
    diff = diff_runs(run([reading([grunnkurs(CORE)])]), run([DOWN], "run-2", day=30))
    assert diff.changes == diff.courses == ()
    assert [c.model_dump(exclude_defaults=True) for c in diff.coverage] == [
        {
            "union": "tommer",
            "kind": "lost",
            "cause": "unreachable",
            "base_run": "run-1",
            "age_days": 30,
            "main_org": "LO",
            "name": "Tømmerforbundet",
            "verdicts": {"preventive": "core", "hms": "core"},
        }
    ]
    assert diff.compared == ()


def test_a_union_that_came_back_is_compared_with_its_last_good_reading():
    first = run([reading([grunnkurs(CORE)])])
    second, third = run([DOWN], "run-2", day=30), run([reading([grunnkurs(OPTIONAL, at=PLAN_2)])], "run-3", day=60)
    diff = diff_runs(second, third, bases=last_good(["tommer"], [second, first]))
    assert verdicts(diff) == both("core", "optional", PAGE)
    recovered = diff.coverage[0]
    assert (recovered.kind, recovered.cause, recovered.base_run, recovered.age_days) == (
        "recovered",
        UnreadCause.UNREACHABLE,
        "run-1",
        60,
    )
    assert recovered.verdicts == {Topic.PREVENTIVE: Verdict.OPTIONAL, Topic.HMS: Verdict.OPTIONAL}
    assert notes_of(diff) == (
        "Tømmerforbundet er sammenlignet med siste gode lesing fra 1. mars 2030 (kjøring run-1).",
    )


def test_a_union_that_came_back_unchanged_has_not_changed():
    first = run([reading([grunnkurs(CORE)])])
    second, third = run([DOWN], "run-2"), run([reading([grunnkurs(CORE)])], "run-3")
    diff = diff_runs(second, third, bases=last_good(["tommer"], [second, first]))
    assert diff.changes == diff.courses == ()
    assert [change.kind for change in diff.coverage] == ["recovered"]


def test_a_thin_reading_is_no_base_but_is_the_same_as_itself():
    first, later = run([reading([grunnkurs(CORE)])]), run([reading([grunnkurs(CORE)])], "run-3")
    thin = run([reading([], pages=[NEWS]).model_copy(update={"marks": ("fewer_pages",)})], "run-2")
    bases = last_good(["tommer"], [thin, first])
    diff = diff_runs(thin, later, bases=bases)
    assert diff.changes == ()
    assert {change.causes for change in diff.main_orgs} == {(COVERAGE,)}, "the thin run's own figures were too low"
    assert diff_runs(thin, thin, bases=bases).changes == ()


def test_an_outage_that_lasts_is_told_once():
    first, second, third = run([reading([grunnkurs(CORE)])]), run([DOWN], "run-2"), run([DOWN], "run-3")
    diff = diff_runs(second, third, bases=last_good(["tommer"], [second, first]))
    assert diff.changes == diff.courses == diff.coverage == ()


def test_a_first_reading_is_coverage_and_no_change_of_verdict():
    diff = diff_runs(run([DOWN]), run([reading([grunnkurs(CORE)])], "run-2"))
    assert diff.changes == ()
    assert [(c.kind, c.verdicts) for c in diff.coverage] == [
        ("recovered", {Topic.PREVENTIVE: Verdict.CORE, Topic.HMS: Verdict.CORE})
    ]


def test_a_page_emptied_by_the_union_makes_the_verdict_unknown_through_the_page():
    before = run([reading([grunnkurs(CORE)])])
    after = run([reading([], pages=[PLAN_2], training=False)], "run-2")
    assert verdicts(diff_runs(before, after)) == both("core", "unknown", PAGE)


def test_recovered_pages_are_listed_with_why_they_were_unread():
    before = run([reading([], pages=[NEWS], missing=[unread("plan", UnreadCause.ROBOTS)])])
    diff = diff_runs(before, run([reading([grunnkurs(CORE)], pages=[NEWS, PLAN])], "run-2"))
    assert [(c.kind, c.url, c.cause) for c in diff.coverage] == [("page_recovered", PLAN.url, UnreadCause.ROBOTS)]
    assert verdicts(diff) == both("absent", "core", COVERAGE)


@pytest.mark.parametrize(
    ("result", "good"),
    [
        (reading([grunnkurs(CORE)]), True),
        (reading([]), True),
        (DOWN, False),
        (reading([]).model_copy(update={"marks": ("fewer_pages",)}), False),
        (reading([]).model_copy(update={"marks": ("kept_last_good",)}), False),
    ],
)
def test_a_base_is_known_and_unmarked(result, good):
    assert is_good_reading(result) is good


def test_bases_are_looked_for_no_further_back_than_needed():
    loaded = []

    def runs():
        for number, union in enumerate([DOWN, reading([grunnkurs(CORE)]), reading([grunnkurs(MANDATORY)])]):
            loaded.append(number)
            yield run([union], f"run-{number}")

    assert (
        last_good(
            [
                "tommer",
            ],
            runs(),
        )["tommer"].run.run.id
        == "run-1"
    )
    assert loaded == [0, 1]
    assert last_good([], runs()) == {}


def test_the_age_of_evidence_is_that_of_the_last_good_reading():
    first, second = run([reading([grunnkurs(CORE)])]), run([DOWN], "run-2", day=45)
    assert diff_runs(second, second).evidence_age_days == {}
    later = run([DOWN], "run-3", day=75)
    assert diff_runs(second, later, bases=last_good(["tommer"], [second, first])).evidence_age_days == {"tommer": 75}


# --- Figures and notes ----------------------------------------------------------------------------------------------


def test_figures_change_with_the_verdicts_and_name_their_causes():
    before = run([reading([grunnkurs(CORE)]), reading([], union=trade_union("annet", "YS"))])
    after = run([reading([grunnkurs(MANDATORY, at=PLAN_2)]), reading([], union=trade_union("annet", "YS"))], "run-2")
    diff = diff_runs(before, after)
    assert [(c.name, c.topic, c.before.coverage, c.after.coverage, c.causes) for c in diff.main_orgs] == [
        ("LO", topic, (0, 1), (1, 1), (PAGE,)) for topic in Topic
    ]


def test_figures_of_an_unread_union_change_through_coverage():
    diff = diff_runs(run([reading([grunnkurs(MANDATORY)])]), run([DOWN], "run-2"))
    assert [(c.before.coverage, c.after.coverage, c.causes) for c in diff.main_orgs] == [
        ((1, 1), (0, 0), (COVERAGE,))
    ] * 2


def test_figures_of_a_union_that_came_back_changed_name_both_causes():
    first = run([reading([grunnkurs(CORE)])])
    second, third = run([DOWN], "run-2"), run([reading([grunnkurs(MANDATORY, at=PLAN_2)])], "run-3")
    diff = diff_runs(second, third, bases=last_good(["tommer"], [second, first]))
    assert {change.causes for change in diff.main_orgs} == {(PAGE, COVERAGE)}


def test_figures_of_a_union_made_unknown_by_a_rule_do_not_blame_coverage():
    after = run([reading([], pages=[PLAN], training=False)], "run-2", lexicon="lexicon-2")
    diff = diff_runs(run([reading([grunnkurs(CORE)])]), after)
    assert {change.causes for change in diff.main_orgs} == {(LEXICON,)}


def test_a_union_that_moves_is_told_at_both_organisations():
    diff = diff_runs(
        run([reading([], union=trade_union("flytt", "YS")), reading([], union=trade_union("blir", "YS"))]),
        run([reading([], union=trade_union("flytt", "Unio")), reading([], union=trade_union("blir", "YS"))], "run-2"),
    )
    assert [(c.name, c.joined, c.left, c.causes) for c in diff.main_orgs if c.topic is Topic.HMS] == [
        ("YS", (), ("flytt",), (SOURCES,)),
        ("Unio", ("flytt",), (), (SOURCES,)),
    ]
    assert [(c.before is None, c.after is None) for c in diff.main_orgs if c.name == "Unio"] == [(True, False)] * 2
    assert notes_of(diff) == ("Tømmerforbundet er flyttet fra YS til Unio.",)


def test_unions_are_named_in_the_lines_about_courses_and_in_what_a_gate_says_of_them():
    """The comparison itself knows the names, also of a union whose verdicts and pages did not change."""
    union = trade_union("id-7", name="Nordlysforbundet")
    diff = diff_runs(
        run([reading([grunnkurs(CORE)], union=union)]),
        run(
            [reading([grunnkurs(CORE, quote="Ny tekst."), course("Fase 9", pages=[PLAN])], union=union)],
            "run-2",
            day=40,
        ),
    )
    assert (diff.changes, diff.coverage, len(diff.courses)) == ((), (), 2)
    gate = evaluate_gate(diff, Policy(age={"warn": 30}))
    told = [finding_line(finding, diff.names, messages("nb")) for finding in gate.findings]
    assert [message.partition(":")[0] for message in told] == ["Nordlysforbundet"] * 3
    for form in ("table", "md", "junit", "github"):
        text = render_diff(diff, form)
        assert ("id-7:" in text, "Nordlysforbundet: " in text) == (False, True), form


def test_figures_come_in_the_order_every_table_uses():
    orgs = ["Yrkesforbundene", None, "Akademikerne", "LO"]
    runs = [
        run([reading([grunnkurs(duty)], union=trade_union(f"u{number}", org)) for number, org in enumerate(orgs)], name)
        for name, duty in (("run-1", CORE), ("run-2", MANDATORY))
    ]
    names = [c.name for c in diff_runs(*runs).main_orgs if c.topic is Topic.HMS]
    assert names == ["LO", "Akademikerne", "Yrkesforbundene", "Uten hovedorganisasjon"]


def test_a_union_in_one_run_alone_is_coverage_and_noted():
    gone = reading([grunnkurs(CORE)], union=trade_union("borte"))
    diff = diff_runs(run([reading([]), gone]), run([reading([])], "run-2", sources="sources-2"))
    assert [(c.union, c.kind, c.cause) for c in diff.coverage] == [("borte", "lost", None)]
    assert notes_of(diff) == (
        "Kildelisten er endret mellom kjøringene.",
        "Bare med i kjøringen run-1: Tømmerforbundet.",
    )
    swapped = diff_runs(run([reading([])], "run-2", sources="sources-2"), run([reading([]), gone]))
    assert [(c.union, c.kind) for c in swapped.coverage] == [("borte", "recovered")]


NOTHING_NEW = reading([])
THIN = NOTHING_NEW.model_copy(update={"marks": ("fewer_pages",)})


def ended(unions: Sequence[UnionResult]) -> Run:
    """A run that came to its end, and is not of every union to its end."""
    cut = run(unions, "b", complete=False)
    return cut.model_copy(update={"run": cut.run.model_copy(update={"finished": START})})


NOTES = [
    (run([NOTHING_NEW], "a", day=5), run([NOTHING_NEW], "b"), "Rekkefølgen er snudd: b er eldre enn a."),
    (
        run([NOTHING_NEW]),
        run([DOWN], "b"),
        "Ingenting kunne leses i kjøringen b. Sammenligningen sier derfor ikke at noe er uendret.",
    ),
    (
        run([NOTHING_NEW]),
        run([NOTHING_NEW], "b", complete=False),
        "Kjøringen b er avbrutt. Det som ikke ble lest, regnes ikke som uendret.",
    ),
    (
        run([NOTHING_NEW]),
        ended([NOTHING_NEW.model_copy(update={"complete": False})]),
        "I kjøringen b er ikke alle lest til ende (Tømmerforbundet). Det som ikke ble lest, regnes ikke som uendret.",
    ),
    (run([NOTHING_NEW]), ended([NOTHING_NEW]), "Kjøringen b gjelder ikke alle forbundene i kildelisten."),
    (run([NOTHING_NEW]), run([NOTHING_NEW], "b", lexicon="2"), "Ordlisten er endret mellom kjøringene."),
    (
        run([NOTHING_NEW]),
        run([NOTHING_NEW], "b", tool="1.1"),
        "Verktøyet er endret mellom kjøringene (1.0 → 1.1).",
    ),
    (run([NOTHING_NEW]), run([THIN], "b"), "Tømmerforbundet: færre sider enn ventet; les verdiktet med forbehold."),
]


@pytest.mark.parametrize(("before", "after", "note"), NOTES)
def test_a_reader_is_told_what_limits_the_comparison(before, after, note):
    assert notes_of(diff_runs(before, after)) == (note,)


def test_invented_and_real_unions_are_not_mixed_in_silence():
    real = run([reading([])])
    invented = run([reading([])], "b")
    invented = invented.model_copy(update={"run": invented.run.model_copy(update={"fictional": True})})
    assert "oppdiktede" in notes_of(diff_runs(real, invented))[0]


# --- Course changes -------------------------------------------------------------------------------------------------


def test_an_edit_is_told_field_by_field():
    old = course("Grunnkurs", CORE, hms=True, pages=[PLAN], quote="HMS er tema.")
    new = course("Grunnkurs for nye", OPTIONAL, pages=[PLAN_2, NEWS], quote="Kurset er frivillig.", course_id="ny")
    change = diff_runs(run([reading([old])]), run([reading([new])], "run-2")).courses[0]
    assert (change.kind, change.course, change.name, change.cause) == ("edited", "ny", "Grunnkurs for nye", PAGE)
    assert change.fields == {
        "name": ("Grunnkurs", "Grunnkurs for nye"),
        "obligation": ("core", "optional"),
        "hms": ("true", "false"),
        "pages": (PLAN.url, f"{NEWS.url}, {PLAN.url}"),
        "quotes": ("HMS er tema.", "Kurset er frivillig."),
    }
    assert change.evidence == ("HMS er tema.", "Kurset er frivillig.")


def test_a_course_that_moved_to_another_page_is_moved_evidence():
    before = run([reading([grunnkurs(CORE)])])
    after = run([reading([grunnkurs(CORE, at=NEWS)])], "run-2")
    diff = diff_runs(before, after)
    assert [(c.kind, c.fields) for c in diff.courses] == [("edited", {"pages": (PLAN.url, NEWS.url)})]
    assert diff.changes == ()


@pytest.mark.parametrize("name", ["GRUNNKURS", " Grunnkurs ", "Grunnkurs 2031", "1. Grunnkurs"])
def test_spelling_that_changes_nothing_is_no_edit(name):
    before = run([reading([course("Grunnkurs", CORE, pages=[PLAN], course_id="grunnkurs")])])
    after = run([reading([course(name, CORE, pages=[PLAN_2], course_id="grunnkurs")])], "run-2")
    assert diff_runs(before, after).courses == ()


# --- Promises over all runs -------------------------------------------------------------------------------------------

PATHS = ["plan", "nytt", "kurs"]
REFS = st.builds(page, st.sampled_from(PATHS), digest=st.sampled_from(["sha256:1", "sha256:2"]))


@st.composite
def readings(draw: st.DrawFn, union_id: str) -> UnionResult:
    read = draw(st.lists(REFS, max_size=3, unique_by=lambda ref: ref.url))
    rest = [path for path in PATHS if path not in {ref.url.rsplit("/", 1)[1] for ref in read}]
    missing = [unread(path, draw(st.sampled_from(UnreadCause))) for path in rest if draw(st.booleans())]
    courses = [
        course(
            name,
            draw(st.sampled_from(Obligation)),
            preventive=draw(st.sampled_from(Preventive)),
            hms=draw(st.booleans()),
            pages=[draw(st.sampled_from(read))],
            quote=draw(st.sampled_from(["", "Kurset er obligatorisk.", "Kurset er frivillig."])),
        )
        for name in draw(st.lists(st.sampled_from(["Fase 1", "Fase 2", "Grunnkurs", "Grunnkurs HMS"]), unique=True))
        if read
    ]
    union = trade_union(union_id, draw(st.sampled_from(["LO", "YS", None])))
    return reading(courses, union=union, pages=read, missing=missing, training=draw(st.booleans()))


@st.composite
def runs(draw: st.DrawFn, run_id: str) -> Run:
    unions = [draw(readings(name)) for name in ("a", "b", "c") if draw(st.integers(0, 5))]
    return run(
        unions,
        run_id,
        day=draw(st.integers(0, 90)),
        lexicon=draw(st.sampled_from(["lexicon-1", "lexicon-2"])),
        tool=draw(st.sampled_from(["1.0", "1.1"])),
        sources=draw(st.sampled_from(["sources-1", "sources-2"])),
    )


@given(runs("run-1"))
def test_a_run_against_itself_is_empty(one):
    diff = diff_runs(one, one, bases={union.id: Base(run([union], "older"), union) for union in one.unions})
    assert diff.changes == diff.courses == diff.coverage == diff.main_orgs == diff.remarks == ()


@given(runs("run-1"), runs("run-2"))
def test_swapping_the_runs_swaps_before_and_after(one, other):
    there, back = diff_runs(one, other), diff_runs(other, one)
    assert _sides(there) == _sides(back, swap=True)


def _sides(diff: Diff, *, swap: bool = False) -> list[str]:
    """What a comparison says, the other way round when ``swap``; names are those of the later side and left out."""
    turned = {"added": "removed", "lost": "recovered", "page_lost": "page_recovered"}
    turned |= {value: key for key, value in turned.items()}
    told = []
    for change in diff.changes:
        pair = (change.before, change.after)
        told.append(("verdict", change.union, change.topic, pair[::-1] if swap else pair, change.cause))
    for change in diff.courses:
        fields = {name: pair[::-1] if swap else pair for name, pair in change.fields.items()}
        name = "" if change.kind == "edited" else change.name
        kind = turned.get(change.kind, change.kind) if swap else change.kind
        told.append(("course", change.union, kind, name, sorted(fields.items()), change.cause))
    for change in diff.coverage:
        kind = turned[change.kind] if swap else change.kind
        told.append(("coverage", change.union, kind, change.url, change.cause, change.verdicts))
    for change in diff.main_orgs:
        pair, moves = (change.before, change.after), (change.joined, change.left)
        told.append(
            (change.name, change.topic, pair[::-1] if swap else pair, moves[::-1] if swap else moves, change.causes)
        )
    return sorted(map(repr, told))


@given(runs("run-1"), runs("run-2"))
def test_every_verdict_that_differs_is_a_change_or_a_matter_of_coverage(one, other):
    diff = diff_runs(one, other)
    old = {union.id: union for union in one.unions}
    for union in other.unions:
        for topic in Topic:
            before = old[union.id].verdicts[topic].verdict if union.id in old else Verdict.UNKNOWN
            after = union.verdicts[topic].verdict
            told = [c for c in diff.changes if (c.union, c.topic) == (union.id, topic)]
            covered = [c for c in diff.coverage if c.union == union.id and topic in c.verdicts]
            assert bool(told or covered) == (before is not after)
            assert not (told and covered)


@settings(max_examples=50)
@given(runs("run-1"), runs("run-2"), runs("judged-anew"))
def test_the_steps_of_a_verdict_lead_from_before_to_after(one, other, anew):
    """Whatever judging anew gives, the changes told of a verdict make a chain from its old value to its new one."""
    old, new = ({union.id: union for union in side.unions} for side in (one, other))
    diff = diff_runs(one, other, rejudge=lambda _: anew)
    for union_id in old.keys() & new.keys():
        for topic in Topic:
            chain = [(c.before, c.after) for c in diff.changes if (c.union, c.topic) == (union_id, topic)]
            lost = [c for c in diff.coverage if c.union == union_id and topic in c.verdicts]
            ends = (old[union_id].verdicts[topic].verdict, new[union_id].verdicts[topic].verdict)
            if chain and not lost and Verdict.UNKNOWN not in ends:
                assert chain[0][0] == ends[0]
            assert all(before is not after for before, after in chain)


def test_two_comparisons_of_the_same_runs_are_the_same_bytes():
    before = run([reading([grunnkurs(CORE)]), reading([], union=trade_union("annet", "YS"))])
    after = run([reading([grunnkurs(OPTIONAL, at=PLAN_2)]), DOWN.model_copy(update={"id": "annet"})], "run-2")
    once, twice = (diff_runs(before, after).model_dump_json(by_alias=True) for _ in range(2))
    assert once == twice


def test_age_is_counted_in_whole_days():
    union = reading([grunnkurs(CORE)])
    later = run([union], "run-2")
    later = later.model_copy(
        update={"run": later.run.model_copy(update={"started": START + timedelta(days=2, hours=23)})}
    )
    assert diff_runs(run([union]), later).evidence_age_days == {"tommer": 2}
