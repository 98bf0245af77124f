"""Texts that are page furniture whatever they stand in: headings of link sections, bylines, breadcrumbs, cookie
notices."""

import re
from typing import Final

LINK_SECTION: Final = re.compile(
    r"(?:les (?:også|òg|meir|mer|videre|vidare)|sjå (?:også|òg)|se også|aktuelt|aktuelle saker|siste (?:nytt|nyheter|nyhende"
    r"|saker|innlegg|artikler|aktuelt)|nyheter|nyhende|nyheiter|flere (?:nyheter|saker|artikler)|fleire (?:nyhende|nyheiter"
    r"|saker)|mest (?:lest|lese|leste)|relatert(?:e)?(?: (?:innhold|innhald|saker|artikler|sider|lenker))?|anbefalt(?:e)?"
    r"(?: (?:saker|for deg))?|lignende saker|liknande saker|snarveier|snarvegar|hurtiglenker|lenker|lenkjer|nyttige (?:lenker"
    r"|lenkjer)|andre har (?:også )?lest|andre saker|du er kanskje (?:også )?interessert i|del (?:på|denne|siden|saken).{0,30}"
    r"|følg oss.{0,30}|emneord|stikkord|kategorier|arkiv|hovedmeny|meny|undermeny|brødsmulesti|navigasjon|i denne seksjonen"
    r"|related(?: (?:content|articles|pages|links|news|topics|reading))?|(?:read|see) (?:also|more)|see also|latest(?: news"
    r"| posts)?|more news|more from .{1,30}|news|popular|shortcuts|quick links|useful links|follow us.{0,30}|share this.{0,20}"
    r"|tags|categories|archives?|navigation|main menu|breadcrumbs?)\s*[:.…>»]*",
    re.IGNORECASE,
)
"""A heading, as a whole, that opens a section of links to other pages."""

READ_ALSO: Final = re.compile(
    r"(?:les (?:også|òg|mer om|meir om)|sjå òg|se også|read also|read more|see also|relatert)\b\s*:?", re.IGNORECASE
)
"""The start of a paragraph that is a link to another page."""

BYLINE: Final = re.compile(
    r"(?:(?:først |sist )?(?:publisert|oppdatert|endret|endra|opprettet|oppretta|lagt ut)|publiseringsdato"
    r"|(?:last |first )?(?:published|updated|modified|posted)|lesetid|reading time)\s*"
    r"(?::|\d|av\b|by\b|den\b|on\b|i dag\b|(?:man|tirs|ons|tors|fre|lør|søn|tys|laur|sun)dag)"
    r"|(?:skrevet av|skriven av|written by)\b|(?:tekst(?: og foto)?|foto(?:graf)?|illustrasjon|photo|journalist|skribent)\s*:",
    re.IGNORECASE,
)
"""The start of a short line about the page itself."""

LONGEST_BYLINE: Final = 16
"""Words up to which a line that starts like a byline is one."""

CRUMBS: Final = re.compile(
    r"(?:du er her|her er du|you are here|dykk er her)\b|(?:hjem|heim|home|forside|forsiden|framsida|startside|start)\s*"
    r"(?:[/›>»→|\\]|::|–|-(?=\s))\s*\S",
    re.IGNORECASE,
)
"""The start of a line that tells the way to the page ("Hjem / Kurs / ...")."""

LONGEST_CRUMBS: Final = 160
HOME: Final = re.compile(r"(?:hjem|heim|home|forside|forsiden|framsida|startside|start)", re.IGNORECASE)

LONGEST_COOKIES: Final = 80
"""Words up to which a text outside the main content that speaks of cookies is a cookie notice."""


def is_link_section(heading: str) -> bool:
    """Whether a heading opens a section of links to other pages."""
    return LINK_SECTION.fullmatch(heading) is not None


def mark_of(text: str, *, in_main: bool, linked: bool) -> str:
    """The boilerplate mark that a block's own words give, or nothing. ``linked`` tells that it holds a link."""
    if len(text) > 600:
        return ""
    if BYLINE.match(text) and text.count(" ") < LONGEST_BYLINE:
        return "header"
    if len(text) <= LONGEST_CRUMBS and CRUMBS.match(text):
        return "breadcrumb"
    if linked and READ_ALSO.match(text):
        return "teaser"
    return "" if in_main else "cookie" * speaks_of_cookies(text)


def speaks_of_cookies(text: str) -> bool:
    """Whether a short text is about the cookies of a site."""
    return ("ookie" in text or "nformasjonskaps" in text) and text.count(" ") < LONGEST_COOKIES
