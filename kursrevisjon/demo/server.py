"""The demo sites on the loopback interface: one server with a port of its own for each union.

The servers are threads of this process. They print nothing; what was asked of them is handed to whoever opened them.
"""

import socket
import struct
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from threading import Lock, Thread
from typing import Any, Final

from kursrevisjon.demo.site import Answer, DemoSite

LOOPBACK: Final = "127.0.0.1"
Note = Callable[[str, str], None]
"""Takes down a request: its method and its target."""

_CUT_AT_ONCE: Final = struct.pack("ii", 1, 0)
"""SO_LINGER with no time: closing sends a reset instead of a farewell."""


class SiteServer(ThreadingHTTPServer):
    """A server that holds its port from the start and answers once it has a site and is started.

    One that is never started refuses every connection, as a machine that is down does.
    """

    daemon_threads = False
    block_on_close = True

    def __init__(self, port: int, note: Note) -> None:
        """Takes the port, 0 for any free one. Raises OSError when it is in use."""
        super().__init__((LOOPBACK, port), _Handler, bind_and_activate=False)
        try:
            self.server_bind()
        except OSError:
            self.server_close()
            raise
        self.note = note
        self.site: DemoSite | None = None
        self._thread: Thread | None = None
        self._connections: set[socket.socket] = set()
        self._lock = Lock()

    @property
    def port(self) -> int:
        """The port that was taken."""
        return int(self.server_address[1])

    @property
    def base_url(self) -> str:
        """The site's address, without a slash at its end."""
        return f"http://{LOOPBACK}:{self.port}"

    def start(self, site: DemoSite) -> None:
        """Begins to answer, in a thread."""
        self.site = site
        self.server_activate()
        self._thread = Thread(target=self.serve_forever, kwargs={"poll_interval": 0.1}, name=f"demo-{site.union.id}")
        self._thread.start()

    def stop(self) -> None:
        """Ends every connection, frees the port and waits for the threads. A second call does nothing."""
        if self._thread is not None:
            self.shutdown()
            self._thread.join()
            self._thread = None
        with self._lock:
            connections = tuple(self._connections)
        for connection in connections:
            _hang_up(connection)
        self.server_close()

    def server_bind(self) -> None:
        """Binds without asking a name server what this machine is called, as the parent does."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, self.port

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - the parent's types
        """Takes up a connection, known to ``stop`` from before its thread begins."""
        with self._lock:
            self._connections.add(request)
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - the parent's types
        """Handles one connection to its end."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self._lock:
                self._connections.discard(request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - the parent's types
        """A visitor who hangs up is nothing to print about."""


class _Handler(BaseHTTPRequestHandler):
    server: SiteServer
    protocol_version = "HTTP/1.1"
    server_version = "demo"
    sys_version = ""
    timeout = 30
    wbufsize = -1
    disable_nagle_algorithm = True  # with it, each answer would wait 40 ms for an acknowledgement

    def do_GET(self) -> None:
        """Answers with the page."""
        self._reply(with_body=True)

    def do_HEAD(self) -> None:
        """Answers with the page's headers alone."""
        self._reply(with_body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
        """Standard error belongs to the command that runs the demo."""

    def _reply(self, *, with_body: bool) -> None:
        self.server.note(self.command, self.path)
        site = self.server.site
        if site is None:
            raise AssertionError("a server is started with its site")
        answer = site.answer(self.path, {name.lower(): value for name, value in self.headers.items()})
        if answer.reset:
            self._cut()
        else:
            self._send(answer, with_body=with_body)

    def _send(self, answer: Answer, *, with_body: bool) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 304:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if with_body and answer.status != 304:
            self.wfile.write(answer.body)

    def _cut(self) -> None:
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _CUT_AT_ONCE)
        self.connection.close()


def _hang_up(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # the visitor was faster
