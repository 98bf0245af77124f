"""Numbered stages and courses: "Trinn 1", "TV2", "Fase 1-3", "Havkurs 1"."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from kursrevisjon.courses.names.named import ROMAN, Named, is_compound, made
from kursrevisjon.model.tokens import AnnotatedBlock, Token

ORDINALS: Final = {
    "første": "1",
    "fyrste": "1",
    "first": "1",
    "andre": "2",
    "second": "2",
    "tredje": "3",
    "third": "3",
    "fjerde": "4",
    "fourth": "4",
    "femte": "5",
    "fifth": "5",
}
COUNTED: Final = frozenset({"trinn", "steg", "nivå", "modul", "fase", "stage", "step", "level", "module", "phase"})
CODE: Final = re.compile(r"(?!(?:CO|NO|SO|HO)\d)[A-ZÆØÅ]{2,4}\d")
"""A union's own code for a course: letters and a number, and no compound of chemistry."""

_BESIDE: Final = frozenset({"og", "and", "eller", ",", "–", "-", ":", "("})
_SPELLED: Final = {
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "én": "1",
    "ein": "1",
    "to": "2",
    "tre": "3",
    "fire": "4",
}


def stages(annotated: AnnotatedBlock, index: int) -> Iterator[Named]:
    """ "Trinn 1", "TV2", "Trinn 1, 2 og 3", "Fase 1–3", "Modul A", "Grunnkurs II"; not "kurs for kasserere, del 1"."""
    tokens = annotated.tokens
    word = tokens[index]
    if _is_of_agreement(tokens, index):
        return
    if not stage_number(tokens[index + 1], word) or is_date(tokens, index + 1):
        return
    if tokens[index + 1].text.isdigit() and index + 2 < len(tokens) and tokens[index + 2].has("unit"):
        return  # "Grunnopplæring 40 timer"
    if _is_of_something_else(tokens[index + 2 : index + 4]):
        return
    last = index + 1
    if _is_lettered_code(tokens, last):  # "Modul P1"
        yield made(annotated, index, last + 1, "stage")
        return
    while (
        last + 2 < len(tokens) and tokens[last + 1].word == "-" and tokens[last + 2].has("kurs", "basic", "kurs_weak")
    ):
        last += 2
    if last > index + 1:
        yield made(annotated, index, last, "stage")
        return
    yield made(annotated, index, last, "stage")
    while last + 2 < len(tokens) and tokens[last + 1].word in {",", "og", "and", "eller", "–", "-"}:
        number = stage_number(tokens[last + 2], word)
        if not number or is_date(tokens, last + 2) or not (number.isdigit() or len(number) == 1):
            return
        previous = stage_number(tokens[last], word) or ""
        if tokens[last + 1].word in {"–", "-"} and previous.isdigit() and number.isdigit():
            for between in range(int(previous) + 1, min(int(number), int(previous) + 9)):
                yield made(annotated, last + 2, last + 2, "stage", f"{word.text} {between}")
        last += 2
        yield made(annotated, last, last, "stage", f"{word.text} {tokens[last].text}")


def _is_lettered_code(tokens: Sequence[Token], index: int) -> bool:
    """Whether a capital letter and the number right behind it stand here."""
    letter, number = tokens[index], tokens[index + 1] if index + 1 < len(tokens) else None
    if number is None or not (letter.text.isupper() and len(letter.text) == 1):
        return False
    return number.text.isdigit() and number.start == letter.end


def _is_of_agreement(tokens: Sequence[Token], index: int) -> bool:
    """Whether a part is one of an agreement or a subject, and no stage of a course ("hovedavtalen del A")."""
    word, before = tokens[index], tokens[index - 1].word if index else ""
    if word.word == "del" and before.endswith("avtalen"):
        return True
    lower = word.word in {"del", "part"} and word.text.islower()
    return lower and before in {",", "avtale"} and not _has_counted(tokens, index)


def _has_counted(tokens: Sequence[Token], index: int) -> bool:
    """Whether the sentence has named a stage of the kind before ("Del 1 handler om strategi, del 2 om ...")."""
    before = [token for token in tokens[:index] if token.sentence == tokens[index].sentence]
    return any(one.word == tokens[index].word and two.text.isdigit() for one, two in pairwise(before))


def _is_of_something_else(after: Sequence[Token]) -> bool:
    """Whether a stage is one of what is no training ("trinn 3 av nedbemanningen")."""
    if len(after) < 2 or after[0].word not in {"av", "i", "of", "in"} or not after[1].text.islower():
        return False
    ends = ("ingen", "inga", "prosessen", "oppgjøret", "saken", "reformen", "prosjektet")
    return after[1].word.endswith(ends) and not after[1].has("kurs", "basic", "kurs_weak", "whole_training", "organ")


def ordinal_stage(annotated: AnnotatedBlock, index: int) -> Iterator[Named]:
    """ "første trinn", "Tredje modul", where the text counts others in the same way."""
    tokens = annotated.tokens
    noun = tokens[index]
    if noun.word not in COUNTED or not index or tokens[index - 1].word not in ORDINALS:
        return
    counted = {one.word for one, two in pairwise(tokens) if two.word == noun.word and one.word in ORDINALS}
    if len(counted) > 1:
        yield made(annotated, index - 1, index, "stage")


def is_code(tokens: Sequence[Token], index: int) -> bool:
    """Whether a token and the number that it ends in are a union's own code for a course, by what stands before
    ("kursene KT1 og KT2", "to av kursene – KT1 og KT3").
    """
    if not _is_coded(tokens, index):
        return False
    before = index - 1
    while before >= 0 and (
        tokens[before].word in _BESIDE or _is_coded(tokens, before) or tokens[before].text.isdigit()
    ):
        before -= 1
    return before >= 0 and tokens[before].has("kurs", "basic", "kurs_weak", "stage_word")


def _is_coded(tokens: Sequence[Token], index: int) -> bool:
    if index + 1 >= len(tokens):
        return False
    letters, number = tokens[index], tokens[index + 1]
    return bool(CODE.fullmatch(letters.text + number.text)) and letters.end == number.start


def is_numbered(tokens: Sequence[Token], index: int) -> bool:
    """Whether a number after a compound course noun counts the course ("Havkurs 1"), not days, hours or a date."""
    number = tokens[index + 1].text
    counted = number.isdigit() or (number in ROMAN and tokens[index].is_capital)
    if not (tokens[index].has("kurs", "kurs_weak") and is_compound(tokens[index]) and counted):
        return False
    after = tokens[index + 2 : index + 4]
    measured = bool(after) and after[0].word.startswith(
        ("dag", "tim", "kveld", "plass", "person", "deltak", "hour", "day")
    )
    return not measured and not any(token.has("month") for token in after) and not is_date(tokens, index + 1)


def is_date(tokens: Sequence[Token], index: int) -> bool:
    """Whether a number is the day of a date ("17. oktober", "17. og 18. oktober")."""
    after = tokens[index + 1 : index + 6]
    return bool(after) and after[0].word == "." and any(token.has("month") for token in after[1:])


def stage_number(token: Token, word: Token) -> str | None:
    """The number of a stage as a figure or capital letter, or ``None``: "1", "II", "Two", "A"."""
    written = token.text
    if written.isdigit() and len(written) <= 2:
        return written
    if written in ROMAN:
        return ROMAN[written]
    if token.is_capital and word.is_capital and token.word in _SPELLED:
        return _SPELLED[token.word]
    if word.word in COUNTED and token.word in _SPELLED and token.word != "to":
        return _SPELLED[token.word]  # "steg ein", "trinn tre"
    if len(written) == 1 and written.isalpha() and written.isupper():
        return written
    return None
