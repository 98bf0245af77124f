"""What each element does to the text in and below it: a table of tags.

An opener ends the line where its element starts one of its own, and returns the frame to close with; ``None`` is an
inline element, ``SKIP`` one that is not entered.
"""

from collections.abc import Callable
from typing import Final

from bs4.element import Tag

from kursrevisjon.extract.html.closer import BLOCK, BOLD, DEEPEST_HEADING, LINK, LIST_ITEM, SKIP, TERM, Frame
from kursrevisjon.extract.html.furniture import CARD, INHERITED, PLAIN, TAGS, Look, look
from kursrevisjon.extract.html.rows import TableWriter
from kursrevisjon.extract.html.soup import attrs_of
from kursrevisjon.extract.html.tables import is_layout, is_side_column
from kursrevisjon.extract.html.writer import HEADING, PARAGRAPH, Anchor, Place
from kursrevisjon.extract.lines import BREAK
from kursrevisjon.model import BlockKind
from kursrevisjon.text import clean

BLOCK_TAGS: Final = (
    "address article aside blockquote body center dialog div fieldset figcaption figure hgroup hr main nav noframes"
    " object p picture search section tbody tfoot thead tr"
).split()
FORM_TAGS: Final = ("label", "legend", "select", "option", "optgroup", "textarea", "output", "datalist")
SCOPING_TAGS: Final = frozenset(["section", "article", "details"])
BLOCKS_INSIDE: Final = frozenset(
    [*BLOCK_TAGS, "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "header", "details", "form"]
)
APP_ROOTS: Final = frozenset(
    "root app __next __nuxt ___gatsby app-root react-root svelte q-app main-app application".split()
)
"""Ids of the empty elements that scripts of single-page applications fill."""

DATA_TYPES: Final = frozenset(["application/ld+json", "application/json"])
EXPANDERS: Final = frozenset(["aria-expanded", "aria-controls", "data-toggle", "data-bs-toggle"])


class Elements(TableWriter):
    """Opens elements."""

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

    def _open_definition(self, tag: Tag) -> Frame | None:
        if self.buffer:
            self.flush()
        frame = self._frame(scoped=True)
        if tag.name == "dt":
            self.place = self.place._replace(kind=TERM, level=0)
        else:
            term = self._last_term
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
        if level.isdecimal():
            return self._enter_heading(min(max(int(level), 1), DEEPEST_HEADING), ())
        if found.heading != INHERITED:
            return self._enter_heading(found.heading, ())
        return self._enter_heading(INHERITED, (tag.name, attrs_of(tag).get("class") or ""))

    def _enter_heading(self, level: int, key: tuple[str, ...]) -> Frame:
        frame = self._frame()
        frame.key = key
        self.place = self.place._replace(kind=HEADING, level=self._level(key) if level == INHERITED else level)
        return frame

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
