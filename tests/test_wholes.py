"""Sentences on training as a whole and on its courses, and duties that a sentence states of some of its courses."""

import pytest

from kursrevisjon.classify import assess_document
from kursrevisjon.extract import extract_text
from kursrevisjon.lexicon import Lexicon, load_lexicon
from kursrevisjon.model import Obligation

BOTH = (
    "Den obligatoriske opplæringen for tillitsvalgte består av Startkurset og Forhandlingskurset.",
    "Den obligatoriske opplæringen for tillitsvalgte omfatter Startkurset og Forhandlingskurset.",
    "Obligatorisk opplæring for tillitsvalgte består av to kurs: Startkurset og Forhandlingskurset.",
    "Den obligatoriske skoleringen for tillitsvalgte har to deler: Startkurset og Forhandlingskurset.",
    "Den obligatoriske opplæringa for tillitsvalde er Startkurset og Forhandlingskurset.",
    "Obligatoriske kurs for tillitsvalgte er Startkurset og Forhandlingskurset.",
    "De obligatoriske kursene for tillitsvalgte er Startkurset og Forhandlingskurset.",
    "Tillitsvalgte har to obligatoriske kurs: Startkurset og Forhandlingskurset.",
    "Startkurset og Forhandlingskurset er obligatoriske for alle tillitsvalgte.",
    "Tillitsvalgte skal gjennomføre Startkurset og Forhandlingskurset i løpet av første år.",
    "Tillitsvalgte skal gjennomføre Startkurset det første året og Forhandlingskurset det andre.",
)
FIRST = (
    "Startkurset er obligatorisk for tillitsvalgte, mens Forhandlingskurset er frivillig.",
    "Av kursene for tillitsvalgte er bare Startkurset obligatorisk. Forhandlingskurset er et tilbud.",
    "Startkurset er obligatorisk for tillitsvalgte. I tillegg tilbyr vi Forhandlingskurset.",
    "Forhandlingskurset for tillitsvalgte bygger på Startkurset, som er obligatorisk for tillitsvalgte.",
    "Tillitsvalgte skal gjennomføre Startkurset. De kan også ta Forhandlingskurset.",
)
ALONE = {
    "Forhandlingskurset hører til den obligatoriske opplæringen for tillitsvalgte.": Obligation.MANDATORY,
    "Forhandlingskurset inngår i den obligatoriske opplæringen for tillitsvalgte.": Obligation.MANDATORY,
    "Forhandlingskurset for tillitsvalgte bygger på den obligatoriske opplæringen.": Obligation.UNSTATED,
    "Forhandlingskurset er for tillitsvalgte som er ferdige med de obligatoriske kursene.": Obligation.UNSTATED,
    "Når du har tatt de obligatoriske kursene, kan du som tillitsvalgt ta Forhandlingskurset.": Obligation.UNSTATED,
    "Forhandlingskurset for tillitsvalgte er i tillegg til den obligatoriske opplæringen og er et frivillig kurs.": (
        Obligation.OPTIONAL
    ),
    "Forhandlingskurset for tillitsvalgte er et kurs ved siden av den obligatoriske opplæringen.": Obligation.UNSTATED,
}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def obligations(lexicon: Lexicon, text: str) -> dict[str, Obligation]:
    """What the text says of each course, by the first word of its name."""
    courses = assess_document(extract_text("passage.md", text, section="tillitsvalgt"), lexicon).courses
    return {course.name.split()[0]: course.obligation for course in courses}


@pytest.mark.parametrize("text", BOTH)
def test_a_duty_of_the_whole_is_that_of_its_courses(lexicon: Lexicon, text: str) -> None:
    found = obligations(lexicon, text)
    assert found["Startkurset"] is found["Forhandlingskurset"] is Obligation.MANDATORY


@pytest.mark.parametrize("text", FIRST)
def test_a_duty_of_one_course_is_not_that_of_the_other(lexicon: Lexicon, text: str) -> None:
    found = obligations(lexicon, text)
    assert found["Startkurset"] is Obligation.MANDATORY
    assert found["Forhandlingskurset"] in {Obligation.OPTIONAL, Obligation.UNSTATED}


@pytest.mark.parametrize(("text", "obligation"), ALONE.items())
def test_training_that_a_course_belongs_to_or_follows_is_no_course_beside_it(
    lexicon: Lexicon, text: str, obligation: Obligation
) -> None:
    assert obligations(lexicon, text) == {"Forhandlingskurset": obligation}


LISTS = {
    "Høstens kurs for tillitsvalgte:\n- Lønn, 4. oktober\n- Ergonomi, 9. november": Obligation.UNSTATED,
    "Obligatoriske kurs for tillitsvalgte:\n- Lønn\n- Ergonomi": Obligation.MANDATORY,
    "Alle tillitsvalgte skal gjennomføre disse kursene:\n- Lønn\n- Ergonomi": Obligation.MANDATORY,
    "Vi tilbyr også frivillige kurs for tillitsvalgte:\n- Lønn\n- Ergonomi": Obligation.OPTIONAL,
    "Forbundet har to kurs for tillitsvalgte:\n- Lønn\n- Ergonomi": Obligation.UNSTATED,
}


@pytest.mark.parametrize(("text", "obligation"), LISTS.items())
def test_what_introduces_a_list_of_courses_is_none_itself(lexicon: Lexicon, text: str, obligation: Obligation) -> None:
    assert obligations(lexicon, text) == {"Lønn": obligation, "Ergonomi": obligation}


QUESTIONS = {
    "## Er Pressekurset obligatorisk?\nNei, det er frivillig for tillitsvalgte.": {"Pressekurset": Obligation.OPTIONAL},
    "Pressekurset\nMålgruppe: tillitsvalgte\nObligatorisk: nei": {"Pressekurset": Obligation.OPTIONAL},
    "## Hva koster kurset?\nKursene er gratis for medlemmer.": {},
}


@pytest.mark.parametrize(("text", "expected"), QUESTIONS.items())
def test_an_answer_is_about_the_course_asked_after(
    lexicon: Lexicon, text: str, expected: dict[str, Obligation]
) -> None:
    assert obligations(lexicon, text) == expected
