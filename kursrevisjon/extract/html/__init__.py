"""From the text of an HTML page to a document, and what the page's outcome is told from.

``parse → Descent → settle → data``: the tree is read in one descent, marks that need the whole page come after it,
and data in scripts is read where it describes courses or where the visible page is an empty shell.
"""

import re
from dataclasses import dataclass
from typing import Final

from bs4.element import Tag

from kursrevisjon.extract.build import Piece
from kursrevisjon.extract.html.address import Resolver
from kursrevisjon.extract.html.data import add_json_ld, find_passages
from kursrevisjon.extract.html.descent import Descent
from kursrevisjon.extract.html.settle import settle, to_links
from kursrevisjon.extract.html.soup import attrs_of, parse
from kursrevisjon.model import BlockKind, Document
from kursrevisjon.text import clean

SHELL_WORDS: Final = 40
"""Words of content below which a page may be a shell whose text stands in its data or its ``noscript``."""

FEWEST_WORDS: Final = 25
"""Words that a shell's data must hold to be read as its text; less may be labels of its buttons."""

ROBOTS_BORDER: Final = re.compile(r"[\s,;]+")
REFRESH_ADDRESS: Final = re.compile(r"url\s*=(.*)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reading:
    """A document, and what its page shows beside the text.

    ``words`` counts the words of content. ``noscript`` is the text for readers without scripts, ``refresh`` the
    address of a redirect in the page.
    """

    document: Document
    words: int
    has_password: bool = False
    has_app_root: bool = False
    has_scripts: bool = False
    noscript: str = ""
    refresh: str = ""


def read_html(source: str, text: str, *, url: str | None = None, lang: str = "", section: str | None = None) -> Reading:
    """Reads a page. ``lang`` is what the server says of the language; the page's own word comes before it."""
    soup, tree = parse(text)
    descent = Descent(Resolver(url))
    descent.walk(soup)
    if _count(descent.pieces) < SHELL_WORDS:
        descent = _read_shell(soup, descent, url)
    settle(descent.pieces, descent.forms, has_main=descent.has_main)
    builder = descent.builder
    builder.links.extend(to_links(descent.anchors, descent.pieces))
    words = _count(descent.pieces)
    if descent.scripts:
        add_json_ld(builder, descent.scripts)
    robots = set(ROBOTS_BORDER.split(_meta(descent.metas, "robots").lower()))
    document = builder.finish(
        source,
        url=url,
        declared_lang=descent.lang or lang,
        canonical=_canonical(descent),
        noindex=not robots.isdisjoint(("noindex", "none")),
        nofollow=not robots.isdisjoint(("nofollow", "none")),
        section=section,
    )
    noscript = " ".join(clean(tag.get_text(" ")) for tag in descent.noscripts)
    return Reading(
        document,
        words,
        has_password=descent.has_password,
        has_app_root=descent.has_app_root,
        has_scripts=tree.has_scripts,
        noscript=clean(noscript),
        refresh=_refresh(descent),
    )


def _count(pieces: list[Piece]) -> int:
    """The words of content: titles and headings that stand in no furniture count only beside other text."""
    return sum(
        piece.text.count(" ") + 1 for piece in pieces if not piece.boilerplate and piece.kind is not BlockKind.TITLE
    )


def _read_shell(soup: Tag, descent: Descent, url: str | None) -> Descent:
    """Reads a page with hardly any text again, with the text for readers without scripts and that in its data."""
    if not descent.noscripts and not descent.scripts:
        return descent
    fuller = Descent(Resolver(url), with_noscript=True)
    fuller.walk(soup)
    for kind, text in find_passages(descent.scripts):
        if kind == "html":
            fuller.walk(parse(text)[0])
        elif passage := clean(text):
            fuller.builder.add(
                BlockKind.HEADING if kind == "heading" else BlockKind.PARAGRAPH, passage, 2 * (kind == "heading")
            )
    fuller.noscripts = descent.noscripts
    return fuller if _count(fuller.pieces) >= max(FEWEST_WORDS, 2 * _count(descent.pieces)) else descent


def _meta(metas: list[Tag], name: str) -> str:
    """The values of the meta elements of a name, joined."""
    contents = (
        attrs_of(tag).get("content") or "" for tag in metas if (attrs_of(tag).get("name") or "").lower() == name
    )
    return ", ".join(contents)


def _canonical(descent: Descent) -> str | None:
    for tag in descent.head_links:
        if "canonical" in (attrs_of(tag).get("rel") or "").lower().split():
            return descent.resolver.absolute(attrs_of(tag).get("href") or "") or None
    return None


def _refresh(descent: Descent) -> str:
    for tag in descent.metas:
        if (attrs_of(tag).get("http-equiv") or "").lower() == "refresh":
            found = REFRESH_ADDRESS.search(attrs_of(tag).get("content") or "")
            return descent.resolver.absolute(found[1].strip("'\" ")) if found else ""
    return ""
