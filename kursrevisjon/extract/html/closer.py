"""What is put right when an element closes: the place and headings from before it, and the mark that its class gave it.

A class word is weak evidence: whether an element is what it is called shows only when all its content is known.
"""

from dataclasses import dataclass
from typing import Final

from bs4.element import Tag

from kursrevisjon.extract.build import Headings, Piece
from kursrevisjon.extract.html.address import Resolver
from kursrevisjon.extract.html.furniture import PLAIN, Look
from kursrevisjon.extract.html.soup import attrs_of
from kursrevisjon.extract.html.writer import HEADING, PARAGRAPH, Place, Writer
from kursrevisjon.extract.lines import joined
from kursrevisjon.extract.phrases import speaks_of_cookies
from kursrevisjon.model import BlockKind

LIST_ITEM: Final = BlockKind.LIST_ITEM
TERM: Final = BlockKind.TERM
DEEPEST_HEADING: Final = 6
LONGEST_BYLINE: Final = 14
LONGEST_HIDDEN: Final = 25
LONGEST_TEASER: Final = 90
"""Words up to which an element whose class says byline, hidden or teaser is one."""


@dataclass(slots=True)
class Frame:
    """An open element that changes the place of its content, and what is put back when it closes.

    ``start`` is the index of its first piece, ``links`` of its first link. ``scoped`` ends the headings inside with the
    element. ``key`` is what a heading by class has in common with its siblings.
    """

    place: Place
    start: int
    headings: Headings
    look: Look = PLAIN
    scoped: bool = False
    links: int = 0
    key: tuple[str, ...] = ()
    tag: Tag | None = None


BLOCK: Final = Frame(Place(), 0, ())
LINK: Final = Frame(Place(), 0, ())
BOLD: Final = Frame(Place(), 0, ())
SKIP: Final = Frame(Place(), 0, ())
"""Frames that need no values of their own: a plain block, a link, bold text, an element that is not entered."""


class Closer(Writer):
    """Closes elements, and holds what a page says beside its text."""

    def __init__(self, resolver: Resolver, *, with_noscript: bool = False) -> None:
        super().__init__(resolver)
        self.with_noscript = with_noscript
        self.lang = ""
        self.metas: list[Tag] = []
        self.head_links: list[Tag] = []
        self.scripts: list[Tag] = []
        self.noscripts: list[Tag] = []
        self.forms: list[tuple[int, int]] = []
        self.has_app_root = False
        self.has_password = False
        self.has_main = False
        self.page_heading: tuple[int, str] | None = None
        self._tabs: dict[str, str] = {}
        self._last_term = -1
        self._by_class: dict[tuple[int, str], tuple[str, ...]] = {}

    def _frame(self, found: Look = PLAIN, *, scoped: bool = False, tag: Tag | None = None) -> Frame:
        return Frame(self.place, len(self.pieces), self.builder.headings, found, scoped, len(self.anchors), (), tag)

    def _level(self, key: tuple[str, ...]) -> int:
        """The level of a heading that states none: that of its last sibling of the same class, else one below the
        last."""
        headings = self.builder.headings
        for heading in headings:
            if self._by_class.get(heading) == key:
                return heading[0]
        return min((headings[-1][0] if headings else 1) + 1, DEEPEST_HEADING)

    def _lead(self) -> int:
        """The index of the piece that introduces a list or table: a paragraph, or the item that it stands in, or -1."""
        last = len(self.pieces) - 1
        if last < 0 or self.pieces[last].boilerplate != self.place.mark:
            return -1
        piece = self.pieces[last]
        inside = piece.kind is self.place.kind and piece.group == self.place.group
        return last if piece.kind is PARAGRAPH or (inside and piece.kind is not HEADING) else -1

    def leave(self, frame: Frame) -> None:
        """Closes an element: ends its line, puts back its place, and settles what its class left open."""
        if frame is BOLD:
            self._close_bold()
            return
        if self.buffer:
            self.flush()
        if self.place.kind is HEADING and frame.place.kind is not HEADING:
            self._note_heading(frame)
        elif self.place.kind is TERM and len(self.pieces) > frame.start:
            self._last_term = len(self.pieces) - 1
        if frame.look.card and self.place.group != frame.place.group:
            self._settle_card(frame)
        is_list = self.place.kind is LIST_ITEM and frame.place.kind is not LIST_ITEM
        if is_list and self.section is not None and self.depth == self.section.depth + 1:
            self.section.listed = True
        self.place = frame.place
        if frame.look.mark:
            self._settle_mark(frame)
        elif frame.scoped:
            self._restore_headings(frame)
        if frame.look.tab == "tab":
            self._note_tab(frame)
        elif frame.look.dialog:
            self._settle_dialog(frame)
        elif frame.tag is not None and frame.tag.name == "form":
            self.forms.append((frame.start, len(self.pieces)))

    def _close_bold(self) -> None:
        if self.bold_start >= 0:
            self.bold.append(joined(self.buffer[self.bold_start :]))
            self.bold_start = -1

    def _note_heading(self, frame: Frame) -> None:
        headings = self.builder.headings
        if len(self.pieces) == frame.start or not headings:
            return
        if frame.key:
            self._by_class[headings[-1]] = frame.key
        if self.page_heading is None and headings[-1][0] == 1 and not self.pieces[-1].boilerplate:
            self.page_heading = headings[-1]

    def _restore_headings(self, frame: Frame) -> None:
        """Ends the headings inside an element that held more than headings; the page's own heading goes on."""
        headings = self.builder.headings
        if headings is frame.headings or all(piece.kind is HEADING for piece in self.pieces[frame.start :]):
            return
        self._reset_headings(frame)

    def _reset_headings(self, frame: Frame) -> None:
        """Puts back the headings from before an element, or the page's own heading when it stands inside."""
        own = self.page_heading
        inside = own is not None and own in self.builder.headings and own not in frame.headings
        self.builder.headings = (own,) if inside and own else frame.headings

    def _settle_mark(self, frame: Frame) -> None:
        """Decides about a mark that a class word gave, now that the element's content is known."""
        inside = self.pieces[frame.start :]
        mark, words = frame.look.mark, 0
        for piece in inside:
            words += piece.text.count(" ") + 1
        if mark == "teaser?":
            if len(self.anchors) > frame.links and words <= LONGEST_TEASER:
                self._fill(inside, "teaser")
                self.builder.headings = frame.headings
        elif mark == "byline":
            self._fill(inside, "header" if words <= LONGEST_BYLINE else "")
        elif not frame.look.sure and mark != "header" and _is_content(inside, mark, words):
            for piece in inside:
                piece.boilerplate = "" if piece.boilerplate == mark else piece.boilerplate
        else:
            self._reset_headings(frame)
            return
        if frame.scoped:
            self._restore_headings(frame)

    def _settle_card(self, frame: Frame) -> None:
        """An article that holds the page's own heading is the page, not a card on it."""
        inside = self.pieces[frame.start :]
        if any(piece.kind is HEADING and piece.level == 1 for piece in inside):
            for piece in inside:
                piece.group = 0 if piece.group == self.place.group else piece.group

    def _fill(self, pieces: list[Piece], mark: str) -> None:
        for piece in pieces:
            piece.boilerplate = piece.boilerplate or mark

    def _settle_dialog(self, frame: Frame) -> None:
        inside = self.pieces[frame.start :]
        if any(speaks_of_cookies(piece.text) for piece in inside[:6]):
            for piece in inside:
                piece.boilerplate = "cookie"
            self.builder.headings = frame.headings

    def _note_tab(self, frame: Frame) -> None:
        text = " ".join(piece.text for piece in self.pieces[frame.start :])
        if frame.tag is None or not text:
            return
        attrs = attrs_of(frame.tag)
        names = (attrs.get("id"), attrs.get("aria-controls"), (attrs.get("href") or "").removeprefix("#"))
        self._tabs.update({name: text for name in names if name})


def _is_content(pieces: list[Piece], mark: str, words: int) -> bool:
    """Whether what a class word calls furniture holds the page's own heading, or is hidden text of some length."""
    if mark == "hidden":
        return words > LONGEST_HIDDEN
    return any(piece.kind is HEADING and piece.level == 1 and not piece.is_link for piece in pieces)
