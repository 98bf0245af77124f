"""METHOD 4 and 5: a union's verdict per topic, its sentence, and the roll-up per main organisation."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from run_builders import DAY, NO_EXPECTATION, course, document, page, reading, trade_union, unread

from kursrevisjon.model import (
    GAP_VERDICTS,
    Affiliation,
    Audience,
    Basis,
    Expectation,
    Obligation,
    PageRef,
    Preventive,
    Topic,
    TradeUnion,
    UnionResult,
    UnreadCause,
    Verdict,
)
from kursrevisjon.verdict import hold_fallen, roll_up, union_result

REP, SAFETY, AMU = Audience.TILLITSVALGT, Audience.VERNEOMBUD, Audience.AMU
MANDATORY, CORE, OPTIONAL, UNSTATED = Obligation
EXPLICIT, IMPLIED, NONE = Preventive

# (what the case shows, courses, verdict on preventive, verdict on hms)
VERDICTS = [
    ("a duty of the union closes", [course("A", MANDATORY, preventive=EXPLICIT)], "mandatory", "mandatory"),
    ("implied counts as explicit", [course("A", MANDATORY, preventive=IMPLIED)], "mandatory", "mandatory"),
    (
        "a duty by agreement closes",
        [course("A", MANDATORY, basis=Basis.AGREEMENT, preventive=EXPLICIT)],
        "mandatory",
        "mandatory",
    ),
    (
        "a duty by law on reps closes nothing",
        [course("A", MANDATORY, basis=Basis.LAW, preventive=EXPLICIT)],
        "optional",
        "optional",
    ),
    (
        "an employer's duty closes nothing",
        [course("A", MANDATORY, basis=Basis.EMPLOYER, hms=True)],
        "absent",
        "optional",
    ),
    ("hms is not preventive", [course("A", MANDATORY, hms=True)], "absent", "mandatory"),
    ("basic training is core", [course("A", CORE, preventive=EXPLICIT)], "core", "core"),
    ("voluntary only", [course("A", OPTIONAL, preventive=EXPLICIT)], "optional", "optional"),
    ("unstated only", [course("A", UNSTATED, preventive=IMPLIED)], "optional", "optional"),
    (
        "the strongest course decides, each topic alone",
        [course("A", OPTIONAL, preventive=EXPLICIT), course("B", CORE, hms=True), course("C", MANDATORY)],
        "optional",
        "core",
    ),
    (
        "the statutory course of safety representatives does not count",
        [course("40 timer", MANDATORY, basis=Basis.LAW, audience=[SAFETY, AMU], preventive=EXPLICIT)],
        "absent",
        "absent",
    ),
    (
        "a course for reps and safety representatives counts",
        [course("A", MANDATORY, audience=[REP, SAFETY], preventive=EXPLICIT)],
        "mandatory",
        "mandatory",
    ),
    ("courses without the topic", [course("A", MANDATORY)], "absent", "absent"),
    ("a training page without courses", [], "absent", "absent"),
]


@pytest.mark.parametrize(
    ("courses", "preventive", "hms"), [case[1:] for case in VERDICTS], ids=[c[0] for c in VERDICTS]
)
def test_the_verdict_follows_the_rows_of_method_4(courses, preventive, hms):
    verdicts = reading(courses).verdicts
    assert (verdicts[Topic.PREVENTIVE].verdict, verdicts[Topic.HMS].verdict) == (preventive, hms)


UNKNOWN = [
    ("nothing was fetched", [], [], "Ingen side kunne leses."),
    (
        "every page refused",
        [],
        [unread("a", UnreadCause.ROBOTS), unread("b", UnreadCause.ROBOTS), unread("c", UnreadCause.UNREACHABLE)],
        "Ingen side kunne leses (1 uten kontakt med nettstedet, 2 stengt av robots.txt).",
    ),
    (
        "no training page among the pages read",
        [(document(training=False), page("a")), (document(training=False), page("b"))],
        [],
        "Ingen opplæringsside funnet: 2 sider er lest, og ingen av dem beskriver opplæring for tillitsvalgte.",
    ),
    (
        "too little text on the only training page",
        [(document(too_little=True), page("a"))],
        [unread("b", UnreadCause.LOGIN_WALL)],
        "For lite tekst til å vurdere: 1 opplæringsside funnet, men uten nok tekst."
        " 1 side kunne ikke leses (1 bak innlogging).",
    ),
    (
        "a document whose content could not be read",
        [(document(outcome=UnreadCause.SCANNED_PDF), page("a.pdf"))],
        [],
        "Ingen side kunne leses (1 skannet PDF uten tekst).",
    ),
]


@pytest.mark.parametrize(("documents", "missing", "why"), [c[1:] for c in UNKNOWN], ids=[c[0] for c in UNKNOWN])
def test_what_could_not_be_read_is_unknown_and_says_so(documents, missing, why):
    result = union_result(trade_union(), DAY, [], documents, missing)
    for topic in Topic:
        assert result.verdicts[topic].verdict is Verdict.UNKNOWN
        assert result.verdicts[topic].why == why
    assert result.read_as_of is None


def test_a_course_that_was_found_counts_though_its_page_says_little():
    found = course("Startkurset", MANDATORY, preventive=EXPLICIT)
    result = union_result(trade_union(), DAY, [found], [(document(too_little=True), page())], [])
    assert result.verdicts[Topic.PREVENTIVE].verdict is Verdict.MANDATORY


def test_a_page_with_a_course_for_reps_is_a_training_page():
    found = course("Startkurset", CORE)
    result = union_result(trade_union(), DAY, [found], [(document(training=False, courses=[found]), page())], [])
    assert result.verdicts[Topic.HMS].verdict is Verdict.ABSENT
    assert result.pages.training == 1


WHY = [
    (
        [course("Fase 2", MANDATORY, preventive=EXPLICIT)],
        Topic.PREVENTIVE,
        "Forebyggende arbeidsmiljøarbeid inngår i kurset «Fase 2», som er obligatorisk for tillitsvalgte. "
        "Forebygging er nevnt uttrykkelig.",
    ),
    (
        [
            course("Del 1", MANDATORY, basis=Basis.AGREEMENT, preventive=IMPLIED),
            course("Del 2", MANDATORY, basis=Basis.AGREEMENT, preventive=IMPLIED),
        ],
        Topic.PREVENTIVE,
        "Forebyggende arbeidsmiljøarbeid inngår i kursene «Del 1» og «Del 2», som er obligatoriske for tillitsvalgte "
        "etter avtale. Forebygging er ikke nevnt med ord, men følger av en navngitt forebyggende metode.",
    ),
    (
        [course(f"Trinn {number}", CORE, hms=True) for number in range(1, 6)],
        Topic.HMS,
        "Arbeidsmiljø eller HMS inngår i grunnopplæringen («Trinn 1», «Trinn 2», «Trinn 3» og 2 til), uten at de leste "
        "sidene sier at kurset er obligatorisk.",
    ),
    (
        [course("Temakurs", OPTIONAL, hms=True), course("Rådgiving", UNSTATED, hms=True)],
        Topic.HMS,
        "Arbeidsmiljø eller HMS inngår i «Temakurs» (frivillig) og «Rådgiving» (plikt er ikke oppgitt), men er "
        "ikke funnet i obligatorisk opplæring eller grunnopplæring.",
    ),
    (
        [course("e-kurs", MANDATORY, basis=Basis.EMPLOYER, hms=True)],
        Topic.HMS,
        "Arbeidsmiljø eller HMS inngår i «e-kurs» (pålagt av arbeidsgiver, ikke av forbundet eller avtale), men er "
        "ikke funnet i obligatorisk opplæring eller grunnopplæring.",
    ),
    (
        [course("Grunnkurs", CORE), course("40 timer", MANDATORY, audience=[SAFETY, AMU], hms=True)],
        Topic.HMS,
        "Arbeidsmiljø eller HMS er ikke funnet i opplæring for tillitsvalgte på de leste sidene (1 opplæringsside med "
        "1 kurs for tillitsvalgte). Temaet er funnet i 1 kurs for verneombud og AMU-medlemmer, som ikke teller her.",
    ),
]


@pytest.mark.parametrize(("courses", "topic", "why"), WHY)
def test_the_sentence_claims_what_the_evidence_carries(courses, topic, why):
    assert reading(courses).verdicts[topic].why == why


def test_absent_says_what_could_not_be_read():
    result = reading([], pages=[page()], missing=[unread("plan.pdf", UnreadCause.SCANNED_PDF)])
    assert result.verdicts[Topic.HMS].why.endswith(" 1 side kunne ikke leses (1 skannet PDF uten tekst).")


def test_the_verdict_names_the_courses_that_decide_it():
    courses = [
        course("A", CORE, preventive=EXPLICIT),
        course("B", MANDATORY, preventive=IMPLIED),
        course("C", MANDATORY, preventive=EXPLICIT),
        course("D", MANDATORY),
    ]
    assert reading(courses).verdicts[Topic.PREVENTIVE].courses == ("b", "c")


def test_the_result_carries_pages_causes_and_the_newest_training_page():
    documents = [
        (document(), page("a", day=1)),
        (document(), page("b", day=2)),
        (document(training=False), page("c", day=3)),
    ]
    missing = [unread("d", UnreadCause.SOFT_404), unread("e", UnreadCause.ROBOTS), unread("f", UnreadCause.ROBOTS)]
    result = union_result(trade_union(), DAY, [], documents, missing)
    assert result.pages.model_dump() == {"read": 3, "training": 2, "unread": {"robots": 2, "soft_404": 1}}
    assert result.read_as_of == page(day=2).fetched
    assert [p.url for p in result.unread_pages] == [p.url for p in missing]
    assert result.read_pages == tuple(ref for _, ref in documents)


MOVES = (Affiliation("YS", to_date=date(2025, 1, 1)), Affiliation("Unio", from_date=date(2026, 1, 1)))


@pytest.mark.parametrize(
    ("day", "main_org"),
    [(date(2024, 12, 31), "YS"), (date(2025, 1, 1), None), (date(2025, 12, 31), None), (date(2026, 1, 1), "Unio")],
)
def test_a_union_counts_where_it_belonged_on_the_day(day, main_org):
    union = TradeUnion("flytt", "Flytteforbundet", "Flytt", "https://flytt.example/", MOVES, (), ())
    assert union_result(union, day, [], [], []).main_org == main_org


# Health: (expected pages and courses, read now, last good, run before, marks)
HEALTH = [
    ("as expected", (3, 1), (3, 1), None, None, ()),
    ("fewer pages than sources.yaml expects", (4, 0), (3, 1), None, None, ("fewer_pages",)),
    ("fewer courses than sources.yaml expects", (1, 2), (3, 1), None, None, ("fewer_courses",)),
    ("half of the last good reading is enough", (1, 0), (5, 2), (10, 4), None, ()),
    ("less than half of the last good reading", (1, 0), (4, 1), (10, 4), None, ("fewer_pages", "fewer_courses")),
    ("a low level met twice is confirmed", (1, 0), (4, 1), (10, 4), (4, 1), ()),
    ("an unread run in between confirms nothing", (1, 0), (4, 2), (10, 4), (0, 0), ("fewer_pages",)),
    ("an unread union is unknown and has no marks", (4, 2), (0, 0), (10, 4), None, ()),
]


def _sized(pages: int, courses: int, expect: Expectation = NO_EXPECTATION, **earlier: UnionResult | None):
    union = trade_union(expect=expect)
    documents = [(document(), page(str(number))) for number in range(pages)]
    return union_result(union, DAY, [course(f"Kurs {n}") for n in range(courses)], documents, [], **earlier)


@pytest.mark.parametrize(
    ("expect", "now", "good", "before", "marks"), [c[1:] for c in HEALTH], ids=[c[0] for c in HEALTH]
)
def test_a_thin_reading_is_marked(expect, now, good, before, marks):
    earlier = {"last_good": good and _sized(*good), "previous": before and _sized(*before)}
    assert _sized(*now, Expectation(*expect), **earlier).marks == marks


PLAN, NEWS = page("plan"), page("nytt")
DUTY = course("Fase 2", MANDATORY, preventive=EXPLICIT, pages=[PLAN])
EXTRA = course("Fordypning", OPTIONAL, preventive=EXPLICIT, pages=[NEWS])


def test_a_verdict_does_not_fall_over_a_page_missing_for_the_first_time():
    good = reading([DUTY, EXTRA])
    gone = [unread("plan", UnreadCause.GONE_SINCE)]
    now = hold_fallen(reading([EXTRA], missing=gone), good, gone)
    kept = now.verdicts[Topic.PREVENTIVE]
    assert kept.verdict is Verdict.MANDATORY
    assert kept.why == (
        "Beholdt fra siste gode lesing (1.3.2030), fordi grunnlaget ikke kunne leses nå: "
        "https://tommerforbundet.example/plan (borte siden forrige lesing). " + good.verdicts[Topic.PREVENTIVE].why
    )
    assert now.marks == ("kept_last_good",)
    assert {c.id for c in now.courses} >= set(kept.courses), "the evidence of the cell is kept with it"
    assert now.pages.unread == {UnreadCause.GONE_SINCE: 1}, "the page still counts as unread"


def test_a_course_that_lost_its_duty_with_the_page_comes_back_as_it_was_read():
    good = reading([course("Fase 2", MANDATORY, preventive=EXPLICIT, pages=[PLAN, NEWS])])
    weaker = course("Fase 2", CORE, preventive=EXPLICIT, pages=[NEWS])
    gone = [unread("plan", UnreadCause.UNREACHABLE)]
    now = hold_fallen(reading([weaker], missing=gone), good, gone)
    assert [c.obligation for c in now.courses] == [MANDATORY]


NOT_HELD = [
    ("a second run confirms", reading([EXTRA]), ["plan"], ["plan"], UnreadCause.GONE_SINCE, Verdict.OPTIONAL),
    ("another page is missing", reading([EXTRA]), ["annet"], [], UnreadCause.GONE_SINCE, Verdict.OPTIONAL),
    ("no page is missing", reading([EXTRA]), [], [], UnreadCause.GONE_SINCE, Verdict.OPTIONAL),
    ("nothing was read", reading([], pages=[]), ["plan"], [], UnreadCause.UNREACHABLE, Verdict.UNKNOWN),
]


@pytest.mark.parametrize(
    ("now", "missing", "before", "cause", "verdict"), [c[1:] for c in NOT_HELD], ids=[c[0] for c in NOT_HELD]
)
def test_a_verdict_falls_when(now, missing, before, cause, verdict):
    gone = [unread(path, cause) for path in missing]
    held = hold_fallen(now, reading([DUTY, EXTRA]), gone, missed_before=[unread(path, cause).url for path in before])
    assert held.verdicts[Topic.PREVENTIVE].verdict is verdict
    assert held.marks == ()


def test_a_page_left_out_by_the_budget_never_confirms_a_loss():
    left_out = [unread("plan", UnreadCause.BUDGET)]
    now = hold_fallen(reading([EXTRA]), reading([DUTY]), left_out, missed_before=[left_out[0].url])
    assert now.verdicts[Topic.PREVENTIVE].verdict is Verdict.MANDATORY


def test_without_an_earlier_reading_nothing_is_held():
    gone = [unread("plan", UnreadCause.GONE_SINCE)]
    now = reading([EXTRA], missing=gone)
    assert hold_fallen(now, None, gone) is now


COURSES = st.lists(
    st.builds(
        course,
        name=st.sampled_from(["Fase 1", "Fase 2", "Temakurs", "Grunnkurs", "Påbygging"]),
        obligation=st.sampled_from(Obligation),
        basis=st.sampled_from([None, *Basis]),
        audience=st.lists(st.sampled_from(Audience), min_size=1, unique=True),
        hms=st.booleans(),
        preventive=st.sampled_from(Preventive),
    ),
    max_size=5,
)
PAGES = st.lists(
    st.tuples(st.builds(document, training=st.booleans(), too_little=st.booleans()), st.builds(page, st.text("ab"))),
    max_size=3,
)
UNIONS = st.builds(
    lambda number, main_org, courses, documents: union_result(
        trade_union(f"u{number}", main_org), DAY, courses if documents else [], documents, []
    ),
    st.integers(0, 10**6),
    st.sampled_from(["LO", "YS", "Unio", "Akademikerne", "Annen", None]),
    COURSES,
    PAGES,
)


@given(st.lists(UNIONS, max_size=12, unique_by=lambda union: union.id))
def test_the_roll_up_counts_every_union_once_and_no_unknown_in_a_denominator(unions):
    rolled = roll_up(unions)
    assert sorted(name for org in rolled for name in org.unions) == sorted(union.id for union in unions)
    by_id = {union.id: union for union in unions}
    for org in rolled:
        for topic, figures in org.topics.items():
            verdicts = [by_id[name].verdicts[topic].verdict for name in org.unions]
            assert sum(getattr(figures, verdict.value) for verdict in Verdict) == len(org.unions)
            assert figures.coverage == (
                verdicts.count(Verdict.MANDATORY),
                len(verdicts) - verdicts.count(Verdict.UNKNOWN),
            )
            assert all(by_id[name].verdicts[topic].verdict in GAP_VERDICTS for name in figures.gap)
            assert len(figures.gap) == figures.optional + figures.absent
            assert list(figures.gap) == sorted(figures.gap)


@given(COURSES, PAGES)
def test_hms_is_never_behind_preventive(courses, documents):
    result = union_result(trade_union(), DAY, courses, documents, [])
    order = list(Verdict)
    hms, preventive = (order.index(result.verdicts[topic].verdict) for topic in (Topic.HMS, Topic.PREVENTIVE))
    assert hms <= preventive


@given(COURSES, PAGES)
def test_a_verdict_with_content_names_its_courses_and_one_without_names_none(courses, documents):
    result = union_result(trade_union(), DAY, courses, documents, [])
    for verdict in result.verdicts.values():
        assert bool(verdict.courses) == (verdict.verdict not in {Verdict.ABSENT, Verdict.UNKNOWN})
        assert verdict.why.endswith(".")
        assert not set(verdict.courses) - {c.id for c in courses}


@given(COURSES, PAGES)
def test_another_course_never_lowers_a_verdict(courses, documents):
    order = list(Verdict)
    all_of_them = union_result(trade_union(), DAY, courses, documents, [])
    for topic in Topic:
        fewer = union_result(trade_union(), DAY, courses[1:], documents, [])
        assert order.index(all_of_them.verdicts[topic].verdict) <= order.index(fewer.verdicts[topic].verdict)


@given(UNIONS, UNIONS)
def test_a_held_verdict_is_one_of_the_two_and_never_below_the_present_one(good, now):
    gone = [unread(path, UnreadCause.GONE_SINCE) for path in ("a", "b", "")]
    held = hold_fallen(now, good, gone)
    order = list(Verdict)
    for topic in Topic:
        verdict = held.verdicts[topic].verdict
        assert verdict in {now.verdicts[topic].verdict, good.verdicts[topic].verdict}
        assert order.index(verdict) <= order.index(now.verdicts[topic].verdict)


def test_main_organisations_come_in_the_order_every_table_uses():
    orgs = ["Annen", None, "Akademikerne", "YS", "LO", "Unio", "Bransje"]
    unions = [reading([], union=trade_union(f"u{number}", org)) for number, org in enumerate(orgs)]
    names = [org.name for org in roll_up(unions)]
    assert names == ["LO", "YS", "Unio", "Akademikerne", "Annen", "Bransje", "Uten hovedorganisasjon"]


def test_no_unions_roll_up_to_nothing():
    assert roll_up([]) == ()


def test_a_page_without_a_capture_time_gives_a_reading_without_age():
    result = union_result(trade_union(), DAY, [], [(document(), PageRef(url="https://x.example/"))], [])
    assert result.read_as_of is None
