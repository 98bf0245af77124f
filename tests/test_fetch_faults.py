"""Every fault of the fault table ends as the outcome that the table says, over real connections."""

import asyncio
from collections.abc import Iterator

import pytest
from crawl_tools import fetcher, settings
from faults.cases import FETCH_CASES, Case
from faults.server import Farm, Site

from kursrevisjon.fetch import FetchSettings
from kursrevisjon.model import Page, Unread


@pytest.fixture(scope="module")
def farm() -> Iterator[Farm]:
    with Farm() as farm:
        yield farm


def get(site: Site, path: str, limits: FetchSettings) -> Page | Unread:
    async def run() -> Page | Unread:
        async with fetcher(site, limits) as fetch:
            return await fetch.get(f"{site.url}{path}")

    return asyncio.run(run())


@pytest.mark.parametrize("case", FETCH_CASES, ids=lambda case: case.name)
def test_a_fault_ends_as_its_outcome(case: Case, farm: Farm) -> None:
    site = farm.site(case.routes)
    outcome = get(site, case.path, settings(**case.limits))
    found = "read" if isinstance(outcome, Page) else outcome.cause.value
    told = "" if isinstance(outcome, Page) else outcome.detail
    assert found == case.outcome, told
    assert case.detail in told
    if case.requests is not None:
        assert site.paths().count(case.path) == case.requests
