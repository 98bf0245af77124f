"""The peer: Scrapy with bs4, run by the interpreter of its own environment.

    python scrapy_peer.py SITES PAGES PORT DELAY RANDOM PARSE

Follows links on the same host up to PAGES pages a site, robots on. PARSE ``bs4`` makes a list of blocks of each page
as the project's extraction does (headings, paragraphs, items), without any classification; ``links`` only follows
links, breadth first.
"""

import sys

import scrapy
from bs4 import BeautifulSoup
from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor

BLOCKS = ["h1", "h2", "h3", "p", "li", "td"]


class Unions(scrapy.Spider):
    name = "unions"

    def __init__(self, hosts: list[str], pages: int, parse_with: str) -> None:
        super().__init__()
        self.start_urls = [f"http://{host}/" for host in hosts]
        self.left = dict.fromkeys(hosts, pages - 1)
        self.parse_with = parse_with
        self.links = LinkExtractor()
        self.blocks = 0

    def parse(self, response):
        if self.parse_with == "bs4":
            soup = BeautifulSoup(response.body, "lxml")
            path: list[str] = []
            for element in soup.find_all(BLOCKS):
                words = element.get_text(" ", strip=True)
                if element.name.startswith("h"):
                    path = [*path[: int(element.name[1]) - 1], words]
                self.blocks += bool(words)
        host = response.url.split("/")[2]
        seen = self.seen = getattr(self, "seen", set())
        for link in self.links.extract_links(response):
            if (
                link.url.split("/")[2] == host
                and self.left[host] > 0
                and link.url not in seen
                and link.url != response.url
            ):
                seen.add(link.url)
                self.left[host] -= 1
                yield response.follow(link.url)


def main(options: list[str]) -> None:
    sites, pages, port, delay, random, parse_with = options
    hosts = [f"127.0.1.{site}:{port}" for site in range(1, int(sites) + 1)]
    breadth_first = {
        "DEPTH_PRIORITY": 1,
        "SCHEDULER_DISK_QUEUE": "scrapy.squeues.PickleFifoDiskQueue",
        "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",
    }
    process = CrawlerProcess(
        {
            **(breadth_first if parse_with == "links" else {}),
            "ROBOTSTXT_OBEY": True,
            "DOWNLOAD_DELAY": float(delay),
            "RANDOMIZE_DOWNLOAD_DELAY": random == "random",
            "CONCURRENT_REQUESTS": 16,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1 if float(delay) else 8,
            "LOG_LEVEL": "ERROR",
            "TELNETCONSOLE_ENABLED": False,
            "USER_AGENT": "scrapy-peer",
        }
    )
    process.crawl(Unions, hosts=hosts, pages=int(pages), parse_with=parse_with)
    process.start()


if __name__ == "__main__":
    main(sys.argv[1:])
