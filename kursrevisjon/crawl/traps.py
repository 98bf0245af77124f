"""Endless places on a site, told by their addresses: calendars, filters, paging, looping paths.

An address's *pattern* is its path with every number replaced by ``#`` and the names of its query parameters. Where a
pattern holds numbers or parameters, only so many of its addresses are fetched, and fewer when they turn out to say the
same.
"""

import re
from collections import Counter
from typing import Final
from urllib.parse import parse_qsl, urlsplit

LONGEST_ADDRESS: Final = 400
DEEPEST_PATH: Final = 10
MOST_PARAMETERS: Final = 4
MOST_REPEATS: Final = 2
PER_PATTERN: Final = 40
"""Addresses fetched of one pattern with numbers in it, such as ``/kurs/#``; course lists number their courses."""
PER_ENDLESS: Final = 8
"""Addresses fetched of one pattern that looks like a calendar, a paging or a filter."""
SAME_ALLOWED: Final = 3
"""Addresses of one pattern that may repeat a text already read before the pattern is left."""

NUMBER: Final = re.compile(r"\d+|[0-9a-f]{16,}", re.IGNORECASE)
CALENDAR: Final = re.compile(
    r"/(?:19|20)\d\d[/-](?:0?[1-9]|1[0-2])(?:[/-]|$)|\b(?:tribe|eventdate|dato|date|maaned|måned|month|uke|week|dag|day|year"
    r"|aar|fra|til|from|to|start|end|ical|cal\w*)=",
    re.IGNORECASE,
)
PAGING: Final = re.compile(
    r"/(?:page|side|p)/\d+|\b(?:page|paged|side|sidenr|pageindex|pageno|offset|skip|start|from)=\d+|\bcursor=",
    re.IGNORECASE,
)
FILTER: Final = re.compile(
    r"\b(?:sort|sorter|order|orderby|dir|filter\w*|facet\w*|f|fylke|tema|kategori|category|tag|type|view|visning|layout|q|s|"
    r"query|search|sok|søk)(?:\[\w*\]|%5b\w*%5d)?=",
    re.IGNORECASE,
)


def pattern_of(url: str) -> str:
    """The pattern that an address belongs to."""
    parts = urlsplit(url)
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    return f"{parts.netloc}{NUMBER.sub('#', parts.path)}?{'&'.join(names)}"


def trap_in(url: str) -> str:
    """What makes an address by itself look like part of an endless place; empty when nothing does."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.lower().split("/") if segment]
    if len(url) > LONGEST_ADDRESS:
        return "trap: address too long"
    if len(segments) > DEEPEST_PATH:
        return "trap: path too deep"
    if segments and max(Counter(segments).values()) > MOST_REPEATS:
        return "trap: path repeats itself"
    if len(parse_qsl(parts.query, keep_blank_values=True)) > MOST_PARAMETERS:
        return "trap: too many parameters"
    return ""


class PatternLimits:
    """Counts what was fetched of each pattern, and says when it has been enough."""

    def __init__(self) -> None:
        self._fetched: Counter[str] = Counter()
        self._same: Counter[str] = Counter()

    def why_enough(self, url: str) -> str:
        """Why no more of the address's pattern is fetched; empty when it may be."""
        pattern = pattern_of(url)
        kind, limit = _limit(url, pattern)
        if self._fetched[pattern] >= limit:
            return f"trap: {kind} (more than {limit} of {pattern})"
        if limit < NO_LIMIT and self._same[pattern] >= SAME_ALLOWED:
            return f"trap: {kind} repeats the same text ({pattern})"
        return ""

    def count(self, url: str, *, same: bool) -> None:
        """Enters a fetched address; ``same`` when it said what another page had said."""
        pattern = pattern_of(url)
        self._fetched[pattern] += 1
        self._same[pattern] += same


NO_LIMIT: Final = 1_000_000


def _limit(url: str, pattern: str) -> tuple[str, int]:
    for kind, signs in (("calendar", CALENDAR), ("paging", PAGING), ("filter", FILTER)):
        if signs.search(url):
            return kind, PER_ENDLESS
    if "#" in pattern or not pattern.endswith("?"):
        return "numbered pages", PER_PATTERN
    return "", NO_LIMIT
