"""The language of a page, from its words.

Bokmål, nynorsk and English are told apart by function words: a vote over the whole text needs no model, and pages
declare ``no`` or nothing far too often to be asked first. What the page declares decides when the words do not.
"""

import re
from collections import Counter
from typing import Final

WORDS: Final = re.compile(r"[^\W\d_]+")
NORWEGIAN: Final = frozenset(
    WORDS.findall(
        "og i er som til på av med det å har kan skal vi du om den at for eller også må deg din ditt dine seg"
        " sin sitt sine alle når dette denne over under etter før mellom gjennom gi får fått kurs bli vil"
    )
)
BOKMAAL: Final = frozenset(
    WORDS.findall(
        "ikke jeg hvordan hva noen noe mer fra kun hvor hvem hvilke hvilken dere deres et en være vært ble"
        " blitt blir disse uke uken selv mye bare sammen gjøre gjør flere tillitsvalgte tillitsvalgt medlemmer"
        " medlemmene arbeidstakere opplæringen kursene de egen hver hvert både gis forbundets løpet"
    )
)
NYNORSK: Final = frozenset(
    WORDS.findall(
        "ikkje eg korleis kva nokon noko nokre nokor meir frå berre kor kven kvifor dykk dykkar ein eit vere"
        " vera vore vart vorte desse veke veka sjølv mykje saman gjere gjer fleire tillitsvalde tillitsvald"
        " medlemer medlemene medlemmane arbeidstakarar opplæringa dei eigen kvar kvart gje gjev me òg då kursa"
        " høve heile sidan viss dersom vidare tek seier veit gjekk vald valde fyrste skipar førebygge"
        " førebyggje førebygging sjukefråvær tilsette"
    )
)
ENGLISH: Final = frozenset(
    WORDS.findall(
        "the of and to is with are you your that this a be will can must have has as on or not we our who"
        " which their from about what how all should it they if course courses training new members"
        " representatives work skills"
    )
)
ENDINGS_NB: Final = re.compile(r"[^\W\d_]{3}(?:ende|inger|ingene|asjoner|heter)\b")
ENDINGS_NN: Final = re.compile(r"[^\W\d_]{3}(?:ande|ingar|ingane|asjonar|heitar|arane)\b")
LONGEST: Final = 4_000
"""Characters that vote; the language of a page shows long before."""

CLOSE: Final = 3
"""Votes between bokmål and nynorsk up to which the endings of words vote too."""

FEWEST_VOTES: Final = 3
ALIASES: Final = {"no": "nb", "nob": "nb", "nno": "nn", "nor": "nb", "eng": "en", "ny": "nn"}
VOTES: Final = {
    **dict.fromkeys(NORWEGIAN, "no"),
    **dict.fromkeys(BOKMAAL, "nb"),
    **dict.fromkeys(NYNORSK, "nn"),
    **dict.fromkeys(ENGLISH, "en"),
}


def language_of(text: str, declared: str = "") -> str:
    """``nb``, ``nn`` or ``en`` by the words of the text, else the language declared, else ``nb``."""
    text = text[:LONGEST].lower()
    votes = Counter(map(VOTES.get, text.split()))
    nb, nn = votes["nb"], votes["nn"]
    norwegian = nb + nn + votes["no"]
    told = to_code(declared)
    if max(norwegian, votes["en"]) < FEWEST_VOTES:
        return told or ("en" if votes["en"] > norwegian else "nb")
    if votes["en"] > norwegian:
        return "en"
    if abs(nb - nn) <= CLOSE:
        nb, nn = nb + len(ENDINGS_NB.findall(text)), nn + len(ENDINGS_NN.findall(text))
    if nb == nn:
        return "nn" if told == "nn" else "nb"
    return "nb" if nb > nn else "nn"


def to_code(declared: str) -> str:
    """The two-letter code of a ``lang`` attribute or header; ``no`` means bokmål."""
    code = declared.strip().lower().replace("_", "-").split("-", maxsplit=1)[0]
    code = ALIASES.get(code, code)
    return code if code.isalpha() and len(code) in (2, 3) else ""
