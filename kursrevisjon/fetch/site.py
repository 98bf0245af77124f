"""One site, read politely: ``get`` turns an address into a Page or an Unread, and nothing else leaves this room.

Order of things at every hop of a redirect: scheme, scope, robots.txt, the site's turn, the guarded connection, the
limits on what is taken in. Every way that can fail is a FetchError inside and an ``Unread`` outside (DESIGN, Unread
causes).
"""

from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from kursrevisjon.fetch.answer import REDIRECTS, kept_headers, location
from kursrevisjon.fetch.exchange import NO_CONDITIONS, Answer, Exchange, Want
from kursrevisjon.fetch.failure import FetchError
from kursrevisjon.fetch.network import Network
from kursrevisjon.fetch.pace import Pace
from kursrevisjon.fetch.robots import READ_LIMIT, Memory, Robots, remembered, unreachable
from kursrevisjon.fetch.settings import FetchSettings
from kursrevisjon.model import Page, TradeUnion, Unread, UnreadCause
from kursrevisjon.text import content_type, digest_of

SCHEMES = frozenset({"http", "https"})
MOST_ROBOTS_REDIRECTS = 5

Scope = Callable[[str], str]
"""Says why an address may not be fetched for a union; empty when it may."""


class SiteFetcher:
    """Fetches the addresses of one union's site.

    ``scope`` is asked at every hop. ``pace`` is shared by the unions of a site, ``network`` by all, ``memory`` holds
    robots.txt files across runs, ``clock`` gives the time (aware, UTC) that captures are stamped with.
    """

    def __init__(
        self,
        union: TradeUnion,
        settings: FetchSettings,
        *,
        network: Network,
        pace: Pace,
        memory: Memory,
        clock: Callable[[], datetime],
        scope: Scope = lambda _url: "",
    ) -> None:
        self.union = union
        self.pace = pace
        self._settings = settings
        self._exchange = Exchange(settings, network=network, pace=pace, clock=clock)
        self._memory = memory
        self._clock = clock
        self._scope = scope
        self._robots: dict[str, Robots] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._exchange.aclose()

    async def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        reached: str | None = None,
        any_type: bool = False,
    ) -> Page | Unread:
        """The page at an address, or why there is none.

        ``etag`` and ``last_modified`` are those of an earlier capture, sent only to the address it was ``reached`` at
        (default: ``url``); when the site says that nothing changed, the page has ``not_modified`` set and no body.
        With ``any_type`` the body is read whatever its media type.
        """
        conditions = _conditions(etag, last_modified)
        try:
            page = await self._follow(url, conditions, reached or url, Want.FILE if any_type else Want.PAGE)
        except FetchError as failure:
            self.pace.count(failure)
            return Unread(
                self.union.id, url, failure.cause, detail=failure.detail, at=self._clock(), status=failure.status
            )
        self.pace.count(None)
        return page

    async def robots(self, url: str) -> Robots:
        """The robots.txt rules that hold for an address, fetched when they are not remembered (RFC 9309)."""
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        if origin not in self._robots:
            known = remembered(self._memory, origin, self._clock())
            self._robots[origin] = known or await self._fetch_robots(origin)
            self._obey_delay(self._robots[origin])
        return self._robots[origin]

    async def _follow(self, url: str, conditions: dict[str, str], reached: str, want: Want) -> Page:
        """Goes from hop to hop until an answer is a page."""
        at = url
        hops = [url]
        while True:
            await self._refuse_unwanted(at, hops)
            answer = await self._exchange.ask(at, want, conditions if at == reached else NO_CONDITIONS)
            if answer.status not in REDIRECTS:
                return self._page(url, at, answer)
            at = self._next_hop(answer, hops)
            hops.append(at)

    def _next_hop(self, answer: Answer, hops: list[str]) -> str:
        to = location(answer.headers, hops[-1])
        shown = " → ".join([*hops[-3:], to])
        if not to:
            raise FetchError(UnreadCause.HTTP_ERROR, f"HTTP {answer.status} that leads nowhere", status=answer.status)
        if to in hops:
            raise FetchError(UnreadCause.HTTP_ERROR, f"redirect loop: {shown}", status=answer.status)
        if len(hops) > self._settings.max_redirects:
            raise FetchError(
                UnreadCause.HTTP_ERROR, f"more than {len(hops) - 1} redirects: {shown}", status=answer.status
            )
        return to

    async def _refuse_unwanted(self, at: str, hops: list[str]) -> None:
        """Raises FetchError for a hop that may not be asked for."""
        self.pace.refuse_when_given_up()
        redirected = len(hops) > 1
        if urlsplit(at).scheme not in SCHEMES:
            raise FetchError(UnreadCause.OFF_SITE, f"redirected to {at[:200]}, which is not http or https")
        if redirected and (why := self._scope(at)):
            raise FetchError(UnreadCause.OFF_SITE, f"redirected to {at[:200]}: {why}")
        if self.pace.bytes_read > self._settings.max_site_bytes:
            raise FetchError(UnreadCause.BUDGET, "the site's byte budget is spent")
        robots = await self.robots(at)
        self.pace.refuse_when_given_up()
        if robots.refused:
            cause = UnreadCause(robots.cause)
            raise FetchError(cause, robots.refused, network=cause is UnreadCause.UNREACHABLE)
        rule = robots.rule_against(at, self._settings.robots_name)
        if rule:
            raise FetchError(UnreadCause.ROBOTS, rule)

    def _page(self, url: str, at: str, answer: Answer) -> Page:
        media_type, charset = content_type(answer.headers.get("content-type", ""))
        return Page(
            union_id=self.union.id,
            url=url,
            url_reached=at,
            fetched=self._clock(),
            status=answer.status,
            media_type=media_type,
            charset=charset,
            body=answer.body,
            digest=digest_of(answer.body),
            headers=kept_headers(answer.headers),
            not_modified=answer.status == 304,
        )

    async def _fetch_robots(self, origin: str) -> Robots:
        """The rules of an origin, over five redirects at most; more of them allow everything (RFC 9309, 2.3.1.2)."""
        at = f"{origin}/robots.txt"
        try:
            self.pace.refuse_when_given_up()
            for _ in range(1 + MOST_ROBOTS_REDIRECTS):
                answer = await self._exchange.ask(at, Want.ROBOTS)
                if answer.status not in REDIRECTS:
                    return self._robots_found(origin, answer)
                at = location(answer.headers, at)
                if urlsplit(at).scheme not in SCHEMES:
                    break
        except FetchError as failure:
            return self._robots_failed(origin, failure)
        return self._keep(origin, Robots("", self._clock().isoformat()))

    def _robots_found(self, origin: str, answer: Answer) -> Robots:
        text = answer.body[:READ_LIMIT].decode("utf-8-sig", errors="replace")
        return self._keep(origin, Robots(text, self._clock().isoformat()))

    def _robots_failed(self, origin: str, failure: FetchError) -> Robots:
        now = self._clock()
        status = failure.status or 0
        if 400 <= status < 500 and status != 429:
            return self._keep(origin, Robots("", now.isoformat()))
        if failure.network or failure.cause is UnreadCause.PRIVATE_ADDRESS:
            return unreachable(failure.cause, failure.detail, now)
        return unreachable(UnreadCause.ROBOTS_UNREACHABLE, f"{origin}/robots.txt: {failure.detail}", now)

    def _keep(self, origin: str, robots: Robots) -> Robots:
        self._memory.put_fact(origin, "robots", robots.to_fact(), self._clock())
        return robots

    def _obey_delay(self, robots: Robots) -> None:
        """Slows down to a Crawl-delay; one that is longer than can be waited out refuses the site."""
        delay = robots.crawl_delay(self._settings.robots_name)
        if delay is not None and delay > self._settings.max_crawl_delay:
            self.pace.give_up(f"robots.txt asks for a pause of {delay:.0f} s", UnreadCause.ROBOTS)
        self.pace.slow_to(delay)


def _conditions(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """The headers that ask for a page only if it changed (RFC 9110, 13.1)."""
    asked = {"if-none-match": etag, "if-modified-since": last_modified}
    return {name: value for name, value in asked.items() if value and value.isascii() and value.isprintable()}
