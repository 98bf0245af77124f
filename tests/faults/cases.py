"""The fault table: what a site does, and what must become of the address that was asked for.

Each case is one site. ``outcome`` is ``read`` or an Unread cause, ``detail`` a part of the detail that must be told.
The table in ``docs/feil.md`` is written from this list.
"""

import gzip
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

import brotli
import zstandard

from faults.server import Handler, InTurn, Reply, Request, Wire, page

CONTENT = page("Trinn 1 er obligatorisk for nye tillitsvalgte og handler om forebyggende arbeidsmiljøarbeid.")
TEXT = CONTENT.body
BOMB = 30 * 1024 * 1024


@dataclass(frozen=True)
class Case:
    """One fault. ``path`` is asked for at the site that ``routes`` describe; ``limits`` are FetchSettings."""

    name: str
    routes: dict[str, Handler]
    outcome: str
    detail: str = ""
    path: str = "/kurs"
    limits: dict[str, object] = field(default_factory=dict)
    requests: int | None = None
    """How many requests must have been made for the address, robots.txt apart."""


def raw(data: bytes, *, reset: bool = False) -> Handler:
    """Sends these bytes and ends the connection."""

    async def act(wire: Wire, _request: Request) -> None:
        await wire.send(data)
        if reset:
            wire.reset()

    return act


def head(*lines: str, status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", "Content-Type: text/html", *lines, "", ""]).encode()


async def reset_at_once(wire: Wire, _request: Request) -> None:
    wire.reset()


async def close_at_once(wire: Wire, _request: Request) -> None:
    await wire.close()


async def never_answers(wire: Wire, _request: Request) -> None:
    await wire.stall(30)


async def stalls_in_body(wire: Wire, _request: Request) -> None:
    await wire.send(head("Content-Length: 5000") + b"<html>")
    await wire.stall(30)


async def drips(wire: Wire, _request: Request) -> None:
    """A byte at a time: always within the read limit, never done."""
    await wire.send(head("Content-Length: 500000"))
    while True:
        await wire.send(b"x")
        await wire.stall(0.02)


async def endless_body(wire: Wire, _request: Request) -> None:
    await wire.send(head("Transfer-Encoding: chunked"))
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    while True:
        await wire.send(chunk)


async def endless_headers(wire: Wire, _request: Request) -> None:
    await wire.send(b"HTTP/1.1 200 OK\r\n")
    while True:
        await wire.send(b"X-Flood: " + b"a" * 8000 + b"\r\n")


def redirect(to: str, status: int = 302) -> Reply:
    return Reply(b"", status, {"location": to})


def redirect_endlessly(request: Request) -> Reply:
    number = int(request.target.rpartition("/")[2] or 0)
    return redirect(f"/til/{number + 1}")


def encoded(name: str, pack: Callable[[bytes], bytes], body: bytes = TEXT) -> Reply:
    return Reply(pack(body), headers={"content-encoding": name})


def zstd_of(body: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(body)


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


ROBOTS_TXT = "/robots.txt"
PLAIN = {"content-type": "text/plain"}


def robots(text: str, status: int = 200) -> Reply:
    return Reply(text.encode(), status, PLAIN)


WALL = b"<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"
ONE_TRY = {"retries": 0}
SMALL = {"max_bytes": 1024 * 1024, "retries": 0}
QUICK = {"timeout_read": 0.15, "timeout_total": 0.5, "retries": 0}

ANSWERS = [
    Case("a plain page", {"/kurs": CONTENT}, "read"),
    Case("status 203", {"/kurs": Reply(TEXT, 203)}, "read"),
    Case("no Content-Type", {"/kurs": raw(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + TEXT)}, "read"),
    Case("no Content-Length, ended by closing", {"/kurs": Reply(TEXT, length=False)}, "read"),
    Case("status 204", {"/kurs": Reply(b"", 204)}, "empty", "no body"),
    Case("status 200 with an empty body", {"/kurs": Reply(b"")}, "empty", "no body"),
    Case("status 200 with white space only", {"/kurs": Reply(b" \n\t ")}, "empty", "no body"),
    Case("status 304 that nobody asked for", {"/kurs": Reply(b"", 304)}, "http_error", "HTTP 304", limits=ONE_TRY),
    Case("status 400", {"/kurs": Reply(b"x", 400)}, "http_error", "HTTP 400", requests=1),
    Case("status 401", {"/kurs": Reply(b"x", 401)}, "login_wall", "HTTP 401", requests=1),
    Case("status 403", {"/kurs": Reply(b"x", 403)}, "http_error", "HTTP 403", requests=1),
    Case("status 404", {"/kurs": Reply(b"x", 404)}, "http_error", "HTTP 404", requests=1),
    Case("status 410", {"/kurs": Reply(b"x", 410)}, "http_error", "HTTP 410", requests=1),
    Case("status 451", {"/kurs": Reply(b"x", 451)}, "http_error", "HTTP 451", requests=1),
    Case("status 429 to the end", {"/kurs": Reply(b"x", 429)}, "http_error", "HTTP 429", requests=3),
    Case("status 429, then the page", {"/kurs": InTurn(Reply(b"x", 429), CONTENT)}, "read", requests=2),
    Case("status 500 to the end", {"/kurs": Reply(b"x", 500)}, "http_error", "HTTP 500", requests=3),
    Case("status 500, then the page", {"/kurs": InTurn(Reply(b"x", 500), CONTENT)}, "read", requests=2),
    Case("status 501", {"/kurs": Reply(b"x", 501)}, "http_error", "HTTP 501", requests=1),
    Case("status 502, then the page", {"/kurs": InTurn(Reply(b"x", 502), CONTENT)}, "read", requests=2),
    Case("status 503 to the end", {"/kurs": Reply(b"x", 503)}, "http_error", "HTTP 503", requests=3),
    Case(
        "status 503 that asks for an hour's wait",
        {"/kurs": Reply(b"x", 503, {"retry-after": "3600"})},
        "http_error",
        "Retry-After 3600 s",
        requests=1,
    ),
    Case(
        "status 503 with a Retry-After that makes no sense",
        {"/kurs": InTurn(Reply(b"x", 503, {"retry-after": "soon"}), CONTENT)},
        "read",
        requests=2,
    ),
    Case(
        "status 503 with a Retry-After in the past",
        {"/kurs": InTurn(Reply(b"x", 503, {"retry-after": "Mon, 01 Jan 2018 00:00:00 GMT"}), CONTENT)},
        "read",
        requests=2,
    ),
    Case("bot wall with status 403", {"/kurs": Reply(WALL, 403)}, "bot_wall", "Cloudflare", requests=1),
    Case(
        "bot wall told by a header",
        {"/kurs": Reply(b"x", 503, {"cf-mitigated": "challenge"})},
        "bot_wall",
        "Cloudflare",
        requests=1,
    ),
]

TYPES = [
    Case("an image", {"/kurs": Reply(b"\x89PNG", headers={"content-type": "image/png"})}, "unsupported", "image/png"),
    Case("a video", {"/kurs": Reply(b"x", headers={"content-type": "video/mp4"})}, "unsupported", "video/mp4"),
    Case("a zip file", {"/kurs": Reply(b"PK", headers={"content-type": "application/zip"})}, "unsupported", "zip"),
    Case("a PDF", {"/kurs": Reply(b"%PDF-1.4", headers={"content-type": "application/pdf"})}, "read"),
    Case("a media type that makes no sense", {"/kurs": Reply(TEXT, headers={"content-type": ";;;"})}, "read"),
]

REDIRECTS = [
    Case("a redirect (301)", {"/kurs": redirect("/ny", 301), "/ny": CONTENT}, "read"),
    Case("a redirect (308)", {"/kurs": redirect("/ny", 308), "/ny": CONTENT}, "read"),
    Case("a redirect to a Norwegian path", {"/kurs": redirect("/opplæring"), "/opplæring": CONTENT}, "read"),
    Case(
        "a redirect whose Location is bare UTF-8",
        {
            "/kurs": raw("HTTP/1.1 302 X\r\nLocation: /opplæring\r\nContent-Length: 0\r\n\r\n".encode()),
            "/opplæring": CONTENT,
        },
        "read",
    ),
    Case("a redirect to itself", {"/kurs": redirect("/kurs")}, "http_error", "redirect loop"),
    Case("a redirect loop", {"/kurs": redirect("/b"), "/b": redirect("/kurs")}, "http_error", "redirect loop"),
    Case("endless redirects", {"*": redirect_endlessly}, "http_error", "more than 8 redirects", path="/til/0"),
    Case("a redirect without Location", {"/kurs": Reply(b"", 302)}, "http_error", "leads nowhere"),
    Case("a redirect to a broken address", {"/kurs": redirect("http://[::1")}, "http_error", "leads nowhere"),
    Case("a redirect to another site", {"/kurs": redirect("http://example.org/")}, "off_site", "example.org"),
    Case(
        "a redirect to an image",
        {"/kurs": redirect("/foto.jpg"), "/foto.jpg": Reply(b"\xff\xd8", headers={"content-type": "image/jpeg"})},
        "unsupported",
        "image/jpeg",
    ),
    Case("a redirect to ftp", {"/kurs": redirect("ftp://127.0.0.1/x")}, "off_site", "not http"),
    Case("a redirect to a file", {"/kurs": redirect("file:///etc/passwd")}, "off_site", "not http"),
    Case("a redirect to javascript", {"/kurs": redirect("javascript:alert(1)")}, "off_site", "not http"),
    Case(
        "a redirect to a refused path",
        {"/kurs": redirect("/intern"), ROBOTS_TXT: robots("User-agent: *\nDisallow: /intern")},
        "robots",
        "line 2: Disallow: /intern",
    ),
]

BODIES = [
    Case("gzip", {"/kurs": encoded("gzip", gzip.compress)}, "read"),
    Case(
        "gzip of two members", {"/kurs": encoded("gzip", lambda b: gzip.compress(b[:9]) + gzip.compress(b[9:]))}, "read"
    ),
    Case("gzip with a line feed after it", {"/kurs": encoded("gzip", lambda b: gzip.compress(b) + b"\n")}, "read"),
    Case("deflate", {"/kurs": encoded("deflate", zlib.compress)}, "read"),
    Case("deflate without its header", {"/kurs": encoded("deflate", raw_deflate)}, "read"),
    Case("brotli", {"/kurs": encoded("br", brotli.compress)}, "read"),
    Case("zstd", {"/kurs": encoded("zstd", zstd_of)}, "read"),
    Case("gzip inside brotli", {"/kurs": encoded("gzip, br", lambda b: brotli.compress(gzip.compress(b)))}, "read"),
    Case("gzip that is not gzip", {"/kurs": encoded("gzip", lambda b: b)}, "damaged", "not valid gzip", limits=ONE_TRY),
    Case(
        "gzip cut short",
        {"/kurs": encoded("gzip", lambda b: gzip.compress(b)[:-20])},
        "damaged",
        "gzip",
        limits=ONE_TRY,
    ),
    Case(
        "brotli cut short", {"/kurs": encoded("br", lambda b: brotli.compress(b)[:-5])}, "damaged", "br", limits=ONE_TRY
    ),
    Case("zstd of two frames", {"/kurs": encoded("zstd", lambda b: zstd_of(b[:90]) + zstd_of(b[90:]))}, "read"),
    Case(
        "zstd cut short",
        {"/kurs": encoded("zstd", lambda b: zstd_of(b)[:-20])},
        "damaged",
        "not valid zstd",
        limits=ONE_TRY,
    ),
    Case("zstd that is not zstd", {"/kurs": encoded("zstd", lambda b: b)}, "damaged", "zstd", limits=ONE_TRY),
    Case("an unknown encoding", {"/kurs": encoded("snappy", lambda b: b)}, "damaged", "snappy"),
    Case("a gzip bomb", {"/kurs": encoded("gzip", gzip.compress, bytes(BOMB))}, "too_large", "MiB", limits=SMALL),
    Case("a brotli bomb", {"/kurs": encoded("br", brotli.compress, bytes(BOMB))}, "too_large", "MiB", limits=SMALL),
    Case("a zstd bomb", {"/kurs": encoded("zstd", zstd_of, bytes(BOMB))}, "too_large", "MiB", limits=SMALL),
    Case("a body of 2 MiB", {"/kurs": Reply(b"x" * 2097152)}, "too_large", "larger than 1 MiB", limits=SMALL),
    Case("a promise of 9 GB", {"/kurs": raw(head("Content-Length: 9000000000"))}, "too_large", "MiB", limits=SMALL),
    Case("a body without end", {"/kurs": endless_body}, "too_large", "MiB", limits=SMALL),
]

WIRES = [
    Case("connection reset at once", {"/kurs": reset_at_once}, "unreachable", "reset", requests=3),
    Case("connection reset once", {"/kurs": InTurn(reset_at_once, CONTENT)}, "read", requests=2),
    Case(
        "connection closed without an answer", {"/kurs": close_at_once}, "unreachable", "without an answer", requests=3
    ),
    Case(
        "reset in the body", {"/kurs": raw(head("Content-Length: 5000") + b"<p>", reset=True)}, "unreachable", "reset"
    ),
    Case(
        "truncated body", {"/kurs": raw(head("Content-Length: 5000") + b"<p>")}, "damaged", "not valid HTTP", requests=3
    ),
    Case("truncated once", {"/kurs": InTurn(raw(head("Content-Length: 5000")), CONTENT)}, "read", requests=2),
    Case(
        "chunks cut short", {"/kurs": raw(head("Transfer-Encoding: chunked") + b"20\r\nabc")}, "damaged", limits=ONE_TRY
    ),
    Case(
        "bad chunk size", {"/kurs": raw(head("Transfer-Encoding: chunked") + b"zz\r\nabc")}, "damaged", limits=ONE_TRY
    ),
    Case(
        "bad Content-Length", {"/kurs": raw(head("Content-Length: many"))}, "damaged", "not valid HTTP", limits=ONE_TRY
    ),
    Case(
        "two Content-Lengths", {"/kurs": raw(head("Content-Length: 3", "Content-Length: 4"))}, "damaged", limits=ONE_TRY
    ),
    Case(
        "not HTTP at all", {"/kurs": raw(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")}, "damaged", "not valid HTTP", limits=ONE_TRY
    ),
    Case("header flood", {"/kurs": endless_headers}, "damaged", "not valid HTTP", limits=ONE_TRY),
    Case("one header of 200 kB", {"/kurs": raw(head("X-Big: " + "a" * 200_000))}, "damaged", limits=ONE_TRY),
    Case("no answer", {"/kurs": never_answers}, "unreachable", "read time limit", limits=QUICK),
    Case("a body that stalls", {"/kurs": stalls_in_body}, "unreachable", "read time limit", limits=QUICK),
    Case("a body that drips", {"/kurs": drips}, "unreachable", "total time limit", limits=QUICK),
]

ROBOTS = [
    Case(
        "robots.txt refuses everything",
        {ROBOTS_TXT: robots("User-agent: *\nDisallow: /")},
        "robots",
        "line 2",
        requests=0,
    ),
    Case(
        "robots.txt refuses this robot by name",
        {ROBOTS_TXT: robots("User-agent: kursrevisjon\nDisallow: /kurs\n\nUser-agent: *\nAllow: /")},
        "robots",
        "line 2: Disallow: /kurs",
        requests=0,
    ),
    Case(
        "robots.txt refuses others only",
        {"/kurs": CONTENT, ROBOTS_TXT: robots("User-agent: Googlebot\nDisallow: /")},
        "read",
    ),
    Case("robots.txt is missing", {"/kurs": CONTENT}, "read"),
    Case("robots.txt is forbidden", {"/kurs": CONTENT, ROBOTS_TXT: robots("x", 403)}, "read"),
    Case(
        "robots.txt answers 500",
        {"/kurs": CONTENT, ROBOTS_TXT: robots("x", 500)},
        "robots_unreachable",
        "500",
        requests=0,
    ),
    Case("robots.txt answers 503 once", {"/kurs": CONTENT, ROBOTS_TXT: InTurn(robots("x", 503), robots(""))}, "read"),
    Case("robots.txt answers 429", {"/kurs": CONTENT, ROBOTS_TXT: robots("x", 429)}, "robots_unreachable", "429"),
    Case("robots.txt resets", {"/kurs": CONTENT, ROBOTS_TXT: reset_at_once}, "robots_unreachable", "reset"),
    Case("robots.txt stalls", {"/kurs": CONTENT, ROBOTS_TXT: never_answers}, "robots_unreachable", limits=QUICK),
    Case("robots.txt is an HTML page", {"/kurs": CONTENT, ROBOTS_TXT: CONTENT}, "read"),
    Case(
        "robots.txt redirects",
        {"/kurs": CONTENT, ROBOTS_TXT: redirect("/r"), "/r": robots("User-agent: *\nDisallow: /")},
        "robots",
    ),
    Case("robots.txt redirects endlessly", {"/kurs": CONTENT, ROBOTS_TXT: redirect(ROBOTS_TXT)}, "read"),
    Case(
        "robots.txt has a byte order mark",
        {"/kurs": CONTENT, ROBOTS_TXT: robots("\ufeffUser-agent: *\nDisallow: /kurs")},
        "robots",
    ),
    Case(
        "robots.txt asks for a pause of ten minutes",
        {"/kurs": CONTENT, ROBOTS_TXT: robots("User-agent: *\nCrawl-delay: 600")},
        "robots",
        "asks for a pause of 600 s",
        requests=0,
    ),
]
