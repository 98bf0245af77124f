"""Every fault, crawled into a store and judged: its outcome, its cause, and a verdict that is ``unknown`` and never a
gap.

The table in docs/feil.md is written from the same cases: run this file as a program to write it anew.
"""

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from crawl_tools import crawl, union
from faults.cases import ANSWERS, BODIES, REDIRECTS, ROBOTS, TYPES, WIRES, Case
from faults.contents import CONTENT_CASES
from faults.server import Farm

from kursrevisjon.classify import assess_document, join_union
from kursrevisjon.extract import extract
from kursrevisjon.lexicon import Lexicon, load_lexicon
from kursrevisjon.model import Document, DocumentResult, Page, PageRef, TradeUnion, Unread, Verdict
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
}
ALL_CASES = [case for cases in GROUPS.values() for case in cases]
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


@pytest.mark.parametrize("case", ALL_CASES, ids=lambda case: case.name)
def test_a_fault_ends_in_the_store_as_its_outcome_and_never_as_a_gap(case: Case, farm: Farm, tmp_path: Path) -> None:
    site = farm.site(case.routes)
    one = union(site, case.path)
    with Store.open(tmp_path) as store:
        crawl(store, one, max_pages=1, sitemaps=False, feeds=False, **case.limits)
        outcome = next(found for found in store.outcomes("r1", "prove") if found.url == f"{site.url}{case.path}")
    found = extract(outcome) if isinstance(outcome, Page) else outcome
    told = found.detail if isinstance(found, Unread) else ""
    expected = "damaged" if case.name in NOT_A_PAGE else case.outcome
    assert (found.cause.value if isinstance(found, Unread) else "read") == expected, told
    assert case.detail in told
    if case.requests is not None:
        assert site.paths().count(case.path) == case.requests
    wanted = {Verdict.MANDATORY} if isinstance(found, Document) else {Verdict.UNKNOWN}
    assert verdict_of(one, found) == wanted


def table() -> str:
    """docs/feil.md as the cases have it."""
    lines = [
        "# What can go wrong with a page, and what it becomes",
        "",
        "Every address ends as a page that was read, or with the cause why it was not. A page that was not read never",
        "gives *ikke funnet*: a union is `ukjent` when no page about training could be read.",
        "",
        f"The tests play each of these {len(ALL_CASES)} cases over a real connection, and write this table:",
        "`python tests/test_crawl_faults.py`.",
    ]
    for title, cases in GROUPS.items():
        lines += [
            "",
            f"## {title}",
            "",
            "| case | outcome | its detail tells | verdict on this alone |",
            "|---|---|---|---|",
        ]
        for case in cases:
            outcome = "damaged" if case.name in NOT_A_PAGE else case.outcome
            verdict = "by its content" if outcome == "read" else "ukjent"
            lines.append(f"| {case.name} | `{outcome}` | {case.detail or '–'} | {verdict} |")
    return "\n".join(lines) + "\n"


def test_the_table_in_the_docs_is_the_one_that_is_tested() -> None:
    assert DOCS.read_text(encoding="utf-8") == table(), "write it anew: python tests/test_crawl_faults.py"


def test_every_case_has_a_name_of_its_own() -> None:
    names = [case.name for case in ALL_CASES]
    assert len(names) == len(set(names)) >= 60


if __name__ == "__main__":
    DOCS.write_text(table(), encoding="utf-8")
