"""From blocks to courses: one walk down the page, with the section's course and the group's role in mind.

Running text names courses in its sentences; a sentence that names none is about the one named last. A list or a
table is either courses, stages of a programme, or the topics of one course: its heading or the sentence before it
decides.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final

from kursrevisjon.courses.calendar import is_of_card
from kursrevisjon.courses.drafts import Draft, Drafts
from kursrevisjon.courses.names import Named, find_names
from kursrevisjon.courses.offers import is_dated, is_description, is_practical, is_timed_title
from kursrevisjon.courses.outline import Outline, level_of, opens_courses
from kursrevisjon.courses.passages import (
    heading_name,
    is_admission_rule,
    is_header,
    is_meeting,
    is_no_training,
    is_only_placed,
    is_professional,
    is_registration,
    is_training_at_large,
    kind_of_course,
    name_beside_colon,
    named_part,
    names_in_heading,
    opens_form,
    rests_on_law,
    says_what_it_is,
    says_yes_to_duty,
    span,
    stands_in,
    whole,
)
from kursrevisjon.courses.structure import (
    GroupRole,
    are_figures,
    are_statements,
    course_column,
    date_end,
    group_role,
    has_other_purpose,
    is_audience,
    is_repeated_name,
    is_section_of_courses,
    item_name,
    opens_unnamed,
)
from kursrevisjon.model import BlockKind, Course, Dimension, Document, Span
from kursrevisjon.model.tokens import AnnotatedBlock, Token

_FEWEST_DATES: Final = 3
"""Dated items from which on a list is a calendar, whose other lines go on about the item before."""

_PLURALS: Final = ("ene", "ane", "a")

_JOINING: Final = frozenset(", og eller samt and or både begge på i to the det den – til both for av of eit".split())
_PROGRAMME: Final = frozenset(
    "består delt deler delar omfatter sammen saman inneholder avløses avløser parts part deler: consists".split()
)
_WHOLE: Final = (
    "opplæring",
    "program",
    "løp",
    "løft",
    "stige",
    "skole",
    "skule",
    "akademi",
    "pathway",
    "skolering",
    "skulering",
    "plattform",
    "studi",
    "utdanning",
    "grunn",
    "basis",
)


def find_courses(document: Document, annotated: Sequence[AnnotatedBlock]) -> tuple[Course, ...]:
    """The courses that the document describes, in the order in which they are first named."""
    outline = Outline(annotated)
    walk = _Walk(document, outline)
    for (kind, group), blocks in groupby(_content(outline), key=_group_key):
        members = list(blocks)
        if kind is BlockKind.HEADING:
            for block in members:
                walk.heading(block)
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
        linked = known.is_link and not leads
        if block.tokens and not known.boilerplate and known.kind is not BlockKind.TITLE and not linked:
            yield block


def _group_key(block: AnnotatedBlock) -> tuple[BlockKind, int]:
    kind = block.block.kind
    return kind, block.block.group if kind in {BlockKind.LIST_ITEM, BlockKind.TABLE_ROW} else 0


class _Walk:
    """What is known at a point of the page: the section's heading and course, and the course named last."""

    def __init__(self, document: Document, outline: Outline) -> None:
        self.document = document
        self.outline = outline
        self.drafts = Drafts()
        self.section: AnnotatedBlock | None = None
        self.section_course: Draft | None = None
        self.current: list[Draft] = []
        self.levels: list[tuple[int, Draft | None]] = []
        self.path: list[int] = []
        self.fresh = -1
        self.lists: list[tuple[int, AnnotatedBlock]] = []
        self.groups: set[int] = set()
        self.intros: dict[int, list[int]] = {}
        self.nameless: tuple[AnnotatedBlock, Named] | None = None
        self.in_form = False
        self.has_spoken = False
        self.listed: list[Draft] = []

    def heading(self, block: AnnotatedBlock) -> None:
        """A heading opens a section: of courses, of the parts of one, or about the one that it names."""
        outer = self._open_section(block)
        mentions = () if is_no_training(block) else self.outline.names(block)
        names = names_in_heading(block, mentions)
        opener = self.outline.titles.get(block.block.index)
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
            self.section_course.is_titled = True
            if is_part:
                self.section_course.belong_to(outer)
        self.levels.append((level_of(block), self.section_course or outer))
        self.path.append(block.block.index)
        in_view = self.section_course or (None if is_list else outer)
        self.current = [in_view] if in_view else []

    def _open_section(self, block: AnnotatedBlock) -> Draft | None:
        """Leaves the sections that a heading ends; returns the course of the one that it stands in."""
        level = level_of(block)
        while self.levels and self.levels[-1][0] >= level:
            self.levels.pop()
            self.path.pop()
        while self.lists and self.lists[-1][0] >= level:
            self.lists.pop()
        self.section = block
        self.section_course = None
        self.in_form = False
        self.fresh = self._next(block)
        return self.levels[-1][1] if self.levels else None

    def _next(self, block: AnnotatedBlock) -> int:
        """Where the content goes on after a block."""
        index = block.block.index + 1
        while index < len(self.outline.blocks) and self.outline.blocks[index].block.boilerplate:
            index += 1
        return index

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
        if outer is not None and block.block.index in self.outline.parts:
            return True
        if block.block.index in self.outline.titles or name_beside_colon(block, mentions):
            return True
        if is_repeated_name(block, self.outline.blocks):
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

    def _chain(self, block: AnnotatedBlock, opener: AnnotatedBlock | None = None) -> list[int]:
        """The headings above a block, nearest first, up to the one that opens the listing."""
        above = [index for index in reversed(self.path) if index < block.block.index]
        return [index for index in above if opener is None or index >= opener.block.index]

    def _named_course(self, block: AnnotatedBlock, names: Sequence[Named], opener: AnnotatedBlock | None) -> None:
        """A heading that names a course. In a listing each is one of its own, however alike their names are."""
        first = names[0]
        if opener is None:
            self.section_course = self.drafts.get(heading_name(block, names), first.kind, named_part(block))
            for other in names[1:]:
                if other.kind == "stage":
                    self.drafts.of(other)
            return
        if first.kind == "stage":
            self.section_course = self.drafts.of(first)
        else:
            part = named_part(block)
            self.section_course = self.drafts.get(block.quote(part.start, part.end), "item", part, also=first)
            self.section_course.kind = first.kind if first.kind == "basic" else "item"
        self.section_course.headings += self._chain(block, opener)

    def _heading_course(self, block: AnnotatedBlock, titled: str, opener: AnnotatedBlock | None) -> None:
        """A heading without a course noun that is a course's name."""
        if opener is None and is_practical(block):
            return
        part = named_part(block)
        self.section_course = self.drafts.get(titled or block.quote(part.start, part.end), "named", part)
        above = opener or (self.lists[-1][1] if self.lists else None)
        if above is not None:
            self.section_course.kind = "item"
            self.section_course.headings += [*self._chain(block, above), *self.intros.get(above.block.index, [])]

    def text(self, block: AnnotatedBlock) -> None:
        """Running text: sentence by sentence, to the courses that it names or goes on about."""
        if is_professional(block) and self.section_course is not None and _is_only_heading(self.section_course):
            self.drafts.drop(self.section_course)
            self.section_course, self.current = None, []
        if self.in_form or is_professional(block):
            return
        self.in_form = opens_form(block)
        self.has_spoken = self.has_spoken or any(token.has("kurs") for token in block.tokens)
        if self.lists and self.section is self.lists[-1][1]:
            self.intros.setdefault(self.section.block.index, []).append(block.block.index)
            if block.block.text.rstrip().endswith(":"):
                return
        if block.block.index in self.outline.leads:
            self._lead_course(block)
            return
        if is_registration(block):
            return
        if block.block.index == self.fresh and is_of_card(block):
            self.fresh = self._next(block)
        names = self.outline.names(block)
        question: Span | None = None
        before: Span | None = None
        for sentence in block.sentences():
            inside = [named for named in names if named.sentence == sentence[0].sentence]
            inside = self._recalled(block, sentence, inside)
            known = len(self.drafts.all)
            self._sentence(block, sentence, inside)
            pointed = before if before is not None and sentence[0].has("points_back") else question
            if pointed is not None and len(self.drafts.all) > known:
                self.drafts.all[known].add(pointed)
            leads = (
                sentence[-1].word == "?"
                or any(named.kind == "bare" for named in inside)
                or rests_on_law(block, sentence)
            )
            question = span(block, sentence) if leads and not self.current else None
            before = None if self.current else span(block, sentence)

    def items(self, blocks: Sequence[AnnotatedBlock]) -> None:
        """A list: courses, stages of a programme, or topics of the course in view."""
        self.in_form = self.in_form or any(map(opens_form, blocks))
        if self.in_form:
            return
        lead = self.outline.blocks[blocks[0].block.lead] if blocks[0].block.lead >= 0 else None
        self._pass_details(blocks)
        role = group_role(blocks, self.section, lead, has_course=bool(self.current))
        if role is not GroupRole.OTHER and not are_statements(blocks) and self._opens_items():
            role = GroupRole.COURSES
        programme = self.current[0] if self.current else None
        known = len(self.drafts.all)
        if role is GroupRole.COURSES:
            self._item_courses(blocks, lead)
        for block in blocks if role is not GroupRole.COURSES else ():
            names = self.outline.names(block)
            if role is GroupRole.STAGES and names and names[0].first <= 2:
                draft = self.drafts.of(names[0])
                draft.add(whole(block))
                draft.belong_to(programme)
            elif role is GroupRole.TOPICS and names and names[0].first == 0 and names[0].kind in {"stage", "basic"}:
                self._stages_of(programme, block, names)
            elif role is GroupRole.TOPICS:
                for draft in self.current:
                    draft.add(whole(block))
            elif role is GroupRole.TEXT:
                self.text(block)
        if programme:
            self.current = [programme]
        if role in {GroupRole.COURSES, GroupRole.STAGES}:
            self.listed = self.drafts.all[known:]

    def _pass_details(self, blocks: Sequence[AnnotatedBlock]) -> None:
        """A list of when and where below a heading: what comes after it is still the heading's first text."""
        dated = any(is_dated(block.tokens) for block in blocks)
        if blocks[0].block.index == self.fresh and dated and all(map(is_of_card, blocks)):
            self.fresh = self._next(blocks[-1])

    def _opens_items(self) -> bool:
        """Whether the heading above opens courses, and not only the headings below it."""
        return bool(self.lists) and self.section is self.lists[-1][1] and self.section.block.index not in self.groups

    def rows(self, blocks: Sequence[AnnotatedBlock]) -> None:
        """A table: a course a row, or the timetable of the course in view."""
        if are_figures(blocks):
            return
        listed = self._opens_items()
        column = course_column(blocks, listed=listed)
        for block in blocks:
            if column is not None and block is blocks[0] and is_header(blocks):
                continue
            if column is not None and column < len(block.block.cells):
                self._row_course(block, column, blocks[0])
            elif column is None and self.current:
                for draft in self.current:
                    draft.add(whole(block))
            else:
                self.text(block)

    def _stages_of(self, programme: Draft | None, block: AnnotatedBlock, names: Sequence[Named]) -> None:
        """An item of a programme's list that opens with courses of its own."""
        for named in (named for named in names if named.kind != "bare"):
            draft = self.drafts.of(named)
            draft.add(whole(block))
            draft.belong_to(programme)

    def _item_courses(self, blocks: Sequence[AnnotatedBlock], lead: AnnotatedBlock | None) -> None:
        """A list of courses; in a calendar, lines without a date go on about the item before."""
        dated = [date_end(block.block.text) > 0 for block in blocks]
        is_calendar = dated[0] and sum(dated) >= _FEWEST_DATES
        known = len(self.drafts.all)
        for block, has_date in zip(blocks, dated, strict=True):
            if not is_calendar or has_date:
                known = len(self.drafts.all)
                if not (is_calendar and is_meeting(block)):
                    self._item_course(block, self.outline.names(block), lead)
            elif len(self.drafts.all) > known:
                self.drafts.all[-1].add(whole(block))

    def _item_course(self, block: AnnotatedBlock, names: Sequence[Named], lead: AnnotatedBlock | None) -> None:
        start, end = item_name(block)
        if end <= start:
            return
        opening = [named for named in names if named.start <= start + 2 and named.kind in {"stage", "basic"}]
        kind = opening[0].kind if opening else "item"
        if kind == "stage":
            stages = [named for named in names if named.kind == "stage" and named.start < end]
            for named in stages:
                self._take_item(self.drafts.of(named), kind, block, lead)
            return
        also = opening[0] if opening and opening[0].end >= end else None
        draft = self.drafts.get(block.quote(start, end), "item", Span(block.block.index, start, end), also)
        self._take_item(draft, kind, block, lead)

    def _take_item(self, draft: Draft, kind: str, block: AnnotatedBlock, lead: AnnotatedBlock | None) -> None:
        draft.kind = kind
        draft.add(whole(block))
        self._under(draft, lead)

    def _row_course(self, block: AnnotatedBlock, column: int, header: AnnotatedBlock) -> None:
        cell = block.block.cells[column]
        start = sum(len(before) + 3 for before in block.block.cells[:column])
        if not cell.strip():
            return
        cell = next((lead for lead in block.block.strong if cell.startswith(lead)), cell)
        words = [token for token in block.within(start, start + len(cell)) if token.is_word]
        if all(token.has("month", "small") for token in words):
            return
        named = [named for named in find_names(block) if start <= named.start < start + len(cell)]
        kind = named[0].kind if named and named[0].kind in {"stage", "basic"} else "row"
        place = Span(block.block.index, start, start + len(cell))
        also = named[0] if kind == "basic" and named[0].end >= place.end else None
        draft = self.drafts.get(cell, kind if kind == "stage" else "row", place, also)
        draft.kind = kind
        draft.add(whole(block))
        if says_yes_to_duty(block, header):
            draft.headings.append(header.block.index)
        self._under(draft, None)

    def _under(self, draft: Draft, lead: AnnotatedBlock | None) -> None:
        """The heading and the sentence before a list pass on what they say."""
        for above in (self.section, lead):
            if above is not None and above.block.index not in draft.headings:
                draft.headings.append(above.block.index)

    def _sentence(self, block: AnnotatedBlock, sentence: Sequence[Token], names: Sequence[Named]) -> None:
        if not self.current and self._is_about_heading(block, sentence, names):
            self._name_by_heading()
        if any(
            match.dimension is Dimension.NOT_TRAINING and stands_in(match.span, block, sentence)
            for match in block.matches
        ):
            return
        telling = [named for named in names if not self._points_back(block, sentence, named)]
        if self.current and is_admission_rule(block, sentence):
            telling = []
        if not telling:
            pointing = next((named for named in names if named.definite), None)
            if pointing is not None and sentence[0].start == pointing.start and not self.current:
                self.nameless = self.nameless or (block, pointing)
            all_of_them = self._all_of_them() if any(token.has("all_of_them") for token in sentence) else []
            for draft in all_of_them or self.current:
                draft.add(span(block, sentence))
        else:
            self._name_courses(block, sentence, telling)

    def _name_courses(self, block: AnnotatedBlock, sentence: Sequence[Token], names: Sequence[Named]) -> None:
        """A sentence that names courses: each is told of from its name to the next; the last ones stay in view."""
        groups = list(_grouped(block, names))
        programme = self._programme(sentence, groups)
        starts = [sentence[0].start] + [group[0].start for group in groups[1:]]
        ends = [*starts[1:], sentence[-1].end]
        for group, start, end in zip(groups, starts, ends, strict=True):
            self._call_headline(block, group[0])
            drafts = [self.drafts.of(named) for named in group]
            for draft in drafts:
                draft.add(Span(block.block.index, start, end))
                if self.section is not None and self.section.block.index not in draft.headings:
                    draft.headings.append(self.section.block.index)
                if draft.kind in {"stage", "named", "title"}:
                    draft.belong_to(programme or self._whole_of(sentence, draft))
            self.current = drafts
        if programme is not None and len(groups) > 1:
            self.current = [programme]
        elif self.section_course is not None and all(draft.is_titled for draft in self.current):
            self.current = [self.section_course]

    def _call_headline(self, block: AnnotatedBlock, named: Named) -> None:
        """A headline that only speaks of a course ("Fulle hus på kurset for nye") leaves its name to the text."""
        course, section = self.section_course, self.section
        if course is None or section is None or course.kind != "generic" or self.drafts.knows(named):
            return
        headline = next(iter(self.outline.names(section)), None)
        if headline is None or not headline.first or level_of(section) > 1 or self.drafts.all[-1] is not course:
            return
        spoken, called = kind_of_course(section, headline), kind_of_course(block, named)
        if spoken and called and (spoken.endswith(called) or called.endswith(spoken)):
            self.drafts.rename(course, named)

    def _lead_course(self, block: AnnotatedBlock) -> None:
        """A paragraph that opens with a course's name in bold, among others of the kind."""
        end = self.outline.leads[block.block.index]
        stage = next((named for named in find_names(block) if named.kind == "stage" and named.first == 0), None)
        span = Span(block.block.index, 0, end)
        draft = self.drafts.of(stage) if stage else self.drafts.get(block.quote(0, end).strip(" .:"), "item", span)
        draft.kind = "stage" if stage else "item"
        draft.add(whole(block))
        self._under(draft, None)
        for above in self._chain(block):
            if above not in draft.headings:
                draft.headings.append(above)

    def _whole_of(self, sentence: Sequence[Token], draft: Draft) -> Draft | None:
        """The programme that a sentence counts a part of ("Første bolk, «Bak døra», ..."): the course named first."""
        counts = any(one.has("ordinal") and two.has("stage_word", "part_noun") for one, two in pairwise(sentence))
        first = self.section_course or (self.drafts.all[0] if self.drafts.all else None)
        return first if counts and first is not draft else None

    def _all_of_them(self) -> list[Draft]:
        """What "trinna" or "neither" points to: the courses of the list before, or the stages named so far."""
        return self.listed or [draft for draft in self.drafts.all if draft.kind == "stage"]

    def name_the_nameless(self) -> None:
        """In the section for representatives, a course that is only called "webinaret" goes by that name."""
        if self.drafts.all or self.document.section is None or self.nameless is None:
            return
        block, named = self.nameless
        draft = self.drafts.of(named)
        draft.add(whole(block))

    def _recalled(self, block: AnnotatedBlock, sentence: Sequence[Token], names: list[Named]) -> list[Named]:
        """The mentions of a sentence, with those that repeat a name that a heading gave ("Trygg rampe")."""
        text = block.quote(sentence[0].start, sentence[-1].end)
        found = list(names)
        for draft in self.drafts.all:
            at = text.find(draft.name) if draft.kind in {"named", "item"} and len(draft.name) > 3 else -1
            if at < 0:
                continue
            start, end = sentence[0].start + at, sentence[0].start + at + len(draft.name)
            numbers = [number for number, token in enumerate(block.tokens) if token.start >= start and token.end <= end]
            found = [named for named in found if named.end <= start or named.start >= end or named.kind == "stage"]
            if numbers:
                number = sentence[0].sentence
                found.append(Named(block.block.index, numbers[0], numbers[-1], start, end, draft.name, "named", number))
        return sorted(found, key=lambda named: named.first)

    def _points_back(self, block: AnnotatedBlock, sentence: Sequence[Token], named: Named) -> bool:
        """Whether a mention is another word for the course in view, or names nothing."""
        if named.kind == "bare" or self._are_known(named) or self._is_stage_of_heading(named):
            return True
        if self.current and (is_training_at_large(named) or says_what_it_is(sentence, named)):
            return True
        if self.section_course is not None and is_only_placed(block, named):
            return True
        if not self.current or named.kind != "generic" or self.drafts.knows(named):
            return False
        head = next(
            (token for token in block.tokens[named.first : named.last + 1] if token.has("anaphor", "bare")), None
        )
        fresh = block.block.index == self.fresh and (
            opens_unnamed(sentence, [named], self.section) or (self.section_course is not None and not named.definite)
        )
        return fresh or (head is not None and head.has("anaphor"))

    def _is_stage_of_heading(self, named: Named) -> bool:
        """Whether a mention is of the stage that the heading's longer name ends in ("Basic course Part 1")."""
        course = self.section_course
        if named.kind != "stage" or course is None or self.section is None or course.kind == "stage":
            return False
        return any(
            mention.kind == "stage" and mention.name == named.name for mention in self.outline.names(self.section)
        )

    def _are_known(self, named: Named) -> bool:
        """Whether a mention is of several courses that have been named one by one ("grunnmodulene")."""
        stem = next((named.name[: -len(end)].lower() for end in _PLURALS if named.name.endswith(end)), "")
        known = sum(draft.name.lower().startswith(stem) for draft in self.drafts.all) if stem else 0
        return known > 1 and not self.drafts.knows(named)

    def _is_about_heading(self, block: AnnotatedBlock, sentence: Sequence[Token], names: Sequence[Named]) -> bool:
        """Whether a section's first words leave the naming of the course to its heading."""
        if self.section is None or self.section_course is not None or is_practical(self.section):
            return False
        if self.lists and self.lists[-1][1] is self.section:
            return False
        if sentence[0].has("field") and len(sentence) > 1 and sentence[1].word == ":":
            return True
        if self.document.section is None:
            if self.drafts.all and names and names[0].kind == "bare":
                self.current = [self.drafts.all[-1]]
                return False
            plain = len(self.section.tokens) <= 9 and self.section.tokens[0].is_word
            return plain and bool(names) and opens_unnamed(sentence, names, self.section)
        near = block.block.index <= self.section.block.index + 2 and self.section.block.level <= 2
        pointing = near and any(
            block.tokens[named.first].has("this_offer") for named in names if named.kind == "bare" and named.definite
        )
        return bool(names) and (pointing or opens_unnamed(sentence, names, self.section))

    def _name_by_heading(self) -> None:
        section = self.section
        if section is None:
            return
        self.section_course = self.drafts.get(section.block.text, "named", whole(section))
        self.levels[-1] = (self.levels[-1][0], self.section_course)
        self.current = [self.section_course]

    def _programme(self, sentence: Sequence[Token], groups: Sequence[Sequence[Named]]) -> Draft | None:
        """The programme whose stages the sentence names: in the sentence itself, or the course in view."""
        first = groups[0][0]
        links = any(token.word in _PROGRAMME for token in sentence) or any(token.word == ":" for token in sentence)
        stages = [named for group in groups for named in group if named.kind == "stage"]
        if first.kind != "stage" and len([named for group in groups for named in group]) > 1 and links:
            return self.drafts.of(first)
        extra = any(token.word in {"tillegg", "utenom"} for token in sentence)
        if stages and len(stages) == sum(map(len, groups)) and self.current and not extra:
            whole = self.current[0]
            if whole.kind != "stage" and any(part in whole.name.lower() for part in _WHOLE):
                return whole
            if (whole.kind in {"named", "title"} and len(stages) > 1) or (
                whole is self.section_course and whole.kind != "stage"
            ):
                return whole
        return None


def _after(annotated: Sequence[AnnotatedBlock], block: AnnotatedBlock) -> AnnotatedBlock | None:
    number = block.block.index + 1
    return annotated[number] if number < len(annotated) else None


def _is_only_heading(draft: Draft) -> bool:
    """Whether nothing but a heading has been said of a course so far."""
    return len(draft.scope) == 1 and draft.is_titled


def _grouped(block: AnnotatedBlock, names: Sequence[Named]) -> Iterator[list[Named]]:
    """Mentions that only joining words part share what is said of them."""
    group = [names[0]]
    for named in names[1:]:
        between = block.tokens[group[-1].last + 1 : named.first]
        if len(between) <= 3 and all(token.word in _JOINING for token in between):
            group.append(named)
        else:
            yield group
            group = [named]
    yield group
