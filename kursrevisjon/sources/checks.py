"""What must hold between the values of ``sources.yaml``: no two unions alike, every address within its union's scope.

The checks read the plain data and pass over what has the wrong shape (told elsewhere), so that a file's mistakes of
both kinds are told at once.
"""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations
from typing import Any
from urllib.parse import unquote, urlsplit

from pydantic_core import PydanticCustomError

from kursrevisjon.errors import Problem
from kursrevisjon.model import MAIN_ORGANISATIONS, Affiliation
from kursrevisjon.sources.fields import check_host, check_prefix, check_url, host_key, to_date
from kursrevisjon.yamlfile import Pointer, YamlFile, one_of

_Found = Iterator[tuple[Pointer, str, str]]


def find_conflicts(file: YamlFile) -> Iterator[Problem]:
    """Every conflict in the file."""
    data = file.data
    entries = [_Entry(entry, number) for number, entry in _items(data, "unions") if isinstance(entry, dict)]
    found = [*_shared_names(entries), *_shared_addresses(entries)]
    main_orgs = [org for _, org in _items(data, "main_orgs") if isinstance(org, str)] or list(MAIN_ORGANISATIONS)
    fictional = isinstance(data, dict) and data.get("fictional") is True
    for entry in entries:
        found += [*_hosts(entry), *_paths(entry), *_affiliations(entry, main_orgs), *_amounts(entry)]
        found += [] if fictional else _basis(entry)
    for pointer, message, hint in found:
        yield file.problem(pointer, message, hint)


class _Entry:
    """A union's entry, read with tolerance: what has the wrong shape is not there."""

    def __init__(self, data: dict[str, Any], number: int) -> None:
        self.data = data
        self.at: Pointer = ("unions", number)
        self.label = str(data.get("id") or data.get("name") or f"nr. {number + 1}")

    def texts(self, key: str, check: Callable[[str], str], inner: str = "") -> Iterator[tuple[Pointer, str]]:
        """The good texts of a list, or of its items' key ``inner``."""
        for number, item in _items(self.data, key):
            inside = inner and isinstance(item, dict)
            text = item.get(inner) if inside else item
            if _passes(check, text):
                yield (*self.at, key, number, *((inner,) if inside else ())), text

    def seeds(self) -> list[tuple[Pointer, str]]:
        """Seeds with an address that can be asked for."""
        return list(self.texts("seeds", check_url, "url"))

    def homepage(self) -> list[tuple[Pointer, str]]:
        """The homepage, if it can be asked for."""
        url = self.data.get("homepage")
        return [((*self.at, "homepage"), str(url))] if _passes(check_url, url) else []

    def affiliations(self) -> Iterator[tuple[Pointer, Affiliation]]:
        """Affiliations whose dates can be read."""
        for number, item in _items(self.data, "affiliations"):
            if isinstance(item, dict) and isinstance(item.get("main_org"), str):
                dates = [item.get(key) for key in ("from", "to")]
                if all(_passes(to_date, value) for value in dates):
                    first, last = map(to_date, dates)
                    yield (*self.at, "affiliations", number), Affiliation(item["main_org"], first, last)


def _shared_names(entries: list[_Entry]) -> _Found:
    """Unions that a command could not tell apart: an id or name of one is an id or name of another."""
    seen: dict[str, _Entry] = {}
    for entry in entries:
        for key in ("id", "name", "short_name"):
            value = entry.data.get(key)
            if isinstance(value, str) and (owner := seen.setdefault(value.casefold(), entry)) is not entry:
                yield (*entry.at, key), f"«{value}» er allerede brukt om «{owner.label}»", "gi dem hvert sitt navn"


def _shared_addresses(entries: list[_Entry]) -> _Found:
    """The same seed twice, in one union or in two."""
    seen: dict[str, _Entry] = {}
    for entry in entries:
        for pointer, url in entry.seeds():
            key = url.rstrip("/").casefold()
            if key in seen:
                where = "i dette forbundet" if seen[key] is entry else f"hos «{seen[key].label}»"
                yield pointer, f"adressen står allerede {where}", "slett den ene"
            seen.setdefault(key, entry)


def _hosts(entry: _Entry) -> _Found:
    """Addresses on a host that is not the union's."""
    hosts = {_plain_host(host) for _, host in entry.texts("hosts", check_host)}
    for pointer, url in [*entry.homepage(), *entry.seeds()]:
        host = host_key(url)
        if hosts and host not in hosts:
            hint = f"legg til {host} i hosts, eller rett adressen (hosts har {', '.join(sorted(hosts))})"
            yield pointer, f"vertsnavnet {host} står ikke i hosts", hint


def _paths(entry: _Entry) -> _Found:
    """Seeds and prefixes that the union's own prefixes and exclusions would keep from being read."""
    prefixes = tuple(_folded(path) for _, path in entry.texts("path_prefixes", check_prefix))
    excluded = tuple(_folded(path) for _, path in entry.texts("excluded", check_prefix, "prefix"))
    for pointer, url in entry.seeds():
        path = _folded(urlsplit(url).path or "/")
        if prefixes and not path.startswith(prefixes):
            yield pointer, "stien er ikke med i path_prefixes", "legg den til der, eller fjern adressen"
        if path.startswith(excluded):
            yield (
                pointer,
                "stien er utelatt i excluded og blir aldri lest",
                "fjern adressen, eller det som utelater den",
            )
    for pointer, prefix in entry.texts("path_prefixes", check_prefix):
        if _folded(prefix).startswith(excluded):
            yield pointer, f"stien {prefix} er også utelatt i excluded", "fjern den ene"


def _affiliations(entry: _Entry, main_orgs: list[str]) -> _Found:
    """Unknown main organisations, periods that end before they begin, and two at the same time."""
    for pointer, main_org in entry.texts("affiliations", str, "main_org"):
        if main_org not in main_orgs:
            hint = f"{one_of(main_org, main_orgs)} (andre føres opp i main_orgs)"
            yield pointer, f"ukjent hovedorganisasjon «{main_org}»", hint
    periods = list(entry.affiliations())
    for pointer, one in periods:
        if one.from_date and one.to_date and one.from_date >= one.to_date:
            yield (
                (*pointer, "to"),
                "medlemskapet slutter før det begynner",
                "to er første dag utenfor, og kommer etter from",
            )
    for (_, one), (pointer, other) in combinations(periods, 2):
        if _begin(one) < _end(other) and _begin(other) < _end(one):
            message = f"medlemskapet i {other.main_org} overlapper medlemskapet i {one.main_org}"
            yield pointer, message, "sett to i det ene lik from i det andre"


def _amounts(entry: _Entry) -> _Found:
    budget, expect = entry.data.get("page_budget", 60), entry.data.get("expect")
    pages = expect.get("pages") if isinstance(expect, dict) else None
    if isinstance(pages, int) and isinstance(budget, int) and pages > budget:
        yield (*entry.at, "expect", "pages"), f"ventes {pages} sider, men page_budget er {budget}", "øk page_budget"


def _basis(entry: _Entry) -> _Found:
    if entry.data.get("basis") == "inferred" and not entry.data.get("workplaces"):
        yield (*entry.at, "basis"), "inferred uten arbeidsplass", "skriv arbeidsplassene i rapporten under workplaces"


def _begin(period: Affiliation) -> date:
    return period.from_date or date.min


def _end(period: Affiliation) -> date:
    return period.to_date or date.max


def _plain_host(host: str) -> str:
    """A host as an address over http or https would have it: the default ports say nothing."""
    return host_key(f"https://{host}").removesuffix(":80")


def _folded(path: str) -> str:
    return unquote(path).lower()


def _passes(check: Callable[[Any], object], value: object) -> bool:
    if value is None:
        return check is to_date
    if check is not to_date and not isinstance(value, str):
        return False
    try:
        check(value)
    except PydanticCustomError:
        return False
    return True


def _items(data: object, key: str) -> Iterator[tuple[int, Any]]:
    value = data.get(key) if isinstance(data, dict) else None
    yield from enumerate(value if isinstance(value, list) else ())
