"""What each element does to the text in and below it: a table of tags, and what is put right when an element closes.

An opener ends the line where its element starts one of its own, and returns the frame to close with; ``None`` is an
inline element, ``SKIP`` one that is not entered.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bs4.element import Tag

from kursrevisjon.extract.build import Headings, Piece
from kursrevisjon.extract.html.address import Resolver
from kursrevisjon.extract.html.furniture import CARD, INHERITED, PLAIN, TAGS, Look, look
from kursrevisjon.extract.html.phrases import speaks_of_cookies
from kursrevisjon.extract.html.soup import attrs_of
from kursrevisjon.extract.html.tables import Row, caption_of, header_of, is_layout, is_side_column, read_rows
from kursrevisjon.extract.html.writer import HEADING, PARAGRAPH, Anchor, Place, Writer
from kursrevisjon.extract.lines import BREAK
from kursrevisjon.extract.table import join_cells
from kursrevisjon.model import BlockKind
from kursrevisjon.text import clean

LIST_ITEM: Final = BlockKind.LIST_ITEM
BLOCK_TAGS: Final = (
    *(
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dialog",
        "div",
        "fieldset",
        "figcaption",
        "figure",
    ),
    *(
        "footer",
        "hgroup",
        "hr",
        "main",
        "nav",
        "noframes",
        "object",
        "p",
        "picture",
        "search",
        "section",
        "tbody",
        "tfoot",
    ),
    *("thead", "tr", "html"),
)
FORM_TAGS: Final = ("label", "legend", "select", "option", "optgroup", "textarea", "output", "datalist")
SCOPING_TAGS: Final = frozenset(["section", "article", "details"])
BLOCKS_INSIDE: Final = frozenset(
    [*BLOCK_TAGS, "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "header", "details", "form"]
)
DEEPEST_HEADING: Final = 6
LONGEST_BYLINE: Final = 14
LONGEST_HIDDEN: Final = 25
LONGEST_TEASER: Final = 90
"""Words up to which an element whose class says byline, hidden or teaser is one."""

APP_ROOTS: Final = frozenset(
    [
        "root",
        "app",
        "__next",
        "__nuxt",
        "___gatsby",
        "app-root",
        "react-root",
        "svelte",
        "q-app",
        "main-app",
        "application",
    ]
)
"""Ids of the empty elements that scripts of single-page applications fill."""

DATA_TYPES: Final = frozenset(["application/ld+json", "application/json"])
EXPANDERS: Final = frozenset(["aria-expanded", "aria-controls", "data-toggle", "data-bs-toggle"])


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


class Elements(Writer):
    """Opens and closes elements, and collects what the page says beside its text."""

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
        self._by_class: dict[tuple[int, str], tuple[str, ...]] = {}

    # Containers

    def _open_block(self, tag: Tag) -> Frame | None:
        if self.buffer:
            self.flush()
        attrs = attrs_of(tag)
        if attrs:
            if attrs.get("id") in APP_ROOTS:
                self.has_app_root = True
            found = PLAIN if self.place.mark and self.place.mark != "header" else look(tag.name, attrs)
            if found is not PLAIN:
                return self._open_container(tag, found)
            if self._tabs and attrs.get("id") in self._tabs:
                return self._open_panel(tag)
        elif tag.name in TAGS or tag.name == "article":
            return self._open_container(tag, TAGS.get(tag.name, CARD))
        return self._frame(scoped=True) if tag.name in SCOPING_TAGS else BLOCK

    def _frame(self, found: Look = PLAIN, *, scoped: bool = False, tag: Tag | None = None) -> Frame:
        return Frame(self.place, len(self.pieces), self.builder.headings, found, scoped, len(self.anchors), (), tag)

    def _open_container(self, tag: Tag, found: Look) -> Frame | None:
        """Opens an element that its tag, role or class says something of."""
        if found.lists:
            return self._open_list(tag) if found.lists == "list" else self._open_list_item()
        if found.heading:
            return self._open_heading_by_class(tag, found)
        if found.tab == "panel":
            return self._open_panel(tag)
        frame = self._frame(found, scoped=found.card or tag.name in SCOPING_TAGS, tag=tag)
        place = self.place
        if found.main or tag.name == "article":
            self.has_main = self.has_main or found.main
            self.place = place._replace(mark="" if found.main else place.mark, in_main=True)
        elif found.mark in ("teaser?", "byline") or (found.mark == "header" and place.in_main and not found.sure):
            pass
        elif found.mark and place.mark in ("", "header"):
            self.place = place._replace(mark=found.mark)
        if found.card:
            self.place = self.place._replace(group=self.builder.new_group())
        return frame

    def _open_header(self, tag: Tag) -> Frame | None:
        if self.buffer:
            self.flush()
        if self.place.in_main or self.place.mark:
            return self._open_block(tag)
        frame = self._frame(Look("header", sure=True))
        self.place = self.place._replace(mark="header")
        return frame

    def _open_footer(self, tag: Tag) -> Frame | None:
        """A footer of the page or an article; that of a quotation names who is quoted."""
        if tag.parent is not None and tag.parent.name in ("blockquote", "figure"):
            if self.buffer:
                self.flush()
            return BLOCK
        return self._open_block(tag)

    def _open_html(self, tag: Tag) -> Frame | None:
        self.lang = self.lang or attrs_of(tag).get("lang") or attrs_of(tag).get("xml:lang") or ""
        return BLOCK

    def _open_item(self, tag: Tag) -> Frame | None:
        """A list item or a cell of a layout table: a container of its own, whose headings end with it."""
        if self.buffer:
            self.flush()
        if self.place.mark:
            return BLOCK
        if tag.attrs and tag.name != "li":
            found = look(tag.name, attrs_of(tag))
            if not found.mark and is_side_column(tag):
                found = Look("aside")
            if found.mark:
                return self._open_container(tag, found)
        return self._frame(scoped=True)

    def _open_list(self, tag: Tag) -> Frame | None:
        if self.buffer:
            self.flush()
        place = self.place
        frame = self._frame()
        if place.mark in ("", "header") and attrs_of(tag):
            found = look(tag.name, attrs_of(tag))
            if found.mark or found.tab:
                frame.look = found
            if found.mark and found.mark not in ("teaser?", "byline"):
                place = place._replace(mark=found.mark)
        if tag.name == "dl":
            self.place = place._replace(group=self.builder.new_group(), lead=self._lead())
        else:
            level = place.level + 1 if place.kind is LIST_ITEM else 1
            self.place = Place(LIST_ITEM, level, self.builder.new_group(), self._lead(), place.mark, place.in_main)
        return frame

    def _open_list_item(self) -> Frame:
        frame = self._frame(scoped=True)
        if self.place.kind is not LIST_ITEM:
            self.place = self.place._replace(kind=LIST_ITEM, level=1)
        return frame

    def _lead(self) -> int:
        """The index of the piece that introduces a list or table: a paragraph, or the item that it stands in, or -1."""
        last = len(self.pieces) - 1
        if last < 0 or self.pieces[last].boilerplate != self.place.mark:
            return -1
        piece = self.pieces[last]
        inside = piece.kind is self.place.kind and piece.group == self.place.group
        return last if piece.kind is PARAGRAPH or (inside and piece.kind is not HEADING) else -1

    def _open_definition(self, tag: Tag) -> Frame | None:
        if self.buffer:
            self.flush()
        frame = self._frame(scoped=True)
        if tag.name == "dt":
            self.place = self.place._replace(kind=BlockKind.TERM, level=0)
        else:
            terms = (at for at in range(len(self.pieces) - 1, -1, -1) if self.pieces[at].kind is BlockKind.TERM)
            term = next(terms, -1)
            same = term >= 0 and self.pieces[term].group == self.place.group
            self.place = self.place._replace(kind=BlockKind.DEFINITION, level=0, lead=term if same else -1)
        return frame

    # Headings

    def _open_heading(self, tag: Tag) -> Frame | None:
        if self.buffer:
            self.flush()
        frame = self._frame()
        mark = self.place.mark
        found = look(tag.name, attrs_of(tag)) if tag.attrs else PLAIN
        if found.mark == "hidden":
            frame.look = Look("hidden", sure=True)
            mark = mark or "hidden"
        self.place = self.place._replace(kind=HEADING, level=int(tag.name[1]), mark=mark)
        return frame

    def _open_heading_by_class(self, tag: Tag, found: Look) -> Frame | None:
        """A heading by role, or by a class name where the element holds a line and no blocks."""
        if self.place.kind is HEADING or (not found.sure and _has_blocks(tag)):
            return BLOCK
        level = attrs_of(tag).get("aria-level", "")
        if found is not PLAIN and level.isdecimal():
            return self._enter_heading(min(max(int(level), 1), DEEPEST_HEADING), ())
        if found.heading != INHERITED:
            return self._enter_heading(found.heading, ())
        return self._enter_heading(INHERITED, (tag.name, attrs_of(tag).get("class") or ""))

    def _enter_heading(self, level: int, key: tuple[str, ...]) -> Frame:
        frame = self._frame()
        frame.key = key
        self.place = self.place._replace(kind=HEADING, level=self._level(key) if level == INHERITED else level)
        return frame

    def _level(self, key: tuple[str, ...]) -> int:
        """The level of a heading that states none: that of its last sibling of the same class, else one below the
        last."""
        headings = self.builder.headings
        for heading in headings:
            if self._by_class.get(heading) == key:
                return heading[0]
        return min((headings[-1][0] if headings else 1) + 1, DEEPEST_HEADING)

    def _open_summary(self, tag: Tag) -> Frame | None:
        if self.buffer:
            self.flush()
        return self._enter_heading(INHERITED, ("summary",))

    def _open_details(self, tag: Tag) -> Frame | None:
        if self.buffer:
            self.flush()
        frame = self._frame(scoped=True)
        self.place = self.place._replace(kind=PARAGRAPH, level=0, lead=-1, group=self.builder.new_group())
        return frame

    def _open_button(self, tag: Tag) -> Frame | None:
        """A button that opens a panel is the panel's heading; any other belongs to a form."""
        if self.place.kind is HEADING:
            return None
        if self.buffer:
            self.flush()
        if self.place.mark not in ("", "header"):
            return BLOCK
        found = look(tag.name, attrs_of(tag))
        if found.tab == "tab":
            return self._open_container(tag, found)
        if found.trigger or not EXPANDERS.isdisjoint(tag.attrs):
            return self._enter_heading(INHERITED, ("button", attrs_of(tag).get("class") or ""))
        return self._open_form_part(tag)

    def _open_panel(self, tag: Tag) -> Frame | None:
        """The panel of a tab: its content stands below the tab's text."""
        frame = self._frame(scoped=True)
        name = self._tabs.get(attrs_of(tag).get("id") or "") or self._tabs.get(
            attrs_of(tag).get("aria-labelledby") or ""
        )
        self.place = self.place._replace(group=self.builder.new_group())
        if name:
            self.builder.headings = (*frame.headings, (self._level(("tab",)), name))
        return frame

    # Inline elements, and elements without content

    def _open_link(self, tag: Tag) -> Frame | None:
        attrs = attrs_of(tag)
        href = attrs.get("href")
        if self.anchor is not None or (href is None and not attrs):
            return None
        found = look("a", attrs) if "class" in attrs or "role" in attrs else PLAIN
        if found.mark == "hidden" and not self.place.mark:
            if self.buffer:
                self.flush()
            frame = self._frame(found, tag=tag)
            self.place = self.place._replace(mark="hidden")
            return frame
        if found.tab == "tab":
            return self._open_container(tag, found)
        if not EXPANDERS.isdisjoint(attrs) and (href is None or href.startswith("#")):
            return self._open_button(tag)
        if href is None:
            return None
        self.open_link(href, nofollow="nofollow" in (attrs.get("rel") or ""))
        return LINK

    def _open_bold(self, tag: Tag) -> Frame | None:
        if self.bold_start >= 0:
            return None
        self.bold_start = len(self.buffer)
        return BOLD

    def _open_span(self, tag: Tag) -> Frame | None:
        """A span is inline, but for one that only screen readers see and one that is a heading by its role."""
        attrs = attrs_of(tag)
        if not attrs or self.buffer or self.place.mark or self.place.kind is HEADING:
            return None
        if "role" in attrs or "class" in attrs:
            found = look("span", attrs)
            if found.mark in ("hidden", "breadcrumb") or found.tab or "role" in attrs:
                return self._open_container(tag, found) if found is not PLAIN else None
        return None

    def _add_break(self, tag: Tag) -> Frame | None:
        if self.buffer:
            self.buffer.append(BREAK)
        return SKIP

    def _add_lines(self, tag: Tag) -> Frame | None:
        if self.buffer:
            self.flush()
        self.buffer.append(tag.get_text().replace("\n", BREAK))
        if self.buffer:
            self.flush()
        return SKIP

    def _add_title(self, tag: Tag) -> Frame | None:
        text = clean(tag.get_text())
        if text and not any(piece.kind is BlockKind.TITLE for piece in self.pieces[:3]):
            self.builder.add(BlockKind.TITLE, text)
        return SKIP

    def _add_area(self, tag: Tag) -> Frame | None:
        self._add_link(attrs_of(tag).get("href"), attrs_of(tag).get("alt") or "")
        return SKIP

    def _add_frame(self, tag: Tag) -> Frame | None:
        self._add_link(attrs_of(tag).get("src"), attrs_of(tag).get("title") or attrs_of(tag).get("name") or "")
        return SKIP

    def _add_link(self, href: str | None, text: str) -> None:
        if href and (url := self.resolver.absolute(href)):
            self.anchors.append(
                Anchor(url, len(self.pieces), "", self.place.mark, nofollow=False, start=0, text=clean(text))
            )

    def _read_base(self, tag: Tag) -> Frame | None:
        self.resolver.rebase(attrs_of(tag).get("href") or "")
        return SKIP

    def _read_meta(self, tag: Tag) -> Frame | None:
        self.metas.append(tag)
        return SKIP

    def _read_head_link(self, tag: Tag) -> Frame | None:
        self.head_links.append(tag)
        return SKIP

    def _read_script(self, tag: Tag) -> Frame | None:
        if tag.contents and (attrs_of(tag).get("type") or "").lower() in DATA_TYPES:
            self.scripts.append(tag)
        return SKIP

    def _read_input(self, tag: Tag) -> Frame | None:
        if (attrs_of(tag).get("type") or "").lower() == "password":
            self.has_password = True
        return SKIP

    def _open_noscript(self, tag: Tag) -> Frame | None:
        if self.with_noscript:
            return BLOCK
        self.noscripts.append(tag)
        return SKIP

    def _open_template(self, tag: Tag) -> Frame | None:
        return self._open_block(tag) if "shadowrootmode" in attrs_of(tag) else SKIP

    # Forms

    def _open_form(self, tag: Tag) -> Frame | None:
        if self.buffer:
            self.flush()
        found = look(tag.name, attrs_of(tag))
        if found.mark == "form" and self.place.mark in ("", "header"):
            return self._open_container(tag, found)
        return self._frame(tag=tag)

    def _open_form_part(self, tag: Tag) -> Frame | None:
        if self.buffer:
            self.flush()
        frame = self._frame()
        if not self.place.mark:
            self.place = self.place._replace(kind=PARAGRAPH, level=0, mark="form")
        return frame

    # Tables

    def _open_table(self, tag: Tag) -> Frame | None:
        if self.buffer:
            self.flush()
        if self.place.mark not in ("", "header"):
            return BLOCK
        found = look(tag.name, attrs_of(tag)) if attrs_of(tag) else PLAIN
        if found.mark:
            return self._open_container(tag, found)
        if is_layout(tag):
            return BLOCK
        self._add_table(tag)
        return SKIP

    def _add_table(self, tag: Tag) -> None:
        before = self.builder.headings
        lead = self._lead()
        group = self.builder.new_group()
        if caption := caption_of(tag):
            self._add_banner(caption, group)
        rows = read_rows(tag)
        header = header_of(rows)
        for at, row in enumerate(rows):
            if row.banner:
                self._add_banner(row.cells[0], group)
                continue
            piece = self._add_row(row, group)
            piece.lead = lead
            piece.header = rows[header].cells if 0 <= header < at else ()
        self.builder.headings = before

    def _add_row(self, row: Row, group: int) -> Piece:
        headings = self.builder.headings
        for tag, text in row.links:
            url = self.resolver.absolute(attrs_of(tag).get("href") or "")
            if url:
                heading = headings[-1][1] if headings else ""
                nofollow = "nofollow" in (attrs_of(tag).get("rel") or "")
                self.anchors.append(Anchor(url, len(self.pieces), heading, "", nofollow, 0, text))
        piece = self.builder.add(BlockKind.TABLE_ROW, join_cells(row.cells))
        piece.group, piece.cells = group, row.cells
        piece.boilerplate, piece.in_main = self.place.mark, self.place.in_main
        return piece

    def _add_banner(self, text: str, group: int) -> None:
        """A caption or a row of one cell over the whole table: a heading of the rows below it."""
        key = ("banner",)
        piece = self.builder.add(HEADING, text, self._level(key))
        piece.group, piece.boilerplate, piece.in_main = group, self.place.mark, self.place.in_main
        self._by_class[(piece.level, text)] = key

    # Closing

    def leave(self, frame: Frame) -> None:
        """Closes an element: ends its line, puts back its place, and settles what its class left open."""
        if frame is BOLD:
            self._close_bold()
            return
        if self.buffer:
            self.flush()
        if self.place.kind is HEADING and frame.place.kind is not HEADING:
            self._note_heading(frame)
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
            self.bold.append("".join(self.buffer[self.bold_start :]))
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
        own = self.page_heading
        self.builder.headings = (own,) if own in headings and own not in frame.headings and own else frame.headings

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
            own = self.page_heading
            kept = own is not None and own in self.builder.headings and own not in frame.headings
            self.builder.headings = (own,) if kept and own else frame.headings
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


OPENERS: Final[dict[str, Callable[[Elements, Tag], Frame | None]]] = {
    **dict.fromkeys(BLOCK_TAGS, Elements._open_block),
    **dict.fromkeys(FORM_TAGS, Elements._open_form_part),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Elements._open_heading),
    **dict.fromkeys(("ul", "ol", "menu", "dir"), Elements._open_list),
    **dict.fromkeys(("b", "strong"), Elements._open_bold),
    **dict.fromkeys(("td", "th", "li"), Elements._open_item),
    **dict.fromkeys(("dt", "dd"), Elements._open_definition),
    "a": Elements._open_link,
    "area": Elements._add_area,
    "base": Elements._read_base,
    "br": Elements._add_break,
    "button": Elements._open_button,
    "details": Elements._open_details,
    "dl": Elements._open_list,
    "form": Elements._open_form,
    "footer": Elements._open_footer,
    "frame": Elements._add_frame,
    "header": Elements._open_header,
    "html": Elements._open_html,
    "input": Elements._read_input,
    "link": Elements._read_head_link,
    "meta": Elements._read_meta,
    "noscript": Elements._open_noscript,
    "pre": Elements._add_lines,
    "script": Elements._read_script,
    "span": Elements._open_span,
    "summary": Elements._open_summary,
    "table": Elements._open_table,
    "template": Elements._open_template,
    "title": Elements._add_title,
}
"""The opener of each tag that is not inline."""


def _has_blocks(tag: Tag) -> bool:
    return any(isinstance(child, Tag) and child.name in BLOCKS_INSIDE for child in tag.contents)


def _is_content(pieces: list[Piece], mark: str, words: int) -> bool:
    """Whether what a class word calls furniture holds the page's own heading, or is hidden text of some length."""
    if mark == "hidden":
        return words > LONGEST_HIDDEN
    return any(piece.kind is HEADING and piece.level == 1 and not piece.is_link for piece in pieces)
