"""Addresses from sitemaps and feeds (sitemaps.org, RSS 2.0, Atom), read without trusting them.

XML is parsed without entities, document types or network, gzip is unpacked up to a limit, and everything that is not
what it should be gives no addresses instead of an error.
"""

import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import urljoin

from lxml import etree

UNPACKED_LIMIT: Final = 52_428_800
"""The largest sitemap that sitemaps.org allows, in bytes."""
MOST_ENTRIES: Final = 20_000
DOCTYPE: Final = b"<!DOCTYPE"
GZIP_MARK: Final = b"\x1f\x8b"
DATES: Final = ("lastmod", "pubDate", "updated", "published", "date")


class Entry(NamedTuple):
    """An address, when it was last changed (as written, empty when it is not), and its title in a feed."""

    url: str
    lastmod: str
    title: str


class Listing(NamedTuple):
    """What a sitemap or feed holds: further sitemaps, and pages, the newest first."""

    sitemaps: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()


def read_listing(body: bytes, base: str) -> Listing:
    """The listing in a body of a sitemap, a sitemap index, a feed or a plain list of addresses."""
    data = unpack(body)
    if data.lstrip()[:1] != b"<":
        return Listing(entries=tuple(_plain(data)))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return Listing()
    if root is None or DOCTYPE in data[:4096].upper():
        return Listing()
    if _name(root) == "sitemapindex":
        return Listing(sitemaps=tuple(_text(child, "loc") for child in root if _text(child, "loc")))
    found = [entry for entry in _entries(root, base) if entry.url]
    return Listing(entries=tuple(sorted(found, key=_iso_date, reverse=True)))


def _iso_date(entry: Entry) -> str:
    """The date to sort by; the dates of RSS do not sort as text, and its items stand in order already."""
    return entry.lastmod if entry.lastmod[:4].isdigit() else ""


def unpack(body: bytes) -> bytes:
    """A body with its gzip packing undone, up to the size that a sitemap may have."""
    if not body.startswith(GZIP_MARK):
        return body
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(body, UNPACKED_LIMIT)
    except zlib.error:
        return b""


def _plain(data: bytes) -> Iterator[Entry]:
    for line in data.decode("utf-8", errors="replace").splitlines()[:MOST_ENTRIES]:
        if line.strip().startswith(("http://", "https://")):
            yield Entry(line.strip(), "", "")


def _entries(root: etree._Element, base: str) -> Iterator[Entry]:
    """``url`` of a sitemap, ``item`` of RSS, ``entry`` of Atom."""
    for number, element in enumerate(root.iter("{*}url", "{*}item", "{*}entry")):
        if number >= MOST_ENTRIES:
            return
        dated = (_text(element, name) for name in DATES)
        yield Entry(_link(element, base), next((date for date in dated if date), ""), _text(element, "title"))


def _link(element: etree._Element, base: str) -> str:
    stated = _text(element, "loc") or _text(element, "link")
    if not stated:
        links = element.findall("{*}link")
        chosen = [link for link in links if link.get("rel", "alternate") == "alternate"] or links
        stated = str(chosen[0].get("href", "")) if chosen else ""
    try:
        return urljoin(base, stated) if stated else ""
    except ValueError:
        return ""


def _text(element: etree._Element, name: str) -> str:
    child = element.find(f"{{*}}{name}")
    return (child.text or "").strip() if child is not None else ""


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname
