"""What a page of the dense sites costs to extract and to classify, in this process alone: CPU milliseconds.

python -m benchmarks.crawl.parts
"""

import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from benchmarks.crawl.sites import dense_site
from kursrevisjon.classify import assess_document
from kursrevisjon.crawl.reading import reading_of
from kursrevisjon.crawl.score import Scorer
from kursrevisjon.extract import extract
from kursrevisjon.lexicon import load_lexicon
from kursrevisjon.model import Document, Page
from kursrevisjon.text import digest_of

WARM_UP = 20
Result = TypeVar("Result")


def main() -> None:
    lexicon = load_lexicon()
    scorer = Scorer(lexicon.training_score)
    used: Counter[str] = Counter()

    def timed(name: str, work: Callable[[], Result]) -> Result:
        started = time.process_time()
        result = work()
        used[name] += time.process_time() - started
        return result

    pages = [page for site in (1, 2) for page in dense_site(site, 100).items()][::2]
    for number, (path, body) in enumerate(pages):
        if number == WARM_UP:
            used.clear()
        url = f"http://127.0.1.1{path}"
        page = Page("u", url, url, datetime.now(UTC), 200, "text/html", "utf-8", body, digest_of(body))
        found = timed("extract", lambda page=page: extract(page))
        assert isinstance(found, Document)
        reading = timed("links and likeness", lambda page=page, found=found: reading_of(page, found, "bench"))
        timed("score links", lambda reading=reading: [scorer.link(link, 0.5) for link in reading.links])
        timed("classify", lambda found=found: assess_document(found, lexicon))
    each = {name: 1000 * seconds / (len(pages) - WARM_UP) for name, seconds in used.items()}
    total = sum(each.values())
    told = ", ".join(f"{name} {cost:.1f} ms ({cost / total:.0%})" for name, cost in each.items())
    print(f"alone, in one process: {told}")


if __name__ == "__main__":
    main()
