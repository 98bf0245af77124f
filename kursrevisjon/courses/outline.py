"""What the headings of a page are to each other: titles in a listing, parts of a programme, groups, and the rest.

``AnnotatedBlock`` in order of place → ``Outline``, built in one pass. Dated terms of definition lists and the titles of
a calendar stand for headings.
"""

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import groupby
from typing import Final

from kursrevisjon.courses.calendar import calendar_titles
from kursrevisjon.courses.names import Named, find_names
from kursrevisjon.courses.offers import (
    has_length,
    is_about_practice,
    is_dated,
    is_description,
    is_practical,
    opens_as_offer,
    opens_with_duration,
)
from kursrevisjon.courses.structure import date_end, is_kind_alone, is_repeated_name, is_section_of_courses
from kursrevisjon.model import BlockKind
from kursrevisjon.model.tokens import AnnotatedBlock, Token

BELOW_ALL: Final = 7
"""The level of a line that stands for a heading: any heading ends it."""

_LONGEST_TITLE: Final = 100
_LONGEST_LEAD: Final = 9
"""Tokens of a first sentence that may be a title."""

_SENTENCES: Final = 3
"""Blocks below a heading in which a sentence may open as that of an offer."""

_FEWEST: Final = 2
_SHARE: Final = 3
"""One title in so many must tell of an offer below a heading of courses, where most headings are titles."""

_FEWEST_CARDS: Final = 3
_DATE_WITHIN: Final = 10
_AFTER_LEAD: Final = re.compile(r"(?:\([^()]*\)\s*)?[–—\-:.]")
"""What parts a name in bold from its description, a bracket in between or not ("**Verving** (2 timer): ...")."""

_SECTION: Final = re.compile(r"(?:§\s*)?(\d{1,2})\.?\s+(?=[^\W\d_])")
_LISTED: Final = frozenset({BlockKind.LIST_ITEM, BlockKind.TABLE_ROW})
_NUMBERS: Final = {
    2: ("2", "to", "two"),
    3: ("3", "tre", "three"),
    4: ("4", "fire", "four"),
    5: ("5", "fem", "five"),
    6: ("6", "seks", "six"),
}


def level_of(block: AnnotatedBlock) -> int:
    """The level of a heading; a line that stands for one is below all."""
    return (block.block.level or 1) if block.block.kind is BlockKind.HEADING else BELOW_ALL


def _is_dated_term(block: AnnotatedBlock) -> bool:
    """Whether a block is a dated term of a definition list, which stands for a heading."""
    known = block.block
    return known.kind is BlockKind.TERM and len(known.text) <= _LONGEST_TITLE and date_end(known.text) > 0


def is_when_line(block: AnnotatedBlock) -> bool:
    """Whether a line in bold that reads as a heading only says how long or when ("Two days, four times a year")."""
    bold = block.block.kind is BlockKind.HEADING and block.block.level >= BELOW_ALL
    told = opens_with_duration(block.tokens) or is_dated(block.tokens[:_DATE_WITHIN])
    naming = any(token.has("kurs", "basic", "kurs_weak", "rep") and not token.has("unit") for token in block.tokens)
    return bold and told and ":" not in block.block.text and not naming


class Outline:
    """The headings of a page as a tree, and what each of them opens.

    ``titles`` are the headings that are titles in a listing of offers, each with the heading that opens the listing;
    ``parts`` those that are the parts of a programme, each with its heading; ``leads`` the paragraphs that open with a
    course's name, each with where the name ends.
    """

    def __init__(self, blocks: Sequence[AnnotatedBlock]) -> None:
        self.blocks = blocks
        self._in_calendar = calendar_titles(blocks)
        self._names: dict[int, tuple[Named, ...]] = {}
        self._children: dict[int, list[AnnotatedBlock]] = {}
        self._bodies: dict[int, list[AnnotatedBlock]] = {}
        self._build()
        self.leads = self._titled_leads()
        self.titles = self._listed_titles()
        self.parts = self._parts()

    def is_title_line(self, block: AnnotatedBlock) -> bool:
        """Whether a line that is no heading stands for one: as a dated term, or as a title in a calendar."""
        return block.block.index in self._in_calendar or _is_dated_term(block) or self._is_term_of_courses(block)

    def _is_term_of_courses(self, block: AnnotatedBlock) -> bool:
        """Whether a defined term stands in a list below a heading of courses, and is no label ("Målgruppe")."""
        path = block.block.heading_path
        if block.block.kind is not BlockKind.TERM or not path or path[-1] not in self._above_courses:
            return False
        return block.block.group in self._groups_of_offers

    @cached_property
    def _groups_of_offers(self) -> frozenset[int]:
        """The lists of definitions of which one tells when, how long or for whom an offer is, and none of whose terms
        is a label ("Målgruppe").
        """
        terms = (block for block in self.blocks if block.block.kind is BlockKind.TERM)
        labelled = {block.block.group for block in terms if any(token.has("field") for token in block.tokens[:2])}
        offers = (
            block.block.group
            for block in self.blocks
            if block.block.kind is BlockKind.DEFINITION
            and block.tokens
            and (is_dated(block.tokens) or any(_tells_for_whom(sentence) for sentence in block.sentences()))
        )
        return frozenset(offers) - labelled

    def is_heading(self, block: AnnotatedBlock) -> bool:
        """Whether a block of content heads what stands below it."""
        known = block.block
        return bool(block.tokens and not known.boilerplate) and (
            (known.kind is BlockKind.HEADING and not is_when_line(block)) or self.is_title_line(block)
        )

    def _build(self) -> None:
        above: list[AnnotatedBlock] = []
        for block in self.blocks:
            if self.is_heading(block):
                while above and level_of(above[-1]) >= level_of(block):
                    above.pop()
                if above:
                    self._children.setdefault(above[-1].block.index, []).append(block)
                above.append(block)
            elif above and block.tokens and not block.block.boilerplate:
                heading = above[-1].block
                in_card = heading.group and block.block.group == heading.group
                if in_card or not block.block.is_link:
                    self._bodies.setdefault(heading.index, []).append(block)

    def names(self, block: AnnotatedBlock) -> tuple[Named, ...]:
        """The mentions of a block, worked out once."""
        index = block.block.index
        if index not in self._names:
            self._names[index] = find_names(block)
        return self._names[index]

    def children(self, heading: AnnotatedBlock) -> Sequence[AnnotatedBlock]:
        """The headings directly below a heading, also where a level is passed over."""
        return self._children.get(heading.block.index, ())

    def body(self, heading: AnnotatedBlock) -> Sequence[AnnotatedBlock]:
        """The content below a heading, up to the next heading of any level."""
        return self._bodies.get(heading.block.index, ())

    def titles_below(self, heading: AnnotatedBlock) -> Sequence[AnnotatedBlock]:
        """The titles of the listing that a heading opens, or those that it only groups ("For nye tillitsvalgte")."""
        opened = self._opened.get(heading.block.index)
        return opened or [child for child in self.children(heading) if child.block.index in self.titles]

    def opens_listing(self, heading: AnnotatedBlock) -> bool:
        """Whether a heading opens a listing."""
        return heading.block.index in self._opened

    def has_sections(self, heading: AnnotatedBlock) -> bool:
        """Whether the headings below a heading are the numbered sections of a plan or of bylaws."""
        return _are_sections(self.children(heading))

    def holds_offers(self, heading: AnnotatedBlock) -> bool:
        """Whether most of the items, rows or named paragraphs below a heading tell of offers."""
        if heading.block.text in self._above_leads:
            return True
        members = [block for block in self.body(heading) if block.block.kind in _LISTED and block.block.level <= 1]
        return len(members) > 1 and sum(map(_is_offer, members)) * 2 > len(members)

    @cached_property
    def _opened(self) -> dict[int, list[AnnotatedBlock]]:
        opened: dict[int, list[AnnotatedBlock]] = {}
        for title, opener in self.titles.items():
            opened.setdefault(opener.block.index, []).append(self.blocks[title])
        return opened

    @cached_property
    def _above_leads(self) -> frozenset[str]:
        paths = (self.blocks[lead].block.heading_path for lead in self.leads)
        return frozenset(path[-1] for path in paths if path)

    def _listed_titles(self) -> dict[int, AnnotatedBlock]:
        """A listing is a heading with several headings below it, most of which stand over a date, a length or another
        sign of an offer, or name a course themselves. Headings between ("Februar", "For nye tillitsvalgte") only group
        them.
        """
        found: dict[int, AnnotatedBlock] = {}
        for opener in self.blocks:
            if self.is_heading(opener) and opener.block.index not in found and not self._names_course(opener):
                for title in self._titles_of(opener):
                    found.setdefault(title.block.index, opener)
        return found

    def _titles_of(self, opener: AnnotatedBlock) -> list[AnnotatedBlock]:
        """The titles of the listing that a heading opens, none when it opens none."""
        if self.has_sections(opener):
            return []
        leaves = [leaf for leaf in self._leaves(opener) if not is_practical(leaf) and not self._opens_list(leaf)]
        told = [leaf for leaf in leaves if self._is_told(leaf)]
        opens = opens_courses(opener)
        cards = opens and bool(told) and sum(bool(leaf.block.group) for leaf in leaves) >= _FEWEST_CARDS
        named = self._most_name(told) and len(told) * 3 >= len(leaves) * 2
        most = len(told) * _SHARE >= len(leaves) if opens else named
        if not cards and (len(told) < _FEWEST or not most):
            return []
        if any(leaf.block.is_link and not self.body(leaf) and not self._is_dated(leaf) for leaf in leaves):
            return []
        while leaves[-1] is not told[-1] and is_about_practice(self.body(leaves[-1])):
            leaves.pop()
        shapes = {(level_of(leaf), bool(leaf.block.group)) for leaf in told}
        return [leaf for leaf in leaves if (level_of(leaf), bool(leaf.block.group)) in shapes]

    def _is_dated(self, leaf: AnnotatedBlock) -> bool:
        """Whether a title stands beside a line of its calendar that says when."""
        return leaf.block.index in self._in_calendar

    def _leaves(self, opener: AnnotatedBlock) -> list[AnnotatedBlock]:
        """The headings below a heading that have none below themselves."""
        leaves = []
        for child in self.children(opener):
            is_group = any(not is_practical(inner) for inner in self.children(child))
            leaves += self._leaves(child) if is_group else [child]
        return leaves

    def _opens_list(self, leaf: AnnotatedBlock) -> bool:
        """Whether a heading opens a list of courses itself ("Frivillige kurs")."""
        listed = leaf.block.text in self._above_leads or any(block.block.kind in _LISTED for block in self.body(leaf))
        if not listed or not opens_courses(leaf):
            return False
        names = self.names(leaf)
        if all(named.kind == "bare" for named in names):
            return True
        return is_section_of_courses(leaf, names, listed=False, offers=self.holds_offers(leaf))

    def _is_told(self, leaf: AnnotatedBlock) -> bool:
        """Whether a heading, or what stands at it, says that it is an offer."""
        body = self.body(leaf)
        before = self.blocks[leaf.block.index - 1] if leaf.block.index else leaf
        on_date = before.block.kind is BlockKind.PARAGRAPH and len(before.tokens) <= _DATE_WITHIN
        return (
            self._is_dated(leaf)
            or is_dated(leaf.tokens)
            or has_length(leaf.tokens)
            or (bool(body) and is_dated(body[0].tokens[:_DATE_WITHIN]))
            or (on_date and is_dated(before.tokens))
            or any(opens_as_offer(sentence) for block in body[:_SENTENCES] for sentence in block.sentences())
            or is_description(body)
            or self._most_name([leaf])
            or is_repeated_name(leaf, self.blocks)
        )

    def _names_course(self, heading: AnnotatedBlock) -> bool:
        """Whether a heading names one course itself, so that what stands below are its parts."""
        return any(named.kind in {"basic", "stage"} for named in self.names(heading))

    def _most_name(self, headings: Sequence[AnnotatedBlock]) -> bool:
        """Whether most of the headings name a course by themselves."""
        named = sum(any(named.kind != "bare" for named in self.names(heading)) for heading in headings)
        return named * 2 > len(headings)

    def _parts(self) -> dict[int, AnnotatedBlock]:
        """Headings are the parts of a programme when its text says how many parts it has, and as many stand below it,
        or when they count themselves ("Etappe 1", "Etappe 2").
        """
        found: dict[int, AnnotatedBlock] = {}
        for index, children in self._children.items():
            opener = self.blocks[index]
            for _, group in groupby(children, key=level_of):
                parts = list(group)
                told = any(_counts_parts(block, len(parts)) for block in self.body(opener))
                if len(parts) > 1 and (told or _are_numbered(parts)):
                    found |= {part.block.index: opener for part in parts}
        return found

    def _titled_leads(self) -> dict[int, int]:
        """One bold opening alone may stress anything; two or more below one heading, most of which tell of an offer,
        are a list.
        """
        found: dict[int, int] = {}
        for path, section in groupby(self.blocks, key=lambda block: block.block.heading_path):
            leads = {block.block.index: (block, end) for block in section if (end := _lead_end(block))}
            # Alone under a dated line, a first sentence may as well be the place of the course above.
            leads = {
                index: (block, end)
                for index, (block, end) in leads.items()
                if block.block.strong or index - 1 in leads or index + 1 in leads
            }
            told = sum(self._is_offer_after(block, end) for block, end in leads.values())
            wanted = 1 if path and path[-1] in self._course_headings else len(leads) / 2
            listed = bool(path) and path[-1] in self._kinds and all(block.block.strong for block, _ in leads.values())
            if (len(leads) > 1 and told >= wanted) or listed:
                found |= {index: end for index, (_, end) in leads.items()}
        return found

    @cached_property
    def _above_courses(self) -> frozenset[str]:
        """The texts of the headings proper that are about courses at large."""
        headings = (block for block in self.blocks if block.block.kind is BlockKind.HEADING)
        return frozenset(block.block.text for block in headings if opens_courses(block))

    @cached_property
    def _kinds(self) -> frozenset[str]:
        """The texts of the headings that only say of what kind the courses below them are ("Frivillige kurs")."""
        return frozenset(block.block.text for block in self.blocks if self.is_heading(block) and is_kind_alone(block))

    @cached_property
    def _course_headings(self) -> frozenset[str]:
        """The texts of the headings that are about courses at large."""
        return frozenset(block.block.text for block in self.blocks if self.is_heading(block) and opens_courses(block))

    def _is_offer_after(self, block: AnnotatedBlock, end: int) -> bool:
        """Whether what follows a lead says for whom, when or how long, or the lead names a course."""
        after = [token for token in block.tokens if (token.start >= end and token.is_word) or token.text.isdigit()]
        people = any(token.has("rep", "verneombud", "amu") for token in after[:6])
        named = any(named.kind != "bare" and named.first <= 1 for named in self.names(block))
        return people or named or opens_with_duration(after) or is_dated(after)


def _tells_for_whom(sentence: Sequence[Token]) -> bool:
    """Whether a sentence opens as that of an offer, or with whom it is for ("For tillitsvalgte som forhandler.")."""
    opens = sentence[0].word in {"for", "til"} and any(
        token.has("rep", "medlem", "verneombud", "amu") for token in sentence[1:5]
    )
    return opens or opens_as_offer(sentence)


def opens_courses(heading: AnnotatedBlock) -> bool:
    """Whether a heading is about courses at large ("Kurskalender", "Andre kurs")."""
    return heading.has("plural_kurs", "collective", "arranged")


def _are_sections(headings: Sequence[AnnotatedBlock]) -> bool:
    """Whether headings are the numbered sections of a plan or of bylaws."""
    found = [_SECTION.match(heading.block.text) for heading in headings]
    numbers = [int(number[1]) for number in found if number]
    return len(numbers) >= _FEWEST_CARDS and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _are_numbered(parts: Sequence[AnnotatedBlock]) -> bool:
    """Whether headings count the parts of something in a word of their own ("Etappe 1", "Etappe 2")."""
    first = {part.tokens[0].word for part in parts}
    numbers = [part.tokens[1].text if len(part.tokens) > 1 else "" for part in parts]
    counted = numbers == [str(number) for number in range(1, len(parts) + 1)]
    return counted and len(first) == 1 and parts[0].tokens[0].is_word and not parts[0].tokens[0].has("unit", "month")


def _counts_parts(block: AnnotatedBlock, number: int) -> bool:
    """Whether a text says that something has so many parts ("tre samlinger")."""
    words = _NUMBERS.get(number, ())
    return any(
        one.word in words and any(after.has("part_noun") for after in block.tokens[index : index + 3])
        for index, one in enumerate(block.tokens)
    )


def _lead_end(block: AnnotatedBlock) -> int:
    """Where the name ends that opens a paragraph, in bold or as a sentence; 0 when there is none, or a mere label."""
    known = block.block
    if known.kind is not BlockKind.PARAGRAPH or known.boilerplate or not block.tokens or is_case(block):
        return 0
    if not known.strong:
        return _title_end(block)
    bold = known.strong[0]
    rest = known.text[len(bold) :].lstrip()
    if not known.text.startswith(bold) or not rest or block.tokens[0].has("field"):
        return 0
    return len(bold) if _AFTER_LEAD.match(rest) or bold[-1] in ":." else 0


def is_case(block: AnnotatedBlock) -> bool:
    """Whether a paragraph is a numbered case of minutes ("Sak 14: Kurs. Styret vedtok ...")."""
    return len(block.tokens) > 1 and block.tokens[0].word in {"sak", "case"} and block.tokens[1].text[:1].isdigit()


def _title_end(block: AnnotatedBlock) -> int:
    """Where a first sentence ends that is a title ("Ny som tillitsvalgt. To dager om ..."); 0 when it is none."""
    first, *rest = block.sentences()
    titled = len(first) <= _LONGEST_LEAD and first[0].is_capital and first[-1].word == "."
    if not titled or not rest or any(token.has("verb", "modal", "field", "practical_word") for token in first):
        return 0
    return first[-1].start


def _is_offer(member: AnnotatedBlock) -> bool:
    """Whether an item or row says, after its name, what kind of course it is or how long it lasts."""
    mark = next((index for index, token in enumerate(member.tokens) if not token.is_word), len(member.tokens))
    rest = member.tokens[mark:]
    return has_length(rest) or any(token.has("kurs", "duration") and not token.has("anaphor") for token in rest)
