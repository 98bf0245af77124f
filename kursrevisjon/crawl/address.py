"""Addresses: one form for each page, however it is linked to.

``canonical`` gives the form that is asked for and stored, ``identity`` a coarser one that two addresses of the same
page share: with and without the closing slash, over http and https, in upper and lower case, as ``index.html``.
"""

import re
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

LONGEST: Final = 2000
DEFAULT_PORTS: Final = {"http": 80, "https": 443}
TRACKING: Final = re.compile(
    r"utm_\w+|mtm_\w+|pk_\w+|mc_[ce]id|fbclid|gclid|gclsrc|dclid|wbraid|gbraid|msclkid|yclid|twclid|ttclid|li_fat_id|"
    r"igshid|_ga|_gl|_hs\w+|hsctatracking|trk|wt\.\w+|oly_\w+|vero_\w+|s_cid|cmpid|replytocom|share|mkt_tok",
    re.IGNORECASE,
)
"""Query parameters that follow a reader about and change nothing on the page."""
SESSION: Final = re.compile(
    r"jsessionid|phpsessid|aspsessionid\w*|session_?id|sess|cfid|cftoken|zenid|osCsid", re.IGNORECASE
)
SESSION_IF_LONG: Final = re.compile(r"sid|s|token", re.IGNORECASE)
"""Names that also stand for content; they are a session only when their value looks like one."""
SECRET: Final = re.compile(r"[0-9a-f]{16,}|[0-9A-Za-z_-]{24,}")
PATH_SESSION: Final = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;?#]*|/\([SAF]\([^)/]*\)\)", re.IGNORECASE)
"""``;jsessionid=…`` of Java servers and ``/(S(…))/`` of ASP.NET."""
INDEX_PAGE: Final = re.compile(r"/(?:index|default|forside|hjem|home)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
CONTROL: Final = re.compile(r"[\x00-\x20\x7f-\x9f]+")
FRONT_PATHS: Final = frozenset({"", "/no", "/nb", "/nn", "/nb-no", "/forside", "/hjem", "/home", "/start"})


@lru_cache(maxsize=8192)
def canonical(url: str) -> str:
    """The one form of an http(s) address in which it is asked for; empty for anything that cannot be asked for.

    Lower-case host in its ASCII form, no default port, no credentials, no fragment, dot segments resolved, escapes
    in one way, query sorted and without tracking and session parameters. Applying it twice changes nothing.
    """
    try:
        parts = urlsplit(canonicalize_url(CONTROL.sub(" ", url).strip()))
        port = parts.port
    except ValueError:
        return ""
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in DEFAULT_PORTS or not _is_host(host) or len(url) > LONGEST:
        return ""
    shown = f"[{host}]" if ":" in host else host
    netloc = shown if port in {None, DEFAULT_PORTS[parts.scheme]} else f"{shown}:{port}"
    path = PATH_SESSION.sub("", parts.path) or "/"
    return urlunsplit((parts.scheme, netloc, path, _without_tracking(parts.query), ""))


def _is_host(host: str) -> bool:
    return bool(host) and not any(sign in host for sign in " %<>\"'\\^`{|}") and host.isascii()


def _without_tracking(query: str) -> str:
    if not query:
        return ""
    pairs = parse_qsl(query, keep_blank_values=True, encoding="latin-1")
    kept = [(name, value) for name, value in pairs if not _is_noise(name, value)]
    return query if len(kept) == len(pairs) else urlencode(kept, encoding="latin-1")


def _is_noise(name: str, value: str) -> bool:
    if TRACKING.fullmatch(name) or SESSION.fullmatch(name):
        return True
    return bool(SESSION_IF_LONG.fullmatch(name) and SECRET.fullmatch(value))


@lru_cache(maxsize=8192)
def identity(url: str) -> str:
    """What two canonical addresses of the same page have in common; not itself an address."""
    parts = urlsplit(url)
    host = parts.netloc.removeprefix("www.")
    path = INDEX_PAGE.sub("/", parts.path).rstrip("/").lower()
    return f"{host}{path}?{parts.query}" if parts.query else f"{host}{path}"


def is_front_page(url: str) -> bool:
    """Whether a canonical address is the front page of its host."""
    parts = urlsplit(url)
    return not parts.query and INDEX_PAGE.sub("/", parts.path).rstrip("/").lower() in FRONT_PATHS


def host_of(url: str) -> str:
    """Host and port, in lower-case ASCII, without ``www.`` and default port."""
    return urlsplit(url).netloc.removeprefix("www.")


def words_of(url: str) -> str:
    """The words of an address: ``/kurs-og-m%C3%B8ter/trinn_1.html`` gives ``kurs og møter trinn 1``."""
    parts = urlsplit(url)
    path = re.sub(r"\.\w{2,5}$", "", unquote(parts.path))
    return " ".join(re.split(r"[/\-_+.,=&%\s]+", f"{path} {unquote(parts.query)}")).strip()
