"""Marks that only the whole page can give: forms, menus made of link lists, link lists below "Les også", breadcrumbs.

Runs once after the descent, over the pieces; the links then take the marks of the pieces that they stand in.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from kursrevisjon.extract.build import Piece
from kursrevisjon.extract.html.writer import Anchor
from kursrevisjon.extract.phrases import HOME, is_footer
from kursrevisjon.model import BlockKind, Link

FORM_SHARE: Final = 0.5
"""Share of a page's words from which on a form is the page: old ASP.NET sites wrap everything in one."""

LONGEST_FORM: Final = 120
"""Words above which a form holds text to be read."""

FOOT: Final = 8
"""Pieces at the end of a page that may be its foot where no element says so."""

FEWEST_LINKS: Final = 3
"""Links in a row, outside the main content, that make a menu."""

MENU_WORDS: Final = 4
"""Mean words of a menu's entries, at most, on a page that does not say where its main content is."""


def settle(pieces: Sequence[Piece], forms: Sequence[tuple[int, int]], *, has_main: bool) -> None:
    """Marks what the pieces show together."""
    _settle_forms(pieces, forms)
    for run in _link_runs(pieces):
        _settle_links(pieces, run, has_main=has_main)
    for piece in pieces[-FOOT:]:
        if not piece.boilerplate and not piece.in_main and piece.kind is BlockKind.PARAGRAPH and is_footer(piece.text):
            piece.boilerplate = "footer"


def _settle_forms(pieces: Sequence[Piece], forms: Sequence[tuple[int, int]]) -> None:
    if not forms:
        return
    total = _words(pieces)
    for start, end in forms:
        inside = [piece for piece in pieces[start:end] if not piece.boilerplate]
        words = _words(inside)
        own_heading = any(piece.kind is BlockKind.HEADING and piece.level == 1 for piece in inside)
        if not own_heading and words <= LONGEST_FORM and words < FORM_SHARE * total:
            for piece in inside:
                piece.boilerplate = "form"


def _words(pieces: Sequence[Piece]) -> int:
    return sum(piece.text.count(" ") + 1 for piece in pieces if not piece.boilerplate)


def _link_runs(pieces: Sequence[Piece]) -> Iterator[list[int]]:
    """Runs of unmarked pieces that are links: the items of one list, or lines of no list."""
    at = 0
    for (link, group), run in groupby(pieces, lambda piece: (_is_bare_link(piece), piece.group)):
        indexes = range(at, at := at + sum(1 for _ in run))
        whole = indexes.start == 0 or not group or pieces[indexes.start - 1].group != group
        whole = whole and (at == len(pieces) or not group or pieces[at].group != group)
        if link and whole:
            yield list(indexes)


def _is_bare_link(piece: Piece) -> bool:
    return piece.is_link and not piece.boilerplate and piece.kind is not BlockKind.HEADING


def _settle_links(pieces: Sequence[Piece], run: Sequence[int], *, has_main: bool) -> None:
    first = pieces[run[0]]
    lead = pieces[first.lead] if first.lead >= 0 else None
    if lead is not None and lead.boilerplate == "teaser":
        _mark(pieces, run, "teaser")
    elif not first.in_main and HOME.fullmatch(first.text):
        _mark(pieces, run, "breadcrumb" if len(run) < 6 and run[0] and has_main else "menu")
    elif first.in_main or len(run) < FEWEST_LINKS:
        return
    elif has_main or (lead is None and _words([pieces[at] for at in run]) <= MENU_WORDS * len(run)):
        _mark(pieces, run, "menu")


def _mark(pieces: Sequence[Piece], run: Sequence[int], mark: str) -> None:
    for at in run:
        pieces[at].boilerplate = mark


def to_links(anchors: Sequence[Anchor], pieces: Sequence[Piece]) -> Iterator[Link]:
    """The links of a page, each with the mark of the piece that it stands in."""
    last = len(pieces) - 1
    for anchor in anchors:
        mark = anchor.mark or (pieces[min(anchor.piece, last)].boilerplate if last >= 0 else "")
        yield Link(anchor.url, anchor.text, anchor.heading, mark, nofollow=anchor.nofollow)
