"""Connections: the DNS answer is checked and kept for the connection that is made with it.

A name is resolved once per connection, its addresses are checked, and the connection goes to one of the checked
addresses, so that a name server cannot answer with a public address first and a private one afterwards. The HTTP
library sees only the transport; names, addresses and certificates are decided here.
"""

import asyncio
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

import httpcore
import httpx

from kursrevisjon.fetch.failure import HostNameError, PrivateAddressError
from kursrevisjon.fetch.settings import FetchSettings

KEEP_ALIVE = 75.0
ADDRESSES_TRIED = 3
NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Network:
    """What all sites share: one TLS context (each costs some 30 ms to make), and the way that names are resolved."""

    def __init__(self, settings: FetchSettings) -> None:
        self.settings = settings
        self._tls = _tls_context(settings)
        self._backend = GuardedBackend(allow_private=settings.allow_private)

    def connections(self) -> httpx.AsyncBaseTransport:
        """The connections to one host, at most two at a time.

        NOTE: httpcore walks all connections of a pool for every request, so that one pool for twenty hosts costs five
        times more per request than twenty pools. The transport is used without a client around it: a client would keep
        cookies, read credentials from the environment, and follow or refuse redirects in its own way.
        """
        return _Connections(self._tls, self._backend, http2=self.settings.http2)


def _tls_context(settings: FetchSettings) -> ssl.SSLContext:
    if settings.ca_file is not None:
        return ssl.create_default_context(cafile=str(settings.ca_file))
    return httpx.create_ssl_context()


class _Connections(httpx.AsyncBaseTransport):
    """A connection pool for one host whose connections are made by the guarded backend."""

    def __init__(self, tls: ssl.SSLContext, backend: httpcore.AsyncNetworkBackend, *, http2: bool) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls,
            max_connections=2,
            max_keepalive_connections=2,
            keepalive_expiry=KEEP_ALIVE,
            http2=http2,
            network_backend=backend,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        answer = await self._pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=b"",
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Stream(answer),
            extensions=answer.extensions,
        )

    async def aclose(self) -> None:
        await self._pool.aclose()


class _Stream(httpx.AsyncByteStream):
    """The body of an answer as it arrives."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> Any:  # noqa: ANN401 - an asynchronous generator, whose type mypy takes from the base class
        async for part in self._answer.aiter_stream():
            yield part

    async def aclose(self) -> None:
        await self._answer.aclose()


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Makes connections to addresses that it has resolved and checked itself."""

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._plain = httpcore.AnyIOBackend()
        self._is_alive = False
        self._unresolved: set[str] = set()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to ``host``; PrivateAddressError, HostNameError, or the library's own errors."""
        addresses = await self._resolve(host, port, timeout or 30.0)
        chosen = addresses if self._allow_private else tuple(a for a in addresses if is_public(a))
        if not chosen:
            raise PrivateAddressError(f"{host} is at {addresses[0]}, which is not a public address")
        stream = await self._connect_first(chosen[:ADDRESSES_TRIED], port, timeout, local_address, socket_options)
        self._is_alive = True
        return stream

    async def _resolve(self, host: str, port: int, limit: float) -> tuple[Address, ...]:
        """The addresses of a host. A failing name server is worth one more attempt, and further ones only while some
        other site can be reached: without a network, waiting helps nobody.
        """
        try:
            return await resolve(host, port, limit=limit)
        except HostNameError as error:
            is_first = host not in self._unresolved
            self._unresolved.add(host)
            raise HostNameError(str(error), passing=error.passing and (is_first or self._is_alive)) from error

    async def _connect_first(
        self,
        addresses: Sequence[Address],
        port: int,
        limit: float | None,
        local_address: str | None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to the first address that answers; the last address's error when none does."""
        share = None if limit is None else limit / len(addresses)
        for address in addresses[:-1]:
            try:
                return await self._plain.connect_tcp(str(address), port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._plain.connect_tcp(str(addresses[-1]), port, share, local_address, socket_options)

    async def connect_unix_socket(self, *_args: object, **_options: object) -> httpcore.AsyncNetworkStream:
        """Refused: only addresses on the Internet are fetched."""
        raise PrivateAddressError("a local socket is not a public address")

    async def sleep(self, seconds: float) -> None:
        """Waits on the event loop."""
        await asyncio.sleep(seconds)


def is_public(address: Address) -> bool:
    """Whether an address is on the public Internet, also when it wraps an IPv4 address that is not (RFC 6890, 6052)."""
    inner = _wrapped(address)
    if inner is not None:
        return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def _wrapped(address: Address) -> Address | None:
    """The IPv4 address inside an IPv6 address that only carries one."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


async def resolve(host: str, port: int, *, limit: float) -> tuple[Address, ...]:
    """The addresses of a host, in the order the system prefers them; HostNameError when there are none.

    The lookup runs in a thread of its own that nobody waits for: without a network the system's resolver may stay stuck
    for half a minute, and it cannot be cancelled.
    """
    try:
        return (ipaddress.ip_address(host.strip("[]")),)
    except ValueError:
        pass
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[tuple[Address, ...]] = loop.create_future()
    threading.Thread(target=_look_up, args=(host, port, loop, answer), daemon=True, name=f"dns {host}").start()
    try:
        return await asyncio.wait_for(answer, limit)
    except TimeoutError:
        raise HostNameError(f"the name {host} was not resolved within the time limit", passing=False) from None


def _look_up(
    host: str, port: int, loop: asyncio.AbstractEventLoop, answer: "asyncio.Future[tuple[Address, ...]]"
) -> None:
    """Asks the system for a name and hands the answer to the loop, unless the loop has stopped waiting."""
    found = _found(host, port)

    def hand_over() -> None:
        if answer.done():
            return
        if isinstance(found, HostNameError):
            answer.set_exception(found)
        else:
            answer.set_result(found)

    with suppress(RuntimeError):  # the loop is closed: the run ended while the system still looked for the name
        loop.call_soon_threadsafe(hand_over)


def _found(host: str, port: int) -> tuple[Address, ...] | HostNameError:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = tuple(dict.fromkeys(ipaddress.ip_address(str(row[4][0]).partition("%")[0]) for row in found))
    except socket.gaierror as error:
        passing = error.errno == socket.EAI_AGAIN
        words = "the name server does not answer" if passing else "no such host"
        return HostNameError(f"DNS: {words}: {host}", passing=passing)
    except (OSError, UnicodeError) as error:
        return HostNameError(f"DNS: {host}: {type(error).__name__}", passing=False)
    return addresses or HostNameError(f"DNS: no such host: {host}", passing=False)
