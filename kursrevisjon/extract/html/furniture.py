"""What an element's tag, role, class and id say that it is: page furniture, a card, a heading, the main content.

Class names are read by their words ("site-footer", "Footer_root__6t", "mainMenu"). A word is weak evidence: what is
marked by its class alone is looked at again when its content is known.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

INHERITED: Final = -1
"""The level of a heading by class that says nothing of its level: one below the heading above it."""


@dataclass(frozen=True, slots=True)
class Look:
    """What an element is. ``mark`` is the boilerplate mark of its content, ``sure`` when a tag or role gives it.

    ``heading`` is the level of an element that is a heading by role or class, 0 when it is none. ``card`` is an
    element that belongs together as one offer, ``tab`` the part of a tab set that it is.
    """

    mark: str = ""
    sure: bool = False
    main: bool = False
    card: bool = False
    heading: int = 0
    trigger: bool = False
    dialog: bool = False
    tab: str = ""
    lists: str = ""


PLAIN: Final = Look()
CARD: Final = Look(card=True)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


WORDS: Final = re.compile(r"[A-ZÆØÅ]?[a-zæøå]+|[A-ZÆØÅ]+(?![a-zæøå])|\d+")

ROLES: Final = {
    "navigation": Look("menu", sure=True),
    "menu": Look("menu", sure=True),
    "menubar": Look("menu", sure=True),
    "contentinfo": Look("footer", sure=True),
    "banner": Look("header", sure=True),
    "complementary": Look("aside", sure=True),
    "search": Look("form", sure=True),
    "main": Look(main=True),
    "heading": Look(heading=2),
    "tablist": Look(tab="list"),
    "tab": Look(tab="tab"),
    "tabpanel": Look(tab="panel"),
    "dialog": Look(dialog=True),
    "alertdialog": Look(dialog=True),
    "list": Look(lists="list"),
    "listitem": Look(lists="item"),
}
TAGS: Final = {
    "nav": Look("menu", sure=True),
    "footer": Look("footer", sure=True),
    "aside": Look("aside", sure=True),
    "main": Look(main=True),
    "dialog": Look(dialog=True),
    "search": Look("form", sure=True),
}

MARKS: Final[Mapping[str, frozenset[str]]] = {
    "cookie": _words(
        "cookie cookies cookiebanner cookiebar cookieinfo cookieconsent cookienotice consent gdpr cybot"
        " cookiebot onetrust"
        " samtykke eucookie informasjonskapsler"
    ),
    "breadcrumb": _words(
        "breadcrumb breadcrumbs crumb crumbs brødsmule brødsmuler brodsmule brodsmuler brødsmulesti brodsmulesti"
        " sti pathway"
    ),
    "footer": _words("footer colophon bunn bunntekst bunnfelt sitefooter pagefooter"),
    "aside": _words(
        "sidebar sidebars sidefelt sidespalte sidecolumn hoyrespalte høyrespalte venstrespalte rightcolumn leftcolumn"
        " rightcol leftcol hoyre chatbot"
    ),
    "menu": _words(
        "nav navbar navlist navigation navigasjon navmenu mainnav subnav sidenav topnav sitenav menu menus meny menyer"
        " menycelle mainmenu topmenu submenu hovedmeny toppmeny sidemeny undermeny venstremeny megamenu mega"
        " pagination pager"
        " paginering tagcloud social share sharing sosial skiplinks toc innholdsfortegnelse"
    ),
    "teaser": _words(
        "related relatert relaterte relaterteartikler similar recommended anbefalt anbefalte lesogså lesogsa newslist"
        " nyhetsliste nyhetsfeed latest recent"
    ),
    "header": _words("masthead topbar topp toppfelt siteheader branding sitebranding topheader sitehead"),
    "form": _words("login innlogging searchform søkefelt sokefelt newsletter nyhetsbrev"),
}
"""Words of a class name or id per mark, most telling first."""

UNLESS: Final[Mapping[str, frozenset[str]]] = {
    "footer": _words("card modal panel table quote dialog accordion"),
    "menu": _words("content accordion course kurs item link toggle bar"),
    "aside": _words("with left main content"),
}
"""Words in the same name beside which a word means something else ("nav-tabs", "card-footer",
"content-sidebar-wrap")."""

TABS: Final = _words("tab tabs tabbed pills tablist")
"""Words in any name of an element with a menu's name that is a set of tabs ("nav nav-tabs")."""

STATES: Final = _words("has no is with without")
"""First words of class names that tell a state of the page ("has-sidebar", "no-menu")."""

EXACT: Final = {
    "path": "breadcrumb",
    "secondary": "aside",
    "widget-area": "aside",
    "cmp": "cookie",
    "sliding-popup": "cookie",
    "widget_nav_menu": "menu",
    "widget_recent_entries": "teaser",
    "widget_tag_cloud": "menu",
    "widget_search": "form",
    "sqs-announcement-bar": "teaser",
    "skip": "hidden",
}
"""Whole class names and ids whose words alone say too little; ``btn-secondary`` and ``cmp-text`` are everywhere."""

TEASERS: Final = _words("teaser teasers promo")
"""Words that mark content as often as a teaser; such an element is one when it holds a link."""

BYLINES: Final = _words(
    "byline dateline published updated submitted meta metadata createdate postdate pubdate publisert oppdatert posted"
    " modified datepublished"
)
"""Words of a line about the page itself; they say nothing of a longer text."""

HIDDEN: Final = ("visually-hidden", "visuallyhidden", "sr-only", "screen-reader", "skip-link", "skip_link", "u-skip")
PAGE_WORDS: Final = _words("site page main global top region app the ja o layout app")
ONE_CARD: Final = _words("card tile boks box callout")
CARD_PARTS: Final = _words("root wrapper wrap container item link")
ITEMS: Final = _words("accordion collapse collapsible faq expandable trekkspill event course kurs program")
HEADING_TAGS: Final = _words("h2 h3 h4 h5 h6")
HEADINGS: Final = _words("heading headline overskrift tittel title contentheading")
NOT_HEADINGS: Final = _words("sub site logo brand wrap wrapper container group section page block row area bar col")
TRIGGERS: Final = _words("accordion collapse collapsible toggle trigger faq expand expander trekkspill")
TRIGGER_PARTS: Final = _words("header heading title button btn toggle trigger question label head summary accordion")
SIZES: Final = {"xxl": 1, "xl": 1, "lg": 2, "l": 2, "md": 3, "m": 3, "sm": 4, "s": 4, "xs": 4}
NUMBERED: Final = re.compile(r"(?:^|[\s_-])h([1-6])(?=$|[\s_-])", re.IGNORECASE)

MOST_LOOKS: Final = 20_000
_looks: dict[tuple[object, ...], Look] = {}


def look(tag: str, attrs: Mapping[str, object]) -> Look:
    """What an element is; ``PLAIN`` when its tag, role, class and id say nothing."""
    key = (tag, attrs.get("class"), attrs.get("id"), attrs.get("role"))
    found = _looks.get(key)
    if found is None:
        if len(_looks) >= MOST_LOOKS:
            _looks.clear()
        found = _looks[key] = _judge(*(str(value or "") for value in key))
    return found


def _judge(tag: str, classes: str, own_id: str, role: str) -> Look:
    told = ROLES.get(role) or TAGS.get(tag)
    if told is not None:
        return told
    names = [*classes.split()[:30], *own_id.split()[:1]]
    if any(part in name.lower() for name in names for part in HIDDEN):
        return Look("hidden")
    worded = [(name, [word.lower() for word in WORDS.findall(name)]) for name in names]
    mark = next(filter(None, (_mark(name, words) for name, words in worded)), "")
    if mark and not (mark == "menu" and any(not TABS.isdisjoint(words) for _, words in worded)):
        return Look(mark)
    if tag == "article":
        return CARD
    if tag in HEADING_TAGS:
        return PLAIN
    heading = _heading(classes, [words for _, words in worded])
    if heading:
        return Look(heading=heading, trigger=heading == INHERITED and any(map(_is_trigger, (w for _, w in worded))))
    return CARD if any(_is_card(name, words) for name, words in worded) else PLAIN


def _mark(name: str, words: Sequence[str]) -> str:
    """The boilerplate mark that a class name or id gives, or nothing."""
    if name.lower() in EXACT:
        return EXACT[name.lower()]
    if not words or words[0] in STATES:
        return ""
    for mark, telling in MARKS.items():
        if not telling.isdisjoint(words) and UNLESS.get(mark, frozenset()).isdisjoint(words):
            return mark
    if not TEASERS.isdisjoint(words):
        return "teaser?"
    if not BYLINES.isdisjoint(words):
        return "byline"
    return "header" if _is_page_header(words) else ""


def _is_page_header(words: Sequence[str]) -> bool:
    if "header" not in words:
        return False
    at = words.index("header")
    return at == 0 or words[at - 1] in PAGE_WORDS


def _heading(classes: str, names: Sequence[Sequence[str]]) -> int:
    """The level of a heading by class, ``INHERITED``, or 0 when no class name says heading."""
    if numbered := NUMBERED.search(classes):
        return int(numbered[1])
    for words in names:
        if not NOT_HEADINGS.isdisjoint(words):
            continue
        if not HEADINGS.isdisjoint(words) or (len(words) > 1 and words[-1] == "h" and words[0] in ONE_CARD):
            return next((SIZES[word] for word in words if word in SIZES), INHERITED)
        if _is_trigger(words):
            return INHERITED
    return 0


def _is_trigger(words: Sequence[str]) -> bool:
    """Whether a class name is that of the button or bar that opens a panel."""
    return bool(words) and not TRIGGERS.isdisjoint(words) and len(words) > 1 and words[-1] in TRIGGER_PARTS


def _is_card(name: str, words: Sequence[str]) -> bool:
    """Whether a class name is that of a card as a whole, not of the grid it stands in or of a part of it."""
    if not words:
        return False
    base = name.split("--", maxsplit=1)[0]
    last = words[len(WORDS.findall(base)) - 1] if base else ""
    if last in ONE_CARD or (last == "item" and not ITEMS.isdisjoint(words)):
        return True
    return words[0] in ONE_CARD and len(words) > 1 and words[1] in CARD_PARTS
