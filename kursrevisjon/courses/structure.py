"""What a heading, a list or a table is about: courses, stages, topics of one course, or nothing of the kind."""

import re
from collections.abc import Callable, Sequence
from enum import Enum
from itertools import pairwise, takewhile
from typing import Final

from kursrevisjon.courses.names import ADMISSION, CODE, Named
from kursrevisjon.model import Dimension
from kursrevisjon.model.tokens import AnnotatedBlock, Token

Names = Callable[[AnnotatedBlock], Sequence[Named]]
_DATE: Final = re.compile(
    r"^\s*\[?(?:(?:man|mån|tirs|tys|ons|tors|fre|lør|lau|søn|sun)\w*\.?\s+)?(?:\d{1,2}\.?(?:\s*[–-]\s*\d{1,2}\.?)?\s*[a-zæøå]{3,9}\w*\.?(?:\s+\d{4})?"
    r"|(?:uke|veke)\s+\d+|\d{1,2}[.:]\d{2}(?:[.:]\d{2,4})?)\s*[\]:–-]\s*",
    re.IGNORECASE,
)
_BARE_DATE: Final = re.compile(
    r"^\s*(?:\d{1,2}\.?(?:\s*[–-]\s*\d{1,2}\.?)?\s*(?:jan|feb|mar|apr|mai|jun|jul|aug|sep|okt|nov|des|may|oct|dec)"
    r"\w*\.?(?:\s+\d{4})?|\d{1,2}\.\d{1,2}\.\d{2,4}|(?:[1-9]|[12]\d|3[01])\.(?:[1-9]|1[0-2])\.|(?:0?[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])\.?)\s+(?=[A-ZÆØÅ«])",
    re.IGNORECASE,
)
_WEEK: Final = re.compile(r"(?:uke|veke|week)\s+\d{1,2}\b", re.IGNORECASE)
NUMBERED: Final = re.compile(r"(?:§\s*\d{1,2}|\d{1,2}\.\d{1,2}|\d{1,2}\.)(?:\s*[–-]\s*\d{1,2}\.)?\s+(?=[A-ZÆØÅ«])")
"""The number of a line or section, or a day without its month, before a title."""

_BRACKET: Final = re.compile(r"\s*\([^()]*\)")
_MARK: Final = re.compile(r"[^\w\s«»“”\"'(§-]+\s*(?=\w)")
"""A sign that stands before a name ("🔴 Medlemskurs", "★ Trinn 1")."""

_NAME_END: Final = re.compile(r"\s*(?:[:(;|]|,\s|\s[–—-]\s|\.\s|\.$)")
_OTHER_LISTS: Final = frozenset(
    "mest lest nyhetsbrevet nyheitsbrevet nyhendebrevet newsletter "
    "verktøykassa verktøykasse årshjul siste nytt nyheter nyhende snarveier snarvegar last ned innhold håndboka "
    "håndbok sjekkliste kontakt lenker lenkjer relatert meny nyttige dokumenter "
    "downloads links contents checklist shortcuts steg-for-steg slik".split()
)
_COURSE_HEADERS: Final = frozenset(
    "aktivitet arrangement event tilbud tilbod kurs course kursnavn modul navn namn tittel module kurstittel nettkurs "
    "opplæring tiltak samling trinn title fase name".split()
)
_LAST_HEADERS: Final = frozenset("hva kva what nivå level steg".split())
_SUBJECTS: Final = frozenset({"tema", "emne", "topic", "subject"})
_TELLS_OFFER: Final = frozenset("varighet varigheit lengde duration status obligatorisk krav plikt målgruppe".split())
_TIMETABLE: Final = frozenset("dag day kl klokka klokkeslett tid time økt session".split())
_HEAD_ENDINGS: Final = ("kurs", "kurset", "programmet", "skolen", "skulen", "opplæringen", "opplæringa")
_HEAD: Final = re.compile(r"[^\w\s-]")
_DATE_CELL: Final = re.compile(r"(?:[^\W\d_]{2,8}\.?\s+)?\d{1,2}\s*[.:/]?\s*(?:\d|[–-]|[^\W\d_]{3,9}\b|$)")
_FIGURES: Final = re.compile(r"(?:kr\.?\s*)?\+?\d{1,3}(?:[ .\u00a0]?\d{2,3})+(?:\s*kr\.?)?(?:,-)?")
"""Sums of money and telephone numbers."""


_PLURAL: Final = (
    "er",
    "ene",
    "ar",
    "ane",
    "courses",
    "kalender",
    "kalenderen",
    "kursa",
    "electives",
    "workshops",
    "webinars",
)


_IN_WHAT_WAY: Final = frozenset({"slik", "måtar", "måter", "at", "du", "for"})
"""Last words of a sentence that is no opener of courses ("Kursa kan gjennomførast slik:", "Vi treng at du:")."""

AT_LARGE: Final = frozenset({"opplæring", "skolering", "skulering", "training"})
"""Words for training as such, which name no course."""

_BEFORE: Final = frozenset({"før", "etter", "before", "after"})
_READER: Final = frozenset({"jeg", "eg", "meg"})
_SEVERAL: Final = frozenset("alle all våre our disse desse these noen nokre some".split())
_SHORT_QUESTION: Final = 3
_SHORTEST_MENU: Final = 4
_LONGEST_ENTRY: Final = 5


class GroupRole(Enum):
    """What the members of a list are."""

    COURSES = "courses"
    STAGES = "stages"
    TOPICS = "topics"
    TEXT = "text"
    OTHER = "other"


def is_section_of_courses(block: AnnotatedBlock, names: Sequence[Named], *, listed: bool, offers: bool) -> bool:
    """Whether a heading opens a section of courses ("Obligatoriske kurs", "Kurskalender") rather than naming one.

    Where the noun's form does not decide ("kurs" is one or many), what follows does: ``listed`` says that it is a list
    or table, ``offers`` that it reads as several offers.
    """
    if any(named.kind == "stage" for named in names):
        return False
    timed = any(two.has("unit") and (one.has("numeral") or one.text.isdigit()) for one, two in pairwise(block.tokens))
    if timed and names and not offers:
        return False  # "Lovdag på to timer, nettkurs for tillitsvalgte"
    if counts_parts(block) and any(named.definite for named in names):
        return False  # "Grunnopplæringen i tre steg"
    plurals = [token for token in block.tokens if token.has("plural_kurs", "collective")]
    if not plurals:
        return False
    plural = plurals[0]
    if len(plurals) > 1 and all(named.kind in {"generic", "bare"} for named in names):
        return True  # "Medlemskurs og tillitsvalgtkurs"
    if offers or (plural.word.endswith(_PLURAL) and not plural.has("this_offer")):  # "seminar" is one or many
        return True
    before = [token for token in block.tokens if token.end <= plural.start]
    if any(
        token.word.endswith(("ige", "iske", "fri", "frie", "mandatory", "andre", "flere", "våre")) for token in before
    ):
        return True
    words = [token for token in block.tokens if token.is_word]
    if listed and len(words) <= 2 and any(token.has("collective") for token in words):
        return True
    return listed and not any(
        named.kind == "basic" or (named.kind == "generic" and named.first == 0 and "kurs i" in named.name.lower())
        for named in names
    )


def counts_parts(block: AnnotatedBlock) -> bool:
    """Whether a heading says how many parts there are ("Grunnopplæringen i tre steg")."""
    return any(one.has("numeral") and two.has("part_noun") for one, two in pairwise(block.tokens))


def is_repeated_name(heading: AnnotatedBlock, annotated: Sequence[AnnotatedBlock]) -> bool:
    """Whether the text below a short heading uses its words as the name of something that representatives attend, or
    goes on with the code that it is.
    """
    text = heading.block.text
    following = [
        block for block in annotated[heading.block.index + 1 : heading.block.index + 6] if not block.block.boilerplate
    ]
    if CODE.fullmatch(text):
        return any(block.block.text.startswith(text + " ") for block in following)
    if len(text.split()) > 5 or not text[:1].isupper() or heading.has("kurs", "basic", "rep"):
        return False
    if any(
        match.dimension is Dimension.HMS and match.span.end - match.span.start >= len(text) for match in heading.matches
    ):
        return False  # "HMS": a subject, whoever is to take it up
    name = re.compile(rf"(?<![\w-]){re.escape(text)}(?![\w-])")
    for block in following:
        if text not in block.block.text:
            continue
        for sentence in block.sentences():
            inside = name.search(block.quote(sentence[0].start, sentence[-1].end))
            people = any(token.has("rep") for token in sentence)
            attended = any(token.has("modal", "kurs", "cue", "join", "invite", "complete") for token in sentence)
            if inside and people and attended:
                return True
    return False


def has_other_purpose(heading: AnnotatedBlock) -> bool:
    """Whether a heading opens practical matters rather than a course ("Påmelding", "Praktisk", "Hva lærer du?").

    A longer one that asks nothing may be a title that only sounds like a question ("Når det skjærer seg på laget").
    """
    words = [token for token in heading.tokens if token.is_word]
    if not words or words[0].has("no_offer", "meeting"):
        return True
    asks = words[0].has("asks") or heading.tokens[-1].word == "?"
    if (asks or words[0].word in _BEFORE) and len(words) > 1 and words[1].has("you"):
        return True  # "Before you come"
    if heading.tokens[-1].word == "?" and any(word.word in _READER for word in words):
        return True
    if words[0].has("asks"):
        asked = heading.tokens[-1].word == "?" or len(words) <= _SHORT_QUESTION
        return asked and (
            len(words) < _SHORT_QUESTION or any(word.has("practical_word", "verb", "anaphor") for word in words)
        )
    return words[0].has("field", "practical") or words[0].word in {"for", "til"}


def group_role(
    blocks: Sequence[AnnotatedBlock],
    section: AnnotatedBlock | None,
    lead: AnnotatedBlock | None,
    names_of: Names,
    *,
    has_course: bool,
) -> GroupRole:
    """What a list is, from the sentence before it, its heading, and its items; ``names_of`` gives their mentions."""
    context = lead if lead is not None else section
    named = [names_of(block) for block in blocks]
    starts = [names for names in named if names and names[0].first <= 2]
    stages = sum(names[0].kind == "stage" for names in starts)
    if _sends_on(context, has_course=has_course):
        return GroupRole.OTHER
    if lead is not None and lead.tokens[0].has("practical") and not has_course:
        return GroupRole.TEXT
    if stages * 2 > len(blocks):
        return GroupRole.STAGES if has_course else GroupRole.COURSES
    if lead is not None and _stands_over_courses(lead, blocks):
        return GroupRole.COURSES
    introduced = lead is not None and lead.block.text.rstrip().endswith(":")
    if has_course and lead is not None and not introduced:
        return GroupRole.TOPICS
    if context is not None and _lists_courses(context, names_of, has_course=has_course):
        return GroupRole.COURSES
    if lead is not None and introduced and _states_duty(lead):
        return GroupRole.COURSES
    if has_course:
        return GroupRole.TOPICS
    if are_statements(blocks):
        return GroupRole.TEXT
    for_whom = context is section and section is not None and is_audience(section) and len(blocks) < 12
    if _are_dated(blocks) or for_whom:
        return GroupRole.COURSES
    strong = sum(any(one.kind != "bare" for one in names) for names in starts)
    if strong * 3 > len(blocks) or sum(map(_opens_with_course, named)) * 2 > len(blocks):
        return GroupRole.COURSES
    return GroupRole.TEXT


def _sends_on(context: AnnotatedBlock | None, *, has_course: bool) -> bool:
    """Whether what stands over a list says that it is one of links, news or the like ("Les også")."""
    words = {token.word for token in context.tokens} if context else set()
    return bool(words & _OTHER_LISTS and not has_course) or {"les", "også"} <= words or {"les", "òg"} <= words


def _stands_over_courses(lead: AnnotatedBlock, blocks: Sequence[AnnotatedBlock]) -> bool:
    """Whether a line over a list is a heading in all but mark-up: of dated items, or the one word "Tilleggskurs"."""
    return (is_line(lead) and _are_dated(blocks)) or (len(lead.tokens) == 1 and lead.has("plural_kurs"))


def _are_dated(blocks: Sequence[AnnotatedBlock]) -> bool:
    return sum(_is_dated(block) for block in blocks) * 2 > len(blocks)


def is_line(block: AnnotatedBlock) -> bool:
    """Whether a paragraph is a line without a verb that stands over a list like a heading ("Kurs i Hordaland")."""
    return block.block.text[-1:].isalnum() and not block.has("verb", "modal", "stage_word", "basic")


def is_about_admission(heading: AnnotatedBlock) -> bool:
    """Whether a heading opens what one must have done to be admitted to a course ("Opptakskrav")."""
    return any(token.word in ADMISSION for token in heading.tokens)


def is_menu(blocks: Sequence[AnnotatedBlock]) -> bool:
    """Whether a list only names pages of a site ("Grunnkurs", "Reiseregning", "HMS og arbeidsmiljø"): several entries
    of few words, which say nothing of themselves.
    """
    return len(blocks) >= _SHORTEST_MENU and all(
        len(block.tokens) <= _LONGEST_ENTRY
        and not block.has("verb", "modal", "unit", "month", "numeral")
        and all(token.is_word or token.word == "-" for token in block.tokens)
        for block in blocks
    )


def are_labelled(blocks: Sequence[AnnotatedBlock]) -> bool:
    """Whether most items open with a label of an offer ("Når: ...", "Hvor: ...", "Tema: ...")."""
    labelled = sum(
        len(block.tokens) > 1 and block.tokens[0].has("field", "asks") and block.tokens[1].word == ":"
        for block in blocks
    )
    return labelled > 1 and labelled * 2 > len(blocks)


def bracketed(block: AnnotatedBlock) -> Sequence[Token]:
    """What stands in brackets right behind an item's name ("Pensjon (1 dag)")."""
    _, end = item_name(block)
    bracket = _BRACKET.match(block.block.text, end)
    return block.within(bracket.start(), bracket.end()) if bracket else ()


def are_statements(blocks: Sequence[AnnotatedBlock]) -> bool:
    """Whether most items are sentences of their own ("Kurset skal minst omfatte ...") rather than names, or go on with
    the sentence before them ("Vi trenger at du: – møter opp i tide").
    """
    told = 0
    for block in blocks:
        _, end = item_name(block)
        first, last = block.tokens[0], block.tokens[-1]
        goes_on = first.text.islower() and first.has("verb", "copula", "be")
        name = block.within(0, end or len(block.block.text))
        whole = last.word == "." and any(token.has("verb", "copula", "passive") for token in name)
        told += goes_on or whole or any(token.has("modal") for token in name)
    return told * 2 >= len(blocks)


def _lists_courses(context: AnnotatedBlock, names_of: Names, *, has_course: bool) -> bool:
    optional = any(match.dimension is Dimension.OBLIGATION for match in context.matches)
    names = [named for named in names_of(context) if named.kind != "bare"]
    singular = any(
        named.kind in {"stage", "basic", "named", "title"} and not _is_plural(context, named) for named in names
    )
    plural = context.has("plural_kurs")
    ends = context.block.text.rstrip().endswith(":")
    if ends and len(context.tokens) > 1 and context.tokens[-2].word in _IN_WHAT_WAY:
        return False
    if ends and context.has("these"):
        return True
    if ends and any(one.has("spare_place") and two.has("places") for one, two in pairwise(context.tokens)):
        return True
    if singular and not (plural and ends):
        return False
    return plural or (optional and not has_course and len(context.tokens) < 8)


def _is_dated(block: AnnotatedBlock) -> bool:
    pairs = zip(block.tokens, block.tokens[1:], block.tokens[2:], strict=False)
    if _BARE_DATE.match(block.block.text) or _WEEK.match(block.block.text):
        return True
    return any(one.text.isdigit() and (two.has("month") or three.has("month")) for one, two, three in pairs)


def _states_duty(lead: AnnotatedBlock) -> bool:
    return any(match.dimension is Dimension.OBLIGATION and match.value == "mandatory" for match in lead.matches)


def binds_reader(item: AnnotatedBlock) -> bool:
    """Whether an item is a sentence that says what one must take ("Meld deg på grunnkurset. Det skal du ta i år.")."""
    bound = any(match.bound and match.value == "mandatory" for match in item.matches)
    return bound and item.tokens[-1].word == "."


def _is_plural(context: AnnotatedBlock, named: Named) -> bool:
    if named.kind == "stage":
        return False
    words = context.tokens[named.first : named.last + 1]
    return any(token.has("plural_kurs") and (token.word.endswith(_PLURAL) or token.has("bare")) for token in words)


def is_audience(section: AnnotatedBlock) -> bool:
    """Whether a short heading only says whom what follows is for ("For nye tillitsvalgte")."""
    words = [token for token in section.tokens if token.is_word]
    return bool(words) and words[0].word in {"for", "til", "open", "åpent", "åpne", "ope"} and len(words) <= 7


def _opens_with_course(names: Sequence[Named]) -> bool:
    return any(named.kind in {"basic", "generic"} and named.first <= 4 for named in names)


def date_end(text: str) -> int:
    """Where a date, a day or a section number that a text opens with ends ("5.-6. mars: ", "21.-23. "), or 0."""
    date = _DATE.match(text) or _BARE_DATE.match(text) or NUMBERED.match(text)
    return date.end() if date else 0


def item_name(block: AnnotatedBlock) -> tuple[int, int]:
    """Where an item's own name starts and ends: after a date, up to the first mark or label ("Målgruppe:")."""
    text = block.block.text
    start = date_end(text)
    mark = _MARK.match(text, start)
    start = mark.end() if mark else start
    found = _NAME_END.search(text, start + 2)
    end = found.start() if found else len(text)
    label = next((token for token in block.tokens if token.end == end and token.has("field")), None)
    if label is not None and label.is_capital and text[end : end + 1] == ":" and label.start > start + 2:
        end = label.start - 1
    named = end - start <= 90 and any(character.isalpha() for character in text[start:end])
    return (start, end) if named else (start, start)


def course_column(blocks: Sequence[AnnotatedBlock], names_of: Names, *, listed: bool) -> int | None:
    """The column of a table that names courses, or ``None`` for a timetable or a table of other things.

    ``listed`` says that the heading above opens courses.
    """
    header = next((block.block.header for block in blocks if block.block.header), ())
    starts = [names_of(block)[:1] for block in blocks if block.block.header]
    if sum(bool(names) and names[0].first == 0 and names[0].kind == "stage" for names in starts) * 2 > len(starts):
        return 0
    if header:
        heads = [_HEAD.sub("", cell.lower()).split() for cell in header]
        if heads[0] and heads[0][0] in _TIMETABLE:
            return None
        for known in (_COURSE_HEADERS, _LAST_HEADERS):
            for number, words in enumerate(heads):
                if words and (words[0] in known or (known is _COURSE_HEADERS and words[-1].endswith(_HEAD_ENDINGS))):
                    return number
        told = {words[0] for words in heads if words}
        if heads[0] and heads[0][0] in _SUBJECTS and not told.isdisjoint(_TELLS_OFFER):
            return 0
        return None
    first = blocks[0].block.cells
    dated = sum(bool(_DATE_CELL.match(block.block.cells[0])) for block in blocks if block.block.cells)
    if listed and len(first) > 1:
        return 1 if dated * 2 >= len(blocks) else 0
    if len(first) < 3 or _is_time(first[0]):
        return None
    audience = any(token.has("rep", "verneombud", "medlem") for block in blocks for token in block.tokens)
    named = any(names and names[0].first <= 2 for names in map(names_of, blocks))
    return 0 if named or (audience and len(blocks) == 1) else None


def courses_in_columns(blocks: Sequence[AnnotatedBlock], names_of: Names) -> dict[int, Named]:
    """The columns of a table whose heads name a course each ("Tema", "Trinn 1", "Trinn 2"), with what they name; none
    for a table of any other kind.
    """
    header = blocks[0]
    found: dict[int, Named] = {}
    for number, cell in enumerate(header.block.cells):
        start, _ = header.block.cell_place(number)
        named = next((one for one in names_of(header) if one.start == start and one.kind != "bare"), None)
        if number and cell.strip():
            if named is None:
                return {}
            found[number] = named
    return found if len(found) > 1 else {}


def is_kind_alone(heading: AnnotatedBlock) -> bool:
    """Whether a heading only says of what kind the courses below it are ("Frivillige kurs")."""
    kinds = ("cue", "plural_kurs", "small", "vague", "arranged")
    if len(heading.tokens) == 1:
        return heading.tokens[0].has("cue")  # "Mandatory"
    return all(token.has(*kinds) for token in heading.tokens)


def has_labels(blocks: Sequence[AnnotatedBlock]) -> bool:
    """Whether the first column holds the labels of what the columns after it are ("Tema", "Varighet", "Obligatorisk"),
    so that no row is a course.
    """
    firsts = [
        block.tokens[0] for block in blocks if block.block.header and block.block.cells[0].strip() and block.tokens
    ]
    labels = sum(token.has("field", "offer_field", "cue", "demand") or token.word == "for" for token in firsts)
    return len(firsts) > 1 and labels * 3 >= len(firsts) * 2


def are_figures(blocks: Sequence[AnnotatedBlock]) -> bool:
    """Whether a table is about wages, prices or whom to call, and its header asks nothing that only offers answer."""
    if any("målgruppe" in cell.lower() or "varighet" in cell.lower() for cell in blocks[-1].block.header):
        return False
    return sum(map(_holds_other_figures, blocks)) * 2 >= len(blocks)


def _holds_other_figures(block: AnnotatedBlock) -> bool:
    """Whether a row is about money or holds a telephone number or an e-mail address, which no course's row does."""
    return any(_FIGURES.fullmatch(cell.strip()) or "@" in cell for cell in block.block.cells[1:])


def _is_time(cell: str) -> bool:
    return bool(re.match(r"\s*(kl\.?\s*)?\d{1,2}[.:]\d{2}", cell))


def opens_unnamed(sentence: Sequence[Token], names: Sequence[Named], section: AnnotatedBlock | None) -> bool:
    """Whether a sentence opens with a course noun that leaves the naming to the heading ("Kveldskurs for ...")."""
    first = names[0]
    kinds = {"generic", "bare"}
    main = takewhile(lambda token: token.word not in {"som", "who"}, sentence)
    if not first.definite and not any(token.has("verb", "modal", "copula") for token in main):
        kinds.add("basic")  # "To dagers grunnskolering for ferske tillitsvalgte."
    if section is None or first.kind not in kinds:
        return False
    if all(named.kind == "bare" for named in names) and (len(names) > 1 or first.name.lower() in AT_LARGE):
        return False  # "Du får opplæring og kurs": training, not one course
    if any(token.has("verb") for token in section.tokens if token.is_word) and section.block.text.rstrip()[-1:] in ".!":
        return False
    if sentence[0].has("directive") or sentence[0].word in _SEVERAL:
        return False  # "Alle kurs holdes på hotell"
    offset = next((index for index, token in enumerate(sentence) if token.start == first.start), 99)
    return offset <= 1
