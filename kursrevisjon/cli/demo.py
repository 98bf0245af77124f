"""``demo``: the main job on invented unions, whose sites the command runs itself."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from kursrevisjon.audit import kept_sources
from kursrevisjon.cli.reports import run_report
from kursrevisjon.cli.scan import ScanOptions, leave_scan
from kursrevisjon.cli.sites import scan_sites
from kursrevisjon.cli.stored import has_workspace, reading
from kursrevisjon.cli.support import RUN_FORMATS, Form, Format, say
from kursrevisjon.demo import DemoSites, Variant, serve_demo
from kursrevisjon.errors import ExitCode, UsageError


def run_demo(workspace: Path, variant: Variant, form: Form) -> ExitCode:
    """The main job on invented unions, served on this machine by the command itself."""
    form.checked("demo", RUN_FORMATS)
    say("Demonstrasjon: 20 OPPDIKTEDE forbund på nettsteder som denne kommandoen kjører selv, på denne maskinen.")
    with _demo_sites(workspace, variant) as sites:
        options = ScanOptions(workspace, sources=sites.sources_path, delay=0.0, allow_private=True, new=True)
        ended = scan_sites(options, form)
    say(f"Arbeidsmappe: {workspace}. Se belegget med: kursrevisjon explain FORBUND -w {workspace}")
    if form.format is Format.TABLE:
        for kind in (Format.HTML, Format.XLSX):
            run_report(workspace, "latest", Form(kind, form.lang, workspace / f"rapport.{kind}"))
    return leave_scan(ended, strict=False)


@contextmanager
def _demo_sites(workspace: Path, variant: Variant) -> Iterator[DemoSites]:
    """The demo's sites, at the addresses of the workspace's last demo where these are free: the same sites, later."""
    with ExitStack() as stack:
        try:
            sites = stack.enter_context(serve_demo(variant, ports=_ports_before(workspace)))
        except UsageError:
            sites = stack.enter_context(serve_demo(variant))
        yield sites


def _ports_before(workspace: Path) -> dict[str, int]:
    """The ports of the newest demo in the workspace, by union."""
    if not has_workspace(workspace):
        return {}
    with reading(workspace) as store:
        infos = [info for info in store.runs() if info.fictional]
        sources = kept_sources(store, infos[-1].sources) if infos else None
    ports = {union.id: urlsplit(union.homepage).port for union in sources.unions} if sources else {}
    return {union: port for union, port in ports.items() if port}
