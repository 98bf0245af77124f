"""``verify``: every stored body against its digest, every quote of a run against the text of its page."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from kursrevisjon.audit.inputs import is_this_tool
from kursrevisjon.errors import EvidenceError
from kursrevisjon.extract import extract
from kursrevisjon.model import Document, Finding, Page, PageRef, Run, UnionResult
from kursrevisjon.store import Store


@dataclass(frozen=True, slots=True)
class Damaged:
    """A piece of evidence that does not hold: what it is, where it was read, and what is wrong."""

    what: str
    url: str
    problem: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked and what does not hold.

    ``unchecked`` are quotes whose page is not at hand: damaged itself, or deleted with the earlier run that it is from.
    """

    bodies: int
    quotes: int
    unchecked: int
    damaged: tuple[Damaged, ...]


def verify_run(store: Store, run: Run) -> Verification:
    """Everything in the evidence of a run that cannot be found again.

    A quote must stand at its offsets when this program made the run; when another version did, which may have spaced
    the text otherwise, it must stand on the page word for word.
    """
    damaged = [Damaged("kursrevisjon.db", str(store.path), problem) for problem in store.integrity_check()]
    broken = store.verify_bodies(run.run.id)
    damaged += [Damaged(damage.digest, ", ".join(damage.urls), damage.problem) for damage in broken]
    check = _Check(store, run, broken=frozenset(damage.digest for damage in broken))
    for union in run.unions:
        damaged += check.union(union)
    return Verification(len(check.bodies), check.quotes, check.unchecked, tuple(damaged))


class _Check:
    """The quotes of one run against its pages."""

    def __init__(self, store: Store, run: Run, *, broken: frozenset[str]) -> None:
        self._store = store
        self._run = run
        self._broken = broken
        self._at_offset = is_this_tool(run.run)
        self.bodies: set[str] = set(broken)
        self.quotes = 0
        self.unchecked = 0

    def union(self, union: UnionResult) -> Iterator[Damaged]:
        """The quotes of one union that do not hold."""
        pages = self._pages(union.id)
        self.bodies.update(pages)
        found: dict[PageRef | None, tuple[str, str | None] | None] = {}
        for finding in _findings(union):
            self.quotes += 1
            if finding.page not in found:
                digest = finding.page.digest if finding.page else None
                page = pages.get(digest or "") or self._earlier(union.id, finding)
                found[finding.page] = (page.url, _text(page)) if page else None
            read = found[finding.page]
            if read is None:
                self.unchecked += 1
            elif problem := self._problem(finding, read[1]):
                yield Damaged(finding.rule, read[0], problem)

    def _pages(self, union_id: str) -> dict[str, Page]:
        """The union's pages by digest, as far as they can be read."""
        pages: dict[str, Page] = {}
        # Damage is told already, with its digest.
        with suppress(EvidenceError):
            for outcome in self._store.iter_outcomes(self._run.run.id, union_id):
                if isinstance(outcome, Page):
                    pages[outcome.digest] = outcome
        return pages

    def _earlier(self, union_id: str, finding: Finding) -> Page | None:
        """The page of a finding that was kept from an earlier run, when it is still stored as it was read."""
        if finding.page is None or finding.page.digest in self._broken:
            return None
        page = self._store.last_page(union_id, finding.page.url)
        return page if page is not None and page.digest == finding.page.digest else None

    def _problem(self, finding: Finding, text: str | None) -> str:
        if text is None:
            return "siden gir ikke lenger noen tekst"
        at = text[finding.start or 0 : finding.end or 0]
        holds = at == finding.quote if self._at_offset else finding.quote in text
        return "" if holds else f"sitatet «{finding.quote[:60]}» står ikke på siden der det skal"


def _findings(union: UnionResult) -> Iterator[Finding]:
    for course in union.courses:
        yield from course.findings


def _text(page: Page) -> str | None:
    document = extract(page)
    return document.text if isinstance(document, Document) else None
