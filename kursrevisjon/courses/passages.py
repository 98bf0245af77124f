"""What single headings, sentences and rows say of themselves, whatever course is in view."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from kursrevisjon.courses.names import Named
from kursrevisjon.courses.names.named import is_compound, is_definite, made
from kursrevisjon.courses.structure import AT_LARGE, date_end, item_name
from kursrevisjon.model import Dimension, Span
from kursrevisjon.model.tokens import AnnotatedBlock, Token

_AFTER_FOR: Final = 2
_PLANS: Final = frozenset(["studieplan", "kursplan", "emneplan", "program", "kursprogram", "syllabus", "programme"])
"""Documents about a course, which a heading names before the course ("Studieplan: Trygg i rollen")."""

_NEAR: Final = 20
"""Characters between "er" and a noun that it tells the kind by."""

_ENDING: Final = re.compile(r"(?<=\w{4})(?:et|en|a|ene|ane)$")
_ANSWER: Final = re.compile(r"\s*[,.;:!–(]")
_YES: Final = frozenset(["ja", "yes", "x", "✓", "✔", "jo", "●", "•"])
_NO: Final = frozenset(["", "nei", "no", "ikke", "ikkje", "not"])
_WHEN: Final = frozenset(["når", "when", "frist", "innen", "innan", "within", "deadline"])
_BUILDS: Final = frozenset("bygger byggjer bygg builds build forkunnskaper forkunnskapar".split())
_BUILT_ON: Final = frozenset("videre vidare på on fra frå further den det dei de the".split())
_ADMISSION: Final = "vilkår for et kurs"
"""How the lexicon begins its reason for blocking a duty that is an admission rule (docs/ordliste.md)."""


def says_yes_to_duty(row: AnnotatedBlock, header: AnnotatedBlock) -> bool:
    """Whether a row answers yes in a column whose head asks whether a course is mandatory."""
    return any(
        is_yes(row.block.cells[column])
        or _names_all(row, column)
        or (_asks_when(header, column) and _tells_when(row, column))
        for column in _duty_columns(row, header)
    )


def says_no_to_duty(row: AnnotatedBlock, header: AnnotatedBlock) -> Span | None:
    """Where a row answers no in a column whose head asks whether a course is mandatory."""
    for column in _duty_columns(row, header):
        tokens = _in_cell(row, column)
        if tokens and is_no(row.block.cells[column]):
            return Span(row.block.index, tokens[0].start, tokens[-1].end)
    return None


def _duty_columns(row: AnnotatedBlock, header: AnnotatedBlock) -> Iterator[int]:
    """The columns of a row whose heads speak of a duty."""
    if not row.block.header:
        return
    for column in range(min(len(header.block.cells), len(row.block.cells))):
        start, end = header.block.cell_place(column)
        if any(match.dimension is Dimension.OBLIGATION and start <= match.span.start < end for match in header.matches):
            yield column


def is_yes(answer: str) -> bool:
    """Whether a cell only says yes ("Ja", "x", "✓")."""
    return _ANSWER.split(answer.lower().strip())[0] in _YES


def is_no(answer: str) -> bool:
    """Whether a cell is empty or only says no."""
    return _ANSWER.split(answer.lower().strip())[0].strip("-–—") in _NO


def _asks_when(header: AnnotatedBlock, column: int) -> bool:
    """Whether a column's head asks when something must be done ("Når må det være tatt?", "Must be taken within")."""
    return any(token.word in _WHEN for token in _in_cell(header, column))


def _tells_when(row: AnnotatedBlock, column: int) -> bool:
    """Whether a cell gives a time ("senest 6 måneder etter valget") and denies nothing."""
    tokens = _in_cell(row, column)
    timed = any(token.text[:1].isdigit() or token.has("unit", "month", "numeral") for token in tokens)
    return timed and not any(token.has("neg", "cue") for token in tokens)


def _in_cell(row: AnnotatedBlock, column: int) -> Sequence[Token]:
    return row.within(*row.block.cell_place(column))


def _names_all(row: AnnotatedBlock, column: int) -> bool:
    """Whether a cell says who they are that a column's head binds ("Who must attend": "all new representatives")."""
    tokens = _in_cell(row, column)
    return any(token.has("rep") for token in tokens) and not any(
        token.has("neg") or token.word == "nobody" for token in tokens
    )


def is_header(blocks: Sequence[AnnotatedBlock]) -> bool:
    """Whether the first row of a table is the header of the others."""
    return len(blocks) > 1 and not blocks[0].block.header and blocks[1].block.header == blocks[0].block.cells


def rests_on_law(block: AnnotatedBlock, sentence: Sequence[Token]) -> bool:
    """Whether a sentence names the law or agreement that a duty rests on."""
    return any(match.dimension is Dimension.BASIS and stands_in(match.span, block, sentence) for match in block.matches)


def is_professional(block: AnnotatedBlock) -> bool:
    """Whether a block is about the members' own education, and no representative is in view."""
    professional = any(match.value == "professional" for match in block.matches)
    return professional and not block.has("rep")


def admission_rule(block: AnnotatedBlock, sentence: Sequence[Token]) -> Span | None:
    """Where a sentence says what one must have done before a course, or nothing."""
    rules = (match.span for match, why in block.blocked if why.startswith(_ADMISSION))
    return next((place for place in rules if stands_in(place, block, sentence)), None)


def is_built_on(block: AnnotatedBlock, named: Named) -> bool:
    """Whether a mention is only what the course in view builds on ("bygger videre på trinn 1")."""
    before = [token.word for token in block.tokens[max(0, named.first - 4) : named.first]]
    return any(word in _BUILDS and set(before[index + 1 :]) <= _BUILT_ON for index, word in enumerate(before))


def is_training_at_large(named: Named) -> bool:
    """Whether a mention only says that something is taught ("opplæring i nye regler")."""
    name = named.name.lower()
    return name.split()[-1] in AT_LARGE or (named.name[0].islower() and name.split()[0] in AT_LARGE)


def says_what_it_is(sentence: Sequence[Token], named: Named) -> bool:
    """Whether a sentence only says of what kind the course in view is ("Det er et internt kurs på to dager"), or for
    whom ("Målgruppe: tillitsvalgte uten opplæring").
    """
    if len(sentence) > 1 and sentence[0].has("field") and sentence[1].word == ":" and named.kind == "generic":
        return True
    opens = sentence[0].has("points_back") and len(sentence) > 1 and sentence[1].has("copula")
    return opens and named.kind == "generic" and not named.definite and named.start - sentence[1].end <= _NEAR


def is_only_placed(block: AnnotatedBlock, named: Named) -> bool:
    """Whether a mention only says where ("samling i Tønsberg")."""
    words = block.tokens[named.first : named.last + 1]
    place = len(words) >= 3 and words[-2].word in {"i", "in", "på", "at", "ved"} and words[-1].is_capital
    return place and named.name[0].islower() and not any(word.word in {"om", "for"} for word in words)


def names_in_heading(block: AnnotatedBlock, mentions: Sequence[Named]) -> list[Named]:
    """The courses that a heading names; a practical matter or a question only speaks of them ("Om kurset")."""
    names = [named for named in mentions if named.kind != "bare"]
    if len(names) == 1 and names[0].definite and block.tokens[0].has("teaching") and names[0].first == _AFTER_FOR:
        return names  # "Program for forhandlingskurset"
    if names and names[0].first == 0 and block.tokens[0].has("teaching") and names[0].last >= _AFTER_FOR:
        inner = block.tokens[_AFTER_FOR]
        if is_compound(inner) and is_definite(inner) and inner.has("kurs", "kurs_weak"):
            return [made(block, _AFTER_FOR, names[0].last, "generic", noun=_AFTER_FOR)]
    asked = block.tokens[0].has("practical", "field") or block.tokens[-1].word == "?"
    binding = block.has("cue")  # "Er Pressekurset obligatorisk?"
    if asked and not (binding and names and names[0].definite) and all(named.kind == "generic" for named in names):
        return []
    return [named for named in names if not (named.first and named.name.split()[-1].lower() in AT_LARGE)]


def is_registration(block: AnnotatedBlock) -> bool:
    """Whether a line only says what one registers for ("Påmelding til kurs for klubbkasserere")."""
    return block.tokens[0].has("registers") and not block.has("verb", "modal")


def is_meeting(block: AnnotatedBlock) -> bool:
    """Whether an entry of a calendar is a gathering that is no training by itself ("Årsmøte", "Sommerfest"), and not
    what one learns of it ("Hersketeknikker på møter").
    """
    start, end = item_name(block)
    name = takewhile(lambda token: not token.has("prep"), block.within(start, end))
    return any(token.has("meeting") for token in name)


def is_no_training(block: AnnotatedBlock) -> bool:
    """Whether the lexicon finds that a block speaks of no training that is held."""
    return any(match.dimension is Dimension.NOT_TRAINING for match in block.matches)


def seeks_staff(block: AnnotatedBlock) -> bool:
    """Whether a block opens a job advertisement; what follows, up to a heading, goes on with it."""
    return any(match.value == "job" for match in block.matches)


def opens_form(block: AnnotatedBlock) -> bool:
    """Whether a block belongs to a form for registration; what follows, up to a heading, are its fields."""
    return any(match.value == "form" for match in block.matches)


def stands_in(span: Span, block: AnnotatedBlock, sentence: Sequence[Token]) -> bool:
    """Whether a span begins in a sentence of a block."""
    return span.block == block.block.index and sentence[0].start <= span.start < sentence[-1].end


def name_beside_colon(block: AnnotatedBlock, mentions: Sequence[Named]) -> str:
    """What a heading calls a course beside its kind ("E-læring: Grensen mellom jobb og fri", "Trappa: opplæringen
    vår"), or nothing.
    """
    before, colon, after = block.block.text.partition(": ")
    if colon and before.lower() in _PLANS:
        return after
    bare = [named for named in mentions if named.kind == "bare" or (named.kind == "generic" and not named.last)]
    if not colon or not bare:
        return ""
    if len(before.split()) <= 2 and bare[0].end <= len(before):
        return after
    dated = any(character.isdigit() for character in before)
    if dated and bare[0].first == 0 and bare[0].end < len(before):
        return after  # "Webinar 9. april kl. 12: Når fraværet stiger"
    return before if len(after.split()) <= 2 and bare[0].definite and bare[0].start > len(before) else ""


def kind_of_course(block: AnnotatedBlock, named: Named) -> str:
    """The course noun of a mention without its ending, in it or before it ("basiskurs", "nettkurset «Første»")."""
    words = block.tokens[max(0, named.first - 2) : named.last + 1]
    noun = next((word.word for word in words if word.has("kurs", "kurs_weak", "basic")), "")
    return _ENDING.sub("", noun)


def heading_name(block: AnnotatedBlock, names: Sequence[Named]) -> str:
    """The course's name in its heading: the stage alone when more follows, else the whole heading when it is short."""
    first = names[0]
    text = block.block.text[date_end(block.block.text) :]
    if first.kind == "named" or block.tokens[0].has("registers"):
        return first.name
    before = text[: first.start - date_end(block.block.text)].rstrip()
    if first.kind == "generic" and before.endswith(("–", "-", "—")) and first.last == len(block.tokens) - 1:
        return text  # "Psykososialt arbeidsmiljø – dagskurs"
    if (
        first.kind == "stage"
        or first.first > 2
        or (first.first > 0 and first.kind == "generic")
        or (first.kind == "basic" and len(text) > first.end + 25)
    ):
        return first.name
    return text if len(text.split()) <= 9 and not block.has("verb") else first.name


def named_part(block: AnnotatedBlock) -> Span:
    """A heading without the number of its section, and without a cue in brackets ("Grunnkurs (obligatorisk)")."""
    text = block.block.text
    end = len(text)
    bracket = text.rfind(" (")
    if text.endswith(")") and bracket > 0 and any(token.has("cue") for token in block.within(bracket, end)):
        end = bracket
    return Span(block.block.index, date_end(text), end)


def span(block: AnnotatedBlock, sentence: Sequence[Token]) -> Span:
    """Where a sentence stands."""
    return Span(block.block.index, sentence[0].start, sentence[-1].end)


def whole(block: AnnotatedBlock) -> Span:
    """Where a whole block stands."""
    return Span(block.block.index, 0, len(block.block.text))
