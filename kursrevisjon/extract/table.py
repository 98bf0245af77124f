"""What a table's rows mean, whatever format they stand in: which row is the header."""

import re
from collections.abc import Sequence
from typing import Final

from kursrevisjon.model.pages import CELL_JOINT
from kursrevisjon.text import fold

HEADER_WORDS: Final = frozenset(
    [
        *(
            "kurs",
            "kursnavn",
            "kursnamn",
            "kurstilbud",
            "navn",
            "namn",
            "tittel",
            "opplæring",
            "trinn",
            "modul",
            "fase",
        ),
        *("krav", "status", "grunnlag", "type", "nivå", "forutsetning", "plikt", "hjemmel", "merknad", "kommentar"),
        *(
            "tid",
            "tidspunkt",
            "klokkeslett",
            "kl",
            "når",
            "dato",
            "datoer",
            "periode",
            "varighet",
            "lengde",
            "timer",
            "uke",
        ),
        *(
            "varigheit",
            "veke",
            "dag",
            "dager",
            "frist",
            "påmeldingsfrist",
            "tema",
            "emne",
            "innhold",
            "innhald",
            "program",
        ),
        *("for hvem", "for kven", "hvem", "kven", "målgruppe", "målgrupper", "deltakere", "deltakarar", "passer for"),
        *(
            "passar for",
            "sted",
            "stad",
            "kurssted",
            "arrangør",
            "ansvarlig",
            "foreleser",
            "pris",
            "antall",
            "verv",
            "rolle",
        ),
        *(
            "course",
            "courses",
            "name",
            "title",
            "who",
            "for whom",
            "audience",
            "target group",
            "requirement",
            "mandatory",
        ),
        *(
            "topic",
            "topics",
            "content",
            "contents",
            "date",
            "time",
            "when",
            "duration",
            "length",
            "where",
            "place",
            "level",
        ),
        *(
            "obligatorisk",
            "frivillig",
            "obligatorisk?",
            "beskrivelse",
            "omtale",
            "description",
            "mål",
            "læringsmål",
            "hva",
        ),
        *("kva", "what", "session", "økt", "bolk", "samling"),
        *("office", "position", "role", "term", "required", "hours", "responsible", "stilling", "ansvar"),
    ]
)
"""Cells that name a column. "Obligatorisk" names one too, but only beside another of these words."""

VALUES: Final = frozenset(["obligatorisk", "frivillig", "mandatory"])
LONGEST_CELL: Final = 5
_STAGE: Final = re.compile(r"(?:trinn|modul|fase|steg|del|nivå|module|level|step|part|stage|phase) \d")
"""A stage that heads its own column ("Tema", "Trinn 1", "Trinn 2")."""


def is_header(cells: Sequence[str]) -> bool:
    """Whether a row without header mark-up reads as one: short cells, no figures, and a word that names a column."""
    known = 0
    for cell in cells:
        words = fold(cell).rstrip(":").strip()
        numbered = any(character.isdigit() for character in words) and not _STAGE.fullmatch(words)
        if len(words.split()) > LONGEST_CELL or numbered:
            return False
        known += words in HEADER_WORDS and words not in VALUES
    return known > 0 and any(cells)


def join_cells(cells: Sequence[str]) -> str:
    """The text of a row. Empty cells keep their place, so that a cell's place in the text can be counted out."""
    return CELL_JOINT.join(cells)
