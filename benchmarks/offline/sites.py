"""20 generated union sites of 60 pages on 127.0.2.1 and up, for an audit whose text is as varied as that of real sites.

    python -m benchmarks.offline.sites SITES PAGES PORT

Every page is some 45 KB with 1100 words and 120 links. It has the furniture of a real one (a wide menu with icons, a
cookie notice, scripts, related links, a footer) around 10 to 30 paragraphs that are put together from sentences about
courses, or about anything else that unions write of. One page in four is about training. The same numbers give the same
sites. All unions are invented.
"""

import asyncio
import random
import signal
import sys
from collections.abc import Iterator

from benchmarks.crawl.sites import Server, name_of

TOPICS = (
    "arbeidsmiljø",
    "forhandlinger",
    "konflikthåndtering",
    "sykefravær",
    "omstilling",
    "pensjon",
    "lokale avtaler",
    "kommunikasjon",
    "organisasjonskunnskap",
    "avtaleverket",
    "ytringsfrihet",
    "likestilling",
    "digitalisering",
    "ledelse",
    "inkludering",
    "personvern",
    "turnus",
    "verneombudets rolle",
    "drøfting",
    "medbestemmelse",
)
COURSES = (
    "Grunnkurs",
    "Trinn 1",
    "Trinn 2",
    "Fase 1",
    "Fase 2",
    "Modul A",
    "Modul B",
    "Videregående kurs",
    "Temakurs",
    "Dagskurs",
    "Samling for nye tillitsvalgte",
    "Tillitsvalgtopplæring del 1",
    "Påbyggingskurs",
    "Nettkurs",
)
PLACES = ("Storvik", "Lillefjord", "Bergstad", "Nordvåg", "Sørlia", "Fjellheim", "Elvebyen", "Øyane", "Skogstad")
WORK = ("ansatte", "klubben", "avdelingen", "styret", "medlemmene", "lærlingene", "de eldste", "vikarene", "regionen")
TRAINING = (
    "{course} er obligatorisk for alle nye tillitsvalgte i {union}.",
    "{course} er frivillig, og passer for deg som har vært tillitsvalgt en stund.",
    "På {course} lærer du om {topic} og om samarbeidet med ledelsen på {place}.",
    "{course} handler om {topic}, {topic2} og hvordan {work} kan forebygge helseskader.",
    "Etter {course} skal deltakerne kjenne lov og avtale, og kunne kartlegge arbeidsmiljøet sammen med verneombudet.",
    "Vi anbefaler at {course} tas i løpet av det første året i vervet.",
    "Kurset er ikke obligatorisk, men de fleste tar det i {place} om våren.",
    "Opplæringen bygger på hovedavtalen og dekkes av opplæringsfondet.",
    "Målgruppen er tillitsvalgte, vararepresentanter og verneombud i {work}.",
    "Påmelding til {course} skjer gjennom avdelingen, og fristen er fire uker før kursstart.",
    "Programmet har {topic} første dag og {topic2} andre dag, med gruppearbeid om egne saker.",
    "Arbeidsgiver skal gi fri til kurset, og {union} betaler reise og opphold.",
    "Du får kursbevis når alle delene av {course} er gjennomført.",
)
OTHER = (
    "{union} krever et ordentlig løft for {work} i årets oppgjør.",
    "Forhandlingene om {topic} fortsetter i {place} til uken, sier lederen i {union}.",
    "Undersøkelsen viser at {number} prosent av {work} er bekymret for {topic}.",
    "Bedriften i {place} varsler nedbemanning, og {work} har bedt om et møte.",
    "Medlemmene får {number} prosent rabatt på innboforsikring gjennom {union}.",
    "Landsmøtet vedtok en ny uttalelse om {topic} og {topic2}.",
    "Kontoret i {place} holder åpent fra ni til tre på hverdager.",
    "Statsbudsjettet gir lite til {topic}, mener {union}.",
    "Streiken i {place} er over etter {number} dager, og avtalen skal ut på uravstemning.",
    "Pensjonsordningen dekker {work} fra første dag, uansett stillingsbrøk.",
    "Vi har snakket med {work} om hverdagen på {place} og om {topic}.",
    "Høringssvaret om {topic} er sendt departementet sammen med {number} andre organisasjoner.",
    "Les mer om {topic2} i medlemsbladet, som kommer ut seks ganger i året.",
)
HEADINGS = ("Innhold", "Slik melder du deg på", "Bakgrunn", "Hvem kan delta?", "Program", "Kontakt oss", "Mer om saken")
SCRIPT = "window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments)};gtag('js',new Date());"
STYLE = ".meny{display:flex}.kort{border:1px solid #ccc;padding:1rem}.knapp{background:#036;color:#fff}"
ICON = "<svg class='ikon' viewBox='0 0 16 16' aria-hidden='true'><path d='M1 8l4 4 10-10'/></svg>"
OUTSIDE = "https://sosiale-medier.example/oppdiktet"
UNION_NAMES = ("Tømmer", "Fyrlykt", "Bregne", "Skifer", "Torvtak", "Lysløype", "Vindu", "Brygge", "Fløyte", "Granitt")


def union_name(site: int) -> str:
    return f"{UNION_NAMES[site % len(UNION_NAMES)]}forbundet {name_of(site)}"


def site_pages(site: int, pages: int) -> dict[str, bytes]:
    """The pages of one site by path; the front page leads to all sections, and every section to its pages."""
    rng = random.Random(site)  # noqa: S311 - test data
    paths = [_path(rng, number) for number in range(1, pages)]
    return {path: _page(rng, site, path, paths) for path in ("/", *paths)}


def _path(rng: random.Random, number: int) -> str:
    if number % 4 == 1:
        return f"/tillitsvalgt/kurs/{rng.choice(COURSES).lower().replace(' ', '-')}-{name_of(number)}"
    # A crawl passes over what does not look like training, so that all of it stands under the representatives' section.
    section = rng.choice(("nytt", "verktoy", "avtaler", "moter"))
    return f"/tillitsvalgt/{section}/{rng.choice(PLACES).lower()}-{name_of(number)}"


def _page(rng: random.Random, site: int, path: str, paths: list[str]) -> bytes:
    is_training = "/kurs/" in path or path == "/"
    course = f"{rng.choice(COURSES)} {rng.choice(TOPICS)}"
    title = f"{course} for tillitsvalgte" if is_training else _sentence(rng, site, OTHER, course).rstrip(".")
    body = "".join(_blocks(rng, site, course, is_training=is_training))
    shown = [*paths, *(f"{OUTSIDE}/{name_of(number)}" for number in range(100 - len(paths)))]
    menu = "".join(
        f"<li class='meny__punkt meny__punkt--niva-2' data-nr='{number}'><a class='meny__lenke' href='{one}'>{ICON}"
        f"<span class='meny__tekst'>{_label(one)}</span></a></li>"
        for number, one in enumerate(shown)
    )
    related = "".join(
        f"<div class='kort'><a href='{one}'><h3>{_label(one)}</h3></a>"
        f"<p>{_sentence(rng, site, OTHER, course)}</p></div>"
        for one in rng.sample(paths, 6)
    )
    rest = "".join(f"<li><a href='{one}'>{_label(one)}</a></li>" for one in rng.sample(paths, 8))
    return (
        "<!doctype html><html lang='nb'><head><meta charset='utf-8'>"
        f"<title>{title} | {union_name(site)}</title>"
        f"<style>{STYLE * 40}</style><script>{SCRIPT * 60}</script></head><body>"
        "<div class='cookie' role='dialog'><p>Vi bruker informasjonskapsler for å gjøre nettsiden bedre.</p>"
        "<button>Godta alle</button></div>"
        f"<header><a href='/'>{union_name(site)}</a><nav><ul class='meny'>{menu}</ul></nav></header>"
        f"<nav aria-label='Brødsmuler'><a href='/'>Hjem</a> / <span>{title}</span></nav>"
        f"<main><article><h1>{title}</h1>{body}</article>"
        f"<aside><h2>Les også</h2>{related}</aside><ul>{rest}</ul></main>"
        f"<footer><p>{union_name(site)}, Storgata {site}, 0101 Storvik. Telefon 22 00 00 {site:02}.</p></footer>"
        "</body></html>"
    ).encode()


def _blocks(rng: random.Random, site: int, course: str, *, is_training: bool) -> Iterator[str]:
    """The text of a page: about the course, or about anything; also a page on training tells of other things."""
    for _ in range(rng.randint(3, 6)):
        yield f"<h2>{rng.choice(HEADINGS)}</h2>"
        for _ in range(rng.randint(2, 5)):
            kinds = rng.choice((TRAINING, TRAINING, OTHER)) if is_training else OTHER
            sentences = " ".join(_sentence(rng, site, kinds, course) for _ in range(rng.randint(2, 5)))
            yield f"<p>{sentences}</p>"
        if rng.random() < 0.5:
            kinds = TRAINING if is_training else OTHER
            yield "<ul>" + "".join(f"<li>{_sentence(rng, site, kinds, course)}</li>" for _ in range(4)) + "</ul>"
    if is_training and rng.random() < 0.3:
        rows = "".join(f"<tr><td>{rng.choice(COURSES)}</td><td>{rng.choice(PLACES)}</td></tr>" for _ in range(5))
        yield f"<table><tr><th>Kurs</th><th>Sted</th></tr>{rows}</table>"


def _sentence(rng: random.Random, site: int, kinds: tuple[str, ...], course: str) -> str:
    return rng.choice(kinds).format(
        course=course,
        union=union_name(site),
        topic=rng.choice(TOPICS),
        topic2=rng.choice(TOPICS),
        place=rng.choice(PLACES),
        work=rng.choice(WORK),
        number=rng.randint(3, 97),
    )


def _label(path: str) -> str:
    return path.rpartition("/")[2].replace("-", " ").capitalize()


async def serve(sites: int, pages: int, port: int) -> None:
    servers = []
    for site in range(1, sites + 1):
        host = f"127.0.2.{site}"
        servers.append(await asyncio.start_server(Server(site_pages(site, pages), host, []).talk, host, port))
    done = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, done.set)
    print("ready", flush=True)
    await done.wait()


if __name__ == "__main__":
    sites, pages, port = map(int, sys.argv[1:])
    asyncio.run(serve(sites, pages, port))
