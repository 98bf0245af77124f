"""Sites on loopback that misbehave on demand.

A ``Farm`` runs any number of sites in one background thread, each on a port of its own. A site maps paths to replies; a
reply is a plain answer or a function that does what it likes with the connection. Every request is logged with the time
that its first line arrived.
"""

import asyncio
import socket
import ssl
import struct
import threading
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Self
from urllib.parse import unquote


@dataclass
class Request:
    """A request as it arrived. ``at`` is a time of ``time.monotonic``."""

    method: str
    target: str
    headers: dict[str, str]
    at: float
    connection: int = 0
    """The same number for all requests that came over one connection."""

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]


@dataclass
class Reply:
    """A well-formed answer. ``length`` false leaves Content-Length out and closes the connection at the end."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    length: bool = True

    def encode(self, *, stays_open: bool = False) -> bytes:
        """The bytes of the answer; it says that the connection ends unless the server keeps it."""
        headers = {"content-type": "text/html; charset=utf-8", **{k.lower(): v for k, v in self.headers.items()}}
        if not stays_open:
            headers["connection"] = "close"
        if self.length:
            headers["content-length"] = str(len(self.body))
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"HTTP/1.1 {self.status} X\r\n{head}\r\n".encode("latin-1") + self.body


class Wire:
    """The server's end of a connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self._writer = writer

    async def send(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    async def stall(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    def reset(self) -> None:
        """Cuts the connection with a TCP reset."""
        wire = self._writer.transport.get_extra_info("socket")
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()

    async def close(self) -> None:
        self._writer.close()


class InTurn:
    """Answers the first request of a site with the first handler, and so on; the last one for good."""

    def __init__(self, *handlers: "Handler") -> None:
        self._handlers = handlers

    def fresh(self) -> "Act":
        """The handler for one site, that begins with the first answer."""
        left = list(self._handlers)

        async def act(wire: Wire, request: Request) -> None:
            handler = left.pop(0) if len(left) > 1 else left[0]
            if isinstance(handler, Reply):
                await wire.send(handler.encode())
            else:
                await handler(wire, request)  # type: ignore[operator, misc, arg-type]

        return act


Act = Callable[[Wire, Request], Awaitable[None]]
Speak = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
"""Has a connection all to itself, in place of what speaks HTTP/1.1 here."""
Handler = Reply | InTurn | Act | Callable[[Request], Reply]
Routes = Mapping[str, Handler]

NOT_FOUND = Reply(b"<title>404</title><p>Siden finnes ikke.</p>", 404)


def page(text: str, *, title: str = "Kurs", head: str = "") -> Reply:
    """A small HTML page that reads as content."""
    filler = "Her står det mer om hva forbundet tilbyr, hvem det er for og hvordan du melder deg på. " * 6
    html = f"<!doctype html><html lang=nb><head><title>{title}</title>{head}</head><body><main><h1>{title}</h1>"
    return Reply(f"{html}<p>{text}</p><p>{filler}</p></main></body></html>".encode())


class Site:
    """One origin: its routes, and the log of what was asked of it."""

    def __init__(self, port: int, routes: dict[str, Handler], *, tls: bool, host: str) -> None:
        self.port = port
        self.routes = routes
        self.host = f"{host}:{port}"
        self.url = f"{'https' if tls else 'http'}://{self.host}"
        self.log: list[Request] = []

    def paths(self) -> list[str]:
        """The paths asked for, in order."""
        return [request.target for request in self.log]

    def gaps(self) -> list[float]:
        """Seconds from each request to the next."""
        times = [request.at for request in self.log]
        return [later - earlier for earlier, later in pairwise(times)]


class Farm:
    """A thread with an event loop that serves sites until it is closed."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._servers: list[asyncio.Server] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True, name="fault farm")
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _close(self) -> None:
        for server in self._servers:
            server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def site(
        self,
        routes: Routes | None = None,
        *,
        host: str = "127.0.0.1",
        shown_host: str | None = None,
        tls: ssl.SSLContext | None = None,
        port: int = 0,
        speaks: "Speak | None" = None,
    ) -> Site:
        """A running site with these routes; without one for robots.txt it answers 404 there, which allows
        everything. With ``speaks`` it has no routes and no log."""
        started = self._start(dict(routes or {}), host, shown_host or host, tls=tls, port=port, speaks=speaks)
        return asyncio.run_coroutine_threadsafe(started, self._loop).result(10)

    async def _start(
        self,
        routes: dict[str, Handler],
        host: str,
        shown_host: str,
        *,
        tls: ssl.SSLContext | None,
        port: int,
        speaks: "Speak | None",
    ) -> Site:
        own = {path: handler.fresh() if isinstance(handler, InTurn) else handler for path, handler in routes.items()}
        site = Site(0, own, tls=tls is not None, host=shown_host)

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            self._tasks.add(task)
            try:
                await (speaks(reader, writer) if speaks else _talk(site, Wire(reader, writer)))
            except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError, TimeoutError, ssl.SSLError):
                pass
            finally:
                self._tasks.discard(task)
                writer.close()

        server = await asyncio.start_server(serve, host, port, ssl=tls, limit=2**20)
        self._servers.append(server)
        site.port = server.sockets[0].getsockname()[1]
        shown = f"[{shown_host}]" if ":" in shown_host else shown_host
        site.host = f"{shown}:{site.port}"
        site.url = f"{'https' if tls else 'http'}://{site.host}"
        return site


async def _talk(site: Site, wire: Wire) -> None:
    """Answers the requests of one connection until either side has had enough."""
    while True:
        head = await wire.reader.readuntil(b"\r\n\r\n")
        at = time.monotonic()
        first, *lines = head.decode("latin-1").split("\r\n")
        method, target, _ = first.split(" ", 2)
        headers = {
            name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)
        }
        request = Request(method, target, headers, at, connection=id(wire))
        site.log.append(request)
        handler = _route(site.routes, target)
        reply = handler if isinstance(handler, Reply) else handler(request) if _is_plain(handler) else None
        if reply is None:
            await handler(wire, request)  # type: ignore[operator, misc, arg-type]
            return
        await wire.send(reply.encode(stays_open=reply.length))
        if not reply.length:
            return


def _route(routes: Mapping[str, Handler], target: str) -> Handler:
    for form in (target, target.partition("?")[0], unquote(target), "*"):
        if form in routes and not (form == "*" and target == "/robots.txt"):
            return routes[form]
    return NOT_FOUND


def _is_plain(handler: Handler) -> bool:
    return not asyncio.iscoroutinefunction(handler)
