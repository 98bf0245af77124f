"""One request and its answer: sent in the turn of the site, repeated for passing failures, bounded in every way."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

import httpx
import stamina

from kursrevisjon.fetch.answer import REDIRECTS, is_unreadable, retry_after
from kursrevisjon.fetch.body import ACCEPT_ENCODING, decode, read_body, read_raw
from kursrevisjon.fetch.failure import FetchError, failure_of
from kursrevisjon.fetch.network import Network
from kursrevisjon.fetch.pace import Pace
from kursrevisjon.fetch.robots import READ_LIMIT
from kursrevisjon.fetch.settings import FetchSettings
from kursrevisjon.fetch.walls import error_answer
from kursrevisjon.model import UnreadCause
from kursrevisjon.text import content_type

# stamina tells of every retry on its own logger; without a handler Python would print that on the user's terminal.
logging.getLogger("stamina").addHandler(logging.NullHandler())

ERROR_PAGE_LIMIT: Final = 128 * 1024
HEADERS: Final = {
    "accept": "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,*/*;q=0.5",
    "accept-language": "nb,nn;q=0.9,no;q=0.8,en;q=0.5",
    "accept-encoding": ACCEPT_ENCODING,
}


CONDITIONS: Final = frozenset({"if-none-match", "if-modified-since"})
NO_CONDITIONS: Final[Mapping[str, str]] = {}


class Want(Enum):
    """What is asked for, which decides what is taken in."""

    PAGE = "a page to read"
    FILE = "a file of any type"
    ROBOTS = "robots.txt, as far as it is read"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer whose body has been read. Only a usable status has one: success, redirect, not modified."""

    status: int
    headers: httpx.Headers
    body: bytes


class Exchange:
    """Asks one site's hosts, in the turns that ``pace`` gives; Retry-After dates are compared with ``clock``."""

    def __init__(self, settings: FetchSettings, *, network: Network, pace: Pace, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._network = network
        self._pace = pace
        self._clock = clock
        self._connections: dict[str, httpx.AsyncBaseTransport] = {}
        self._headers = {"user-agent": settings.user_agent, **HEADERS}
        self._timeout = httpx.Timeout(settings.timeout_read, connect=settings.timeout_connect).as_dict()

    async def aclose(self) -> None:
        """Closes the connections."""
        for connections in self._connections.values():
            await connections.aclose()
        self._connections.clear()

    async def ask(self, url: str, want: Want, conditions: Mapping[str, str] = NO_CONDITIONS) -> Answer:
        """The answer of an address, asked again for passing failures; raises FetchError when there is no usable one."""
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
            self._pace.give_up(error.detail)
            return False
        self._pace.keep_quiet(error.wait)
        return error.wait

    async def _ask_once(self, url: str, conditions: Mapping[str, str], want: Want) -> Answer:
        """One request in the site's turn. Raises FetchError for everything that is not a usable answer."""
        async with self._pace.turn() as mark_sent:

            async def trace(event: str, _info: object) -> None:
                if event.endswith("send_request_headers.started"):
                    mark_sent()

            try:
                extensions = {"trace": trace, "timeout": self._timeout}
                request = httpx.Request("GET", url, headers={**self._headers, **conditions}, extensions=extensions)
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

    async def _receive(self, request: httpx.Request, want: Want) -> Answer:
        """Reads an answer as far as it is of use, and counts what was read."""
        response = await self._connections_to(request.url).handle_async_request(request)
        try:
            status = response.status_code
            if status in REDIRECTS or (status == 304 and CONDITIONS.intersection(request.headers)):
                # Read to its end, though nobody wants it: the connection can be used again only after that.
                await read_raw(response, ERROR_PAGE_LIMIT, cut=True)
                return Answer(status, response.headers, b"")
            if not 200 <= status < 300:
                await self._raise_error(response)
            body = await self._read(response, want)
            return Answer(status, response.headers, body)
        finally:
            self._pace.bytes_read += response.num_bytes_downloaded
            await response.aclose()

    async def _read(self, response: httpx.Response, want: Want) -> bytes:
        if want is Want.ROBOTS:
            raw = await read_raw(response, READ_LIMIT, cut=True)
            return decode(raw, response.headers.get("content-encoding", ""), 4 * READ_LIMIT)
        media_type, _ = content_type(response.headers.get("content-type", ""))
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
