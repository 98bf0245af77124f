"""Where the walk down a page stands: the section's heading and course, the lists around it, the course named last."""

from kursrevisjon.courses.drafts import Draft, Drafts
from kursrevisjon.courses.names import Named
from kursrevisjon.courses.outline import Outline, level_of
from kursrevisjon.courses.structure import is_audience
from kursrevisjon.model import Document
from kursrevisjon.model.tokens import AnnotatedBlock


class View:
    """What is known at a point of the page.

    ``section`` is the heading above, ``section_course`` the course that it names, ``current`` the courses that the next
    sentence without a name is about; ``levels`` and ``path`` are the headings around with their courses, ``lists`` the
    headings around that open courses, ``groups`` those that only group titles; ``intros`` the lines between a list's
    heading and its courses; ``fresh`` the block that is the first text below the heading; ``listed`` the courses of the
    list read last, ``named`` those of the sentence that named some last; ``parted`` the noun of the parts
    that a course was said to have, and the course; ``enumerated`` the course whose parts the next
    lines name ("a) Innføringskurs"); ``nameless`` a course that is only called "webinaret";
    ``told_of_all`` the lines below a heading that speak of all the courses that have headings below it;
    ``starred`` the courses whose names a star follows, which a note below explains; ``has_spoken`` says that
    some text spoke of a course, ``in_form`` that a form for registration has begun.
    """

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
        self.parted: tuple[str, Draft] | None = None
        self.enumerated: Draft | None = None
        self.named: list[Draft] = []
        self.told_of_all: dict[int, list[int]] = {}
        self.starred: list[Draft] = []

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

    def _chain(self, block: AnnotatedBlock, opener: AnnotatedBlock | None = None) -> list[int]:
        """The headings above a block, nearest first, up to the one that opens the listing."""
        above = [index for index in reversed(self.path) if index < block.block.index]
        return [index for index in above if opener is None or index >= opener.block.index]

    def _under(self, draft: Draft, lead: AnnotatedBlock | None) -> None:
        """The heading and the sentence before a list pass on what they say."""
        numbers = [above.block.index for above in (self.section, lead) if above is not None]
        if self.section is not None and is_audience(self.section):
            numbers += self._chain(self.section)  # "For tillitsvalgte" says for whom, the heading above it of what
        draft.headings += [number for number in numbers if number not in draft.headings]

    def _opens_items(self) -> bool:
        """Whether the heading above opens courses, and not only the headings below it."""
        if not self.lists or self.section is None:
            return False
        opener = self.lists[-1][1]
        if all(token.has("month") or not token.is_word for token in self.section.tokens):
            return opener.block.index in self.path  # "April" under "Kurskalender vår"
        return self.section is opener and opener.block.index not in self.groups
