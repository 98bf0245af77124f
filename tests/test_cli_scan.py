"""``kursrevisjon scan`` on the demo's sites: stopped and taken up again, limited, and read a second time."""

import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from unittest.mock import patch
from urllib.parse import urlsplit

import pytest
from cli_tools import process, run

from kursrevisjon.demo import DemoSites, serve_demo
from kursrevisjon.demo.site import Answer, DemoSite
from kursrevisjon.store import Store

UNIONS = ("fjaere", "loypefolket", "tidtakerne")


@pytest.fixture(scope="module")
def sites() -> Iterator[DemoSites]:
    with serve_demo() as running:
        yield running


def scan(sites: DemoSites, workspace: Path, *more: object, unions: tuple[str, ...] = UNIONS) -> tuple[object, ...]:
    named = (part for union in unions for part in ("--union", union))
    return ("scan", "--sources", sites.sources_path, "-w", workspace, "--allow-private", "--delay", 0.05, *named, *more)


def pages_asked(sites: DemoSites, *, start: int = 0) -> Counter[tuple[str, str]]:
    """How often each address was asked for since the log's ``start``, without what a crawl asks for itself."""
    own = ("/robots.txt", "/sitemap.xml")
    return Counter((union, target) for union, _, target in sites.request_log[start:] if not target.startswith(own))


def finished(workspace: Path, run_id: str) -> set[tuple[str, str]]:
    with Store.open(workspace, readonly=True) as store:
        return {(union, urlsplit(url).path or "/") for union in UNIONS for url in store.done_urls(run_id, union)}


@pytest.mark.parametrize(
    ("stop", "code"),
    [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGINT, 4), (signal.SIGTERM, 4)],
    ids=["kill -9", "Ctrl-C", "terminate"],
)
def test_a_scan_that_is_stopped_goes_on_where_it_was_and_asks_for_no_finished_page_again(
    sites: DemoSites, tmp_path: Path, stop: signal.Signals, code: int
) -> None:
    start = len(sites.request_log)
    with process(*scan(sites, tmp_path, "--delay", 0.2)) as command:
        wait_until(lambda: len(pages_asked(sites, start=start)) >= 6, command)
        command.send_signal(stop)
        told = command.communicate()[1]
    assert (command.returncode, b"Traceback" in told) == (code, False)
    with Store.open(tmp_path) as store:
        stopped = store.unfinished_run()
    assert stopped is not None
    kept = finished(tmp_path, stopped.id)
    assert 3 <= len(kept) < 19
    answer = run(*scan(sites, tmp_path, "--format", "json"))
    assert (answer.code, answer.json["run"]["id"], f"Fortsetter den avbrutte kjøringen {stopped.id}" in answer.err) == (
        0,
        stopped.id,
        True,
    )
    asked = pages_asked(sites, start=start)
    assert {address: asked[address] for address in kept if asked[address] != 1} == {}
    assert without_times(answer.json["unions"]) == without_times(uninterrupted(sites, tmp_path / "hel"))


def wait_until(condition: Callable[[], bool], command: subprocess.Popen[bytes]) -> None:
    for _ in range(2000):
        if condition():
            return
        assert command.poll() is None, "the scan ended before it could be stopped"
        time.sleep(0.01)
    raise AssertionError("the scan does not get on")


def uninterrupted(sites: DemoSites, workspace: Path) -> object:
    """What a scan that nobody stopped finds."""
    return run(*scan(sites, workspace, "--format", "json")).json["unions"]


def without_times(value: object) -> object:
    """The same result whenever it was fetched."""
    if isinstance(value, dict):
        return {key: without_times(part) for key, part in value.items() if key not in {"fetched", "read_as_of"}}
    return [without_times(part) for part in value] if isinstance(value, list) else value


def test_a_scan_that_is_out_of_time_is_not_complete_and_goes_on_the_next_time(sites: DemoSites, tmp_path: Path) -> None:
    cut = run(*scan(sites, tmp_path, "--max-time", 1, "--delay", 0.4, "--format", "json"))
    assert (cut.code, cut.json["run"]["finished"]) == (4, None)
    # Reports of a run that was cut short say so, and a comparison with it is never "unchanged".
    assert "ble avbrutt" in run("report", "-w", tmp_path).out
    assert run("diff", "latest", "latest", "-w", tmp_path).code == 4
    other = run(*scan(sites, tmp_path, "--format", "json", unions=UNIONS[:1]))
    assert "andre forbund eller kilder" in other.err
    assert (other.code, other.json["run"]["id"] != cut.json["run"]["id"]) == (0, True)


def test_a_scan_can_be_started_afresh(sites: DemoSites, tmp_path: Path) -> None:
    cut = run(*scan(sites, tmp_path, "--max-time", 1, "--delay", 0.4, "--format", "json"))
    afresh = run(*scan(sites, tmp_path, "--new", "--max-pages", 1, "--format", "json"))
    assert afresh.code == 0
    assert afresh.json["run"]["id"] != cut.json["run"]["id"]


def test_the_page_budget_is_kept_and_what_it_leaves_out_is_told(sites: DemoSites, tmp_path: Path) -> None:
    answer = run(*scan(sites, tmp_path, "--max-pages", 2, "--format", "json", unions=("fjaere",)))
    (union,) = answer.json["unions"]
    assert union["pages"]["read"] == 2
    assert union["pages"]["unread"]["budget"] >= 1


def test_a_scan_of_some_unions_is_not_called_complete(sites: DemoSites, tmp_path: Path) -> None:
    """DESIGN: complete is a run in which every enabled union was read to its end."""
    answer = run(*scan(sites, tmp_path, "--format", "json", unions=("fjaere",)))
    assert (answer.code, answer.json["run"]["complete"]) == (0, False)
    assert [union["complete"] for union in answer.json["unions"]] == [True]


def test_progress_and_results_go_their_own_ways(sites: DemoSites, tmp_path: Path) -> None:
    answer = run(*scan(sites, tmp_path, unions=("fjaere",)))
    assert "[1/1] Fjære: ferdig, 7 sider lest" in answer.err
    assert "[1/1]" not in answer.out
    assert "Fjære" in answer.out


def test_the_sites_see_who_asks_and_how_to_reach_them(sites: DemoSites, tmp_path: Path) -> None:
    agents: list[str] = []
    answer = DemoSite.answer

    def listening(site: DemoSite, target: str, headers: Mapping[str, str]) -> Answer:
        agents.append(headers.get("user-agent", ""))
        return answer(site, target, headers)

    with patch.object(DemoSite, "answer", listening):
        run(*scan(sites, tmp_path, "--contact", "revisor@example.org", "--max-pages", 1, unions=("fjaere",)))
    assert agents
    assert {agent for agent in agents if not (agent.startswith("kursrevisjon") and "revisor@" in agent)} == set()
