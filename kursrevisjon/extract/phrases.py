"""Texts that are page furniture whatever they stand in: headings of link sections, bylines, breadcrumbs, cookies."""

import re
from typing import Final

LINK_SECTION: Final = re.compile(
    "(?:"
    + "|".join(
        [
            *(r"les (?:også|òg|meir|mer|videre|vidare)", r"sjå (?:også|òg)", "se også", "andre har (?:også )?lest"),
            *("aktuelt", "aktuelle saker", "andre saker", "nyheter", "nyhende", "nyheiter", "nytt på sidene"),
            r"tidligere (?:saker|nyheter|oppslag|artikler)",
            r"siste (?:nytt|nyheter|nyhende|saker|innlegg|artikler|aktuelt)",
            *(r"flere (?:nyheter|saker|artikler)", r"fleire (?:nyhende|nyheiter|saker)", "mest (?:lest|lese|leste)"),
            *(r"mei?r fr[aå] .{1,40}", "mer i denne seksjonen", "i denne seksjonen"),
            r"relaterte?(?: (?:innhold|innhald|saker|artikler|artiklar|sider|lenker|lenkjer))?",
            "finn fram",
            *(r"anbefalte?(?: (?:saker|for deg))?", "lignende saker", "liknande saker"),
            r"du er kanskje (?:også )?interessert i",
            *("snarveier", "snarvegar", "hurtiglenker", "lenker", "lenkjer", r"nyttige (?:lenker|lenkjer)"),
            *(r"del (?:på|denne|siden|saken).{0,30}", r"følg oss.{0,30}", "emneord", "stikkord", "kategorier", "arkiv"),
            *("hovedmeny", "meny", "undermeny", "brødsmulesti", "navigasjon"),
            r"related(?: (?:content|articles|pages|links|news|topics|reading))?",
            *(r"(?:read|see) (?:also|more)", r"latest(?: (?:news|posts))?", "more news", r"more from .{1,40}", "news"),
            *("popular", "shortcuts", r"(?:quick|useful) links", r"follow us.{0,30}", r"share this.{0,20}", "tags"),
            *("categories", "archives?", "navigation", "main menu", "breadcrumbs?"),
        ]
    )
    + r")\s*[:.…>»]*",
    re.IGNORECASE,
)
"""A heading, as a whole, that opens a section of links to other pages."""

READ_ALSO: Final = re.compile(
    r"(?:les (?:også|òg|mer om|meir om)|sjå òg|se også|read also|read more|see also|relatert)\b\s*:?"
    r"|(?:forrige|førre|neste|previous|next|andre kurs)(?: på kurslist[ea])?\s*:",
    re.IGNORECASE,
)
"""The start of a paragraph that is a link to another page."""

BYLINE: Final = re.compile(
    r"(?:(?:først |sist )?(?:publisert|oppdatert|endret|endra|opprettet|oppretta|lagt ut)|publiseringsdato"
    r"|(?:last |first )?(?:published|updated|modified|posted)|lesetid|reading time)\s*"
    r"(?::|\d|av\b|by\b|den\b|on\b|i dag\b|(?:man|tirs|ons|tors|fre|lør|søn|tys|laur|sun)dag)"
    r"|(?:skrevet av|skriven av|written by)\b|(?:tekst(?: og foto)?|foto(?:graf)?|illustrasjon|photo|journalist"
    r"|skribent)\s*:",
    re.IGNORECASE,
)
"""The start of a short line about the page itself."""

LONGEST_BYLINE: Final = 16
"""Words up to which a line that starts like a byline is one."""

CRUMBS: Final = re.compile(
    r"(?:du er her|her er du|you are here|dykk er her)\b"
    r"|(?:hjem|heim|home|forside|forsiden|framsida|startside|start)\s*(?:[/›>»→|\\]|::|–|-(?=\s))\s*\S",
    re.IGNORECASE,
)
"""The start of a line that tells the way to the page ("Hjem / Kurs / ...")."""

STEPS: Final = re.compile(r"\S\s+(?:[›»→>]|::)\s+\S")
"""A line of steps, which above the page's heading is the way to the page."""

FOOTER: Final = re.compile(
    r"utskrift(?:svennlig|sversjon|svenleg)|personvern(?:erklæring)?\b|\borg\.?\s?(?:nr|nummer)|ansvarlig redaktør"
    r"|ansvarleg redaktør|redaktørplakaten|vær varsom|copyright|©|all rights reserved|alle rettigheter|powered by"
    r"|nettstedskart|sitemap|privacy (?:policy|statement)|informasjonskapsler|tilgjengelighetserklæring",
    re.IGNORECASE,
)
"""What a line at the foot of a page speaks of."""

LONGEST_FOOTER: Final = 20
STARTS: Final = frozenset(
    "pub opp end sis før for nes pre nex and lag las fir upd mod pos les rea skr wri tek fot ill pho jou hje hei hom"
    " fra sta her you dyk see sjå rel".split()
) | {"du ", "se "}
"""The first three letters of all that ``BYLINE``, ``READ_ALSO`` and ``CRUMBS`` match; other texts are skipped fast."""

LONGEST_CRUMBS: Final = 160
HOME: Final = re.compile(r"(?:hjem|heim|home|forside|forsiden|framsida|startside|start)", re.IGNORECASE)

LONGEST_COOKIES: Final = 80
"""Words up to which a text outside the main content that speaks of cookies is a cookie notice."""


def is_link_section(heading: str) -> bool:
    """Whether a heading opens a section of links to other pages."""
    return LINK_SECTION.fullmatch(heading) is not None


def mark_of(text: str, *, in_main: bool, linked: bool, headed: bool) -> str:
    """The boilerplate mark that a block's own words give, or nothing.

    ``linked`` tells that it holds a link, ``headed`` that it stands below a heading.
    """
    if text[:3].lower() in STARTS:
        if text.count(" ") < LONGEST_BYLINE and BYLINE.match(text):
            return "header"
        if linked and READ_ALSO.match(text):
            return "teaser"
        if not (in_main and headed) and len(text) <= LONGEST_CRUMBS and CRUMBS.match(text):
            return "breadcrumb"
    if not headed and len(text) <= LONGEST_CRUMBS and STEPS.search(text):
        return "breadcrumb"
    return "cookie" if not in_main and speaks_of_cookies(text) else ""


def is_footer(text: str) -> bool:
    """Whether a short line speaks of what stands at the foot of a page."""
    return text.count(" ") < LONGEST_FOOTER and FOOTER.search(text) is not None


def speaks_of_cookies(text: str) -> bool:
    """Whether a short text is about the cookies of a site."""
    return ("ookie" in text or "nformasjonskaps" in text) and text.count(" ") < LONGEST_COOKIES
