"""From pieces of text to a ``Document``: headings become paths, texts become offsets.

Every reader of a format hands its pieces to a ``Builder`` in reading order and changes them as it learns more (a list
that turns out to be a menu). ``Builder.finish`` freezes them: ``document.text[b.offset : b.offset + len(b.text)]`` is
``b.text`` for every block, so that every quote can be found again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kursrevisjon.extract.language import language_of
from kursrevisjon.extract.table import join_cells
from kursrevisjon.model import Block, BlockKind, Document, Link

BELOW_ALL: Final = 7
"""The level of a bold line that heads a section: any heading ends it."""

LONGEST_BOLD: Final = 100
"""Characters of a line in bold that stands for a heading, at most."""

TITLE_WORDS: Final = 8
"""Words of a first line that stands for the page's title, at most."""

Headings = tuple[tuple[int, str], ...]


@dataclass(slots=True)
class Piece:
    """A block in the making; the fields are those of ``Block``. ``in_main`` tells that it stands in the main
    content."""

    kind: BlockKind
    text: str
    level: int = 0
    heading_path: tuple[str, ...] = ()
    group: int = 0
    lead: int = -1
    cells: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    strong: tuple[str, ...] = ()
    boilerplate: str = ""
    is_link: bool = False
    page_number: int | None = None
    in_main: bool = False


class Builder:
    """Collects the pieces of one document in reading order.

    ``headings`` are the open headings with their levels, outermost first; a caller may put back an earlier value when a
    part of the page ends. ``path`` holds their texts.
    """

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.links: list[Link] = []
        self.groups = 0
        self._headings: Headings = ()
        self.path: tuple[str, ...] = ()

    @property
    def headings(self) -> Headings:
        """The headings that what comes next stands below."""
        return self._headings

    @headings.setter
    def headings(self, headings: Headings) -> None:
        if headings is not self._headings:
            self._headings = headings
            self.path = tuple(text for _, text in headings)

    def add(self, kind: BlockKind, text: str, level: int = 0) -> Piece:
        """Adds a piece below the headings met so far; a heading takes its place among them."""
        if kind is BlockKind.HEADING:
            self.headings = tuple(heading for heading in self._headings if heading[0] < level)
        piece = Piece(kind, text, level, self.path)
        self.pieces.append(piece)
        if kind is BlockKind.HEADING:
            self.headings = (*self._headings, (level, text))
        return piece

    def new_group(self) -> int:
        """The number of the next list, table, card or accordion."""
        self.groups += 1
        return self.groups

    def lead(self) -> int:
        """The index of the piece that introduces what comes next: a paragraph just before it, or -1."""
        last = len(self.pieces) - 1
        return last if last >= 0 and self.pieces[last].kind is BlockKind.PARAGRAPH else -1

    def add_rows(self, rows: Sequence[tuple[str, ...]], header: tuple[str, ...] = ()) -> None:
        """Adds the rows of one table; ``header`` is its first row where that names the columns."""
        lead = self.lead()
        group = self.new_group()
        for number, cells in enumerate(rows):
            piece = self.add(BlockKind.TABLE_ROW, join_cells(cells))
            piece.group, piece.lead, piece.cells = group, lead, cells
            piece.header = header if number else ()

    def title(self) -> str:
        """The text of the first title, else of the first heading, else nothing."""
        for kind in (BlockKind.TITLE, BlockKind.HEADING):
            for piece in self.pieces:
                if piece.kind is kind:
                    return piece.text
        return ""

    def finish(
        self,
        source: str,
        *,
        url: str | None = None,
        declared_lang: str = "",
        canonical: str | None = None,
        noindex: bool = False,
        nofollow: bool = False,
        media_type: str = "text/html",
        section: str | None = None,
    ) -> Document:
        """The document of everything added. ``declared_lang`` is what the page says of its own language."""
        _head_with_first_line(self.pieces)
        _head_with_bold_lines(self.pieces)
        return Document(
            source=source,
            url=url,
            title=self.title(),
            lang=language_of(_content(self.pieces), declared_lang),
            text="\n".join(piece.text for piece in self.pieces),
            blocks=_freeze(self.pieces),
            links=tuple(self.links),
            canonical=canonical,
            noindex=noindex,
            nofollow=nofollow,
            media_type=media_type,
            section=section,
        )


def _content(pieces: Sequence[Piece]) -> str:
    """The text that the language is told from: the content, or everything on a page that is all furniture."""
    return "\n".join(piece.text for piece in pieces if not piece.boilerplate) or "\n".join(p.text for p in pieces)


def _head_with_first_line(pieces: Sequence[Piece]) -> None:
    """Makes a heading of a short first line above headings, on a page that has none of the first level: its title,
    shown as one by style alone.
    """
    content = [piece for piece in pieces if not piece.boilerplate and piece.kind is not BlockKind.TITLE]
    headings = [piece for piece in content if piece.kind is BlockKind.HEADING]
    if not headings or content[0] is headings[0] or min(piece.level for piece in headings) < 2:
        return
    first = content[0]
    titled = first.text.count(" ") < TITLE_WORDS and not first.text.endswith((".", ":", ",", "!", "?"))
    if titled and first.kind is BlockKind.PARAGRAPH and not first.is_link:
        first.kind, first.level = BlockKind.HEADING, 1
        for piece in content[1:]:
            piece.heading_path = (first.text, *piece.heading_path)


def _head_with_bold_lines(pieces: Sequence[Piece]) -> None:
    """Makes headings of the short lines in bold that stand alone, since web editors write them so. Such a heading ends
    at the next one of any kind.
    """
    bold: tuple[str, ...] = ()
    for piece in pieces:
        if piece.boilerplate:
            continue
        if piece.kind is BlockKind.HEADING:
            bold = ()
        elif _is_bold_line(piece):
            piece.kind, piece.level, bold = BlockKind.HEADING, BELOW_ALL, (piece.text,)
        elif bold:
            piece.heading_path += bold


def _is_bold_line(piece: Piece) -> bool:
    return (
        piece.kind is BlockKind.PARAGRAPH
        and piece.strong == (piece.text,)
        and len(piece.text) <= LONGEST_BOLD
        and not piece.text.endswith((".", ":", ","))
    )


def _freeze(pieces: Sequence[Piece]) -> tuple[Block, ...]:
    blocks = []
    offset = 0
    for index, piece in enumerate(pieces):
        blocks.append(
            Block(
                index,
                piece.kind,
                piece.text,
                offset,
                piece.level,
                piece.heading_path,
                piece.group,
                piece.lead,
                piece.cells,
                piece.header,
                piece.strong,
                piece.boilerplate,
                piece.is_link,
                piece.page_number,
            )
        )
        offset += len(piece.text) + 1
    return tuple(blocks)
