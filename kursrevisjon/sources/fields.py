"""Checks of one value of ``sources.yaml``: addresses, hosts, paths, dates. Each says what to write instead."""

import re
from datetime import date
from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

from kursrevisjon.yamlfile import wrong

ID_PATTERN: Final = "^[a-z0-9]+(-[a-z0-9]+)*$"
_LABEL: Final = r"[a-z0-9æøåäöü]([a-z0-9æøåäöü_-]*[a-z0-9æøåäöü])?"
_HOST: Final = re.compile(rf"(?P<name>{_LABEL}(\.{_LABEL})*|\[[0-9a-f:.]+\])(:(?P<port>[0-9]{{1,5}}))?")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DEFAULT_PORTS: Final = {"http": ":80", "https": ":443"}
_DATE_HINT: Final = "skriv datoen som ÅÅÅÅ-MM-DD, for eksempel 2025-01-31"


def check_id(text: str) -> str:
    """A name for files and commands."""
    if not re.fullmatch(ID_PATTERN, text):
        spelled = text.lower().translate({ord("æ"): "ae", ord("ø"): "o", ord("å"): "a"})
        slug = "-".join(re.findall("[a-z0-9]+", spelled))
        raise wrong(f"id-en «{text}» har andre tegn enn a-z, 0-9 og bindestrek", f"skriv {slug}" if slug else "")
    return text


def check_url(url: str) -> str:
    """An address that can be asked for, unchanged."""
    split = _split(url)
    if "://" not in url:
        raise wrong(f"adressen «{url}» mangler https:// eller http:// foran", f"skriv https://{url.lstrip('/')}")
    if split.scheme not in _DEFAULT_PORTS:
        raise wrong(f"adressen «{url}» er ikke en nettadresse", "bare https:// og http:// kan leses")
    if split.username is not None or split.password is not None:
        raise wrong("adressen har brukernavn eller passord i seg", "slett alt mellom // og @")
    if re.search(r"[\s\x00-\x1f]", url):
        raise wrong(f"adressen «{url}» har mellomrom i seg", "slett mellomrommet, eller skriv det som %20")
    _check_host_part(split.netloc.lower(), url)
    return url


def check_host(host: str) -> str:
    """A host, or an IP address, with or without a port; in lower case."""
    if "/" in host:
        netloc = urlsplit(host if "//" in host else f"//{host}").netloc
        raise wrong(f"«{host}» er en adresse, ikke et vertsnavn", f"skriv bare {netloc.lower()}")
    _check_host_part(host.lower(), host)
    return host.lower()


def check_prefix(path: str) -> str:
    """The beginning of a path: from the first slash of the address to before any question mark."""
    if "://" in path:
        raise wrong(f"«{path}» er en hel adresse", f"skriv bare stien: {urlsplit(path).path or '/'}")
    if not path.startswith("/"):
        raise wrong(f"stien «{path}» begynner ikke med /", f"skriv /{path}")
    if "?" in path or "#" in path:
        raise wrong(f"stien «{path}» har ? eller # i seg", f"skriv {re.split('[?#]', path)[0]}")
    return path


def check_language(code: str) -> str:
    """A language code of two or three letters."""
    if code == "no":
        raise wrong("«no» sier ikke hvilken målform", "skriv nb (bokmål) eller nn (nynorsk)")
    if not re.fullmatch("[a-z]{2,3}", code):
        raise wrong(f"«{code}» er ikke en språkkode", "skriv for eksempel nb, nn, en eller se")
    return code


def to_date(value: object) -> date | None:
    """A date from its one written form, ``None`` for nothing; anything else is refused."""
    if value is None or isinstance(value, date):
        return value
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise wrong(f"«{value}» er ikke en hel dato", _DATE_HINT)
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise wrong(f"datoen {value} finnes ikke", "sjekk måneden og dagen") from None


def host_key(url: str) -> str:
    """The host of an address, as it is compared: lower case, ASCII form, no default port."""
    split = urlsplit(url)
    netloc = split.netloc.rpartition("@")[2].lower().removesuffix(_DEFAULT_PORTS.get(split.scheme, ""))
    try:
        return netloc.encode("idna").decode()
    except UnicodeError:
        return netloc


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        raise wrong(f"adressen «{url}» kan ikke tolkes", "kopier adressen fra nettleseren på nytt") from None


def _check_host_part(host: str, shown: str) -> None:
    match = _HOST.fullmatch(host)
    if not match:
        raise wrong(f"«{shown}» har ikke et gyldig vertsnavn", "skriv for eksempel www.eksempel.no, uten mellomrom")
    name, port = match["name"], match["port"]
    if port and not 1 <= int(port) <= 65535:
        raise wrong(f"porten i «{shown}» finnes ikke", "en port er et tall fra 1 til 65535")
    if name.startswith("[") or re.fullmatch(r"[0-9.]+", name):
        try:
            ip_address(name.strip("[]"))
        except ValueError:
            raise wrong(f"«{shown}» er ikke en gyldig IP-adresse", "skriv for eksempel 127.0.0.1:8000") from None
