"""How running text names courses: codes, brackets, counted courses, and phrases that share a word."""

import pytest

from kursrevisjon.classify import assess_document
from kursrevisjon.extract import extract_text
from kursrevisjon.lexicon import Lexicon, load_lexicon

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
