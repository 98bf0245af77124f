"""Which addresses are connected to: nothing that is not public, the address that was checked, and TLS told by name."""

import asyncio
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import h2.config
import h2.connection
import h2.events
import httpcore
import pytest
import trustme
from crawl_tools import Facts, fetcher, settings, union
from faults.cases import CONTENT, TEXT, redirect
from faults.server import Farm, Reply, Site

from kursrevisjon.fetch import FetchSettings, Network, Pace, SiteFetcher
from kursrevisjon.fetch.network import is_public
from kursrevisjon.model import Page, Unread


@pytest.fixture(scope="module")
def farm() -> Iterator[Farm]:
    with Farm() as farm:
        yield farm


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> Path:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


def served_with(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def get(url: str, limits: FetchSettings, site: Site | None = None) -> Page | Unread:
    async def run() -> Page | Unread:
        shown = site or Site(1, {}, tls=False, host="127.0.0.1")
        async with fetcher(shown, limits, scope=lambda _url: "") as fetch:
            return await fetch.get(url)

    return asyncio.run(run())


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "10.0.0.1",
        "172.16.5.5",
        "192.168.1.1",
        "169.254.169.254",  # cloud metadata
        "100.64.0.1",  # carrier-grade NAT
        "0.0.0.0",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",  # 6to4 around 127.0.0.1
        "64:ff9b::a00:1",  # NAT64 around 10.0.0.1
        "fd00:ec2::254",
    ],
)
def test_an_address_that_is_not_public_is_known(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "193.75.75.75", "2a02:20c8::1", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_a_public_address_is_let_through(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "127.1", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_no_spelling_of_loopback_gets_a_request(host: str, farm: Farm) -> None:
    site = farm.site({"*": CONTENT})
    outcome = get(f"http://{host}:{site.port}/kurs", settings(allow_private=False))
    assert isinstance(outcome, Unread)
    assert outcome.cause == "private_address", outcome.detail
    assert site.log == []


def pretend(monkeypatch: pytest.MonkeyPatch, answers: dict[str, list[str]]) -> list[str]:
    """Answers host names from a table, each time with the next of its answers; gives the list of names asked for."""
    asked: list[str] = []

    def look_up(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        asked.append(host)
        if host not in answers:
            raise socket.gaierror(socket.EAI_NONAME, "no such host")
        answer = answers[host].pop(0) if len(answers[host]) > 1 else answers[host][0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in answer.split()]

    monkeypatch.setattr("kursrevisjon.fetch.network.socket.getaddrinfo", look_up)
    return asked


def test_the_address_that_was_checked_is_the_one_connected_to(farm: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that answers with a public address first and a private one next gets no request through."""
    site = farm.site({"*": CONTENT})
    connected: list[str] = []

    async def connect(_self: object, host: str, port: int, *_: object) -> object:
        connected.append(host)
        raise ConnectionRefusedError

    monkeypatch.setattr("httpcore.AnyIOBackend.connect_tcp", connect)
    asked = pretend(monkeypatch, {"rebind.example": ["8.8.8.8", "127.0.0.1"]})
    get(f"http://rebind.example:{site.port}/", settings(allow_private=False, retries=0))
    assert connected == ["8.8.8.8"]
    assert asked == ["rebind.example"], "the name is resolved once for the connection"


def test_of_mixed_answers_only_public_addresses_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[str] = []

    async def connect(_self: object, host: str, port: int, *_: object) -> object:
        connected.append(host)
        raise ConnectionRefusedError

    monkeypatch.setattr("httpcore.AnyIOBackend.connect_tcp", connect)
    pretend(monkeypatch, {"mixed.example": ["10.0.0.1 8.8.4.4 127.0.0.1"]})
    get("http://mixed.example/", settings(allow_private=False, retries=0))
    assert set(connected) == {"8.8.4.4"}


def test_a_redirect_into_the_private_network_is_refused_at_its_hop(farm: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = farm.site({"*": CONTENT})
    outer = farm.site({"/kurs": redirect(f"http://127.0.0.1:{inner.port}/")}, port=0)
    pretend(monkeypatch, {"public.example": ["8.8.8.8"]})
    monkeypatch.setattr("kursrevisjon.fetch.network.is_public", lambda address: str(address) == "8.8.8.8")

    plain = httpcore.AnyIOBackend.connect_tcp

    async def connect(self: httpcore.AnyIOBackend, host: str, port: int, *rest: object) -> object:
        return await plain(self, "127.0.0.1" if host == "8.8.8.8" else host, port, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("httpcore.AnyIOBackend.connect_tcp", connect)
    outcome = get(f"http://public.example:{outer.port}/kurs", settings(allow_private=False))
    assert isinstance(outcome, Unread)
    assert outcome.cause == "private_address"
    assert outer.paths() == ["/robots.txt", "/kurs"]
    assert inner.log == []


def test_a_host_that_does_not_exist_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, {})
    outcome = get("http://finnes-ikke.example/", settings())
    assert isinstance(outcome, Unread)
    assert (outcome.cause, outcome.detail) == ("unreachable", "DNS: no such host: finnes-ikke.example")


def test_a_port_where_nobody_listens_is_unreachable() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    outcome = get(f"http://127.0.0.1:{port}/", settings())
    assert isinstance(outcome, Unread)
    assert (outcome.cause, outcome.detail) == ("unreachable", "connection refused")


def test_a_name_server_that_hangs_costs_no_more_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()
    monkeypatch.setattr("kursrevisjon.fetch.network.socket.getaddrinfo", lambda *_args, **_more: [over.wait(20)][:0])
    outcome = get("http://henger.example/", settings(timeout_connect=0.1))
    assert isinstance(outcome, Unread)
    assert outcome.cause == "unreachable"
    assert any(thread.name == "dns henger.example" for thread in threading.enumerate()), "nobody waits for it"
    over.set()


def test_norwegian_letters_in_host_and_path(farm: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
    site = farm.site({"/opplæring/nye tillitsvalgte": CONTENT})
    asked = pretend(monkeypatch, {"xn--blbr-roah.example": ["127.0.0.1"]})
    outcome = get(f"http://blåbær.example:{site.port}/opplæring/nye%20tillitsvalgte", settings())
    assert isinstance(outcome, Page), outcome
    assert asked[0] == "xn--blbr-roah.example"
    assert site.log[-1].headers["host"] == f"xn--blbr-roah.example:{site.port}"
    assert site.log[-1].target == "/oppl%C3%A6ring/nye%20tillitsvalgte"


def test_a_path_escaped_as_latin_1_is_asked_for_as_it_stands(farm: Farm) -> None:
    site = farm.site({"/oppl%E6ring": CONTENT})
    assert isinstance(get(f"{site.url}/oppl%E6ring", settings()), Page)


def test_ip_6(farm: Farm) -> None:
    try:
        site = farm.site({"/kurs": CONTENT}, host="::1")
    except OSError:
        pytest.skip("no IPv6 here")
    assert isinstance(get(f"{site.url}/kurs", settings()), Page)


def test_tls_with_a_trusted_certificate(farm: Farm, authority: trustme.CA, ca_file: Path) -> None:
    site = farm.site({"/kurs": CONTENT}, shown_host="localhost", tls=served_with(authority.issue_cert("localhost")))
    assert isinstance(get(f"{site.url}/kurs", settings(ca_file=ca_file)), Page)


TLS_FAULTS = [
    ("unknown authority", "certificate is signed by an unknown authority"),
    ("another name", "certificate is for another host name"),
    ("expired", "certificate has expired"),
    ("not yet valid", "certificate is not yet valid"),
]


@pytest.mark.parametrize(("fault", "told"), TLS_FAULTS)
def test_a_tls_error_is_named(fault: str, told: str, farm: Farm, authority: trustme.CA, ca_file: Path) -> None:
    certificates = {
        "unknown authority": lambda: trustme.CA().issue_cert("localhost"),
        "another name": lambda: authority.issue_cert("annet.example"),
        "expired": lambda: authority.issue_cert("localhost", not_after=datetime(2020, 1, 1, tzinfo=UTC)),
        "not yet valid": lambda: authority.issue_cert("localhost", not_before=datetime(2090, 1, 1, tzinfo=UTC)),
    }
    site = farm.site({"/kurs": CONTENT}, shown_host="localhost", tls=served_with(certificates[fault]()))
    outcome = get(f"{site.url}/kurs", settings(ca_file=ca_file))
    assert isinstance(outcome, Unread)
    assert (outcome.cause, outcome.detail) == ("unreachable", f"TLS: {told}")
    assert site.log == []


async def answers_in_plain_text(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(100)
    writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    writer.close()


def test_https_to_a_port_that_speaks_http() -> None:
    async def run() -> Page | Unread:
        server = await asyncio.start_server(answers_in_plain_text, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        site = Site(port, {}, tls=True, host="127.0.0.1")
        async with server, fetcher(site, settings(retries=0), scope=lambda _url: "") as fetch:
            return await fetch.get(f"https://127.0.0.1:{port}/kurs")

    outcome = asyncio.run(run())
    assert isinstance(outcome, Unread)
    assert outcome.cause == "unreachable"
    assert outcome.detail.startswith("TLS: ")


def test_a_redirect_from_https_to_http_is_followed_and_told(farm: Farm, authority: trustme.CA, ca_file: Path) -> None:
    plain = farm.site({"/kurs": CONTENT}, shown_host="localhost")
    site = farm.site(
        {"/kurs": redirect(f"{plain.url}/kurs")},
        shown_host="localhost",
        tls=served_with(authority.issue_cert("localhost")),
    )
    outcome = get(f"{site.url}/kurs", settings(ca_file=ca_file))
    assert isinstance(outcome, Page)
    assert outcome.url.startswith("https://")
    assert outcome.url_reached == f"{plain.url}/kurs"


async def serve_http2(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answers every request on one HTTP/2 connection with the same page."""
    talk = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
    talk.initiate_connection()
    writer.write(talk.data_to_send())
    while data := await reader.read(65536):
        for event in talk.receive_data(data):
            if isinstance(event, h2.events.RequestReceived):
                talk.send_headers(event.stream_id, [(":status", "200"), ("content-type", "text/html")])
                talk.send_data(event.stream_id, TEXT, end_stream=True)
        writer.write(talk.data_to_send())
        await writer.drain()
    writer.close()


def test_http_2_is_spoken_where_the_server_does(authority: trustme.CA, ca_file: Path) -> None:
    context = served_with(authority.issue_cert("localhost"))
    context.set_alpn_protocols(["h2"])

    async def run() -> list[Page | Unread]:
        server = await asyncio.start_server(serve_http2, "127.0.0.1", 0, ssl=context)
        port = server.sockets[0].getsockname()[1]
        limits = settings(ca_file=ca_file)
        site = Site(port, {}, tls=True, host="localhost")
        async with server, fetcher(site, limits, scope=lambda _url: "") as fetch:
            return [await fetch.get(f"https://localhost:{port}{path}") for path in ("/a", "/b")]

    assert [isinstance(one, Page) and one.body == TEXT for one in asyncio.run(run())] == [True, True]


def test_nothing_is_sent_that_tells_who_asks_beyond_the_agent(farm: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
    """No cookies back, no credentials from addresses or the environment, no referrer, no proxy."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    site = farm.site({"*": Reply(TEXT, headers={"set-cookie": "sid=1; Path=/"})})

    async def run() -> Page | Unread:
        limits = settings()
        async with SiteFetcher(
            union(site),
            limits,
            network=Network(limits),
            pace=Pace(limits),
            memory=Facts(),
            clock=lambda: datetime.now(UTC),
        ) as fetch:
            await fetch.get(f"{site.url}/a")
            return await fetch.get(f"{site.url}/b")

    page = asyncio.run(run())
    assert isinstance(page, Page)
    assert "set-cookie" not in page.headers
    sent = site.log[-1].headers
    assert set(sent) == {"host", "user-agent", "accept", "accept-language", "accept-encoding"}
    assert sent["user-agent"] == "kursrevisjon/1 (+https://example.org/; post@example.org)"
