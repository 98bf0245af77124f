"""``verify``: every stored body against its digest, every quote of a run against the text of its page."""

from collections.abc import Iterator
from dataclasses import dataclass

from kursrevisjon.extract import extract
from kursrevisjon.model import Document, Finding, Page, Run
from kursrevisjon.store import Store


@dataclass(frozen=True, slots=True)
class Damaged:
    """A piece of evidence that does not hold: what it is, where it was read, and what is wrong."""

    what: str
    url: str
    problem: str


def verify_run(store: Store, run: Run, *, pages_of: str | None = None) -> Iterator[Damaged]:
    """Everything in the run's evidence that cannot be found again, union by union."""
    source = pages_of or run.run.derived_from or run.run.id
    broken = {damage.digest for damage in store.verify_bodies(source)}
    for damage in store.verify_bodies(source):
        yield Damaged(damage.digest, ", ".join(damage.urls), damage.problem)
    for union in run.unions:
        pages = {}
        if union.courses and not broken:
            pages = {page.url: page for page in store.iter_outcomes(source, union.id) if isinstance(page, Page)}
        documents: dict[str, Document | None] = {}
        for course in union.courses:
            for finding in course.findings:
                if not broken:
                    yield from _check(finding, pages, documents)


def _check(finding: Finding, pages: dict[str, Page], documents: dict[str, Document | None]) -> Iterator[Damaged]:
    """A quote must stand on its page at its offsets; a page that another run fetched is not this run's to check."""
    if finding.page is None or finding.page.url not in pages or finding.start is None or finding.end is None:
        return
    url = finding.page.url
    if pages[url].digest != finding.page.digest:
        return
    if url not in documents:
        document = extract(pages[url])
        documents[url] = document if isinstance(document, Document) else None
    read = documents[url]
    if read is None or read.text[finding.start : finding.end] != finding.quote:
        yield Damaged(finding.rule, url, f"sitatet «{finding.quote[:60]}» står ikke på plassen sin")
