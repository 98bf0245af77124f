"""Text as every step compares, prints and writes it: white space, invisible characters, course names, canonical JSON.

Strings go in and strings come out; nothing here knows about pages or rules. Course names are compared by ``name_key``
(METHOD, Units: the same course on two pages is one course).
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from email.message import Message
from itertools import islice
from typing import Final
from unicodedata import is_normalized, normalize

INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Control, zero-width, bidirectional and tag characters, soft hyphens and lone surrogates; white space is not here."""

UNPRINTABLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
"""What could move a terminal's cursor, colour it, or show text in another order than it is stored."""

PIECES_JOINED: Final = 20_000


def clean(text: str) -> str:
    """Text in NFC, without invisible characters, each run of white space one space, none at the ends.

    Cleaning twice changes nothing.
    """
    text = " ".join(text.split())
    if text.isascii() and text.isprintable():
        return text
    if not text.isprintable():
        text = " ".join(INVISIBLE.sub("", text).split())
    return text if is_normalized("NFC", text) else normalize("NFC", text)


def printable(text: str) -> str:
    """Text that is safe to print: no control or bidirectional characters; line feeds and tabs stay."""
    return text if text.isascii() and text.isprintable() else UNPRINTABLE.sub("", text)


def fold(text: str) -> str:
    """Text in the form it is compared in: cleaned and in lower case."""
    return clean(text).lower()


def shorten(text: str, width: int) -> str:
    """The text in at most ``width`` characters, cut at a space where there is one; an ellipsis stands for the rest."""
    if len(text) <= width:
        return text
    if width < 1:
        return ""
    cut = text[: width - 1]
    space = cut.rfind(" ")
    if not text[width - 1].isspace() and space >= width // 2:
        cut = cut[:space]
    return cut.rstrip() + "…"


LONGEST_NAME: Final = 300
"""Characters of a name that count; no course has a longer one, and the bound keeps the comparison's cost bounded."""

_MONTHS: Final = (
    r"(?:jan(?:uar|uary)?|feb(?:ruar|ruary)?|mars|march|apr(?:il)?|mai|may|june?|juni|july?|juli|aug(?:ust)?"
    r"|sept?(?:ember)?|okt(?:ober)?|oct(?:ober)?|nov(?:ember)?|des(?:ember)?|dec(?:ember)?)"
)
_YEAR: Final = r"(?:19|20)\d\d"
_STAGE_WORDS: Final = "trinn|steg|fase|del|modul|nivå|bolk|phase|stage|step|level|module|part"
_DAY: Final = r"\d{1,2}(?!\d)(?:\.|st|nd|rd|th)?"
_DATES: Final = re.compile(
    # A stage number before a date belongs to the name ("Grunnkurs 1, 12. mars"); it is matched first, and kept.
    rf"(?P<kept>(?:\w*kurs(?:et)?|\w*skolering|{_STAGE_WORDS})\s*\d{{1,2}}\b(?!\.|[-–]\d|\s*{_MONTHS}\b))"
    rf"|(?<!\w)(?:{_DAY}\s*(?:[-–—,/&+]|og|and|til|to)?\s*){{0,4}}{_DAY}\s*(?:of\s+)?{_MONTHS}\b\.?(?:\s*{_YEAR})?"
    rf"|(?<!\w){_MONTHS}\s+(?:\d{{1,2}},?\s+)?{_YEAR}"
    rf"|(?<!\w){_YEAR}-\d\d-\d\d(?!\w)"
    rf"|(?<!\w)\d{{1,2}}[./]\d{{1,2}}[./-](?:{_YEAR}|\d\d)(?!\w)"
    r"|(?<!\w)(?:uke|veke|week)\s*\d{1,2}(?!\w)"
    rf"|(?<!\w)(?:(?:vår|høst|haust|sommer|sumar|vinter)(?:en)?|spring|autumn|summer|winter)?\s*"
    rf"{_YEAR}(?:\s*[-–/]\s*(?:{_YEAR}|\d\d))?(?!\w)",
    re.IGNORECASE,
)
_WORDS: Final = re.compile(r"\d+|[^\W\d_]+")
_STAGES: Final = frozenset(_STAGE_WORDS.split("|"))
_LOOSE_ENDS: Final = frozenset(["i", "for", "in", "den", "fra", "frå", "til", "og", "and", "on", "the", "på", "kl"])
_ROMAN: Final = {
    numeral: str(number)
    for number, numeral in enumerate(["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"], start=1)
}
_NUMBERS: Final = {
    **dict.fromkeys(["en", "én", "ein", "ett", "eitt", "one"], "1"),
    **dict.fromkeys(["to", "two"], "2"),
    **dict.fromkeys(["tre", "three"], "3"),
    **dict.fromkeys(["fire", "four"], "4"),
    **dict.fromkeys(["fem", "five"], "5"),
}


def name_key(name: str) -> str:
    """The identity of a course name: case, spacing, dashes, quotation marks, years and dates do not count.

    Numbers of stages do, however they are written: ``Trinn II``, ``trinn 2``, ``Trinn2`` and ``trinn to`` have one key.
    A name that is nothing but a date keeps it.
    "I" is a number only where a number can stand: after the word for a stage, or last.
    """
    text = clean(name[:LONGEST_NAME])
    dateless = _DATES.sub(lambda found: found["kept"] or " ", text)
    words = list(_key_words(dateless))
    if dateless != text:
        while words and words[-1] in _LOOSE_ENDS:
            words.pop()
    return " ".join(words) or " ".join(_key_words(text))


def _key_words(name: str) -> Iterator[str]:
    """The words of a name in lower case, stage numbers as digits."""
    words = _WORDS.findall(name)
    before = ""
    for place, word in enumerate(words):
        is_stage = before in _STAGES
        is_last = place == len(words) - 1 > 0
        if word in _ROMAN and (is_stage or is_last or word not in ("I", "V", "VI", "X")):
            before = _ROMAN[word]
        else:
            before = word.lower()
            if is_stage:
                before = _NUMBERS.get(before, _ROMAN.get(before.upper(), before))
        yield before.lstrip("0") or before


def digest_of(data: bytes | str) -> str:
    """``"sha256:" + hex`` of the bytes, or of a text in UTF-8: what tells two contents apart."""
    return "sha256:" + hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def content_type(value: str) -> tuple[str, str | None]:
    """Media type (lower case, empty when there is none) and charset of a Content-Type header."""
    if not value.strip():
        return "", None
    message = Message()
    message["content-type"] = value
    charset = message.get_param("charset")
    return message.get_content_type(), (charset.strip().lower() or None) if isinstance(charset, str) else None


def canonical_json(value: object) -> str:
    """JSON with sorted keys, two spaces of indent and a line feed at the end: equal values give equal bytes.

    Pydantic models are written by their aliases, times in ISO 8601. Raises ``TypeError`` for what has no JSON form and
    ``ValueError`` for a number that is not finite.
    """
    encoder = json.JSONEncoder(sort_keys=True, ensure_ascii=False, indent=2, allow_nan=False, default=_to_json_value)
    pieces = encoder.iterencode(value)
    # The encoder's pieces are a few characters each: joined all at once they take five times the room of the text.
    parts = list(iter(lambda: "".join(islice(pieces, PIECES_JOINED)), ""))
    return "".join([*parts, "\n"])


class Pieces:
    """Canonical JSON put together from its pieces: a document, and one by one the items of a list in it that is empty.

    ``head`` comes before the items, ``tail()`` after them; together, what ``canonical_json`` gives of it all.
    """

    def __init__(self, document: object, key: str) -> None:
        before = f'\n  "{key}": ['
        self.head, _, self._tail = canonical_json(document).partition(f"{before}]")
        self.head += before
        self._has_items = False

    def item(self, pieces: Iterable[str]) -> Iterator[str]:
        """The next item of the list, given the pieces of its own canonical JSON."""
        before = ",\n    " if self._has_items else "\n    "
        self._has_items = True
        for piece in pieces:
            # The line feed at the end is that of a document, not of a part of one.
            yield before + piece.removesuffix("\n").replace("\n", "\n    ")
            before = ""

    def tail(self) -> str:
        """What stands after the items."""
        return ("\n  ]" if self._has_items else "]") + self._tail


def _to_json_value(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    dump = getattr(value, "model_dump", None)
    if dump is None:
        raise TypeError(f"{type(value).__name__} has no JSON form")
    return dump(mode="json", by_alias=True)
