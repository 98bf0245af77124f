"""What a page that came with status 200 turns out to be when it is no content: a wall, a shell, an error page, nothing.

Each rule looks at what the page says (title, headings, the text for readers without scripts) and at how little else
it says: a page with an article about passwords is not a login wall. The causes are DESIGN's closed list.
"""

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from kursrevisjon.extract.html import Reading
from kursrevisjon.model import BlockKind, Document, UnreadCause

LITTLE: Final = 120
"""Words of content up to which a page that speaks of an error, a login or a check is that and nothing more."""

HARDLY_ANY: Final = 30
"""Words of content up to which a page that asks for JavaScript has nothing else to say."""

NO_MORE: Final = 20
"""Words of content up to which a login form, or a request to log in, is all that a page is."""

FRAME: Final = 8
"""Words of content up to which the frame of an application waits for a script to fill it."""


def _any_of(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(alternatives) + r")(?!\w)", re.IGNORECASE)


_PAGE: Final = (
    r"(?:siden|sida|nettsiden|nettsida|artikkelen|innholdet|innhaldet|adressen|adressa|dokumentet|lenken|lenkja)"
)
ERROR_TITLE: Final = _any_of(
    *(r"(?:feil|error|http)?\s?(?:404|410|500|502|503)", r"[45]\d\d (?:error|feil)", "feilmelding", "feilside"),
    *(
        rf"{_PAGE}.{{0,40}}(?:ikke|ikkje) (?:funnet|funne|tilgjengelig|tilgjengeleg)",
        r"(?:ikke|ikkje) (?:funnet|funne)",
    ),
    rf"{_PAGE}.{{0,40}}(?:finnes|fins|finst|eksisterer)(?: dessverre)? (?:ikke|ikkje)(?: lenger| lenger på)?",
    rf"(?:fant|fann|finner|finn)(?: dessverre)? (?:ikke|ikkje|inga|ingen).{{0,30}}{_PAGE}",
    rf"{_PAGE} (?:er|har blitt|vart|ble|er blitt) (?:fjernet|fjerna|slettet|sletta|flyttet|flytta|borte)",
    *("noe gikk galt", "noko gjekk gale", r"det (?:har )?oppst(?:ått|od) en feil", "oi sann", "oops", "ups", "whoops"),
    *(r"page (?:not found|missing|does ?n[o'’]t exist|cannot be found)", "not found", "no longer (?:available|exists)"),
    *(
        "something went wrong",
        "an error (?:has )?occurred",
        "internal server error",
        "service unavailable",
        "bad gateway",
    ),
    *("under vedlikehold", "under maintenance", "down for maintenance"),
)
BOT_TITLE: Final = _any_of(
    *(
        "just a moment",
        "attention required!?",
        "pardon our interruption",
        "checking your browser",
        "human verification",
    ),
    *(r"verify(?:ing)?(?: that)? you are (?:a )?human", r"bot (?:verification|protection|check)", "ddos-?guard"),
    *(
        "request unsuccessful",
        "request blocked",
        "you have been blocked",
        "one moment, please",
        r"are you (?:a )?robot",
    ),
    *("er du en robot", r"er du et menneske", r"bekreft at du er (?:et )?menneske"),
)
BOT_WORDS: Final = _any_of(
    *("access denied", "security check", "robot", "human", "captcha", "tilgang nektet", "blocked", "forbidden"),
)
"""Words of a check's title that mean other things too, believed on a page that says next to nothing else."""

BOT_MARKS: Final = (
    "/cdn-cgi/challenge-platform/",
    "cf-chl-",
    "cf_chl_opt",
    "_incapsula_resource",
    "incapsula incident id",
    "captcha-delivery.com",
    "px-captcha",
    "perimeterx",
    "awswafintegration",
    "errors.edgesuite.net",
    "ak_bmsc",
    "g-recaptcha",
    "h-captcha",
    "hcaptcha.com",
    "turnstile",
    "sucuri_cloudproxy",
    "ddos-guard",
    "_sec/cp_challenge",
    "radware",
)
"""Strings of the services that stand before a site; each is believed only on a page with little content."""

MARKS_WITHIN: Final = 200_000
LOGIN_TITLE: Final = _any_of(
    *("logg inn", "logg på", "logg deg inn", "innlogging", "pålogging", "min side", "id-porten", "autentisering"),
    *("log ?in", "log on", "sign in", "single sign-?on"),
)
LOGIN_TEXT: Final = _any_of(
    r"må (?:være|vere) (?:innlogget|logget inn|pålogget|innlogga|logga inn)",
    r"må logge (?:deg )?(?:inn|på)",
    r"logg (?:deg )?inn for å (?:se|sjå|lese|få|fortsette|halde)",
    r"(?:kun|bare|berre)(?: (?:synlig|tilgjengelig|åpen|open|tilgjengeleg|synleg))? for (?:innloggede|innlogga"
    r"|medlemmer|medlemmar)",
    rf"{_PAGE} krev(?:er)? (?:innlogging|medlemskap)",
    *(r"please (?:log|sign) in", r"you (?:must|need to) (?:be logged|log|sign) (?:in|on)", "members only"),
)
LOGIN_PATH: Final = re.compile(
    r"/(?:log-?in|logon|sign-?in|logg-?inn|innlogging|pålogging|palogging|auth|oauth2?|saml2?|sso|openid|idp"
    r"|account/login|wp-login\.php|konto/logg-inn|min-side/logg-inn)(?:[/?.]|$)",
    re.IGNORECASE,
)
SCRIPT_TEXT: Final = re.compile(
    r"javascript|(?:slå|skru) på (?:java)?skript|enable scripts?|aktiver (?:java)?skript"
    r"|(?:laster(?: inn)?|loading)\s*(?:…|\.{3})",
    re.IGNORECASE,
)

Found = tuple[UnreadCause, str]


def find_cause(reading: Reading, text: str, *, asked: str | None = None, reached: str | None = None) -> Found | None:
    """Why a page is not content, with a detail in words; ``None`` when it is. ``text`` is the page's mark-up.

    ``asked`` and ``reached`` are the addresses before and after redirects.
    """
    if reading.words > LITTLE:
        return None
    moved_to = _moved_to(asked, reached)
    for rule in RULES:
        found = rule(reading, text, moved_to)
        if found is not None:
            return found
    return None


def is_error_page(document: Document) -> bool:
    """Whether a page's title or headings say that there is nothing here, and its content does not say otherwise."""
    return _words(document) <= LITTLE and bool(_error_words(document))


def _bot_wall(reading: Reading, text: str, moved_to: str) -> Found | None:
    document = reading.document
    for heading in _headings(document):
        if BOT_TITLE.search(heading) or (reading.words <= HARDLY_ANY and BOT_WORDS.search(heading)):
            return UnreadCause.BOT_WALL, f"the page says {heading[:60]!r}"
    if reading.words > HARDLY_ANY:
        return None
    start = text[:MARKS_WITHIN].lower()
    mark = next((mark for mark in BOT_MARKS if mark in start), "")
    return (UnreadCause.BOT_WALL, f"a check for robots ({mark})") if mark else None


def _login_wall(reading: Reading, text: str, moved_to: str) -> Found | None:
    if moved_to and LOGIN_PATH.search(moved_to):
        return UnreadCause.LOGIN_WALL, f"redirected to {moved_to}"
    document = reading.document
    content = " ".join(block.text for block in document.blocks if block.boilerplate in ("", "form"))[:4000]
    asks = LOGIN_TEXT.search(content)
    named = next((heading for heading in _headings(document) if LOGIN_TITLE.search(heading)), "")
    most = LITTLE if named else NO_MORE
    # A short course page may say "logg inn for å melde deg på": the words alone are not believed on a page with text.
    if reading.has_password and reading.words <= (2 * most if asks else most):
        return UnreadCause.LOGIN_WALL, "a login form and no other content"
    if asks and reading.words <= most:
        return UnreadCause.LOGIN_WALL, f"the page says {asks[0]!r}"
    return None


def _soft_404(reading: Reading, text: str, moved_to: str) -> Found | None:
    said = _error_words(reading.document)
    return (UnreadCause.SOFT_404, f"the page says {said[:60]!r}") if said else None


def _needs_javascript(reading: Reading, text: str, moved_to: str) -> Found | None:
    if reading.words > HARDLY_ANY or _has_data(reading.document):
        return None
    asks = SCRIPT_TEXT.search(reading.noscript) or (reading.words and SCRIPT_TEXT.search(reading.document.text[:4000]))
    if asks:
        return UnreadCause.NEEDS_JAVASCRIPT, "the page asks for JavaScript"
    if reading.has_app_root and reading.has_scripts and reading.words <= FRAME:
        return UnreadCause.NEEDS_JAVASCRIPT, "an empty frame that a script fills"
    if reading.words == 0 and reading.has_scripts and _furniture(reading.document) < HARDLY_ANY:
        return UnreadCause.NEEDS_JAVASCRIPT, "scripts and no text"
    return None


def _empty(reading: Reading, text: str, moved_to: str) -> Found | None:
    if reading.words > 0 or _has_data(reading.document):
        return None
    marks = {block.boilerplate for block in reading.document.blocks if block.kind is not BlockKind.TITLE}
    if "teaser" in marks or "aside" in marks:
        # A list of teasers leads on to other pages.
        return None
    if marks == {"cookie"}:
        return UnreadCause.EMPTY, "nothing but a cookie notice"
    if reading.refresh:
        return UnreadCause.EMPTY, f"nothing but a redirect to {reading.refresh}"
    return UnreadCause.EMPTY, f"no text but {', '.join(sorted(marks - {''}))}" if marks - {""} else "no text"


RULES: Final[tuple[Callable[[Reading, str, str], Found | None], ...]] = (
    _bot_wall,
    _login_wall,
    _soft_404,
    _needs_javascript,
    _empty,
)
"""In order of certainty: a check for robots may also ask for JavaScript, an error page may also hold a login form."""


def _moved_to(asked: str | None, reached: str | None) -> str:
    if not asked or not reached or asked == reached:
        return ""
    parts = urlsplit(reached)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _headings(document: Document) -> list[str]:
    kinds = (BlockKind.TITLE, BlockKind.HEADING)
    return [block.text for block in document.blocks if block.kind in kinds and not block.boilerplate][:4]


def _error_words(document: Document) -> str:
    return next((heading for heading in _headings(document) if ERROR_TITLE.search(heading)), "")


def _words(document: Document) -> int:
    skipped = (BlockKind.TITLE, BlockKind.JSON_LD)
    return sum(
        block.text.count(" ") + 1 for block in document.blocks if not block.boilerplate and block.kind not in skipped
    )


def _furniture(document: Document) -> int:
    return sum(block.text.count(" ") + 1 for block in document.blocks if block.boilerplate)


def _has_data(document: Document) -> bool:
    return any(block.kind is BlockKind.JSON_LD for block in document.blocks)
