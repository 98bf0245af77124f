"""Text to tokens: words, numbers and marks, with sentences and clauses numbered, and broken words mended.

A word may be broken by a line end ("obliga- toriske"), split by OCR ("syke fravær"), fused with its neighbour
("skalgjennomføre") or carry a digit or a question mark for a letter ("arbeidsmi1jø", "arbeidsmilj?"). Mending asks the
lexicon whether the mended word is one of its own forms; nothing else is touched, so ordinary text stays as written.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, Protocol

_TOKEN: Final = re.compile(
    r"§+\s*\d[\d\-–]*"
    r"|\d+(?:[.,:]\d+)*"
    r"|[^\W\d_]+(?:[1|0?](?=[^\W\d_])[^\W\d_]+)*\?(?=\s[a-zæøå])"
    r"|[^\W\d_]+(?:(?:[10](?=[^\W\d_]{2})|\?)[^\W\d_]+)*(?:[-‐‑/][^\W\d_]+)*(?:['’][^\W\d_]+)?"
    r"|[^\w\s]"
)
_SENTENCE_END: Final = re.compile(r"[.!?]+[»\"”)]*\s+(?=[–«\"“(]?\s?[A-ZÀ-ÖØ-ÞĀČĐŊŠŦŽ0-9])")
_ABBREVIATIONS: Final = frozenset(
    "kl nr ca bl.a f.eks osv mv jf pkt st dvs inkl ev evt aml kap ferd max maks min tlf tel m.m o.l mfl m.fl".split()
)
_CLAUSE_MARKS: Final = frozenset({";", ":", "–", "—", "(", ")", "|"})
_CLAUSE_WORDS: Final = frozenset({"men", "mens", "but", "while", "medan", "whereas", "however", "derimot"})
_PARTING: Final = frozenset({"og", "eller", "and", "or"})
_COMMANDS: Final = frozenset({"start", "finn", "velg", "bestill"})
_SHORTEST_FUSED: Final = 5
_LONG_PART: Final = 8
_SHORTEST_REST: Final = 4
"""Letters that a stray space may part from a word's beginning."""

_LETTERS_LOST: Final = ("ø", "å", "æ")


class Words(Protocol):
    """What the mending of words asks of the lexicon."""

    def is_form(self, word: str) -> bool:
        """Whether the word is a form that the lexicon lists."""

    def is_known(self, word: str) -> bool:
        """Whether the word is a listed form or a compound of one."""

    def is_small(self, word: str) -> bool:
        """Whether the word is a function word."""

    def is_in_dictionary(self, word: str) -> bool:
        """Whether a dictionary lists the word, whatever the lexicon says of it."""


Piece = tuple[str, str, int, int, int, int]
"""A token before it is looked up: the written text, the word to look up, start, end, sentence and clause."""

_Raw = tuple[str, str, int, int]


def split_words(text: str, words: Words) -> list[Piece]:
    """Cut ``text`` into pieces; ``words`` is asked only about broken, split and fused words."""
    pieces: list[Piece] = []
    ends = iter([*_sentence_ends(text), len(text) + 1])
    end_of_sentence = next(ends)
    sentence = clause = 0
    for written, word, start, end in _mended(_raw_pieces(text), text, words):
        while start >= end_of_sentence:
            end_of_sentence = next(ends)
            sentence += 1
            clause += 1
        if word in _CLAUSE_WORDS:
            clause += 1
        pieces.append((written, word, start, end, sentence, clause))
        if word in _CLAUSE_MARKS:
            clause += 1
    return pieces


def _raw_pieces(text: str) -> list[_Raw]:
    pieces = []
    for found in _TOKEN.finditer(text):
        written = found[0]
        start, end = found.span()
        # A paragraph is looked up without its space ("§ 6-5" is "§6-5"), all else in lower case.
        pieces.append((written, written.lower() if written[0] != "§" else "".join(written.split()), start, end))
    return pieces


def _mended(raw: list[_Raw], text: str, words: Words) -> Sequence[_Raw]:
    """The pieces with broken words mended. Nearly every word is whole, so it is asked first what costs least, and the
    pieces of a text without a broken word are given back as they are.
    """
    is_form, is_known = words.is_form, words.is_known
    mended: list[_Raw] | None = None
    left = 0
    last = len(raw) - 1
    for index, piece in enumerate(raw):
        if left:
            left -= 1
            continue
        word = piece[1]
        following = raw[index + 1][1] if index < last else ""
        changed: Sequence[_Raw] | None = None
        if following == "-" or (len(following) >= _SHORTEST_REST and is_form(word + following)):
            joined = _joined(raw, index, text, words) if word[0].isalpha() else None
            if joined:
                changed = joined[:1]
                left = joined[1] - 1
        is_whole = (len(word) < _SHORTEST_FUSED or is_known(word)) if word.isalpha() else not word[0].isalpha()
        if changed is None and not is_whole:
            changed = tuple(_single(piece, words))
        if changed is not None and (left or changed != (piece,)):
            mended = raw[:index] if mended is None else mended
            mended += changed
        elif mended is not None:
            mended.append(piece)
    return raw if mended is None else mended


def _joined(raw: Sequence[_Raw], index: int, text: str, words: Words) -> tuple[_Raw, int] | None:
    """The word that starts at ``index`` and goes on after a hyphen and space, or after a stray space."""
    if index + 1 == len(raw):
        return None
    _, word, start, end = raw[index]
    after = raw[index + 1]
    if after[1] == "-":
        beyond = raw[index + 2] if after[2] == end and index + 2 < len(raw) else None
        if beyond and beyond[0][:1].islower() and beyond[1] not in _PARTING and beyond[2] > after[3]:
            return (text[start : beyond[3]], word + beyond[1], start, beyond[3]), 3
        return None
    if len(word) < 3 or len(after[1]) < _SHORTEST_REST or len(word) + len(after[1]) < 9 or not after[0][:1].islower():
        return None
    joined = word + after[1]
    if word in _COMMANDS and text[:start].strip() == "":
        return None  # a button: "Start kurset"
    if words.is_form(joined) and text[end : after[2]] == " " and not words.is_small(word):
        return (text[start : after[3]], joined, start, after[3]), 2
    return None


def _single(piece: _Raw, words: Words) -> Iterator[_Raw]:
    written, word, start, end = piece
    if not word.isalpha():
        broken = word[:1].isalpha() and any(mark in word for mark in "10?")
        yield (written, _letters(word, words), start, end) if broken else piece
        return
    if _SHORTEST_FUSED <= len(word) <= 80 and not words.is_known(word):
        cut = _fused(word, words)
        if cut:
            yield written[:cut], word[:cut], start, start + cut
            yield written[cut:], word[cut:], start + cut, end
            return
    yield piece


def _letters(word: str, words: Words) -> str:
    """The word with its digits and question marks read as the letters they stand for."""
    plain = word.replace("1", "l").replace("0", "o")
    if "?" not in plain:
        return plain
    for letter in _LETTERS_LOST:
        if words.is_form(plain.replace("?", letter)):
            return plain.replace("?", letter)
    return plain.replace("?", _LETTERS_LOST[0]) if not plain.endswith("?") else plain.rstrip("?")


def _fused(word: str, words: Words) -> int:
    """Where two fused words part: a function word before or a listed form on both sides; 0 for no such place.

    A form that ends in s is the first part of a compound ("opplæringsplan"), and a word of the dictionary is one word
    ("omstilling").
    """
    for cut in range(2, len(word) - 2):
        before, after = word[:cut], word[cut:]
        if words.is_form(after) and (
            (words.is_small(before) and len(after) >= 3)
            or (
                len(before) >= _LONG_PART
                and before[-1] != "s"
                and words.is_form(before)
                and (words.is_small(after) or len(after) >= _LONG_PART)
            )
        ):
            return 0 if words.is_in_dictionary(word) else cut
    return 0


def _sentence_ends(text: str) -> list[int]:
    ends = []
    for found in _SENTENCE_END.finditer(text):
        before, last = ["", "", *text[: found.start()].rsplit(None, 2)][-2:]
        last = last.lower().lstrip('(«"')
        is_stop = text[found.start()] == "."
        if last in _ABBREVIATIONS:
            continue
        if last.isdigit():  # "1. Verv", "3. 4. mai", but "etter Trinn 2. Trinn 3"
            next_is_digit = text[found.end() : found.end() + 1].isdigit()
            if is_stop and (next_is_digit or (len(last) == 1 and not before.isalpha())):
                continue
        elif is_stop and len(last) == 1:
            continue
        ends.append(found.end())
    return ends
