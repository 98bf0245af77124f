"""Generated union sites on 127.0.1.1 and up, served by a process of its own that notes when each request arrived.

    python -m benchmarks.crawl.sites KIND SITES PAGES PORT LOG

KIND is ``dense`` (every page is about training, each some 38 KB with 100 blocks and 120 links) or ``sparse`` (PAGES
pages of which 15 are about training, three to five clicks from the front page). At SIGTERM the arrivals are written
to LOG as JSON: host, target, seconds, bytes sent. Pages never change; each has an ETag.
"""

import asyncio
import gzip
import json
import random
import signal
import sys
import time
from pathlib import Path
from urllib.parse import unquote

WORDS = (
    "forbundet tilbyr kurset deltakerne arbeidsplassen samarbeid drøfting avtaleverk klubben styret "
    "medlemmer rolle ansvar "
    "møte arbeidsgiver lønn tariff forhandling påmelding frist sted dato innhold målgruppe program "
    "gruppearbeid foredrag "
    "erfaring praksis hverdag oppgave region fylke avdeling sekretariat plan mål resultat hjelp støtte rettighet plikt "
    "opplæring deltakelse diskusjon øvelse veiledning materiell forberedelse oppfølging evaluering "
    "kursbevis reise opphold"
).split()
PLAIN_WORDS = (
    "lønn streik pensjon oppgjør politikk regjering statsbudsjett medlemsfordel bank hytte forsikring reise jubileum "
    "landsmøte leder uttalelse høring rapport kommune sykehus bransje bedrift avtale tariff krav "
    "frontfag region kontakt "
    "presse bilde video intervju debatt ferie turnus stilling permittering omstilling sammenslåing verving pris"
).split()
FALSE_LEADS = ("Kursendringer i pensjonsfondet", "Kursfall på børsen", "Opplæringsloven endres")
TOPICS = (
    "arbeidsmiljø",
    "forhandlinger",
    "konflikthåndtering",
    "verneombud",
    "sykefravær",
    "omstilling",
    "pensjon",
    "lønn",
    "kommunikasjon",
    "organisasjon",
    "avtaleverk",
    "ytringsfrihet",
    "likestilling",
    "digitalisering",
    "ledelse",
)
OTHER = ("nyheter", "lonn", "om-oss", "medlemsfordeler", "fag", "politikk", "region", "kontakt", "presse", "pensjon")
TRAINING_PAGES = 15


def text(rng: random.Random, words: int, chosen: tuple[str, ...] | list[str] = WORDS) -> str:
    return " ".join(rng.choice(chosen) for _ in range(words)).capitalize() + "."


def name_of(number: int) -> str:
    """A number in letters, so that addresses differ in words and not in digits."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def html(title: str, blocks: list[str], links: list[tuple[str, str]]) -> bytes:
    menu = "".join(f"<li><a href='{url}'>{words}</a></li>" for url, words in links[:40])
    body = "".join(f"<p><a href='{url}'>{words}</a></p>" for url, words in links[40:])
    return (
        f"<!doctype html><html lang='nb'><head><meta charset='utf-8'><title>{title}</title></head><body>"
        f"<nav><ul>{menu}</ul></nav><main><h1>{title}</h1>{''.join(blocks)}<h2>Les også</h2>{body}</main>"
        f"<footer><p>Forbundet, Oslo</p></footer></body></html>"
    ).encode()


def dense_site(site: int, pages: int) -> dict[str, bytes]:
    """Every page is a course; together they link to all others."""
    rng = random.Random(site)  # noqa: S311 - test data
    paths = [f"/kurs/{TOPICS[number % len(TOPICS)]}-{name_of(number)}" for number in range(pages - 1)]
    made: dict[str, bytes] = {}
    for number, path in enumerate(["/", *paths]):
        topic = TOPICS[number % len(TOPICS)]
        blocks = []
        for section in range(10):
            blocks.append(f"<h2>{text(rng, 4)}</h2>")
            blocks.extend(f"<p>{text(rng, 47)}</p>" for _ in range(5))
            blocks.append("<ul>" + "".join(f"<li>{text(rng, 12)}</li>" for _ in range(4)) + "</ul>")
            if section == 3:
                blocks.append(f"<p>Kurset i {topic} er obligatorisk for alle nye tillitsvalgte.</p>")
        shown = [paths[(number + step) % len(paths)] for step in range(min(120, len(paths)))]
        links = [(one, f"Kurs i {one.rpartition('/')[2]}") for one in shown]
        made[path] = html(f"Kurs i {topic} {name_of(number)} for tillitsvalgte", blocks, links)
    return made


def sparse_site(site: int, pages: int) -> dict[str, bytes]:
    """A site of many pages in sections, with the training behind menus, hubs and news items."""
    rng = random.Random(site)  # noqa: S311 - test data
    plain = [
        f"/{rng.choice(OTHER)}/{rng.choice(PLAIN_WORDS)}-{name_of(number)}"
        for number in range(pages - TRAINING_PAGES - 3)
    ]
    hub, inner = "/medlem/tillitsvalgt", "/medlem/tillitsvalgt/opplaering"
    courses = [f"{inner}/{topic}-{name_of(number)}" for number, topic in enumerate(TOPICS[:9])]
    hidden = [f"/nyheter/{rng.choice(PLAIN_WORDS)}-{name_of(900 + number)}" for number in range(4)]
    filed = [f"/filer/{name_of(700 + number)}/kursplan" for number in range(2)]
    training = [*courses, *hidden, *filed]
    made: dict[str, bytes] = {}

    def add(path: str, title: str, links: list[tuple[str, str]], *, about: str = "") -> None:
        blocks = [f"<p>{about}</p>" if about else "", *(f"<p>{text(rng, 40, PLAIN_WORDS)}</p>" for _ in range(12))]
        menu = [("/medlem", "Medlem"), *((one, rng.choice(PLAIN_WORDS)) for one in rng.sample(plain, 38))]
        menu = [("/", "Forside"), *rng.sample(menu, len(menu))]
        made[path] = html(title, blocks, [*menu, *links])

    def some(count: int) -> list[tuple[str, str]]:
        """Links that lead to no training; one in thirty sounds as if it did."""
        return [
            (one, rng.choice(FALSE_LEADS) if rng.random() < 1 / 30 else text(rng, 4, PLAIN_WORDS))
            for one in rng.sample(plain, count)
        ]

    add("/", "Forside", [("/medlem", "For medlemmer"), *some(30)])
    add("/medlem", "For medlemmer", [(hub, "For tillitsvalgte"), *some(20)])
    add(hub, "For deg som er tillitsvalgt", [(inner, "Opplæring og kurs"), *some(20)])
    add(inner, "Opplæring av tillitsvalgte", [(one, f"Kurs: {one.rpartition('/')[2]}") for one in courses] + some(10))
    leads = [(one, "Påmelding til kurs for tillitsvalgte") for one in (*hidden, *filed)]
    for number, path in enumerate(training):
        onward = leads[number % 3 :: 3] if number < 9 else []
        about = "Kurset er obligatorisk for nye tillitsvalgte og handler om forebyggende arbeidsmiljøarbeid."
        add(path, f"Kurs for tillitsvalgte {name_of(number)}", [*onward, *some(10)], about=about)
    for path in plain:
        add(path, text(rng, 5, PLAIN_WORDS), some(15))
    return made


def training_paths(site: int, pages: int) -> frozenset[str]:
    """The pages of a sparse site that a crawl is to find."""
    made = sparse_site(site, pages)
    return frozenset(path for path, body in made.items() if b"Kurset er obligatorisk for nye" in body)


class Server:
    """Serves one host's pages over kept-alive connections, packed with gzip where asked for."""

    def __init__(self, pages: dict[str, bytes], host: str, log: list[tuple[str, str, float, int]]) -> None:
        self._plain = pages
        self._packed = {path: gzip.compress(body, 6) for path, body in pages.items()}
        self._host = host
        self._log = log

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                at = time.monotonic()
                answer = self._answer(head)
                self._log.append((self._host, unquote(head.split(" ", 2)[1]), at, len(answer)))
                writer.write(answer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    def _answer(self, head: str) -> bytes:
        target = unquote(head.split(" ", 2)[1])
        headers = head.lower()
        if target not in self._plain:
            return b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\nNot found"
        tag = f'"{len(self._plain[target])}"'
        if f"if-none-match: {tag}" in headers:
            return f"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n".encode()
        packed = "gzip" in headers.partition("accept-encoding:")[2].partition("\r\n")[0]
        body = (self._packed if packed else self._plain)[target]
        coded = "Content-Encoding: gzip\r\n" if packed else ""
        return (
            f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nETag: {tag}\r\n{coded}"
            f"Content-Length: {len(body)}\r\n\r\n"
        ).encode() + body


async def serve(kind: str, sites: int, pages: int, port: int, log_path: Path) -> None:
    log: list[tuple[str, str, float, int]] = []
    make = dense_site if kind == "dense" else sparse_site
    servers = []
    for site in range(1, sites + 1):
        host = f"127.0.1.{site}"
        servers.append(await asyncio.start_server(Server(make(site, pages), host, log).talk, host, port))
    done = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, done.set)
    print("ready", flush=True)
    await done.wait()
    log_path.write_text(json.dumps(log))


if __name__ == "__main__":
    kind, sites, pages, port, log_path = sys.argv[1:]
    asyncio.run(serve(kind, int(sites), int(pages), int(port), Path(log_path)))
