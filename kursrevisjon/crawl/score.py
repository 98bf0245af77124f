"""How promising an address is: what its words, its link's text and the heading above say of training.

The words come from the lexicon, handed in as a function from text to a score from 0 to 1; nothing is known of training
here.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from kursrevisjon.crawl.address import words_of
from kursrevisjon.model import Link

TrainingWords = Callable[[str], float]

PROMISING: Final = 0.3
"""Scores from here on look like training."""
SEED_SCORE: Final = 100.0
HOMEPAGE_SCORE: Final = PROMISING
BOILERPLATE_SHARE: Final = 0.9
PER_DEPTH: Final = 0.02
QUERY_COST: Final = 0.1
WEIGHT_TEXT: Final = 1.0
WEIGHT_ADDRESS: Final = 1.0
WEIGHT_HEADING: Final = 0.4
WEIGHT_PARENT: Final = 0.3
HUBS: Final = re.compile(
    r"\b(?:medlem|kompetanse|aktivitet|akademi|skole|rolle|verv|verktøy|organisasjon|ressurs|member|education)",
    re.IGNORECASE,
)
"""Words of pages that other pages hang under; they put a page before its equals when there is nothing promising."""
HUB_BONUS: Final = 0.1
UNPROMISING: Final = frozenset(
    {
        *("nyheter", "nyhet", "news", "aktuelt", "artikkel", "artikler", "presse", "pressemelding", "blogg", "podcast"),
        *("medlemsfordeler", "forsikring", "personvern", "cookies", "nettbutikk", "butikk", "shop"),
        *("login", "logg-inn", "logginn", "innlogging", "min-side", "minside", "search", "sok"),
        *("stillinger", "ledige-stillinger", "tag", "kategori", "category", "author", "wp-json", "feed"),
        *("kalender", "arrangementer"),
    }
)
"""Path segments under which training is seldom described; they lower a score and never forbid a fetch."""
UNPROMISING_COST: Final = 0.3
REMEMBERED: Final = 4096
"""Texts whose score is remembered: those of the pages that are being read, as most are met on one page alone."""


class Scorer:
    """Scores addresses; the same words always get the same score."""

    def __init__(self, training_words: TrainingWords) -> None:
        self.words = lru_cache(maxsize=REMEMBERED)(
            lambda text: min(1.0, max(0.0, training_words(text))) if text else 0.0
        )

    def link(self, link: Link, parent: float) -> float:
        """The score of a link on a page that itself scored ``parent`` by its title and headings (0 to 1)."""
        address = words_of(link.url)
        own = WEIGHT_TEXT * self.words(link.text) + WEIGHT_ADDRESS * self.words(address)
        around = WEIGHT_HEADING * self.words(link.heading) + WEIGHT_PARENT * parent
        share = BOILERPLATE_SHARE if link.boilerplate else 1.0
        # A menu stands under the headings of every page and tells nothing of where it leads.
        hub = HUB_BONUS if HUBS.search(f"{link.text} {address}") else 0.0
        return own * share + (0.0 if link.boilerplate else around) + hub - _cost(link.url)

    def address(self, url: str) -> float:
        """The score of an address with nothing else known of it, as in a sitemap."""
        return WEIGHT_ADDRESS * self.words(words_of(url)) - _cost(url)

    def page(self, about: tuple[str, ...]) -> float:
        """How much a page's title and headings say of training, from 0 to 1."""
        return max((self.words(text) for text in about), default=0.0)


def _cost(url: str) -> float:
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.lower().split("/") if segment]
    cost = PER_DEPTH * len(segments) + (QUERY_COST if parts.query else 0.0)
    return cost + (UNPROMISING_COST if UNPROMISING.intersection(segments) else 0.0)
