"""What an answer is worth: an error in disguise, a text read before, a page missed since an earlier run."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kursrevisjon.crawl.address import canonical, host_of, is_front_page
from kursrevisjon.crawl.frontier import Candidate
from kursrevisjon.crawl.history import History
from kursrevisjon.crawl.reading import Reading, as_unread
from kursrevisjon.crawl.score import PROMISING, Scorer
from kursrevisjon.crawl.sketch import Texts
from kursrevisjon.crawl.soft404 import SAME_PAGE, Probe, is_sent_to_front
from kursrevisjon.model import Page, TradeUnion, Unread, UnreadCause

ALIKE: Final = 0.95
"""Likeness from which a page only repeats another, so that its links need not be followed."""
SOFT_404_FRONT: Final = "redirected to the front page"
SOFT_404_SAME: Final = "says the same as an address that does not exist"


@dataclass(frozen=True, slots=True)
class Judgement:
    """An outcome as it is recorded; ``same`` when the page repeats one that was read before it."""

    outcome: Page | Unread
    same: bool = False
    others: tuple[str, ...] = ()
    """Addresses recorded earlier that turned out to be error pages of the same kind."""


class Answers:
    """Judges the answers of one union's site, one after the other."""

    def __init__(
        self,
        union: TradeUnion,
        *,
        scorer: Scorer,
        history: History,
        probe: Probe,
        read: Callable[[Page], Awaitable[Reading]],
        clock: Callable[[], datetime],
    ) -> None:
        self._union = union
        self._homepage = canonical(union.homepage)
        self._scorer = scorer
        self._history = history
        self._probe = probe
        self._read = read
        self._clock = clock
        self._texts = Texts()

    async def judge(self, candidate: Candidate, outcome: Page | Unread, reading: Reading | None) -> Judgement:
        """Looks at an answer in the light of the ones before it."""
        if not isinstance(outcome, Page) or reading is None or reading.cause is not None:
            return Judgement(outcome)
        if is_sent_to_front(outcome, self._homepage):
            return Judgement(self._soft_404(outcome.url, f"{SOFT_404_FRONT} ({outcome.url_reached})"))
        alike = self._texts.alike(reading.sketch, ALIKE)
        others: tuple[str, ...] = ()
        if self._is_suspect(candidate, outcome, reading, alike) and not self._is_start(outcome.url):
            others = await self._ask_probe(outcome.url)
            if self._probe.says_the_same(outcome.url, reading):
                return Judgement(self._soft_404(outcome.url, SOFT_404_SAME), others=others)
        self._texts.add(outcome.url, reading.sketch)
        return Judgement(outcome, same=bool(alike), others=others)

    def _is_suspect(self, candidate: Candidate, page: Page, reading: Reading, alike: list[str]) -> bool:
        """Whether a page may be what the site says to everything: it repeats another, or breaks its link's promise.

        One that did not change since it was judged before is only suspect when it repeats another.
        """
        if alike or page.not_modified or candidate.score < PROMISING:
            return bool(alike)
        return self._scorer.page(reading.about) < PROMISING

    def _is_beside(self, other: str, url: str) -> bool:
        return host_of(other) == host_of(url) and not self._is_start(other)

    def _is_start(self, url: str) -> bool:
        return url == self._homepage or is_front_page(url)

    async def _ask_probe(self, url: str) -> tuple[str, ...]:
        """Asks the host for an address that does not exist, and tells which earlier pages said the same."""
        if self._probe.asked(url):
            return ()
        sketch = await self._probe.ask(url)
        return tuple(other for other in self._texts.alike(sketch, SAME_PAGE) if self._is_beside(other, url))

    def as_soft_404(self, url: str) -> Unread:
        """The outcome that replaces a page recorded before its site was found to answer everything alike."""
        return self._soft_404(url, SOFT_404_SAME)

    def _soft_404(self, url: str, detail: str) -> Unread:
        return Unread(self._union.id, url, UnreadCause.SOFT_404, detail, self._clock(), 200)

    async def after_loss(self, outcome: Page | Unread, reading: Reading | None, before: Page | None) -> Page | Unread:
        """The outcome, or that the page is ``gone_since`` when it was read before and cannot be read now."""
        lost = outcome if isinstance(outcome, Unread) else as_unread(outcome, reading or Reading())
        if lost is None:
            self._history.found_again(outcome.url, self._clock())
            return outcome
        if before is None or (await self._read(before)).cause is not None:
            return outcome
        missed = self._history.after_loss(lost, before, self._clock())
        # A page that is no content stays stored as it came, unless it is the first time that the content is missed.
        return outcome if isinstance(outcome, Page) and missed.cause is not UnreadCause.GONE_SINCE else missed
