"""What the crawl needs to know of a page: its links, its wishes to robots, and how much its text is like another's.

Made from the extracted document, and kept under the page's digest, so that a page that did not
change is not parsed again.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from kursrevisjon.crawl.address import canonical
from kursrevisjon.crawl.sketch import Sketch, sketch_of
from kursrevisjon.extract import EXTRACTOR
from kursrevisjon.model import BlockKind, Document, Link, Page, Unread, UnreadCause

VERSION: Final = 1
MOST_LINKS: Final = 2000
LONGEST_TEXT: Final = 120
TITLES: Final = 6
ROBOTS_NONE: Final = frozenset({"none", "nofollow", "noindex"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A page as the crawl sees it. ``cause`` is set when the page turned out to be no content at all.

    ``links`` have canonical addresses. ``about`` is the page's title and first headings.
    """

    cause: UnreadCause | None = None
    detail: str = ""
    about: tuple[str, ...] = ()
    canonical: str = ""
    follow: bool = True
    links: tuple[Link, ...] = ()
    sketch: Sketch = ()


def reading_of(page: Page, document: Document | Unread, robots_name: str) -> Reading:
    """What the crawl needs of an extracted page."""
    if isinstance(document, Unread):
        return Reading(cause=document.cause, detail=document.detail)
    follow = not (document.nofollow or document.noindex or header_forbids(page, robots_name))
    return Reading(
        about=_about(document),
        canonical=canonical(document.canonical or ""),
        follow=follow,
        links=tuple(_links(document.links)) if follow else (),
        sketch=sketch_of(" ".join(block.text for block in document.blocks if not block.boilerplate)),
    )


def _about(document: Document) -> tuple[str, ...]:
    kinds = (BlockKind.TITLE, BlockKind.HEADING)
    headings = (block.text for block in document.blocks if block.kind in kinds and not block.boilerplate)
    found = dict.fromkeys([document.title[:LONGEST_TEXT], *(text[:LONGEST_TEXT] for text in headings)])
    return tuple(text for text in found if text)[:TITLES]


def _links(links: Iterable[Link]) -> Iterable[Link]:
    """Each address once, with the text and heading of the place in the content that names it first."""
    found: dict[str, Link] = {}
    for link in links:
        url = canonical(link.url)
        before = found.get(url)
        if not url or (before is not None and not (before.boilerplate and not link.boilerplate)):
            continue
        found[url] = Link(
            url, link.text[:LONGEST_TEXT], link.heading[:LONGEST_TEXT], link.boilerplate, nofollow=link.nofollow
        )
        if len(found) >= MOST_LINKS:
            break
    return found.values()


def as_unread(page: Page, reading: Reading) -> Unread | None:
    """What a page that turned out to be no content is told as; ``None`` for one that is content."""
    if reading.cause is None:
        return None
    return Unread(page.union_id, page.url, reading.cause, reading.detail, page.fetched, page.status)


def header_forbids(page: Page, robots_name: str) -> bool:
    """Whether X-Robots-Tag asks this robot, or all, not to follow what it finds here.

    A value is a list of directives, after the name of one robot and a colon when it is meant for that one only.
    """
    for value in page.headers.get("x-robots-tag", "").lower().split(","):
        robot, colon, directive = value.rpartition(":")
        if directive.strip() in ROBOTS_NONE and (not colon or robot.strip() == robots_name.lower()):
            return True
    return False


def cache_key(page: Page, robots_name: str) -> str:
    """The key that a page's reading is kept under: everything that it depends on."""
    where = [page.digest, page.url, page.url_reached, page.media_type, page.charset or ""]
    told = sha256("\n".join([*where, page.headers.get("x-robots-tag", ""), robots_name]).encode()).hexdigest()
    return f"reading/{VERSION}/{EXTRACTOR}/{told}"


def to_json(reading: Reading) -> str:
    """A reading in the form it is kept in."""
    links = [[link.url, link.text, link.heading, link.boilerplate, link.nofollow] for link in reading.links]
    return json.dumps(
        [reading.cause, reading.detail, reading.about, reading.canonical, reading.follow, links, reading.sketch],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def from_json(text: str) -> Reading:
    """The reading that ``to_json`` wrote."""
    cause, detail, about, own, follow, links, sketch = json.loads(text)
    return Reading(
        cause=UnreadCause(cause) if cause else None,
        detail=detail,
        about=tuple(about),
        canonical=own,
        follow=follow,
        links=tuple(Link(*link) for link in links),
        sketch=tuple(sketch),
    )
