"""Sentences that bind representatives or teach HSE, and sentences that only sound like it (METHOD 1 and 3).

They stand in ``sentences/``, one a line, where ``\\n`` is a new line of the text; in ``teaches.txt`` what is taught of
working environment stands before: explicit or implied prevention, hms without it, or nothing.
"""

from pathlib import Path

import pytest

from kursrevisjon.classify import assess_document
from kursrevisjon.extract import extract_text
from kursrevisjon.lexicon import Lexicon, load_lexicon
from kursrevisjon.model import AssessedCourse, Audience, Obligation, Preventive


def sentences(name: str) -> list[str]:
    """The sentences of a file."""
    lines = (Path(__file__).parent / "sentences" / name).read_text(encoding="utf-8").splitlines()
    return [line.replace("\\n", "\n") for line in lines]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def courses_of(lexicon: Lexicon, text: str) -> tuple[AssessedCourse, ...]:
    """The courses of a passage from the section for representatives."""
    return assess_document(extract_text("passage.md", text, section="tillitsvalgt"), lexicon).courses


def binds(lexicon: Lexicon, text: str) -> bool:
    """Whether the text makes some HSE course mandatory for representatives."""
    return any(
        course.obligation is Obligation.MANDATORY and course.hms and Audience.TILLITSVALGT in course.audience
        for course in courses_of(lexicon, text)
    )


@pytest.mark.parametrize("text", sentences("binds.txt"))
def test_the_sentence_binds_representatives(lexicon: Lexicon, text: str) -> None:
    assert binds(lexicon, text)


@pytest.mark.parametrize("text", sentences("binds_nobody.txt"))
def test_the_sentence_binds_no_representative(lexicon: Lexicon, text: str) -> None:
    assert not binds(lexicon, text)


@pytest.mark.parametrize("line", sentences("teaches.txt"))
def test_the_course_has_the_topics_that_its_text_teaches(lexicon: Lexicon, line: str) -> None:
    taught, _, text = line.partition(" | ")
    (course,) = courses_of(lexicon, text)
    named = course.preventive if course.preventive is not Preventive.NONE else "hms" if course.hms else "nothing"
    assert named == taught
