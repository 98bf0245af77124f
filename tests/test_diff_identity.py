"""Course identity: an edit is an edit, and different courses stay different."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from run_builders import course, page

from kursrevisjon.diff.identity import Pair, course_id, pair_courses
from kursrevisjon.model import AssessedCourse, Obligation
from kursrevisjon.text import name_key

PLAN, OTHER = page("plan"), page("annet")


def known_as(name: str, *, at=PLAN, quote: str = "", heading: str = "") -> AssessedCourse:
    found = course(name, Obligation.CORE, pages=[at], quote=quote, course_id=name_key(name))
    under = tuple(finding.model_copy(update={"heading_path": (heading,)}) for finding in found.findings)
    return found.model_copy(update={"findings": under})


SAME = [
    ("spacing and case", known_as("Grunnkurs  for NYE tillitsvalgte"), known_as("Grunnkurs for nye tillitsvalgte")),
    ("numerals", known_as("Trinn II"), known_as("trinn 2")),
    ("a year in the name", known_as("Grunnkurs 2030"), known_as("Grunnkurs 2031")),
    ("a move to another page", known_as("Fase 2"), known_as("Fase 2", at=OTHER)),
    ("the number of a list", known_as("2. Konflikthåndtering"), known_as("3. Konflikthåndtering")),
    ("a typing error", known_as("Konflikthådtering for klubber"), known_as("Konflikthåndtering for klubber")),
    ("a lengthened name", known_as("Grunnkurs"), known_as("Grunnkurs for nye tillitsvalgte")),
    (
        "a renumbered stage keeps what is said of it",
        known_as("Fase 2", quote="Her lærer du om vernerunder."),
        known_as("Fase 3", quote="Her lærer du om vernerunder."),
    ),
    (
        "a new name for the same text",
        known_as("Vårsamlingen", quote="Alle nyvalgte må ha gjennomført samlingen."),
        known_as("Startkurs", quote="Alle nyvalgte må ha  gjennomført samlingen."),
    ),
]

DIFFERENT = [
    ("stages of a programme", known_as("Trinn 1"), known_as("Trinn 2")),
    ("theme courses with one word in common", known_as("Temakurs om pensjon"), known_as("Temakurs om varsling")),
    ("alike names on pages that have nothing in common", known_as("Kurs i lønn"), known_as("Kurs i lønna", at=OTHER)),
    ("names that are nothing but numbers and dates", known_as("2030"), known_as("2031", at=OTHER)),
    (
        "only the heading above them is quoted of both",
        known_as("Pensjon", quote="Frivillige kurs", heading="Frivillige kurs"),
        known_as("Varsling", quote="Frivillige kurs", heading="Frivillige kurs"),
    ),
    (
        "only a name is quoted of both",
        known_as("Pensjon", quote="Pensjon"),
        known_as("Varsling", quote="Pensjon"),
    ),
]


@pytest.mark.parametrize(("before", "after"), [case[1:] for case in SAME], ids=[case[0] for case in SAME])
def test_an_edited_course_is_the_same_course(before, after):
    assert pair_courses([before], [after]) == (Pair(before, after),)


@pytest.mark.parametrize(("before", "after"), [case[1:] for case in DIFFERENT], ids=[case[0] for case in DIFFERENT])
def test_a_different_course_is_not_an_edit(before, after):
    assert set(pair_courses([before], [after])) == {Pair(before, None), Pair(None, after)}


def test_the_closest_of_several_is_taken():
    before = [known_as("Kurs om mobbing"), known_as("Kurs om vold")]
    after = [known_as("Kurs om vold og trusler"), known_as("Kurs om mobbing på jobb")]
    assert set(pair_courses(before, after)) == {Pair(before[0], after[1]), Pair(before[1], after[0])}


def test_a_course_that_stayed_is_not_taken_for_the_edit_of_another():
    stayed, gone, new = known_as("Grunnkurs"), known_as("Grunnkurs HMS"), known_as("Påbygging")
    assert set(pair_courses([gone, stayed], [stayed, new])) == {
        Pair(stayed, stayed),
        Pair(gone, None),
        Pair(None, new),
    }


def test_a_sentence_about_several_courses_makes_none_of_them_an_edit_of_another():
    said = "Kursene er frivillige."
    gone, stayed, new = (known_as(name, quote=said) for name in ("Pensjon", "Lønn", "Varsling"))
    assert set(pair_courses([gone, stayed], [stayed, new])) == {Pair(stayed, stayed), Pair(gone, None), Pair(None, new)}


def test_a_course_without_an_id_is_known_by_its_name():
    nameless = known_as("Fase 1").model_copy(update={"id": None})
    assert course_id(nameless) == "fase 1"
    assert pair_courses([nameless], [known_as("FASE I")]) == (Pair(nameless, known_as("FASE I")),)


def test_a_pair_holds_at_least_one_course():
    with pytest.raises(ValueError, match="at least one"):
        _ = Pair(None, None).course


NAMES = ["Trinn 1", "Trinn 2", "Grunnkurs", "Grunnkurs HMS", "Temakurs om pensjon", "Temakurs om vold", "Vold", "2030"]
COURSES = st.lists(
    st.builds(
        known_as,
        st.sampled_from(NAMES),
        at=st.sampled_from([PLAN, OTHER]),
        quote=st.sampled_from(["", "Alle skal gå her.", "Frivillig.", "Grunnkurs"]),
    ),
    max_size=5,
)


@given(COURSES, COURSES)
def test_every_course_stands_in_one_pair_and_swapping_swaps_the_sides(before, after):
    pairs = pair_courses(before, after)
    assert sorted(map(id, (p.before for p in pairs if p.before))) == sorted(map(id, before))
    assert sorted(map(id, (p.after for p in pairs if p.after))) == sorted(map(id, after))
    swapped = [Pair(pair.after, pair.before) for pair in pair_courses(after, before)]
    assert sorted(map(repr, pairs)) == sorted(map(repr, swapped))


@given(COURSES)
def test_a_reading_pairs_with_itself(courses):
    assert all(pair.before == pair.after for pair in pair_courses(courses, courses))
