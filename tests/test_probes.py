"""Whole pages in the layouts and words of unions' sites, all invented: what is found on each.

``probes/expected.yaml`` has one line a course: name, obligation, and what it teaches of working environment.
"""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from kursrevisjon.classify import assess_document
from kursrevisjon.extract import extract_file
from kursrevisjon.lexicon import Lexicon, load_lexicon
from kursrevisjon.model import AssessedCourse, Document, Preventive

FOLDER = Path(__file__).parent / "probes"
EXPECTED = YAML(typ="safe").load(FOLDER / "expected.yaml")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def subject_of(course: AssessedCourse) -> str:
    """What a course teaches of working environment: prevention (explicit, implied), HSE without it, or nothing."""
    return str(course.preventive) if course.preventive is not Preventive.NONE else "hms" if course.hms else "nothing"


def test_every_probe_has_its_expectation() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted([*EXPECTED, "expected.yaml"])


@pytest.mark.parametrize(("name", "expected"), EXPECTED.items())
def test_the_page_is_read_as_people_read_it(lexicon: Lexicon, name: str, expected: list[str]) -> None:
    document = extract_file(name, (FOLDER / name).read_bytes())
    assert isinstance(document, Document)
    courses = assess_document(document, lexicon).courses
    found = [f"{course.name}: {course.obligation}, {subject_of(course)}" for course in courses]
    assert found == expected
