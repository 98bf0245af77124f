"""What a page as a whole says: whether it is a training page, and METHOD 4 over its own courses."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from urllib.parse import urlsplit

from kursrevisjon.classify.obligation import EXPLICIT_CHOICE
from kursrevisjon.courses.structure import AT_LARGE
from kursrevisjon.model import (
    CLOSING_BASES,
    AssessedCourse,
    Block,
    BlockKind,
    Course,
    Dimension,
    Document,
    Obligation,
    PageSummary,
    Preventive,
    Span,
)
from kursrevisjon.model.tokens import AnnotatedBlock, Token

_OWN_COURSES = frozenset({"kurs", "kursene", "kursa", "opplæring", "opplæringen", "opplæringa", "courses", "training"})
_FOR_ALL = re.compile(
    r"(?:kurs|kursa|kursene|webinarer|webinar|opplæring|seminarer|temakurs|skolering|training|courses)"
    r"(?: (?:for|av) .*(?:tillits|represent|steward|klubb).*)?$"
)
_THIS = frozenset({"dette", "denne", "this"})
_LEVELS = frozenset({"videregående", "vidaregåande", "avanserte", "avansert", "advanced"})
_STEPS = ("steg", "trinn", "step", "del", "part", "fase", "phase")
_TELLS_HOW = frozenset({"slik", "hvordan", "korleis", "how", "sjekkliste", "oppskrift", "steg-for-steg"})
_FOR_WHOM = frozenset("for hvem kven målgruppe målgruppa deltakere deltakarar participants audience who".split())
_SECTION_WORDS = ("tillitsvalgt", "tillitsvald", "tillitsverv", "representatives", "shop-steward", "stewards")
_ALL_OF_THEM = (
    "kursene",
    "kursa",
    "seminarene",
    "seminara",
    "samlingene",
    "samlingane",
    "konferansene",
    "konferansane",
    "modulene",
    "modulane",
    "webinarene",
    "webinara",
)
"""Endings of course nouns in the definite plural, which name no single course."""

_UMBRELLAS = (
    "tillitsvalgtopplæring",
    "tillitsvaldopplæring",
    "tillitsvalgtskolering",
    "tillitsvaldskulering",
    "tillitsvalgtkurs",
    "tillitsvaldkurs",
    "skolering",
    "skulering",
)


def counts_as_course(
    course: Course, document: Document, blocks: Sequence[AnnotatedBlock], titles: Sequence[AnnotatedBlock]
) -> bool:
    """Whether a found course is a training offer on this page rather than a word in passing (METHOD, "Not a course").

    ``titles`` are the page's own. In the section for representatives everything found counts. Elsewhere the text must
    say that it is for people with a role: in the name, in its sentence, or in a heading above it.
    """
    if document.section is not None:
        return True
    if course.kind == "stage" and _is_instruction(course, blocks, titles):
        return False
    if course.kind == "stage" and not any(character.isdigit() for character in course.name) and " " not in course.name:
        return False
    if any(match.value in {"job", "policy"} for title in titles for match in title.matches):
        return False
    if _is_professional_page(titles) and not any(_in_view(mention, blocks) for mention in course.mentions):
        return False
    if course.kind == "title" or any(test(course, blocks) for test in (_is_many, _is_promise, _is_only_placed)):
        return False
    if course.kind in {"item", "row"}:
        return _listed_as_course(course, blocks)
    headings = [
        blocks[mention.block].block
        for mention in course.mentions
        if blocks[mention.block].block.kind is BlockKind.HEADING
    ]
    if course.kind in {"stage", "basic"} and (mentions_reps(blocks) or in_rep_section(document, blocks)):
        return True
    if headings and (
        in_rep_section(document, blocks) or any(_section_is_for_reps(block, blocks) for block in headings)
    ):
        return True
    return any(_in_view(mention, blocks) for mention in course.mentions) or _is_told_for_whom(course, blocks)


def in_rep_section(document: Document, blocks: Sequence[AnnotatedBlock]) -> bool:
    """Whether the page stands in the section for representatives: told so, by its address, or by its breadcrumb."""
    if document.section == "tillitsvalgt":
        return True
    path = urlsplit(document.url or "").path.lower()
    if any(word in path for word in _SECTION_WORDS):
        return True
    crumbs = (block for block in blocks if block.block.boilerplate == "breadcrumb")
    return any(token.has("rep") for block in crumbs for token in block.tokens)


def _is_professional_page(titles: Sequence[AnnotatedBlock]) -> bool:
    """Whether the page's own title is that of the members' professional education."""
    return any(match.value == "professional" for title in titles for match in title.matches)


def _is_instruction(course: Course, blocks: Sequence[AnnotatedBlock], titles: Sequence[AnnotatedBlock]) -> bool:
    """Whether a numbered heading is a step of what a page tells how to do ("Slik går du vernerunde": "Steg 1: Avtal")
    and the page's own titles speak of no training.
    """
    if not (course.name.lower().startswith(_STEPS) and _has_heading(course, blocks)):
        return False
    told = any(title.has("kurs", "basic", "kurs_weak", "stage_word", "whole_training") for title in titles)
    return not told and any(title.tokens and title.tokens[0].word in _TELLS_HOW for title in titles)


def titles_of(blocks: Sequence[AnnotatedBlock]) -> Iterator[AnnotatedBlock]:
    """The page's own titles and headings of the first level."""
    for annotated in blocks:
        block = annotated.block
        if block.kind in {BlockKind.TITLE, BlockKind.HEADING} and block.level <= 1 and not block.boilerplate:
            yield annotated


def _section_is_for_reps(heading: Block, blocks: Sequence[AnnotatedBlock]) -> bool:
    """Whether a sentence on courses, in the section or one around it, says that they are for representatives."""
    sections = {heading.text, *heading.heading_path}
    for annotated in blocks:
        block = annotated.block
        if not block.boilerplate and block.heading_path and block.heading_path[-1] in sections:
            label = blocks[block.lead].tokens if block.kind is BlockKind.DEFINITION and block.lead >= 0 else ()
            this_one = any(
                one.word in _THIS and two.has("this_offer", "kurs") for one, two in pairwise(annotated.tokens)
            )
            for sentence in annotated.sentences():
                spoken_of = this_one or any(token.has("kurs", "basic", "invite", "bring") for token in sentence)
                labelled = len(sentence) > 1 and sentence[1].word == ":" and _asks_for_whom(sentence)
                if any(token.has("rep") for token in sentence) and (spoken_of or labelled or _asks_for_whom(label)):
                    return True
    return False


def _asks_for_whom(label: Sequence[Token]) -> bool:
    """Whether a term is the label of the audience ("For hvem", "Målgruppe")."""
    return any(token.word in _FOR_WHOM for token in label[:2])


def without_umbrellas(courses: Sequence[Course], blocks: Sequence[AnnotatedBlock]) -> list[Course]:
    """The courses without words for the training at large ("tillitsvalgtopplæringen"), where a page names its
    actual courses.

    A lower-case "del 1" is a part of a stage where the page has stages of another kind, and "trinn 1" in running text
    is another word for the stage of that number that has a heading.
    """
    courses = _under_stated_umbrella(courses, blocks)
    actual = [course for course in courses if course.kind in {"stage", "basic"}]
    stages = [course for course in actual if course.kind == "stage"]
    families = {_family(course) for course in stages}
    headed = [course for course in stages if _has_heading(course, blocks)]
    numbers = {_numbers(course) for course in headed} if len(headed) > 1 else set()
    programmes = {course.programme for course in courses}
    kept = []
    for course in courses:
        name = course.name.lower()
        has_parts = course.name in programmes and _has_heading(course, blocks)
        umbrella = course.kind == "generic" and name.startswith(_UMBRELLAS) and not has_parts
        alone = len(courses) == 1 and _has_heading(course, blocks)
        if course.kind in {"generic", "named"} and not alone and _FOR_ALL.match(name):
            continue
        part = course.kind == "stage" and name.startswith(("del ", "part ")) and len(families) > 1
        other_word = course.kind == "stage" and course not in headed and _numbers(course) in numbers
        told = umbrella and course.name in programmes and _states_obligation(course, blocks)
        if not (umbrella and actual and not told) and not part and not other_word:
            kept.append(course)
    return kept


def _under_stated_umbrella(courses: Sequence[Course], blocks: Sequence[AnnotatedBlock]) -> list[Course]:
    """The courses, where the stages are parts of the one word for the training at large of which the page says whether
    it is mandatory ("Tillitsvalgtopplæringen er ikke obligatorisk").
    """
    whole = [course for course in courses if course.kind == "generic" and course.name.lower().startswith(_UMBRELLAS)]
    stated = [course for course in whole if _states_obligation(course, blocks)]
    if len(stated) != 1:
        return list(courses)
    names = {course.name for course in whole}
    return [
        replace(course, programme=stated[0].name)
        if course.kind == "stage" and (course.programme is None or course.programme in names)
        else course
        for course in courses
    ]


def _states_obligation(course: Course, blocks: Sequence[AnnotatedBlock]) -> bool:
    """Whether a sentence on a course says that one must, or need not, take it."""
    return any(
        match.dimension is Dimension.OBLIGATION
        and (match.rule in EXPLICIT_CHOICE or match.value == Obligation.MANDATORY)
        and span.start <= match.span.start < span.end
        for span in course.scope
        for match in blocks[span.block].matches
    )


def _family(course: Course) -> str:
    return course.name.split()[0].lower()


def _numbers(course: Course) -> str:
    return "".join(character for character in course.name if character.isdigit())


def _has_heading(course: Course, blocks: Sequence[AnnotatedBlock]) -> bool:
    return any(blocks[mention.block].block.kind is BlockKind.HEADING for mention in course.mentions)


def mentions_reps(blocks: Sequence[AnnotatedBlock]) -> bool:
    """Whether the content names tillitsvalgte at all."""
    return any(token.has("rep") for block in blocks if not block.block.boilerplate for token in block.tokens)


def _is_promise(course: Course, blocks: Sequence[AnnotatedBlock]) -> bool:
    """Whether running text only says that there is training for somebody ("opplæring for tillitsvalgte")."""
    spans = course.mentions
    if course.kind != "generic" or any(blocks[span.block].block.kind is BlockKind.HEADING for span in spans):
        return False
    head = next(
        (token for token in blocks[spans[0].block].within(spans[0].start, spans[0].end) if token.has("kurs")), None
    )
    return head is not None and head.word in AT_LARGE and len(spans) == 1


def _listed_as_course(course: Course, blocks: Sequence[AnnotatedBlock]) -> bool:
    """Whether the list or table says that it lists courses, or the member itself does."""
    numbers = {*course.headings, *(mention.block for mention in course.mentions)}
    tokens = [token for number in numbers for token in blocks[number].tokens]
    header = [word for span in course.scope[:1] for word in " ".join(blocks[span.block].block.header).lower().split()]
    if any(token.has("kurs", "basic", "plural_kurs", "stage_word", "arranged") for token in tokens) or "kurs" in header:
        return True
    if mentions_reps(blocks) and any(_tells_length(mention, blocks) for mention in course.mentions):
        return True
    told = [span for span in course.mentions if blocks[span.block].block.kind is BlockKind.PARAGRAPH]
    if any(_in_view(span, blocks) for span in told):
        return True
    named = (token for span in course.mentions for token in blocks[span.block].within(span.start, span.end))
    if any(token.has("kurs_weak") and token.has("rep") for token in named):
        return True
    if "nivå" in header and not {"krav", "hvem", "målgruppe"}.isdisjoint(header) and mentions_reps(blocks):
        return True
    return "tittel" in header and not {"lengde", "varighet", "varigheit", "dato", "sted"}.isdisjoint(header)


def _tells_length(mention: Span, blocks: Sequence[AnnotatedBlock]) -> bool:
    """Whether a name is followed by how long the offer lasts in brackets ("Pensjon (1 dag)")."""
    after = [token for token in blocks[mention.block].tokens if token.start >= mention.end][:3]
    return [token.word for token in after[:1]] == ["("] and after[-1].has("unit")


def _is_many(course: Course, blocks: Sequence[AnnotatedBlock]) -> bool:
    """Whether the mention is of courses at large ("fysiske kurs", "seks kurs", "digitale konferanser")."""
    if course.kind != "generic":
        return False
    span = course.mentions[0]
    tokens = blocks[span.block].within(span.start, span.end)
    heads = [token for token in tokens if token.has("kurs", "kurs_weak")]
    if not heads:
        return False
    if any(token.has("basic_mod") or token.word in _LEVELS for token in tokens):
        return False  # "Videregående kurs"
    if heads[0].is_capital and heads[0] is not blocks[span.block].tokens[0]:
        return False  # "Rekord på Klubbdagene" names them
    if heads[0].word.endswith(_ALL_OF_THEM):
        return True
    plain = heads[0].has("bare") or heads[0].word.endswith(("er", "ene", "ar", "ane"))
    named = any(token.has("rep", "verneombud", "amu") for token in tokens)
    titled = any(token.text in "–—" for token in tokens)  # "Psykososialt arbeidsmiljø – dagskurs"
    return plain and not named and not titled and tokens[-1] is heads[0]


def _is_only_placed(course: Course, blocks: Sequence[AnnotatedBlock]) -> bool:
    """Whether running text only says where there was a course ("seminar i Oslo", "kurs på fjellhotellet")."""
    span = course.mentions[0]
    if course.kind != "generic" or blocks[span.block].block.kind is BlockKind.HEADING:
        return False
    tokens = blocks[span.block].within(span.start, span.end)
    subject = tokens[-1].has("hse_word", "hazard")  # "kurs i HMS-arbeid"
    placed = len(tokens) >= 3 and tokens[0].has("bare") and tokens[1].word in {"i", "in", "på", "at", "ved"}
    placed = placed and not subject
    return placed and (tokens[-1].is_capital or any("hotel" in token.word for token in tokens))


def _in_view(span: Span, blocks: Sequence[AnnotatedBlock]) -> bool:
    """Whether people with a role are named with the course: in its sentence, its row or item, or its headings."""
    block = blocks[span.block]
    number = next((token.sentence for token in block.tokens if token.end > span.start), 0)
    asked = {token.sentence for token in block.tokens if token.word == "?"} & {number - 1}
    near = {number} | asked  # "Ny som tillitsvalgt? Start med kurset ..."
    if any(token.sentence in near and token.has("rep", "verneombud", "amu") for token in block.tokens):
        return True
    titles = set(block.block.heading_path)
    above = (other for other in blocks if other.block.kind in {BlockKind.HEADING, BlockKind.TITLE})
    named = (other for other in above if other.block.text in titles or other.block.kind is BlockKind.TITLE)
    return any(token.has("rep", "verneombud", "amu") for other in named for token in other.tokens)


def _is_duty_of_reps(tokens: Sequence[Token]) -> bool:
    """Whether a sentence says that representatives must take what was spoken of ("Alle tillitsvalgte må ta det")."""
    modal = next((at for at, token in enumerate(tokens) if token.has("modal")), len(tokens))
    taken = any(one.has("complete") and two.has("pronoun") for one, two in pairwise(tokens[modal:]))
    return taken and any(token.has("rep") for token in tokens[:modal])


def _is_told_for_whom(course: Course, blocks: Sequence[AnnotatedBlock]) -> bool:
    """Whether a sentence that goes on about the course says that it is for people with a role ("Kurset passer for
    tillitsvalgte").
    """
    for span in course.scope:
        tokens = blocks[span.block].within(span.start, span.end)
        aimed = [at for at, token in enumerate(tokens) if token.word in {"for", "til"}]
        people = any(token.has("rep", "verneombud", "amu") for at in aimed for token in tokens[at + 1 : at + 4])
        if people and tokens[0].has("this_offer") and tokens[0].has("anaphor"):
            return True
        if _is_duty_of_reps(tokens):
            return True
    return False


def describes_training(document: Document, blocks: Sequence[AnnotatedBlock], courses: Sequence[AssessedCourse]) -> bool:
    """Whether the page describes training for representatives, with or without a named course (METHOD, Units)."""
    if any(course.is_for_reps for course in courses):
        return True
    return document.section is None and _is_about_rep_courses(blocks)


def _is_about_rep_courses(blocks: Sequence[AnnotatedBlock]) -> bool:
    """Whether title and text are about the union's own courses for representatives, such as the rules for them."""
    titled = any(token.has("kurs") for block in titles_of(blocks) for token in block.tokens)
    return titled and any(
        any(token.has("rep") for token in sentence) and any(token.word in _OWN_COURSES for token in sentence)
        for block in blocks
        if not block.block.boilerplate
        for sentence in block.sentences()
    )


def summarise(courses: Sequence[AssessedCourse]) -> PageSummary:
    """METHOD 4 over the courses for tillitsvalgte; the obligation is ``None`` when there is no such course."""
    own = [course for course in courses if course.is_for_reps]
    if not own:
        return PageSummary()
    duty = [course for course in own if course.obligation is Obligation.MANDATORY]
    union_duty = [course for course in duty if course.basis in CLOSING_BASES]
    return PageSummary(
        obligation=min((course.obligation for course in own), key=tuple(Obligation).index),
        hms=any(course.hms for course in own),
        preventive=_strongest([course.preventive for course in own]),
        mandatory_hms=any(course.hms for course in union_duty),
        mandatory_preventive=any(course.preventive is not Preventive.NONE for course in union_duty),
    )


def _strongest(values: Sequence[Preventive]) -> Preventive:
    return min(values, key=tuple(Preventive).index)
