"""From text gathered in a buffer to pieces: lines, links, bold words, and the marks that a text's own words give it.

The descent puts strings in ``buffer`` and calls ``flush`` wherever a line ends.
"""

from collections import deque
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, NamedTuple

from kursrevisjon.extract.build import BELOW_ALL, Builder, Headings, Piece
from kursrevisjon.extract.html.address import Resolver
from kursrevisjon.extract.lines import BREAK, joined, split_lines
from kursrevisjon.extract.phrases import STARTS, is_link_section, mark_of
from kursrevisjon.model import BlockKind
from kursrevisjon.text import clean

PARAGRAPH: Final = BlockKind.PARAGRAPH
HEADING: Final = BlockKind.HEADING
LIST_ITEM: Final = BlockKind.LIST_ITEM
LONGEST_HEADING: Final = 250
"""Characters above which the text of a heading's element is a paragraph all the same."""

LONGEST_TEASER: Final = 40
"""Words above which a paragraph without a link ends a section of links: it is content again."""

LOOK_AHEAD: Final = 12
"""Links or bold parts of an element with many lines that are looked for in one line of it."""

SENTENCE_WORDS: Final = 7
"""Spaces from which on a heading below the first level that ends with a full stop is an introduction in its element."""

FEWEST_LINKS: Final = 3
"""Links in a line of nothing else, outside the main content, from which on it is a menu."""

SEPARATORS: Final = " \t\r\n\xa0|/›»>·•*–-→←:.…"
"""Marks beside a link that say nothing."""


class Place(NamedTuple):
    """What the text at a point of the page is part of; the fields are those of ``Block``."""

    kind: BlockKind = PARAGRAPH
    level: int = 0
    group: int = 0
    lead: int = -1
    mark: str = ""
    in_main: bool = False


@dataclass(slots=True)
class Anchor:
    """A link, while it is open and after. ``piece`` is the index of the piece that its text is, or will be, part of."""

    url: str
    piece: int
    heading: str
    mark: str
    nofollow: bool
    start: int
    text: str = ""
    parts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Section:
    """A section of links to other pages, from its heading to the end of the element at ``depth`` or the next
    heading."""

    depth: int
    level: int
    start: int
    headings: Headings
    listed: bool = False


class Writer:
    """Turns the buffer into pieces of ``builder``, and closed links into ``anchors``."""

    def __init__(self, resolver: Resolver) -> None:
        self.builder = Builder()
        self.pieces = self.builder.pieces
        self.resolver = resolver
        self.place = Place()
        self.buffer: list[str] = []
        self.anchors: list[Anchor] = []
        self.anchor: Anchor | None = None
        self.after_link = 0
        self.linked: list[str] = []
        self.bold: list[str] = []
        self.bold_start = -1
        self.section: Section | None = None
        self.depth = 0

    def flush(self) -> None:
        """Ends the line: what the buffer holds becomes a piece, or several where it has line breaks."""
        buffer = self.buffer
        if not buffer:
            return
        if self.anchor is not None:
            self._cut_link(self.anchor)
        if self.bold_start >= 0:
            self.bold.append(joined(buffer[self.bold_start :]))
            self.bold_start = 0
        raw = joined(buffer)
        buffer.clear()
        linked, self.linked = self.linked, []
        bold: tuple[str, ...] = ()
        if self.bold:
            bold = tuple(text for part in self.bold for text in map(clean, part.split(BREAK)) if text)
            self.bold.clear()
        self.after_link = 0
        if BREAK in raw and self.place.kind is PARAGRAPH:
            linked_left, bold_left = deque(linked), deque(bold)
            for line in split_lines(raw):
                self._emit(line, _take(linked_left, line), tuple(_take(bold_left, line)))
        elif text := clean(raw):
            self._emit(text, linked, bold)

    def _emit(self, text: str, linked: list[str], bold: tuple[str, ...]) -> None:
        kind, level, group, lead, mark, in_main = self.place
        is_link = bool(linked) and _is_all(linked, text)
        if kind is HEADING:
            self._emit_heading(text, is_link)
            return
        if mark:
            mark = self._header_mark(text) if mark == "header" else mark
        elif not in_main or self.section is not None or text[:3].lower() in STARTS:
            mark = self._own_mark(text, linked, bold)
        if kind is LIST_ITEM and len(linked) == 1 and not bold and not is_link:
            bold = (linked[0],)  # the one link of an item is its name: "12. mars  <a>Ny i vervet</a>  Oslo"
        strong = tuple(part for part in bold if part in text) if bold else ()
        path = self.builder.path
        self.pieces.append(Piece(kind, text, level, path, group, lead, (), (), strong, mark, is_link, None, in_main))

    def _own_mark(self, text: str, linked: list[str], bold: tuple[str, ...]) -> str:
        """The mark that a line's words give it, and the section that it stands in."""
        mark = ""
        in_main = self.place.in_main
        if not in_main or text[:3].lower() in STARTS:
            mark = mark_of(text, in_main=in_main, linked=bool(linked), headed=bool(self.builder.headings))
        if not mark and not in_main:
            mark = self._outside_mark(text, linked, bold)
        if not mark and self.section is not None:
            mark = self._section_mark(self.section, text, linked=bool(linked))
        return mark

    def _emit_heading(self, text: str, is_link: bool) -> None:
        _, level, group, _, mark, in_main = self.place
        is_sentence = level > 1 and text[-1] == "." and text.count(" ") >= SENTENCE_WORDS
        if is_sentence or len(text) > LONGEST_HEADING:
            self.builder.add(PARAGRAPH, text).boilerplate = mark
            return
        before = self.builder.headings
        section = self.section
        if section is not None and level <= section.level and not is_link:
            self.section = section = None
        piece = self.builder.add(HEADING, text, level)
        piece.group, piece.is_link, piece.in_main = group, is_link, in_main
        if not mark and level > 1 and is_link_section(text):
            mark = "teaser"
            if section is None:
                self.section = Section(self.depth, level, len(self.pieces), before)
        elif mark == "header" and level == 1 and not is_link:
            mark = ""
        piece.boilerplate = mark or ("teaser" if section is not None else "")

    def _outside_mark(self, text: str, linked: list[str], bold: tuple[str, ...]) -> str:
        """The mark of a line outside the main content that is a row of links, or the bold heading of some."""
        if len(linked) >= FEWEST_LINKS and len(text) - sum(map(len, linked)) <= 3 * len(linked):
            return "menu"
        if len(bold) == 1 and bold[0] == text and is_link_section(text):
            if self.section is None:
                self.section = Section(self.depth, BELOW_ALL, len(self.pieces) + 1, self.builder.headings)
            return "teaser"
        return ""

    def _header_mark(self, text: str) -> str:
        """The mark of text in the page's header: an introduction below the page's own heading is content."""
        headings = self.builder.headings
        is_intro = bool(headings) and self.pieces[-1].kind is HEADING and not self.pieces[-1].boilerplate
        return "" if is_intro and text.count(" ") > 5 else "header"

    def _section_mark(self, section: Section, text: str, *, linked: bool) -> str:
        """The mark of a line in a section of links; text after their list, and a passage, are content again."""
        if linked or self.anchor is not None or (not section.listed and text.count(" ") < LONGEST_TEASER):
            return "teaser"
        self.end_section()
        return ""

    def leave_section(self) -> None:
        """The element that the section's heading stands in has closed: the section ends, unless that held only the
        heading."""
        self.flush()
        section = self.section
        if section is None:
            return
        if section.start == len(self.pieces) and not self.buffer and self.depth > 1:
            section.depth = self.depth
        else:
            self.end_section()

    def end_section(self) -> None:
        """Ends a section of links; what follows stands below the headings from before it."""
        if self.section is not None:
            self.builder.headings = self.section.headings
            self.section = None

    def open_link(self, href: str, *, nofollow: bool) -> None:
        """A link starts. Two links without anything between them are two lines (a menu without a list)."""
        if self.after_link and self.after_link == len(self.buffer):
            self.flush()
        headings = self.builder.headings
        heading = headings[-1][1] if headings else ""
        url = self.resolver.absolute(href)
        self.anchor = Anchor(url, len(self.pieces), heading, self.place.mark, nofollow, len(self.buffer))

    def close_link(self) -> None:
        """The open link ends."""
        anchor = self.anchor
        if anchor is None:
            return
        self._cut_link(anchor)
        self.anchor = None
        self.after_link = len(self.buffer)
        anchor.text = " ".join(anchor.parts)
        if anchor.url:
            self.anchors.append(anchor)
        self._group_card(self.pieces[anchor.piece :])

    def _group_card(self, inside: list[Piece]) -> None:
        """Makes a card of a link that holds a heading and text of its own."""
        headed = any(piece.kind is HEADING for piece in inside)
        if headed and len(inside) > 1 and not any(piece.group or piece.boilerplate for piece in inside):
            group = self.builder.new_group()
            for piece in inside:
                piece.group = group

    def _cut_link(self, anchor: Anchor) -> None:
        """Takes the text of a link that ends here, or goes on in the next line."""
        part = clean(joined(self.buffer[anchor.start :]))
        anchor.start = 0
        if part:
            anchor.parts.append(part)
            self.linked.append(part)


def _is_all(parts: list[str], line: str) -> bool:
    """Whether a line is nothing but the parts, in order, and marks between them."""
    if len(line) - sum(map(len, parts)) >= 6 * len(parts):
        return False
    for part in parts:
        before, found, line = line.partition(part.strip(SEPARATORS))
        if not found or before.strip(SEPARATORS):
            return False
    return not line.strip(SEPARATORS)


def _take(parts: deque[str], line: str) -> list[str]:
    """Those of the next few parts, in order, that stand in a line; they are taken from the parts."""
    found: list[str] = []
    for at, part in enumerate(tuple(islice(parts, LOOK_AHEAD))):
        if part in line:
            found.append(part)
            last = at
    if found:
        for _ in range(last + 1):
            parts.popleft()
    return found
