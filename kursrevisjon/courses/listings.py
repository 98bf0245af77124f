"""Lists and tables: courses, the stages of a programme, or the topics of one course.

The heading above or the sentence before a list decides which.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kursrevisjon.courses.calendar import is_of_card
from kursrevisjon.courses.drafts import Draft
from kursrevisjon.courses.mentions import is_whole
from kursrevisjon.courses.names import Named
from kursrevisjon.courses.offers import has_length, is_dated
from kursrevisjon.courses.passages import (
    is_header,
    is_meeting,
    is_no,
    is_no_training,
    is_yes,
    opens_form,
    says_no_to_duty,
    says_yes_to_duty,
    whole,
)
from kursrevisjon.courses.sentences import Sentences
from kursrevisjon.courses.structure import (
    GroupRole,
    are_figures,
    are_labelled,
    are_statements,
    binds_reader,
    bracketed,
    course_column,
    courses_in_columns,
    date_end,
    group_role,
    has_labels,
    is_about_admission,
    is_line,
    is_menu,
    item_name,
)
from kursrevisjon.courses.wholes import CONSISTS, is_several, tells_content
from kursrevisjon.model import Span
from kursrevisjon.model.tokens import AnnotatedBlock

_DATED: Final = re.compile(r", (?=\d{1,2}\.)")
_FEWEST_DATES: Final = 3
"""Dated items from which on a list is a calendar, whose other lines go on about the item before."""


class Listings(Sentences):
    """Reads lists and tables."""

    def items(self, blocks: Sequence[AnnotatedBlock]) -> None:
        """A list: courses, stages of a programme, or topics of the course in view."""
        self.in_form = self.in_form or any(map(opens_form, blocks))
        if self.in_form or (self.section is not None and is_about_admission(self.section)):
            return
        lead = self.outline.blocks[blocks[0].block.lead] if blocks[0].block.lead >= 0 else None
        self._pass_details(blocks)
        role = group_role(blocks, self.section, lead, self.outline.names, has_course=bool(self.current))
        timed = len(blocks) > 1 and all(has_length(bracketed(block)) for block in blocks) and self._has_told_nothing()
        if role is not GroupRole.OTHER and not are_statements(blocks) and (timed or self._opens_items()):
            role = GroupRole.COURSES
            if timed:
                self._drop_empty_title()
        if self.current and (self._in_card(blocks[0]) or (lead is not None and tells_content(lead))):
            role = GroupRole.TOPICS
        if role is GroupRole.COURSES and lead is not None:
            self._drop_set(lead)
        if role is GroupRole.TEXT and lead is None and is_menu(blocks):
            return
        if role in {GroupRole.TEXT, GroupRole.OTHER} and are_labelled(blocks):
            self._labelled(blocks)
            return
        programme = self._programme_of(role, blocks)
        known = len(self.drafts.all)
        if role is GroupRole.COURSES:
            self._item_courses(blocks, lead)
        else:
            view = self.current
            for block in blocks:
                self.current = view if role is GroupRole.TEXT else self.current
                self._item(block, role, programme)
        if programme:
            self.current = [programme]
        if role in {GroupRole.COURSES, GroupRole.STAGES}:
            self.listed = self.drafts.all[known:]

    def _labelled(self, blocks: Sequence[AnnotatedBlock]) -> None:
        """A list of what, when, where and for whom, which is about one course ("Hva: Velkomstkurset")."""
        names = [named for block in blocks for named in self.outline.names(block) if named.kind != "bare"]
        if names:
            self.current = [self.drafts.of(names[0])]
        for draft in self.current[:1]:
            for block in blocks:
                draft.add(whole(block))

    def _in_card(self, block: AnnotatedBlock) -> bool:
        """Whether a list stands in the card of a listing, whose title is the heading above it."""
        known = self.section.block if self.section is not None else None
        return known is not None and known.index in self.outline.titles and 0 != known.group == block.block.group

    def _has_told_nothing(self) -> bool:
        """Whether no course is in view, or one of which only a heading has been read."""
        section = self.section
        return not self.current or (section is not None and self.current[0].scope == [whole(section)])

    def _drop_empty_title(self) -> None:
        """Forget a heading that was taken for a course's title and only stands over a list of courses."""
        course = self.section_course
        if course is not None and course in self.current and course.kind in {"named", "item"}:
            self.drafts.drop(course)
            self.current = [other for other in self.current if other is not course]
            self.section_course = None

    def _drop_set(self, lead: AnnotatedBlock) -> None:
        """Forget what a sentence calls the courses that it lists below it ("Vi har disse kursene for nye:")."""
        sets = {named.start for named in self.outline.names(lead) if is_line(lead) or is_several(lead, named)}
        for draft in [draft for draft in self.drafts.all if draft.kind == "generic"]:
            if all(place.block == lead.block.index and place.start in sets for place in draft.mentions):
                self.drafts.drop(draft)
                self.current = [other for other in self.current if other is not draft]

    def _programme_of(self, role: GroupRole, blocks: Sequence[AnnotatedBlock]) -> Draft | None:
        """The course in view, which a list goes on about; of stages of its own kind, the programme that it is in."""
        course = self.current[0] if self.current else None
        if course is not None and role is GroupRole.STAGES and _is_one_of(course, map(self.outline.names, blocks)):
            return course.programme
        return course

    def _item(self, block: AnnotatedBlock, role: GroupRole, programme: Draft | None) -> None:
        """An item that is no course by its place: a stage, a topic, or text."""
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
        elif role is GroupRole.TEXT or (role is GroupRole.OTHER and names and binds_reader(block)):
            self.text(block)

    def _pass_details(self, blocks: Sequence[AnnotatedBlock]) -> None:
        """A list of when and where below a heading: what comes after it is still the heading's first text."""
        dated = any(is_dated(block.tokens) for block in blocks)
        if blocks[0].block.index == self.fresh and dated and all(map(is_of_card, blocks)):
            self.fresh = self._next(blocks[-1])

    def rows(self, blocks: Sequence[AnnotatedBlock]) -> None:
        """A table: a course a row, or the timetable of the course in view."""
        if are_figures(blocks) or has_labels(blocks):
            return
        columns = courses_in_columns(blocks, self.outline.names) if is_header(blocks) else {}
        if columns:
            self._column_courses(blocks, columns)
            return
        listed = self._opens_items()
        column = course_column(blocks, self.outline.names, listed=listed)
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

    def _column_courses(self, blocks: Sequence[AnnotatedBlock], columns: Mapping[int, Named]) -> None:
        """A table with a course a column, and a topic or a fact of them a row ("Vernerunde | | x")."""
        for column, named in columns.items():
            draft = self.drafts.of(named)
            self._under(draft, None)
            for block in blocks[1:]:
                cells = block.block.cells
                if column >= len(cells) or is_no(cells[column]):
                    continue
                draft.add(Span(block.block.index, *block.block.cell_place(0)))
                if not is_yes(cells[column]):
                    draft.add(Span(block.block.index, *block.block.cell_place(column)))

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
        if end <= start or all(token.has("month") or not token.is_word for token in block.within(start, end)):
            return
        if is_no_training(block):
            return
        is_told = not block.block.strong and block.tokens[0].has("complete", "directive", "practical_word")
        if names and is_told:
            self.text(block)  # "Ta introduksjonskurset på nett"
            return
        end = next((start + len(text) for text in block.block.strong if block.block.text.startswith(text, start)), end)
        opening = [named for named in names if named.start <= start + 2 and named.kind in {"stage", "basic"}]
        kind = opening[0].kind if opening else "item"
        if kind == "stage":
            stages = [named for named in names if named.kind == "stage" and named.start < end]
            for named in stages:
                draft = self.drafts.of(named)
                self._take_item(draft, kind, block, lead)
                draft.belong_to(self._headed_programme())
            return
        also = opening[0] if opening and opening[0].end >= end else None
        name = _DATED.split(block.quote(start, end), maxsplit=1)[0].rstrip(" .:")
        draft = self.drafts.get(name, "item", Span(block.block.index, start, start + len(name)), also)
        for named in names[:1]:
            self.drafts.call_also(draft, named)
        self._take_item(draft, kind, block, lead)

    def _headed_programme(self) -> Draft | None:
        """The programme whose stages a heading lists ("Grunnopplæring"), though nothing else be said of it."""
        names = self.outline.names(self.section) if self.section is not None else ()
        first = names[0] if len(names) == 1 else None
        if first is None or first.first or not (first.kind == "basic" or first.definite):
            return None
        return Draft(first.name, first.kind)

    def _take_item(self, draft: Draft, kind: str, block: AnnotatedBlock, lead: AnnotatedBlock | None) -> None:
        draft.kind = kind
        draft.add(whole(block))
        self._under(draft, lead)
        self._mark_starred(draft)
        if lead is not None and any(token.word in CONSISTS for token in lead.tokens):
            wholes = [named for named in self.outline.names(lead) if named.kind != "bare"]
            draft.belong_to(self.drafts.of(wholes[0]) if wholes and self.drafts.knows(wholes[0]) else None)

    def _mark_starred(self, draft: Draft) -> None:
        """A star behind a name points to a note below ("Førstelinja*"), and is no part of the name."""
        if draft.name.endswith("*") and draft not in self.starred:
            draft.name = draft.name.rstrip("* ")
            self.starred.append(draft)

    def _row_course(self, block: AnnotatedBlock, column: int, header: AnnotatedBlock) -> None:
        cell = block.block.cells[column]
        start, _ = block.block.cell_place(column)
        if not cell.strip():
            return
        cell = next((lead for lead in block.block.strong if cell.startswith(lead)), cell)
        words = [token for token in block.within(start, start + len(cell)) if token.is_word]
        if not words or words[0].has("neg"):
            return
        if all(token.has("month", "small") for token in words) or all(token.has("meeting") for token in words):
            return
        named = [named for named in self.outline.names(block) if start <= named.start < start + len(cell)]
        kind = named[0].kind if named and named[0].kind in {"stage", "basic"} else "row"
        place = Span(block.block.index, start, start + len(cell))
        also = named[0] if kind == "basic" and named[0].end >= place.end else None
        # "Grunnkurs modul 1" is the stage that a sentence calls "Modul 1".
        name = named[0].name if kind == "stage" and (named[0].start, named[0].end) == (place.start, place.end) else cell
        draft = self.drafts.get(name, kind if kind == "stage" else "row", place, also)
        draft.kind = kind
        draft.add(whole(block))
        if kind == "stage":
            above = (course for _, course in reversed(self.levels) if course is not None)
            draft.belong_to(next((course for course in above if is_whole(course.name)), None))
        if says_yes_to_duty(block, header):
            draft.headings.append(header.block.index)
        elif (denied := says_no_to_duty(block, header)) is not None:
            draft.denied = denied
        self._under(draft, None)
        self._mark_starred(draft)


def _is_one_of(stage: Draft, listed: Iterable[Sequence[Named]]) -> bool:
    """Whether a stage is one of those that a list names ("trinn 1" and "Trinn 2: Avtalen"), not their programme."""
    kind = stage.name.split()[0].lower()
    return stage.kind == "stage" and any(names and names[0].name.split()[0].lower() == kind for names in listed)
