"""One site, read politely: ``get`` turns an address into a Page or an Unread, and nothing else leaves this room.

Order of things at every hop of a redirect: scheme, scope, robots.txt, the site's turn, the guarded connection, the
limits on what is taken in. Every way that can fail is a FetchError inside and an ``Unread`` outside (DESIGN, Unread
causes).
"""

import asyncio
import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx
import stamina

from kursrevisjon.fetch.answer import (
    REDIRECTS,
    content_type,
    is_unreadable,
    kept_headers,
    location,
    retry_after,
)
from kursrevisjon.fetch.body import ACCEPT_ENCODING, decode, read_body, read_raw
from kursrevisjon.fetch.failure import FetchError, failure_of
from kursrevisjon.fetch.network import Network
from kursrevisjon.fetch.pace import Pace
from kursrevisjon.fetch.robots import READ_LIMIT, Memory, Robots, remembered, unreachable
from kursrevisjon.fetch.settings import FetchSettings
from kursrevisjon.fetch.walls import error_answer
from kursrevisjon.model import Page, TradeUnion, Unread, UnreadCause

# stamina tells of every retry on its own logger; without a handler Python would print that on the user's terminal.
logging.getLogger("stamina").addHandler(logging.NullHandler())

ERROR_PAGE_LIMIT = 128 * 1024
SCHEMES = frozenset({"http", "https"})
HEADERS = {
    "accept": "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,*/*;q=0.5",
    "accept-language": "nb,nn;q=0.9,no;q=0.8,en;q=0.5",
    "accept-encoding": ACCEPT_ENCODING,
}

Scope = Callable[[str], str]
"""Says why an address may not be fetched for a union; empty when it may."""


class Want(Enum):
    """What is asked for, which decides what is taken in."""

    PAGE = "a page to read"
    FILE = "a file of any type"
    ROBOTS = "robots.txt, as far as it is read"


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer whose body has been read."""

    status: int
    headers: httpx.Headers
    body: bytes


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
        self._network = network
        self._memory = memory
        self._clock = clock
        self._scope = scope
        self._connections: dict[str, httpx.AsyncBaseTransport] = {}
        self._headers = {"user-agent": settings.user_agent, **HEADERS}
        self._timeout = httpx.Timeout(settings.timeout_read, connect=settings.timeout_connect).as_dict()
        self._robots: dict[str, Robots] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Closes the connections."""
        for connections in self._connections.values():
            await connections.aclose()
        self._connections.clear()

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
            page = await self._follow(url, conditions, reached or url, any_type=any_type)
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

    async def _follow(self, url: str, conditions: dict[str, str], reached: str, *, any_type: bool) -> Page:
        """Goes from hop to hop until an answer is a page."""
        at = url
        hops = [url]
        while True:
            await self._refuse_unwanted(at, hops)
            answer = await self._ask(at, conditions if at == reached else {}, Want.FILE if any_type else Want.PAGE)
            if answer.status not in REDIRECTS:
                return self._page(url, at, answer)
            at = self._next_hop(answer, hops)
            hops.append(at)

    def _next_hop(self, answer: _Answer, hops: list[str]) -> str:
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

    def _page(self, url: str, at: str, answer: _Answer) -> Page:
        media_type, charset = content_type(answer.headers)
        return Page(
            union_id=self.union.id,
            url=url,
            url_reached=at,
            fetched=self._clock(),
            status=answer.status,
            media_type=media_type,
            charset=charset,
            body=answer.body,
            digest="sha256:" + hashlib.sha256(answer.body).hexdigest(),
            headers=kept_headers(answer.headers),
            not_modified=answer.status == 304,
        )

    async def _fetch_robots(self, origin: str) -> Robots:
        """The rules of an origin, over five redirects at most; more of them allow everything (RFC 9309, 2.3.1.2)."""
        at = f"{origin}/robots.txt"
        try:
            self.pace.refuse_when_given_up()
            for _ in range(6):
                answer = await self._ask(at, {}, Want.ROBOTS)
                if answer.status not in REDIRECTS:
                    return self._robots_found(origin, answer)
                at = location(answer.headers, at)
                if urlsplit(at).scheme not in SCHEMES:
                    break
        except FetchError as failure:
            return self._robots_failed(origin, failure)
        return self._keep(origin, Robots("", self._clock().isoformat()))

    def _robots_found(self, origin: str, answer: _Answer) -> Robots:
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

    async def _ask(self, url: str, conditions: dict[str, str], want: Want) -> _Answer:
        """One address, asked again for passing failures."""
        settings = self._settings
        attempts = stamina.retry_context(
            on=self._when_to_retry,
            attempts=1 + settings.retries,
            timeout=None,
            wait_initial=settings.backoff,
            wait_max=settings.backoff_max,
            wait_jitter=0,
        )
        async for attempt in attempts:
            with attempt:
                return await self._ask_once(url, conditions, want)
        raise AssertionError("the last attempt returns or raises")

    def _when_to_retry(self, error: Exception) -> bool | float:
        """Whether an attempt is worth repeating, or after how many seconds (the hook that stamina asks)."""
        if not isinstance(error, FetchError) or not error.retry:
            return False
        if error.wait is None:
            return True
        if error.wait > self._settings.backoff_max:
            self.pace.give_up(error.detail)
            return False
        self.pace.keep_quiet(error.wait)
        return error.wait

    async def _ask_once(self, url: str, conditions: dict[str, str], want: Want) -> _Answer:
        """One request in the site's turn. Raises FetchError for everything that is not a usable answer."""
        async with self.pace.turn() as mark_sent:

            async def trace(event: str, _info: object) -> None:
                if event.endswith("send_request_headers.started"):
                    mark_sent()

            try:
                extensions = {"trace": trace, "timeout": self._timeout}
                request = httpx.Request("GET", url, headers=self._headers | conditions, extensions=extensions)
                async with asyncio.timeout(self._settings.timeout_total):
                    return await self._receive(request, want)
            except TimeoutError:
                raise FetchError(
                    UnreadCause.UNREACHABLE, "not finished within the total time limit", retry=True, site=True
                ) from None
            except FetchError:
                raise
            except Exception as error:
                raise failure_of(error) from error

    async def _receive(self, request: httpx.Request, want: Want) -> _Answer:
        """Reads an answer as far as it is of use, and counts what was read."""
        response = await self._connections_to(request.url).handle_async_request(request)
        try:
            status = response.status_code
            if status in REDIRECTS or (status == 304 and "if-none-match" in request.headers):
                return _Answer(status, response.headers, b"")
            if status == 304 and "if-modified-since" in request.headers:
                return _Answer(status, response.headers, b"")
            if not 200 <= status < 300:
                await self._raise_error(response)
            body = await self._read(response, want)
            self.pace.bytes_read += response.num_bytes_downloaded
            return _Answer(status, response.headers, body)
        finally:
            await response.aclose()

    async def _read(self, response: httpx.Response, want: Want) -> bytes:
        if want is Want.ROBOTS:
            raw = await read_raw(response, READ_LIMIT, cut=True)
            return decode(raw, response.headers.get("content-encoding", ""), 4 * READ_LIMIT)
        media_type, _ = content_type(response.headers)
        if want is Want.PAGE and is_unreadable(media_type):
            raise FetchError(UnreadCause.UNSUPPORTED, f"media type {media_type}", status=response.status_code)
        body = await read_body(response, self._settings.max_bytes)
        if not body.strip():
            raise FetchError(UnreadCause.EMPTY, "the answer has no body", status=response.status_code)
        return body

    async def _raise_error(self, response: httpx.Response) -> None:
        """Raises the FetchError of an error answer, after a look at what its page says."""
        raw = await read_raw(response, ERROR_PAGE_LIMIT, cut=True)
        try:
            body = decode(raw, response.headers.get("content-encoding", ""), 4 * ERROR_PAGE_LIMIT)
        except FetchError:
            body = b""
        raise error_answer(response.status_code, response.headers, body, retry_after(response.headers, self._clock()))

    def _connections_to(self, url: httpx.URL) -> httpx.AsyncBaseTransport:
        host = f"{url.scheme}://{url.netloc.decode()}"
        if host not in self._connections:
            self._connections[host] = self._network.connections()
        return self._connections[host]


def _conditions(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """The headers that ask for a page only if it changed (RFC 9110, 13.1)."""
    asked = {"if-none-match": etag, "if-modified-since": last_modified}
    return {name: value for name, value in asked.items() if value and value.isascii() and value.isprintable()}
