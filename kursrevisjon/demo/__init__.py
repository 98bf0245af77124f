"""A small web of 20 invented unions on this machine, to show and to test an audit from end to end over real HTTP.

``with serve_demo() as demo:`` runs the sites; ``demo.sources_path`` is a sources file that a scan takes with private
addresses allowed. The pages hold METHOD's traps, and some sites refuse, hide or break. ``variant="second"`` is the same
web a month later. No union here exists, and every page says so.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from kursrevisjon.demo.manifest import UNIONS, DemoUnion, Variant
from kursrevisjon.demo.server import SiteServer
from kursrevisjon.demo.site import DemoSite
from kursrevisjon.demo.sourcesfile import sources_text
from kursrevisjon.errors import UsageError

__all__ = ["UNIONS", "DemoSites", "DemoUnion", "Variant", "serve_demo"]

_STOPPING_AT_ONCE = 20


@dataclass(frozen=True)
class DemoSites:
    """The running sites.

    ``sources_path`` describes the unions as ``sources.yaml`` does. ``base_urls`` and ``ports`` are by union id.
    ``request_log`` grows with every request: union id, method, target.
    """

    sources_path: Path
    base_urls: Mapping[str, str]
    ports: Mapping[str, int]
    request_log: list[tuple[str, str, str]] = field(repr=False)
    _servers: Mapping[str, SiteServer] = field(repr=False)

    def stop(self, union_id: str) -> None:
        """Takes one union's site down for good: connections to it are refused. Raises KeyError for an unknown id."""
        self._servers[union_id].stop()


@contextmanager
def serve_demo(
    variant: Variant = "first", *, ports: Mapping[str, int] | None = None, folder: Path | None = None
) -> Iterator[DemoSites]:
    """Runs the demo sites as long as the block lasts.

    ``ports`` fixes ports by union id (those of an earlier ``DemoSites`` make addresses equal between runs); other sites
    take free ones. The sources file is written to ``folder``, or to a temporary one. Raises UsageError when a fixed
    port is taken.
    """
    log: list[tuple[str, str, str]] = []
    with ExitStack() as stack:
        servers: dict[str, SiteServer] = {}
        stack.callback(_stop_all, servers)
        for union in UNIONS:
            servers[union.id] = _open(union, ports or {}, log)
        _start(servers, variant)
        base_urls = {union_id: server.base_url for union_id, server in servers.items()}
        place = folder or Path(stack.enter_context(TemporaryDirectory(prefix="kursrevisjon-demo-")))
        sources_path = place / "demo-sources.yaml"
        sources_path.write_text(sources_text(UNIONS, base_urls), encoding="utf-8")
        ports_taken = {union_id: server.port for union_id, server in servers.items()}
        yield DemoSites(sources_path, base_urls, ports_taken, log, servers)


def _open(union: DemoUnion, ports: Mapping[str, int], log: list[tuple[str, str, str]]) -> SiteServer:
    def note(method: str, target: str) -> None:
        log.append((union.id, method, target))

    port = ports.get(union.id, 0)
    try:
        return SiteServer(port, note)
    except OSError as error:
        raise UsageError(f"demo site {union.id}: port {port} cannot be used ({error.strerror})") from error


def _start(servers: Mapping[str, SiteServer], variant: Variant) -> None:
    for union in UNIONS:
        server = servers[union.id]
        if not (variant == "second" and union.second_is_down):
            server.start(DemoSite(union, variant, server.base_url))


def _stop_all(servers: Mapping[str, SiteServer]) -> None:
    """Stops all sites side by side, since each waits a moment for its own loop."""
    with ThreadPoolExecutor(_STOPPING_AT_ONCE) as pool:
        for stopped in [pool.submit(server.stop) for server in servers.values()]:
            stopped.result()
