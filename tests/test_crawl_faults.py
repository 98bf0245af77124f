"""Every fault, crawled into a store and judged: its outcome, its cause, and a verdict that is ``unknown`` and never a
gap.

The table in docs/feil.md is written from the same cases: run this file as a program to write it anew.
"""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path

import httpcore
import pytest
from crawl_tools import Clock, crawl, details, ledger, outcomes, union
from faults.cases import ANSWERS, BODIES, REDIRECTS, ROBOTS, TYPES, WIRES, Case
from faults.contents import CONTENT_CASES
from faults.secure import AUTHORITY, CERTIFICATES, NAMES, PUBLIC, SECURE, NamedCase, served_with
from faults.server import Farm, Site
from faults.walks import SKIPPED, UNSEEN, WALKS, Walk

from kursrevisjon.classify import assess_document, join_union
from kursrevisjon.extract import extract
from kursrevisjon.lexicon import Lexicon, load_lexicon
from kursrevisjon.model import Document, DocumentResult, Page, PageRef, TradeUnion, Unread, UnreadCause, Verdict
from kursrevisjon.report.details import told_in
from kursrevisjon.store import Store
from kursrevisjon.verdict import union_result

DOCS = Path(__file__).parent.parent / "docs" / "feil.md"
GROUPS = {
    "Answers": ANSWERS,
    "Media types": TYPES,
    "Redirects": REDIRECTS,
    "Bodies: packed, cut short, too large": BODIES,
    "The connection": WIRES,
    "robots.txt": ROBOTS,
    "Pages with status 200": CONTENT_CASES,
    "Names and addresses": NAMES,
    "Certificates and HTTP/2": SECURE,
}
ALL_CASES = [case for cases in GROUPS.values() for case in cases]
ALL_WALKS = [walk for walks in WALKS.values() for walk in walks]
NOT_A_PAGE = {"a PDF"}
"""Read by the fetcher, and found to be damaged when it is extracted."""


@cache
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="module")
def farm() -> Iterator[Farm]:
    with Farm() as farm:
        yield farm


def verdict_of(one: TradeUnion, found: Document | Unread) -> set[Verdict]:
    """The union's verdicts when this is all that was found of it."""
    documents: list[tuple[DocumentResult, PageRef]] = []
    if isinstance(found, Document):
        documents.append((assess_document(found, lexicon()), PageRef(url=found.url or "")))
    unread = [found] if isinstance(found, Unread) else []
    result = union_result(one, date(2026, 11, 24), join_union(documents), documents, unread)
    return {verdict.verdict for verdict in result.verdicts.values()}


def look_up(names: dict[str, list[str]]) -> Callable[..., list[tuple[object, ...]]]:
    """A name server that has these answers, one after the other, the last one for good."""
    left = {host: list(answers) for host, answers in names.items()}

    def answer(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        if host not in left:
            raise socket.gaierror(socket.EAI_NONAME, "no such host")
        now = left[host].pop(0) if len(left[host]) > 1 else left[host][0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in now.split()]

    return answer


@contextmanager
def served(case: Case, farm: Farm, folder: Path) -> Iterator[tuple[Site, dict[str, object]]]:
    """The case's site, known by its name where it has one, and the limits that it is asked with."""
    if not isinstance(case, NamedCase):
        yield farm.site(case.routes), case.limits
        return
    certificate = CERTIFICATES.get(case.certificate)
    protocol = "h2" if case.speaks else "http/1.1"
    tls = served_with(certificate(case.host), protocol) if certificate else None
    site = farm.site(case.routes, shown_host=case.host, tls=tls, speaks=case.speaks)
    limits = dict(case.limits)
    if case.certificate:
        site.url = f"https://{site.host}"
        AUTHORITY.cert_pem.write_to_path(str(folder / "ca.pem"))
        limits["ca_file"] = folder / "ca.pem"
    plain = httpcore.AnyIOBackend.connect_tcp

    async def connect(self: httpcore.AnyIOBackend, host: str, *rest: object) -> object:
        return await plain(self, "127.0.0.1" if host == PUBLIC else host, *rest)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kursrevisjon.fetch.network.socket.getaddrinfo", look_up(case.names))
        patch.setattr("httpcore.AnyIOBackend.connect_tcp", connect)
        yield site, limits


@pytest.mark.parametrize("case", ALL_CASES, ids=lambda case: case.name)
def test_a_fault_ends_in_the_store_as_its_outcome_and_never_as_a_gap(case: Case, farm: Farm, tmp_path: Path) -> None:
    with served(case, farm, tmp_path) as (site, limits), Store.open(tmp_path) as store:
        hosts = (site.host, *(case.also if isinstance(case, NamedCase) else ()))
        one = union(site, case.path, hosts=hosts)
        crawl(store, one, max_pages=1, sitemaps=False, feeds=False, **limits)
        outcome = next(found for found in store.outcomes("r1", "prove") if found.url == f"{site.url}{case.path}")
    found = extract(outcome) if isinstance(outcome, Page) else outcome
    told = found.detail if isinstance(found, Unread) else ""
    expected = "damaged" if case.name in NOT_A_PAGE else case.outcome
    assert (found.cause.value if isinstance(found, Unread) else "read") == expected, told
    assert case.detail in told
    assert told_in("nb", told) is not None, f"no wording in Norwegian: {told}"
    if case.requests is not None:
        assert site.paths().count(case.path) == case.requests
    wanted = {Verdict.MANDATORY} if isinstance(found, Document) else {Verdict.UNKNOWN}
    assert verdict_of(one, found) == wanted


@pytest.mark.parametrize("walk", ALL_WALKS, ids=lambda walk: walk.name)
def test_a_walk_ends_as_it_should(walk: Walk, farm: Farm, tmp_path: Path) -> None:
    site = farm.site(walk.routes)
    one = union(site, *walk.seeds, **walk.union)
    clock = Clock()
    with Store.open(tmp_path) as store:
        crawl(store, one, clock=clock, **{"max_pages": 60, **walk.limits})
        for number, days in enumerate(walk.days, 2):
            clock.advance(days=days)
            site.routes.update(walk.later)
            crawl(store, one, run_id=f"r{number}", clock=clock, **{"max_pages": 60, **walk.limits})
        last = f"r{1 + len(walk.days)}"
        came, told = outcomes(store, site, last), details(store, last)
        skipped = ledger(store, site, last)
    assert len(site.log) <= walk.most
    assert [one for one in (*told.values(), *skipped.values()) if told_in("nb", one) is None] == []
    if walk.path:
        found = came.get(walk.path) or (SKIPPED if walk.path in skipped else UNSEEN)
        assert found == walk.outcome, (came, skipped)
        assert walk.told in (skipped.get(walk.path) or told.get(walk.path, ""))
    else:
        assert any(walk.told in reason for reason in skipped.values()), skipped


def table() -> str:
    """docs/feil.md as the cases have it."""
    lines = [
        "# What can go wrong with a page, and what it becomes",
        "",
        "Every address ends as a page that was read, or with the cause why it was not. A page that was not read never",
        "gives *ikke funnet*: a union is `ukjent` when no page about training could be read.",
        "",
        f"The tests play each of these {len(ALL_CASES) + len(ALL_WALKS)} cases over a real connection, and write these",
        "tables: `python tests/test_crawl_faults.py`. The last six are of crawls that go from page to page; an address",
        f"*{SKIPPED}* stands in the ledger with the reason (`kursrevisjon runs show --skipped`); one *{UNSEEN}* stands",
        "only where the crawl may not look.",
    ]
    for title, cases in GROUPS.items():
        lines += ["", f"## {title}", "", "| case | outcome | its detail tells | verdict on this alone |"]
        lines += ["|---|---|---|---|"]
        for case in cases:
            outcome = "damaged" if case.name in NOT_A_PAGE else case.outcome
            verdict = "by its content" if outcome == "read" else "ukjent"
            lines.append(f"| {case.name} | `{outcome}` | {case.detail or '–'} | {verdict} |")
    for title, walks in WALKS.items():
        lines += ["", f"## {title}", "", "| case | what becomes of the address | what is told |", "|---|---|---|"]
        for walk in walks:
            outcome = walk.outcome if walk.outcome in (SKIPPED, UNSEEN) else f"`{walk.outcome}`"
            lines.append(f"| {walk.name} | {outcome} | {walk.told or '–'} |")
    return "\n".join(lines) + "\n"


def test_the_table_in_the_docs_is_the_one_that_is_tested() -> None:
    assert DOCS.read_text(encoding="utf-8") == table(), "write it anew: python tests/test_crawl_faults.py"


def test_every_case_has_a_name_of_its_own() -> None:
    names = [case.name for case in (*ALL_CASES, *ALL_WALKS)]
    assert len(names) == len(set(names)) >= 60


def test_every_cause_has_a_case() -> None:
    assert {case.outcome for case in (*ALL_CASES, *ALL_WALKS)} >= set(UnreadCause)


if __name__ == "__main__":
    DOCS.write_text(table(), encoding="utf-8")
