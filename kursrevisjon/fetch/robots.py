"""robots.txt by RFC 9309: fetched before anything else of an origin, and remembered for a day.

A 4xx answer allows everything (2.3.1.3), an error of server or network refuses everything until the file has been
fetched (2.3.1.4). 429 asks for fewer requests and is taken as an error of the server.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Protocol

from protego import Protego

from kursrevisjon.model import UnreadCause

REMEMBERED = timedelta(hours=24)
"""How long a fetched file is used without asking again (RFC 9309, 2.4)."""
READ_LIMIT = 512 * 1024
"""How much of a file is read; the RFC asks for at least 500 KiB (2.5)."""


class Fact(Protocol):
    """A remembered value."""

    @property
    def value(self) -> str:
        """What was put."""


class Memory(Protocol):
    """Small facts about sites that outlive a run."""

    def get_fact(self, site: str, key: str) -> Fact | None:
        """What was last put, or ``None``."""

    def put_fact(self, site: str, key: str, value: str, at: datetime) -> None:
        """Remembers a value."""


@dataclass(frozen=True)
class Robots:
    """An origin's rules as fetched. ``refused`` is empty, or why everything is refused; ``cause`` is then its kind."""

    text: str
    fetched: str
    refused: str = ""
    cause: str = ""

    @cached_property
    def _rules(self) -> Protego:
        return Protego.parse(self.text)

    def allows(self, url: str, token: str) -> bool:
        """Whether the product token may fetch the address."""
        return self._rules.can_fetch(url, token)

    def crawl_delay(self, token: str) -> float | None:
        """The pause in seconds that the site asks the product token for."""
        delay = self._rules.crawl_delay(token)
        rate = self._rules.request_rate(token)
        asked = [delay] if delay is not None else []
        if rate is not None:
            asked.append(rate.seconds / rate.requests)
        return max(asked, default=None)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The addresses of the site's sitemaps."""
        return tuple(self._rules.sitemaps)

    def rule_against(self, url: str, token: str) -> str:
        """The line that refuses an address, as ``line 7: Disallow: /intern/``; empty when it is allowed.

        The deciding line is the one that would let the address through if it said Allow instead.
        """
        if self.allows(url, token):
            return ""
        lines = self.text.splitlines()
        for number in sorted(range(len(lines)), key=lambda n: len(lines[n]), reverse=True):
            _, colon, value = lines[number].partition(":")
            if colon and _refuses_alone(lines[number], url):
                turned = [*lines[:number], f"Allow:{value}", *lines[number + 1 :]]
                if Protego.parse("\n".join(turned)).can_fetch(url, token):
                    return f"line {number + 1}: {lines[number].strip()[:200]}"
        return "refused by robots.txt"

    def to_fact(self) -> str:
        """The form it is remembered in."""
        return json.dumps(asdict(self), sort_keys=True)


def _refuses_alone(line: str, url: str) -> bool:
    return not Protego.parse(f"User-agent: *\n{line}").can_fetch(url, "*")


def remembered(memory: Memory, origin: str, now: datetime) -> Robots | None:
    """The rules of an origin when they were fetched less than a day ago."""
    fact = memory.get_fact(origin, "robots")
    if fact is None:
        return None
    robots = Robots(**json.loads(fact.value))
    return robots if now - datetime.fromisoformat(robots.fetched) < REMEMBERED else None


def unreachable(cause: UnreadCause, detail: str, now: datetime) -> Robots:
    """Rules that refuse everything, because the file could not be had. They are not remembered beyond the run."""
    return Robots(text="", fetched=now.isoformat(), refused=detail, cause=cause.value)
