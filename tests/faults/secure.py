"""The fault table, fourth part: names, addresses, certificates, and HTTP/2."""

import asyncio
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import brotli
import h2.config
import h2.connection
import h2.errors
import h2.events
import trustme

from faults.cases import CONTENT, ONE_TRY, TEXT, Case, redirect, robots
from faults.server import Handler, Speak

PUBLIC = "8.8.8.8"
"""An address that the tests lead to the test site."""
AUTHORITY = trustme.CA()
CERTIFICATES: dict[str, Callable[[str], trustme.LeafCert]] = {
    "good": AUTHORITY.issue_cert,
    "unknown authority": lambda host: trustme.CA().issue_cert(host),
    "another name": lambda _host: AUTHORITY.issue_cert("annet.example"),
    "expired": lambda host: AUTHORITY.issue_cert(host, not_after=datetime(2020, 1, 1, tzinfo=UTC)),
    "not yet valid": lambda host: AUTHORITY.issue_cert(host, not_before=datetime(2090, 1, 1, tzinfo=UTC)),
}


def served_with(certificate: trustme.LeafCert, *protocols: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    if protocols:
        context.set_alpn_protocols(list(protocols))
    return context


@dataclass(frozen=True)
class NamedCase(Case):
    """A site under a name. ``names`` tells which addresses each host has; those not named do not exist."""

    host: str = "forbund.example"
    names: dict[str, list[str]] = field(default_factory=lambda: {"forbund.example": ["127.0.0.1"]})
    also: tuple[str, ...] = ()
    """Further hosts of the union."""
    certificate: str = ""
    speaks: Speak | None = None


Stream = Callable[[h2.connection.H2Connection, int, str], None]


def answers(body: bytes = TEXT, *, status: str = "200", headers: tuple[tuple[str, str], ...] = ()) -> Stream:
    """A whole answer on a stream."""

    def act(talk: h2.connection.H2Connection, stream: int, _path: str) -> None:
        talk.send_headers(stream, [(":status", status), ("content-type", "text/html"), *headers])
        talk.send_data(stream, body, end_stream=True)

    return act


def resets(talk: h2.connection.H2Connection, stream: int, _path: str) -> None:
    talk.reset_stream(stream, h2.errors.ErrorCodes.INTERNAL_ERROR)


def resets_in_body(talk: h2.connection.H2Connection, stream: int, _path: str) -> None:
    talk.send_headers(stream, [(":status", "200"), ("content-type", "text/html")])
    talk.send_data(stream, b"<p>kort")
    talk.reset_stream(stream, h2.errors.ErrorCodes.INTERNAL_ERROR)


def goes_away(talk: h2.connection.H2Connection, _stream: int, _path: str) -> None:
    talk.close_connection(h2.errors.ErrorCodes.ENHANCE_YOUR_CALM, last_stream_id=0)


def cut_short(talk: h2.connection.H2Connection, stream: int, _path: str) -> None:
    talk.send_headers(stream, [(":status", "200"), ("content-type", "text/html"), ("content-length", "900")])
    talk.send_data(stream, b"<p>kort", end_stream=True)


def http2(act: Stream) -> Speak:
    """Speaks HTTP/2: robots.txt is missing, and all other streams end as ``act`` says."""

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        talk.initiate_connection()
        writer.write(talk.data_to_send())
        paths: dict[int, str] = {}
        while data := await reader.read(65536):
            for event in talk.receive_data(data):
                if isinstance(event, h2.events.RequestReceived):
                    paths[event.stream_id] = dict(event.headers)[b":path"].decode()
                    is_robots = paths[event.stream_id] == "/robots.txt"
                    (answers(b"x", status="404") if is_robots else act)(talk, event.stream_id, "")
            writer.write(talk.data_to_send())
            await writer.drain()

    return speak


async def speaks_nonsense(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(100)
    writer.write(b"\x00\x00\x04\x63\x00\x00\x00\x00\x00" * 4 + b"HTTP/1.1 200 OK\r\n\r\n")
    await writer.drain()


async def speaks_plainly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(100)
    writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    await writer.drain()


GUARDED: dict[str, object] = {"allow_private": False, "retries": 0}
OUTSIDE: dict[str, list[str]] = {"forbund.example": [PUBLIC]}
PAGE: dict[str, Handler] = {"/kurs": CONTENT}
PAGES_OF: dict[str, Handler] = {"/kurs": redirect("http://intern.example/")}


def inside(name: str, address: str) -> NamedCase:
    """A public site that sends the reader on to a host with another kind of address."""
    return NamedCase(
        f"a redirect to {name}",
        PAGES_OF,
        "private_address",
        f"is at {address}, which is not a public address",
        limits=GUARDED,
        names={**OUTSIDE, "intern.example": [address]},
        also=("intern.example",),
        requests=1,
    )


def tls(name: str, outcome: str, told: str = "", *, certificate: str, routes: dict[str, Handler] = PAGE) -> NamedCase:
    return NamedCase(name, routes, outcome, told, certificate=certificate, limits=ONE_TRY)


def spoken(name: str, outcome: str, told: str, speaks: Speak, *, certificate: str = "good") -> NamedCase:
    return NamedCase(name, {}, outcome, told, certificate=certificate, speaks=speaks, limits=ONE_TRY)


NAMES = [
    NamedCase("a host name that does not exist", PAGE, "unreachable", "DNS: no such host", names={}),
    NamedCase(
        "a host name in Norwegian letters",
        PAGE,
        "read",
        host="xn--blbr-roah.example",
        names={"xn--blbr-roah.example": ["127.0.0.1"]},
    ),
    NamedCase("a path in Norwegian letters", {"/opplæring/trinn 1": CONTENT}, "read", path="/oppl%C3%A6ring/trinn%201"),
    NamedCase("a path escaped as ISO-8859-1", {"/oppl%E6ring": CONTENT}, "read", path="/oppl%E6ring"),
    NamedCase("a host with a public address", PAGE, "read", limits=GUARDED, names=OUTSIDE),
    NamedCase(
        "a host with a public and a private address",
        PAGE,
        "read",
        limits=GUARDED,
        names={"forbund.example": [f"10.0.0.1 {PUBLIC}"]},
    ),
    NamedCase("a host on this machine", PAGE, "private_address", "127.0.0.1", limits=GUARDED, requests=0),
    NamedCase(
        "a name server that says public first and private next",
        PAGE,
        "read",
        limits=GUARDED,
        names={"forbund.example": [PUBLIC, "127.0.0.1"]},
    ),
    inside("this machine", "127.0.0.1"),
    inside("a private network", "10.0.0.1"),
    inside("a link-local address", "169.254.1.1"),
    inside("the metadata of a cloud", "169.254.169.254"),
    inside("an IPv6 address around a private one", "::ffff:a00:1"),
]

SECURE = [
    tls("a trusted certificate", "read", certificate="good"),
    tls(
        "a certificate of an unknown authority",
        "unreachable",
        "TLS: certificate is signed by an unknown authority",
        certificate="unknown authority",
    ),
    tls(
        "a certificate for another name",
        "unreachable",
        "TLS: certificate is for another host name",
        certificate="another name",
    ),
    tls("a certificate that has expired", "unreachable", "TLS: certificate has expired", certificate="expired"),
    tls(
        "a certificate that is not yet valid",
        "unreachable",
        "TLS: certificate is not yet valid",
        certificate="not yet valid",
    ),
    tls(
        "a redirect from https to another scheme",
        "off_site",
        "not http or https",
        certificate="good",
        routes={"/kurs": redirect("ftp://forbund.example/")},
    ),
    tls(
        "robots.txt over https",
        "robots",
        "line 2",
        certificate="good",
        routes={**PAGE, "/robots.txt": robots("User-agent: *\nDisallow: /")},
    ),
    spoken("https to a port that speaks http", "unreachable", "TLS: ", speaks_plainly, certificate="none"),
    spoken("a page over HTTP/2", "read", "", http2(answers())),
    spoken(
        "brotli over HTTP/2", "read", "", http2(answers(brotli.compress(TEXT), headers=(("content-encoding", "br"),)))
    ),
    spoken("status 404 over HTTP/2", "http_error", "HTTP 404", http2(answers(b"x", status="404"))),
    spoken("an HTTP/2 stream that is reset", "unreachable", "without an answer", http2(resets)),
    spoken("an HTTP/2 stream that is reset in the body", "unreachable", "without an answer", http2(resets_in_body)),
    spoken("an HTTP/2 server that goes away", "unreachable", "without an answer", http2(goes_away)),
    spoken("an HTTP/2 body cut short", "damaged", "not valid HTTP", http2(cut_short)),
    spoken("HTTP/2 frames that make no sense", "robots_unreachable", "not valid HTTP", speaks_nonsense),
]
