"""What an error answer says about itself beyond its status: a bot wall, or a site that asks who is there.

Only answers with an error status are looked at here; a wall behind status 200 is found by what its page says (extract).
"""

from collections.abc import Mapping
from typing import Final

from kursrevisjon.fetch.failure import FetchError
from kursrevisjon.model import UnreadCause

WALL_HEADERS: Final = {
    "cf-mitigated": "Cloudflare",
    "x-datadome": "DataDome",
    "x-sucuri-block": "Sucuri",
    "x-amzn-waf-action": "AWS WAF",
}
WALL_MARKS: Final = {
    b"/cdn-cgi/challenge-platform/": "Cloudflare",
    b"<title>just a moment...": "Cloudflare",
    b"<title>attention required! | cloudflare": "Cloudflare",
    b"_incapsula_resource": "Imperva",
    b"captcha-delivery.com": "DataDome",
    b"px-captcha": "PerimeterX",
    b"awswafintegration": "AWS WAF",
    b"errors.edgesuite.net": "Akamai",
    b"g-recaptcha": "reCAPTCHA",
    b"h-captcha": "hCaptcha",
}
"""Strings that stand in the refusal pages of the named services, in lower case."""

WALL_STATUSES: Final = frozenset({401, 403, 406, 429, 503})
LOGIN_STATUSES: Final = frozenset({401, 407})
BUSY_STATUSES: Final = frozenset({429, 502, 503, 504})
"""Answers after which another attempt, later, may succeed; 500 is mostly a fault of the page but passes at times."""


def error_answer(status: int, headers: Mapping[str, str], body: bytes, wait: float | None) -> FetchError:
    """The failure that an error answer stands for. ``wait`` is its Retry-After in seconds."""
    if status in WALL_STATUSES and (wall := _wall(headers, body)):
        return FetchError(UnreadCause.BOT_WALL, f"HTTP {status} from {wall}", status=status, site=True)
    if status in LOGIN_STATUSES:
        return FetchError(UnreadCause.LOGIN_WALL, f"HTTP {status}", status=status)
    return FetchError(
        UnreadCause.HTTP_ERROR,
        f"HTTP {status}" if wait is None else f"HTTP {status}, Retry-After {wait:.0f} s",
        status=status,
        retry=status in BUSY_STATUSES or status == 500,
        wait=wait,
        site=status >= 500 or status == 429,
    )


def _wall(headers: Mapping[str, str], body: bytes) -> str:
    for name, service in WALL_HEADERS.items():
        if name in headers:
            return service
    start = body[:65536].lower()
    return next((service for mark, service in WALL_MARKS.items() if mark in start), "")
