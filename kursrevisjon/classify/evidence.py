"""What the lexicon found about one course: matches in its statements, its name and the headings above it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from kursrevisjon.courses.mentions import ANSWERS
from kursrevisjon.model import (
    Block,
    BlockKind,
    Course,
    Dimension,
    Document,
    Finding,
    Match,
    MatchKind,
    Near,
    Span,
    Suppressed,
)
from kursrevisjon.model.tokens import AnnotatedBlock, Token

_QUOTE_LIMIT: Final = 280
_CONTEXT: Final = 120
_KIND_WITHIN: Final = 3
_THEN: Final = frozenset({"da", "då", "der", "then", "there"})
_ALL: Final = frozenset("all alle samtlige none ingen ingi they dei".split())
_LEARNT: Final = frozenset("lærte øvde trente learnt learned practised lærer".split())
_DAYS: Final = frozenset("dag dagen day kveld kvelden økt økta økten bolk bolken evening".split())
_ATTENDS: Final = frozenset({"delta", "deltar", "deltek", "attend"})
_SPEECH: Final = frozenset({"–", "—"})
"""Marks that open what somebody says in a news item, which is seldom what a course teaches."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A course with the blocks of its page, asked for the matches that speak of it.

    ``names`` are the places by block where the page names a course, each with the course.
    """

    document: Document
    blocks: Sequence[AnnotatedBlock]
    course: Course
    names: Mapping[int, Sequence[tuple[Span, Course]]] = field(default_factory=dict)

    def named(self, dimension: Dimension) -> Iterator[Match]:
        """Matches inside the places that name the course."""
        yield from self._inside(self.course.mentions, dimension)

    def stated(self, dimension: Dimension) -> Iterator[Match]:
        """Matches in the statements about the course, those of its name among them."""
        yield from self._inside(self.course.scope, dimension)

    def headed(self, dimension: Dimension) -> Iterator[Match]:
        """Matches in the headings and lead sentences that pass on what they say."""
        for number in self.course.headings:
            for match in self.blocks[number].matches:
                if match.dimension is dimension and not self._speaks_of_another(match.span):
                    yield match

    def blocked(self, dimension: Dimension) -> Iterator[tuple[Match, str]]:
        """Rules that matched in the statements and were blocked, and by what."""
        for span in self.course.scope:
            for match, why in self.blocks[span.block].blocked:
                if match.dimension is dimension and _within(match.span, span):
                    yield match, why

    def sentence(self, span: Span) -> tuple[Token, ...]:
        """The tokens of the sentence that a span stands in."""
        tokens = self.blocks[span.block].tokens
        number = next((token.sentence for token in tokens if token.end > span.start), 0)
        return tuple(token for token in tokens if token.sentence == number)

    def _speaks_of_another(self, span: Span) -> bool:
        """Whether a sentence before the one that opens a list names another course, of which it speaks then."""
        tokens = self.blocks[span.block].tokens
        if span.block not in self.names or tokens[-1].word != ":":
            return False
        sentence = self.sentence(span)
        return sentence[-1] is not tokens[-1] and any(
            course is not self.course and sentence[0].start <= place.start < sentence[-1].end
            for place, course in self.names[span.block]
        )

    def names_another(self, span: Span) -> bool:
        """Whether a span lies in the name of another course ("Startkurset og HMS-kurset er obligatoriske")."""
        inside = [
            course
            for place, course in self.names.get(span.block, ())
            if place.start <= span.start and span.end <= place.end
        ]
        return bool(inside) and all(course is not self.course for course in inside)

    def names_course(self, span: Span) -> bool:
        """Whether the course is named in the sentence that a span stands in."""
        sentence = self.sentence(span)
        return any(
            mention.block == span.block and sentence[0].start <= mention.start < sentence[-1].end
            for mention in self.course.mentions
        )

    def noun_of_stage(self) -> Token | None:
        """The course noun right before the number that a stage is called by ("Forhandlingskurs trinn II"), if any."""
        place = self.course.mentions[0]
        block = self.blocks[place.block]
        at = block.quote(place.start, place.end).lower().find(self.course.name.lower())
        before = [token for token in block.tokens if place.start <= token.start and token.end <= place.start + at]
        noun = before[-1] if before and self.course.kind == "stage" else None
        return noun if noun is not None and noun.has("kurs", "basic") and not noun.has("bare") else None

    def speaks_of_course(self, span: Span) -> bool:
        """Whether the words around a span can be about the course.

        In the section for representatives every statement in scope is; elsewhere a sentence must name the course or
        point back to it, and lists and rows stand for themselves.
        """
        block = self.blocks[span.block].block
        if self.document.section is not None or block.kind in {
            BlockKind.LIST_ITEM,
            BlockKind.TABLE_ROW,
            BlockKind.HEADING,
        }:
            return True
        is_lead = span.block in self.course.headings and (block.text.endswith(":") or block.text.startswith("*"))
        if is_lead or self.names_course(span):
            return True
        sentence = self.sentence(span)
        below = self._stands_under_course(block) or self._stands_under_day(block)
        if below and sentence[0].text not in _SPEECH:
            return True
        if span.block in self.course.headings and any(token.word in _ALL for token in sentence[:3]):
            return True  # "All of them are voluntary", above the courses
        if any(one.has("learner") and two.word in _LEARNT for one, two in pairwise(sentence)):
            return True  # "– Vi lærte å gå vernerunde"
        if sentence[0].has("ordinal") and len(sentence) > 1 and sentence[1].word in _DAYS:
            return True  # "Andre dagen bruker vi til ..."
        if sentence[0].word in _THEN and any(token.has("learner") for token in sentence[1:4]):
            return True  # "Da jobber vi med ..."
        if sentence[0].word in ANSWERS and any(token.has("pronoun") for token in sentence[1:4]):
            return True  # "Nei, det er ikke obligatorisk"
        points = any(token.has("anaphor", "bare", "teaching", "kurs", "basic") for token in sentence)
        return points or sentence[0].has("pronoun") or any(token.word in _ATTENDS for token in sentence)

    def _alone_in(self, block: Block) -> bool:
        """Whether a block that opens with the course names no other."""
        return self.course.kind == "item" or all(course is self.course for _, course in self.names.get(block.index, ()))

    def _stands_under_day(self, block: Block) -> bool:
        """Whether the heading above the block is of a day of the course, and no name of it ("Day two")."""
        named = {mention.block for mention in self.course.mentions}
        others = (self.blocks[span.block].block for span in self.course.scope if span.block not in named)
        return any(other.kind is BlockKind.HEADING and other.text in block.heading_path[-1:] for other in others)

    def _stands_under_course(self, block: Block) -> bool:
        """Whether a heading or term above the block names the course, a line that is its title and nothing else, or
        the words that open the block.
        """
        for mention in self.course.mentions:
            other = self.blocks[mention.block].block
            opens = mention.start == 0 and other.index == block.index and self._alone_in(block)
            if opens or (other.kind is BlockKind.TERM and other.index == block.lead):
                return True
            if other.kind is BlockKind.HEADING and other.text in block.heading_path:
                return True
            is_title_line = other.kind is BlockKind.PARAGRAPH and (mention.start, mention.end) == (0, len(other.text))
            if is_title_line and other.index < block.index:
                return True
        return False

    def says_what_kind(self, span: Span) -> bool:
        """Whether a span stands in the first words below the course's heading, which say of what kind it is ("Et
        nettbasert innføringskurs du kan ta hjemme").
        """
        tokens = self.sentence(span)
        before = [token for token in tokens if token.end <= span.start]
        opens = tokens[0].start == 0 and tokens[0].has("article") and len(before) <= _KIND_WITHIN
        return opens and self._stands_under_course(self.blocks[span.block].block)

    def words(self, span: Span) -> str:
        """What stands in a span, in lower case."""
        return self.blocks[span.block].quote(span.start, span.end).lower()

    def names_after(self, span: Span) -> bool:
        """Whether the course is named later in the sentence of a span."""
        sentence = self.sentence(span)
        return any(
            mention.block == span.block and span.end <= mention.start < sentence[-1].end
            for mention in self.course.mentions
        )

    def names_before(self, place: int) -> bool:
        """Whether some mention of the course stands before a place of its block."""
        return any(mention.start < place for mention in self.course.mentions)

    def finding(self, match: Match) -> Finding:
        """The match as a finding, with its sentence as the quote."""
        block = self.blocks[match.span.block]
        start, end = self._quote_span(match.span)
        return Finding(
            dimension=match.dimension,
            value=match.value,
            rule=match.rule,
            quote=block.quote(start, end),
            heading_path=block.block.heading_path,
            match=match.kind,
            score=match.score if match.kind is MatchKind.FUZZY else None,
            before=block.quote(max(0, start - _CONTEXT), start),
            after=block.quote(end, end + _CONTEXT),
            start=block.block.offset + start,
            end=block.block.offset + end,
            page_number=block.block.page_number,
        )

    def suppressed(self, match: Match, why: str) -> Suppressed:
        """A blocked match, for ``explain``."""
        start, end = self._quote_span(match.span)
        return Suppressed(rule=match.rule, quote=self.blocks[match.span.block].quote(start, end), blocked_by=why)

    def near(self, match: Match, lacks: str) -> Near:
        """A match that decided nothing, and what it lacked, for ``explain``."""
        start, end = self._quote_span(match.span)
        return Near(rule=match.rule, quote=self.blocks[match.span.block].quote(start, end), lacks=lacks)

    def _quote_span(self, span: Span) -> tuple[int, int]:
        """The sentence around a span; in a very long one, the words around it."""
        sentence = self.sentence(span)
        start, end = sentence[0].start, sentence[-1].end
        if end - start <= _QUOTE_LIMIT:
            return start, end
        near = [token for token in sentence if token.start >= span.start - 120 and token.end <= span.end + 120]
        return (near[0].start, near[-1].end) if near else (span.start, span.end)

    def _inside(self, spans: Iterable[Span], dimension: Dimension) -> Iterator[Match]:
        seen: set[Match] = set()
        for span in spans:
            for match in self.blocks[span.block].matches:
                if match.dimension is dimension and _within(match.span, span) and match not in seen:
                    seen.add(match)
                    yield match


def _within(inner: Span, outer: Span) -> bool:
    return inner.block == outer.block and outer.start <= inner.start < outer.end
