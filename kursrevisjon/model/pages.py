"""Unions, what is fetched for them, and what a fetched page is cut into.

``TradeUnion ─crawl→ Page | Unread(cause) ─extract→ Document | Unread(cause)``; a document is a list of blocks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from kursrevisjon.model.terms import UnreadCause


@dataclass(frozen=True, slots=True)
class Affiliation:
    """Membership of a main organisation from a day (inclusive) to a day (exclusive); ``None`` is open-ended."""

    main_org: str
    from_date: date | None = None
    to_date: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the union belonged to the main organisation on that day."""
        return (self.from_date is None or self.from_date <= day) and (self.to_date is None or day < self.to_date)


@dataclass(frozen=True, slots=True)
class Seed:
    """An address where a union is known to describe its training."""

    url: str
    checked: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ExcludedPath:
    """A path prefix that is never fetched, and why."""

    prefix: str
    reason: str


@dataclass(frozen=True, slots=True)
class Expectation:
    """The fewest pages and courses that a healthy reading of the union yields."""

    pages: int = 1
    courses: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """Something uncertain or worth knowing about a union, and the day it was written."""

    date: date
    text: str


@dataclass(frozen=True, slots=True)
class TradeUnion:
    """A union (forbund) as ``sources.yaml`` describes it.

    ``hosts`` are the hosts (with a port where there is one) that belong to the union's site, and are one *site* for
    politeness; ``path_prefixes`` limits what is followed there (empty = everything). ``basis`` says why the union
    is in the panel: ``named_in_report``, ``inferred`` (from the report's ``workplaces``), or empty.
    """

    id: str
    name: str
    short_name: str
    homepage: str
    affiliations: tuple[Affiliation, ...]
    seeds: tuple[Seed, ...]
    hosts: tuple[str, ...]
    path_prefixes: tuple[str, ...] = ()
    excluded: tuple[ExcludedPath, ...] = ()
    languages: tuple[str, ...] = ("nb",)
    page_budget: int = 60
    expect: Expectation = Expectation()
    basis: str = "inferred"
    enabled: bool = True
    names_before: tuple[str, ...] = ()
    workplaces: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    def main_org_on(self, day: date) -> str | None:
        """The main organisation the union belongs to on that day, or ``None`` when it stands outside (METHOD 5)."""
        for affiliation in self.affiliations:
            if affiliation.holds_on(day):
                return affiliation.main_org
        return None


@dataclass(frozen=True, slots=True)
class Page:
    """One capture: the bytes that an address gave at a time. Its identity is address + time + digest.

    ``url`` is the canonical address that was asked for, ``url_reached`` where redirects ended. ``digest`` is
    ``"sha256:" + hex`` of ``body`` (decoded from any content encoding). ``headers`` has lower-case names.
    """

    union_id: str
    url: str
    url_reached: str
    fetched: datetime
    status: int
    media_type: str
    charset: str | None
    body: bytes
    digest: str
    headers: Mapping[str, str] = field(default_factory=dict)
    not_modified: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """An address that gave no page, and why: the only source of ``unknown`` beside too little text."""

    union_id: str
    url: str
    cause: UnreadCause
    detail: str = ""
    at: datetime | None = None
    status: int | None = None


class BlockKind(StrEnum):
    """What a block is on its page."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    TERM = "term"
    DEFINITION = "definition"
    JSON_LD = "json_ld"


CELL_JOINT: Final = " | "
"""What stands between the cells in the text of a table row."""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a page's text: the unit that rules match in and that quotes are slices of.

    ``text`` is white-space-normalised and starts at ``offset`` in the document's text. ``level`` is the heading
    level 1-6, or the nesting depth of a list item (1 = outermost). ``heading_path`` holds the headings above the
    block, outermost first; a heading's own text is not in its path. ``group`` numbers the list, table, card or
    accordion that the block belongs to (0 = none); ``lead`` is the index of the block that introduces the group
    (the paragraph just before a list), or -1. ``cells`` are the cells of a table row (``text`` joins them with
    ``CELL_JOINT``); ``header`` is the table's header row, with an empty tuple when it has none. ``strong`` are the bold
    leads inside the block. ``boilerplate`` names the page furniture that the block stands in (``menu``, ``header``,
    ``footer``, ``aside``, ``breadcrumb``, ``cookie``, ``teaser``, ``form``, ``hidden``), or is empty for content.
    ``is_link`` says that the block's whole text is one link. ``page_number`` counts PDF pages from 1.
    """

    index: int
    kind: BlockKind
    text: str
    offset: int
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

    def cell_place(self, column: int) -> tuple[int, int]:
        """Where a cell's text starts and ends in that of its row."""
        start = sum(len(before) + len(CELL_JOINT) for before in self.cells[:column])
        return start, start + len(self.cells[column])


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it stands on a page; ``url`` is absolute and not yet canonical."""

    url: str
    text: str
    heading: str = ""
    boilerplate: str = ""
    nofollow: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A page's text, cut into blocks. ``text`` is the blocks' texts, joined by a line feed; quotes are slices of it.

    ``lang`` is ``nb``, ``nn``, ``en`` or another code, from the words of the text before what the page declares.
    ``canonical`` is the address that the page names as its own. ``noindex`` and ``nofollow`` are its wishes to robots.
    """

    source: str
    url: str | None
    title: str
    lang: str
    text: str
    blocks: tuple[Block, ...]
    links: tuple[Link, ...] = ()
    canonical: str | None = None
    noindex: bool = False
    nofollow: bool = False
    media_type: str = "text/html"
    section: str | None = None
