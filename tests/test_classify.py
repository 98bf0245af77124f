"""METHOD's rules on short passages of the section for representatives, one row per rule, and the join over pages."""

import sys
from datetime import UTC, datetime

import pytest

from kursrevisjon.classify import assess_document, join_union
from kursrevisjon.classify.document import course_id
from kursrevisjon.extract import extract_text
from kursrevisjon.lexicon import Lexicon, load_lexicon
from kursrevisjon.model import AssessedCourse, Audience, Basis, DocumentResult, Obligation, PageRef, Preventive


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def read(lexicon: Lexicon, text: str) -> DocumentResult:
    return assess_document(extract_text("passage.md", text, section="tillitsvalgt"), lexicon)


def only(lexicon: Lexicon, text: str) -> AssessedCourse:
    courses = read(lexicon, text).courses
    assert len(courses) == 1, [course.name for course in courses]
    return courses[0]


@pytest.mark.parametrize(
    ("text", "obligation"),
    [
        ("Oppstartskurset er obligatorisk for alle med verv i klubben.", "mandatory"),
        ("Alle plasstillitsvalgte skal gjennomføre Vevkurset innen ett år.", "mandatory"),
        ("Du pliktar å ta Innføringskurset når du er vald.", "mandatory"),
        ("Every steward must complete the Harbour Course within a year.", "mandatory"),
        ("Du må ha gjennomført Styrekurset før du kan signere avtaler.", "mandatory"),
        ("Er Oppstartskurset obligatorisk? Ja, for alle nyvalgte.", "mandatory"),
        ("Er Oppstartskurset obligatorisk? Det spør mange nyvalgte om.", "core"),
        ("Vi krever ikke at nyvalgte har tatt Tariffkurset.", "optional"),
        ("Bedriften plikter å gi tillitsvalgte fri til å delta på Tariffkurset.", "unstated"),
        ("Grunnkurset var tidligere obligatorisk, men er nå et tilbud.", "core"),
        ("Du trenger ikke ha vært på kurs før. Fagkurset er for nyvalgte.", "core"),
        ("# Vervkurs for nyvalgte\nObligatorisk introduksjon til vervet, to dager.", "mandatory"),
        ("Grunnkurset varer i to dager.", "core"),
        ("Forbundet skal tilby Grunnkurset hver høst.", "core"),
        ("Alle nye tillitsvalgte bør ta Grunnkurset.", "core"),
        ("Trinn 2 krever trinn 1.", "core"),
        ("Grunnkurset er ikke obligatorisk.", "optional"),
        ("Talekurset er et frivillig kveldskurs.", "optional"),
        ("Temakurs om pensjon i november.", "optional"),
        ("Forhandlingskurset holdes i Alta.", "unstated"),
        ("Forhandlingskurset har obligatorisk oppmøte begge dager.", "unstated"),
        ("Pensjonskurset handler om obligatorisk tjenestepensjon.", "unstated"),
    ],
)
def test_obligation_follows_who_is_bound_and_to_what(lexicon: Lexicon, text: str, obligation: str) -> None:
    courses = read(lexicon, text).courses
    assert courses, "missed the course"
    assert courses[0].obligation == Obligation(obligation), courses[0].findings


@pytest.mark.parametrize(
    ("text", "hms", "preventive"),
    [
        ("Grunnkurset tar opp tariff, verving og arbeidsmiljø.", True, "none"),
        ("Grunnkurset går gjennom arbeidsmiljøloven og ferieloven.", False, "none"),
        ("Grunnkurset viser hvordan klubben kan forebygge sykefravær.", True, "explicit"),
        ("Grunnkurset slutter med en vernerunde på egen arbeidsplass.", True, "implied"),
        ("Grunnkurset tek opp førebygging av vald og truslar mot tilsette.", True, "explicit"),
        ("The basic course deals with the prevention of accidents at work.", True, "explicit"),
        ("Grunnkurset tar opp forebyggende vedlikehold av ferger.", False, "none"),
        ("HMS er ikke med på planen for Grunnkurset.", False, "none"),
        ("Grunnkurset har et godt læringsmiljø.", False, "none"),
    ],
)
def test_topics_are_what_is_taught(lexicon: Lexicon, text: str, hms: bool, preventive: str) -> None:
    course = read(lexicon, text).courses[0]
    assert (course.hms, course.preventive) == (hms, Preventive(preventive))


def test_the_statutory_course_binds_verneombud_by_law_and_nobody_else(lexicon: Lexicon) -> None:
    course = only(lexicon, "40-timerskurset for verneombud er lovpålagt og går i Mosjøen.")
    assert course.audience == (Audience.VERNEOMBUD,)
    assert (course.obligation, course.basis) == (Obligation.MANDATORY, Basis.LAW)
    assert read(lexicon, "40-timerskurset for verneombud er lovpålagt.").page.obligation is None


def test_a_heading_speaks_for_its_own_list_only(lexicon: Lexicon) -> None:
    result = read(lexicon, "# Obligatoriske kurs\n- Rollen din\n- Avtalene\n# Frivillige kurs\n- Podkast")
    labels = {course.name: course.obligation.value for course in result.courses}
    assert labels == {"Rollen din": "mandatory", "Avtalene": "mandatory", "Podkast": "optional"}


def test_a_row_speaks_for_itself(lexicon: Lexicon) -> None:
    result = read(lexicon, "Kurs | Krav\nKlubbstart | Obligatorisk\nVernerunde i praksis | Frivillig")
    assert [(course.name, course.obligation.value, course.hms) for course in result.courses] == [
        ("Klubbstart", "mandatory", False),
        ("Vernerunde i praksis", "optional", True),
    ]


def test_a_stage_gives_its_topic_to_the_programme_and_takes_its_duty(lexicon: Lexicon) -> None:
    text = (
        "Grunnopplæringen er obligatorisk og består av Trinn 1 om rollen og Trinn 2 om forebygging av mobbing på jobb."
    )
    courses = {course.name: course for course in read(lexicon, text).courses}
    assert {course.obligation for course in courses.values()} == {Obligation.MANDATORY}
    assert courses["Grunnopplæringen"].preventive is Preventive.EXPLICIT
    assert courses["Trinn 1"].preventive is Preventive.NONE


@pytest.mark.parametrize(
    "text",
    [
        "Arbeidsgiver plikter å forebygge vold og trusler. Be om å få se rutinene.",
        "Oppgjøret endte med fire prosent. Partene vil forebygge sykefravær.",
        "Vi har dessverre ikke noe eget HMS-kurs.",
        "# Last ned\n- Mal for vernerunde\n- Plakat om mobbing",
        "Etterutdanning i brannforebygging for medlemmer gir kurspoeng.",
    ],
)
def test_a_text_without_training_gives_no_course(lexicon: Lexicon, text: str) -> None:
    assert [course.name for course in read(lexicon, text).courses] == []


def test_a_heading_without_a_word_is_passed_over(lexicon: Lexicon) -> None:
    text = "# For tillitsvalgte\n# ____\n- ***\nGrunnkurset er obligatorisk for tillitsvalgte.\n# ____"
    assert only(lexicon, text).obligation is Obligation.MANDATORY


def test_every_quote_is_a_slice_of_the_document(lexicon: Lexicon) -> None:
    document = extract_text(
        "passage.md", "# Grunnkurs\nKurset er obligatorisk. Vi går en vernerunde.", section="tillitsvalgt"
    )
    for course in assess_document(document, lexicon).courses:
        for finding in course.findings:
            assert document.text[finding.start : finding.end] == finding.quote


def test_a_blocked_rule_is_told_with_what_blocked_it(lexicon: Lexicon) -> None:
    course = only(lexicon, "Forhandlingskurset har obligatorisk oppmøte.")
    assert any(blocked.rule == "obligation/obligatorisk" and blocked.blocked_by for blocked in course.suppressed)


def test_pages_of_a_union_join_and_duties_pass_between_them(lexicon: Lexicon) -> None:
    plan = read(lexicon, "Grunnopplæringen består av Trinn 1 og Trinn 2. Trinn 1 tar opp vernerunder.")
    rule = read(lexicon, "Grunnopplæringen er obligatorisk for alle tillitsvalgte.")
    at = datetime(2026, 1, 2, tzinfo=UTC)
    pages = [
        PageRef(url=f"https://forbund.invalid/{name}", fetched=at, digest="sha256:0") for name in ("plan", "regel")
    ]
    courses = {course.id: course for course in join_union([(plan, pages[0]), (rule, pages[1])])}
    assert courses[course_id("Trinn 1")].obligation is Obligation.MANDATORY
    assert courses[course_id("Trinn 1")].hms
    assert courses[course_id("Grunnopplæringen")].pages == tuple(pages)


def test_a_choice_that_one_page_states_beats_the_basic_course_that_another_only_names(lexicon: Lexicon) -> None:
    named = read(lexicon, "# Kurs for tillitsvalgte\n- Grunnkurset, to dager om verv og avtaler")
    stated = read(lexicon, "Grunnkurset er ikke obligatorisk. Der lærer tillitsvalgte om å forebygge sykefravær.")
    at = datetime(2026, 1, 2, tzinfo=UTC)
    pages = [
        PageRef(url=f"https://forbund.invalid/{name}", fetched=at, digest="sha256:0") for name in ("liste", "kurs")
    ]
    for order in ((0, 1), (1, 0)):
        results = [((named, stated)[number], pages[number]) for number in order]
        (course,) = join_union(results)
        assert course.obligation is Obligation.OPTIONAL


def test_joining_twice_the_courses_takes_twice_the_steps(lexicon: Lexicon) -> None:
    """A run of a whole main organisation joins thousands of courses: none is held against all the others."""
    course = read(lexicon, "# Kurs for tillitsvalgte\n- Lønnskurset\n").courses[0]
    page = PageRef(url="https://forbund.invalid/kurs", fetched=datetime(2026, 1, 2, tzinfo=UTC), digest="sha256:0")

    def steps(count: int) -> int:
        calls = 0

        def counted(_frame: object, event: str, _argument: object) -> None:
            nonlocal calls
            calls += event == "call"

        courses = tuple(course.model_copy(update={"name": f"Lønnskurs i lag {number}"}) for number in range(count))
        result = DocumentResult(source="kurs.html", courses=courses)
        sys.setprofile(counted)
        try:
            assert len(join_union([(result, page)])) == count
        finally:
            sys.setprofile(None)
        return calls

    assert steps(400) < 3 * steps(200)


def joined(lexicon: Lexicon, *texts: str) -> dict[str, Obligation]:
    """The courses of a union with these pages, and their obligation."""
    at = datetime(2026, 1, 2, tzinfo=UTC)
    refs = [PageRef(url=f"https://forbund.invalid/{n}", fetched=at, digest="sha256:0") for n in range(len(texts))]
    results = [(read(lexicon, text), ref) for text, ref in zip(texts, refs, strict=True)]
    return {course.name: course.obligation for course in join_union(results)}


def test_a_short_name_on_one_page_is_that_of_the_long_name_on_another(lexicon: Lexicon) -> None:
    long, short = "# Grunnkurs for tillitsvalgte\nTo dager om vervet.", "Grunnkurset er obligatorisk for alle nyvalgte."
    assert joined(lexicon, long, short) == {"Grunnkurs for tillitsvalgte": Obligation.MANDATORY}
    other = "# Grunnkurs for klubbledere\nTo dager om styret."
    assert set(joined(lexicon, long, short, other)) == {
        "Grunnkurs for tillitsvalgte",
        "Grunnkurs for klubbledere",
        "Grunnkurset",
    }


def test_a_stage_alone_is_that_of_the_one_programme(lexicon: Lexicon) -> None:
    pages = ["Kurs | Krav\nGrunnkurs del 1 | Obligatorisk\nGrunnkurs del 2 | Frivillig", "Del 1 går på nett."]
    assert joined(lexicon, *pages) == {
        "Grunnkurs del 1": Obligation.MANDATORY,
        "Grunnkurs del 2": Obligation.OPTIONAL,
    }


def test_a_course_is_known_without_its_kind_before_the_name(lexicon: Lexicon) -> None:
    pages = ["Alle tillitsvalgte må ta nettkurset Ny på post.", "Kurs | Krav\nNettkurset Ny på post | Obligatorisk"]
    assert joined(lexicon, *pages) == {"Ny på post": Obligation.MANDATORY}


def test_words_for_all_training_are_no_course_beside_those_of_the_union(lexicon: Lexicon) -> None:
    pages = ["Her er en oversikt over opplæringen av tillitsvalgte.", "# Grunnkurset\nTo dager om vervet."]
    assert list(joined(lexicon, *pages)) == ["Grunnkurset"]


def test_who_has_taken_a_course_says_nothing_of_it(lexicon: Lexicon) -> None:
    text = "# Temakurs\nFrivillige kurs for deg som har tatt grunnkurset.\n- Lønn\n- Turnus"
    assert "grunnkurset" not in [course.name for course in read(lexicon, text).courses]


def test_stages_are_kept_apart_and_spellings_brought_together() -> None:
    assert course_id("Trinn 1") != course_id("Trinn 2")
    assert course_id("Trinn II") == course_id("trinn 2")


def test_a_course_is_one_whether_its_name_points_to_it_or_not(lexicon: Lexicon) -> None:
    assert joined(lexicon, "# Kurs\n- Lønnskurs", "Lønnskurset er obligatorisk for tillitsvalgte.") == {
        "Lønnskurs": Obligation.MANDATORY
    }
    duty = "Den obligatoriske opplæringen for tillitsvalgte består av Startkurset og Lønnskurset."
    found = joined(lexicon, duty, "# Lønnskurs for tillitsvalgte\nTarif og statistikk.")
    assert found["Lønnskurs for tillitsvalgte"] is Obligation.MANDATORY


def test_a_stage_of_a_subject_course_is_not_the_stage_of_that_number(lexicon: Lexicon) -> None:
    pages = "# Forhandlingskurs trinn 1\nObligatorisk for tillitsvalgte.", "# Trinn 1\nFor nye tillitsvalgte."
    assert joined(lexicon, *pages) == {
        "Forhandlingskurs trinn 1": Obligation.MANDATORY,
        "Trinn 1": Obligation.CORE,
    }


def test_a_duty_of_people_with_other_roles_is_none_of_representatives(lexicon: Lexicon) -> None:
    pages = "# HMS-kurs\nObligatorisk for verneombud.", "# HMS-kurs\nFor tillitsvalgte som ønsker det."
    assert joined(lexicon, *pages) == {"HMS-kurs": Obligation.OPTIONAL}
    others = "# HMS-kurs for verneombud\nObligatorisk for alle verneombud.", "# HMS-kurset\nFor tillitsvalgte."
    assert joined(lexicon, *others)["HMS-kurset"] is Obligation.UNSTATED


def test_a_programme_that_is_voluntary_has_voluntary_parts_on_other_pages(lexicon: Lexicon) -> None:
    pages = (
        "Grunnopplæringen er ikke obligatorisk for tillitsvalgte.",
        "# Grunnopplæring\n- Modul 1: Rollen\n- Modul 2: HMS",
    )
    assert set(joined(lexicon, *pages).values()) == {Obligation.OPTIONAL}


def test_a_mandatory_programme_does_not_hold_what_a_part_teaches_that_may_be_left_out(lexicon: Lexicon) -> None:
    duty = "Grunnopplæringen er obligatorisk for tillitsvalgte. Modul 1 er om rollen, og Modul 2 er frivillig."
    parts = "# Grunnopplæring\nGrunnopplæringen har to moduler.\n- Modul 1: Rollen\n- Modul 2: Forebygge sykefravær"
    at = datetime(2026, 1, 2, tzinfo=UTC)
    refs = [PageRef(url=f"https://forbund.invalid/{n}", fetched=at, digest="sha256:0") for n in range(2)]
    results = [(read(lexicon, text), ref) for text, ref in zip((duty, parts), refs, strict=True)]
    courses = {course.name: course for course in join_union(results)}
    assert courses["Modul 2"].obligation is Obligation.OPTIONAL
    assert courses["Modul 2"].hms
    assert courses["Grunnopplæring"].obligation is Obligation.MANDATORY
    assert not courses["Grunnopplæring"].hms
