"""Reads the unions' sites into the store: ``TradeUnion ─crawl→ Page | Unread``.

::

    run        crawl_unions: all unions side by side, time limit, Ctrl-C, resuming
    union      one union, address by address
    finder     which address comes next: frontier, score, scope, traps, sitemap, listings
    answers    what an answer is worth: soft404, sketch, history
    reader     pages are read and judged away from the loop; reading is what the crawl keeps of a page
    live       check_seeds: seeds looked at as they are now
    address    one form for each address
    settings   CrawlSettings, Progress, CrawlSummary
"""

from kursrevisjon.crawl.address import canonical
from kursrevisjon.crawl.live import SeedCheck, check_seeds
from kursrevisjon.crawl.reader import Judge
from kursrevisjon.crawl.run import crawl_unions
from kursrevisjon.crawl.settings import CrawlSettings, CrawlSummary, Progress, UnionSummary

__all__ = [
    "CrawlSettings",
    "CrawlSummary",
    "Judge",
    "Progress",
    "SeedCheck",
    "UnionSummary",
    "canonical",
    "check_seeds",
    "crawl_unions",
]
