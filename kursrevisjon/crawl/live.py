"""Seeds looked at as they are now: what each answers, twice, without a workspace (``sources check --live``).

An address that moved, answers differently from one time to the next, or says nothing of training is better found when
the sources file is edited than in the next scan.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from kursrevisjon.crawl.address import canonical
from kursrevisjon.crawl.reading import reading_of
from kursrevisjon.crawl.run import shared_paces
from kursrevisjon.crawl.scope import UnionScope
from kursrevisjon.crawl.score import PROMISING, Scorer
from kursrevisjon.crawl.sketch import likeness
from kursrevisjon.extract import extract
from kursrevisjon.fetch import FetchSettings, Network, SiteFetcher
from kursrevisjon.model import Document, Outcome, Page, TradeUnion, Unread, UnreadCause


@dataclass(frozen=True, slots=True)
class SeedCheck:
    """What a seed answered.

    ``outcome`` is ``read`` or why not, with ``detail``. ``reached`` is where redirects ended. ``words`` counts the
    content's words, ``lang`` is its language. ``likeness`` says how much the second answer is like the first, from 0
    to 1, and is ``None`` when either gave no content. ``about_training`` says that title or headings speak of
    training, and ``training_links`` how many links seem to lead to more of it.
    """

    union_id: str
    url: str
    outcome: Outcome | UnreadCause
    detail: str = ""
    reached: str = ""
    words: int = 0
    lang: str = ""
    likeness: float | None = None
    about_training: bool = False
    training_links: int = 0


class _Forgetful:
    """A memory for one look: robots.txt is asked for anew, and nothing is left behind."""

    def get_fact(self, site: str, key: str) -> None:
        """Nothing is remembered."""

    def put_fact(self, site: str, key: str, value: str, at: datetime) -> None:
        """Nothing is kept."""


def check_seeds(
    unions: Sequence[TradeUnion],
    settings: FetchSettings,
    *,
    training_words: Callable[[str], float],
    clock: Callable[[], datetime],
) -> tuple[SeedCheck, ...]:
    """Fetches every seed twice, as politely as a scan does, and tells what came; in the order of the unions' seeds."""
    return asyncio.run(_check_all(unions, settings, Scorer(training_words), clock))


async def _check_all(
    unions: Sequence[TradeUnion], settings: FetchSettings, scorer: Scorer, clock: Callable[[], datetime]
) -> tuple[SeedCheck, ...]:
    network = Network(settings)
    paces = shared_paces(unions, settings)

    async def check(union: TradeUnion) -> list[SeedCheck]:
        fetcher = SiteFetcher(
            union,
            settings,
            network=network,
            pace=paces[union.id],
            memory=_Forgetful(),
            clock=clock,
            scope=UnionScope(union).why_not_hop,
        )
        async with fetcher:
            rounds = [[await _look(fetcher, canonical(seed.url)) for seed in union.seeds] for _ in range(2)]
        return [_compared(union, first, second, settings, scorer) for first, second in zip(*rounds, strict=True)]

    found = await asyncio.gather(*(check(union) for union in unions))
    return tuple(one for checks in found for one in checks)


async def _look(fetcher: SiteFetcher, url: str) -> tuple[Page, Document] | Unread:
    """One answer of a seed with what is on it, or why there is nothing."""
    answer = await fetcher.get(url)
    if isinstance(answer, Unread):
        return answer
    found = await asyncio.to_thread(extract, answer)
    return found if isinstance(found, Unread) else (answer, found)


def _compared(
    union: TradeUnion,
    first: tuple[Page, Document] | Unread,
    second: tuple[Page, Document] | Unread,
    settings: FetchSettings,
    scorer: Scorer,
) -> SeedCheck:
    if isinstance(first, Unread):
        return SeedCheck(union.id, first.url, first.cause, detail=first.detail)
    answer, found = first
    reading = reading_of(answer, found, settings.robots_name)
    again = None if isinstance(second, Unread) else reading_of(*second, settings.robots_name)
    parent = scorer.page(reading.about)
    return SeedCheck(
        union.id,
        answer.url,
        Outcome.READ,
        reached=answer.url_reached,
        words=sum(len(block.text.split()) for block in found.blocks if not block.boilerplate),
        lang=found.lang,
        likeness=likeness(reading.sketch, again.sketch) if again is not None else None,
        about_training=parent >= PROMISING,
        training_links=sum(scorer.link(link, 0.0) >= PROMISING for link in reading.links),
    )
