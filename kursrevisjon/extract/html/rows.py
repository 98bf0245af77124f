"""Data tables in the descent: their rows as pieces, their captions and banner rows as headings of what stands below."""

from typing import Final

from bs4.element import Tag

from kursrevisjon.extract.build import Piece
from kursrevisjon.extract.html.closer import Closer
from kursrevisjon.extract.html.soup import attrs_of
from kursrevisjon.extract.html.tables import Row, caption_of, header_of, read_rows
from kursrevisjon.extract.html.writer import HEADING, Anchor
from kursrevisjon.extract.table import join_cells
from kursrevisjon.model import BlockKind

BANNER: Final = ("banner",)


class TableWriter(Closer):
    """Writes data tables."""

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
        piece.strong = tuple(text for _, text in row.links if any(_leads(cell, text) for cell in row.cells))
        piece.boilerplate, piece.in_main = self.place.mark, self.place.in_main
        return piece

    def _add_banner(self, text: str, group: int) -> None:
        """A caption or a row of one cell over the whole table: a heading of the rows below it."""
        piece = self.builder.add(HEADING, text, self._level(BANNER))
        piece.group, piece.boilerplate, piece.in_main = group, self.place.mark, self.place.in_main
        self._by_class[(piece.level, text)] = BANNER


def _leads(cell: str, link: str) -> bool:
    """Whether a link is the title that a cell opens with, with more below it."""
    return bool(link) and cell != link and cell.startswith(link)
