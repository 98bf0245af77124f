"""Running text: sentence by sentence, to the courses that it names or goes on about.

A sentence that names no course is about the one named last; one that follows a heading may leave the naming to it.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from kursrevisjon.courses.calendar import is_of_card
from kursrevisjon.courses.drafts import Draft
from kursrevisjon.courses.names import CODE, Named
from kursrevisjon.courses.offers import is_practical
from kursrevisjon.courses.outline import is_case, level_of
from kursrevisjon.courses.passages import (
    is_admission_rule,
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
from kursrevisjon.courses.structure import is_kind_alone, opens_unnamed
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
from kursrevisjon.model import Dimension, Span
from kursrevisjon.model.tokens import AnnotatedBlock, Token

_SHORTEST_KIND: Final = 4
"""Letters of "kurs", which is any course."""

_DATED: Final = re.compile(r"(?:,| [–-]) (?=\d{1,2}\.)")
"""Where a name in bold goes on with when and where ("Grunnkurs, 9.–11. september, Førde")."""

_BRACKET: Final = re.compile(r"\s*\([^()]*\)$")
_LETTERED: Final = re.compile(r"(?:[a-zæøå]|\d{1,2})[).]\s", re.IGNORECASE)
_PEOPLE: Final = ("rep", "verneombud", "amu", "leder", "medlem")
_HAS: Final = frozenset({"har", "består", "has", "have", "consists"})
_BOTH: Final = frozenset({"begge", "both"})
_PLURALS: Final = ("ene", "ane", "a")
_FEWEST_OF_SEVERAL: Final = 2
_FIRST: Final = frozenset({"første", "fyrste", "first"})
_LAST: Final = frozenset({"siste", "last"})
_JOINING: Final = frozenset(", og eller samt and or både begge på i to the det den – til both for av of eit".split())
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


class Sentences(View):
    """Reads paragraphs."""

    def text(self, block: AnnotatedBlock) -> None:
        """Running text: sentence by sentence, to the courses that it names or goes on about."""
        if is_professional(block) and self.section_course is not None and _is_only_heading(self.section_course):
            self.drafts.drop(self.section_course)
            self.section_course, self.current = None, []
        if self.in_form or is_professional(block):
            return
        self.in_form = opens_form(block)
        if seeks_staff(block):
            self.in_form = True
            return
        self.has_spoken = self.has_spoken or block.has("kurs")
        if self.lists and self.section is self.lists[-1][1]:
            self.intros.setdefault(self.section.block.index, []).append(block.block.index)
            if block.block.text.rstrip().endswith(":"):
                return
        if block.block.index in self.outline.leads:
            self._lead_course(block)
            return
        if is_registration(block):
            return
        self._leave_before(block)
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
            if self.current and sentence[-1].word == ":" and any(token.word in CONSISTS for token in sentence):
                self.enumerated = self.current[0]
            question = span(block, sentence) if leads and not self.current else None
            before = None if self.current else span(block, sentence)

    def _leave_before(self, block: AnnotatedBlock) -> None:
        """What a block puts an end to: a new case the course before it, and any line but a part's the enumeration."""
        if is_case(block):
            self.current = []
        if self.enumerated is not None and not _LETTERED.match(block.block.text):
            self.enumerated = None

    def _sentence(self, block: AnnotatedBlock, sentence: Sequence[Token], names: Sequence[Named]) -> None:
        if not self.current and self._is_about_heading(block, sentence, names):
            self._name_by_heading()
        if any(
            match.dimension is Dimension.NOT_TRAINING and stands_in(match.span, block, sentence)
            for match in block.matches
        ):
            return
        for draft in self._pair(sentence):
            draft.add(span(block, sentence))
        telling = [named for named in names if not self._points_back(block, sentence, named)]
        if self.current and is_admission_rule(block, sentence):
            telling = []
        if self.current and any(token.has("copula") or token.word in _HAS for token in sentence):
            self.parted = counted_parts(sentence, self.current[0]) or self.parted
        if not telling:
            pointing = next((named for named in names if named.definite and not is_plural(named)), None)
            if pointing is not None and sentence[0].start == pointing.start and not self.current:
                self.nameless = self.nameless or (block, pointing)
            for draft in self._all_of_them(sentence) or self.current:
                draft.add(span(block, sentence))
        else:
            self._name_courses(block, sentence, telling)

    def _name_courses(self, block: AnnotatedBlock, sentence: Sequence[Token], names: Sequence[Named]) -> None:
        """A sentence that names courses: each is told of from its name to the next; the last ones stay in view."""
        names = without_wholes(block, sentence, names)
        if self._calls_current(sentence, names):
            self.drafts.rename(self.current[0], names[0])
        groups = list(_grouped(block, names))
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
            if group[0].kind == "named" and len(noun := kind_of_course(block, group[0])) > _SHORTEST_KIND:
                self.drafts.call(drafts[0], noun)
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

    def _pair(self, sentence: Sequence[Token]) -> list[Draft]:
        """What "begge er" points to: the courses of the sentence before."""
        return self.named if sentence[0].word in _BOTH and len(sentence) > 1 and sentence[1].has("copula") else []

    def _all_of_them(self, sentence: Sequence[Token]) -> list[Draft]:
        """What "trinna" or "neither" points to: the courses of the list before, or the stages named so far."""
        if not any(token.has("all_of_them") for token in sentence):
            return []
        every = self.listed or [draft for draft in self.drafts.all if draft.kind == "stage"]
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
            recalls = (draft.kind in {"named", "item"} and len(draft.name) > 3) or CODE.fullmatch(draft.name)
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
        fresh = below and (opens_unnamed(sentence, [named], self.section) or not named.definite)
        return fresh or (head is not None and head.has("anaphor") and not self._is_for_others(block, named))

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
        if self.section is None or self.section_course is not None or is_practical(self.section):
            return False
        if any(token.has("offers") for token in self.section.tokens):
            return False  # "Det vi tilbyr"
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
            if whole.kind != "stage" and any(part in whole.name.lower() for part in _WHOLE):
                return whole
            if (whole.kind in {"named", "title"} and len(stages) > 1) or (
                whole is self.section_course and whole.kind != "stage"
            ):
                return whole
        return None


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
