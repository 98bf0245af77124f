"""Running text: sentence by sentence, to the courses that it names or goes on about.

A sentence that names no course is about the one named last; one that follows a heading may leave the naming to it.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from kursrevisjon.courses.calendar import is_of_card
from kursrevisjon.courses.drafts import Draft
from kursrevisjon.courses.mentions import (
    ANSWERS,
    AT_LARGE_OR_COURSES,
    denies,
    explains_itself,
    grouped,
    is_only_heading,
    is_whole,
    only_says_where,
    says_it_is_one,
    tells_what_was_taught,
)
from kursrevisjon.courses.names import CODE, Named
from kursrevisjon.courses.names.named import is_compound
from kursrevisjon.courses.offers import is_practical
from kursrevisjon.courses.outline import is_case, is_when_line, level_of
from kursrevisjon.courses.passages import (
    admission_rule,
    is_built_on,
    is_no_training,
    is_only_placed,
    is_professional,
    is_registration,
    is_training_at_large,
    kind_of_course,
    opens_form,
    rests_on_law,
    says_what_it_is,
    seeks_staff,
    span,
    stands_in,
    whole,
)
from kursrevisjon.courses.structure import is_about_admission, is_kind_alone, opens_unnamed
from kursrevisjon.courses.view import View
from kursrevisjon.courses.wholes import (
    CONSISTS,
    COUNTS,
    counted_parts,
    goes_on,
    holds_all,
    is_plural,
    tells_parts,
    without_wholes,
)
from kursrevisjon.model import BlockKind, Dimension, Span
from kursrevisjon.model.tokens import AnnotatedBlock, Token

_SHORTEST_KIND: Final = 4
"""Letters of "kurs", which is any course."""

_DATED: Final = re.compile(r"(?:,| [–-]) (?=\d{1,2}\.)")
"""Where a name in bold goes on with when and where ("Grunnkurs, 9.–11. september, Førde")."""

_BRACKET: Final = re.compile(r"\s*\([^()]*\)$")
_LETTERED: Final = re.compile(r"(?:[a-zæøå]|\d{1,2})[).]\s", re.IGNORECASE)
_PEOPLE: Final = ("rep", "verneombud", "amu", "leder", "medlem")
_HAS: Final = frozenset({"har", "består", "has", "have", "consists"})
_MAKE_UP: Final = frozenset({"utgjør", "utgjer", "constitute", "form"})
_BOTH: Final = frozenset({"begge", "both"})
_PLURALS: Final = ("ene", "ane", "a")
_FEWEST_OF_SEVERAL: Final = 2
_FIRST: Final = frozenset({"første", "fyrste", "first"})
_LAST: Final = frozenset({"siste", "last"})


class Sentences(View):
    """Reads paragraphs."""

    def text(self, block: AnnotatedBlock) -> None:
        """Running text: sentence by sentence, to the courses that it names or goes on about."""
        course = self.section_course
        if course is not None and is_only_heading(course) and (is_professional(block) or denies(block, course)):
            self.drafts.drop(course)
            self.section_course, self.current = None, []
        if self._is_of_form(block) or is_professional(block) or self._answers_admission(block):
            return
        self.has_spoken = self.has_spoken or block.has("kurs")
        if self._is_note(block) or self._leads_to_list(block) or self._is_tag(block):
            return
        if block.block.index in self.outline.leads:
            self._lead_course(block)
        elif not is_registration(block) and not self._tells_of_all(block):
            self._read(block)

    def _is_of_form(self, block: AnnotatedBlock) -> bool:
        """Whether a form for registration or a job advertisement goes on here, or begins with this block."""
        if self.in_form:
            return True
        staff = seeks_staff(block)
        self.in_form = staff or opens_form(block)
        return staff

    def _is_note(self, block: AnnotatedBlock) -> bool:
        """Whether a block is the note of the courses whose names a star follows ("*Må være gjennomført ..."), which is
        kept for them.
        """
        if not self.starred or not block.block.text.startswith("*"):
            return False
        for draft in self.starred:
            draft.headings.append(block.block.index)
        return True

    def _is_tag(self, block: AnnotatedBlock) -> bool:
        """Whether a line above the page's heading only says of what kind the course is ("Dagskurs")."""
        index = block.block.index + 1
        below = self.outline.blocks[index].block if index < len(self.outline.blocks) else None
        alone = len(block.tokens) == 1 and block.tokens[0].has("kurs", "kurs_weak")
        return alone and below is not None and below.kind is BlockKind.HEADING and below.level == 1

    def _leads_to_list(self, block: AnnotatedBlock) -> bool:
        """Whether a line only introduces the list below; every line between a list's heading and its courses is kept
        for them.
        """
        if not self.lists or self.section is not self.lists[-1][1]:
            return False
        self.intros.setdefault(self.section.block.index, []).append(block.block.index)
        return block.block.text.rstrip().endswith(":")

    def _read(self, block: AnnotatedBlock) -> None:
        """The sentences of a block, one by one; what leads to the naming of a course is about it too."""
        self._leave_before(block)
        if block.block.index == self.fresh and (is_of_card(block) or is_when_line(block)):
            self.fresh = self._next(block)
        names = self.outline.names(block)
        questions: list[Span] = []
        before: Span | None = None
        for sentence in block.sentences():
            inside = [named for named in names if named.sentence == sentence[0].sentence]
            inside = self._recalled(block, sentence, inside)
            known = len(self.drafts.all)
            self._sentence(block, sentence, inside)
            pointed = [before] if before is not None and sentence[0].has("points_back") else questions
            if len(self.drafts.all) > known:
                for place in pointed:
                    self.drafts.all[known].add(place)
            leads = self._leads_on(block, sentence, inside)
            if self.current and sentence[-1].word == ":" and any(token.word in CONSISTS for token in sentence):
                self.enumerated = self.current[0]
            questions = [*questions, span(block, sentence)] if leads and not self.current else []
            before = None if self.current else span(block, sentence)

    def _leads_on(self, block: AnnotatedBlock, sentence: Sequence[Token], names: Sequence[Named]) -> bool:
        """Whether a sentence speaks of the course that the next one may name: a question, the answer to that of the
        heading, a word for courses, or the law that a duty rests on.
        """
        asked = self.section is not None and self.section.tokens[-1].word == "?"
        return (
            sentence[-1].word == "?"
            or any(named.kind == "bare" for named in names)
            or (asked and sentence[0].word in ANSWERS)
            or rests_on_law(block, sentence)
        )

    def _answers_admission(self, block: AnnotatedBlock) -> bool:
        """Whether a definition says what one must have done to be admitted ("Forkunnskaper: Grunnkurset")."""
        known = block.block
        defined = known.kind is BlockKind.DEFINITION and known.lead >= 0
        return defined and is_about_admission(self.outline.blocks[known.lead])

    def _leave_before(self, block: AnnotatedBlock) -> None:
        """What a block puts an end to: a new case the course before it, and any line but a part's the enumeration."""
        if is_case(block):
            self.current = []
        if self.enumerated is not None and not _LETTERED.match(block.block.text):
            self.enumerated = None

    def _sentence(self, block: AnnotatedBlock, sentence: Sequence[Token], names: Sequence[Named]) -> None:
        listed = block.block.kind is BlockKind.LIST_ITEM
        if (
            not self.current
            and not listed
            and not self._is_denied(block)
            and self._is_about_heading(block, sentence, names)
        ):
            self._name_by_heading()
        if any(
            match.dimension is Dimension.NOT_TRAINING and stands_in(match.span, block, sentence)
            for match in block.matches
        ):
            return
        if not self.current and not names and len(self.drafts.all) == 1 and tells_what_was_taught(sentence):
            self.drafts.all[0].add(span(block, sentence))
        for draft in self._pair(sentence):
            draft.add(span(block, sentence))
        telling = self._telling(block, sentence, names)
        if self.current and any(token.has("copula") or token.word in _HAS for token in sentence):
            self.parted = counted_parts(sentence, self.current[0]) or self.parted
        if not telling:
            pointing = next((named for named in names if named.definite and not is_plural(named)), None)
            if pointing is not None and sentence[0].start == pointing.start and not self.current:
                self.nameless = self.nameless or (block, pointing)
            for draft in self._all_of_them(sentence) or self._whole_called(names) or self.current:
                draft.add(span(block, sentence))
        else:
            self._name_courses(block, sentence, telling)

    def _telling(self, block: AnnotatedBlock, sentence: Sequence[Token], names: Sequence[Named]) -> list[Named]:
        """The mentions of a sentence that name courses, and do not only point back, explain or admit."""
        telling = [named for named in names if not self._points_back(block, sentence, named)]
        if len(telling) > 1 and explains_itself(block, telling):
            telling = [telling[0], *telling[2:]]  # "40-timerskurset: Det lovpålagte kurset er for ..."
        if len(telling) > 1:  # "Grunnskoleringen skal gi opplæring i vedtekter"
            telling = [telling[0], *(named for named in telling[1:] if not is_training_at_large(named))]
        rule = admission_rule(block, sentence)
        if rule is None:
            return telling
        admits = [named for named in telling if named.start < rule.start]
        return [] if self.current else admits or telling  # "For å få plass på Trinn 3 må du ha fullført Trinn 2"

    def _tells_of_all(self, block: AnnotatedBlock) -> bool:
        """Whether the first line below a heading speaks of the courses that have headings below it ("De er
        frivillige."), which it is kept for then.
        """
        section = self.section
        if section is None or self.section_course is not None or not self.outline.children(section):
            return False
        opens = block.tokens[0].has("these") and len(block.tokens) > 1 and block.tokens[1].has("plural_kurs")
        if not opens or not any(match.dimension is Dimension.OBLIGATION for match in block.matches):
            return False
        self.told_of_all.setdefault(section.block.index, []).append(block.block.index)
        return True

    def _is_denied(self, block: AnnotatedBlock) -> bool:
        """Whether a text only gives rights and duties about the training at large that its heading speaks of."""
        return self.section is not None and is_no_training(block) and self.section.tokens[0].word in AT_LARGE_OR_COURSES

    def _name_courses(self, block: AnnotatedBlock, sentence: Sequence[Token], names: Sequence[Named]) -> None:
        """A sentence that names courses: each is told of from its name to the next; the last ones stay in view."""
        names = without_wholes(block, sentence, names)
        self._before_naming(block, sentence, names)
        groups = list(grouped(block, names))
        lead = Span(block.block.index, sentence[0].start, names[0].start)
        self.named = []
        programme = self._programme(block, sentence, groups)
        whole = programme if holds_all(block, sentence, names) else None
        starts = [sentence[0].start] + [group[0].start for group in groups[1:]]
        ends = [*starts[1:], sentence[-1].end]
        for number, (group, start, end) in enumerate(zip(groups, starts, ends, strict=True)):
            self._call_headline(block, group[0])
            shares = number > 0 and goes_on(block, groups[number - 1][-1], group[0], end)
            drafts = [self.drafts.of(named) for named in group]
            self._call_by_noun(drafts[0], block, group[0])
            for draft in drafts:
                draft.add(Span(block.block.index, start, end))
                if shares:
                    draft.add(lead)
                if self.section is not None and self.section.block.index not in draft.headings:
                    draft.headings.append(self.section.block.index)
                if whole is not None or self.enumerated is not None:
                    draft.belong_to(whole or self.enumerated)
                elif draft.kind in {"stage", "named", "title"}:
                    draft.belong_to(programme or self._whole_of(sentence, draft) or self._counted_whole(draft))
            self.current = drafts
            self.named += drafts
        if programme is not None and len(groups) > 1:
            self.current = [programme]
        elif self.section_course is not None and all(draft.is_titled for draft in self.current):
            self.current = [self.section_course]

    def _call_by_noun(self, draft: Draft, block: AnnotatedBlock, named: Named) -> None:
        """Know a course that has a name by the course noun beside it too, unless that is any course's."""
        if named.kind == "named" and len(noun := kind_of_course(block, named)) > _SHORTEST_KIND:
            self.drafts.call(draft, noun)

    def _before_naming(self, block: AnnotatedBlock, sentence: Sequence[Token], names: Sequence[Named]) -> None:
        """What a sentence that names courses says of those known before: a heading was of courses at large, the course
        in view is called so, or those of a list make up the one named.
        """
        if any(self._is_one_of_them(block, named) for named in names) and self.section_course is not None:
            self.drafts.drop(self.section_course)
            self.section_course, self.current = None, []
        if self._calls_current(sentence, names):
            self.drafts.rename(self.current[0], names[0])
        if any(token.word in _MAKE_UP for token in sentence):
            for part in self._all_of_them(sentence):
                part.belong_to(self.drafts.of(names[0]))

    def _calls_current(self, sentence: Sequence[Token], names: Sequence[Named]) -> bool:
        """Whether a sentence says what the course in view is called ("Programmet heter «Rotfeste»")."""
        told = len(sentence) > 1 and sentence[0].has("anaphor", "this_offer") and sentence[1].has("called")
        unnamed = bool(self.current) and self.current[0].kind not in {"named", "title", "item"}
        return told and len(names) == 1 and names[0].kind == "named" and unnamed

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
        stage = next((named for named in self.outline.names(block) if named.kind == "stage" and named.first == 0), None)
        span = Span(block.block.index, 0, end)
        name = _BRACKET.sub("", _DATED.split(block.quote(0, end), maxsplit=1)[0].strip(" .:"))
        also = next((named for named in self.outline.names(block) if named.kind == "basic" and named.first == 0), None)
        draft = self.drafts.of(stage) if stage else self.drafts.get(name, "item", span, also)
        draft.kind = "stage" if stage else "item"
        draft.belong_to(self._counted_whole(draft))
        draft.name = name if stage is None and draft.name[:1].islower() else draft.name
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

    def _counted_whole(self, draft: Draft) -> Draft | None:
        """The course of which a sentence before said how many such parts it has ("Rotfeste har tre moduler")."""
        noun, course = self.parted or ("", None)
        return course if draft.kind == "stage" and noun.startswith(draft.name.split()[0].lower()) else None

    def _whole_called(self, names: Sequence[Named]) -> list[Draft]:
        """The programme of the parts in view that a word points back to ("The pathway is voluntary")."""
        wholes = [draft.programme for draft in self.current if draft.programme is not None]
        called = {named.name.lower() for named in names if named.kind == "bare" and len(named.name) > _SHORTEST_KIND}
        return [whole for whole in wholes if any(whole.name.lower().endswith(name) for name in called)]

    def _pair(self, sentence: Sequence[Token]) -> list[Draft]:
        """What "begge er" points to: the courses of the sentence before."""
        return self.named if sentence[0].word in _BOTH and len(sentence) > 1 and sentence[1].has("copula") else []

    def _all_of_them(self, sentence: Sequence[Token]) -> list[Draft]:
        """What "trinna" or "neither" points to: the courses of the list before, or the stages named so far."""
        opener = self.lists[-1][1] if self.lists else None
        every = self.listed or [draft for draft in self.drafts.all if draft.kind == "stage"]
        read = any(draft.mentions[-1].block > opener.block.index for draft in every) if opener else True
        if (opener is self.section and not read) or not any(token.has("all_of_them") for token in sentence):
            return []
        for count, which in pairwise(token.word for token in sentence):
            if count in COUNTS and which in _FIRST:
                return every[: COUNTS[count]]
            if count in COUNTS and which in _LAST:
                return every[-COUNTS[count] :]
        return every

    def name_the_nameless(self) -> None:
        """In the section for representatives, a course that is only called "webinaret" goes by that name."""
        if self.drafts.all or self.document.section is None or self.nameless is None:
            return
        block, named = self.nameless
        draft = self.drafts.of(named)
        draft.add(whole(block))

    def spread_plurals(self) -> None:
        """What a sentence says of several courses by one word ("Grunnkursene er obligatoriske") is said of each of
        them that the page names ("Grunnkurs del 1", "Grunnkurs del 2"), and the word is no course beside them.
        """
        for several in [draft for draft in self.drafts.all if draft.kind == "basic" and " " not in draft.name]:
            stem = next((several.name[: -len(end)].lower() for end in _PLURALS if several.name.endswith(end)), "")
            each = [draft for draft in self.drafts.all if self._opens_with(draft, stem)] if stem else []
            if len(each) < _FEWEST_OF_SEVERAL:
                continue
            for draft in each:
                for told in several.scope:
                    draft.add(told)
            self.drafts.drop(several)

    def _opens_with(self, draft: Draft, stem: str) -> bool:
        """Whether the place that names a course opens with the word, and goes on with what tells it from others."""
        place = draft.mentions[0]
        written = self.outline.blocks[place.block].quote(place.start, place.end).lower()
        return written.startswith(stem + " ")

    def _recalled(self, block: AnnotatedBlock, sentence: Sequence[Token], names: list[Named]) -> list[Named]:
        """The mentions of a sentence, with those that repeat a name that a heading gave ("Trygg rampe")."""
        text = block.quote(sentence[0].start, sentence[-1].end)
        found = list(names)
        for draft in self.drafts.all:
            recalls = (draft.kind in {"named", "item", "row"} and len(draft.name) > 3) or CODE.fullmatch(draft.name)
            at = text.find(draft.name) if recalls else -1
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
        if self.current and (is_built_on(block, named) or only_says_where(sentence, named)):
            return True
        if self.current and (is_training_at_large(named) or says_what_it_is(sentence, named)):
            return True
        if self.section_course is not None and is_only_placed(block, named):
            return True
        if self._is_kind_of_stage(block, sentence, named):
            return True
        if not self.current or named.kind != "generic" or self.drafts.knows(named):
            return False
        head = next(
            (token for token in block.tokens[named.first : named.last + 1] if token.has("anaphor", "bare")), None
        )
        below = block.block.index == self.fresh and self.section_course is not None
        if below and self._is_one_of_them(block, named):
            return False
        fresh = below and (opens_unnamed(sentence, [named], self.section) or not named.definite)
        return fresh or (head is not None and head.has("anaphor") and not self._is_for_others(block, named))

    def _is_one_of_them(self, block: AnnotatedBlock, named: Named) -> bool:
        """Whether a heading is of courses at large ("Kurs for tillitsvalgte"), and the mention below it of one of them
        ("Forsikringskurset går i desember").
        """
        course, section = self.section_course, self.section
        if course is None or section is None or course.kind != "generic" or not is_only_heading(course):
            return False
        first = section.tokens[0]
        at_large = (
            first.has("bare")
            and not first.has("practical")
            and len(section.tokens) > 1
            and section.tokens[1].word == "for"
        )
        head = block.tokens[named.first]
        return at_large and named.definite and is_compound(head) and not head.has("anaphor")

    def _is_for_others(self, block: AnnotatedBlock, named: Named) -> bool:
        """Whether a mention is for others than the course in view ("grunnkurset for nye. Kurset for ledere")."""
        if not any(token.has(*_PEOPLE) for token in block.tokens[named.first : named.last + 1]):
            return False
        whom, others = (name.partition(" for ")[2].lower() for name in (self.current[0].name, named.name))
        return bool(whom and others) and whom != others

    def _is_kind_of_stage(self, block: AnnotatedBlock, sentence: Sequence[Token], named: Named) -> bool:
        """Whether the first words below a stage's heading say of what kind it is ("Obligatorisk grunnmodul.")."""
        below = (
            self.section_course is not None and self.section_course.kind == "stage" and block.block.index == self.fresh
        )
        alone = (
            named.kind == "basic" and not named.definite and not any(token.has("verb", "modal") for token in sentence)
        )
        return below and alone

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
        if self.section is None or self.section_course is not None:
            return False
        if is_practical(self.section):
            return self.section.block.level <= 1 and says_it_is_one(sentence)
        if any(token.has("offers") for token in self.section.tokens):
            return False  # "Det vi tilbyr"
        if "§" in self.section.block.text and not self.section.has("kurs", "basic"):
            return False  # "Valgbarhet (§ 6-2)"
        if is_kind_alone(self.section):
            return False
        if self.lists and self.lists[-1][1] is self.section:
            return False
        if sentence[0].has("field") and len(sentence) > 1 and sentence[1].word == ":":
            return True
        if self.document.section is None:
            if self.drafts.all and names and names[0].kind == "bare":
                self.current = [] if is_case(block) else [self.drafts.all[-1]]
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

    def _programme(
        self, block: AnnotatedBlock, sentence: Sequence[Token], groups: Sequence[Sequence[Named]]
    ) -> Draft | None:
        """The programme whose stages the sentence names: in the sentence itself, or the course in view."""
        first = groups[0][0]
        stages = [named for group in groups for named in group if named.kind == "stage"]
        if tells_parts(block, sentence, [named for group in groups for named in group]):
            return self.drafts.of(first)
        extra = any(token.word in {"tillegg", "utenom"} for token in sentence)
        if stages and len(stages) == sum(map(len, groups)) and self.current and not extra:
            whole = self.current[0]
            if (
                whole.kind == "stage"
                and whole.programme is not None
                and whole.name.split()[0] == stages[0].name.split()[0]
            ):
                return whole.programme
            if whole.kind != "stage" and is_whole(whole.name):
                return whole
            if (whole.kind in {"named", "title"} and len(stages) > 1) or (
                whole is self.section_course and whole.kind != "stage"
            ):
                return whole
        return None
