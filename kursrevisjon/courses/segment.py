"""From blocks to courses: one walk down the page, with the section's course and the group's role in mind.

``View`` knows where the walk stands, ``Sentences`` reads running text, ``Listings`` lists and tables; here headings
open sections.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Final

from kursrevisjon.courses.calendar import dated_lines
from kursrevisjon.courses.drafts import Draft
from kursrevisjon.courses.listings import Listings
from kursrevisjon.courses.names import Named
from kursrevisjon.courses.offers import is_dated, is_description, is_practical, is_timed_title
from kursrevisjon.courses.outline import Outline, is_when_line, level_of, opens_courses
from kursrevisjon.courses.passages import (
    heading_name,
    is_no_training,
    is_professional,
    name_beside_colon,
    named_part,
    names_in_heading,
    seeks_staff,
    whole,
)
from kursrevisjon.courses.structure import (
    counts_parts,
    has_other_purpose,
    is_audience,
    is_kind_alone,
    is_repeated_name,
    is_section_of_courses,
)
from kursrevisjon.model import BlockKind, Course, Dimension, Document
from kursrevisjon.model.tokens import AnnotatedBlock

_TAGS: Final = re.compile(r"(?:#\w[\w-]*\s*)+")
"""A line of nothing but tags ("#lønn #grunnkurs")."""

_LONGEST_DAY: Final = 6
_LONGEST_NOUN: Final = 2
"""Words of a course noun without complements ("Grunnkurs", "Basic Course")."""


def find_courses(document: Document, annotated: Sequence[AnnotatedBlock]) -> tuple[Course, ...]:
    """The courses that the document describes, in the order in which they are first named."""
    outline = Outline(annotated)
    walk = _Walk(document, outline)
    lines = dated_lines(annotated)
    for (kind, group), blocks in groupby(_content(outline), key=partial(_group_key, lines)):
        members = list(blocks)
        if kind is BlockKind.HEADING:
            for block in members:
                walk.text(block) if is_when_line(block) else walk.heading(block)
        elif group and kind is BlockKind.LIST_ITEM:
            walk.items(members)
        elif group and kind is BlockKind.TABLE_ROW:
            walk.rows(members)
        else:
            for block in members:
                if outline.is_title_line(block):
                    walk.heading(block)
                else:
                    walk.text(block)
    walk.name_the_nameless()
    walk.spread_plurals()
    return tuple(draft.to_course() for draft in walk.drafts.all)


def _content(outline: Outline) -> Iterator[AnnotatedBlock]:
    """The blocks that can describe a course: no furniture, some word, and no mere link unless it stands in a card of
    a listing or text leads to it.
    """
    cards = {outline.blocks[title].block.group for title in outline.titles} - {0}
    for block in outline.blocks:
        known = block.block
        leads = (
            known.index in outline.titles
            or known.group in cards
            or (known.kind is BlockKind.LIST_ITEM and known.lead >= 0)
        )
        linked = (known.is_link and not leads) or _TAGS.fullmatch(known.text) is not None
        if block.tokens and not known.boilerplate and known.kind is not BlockKind.TITLE and not linked:
            yield block


def _group_key(lines: Mapping[int, int], block: AnnotatedBlock) -> tuple[BlockKind, int]:
    """What stands together: the items of a list, the rows of a table, and the lines of a calendar as if listed."""
    kind = block.block.kind
    if block.block.index in lines:
        return BlockKind.LIST_ITEM, -lines[block.block.index]
    return kind, block.block.group if kind in {BlockKind.LIST_ITEM, BlockKind.TABLE_ROW} else 0


class _Walk(Listings):
    """Reads the headings, and with its bases the whole page."""

    def heading(self, block: AnnotatedBlock) -> None:
        """A heading opens a section: of courses, of the parts of one, or about the one that it names."""
        outer = self._open_section(block)
        mentions = () if is_no_training(block) else self.outline.names(block)
        names = names_in_heading(block, mentions)
        opener = None if is_kind_alone(block) else self.outline.titles.get(block.block.index)
        groups = opener is None and self._groups_titles(block, names)
        offers = self.outline.holds_offers(block)
        plural = opener is None and (bool(mentions) or opens_courses(block))
        is_list = groups or (plural and self._opens_courses(block, mentions, offers=offers))
        if names:
            if opener is not None or not is_list:
                self._named_course(block, names, opener)
        elif not groups and not is_professional(block) and self._is_title(block, mentions, outer, offers=offers):
            self._heading_course(block, name_beside_colon(block, mentions), opener)
        elif offers:
            is_list = not has_other_purpose(block) or is_audience(block)
        if groups:
            self.groups.add(block.block.index)
        if is_list:
            self.lists.append((level_of(block), block))
        is_part = block.block.index in self.outline.parts or (bool(names) and names[0].kind == "stage")
        if self.section_course is not None:
            self._tell_of_all(self.section_course)
            self.section_course.is_titled = True
            self.section_course.add(whole(block))
            if is_part:
                self.section_course.belong_to(outer)
            self.section_course.belong_to(self._counted_whole(self.section_course))
        self.levels.append((level_of(block), self.section_course or outer))
        self.path.append(block.block.index)
        in_view = self.section_course or (None if is_list else outer or self._only_course(block))
        if in_view is not None and in_view is not self.section_course and _is_day(block):
            in_view.add(whole(block))
        self.current = [in_view, *self._asked_about(block, names)] if in_view else []
        self.in_form = seeks_staff(block)

    def _tell_of_all(self, course: Draft) -> None:
        """What a line below the heading around says of all that it opens ("These courses are voluntary.")."""
        for above in self.path[-1:]:
            course.headings += [number for number in self.told_of_all.get(above, []) if number not in course.headings]

    def _asked_about(self, block: AnnotatedBlock, names: Sequence[Named]) -> list[Draft]:
        """The other courses that a question names beside the first ("Er Startpakken og Grunnkurset obligatoriske?")."""
        if block.tokens[-1].word != "?" or self.section_course is None:
            return []
        return [self.drafts.of(named) for named in names[1:] if self.drafts.knows(named)]

    def _only_course(self, block: AnnotatedBlock) -> Draft | None:
        """The one course that a page has spoken of, which a question about it goes on about ("Hva lærer jeg?"), or the
        day of a programme ("Tirsdag 11. mars").
        """
        asks = block.tokens[0].has("asks", "field") and is_practical(block)
        is_day = (is_dated(block.tokens) or _is_day(block)) and len(block.tokens) <= _LONGEST_DAY
        return self.drafts.all[0] if (asks or is_day) and len(self.drafts.all) == 1 else None

    def _groups_titles(self, block: AnnotatedBlock, names: Sequence[Named]) -> bool:
        """Whether a heading only groups the titles of a listing below it, and is no programme with its stages."""
        below = self.outline.titles_below(block)
        stages = sum(any(named.kind == "stage" for named in self.outline.names(title)) for title in below)
        return len(below) > stages and not (names and stages > 1)

    def _opens_courses(self, block: AnnotatedBlock, mentions: Sequence[Named], *, offers: bool) -> bool:
        """Whether a heading is about several courses, by its words and by what follows."""
        following = _after(self.outline.blocks, block)
        listed = following is not None and following.block.kind in {BlockKind.LIST_ITEM, BlockKind.TABLE_ROW}
        return is_section_of_courses(block, mentions, listed=listed, offers=offers)

    def _is_title(self, block: AnnotatedBlock, mentions: Sequence[Named], outer: Draft | None, *, offers: bool) -> bool:
        """Whether a heading without a course noun is a course's name, by its place or by the text below it."""
        if is_kind_alone(block):
            return False
        if outer is not None and block.block.index in self.outline.parts:
            return True
        if block.block.index in self.outline.titles or name_beside_colon(block, mentions):
            return True
        if is_repeated_name(block, self.outline.blocks) or _counts_its_parts(block, mentions):
            return True
        return not offers and (self._is_listed(block) or is_timed_title(block) or self._is_described(block))

    def _is_described(self, block: AnnotatedBlock) -> bool:
        """Whether a heading stands over the description of a course."""
        return is_description(self.outline.body(block), first_spoken_of=not self.has_spoken)

    def _is_listed(self, block: AnnotatedBlock) -> bool:
        """Whether a heading stands under one that opens courses, and no listing has told which of them are."""
        if not self.lists or is_practical(block):
            return False
        opener = self.lists[-1][1]
        return not self.outline.opens_listing(opener) and not self.outline.has_sections(opener)

    def _named_course(self, block: AnnotatedBlock, names: Sequence[Named], opener: AnnotatedBlock | None) -> None:
        """A heading that names a course. In a listing each is one of its own, however alike their names are."""
        first = names[0]
        if opener is None:
            self.section_course = self.drafts.get(heading_name(block, names), first.kind, named_part(block))
            self.section_course.headings += self._headings_of_duty()
            self._call_by_noun(self.section_course, block, first)  # "Nettkurs: Si fra i tide"
            for other in names[1:]:
                if other.kind == "stage":
                    self.drafts.of(other)
            return
        part = named_part(block)
        alone = (first.start, first.end) == (part.start, part.end) and len(first.name.split()) <= _LONGEST_NOUN
        if first.kind == "stage" or (first.kind == "basic" and alone):
            self.section_course = self.drafts.of(first)
            self.section_course.name = first.name
        else:
            self.section_course = self.drafts.get(block.quote(part.start, part.end), "item", part, also=first)
            self.section_course.kind = first.kind if first.kind == "basic" else "item"
        self.section_course.headings += [*self._chain(block, opener), *self._introducing(opener)]

    def _headings_of_duty(self) -> list[int]:
        """The headings around that say what one must, or may choose to, take ("Dette må du ta")."""
        return [
            number
            for number in self.path
            if any(match.rule.startswith("obligation/overskrift") for match in self.outline.blocks[number].matches)
        ]

    def _introducing(self, opener: AnnotatedBlock) -> list[int]:
        """The lines below a heading that speak of all the courses listed there."""
        return [number for number in self.intros.get(opener.block.index, []) if not self._speaks_of_some(number)]

    def _speaks_of_some(self, number: int) -> bool:
        """Whether a block speaks of single courses ("Modul 1 er obligatorisk"; a definition) rather than of all."""
        block = self.outline.blocks[number]
        if block.block.kind in {BlockKind.TERM, BlockKind.DEFINITION}:
            return True
        told = {
            token.sentence
            for match in block.matches
            if match.dimension is Dimension.OBLIGATION and match.rule != "obligation/grunnkurs"
            for token in block.within(match.span.start, match.span.end)
        }
        return any(named.kind in {"stage", "basic"} and named.sentence in told for named in self.outline.names(block))

    def _heading_course(self, block: AnnotatedBlock, titled: str, opener: AnnotatedBlock | None) -> None:
        """A heading without a course noun that is a course's name."""
        if opener is None and is_practical(block):
            return
        part = named_part(block)
        self.section_course = self.drafts.get(titled or block.quote(part.start, part.end), "named", part)
        above = opener or (self.lists[-1][1] if self.lists else None)
        if above is not None:
            self.section_course.kind = "item"
            self.section_course.headings += [*self._chain(block, above), *self._introducing(above)]


def _counts_its_parts(block: AnnotatedBlock, mentions: Sequence[Named]) -> bool:
    """Whether a heading names training at large by its parts ("Skuleringa i tre steg")."""
    whole = bool(mentions) and mentions[0].first == 0 and mentions[0].definite
    return whole and counts_parts(block)


def _is_day(block: AnnotatedBlock) -> bool:
    """Whether a heading is that of a day or session of the course around it ("Dag 2: Systematisk HMS-arbeid")."""
    first, *rest = block.tokens
    counted = bool(rest) and (rest[0].text.isdigit() or rest[0].has("numeral"))
    return (first.has("unit", "stage_word") and counted) or (
        first.has("ordinal") and bool(rest) and rest[0].has("unit")
    )


def _after(annotated: Sequence[AnnotatedBlock], block: AnnotatedBlock) -> AnnotatedBlock | None:
    number = block.block.index + 1
    return annotated[number] if number < len(annotated) else None
