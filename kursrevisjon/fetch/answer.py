"""Reading an answer's headers: what it is, how long to wait, where it leads."""

import math
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urljoin

import httpx
from w3lib.url import safe_url_string

HEADER_LIMIT: Final = 4096
NOT_KEPT: Final = frozenset({"set-cookie", "set-cookie2", "www-authenticate", "authorization"})
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
UNREADABLE: Final = (
    "image/",
    "video/",
    "audio/",
    "font/",
    "text/css",
    "text/javascript",
    "text/calendar",
    "application/javascript",
    "application/zip",
    "application/x-",
    "application/vnd.ms-",
    "application/font",
    "application/wasm",
)
READABLE_ALL_THE_SAME: Final = frozenset({"application/x-pdf", "application/x-xhtml+xml"})


def kept_headers(headers: httpx.Headers) -> dict[str, str]:
    """The headers that are stored with a page: lower-case names, no cookies, no value of unusual length."""
    return {
        name: value
        for name, value in sorted(headers.items())
        if name not in NOT_KEPT and len(name) + len(value) <= HEADER_LIMIT
    }


def is_unreadable(media_type: str) -> bool:
    """Whether a media type is one that no course plan is written in, so that its body need not be read."""
    return media_type.startswith(UNREADABLE) and media_type not in READABLE_ALL_THE_SAME


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, given as a number or as a date (RFC 9110, 10.2.3)."""
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    if value.isdigit():
        return float(value) if len(value) < 10 else math.inf
    try:
        when = parsedate_to_datetime(value)
        return max(0.0, (when - now).total_seconds())
    except (ValueError, TypeError):
        return None


def location(headers: Mapping[str, str], url: str) -> str:
    """Where a redirect leads, absolute and safe to send; empty when it says nothing.

    NOTE: some servers send Norwegian letters in Location as bare UTF-8, which arrives here read as Latin-1.
    """
    raw = headers.get("location", "").strip()
    if not raw:
        return ""
    with suppress(UnicodeError):
        raw = raw.encode("latin-1").decode("utf-8")
    try:
        return safe_url_string(urljoin(url, raw)).partition("#")[0]
    except ValueError:
        return ""
