"""How the network is used: who asks, how often, how long, and how much is taken in."""

from dataclasses import dataclass
from pathlib import Path

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """The limits of every request. Times are in seconds, sizes in bytes.

    ``user_agent`` starts with the product token that robots.txt files address and holds a way to reach the person who
    runs the audit. ``delay`` is the least time from one request to a site to the next. ``timeout_total`` bounds one
    request from connecting to its last byte. ``max_bytes`` bounds one body, as sent and as decoded; ``max_site_bytes``
    all bodies of a site in a run. ``retries`` are the extra attempts at an address that failed for a passing reason,
    ``backoff`` apart at first and twice as long each time, never more than ``backoff_max``; a site that asks for a
    longer wait is left alone for the rest of the run. ``breaker`` is how many addresses in a row may fail before a site
    is left alone for ``breaker_pause`` and tried once more. ``max_crawl_delay`` is the longest Crawl-delay that is
    waited out; a site that asks for more is refused rather than read faster than it allows. ``ca_file`` replaces the
    trusted certificates.
    """

    user_agent: str = "kursrevisjon"
    delay: float = 1.0
    timeout_connect: float = 10.0
    timeout_read: float = 20.0
    timeout_total: float = 60.0
    max_bytes: int = 25 * MEBIBYTE
    max_site_bytes: int = 500 * MEBIBYTE
    max_redirects: int = 8
    retries: int = 2
    backoff: float = 1.0
    backoff_max: float = 120.0
    breaker: int = 5
    breaker_pause: float = 30.0
    max_crawl_delay: float = 60.0
    allow_private: bool = False
    http2: bool = True
    ca_file: Path | None = None

    @property
    def robots_name(self) -> str:
        """The product token that robots.txt groups are matched with (RFC 9309, 2.2.1)."""
        return self.user_agent.partition("/")[0].partition(" ")[0]
