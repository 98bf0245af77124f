"""METHOD's value lists. The values are METHOD's own tokens and are written to files as they stand."""

from enum import StrEnum
from typing import Final

MAIN_ORGANISATIONS: Final = ("LO", "YS", "Unio", "Akademikerne")
"""The four main organisations of METHOD 5, in the order every table uses."""

OUTSIDE_MAIN_ORGANISATIONS: Final = "Uten hovedorganisasjon"
"""The name under which unions outside any main organisation are rolled up."""


def main_org_order(name: str | None) -> tuple[int, str]:
    """Where a main organisation stands in tables: the four first, then others by name, last the unions outside any."""
    if name is None or name == OUTSIDE_MAIN_ORGANISATIONS:
        return len(MAIN_ORGANISATIONS) + 1, ""
    if name in MAIN_ORGANISATIONS:
        return MAIN_ORGANISATIONS.index(name), ""
    return len(MAIN_ORGANISATIONS), name


class Obligation(StrEnum):
    """Whether representatives must take a course (METHOD 1)."""

    MANDATORY = "mandatory"
    CORE = "core"
    OPTIONAL = "optional"
    UNSTATED = "unstated"


class Basis(StrEnum):
    """What a duty rests on (METHOD 1)."""

    UNION = "union"
    AGREEMENT = "agreement"
    LAW = "law"
    EMPLOYER = "employer"


CLOSING_BASES: Final = frozenset({Basis.UNION, Basis.AGREEMENT})
"""The bases of a duty that makes training mandatory for the union (METHOD 4)."""


class Audience(StrEnum):
    """Whom a course is for (METHOD 2)."""

    TILLITSVALGT = "tillitsvalgt"
    VERNEOMBUD = "verneombud"
    AMU = "amu"
    LEDER = "leder"
    MEDLEM = "medlem"


class Preventive(StrEnum):
    """Preventive working-environment work in a course (METHOD 3, forebyggende)."""

    EXPLICIT = "explicit"
    IMPLIED = "implied"
    NONE = "none"


class Topic(StrEnum):
    """The two topics that a union gets a verdict on (METHOD 4)."""

    PREVENTIVE = "preventive"
    HMS = "hms"


class Verdict(StrEnum):
    """A union's verdict per topic (METHOD 4)."""

    MANDATORY = "mandatory"
    CORE = "core"
    OPTIONAL = "optional"
    ABSENT = "absent"
    UNKNOWN = "unknown"


GAP_VERDICTS: Final = frozenset({Verdict.OPTIONAL, Verdict.ABSENT})
"""Gap = ``optional`` or ``absent`` (METHOD 4); ``unknown`` is never one."""


class Dimension(StrEnum):
    """What a lexicon rule decides about."""

    OBLIGATION = "obligation"
    BASIS = "basis"
    AUDIENCE = "audience"
    HMS = "hms"
    PREVENTIVE = "preventive"
    COURSE = "course"
    NOT_TRAINING = "not_training"


class UnreadCause(StrEnum):
    """Why an address gave no page (DESIGN, closed list)."""

    UNREACHABLE = "unreachable"
    HTTP_ERROR = "http_error"
    ROBOTS = "robots"
    ROBOTS_UNREACHABLE = "robots_unreachable"
    LOGIN_WALL = "login_wall"
    BOT_WALL = "bot_wall"
    NEEDS_JAVASCRIPT = "needs_javascript"
    SOFT_404 = "soft_404"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNSUPPORTED = "unsupported"
    SCANNED_PDF = "scanned_pdf"
    DAMAGED = "damaged"
    OFF_SITE = "off_site"
    PRIVATE_ADDRESS = "private_address"
    BUDGET = "budget"
    GONE_SINCE = "gone_since"


class Outcome(StrEnum):
    """The one outcome of an address that is not an ``UnreadCause``."""

    READ = "read"


class ChangeCause(StrEnum):
    """Why a verdict differs between two runs (DESIGN)."""

    PAGE = "page"
    LEXICON = "lexicon"
    TOOL = "tool"
    SOURCES = "sources"
    COVERAGE = "coverage"


class HealthMark(StrEnum):
    """A warning that a union's reading is thinner than it should be, or partly kept from an earlier one."""

    FEWER_PAGES = "fewer_pages"
    FEWER_COURSES = "fewer_courses"
    KEPT_LAST_GOOD = "kept_last_good"
