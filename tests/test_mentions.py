"""How running text names courses: codes, brackets, counted courses, and phrases that share a word."""

import pytest

from kursrevisjon.classify import assess_document
from kursrevisjon.extract import extract_text
from kursrevisjon.lexicon import Lexicon, load_lexicon
from kursrevisjon.model import Audience, Basis, Obligation

NAMES = {
    "Alle tillitsvalgte skal gjennomføre kursene KT1 og KT2.": ["KT1", "KT2"],
    "To av kursene – KT1 og KT3 – er felles for tillitsvalgte.": ["KT1", "KT3"],
    "Kurset for tillitsvalgte handler om CO2 og klima.": ["Kurset for tillitsvalgte"],
    "# KT1\nKT1 gir tillitsvalgte en innføring i vervet. KT1 holdes i Bergen.": ["KT1"],
    "- Grunnskolering (Trinn 1)\n- Toppskolering (Trinn 2)\n\nTrinn 1: For nye tillitsvalgte.\n\nTrinn 2: For andre.": [
        "Grunnskolering",
        "Toppskolering",
    ],
    "Trinn 1 er for nye tillitsvalgte. Trinn 2 vil erstatte dagens fase 3.": ["Trinn 1", "Trinn 2"],
    "Vi holder to kurs for tillitsvalgte. Det første, Bedre møter, går i mars. Det andre, Lett lønn, går i mai.": [
        "Bedre møter",
        "Lett lønn",
    ],
    "Vi holder kurs i lov- og avtaleverk for tillitsvalgte.": ["kurs i lov- og avtaleverk for tillitsvalgte"],
    "Kurs i møteledelse flere ganger i året for tillitsvalgte.": ["Kurs i møteledelse"],
    "Startkurset er for nye tillitsvalgte, mens Talekurset er for andre.": ["Startkurset", "Talekurset"],
    "Grunnkurset for nye tillitsvalgte er i mai. Kurset for hovedtillitsvalgte er i juni.": [
        "Grunnkurset for nye tillitsvalgte",
        "Kurset for hovedtillitsvalgte",
    ],
    "Vi søker en kursrådgiver med ansvar for kurs og opplæring av tillitsvalgte.": [],
    "Forbundet krever at alle ledere får obligatorisk opplæring i arbeidsmiljø.": [],
}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.mark.parametrize(("text", "names"), NAMES.items())
def test_the_text_names_these_courses(lexicon: Lexicon, text: str, names: list[str]) -> None:
    courses = assess_document(extract_text("passage.md", text, section="tillitsvalgt"), lexicon).courses
    assert [course.name for course in courses] == names


NO_COURSES = (
    "Vi sendte brev til medlemmer som har gjennomført «Grunnkurs for tillitsvalgte» og «Talekurs trinn I».",
    "På kurs tar vi ansvar for hverandre. Vi trenger at du:\n- møter opp i tide\n- er med på hele kurset",
)


@pytest.mark.parametrize("text", NO_COURSES)
def test_the_text_names_no_course(lexicon: Lexicon, text: str) -> None:
    assert not assess_document(extract_text("passage.md", text, section="tillitsvalgt"), lexicon).courses


def test_ways_to_hold_a_course_are_no_courses(lexicon: Lexicon) -> None:
    text = (
        "Kurset «Velkommen» er for nye tillitsvalgte. Kursene kan gjennomføres slik:\n1. Over to kvelder\n2. En lørdag"
    )
    courses = assess_document(extract_text("passage.md", text, section="tillitsvalgt"), lexicon).courses
    assert [course.name for course in courses] == ["Velkommen"]


def test_a_stage_of_a_subject_course_is_no_part_of_the_basic_sequence(lexicon: Lexicon) -> None:
    text = (
        "# Gjennomført Forhandlingskurs trinn 2\nPå kurset var det gruppearbeid. Oppgavene for de tillitsvalgte "
        "handlet om oppsigelser, trakassering og mobbing."
    )
    (course,) = assess_document(extract_text("passage.md", text, section="tillitsvalgt"), lexicon).courses
    assert (course.name, course.obligation, course.hms) == ("Forhandlingskurs trinn 2", Obligation.UNSTATED, True)


def test_who_only_may_attend_is_not_bound(lexicon: Lexicon) -> None:
    text = "# 40-timerskurset\nKurset er obligatorisk for verneombud. Også tillitsvalgte kan delta."
    (course,) = assess_document(extract_text("passage.md", text), lexicon).courses
    assert Audience.TILLITSVALGT in course.audience
    assert course.basis is Basis.LAW


TOGETHER = {
    "Startkurset og HMS-kurset er obligatoriske for tillitsvalgte.": {"HMS-kurset"},
    "HMS-kurset og Startkurset er obligatoriske for tillitsvalgte.": {"HMS-kurset"},
    "Vi tilbyr Lønnskurset, Arbeidsmiljøkurset og Talekurset for tillitsvalgte.": {"Arbeidsmiljøkurset"},
    "Nye tillitsvalgte får grunnkurset og kan senere ta HMS-kurset.": {"HMS-kurset"},
    "Lønnskurset for tillitsvalgte og HMS-kurset for verneombud går i mai.": {"HMS-kurset for verneombud"},
}


@pytest.mark.parametrize(("text", "hse"), TOGETHER.items())
def test_the_name_of_one_course_gives_no_topic_to_another(lexicon: Lexicon, text: str, hse: set[str]) -> None:
    courses = assess_document(extract_text("passage.md", text, section="tillitsvalgt"), lexicon).courses
    assert len(courses) > 1
    assert {course.name for course in courses if course.hms} == hse


def test_lines_with_letters_are_the_parts_of_what_consists_of_them(lexicon: Lexicon) -> None:
    text = (
        "§ 1 Tillitsvalgte har rett og plikt til grunnopplæring.\n\n§ 2 Grunnopplæringen består av:\n\n"
        "a) Innføringskurs\n\nb) Avtalekurs\n\nc) Arbeidsmiljøkurs\n\n§ 3 Kurset i tale er for alle tillitsvalgte."
    )
    courses = assess_document(extract_text("passage.md", text, section="tillitsvalgt"), lexicon).courses
    bound = [course.name for course in courses if course.obligation is Obligation.MANDATORY]
    assert bound == ["Grunnopplæringen", "Innføringskurs", "Avtalekurs", "Arbeidsmiljøkurs"]
