"""The sentence that says why a union has its verdict, in bokmål and fit to be quoted.

It claims what the evidence carries and no more: "er ikke funnet på sidene som er lest", never "finnes ikke".
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kursrevisjon.model import AssessedCourse, Audience, Basis, Obligation, Preventive, Topic, UnreadCause, Verdict

TOPIC_NAMES: Final = {Topic.PREVENTIVE: "forebyggende arbeidsmiljøarbeid", Topic.HMS: "arbeidsmiljø eller HMS"}

CAUSE_NAMES: Final = {
    UnreadCause.UNREACHABLE: "uten kontakt med nettstedet",
    UnreadCause.HTTP_ERROR: "feil fra nettstedet",
    UnreadCause.ROBOTS: "stengt av robots.txt",
    UnreadCause.ROBOTS_UNREACHABLE: "robots.txt kunne ikke leses",
    UnreadCause.LOGIN_WALL: "bak innlogging",
    UnreadCause.BOT_WALL: "stengt for maskinlesing",
    UnreadCause.NEEDS_JAVASCRIPT: "krever JavaScript",
    UnreadCause.SOFT_404: "feilside",
    UnreadCause.EMPTY: "tom side",
    UnreadCause.TOO_LARGE: "for stor",
    UnreadCause.UNSUPPORTED: "filtype som ikke leses",
    UnreadCause.SCANNED_PDF: "skannet PDF uten tekst",
    UnreadCause.DAMAGED: "skadet fil",
    UnreadCause.OFF_SITE: "viser videre til et annet nettsted",
    UnreadCause.PRIVATE_ADDRESS: "intern adresse",
    UnreadCause.BUDGET: "ikke hentet innenfor sidetallet",
    UnreadCause.GONE_SINCE: "borte siden forrige lesing",
}

_AUDIENCE_NAMES: Final = {
    Audience.TILLITSVALGT: "tillitsvalgte",
    Audience.VERNEOMBUD: "verneombud",
    Audience.AMU: "AMU-medlemmer",
    Audience.LEDER: "ledere",
    Audience.MEDLEM: "medlemmer",
}

_NAMED_COURSES: Final = 3
"""A sentence names this many courses; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read for a union; ``judged`` are the training pages with enough text to judge."""

    read: int
    training: int
    judged: int
    rep_courses: int
    unread: Mapping[UnreadCause, int]


def sentence(
    topic: Topic,
    verdict: Verdict,
    deciding: Sequence[AssessedCourse],
    others: Sequence[AssessedCourse],
    reading: Reading,
) -> str:
    """Why the verdict on the topic is what it is.

    ``deciding`` are the courses that give the verdict, ``others`` those with the topic that are not for tillitsvalgte.
    """
    if verdict is Verdict.UNKNOWN:
        return _unknown(reading)
    if verdict is Verdict.ABSENT:
        return _absent(topic, others, reading)
    return _found(topic, verdict, deciding)


def held(earlier: str, fetched: datetime | None, missing: Sequence[tuple[str, UnreadCause]]) -> str:
    """The sentence of a verdict that is kept from an earlier reading because pages are missing for the first time."""
    when = f" ({_day(fetched)})" if fetched else ""
    urls = _list([f"{url} ({CAUSE_NAMES[cause]})" for url, cause in missing])
    return f"Beholdt fra siste gode lesing{when}, fordi grunnlaget ikke kunne leses nå: {urls}. {earlier}"


def _unknown(reading: Reading) -> str:
    if not reading.read:
        return f"Ingen side kunne leses{_causes(reading)}."
    if not reading.training:
        pages = _count(reading.read, "side er lest, og den", "sider er lest, og ingen av dem")
        verb = "beskriver ikke" if reading.read == 1 else "beskriver"
        return f"Ingen opplæringsside funnet: {pages} {verb} opplæring for tillitsvalgte.{_unread(reading)}"
    pages = _count(reading.training, "opplæringsside", "opplæringssider")
    return f"For lite tekst til å vurdere: {pages} funnet, men uten nok tekst.{_unread(reading)}"


def _absent(topic: Topic, others: Sequence[AssessedCourse], reading: Reading) -> str:
    pages = _count(reading.training, "opplæringsside", "opplæringssider")
    courses = f"med {reading.rep_courses} kurs" if reading.rep_courses else "uten navngitte kurs"
    found = f"{_sentence_case(TOPIC_NAMES[topic])} er ikke funnet i opplæring for tillitsvalgte på de leste sidene"
    return f"{found} ({pages} {courses} for tillitsvalgte).{_for_others(others)}{_unread(reading)}"


def _found(topic: Topic, verdict: Verdict, deciding: Sequence[AssessedCourse]) -> str:
    return f"{_sentence_case(TOPIC_NAMES[topic])} inngår i {_FOUND[verdict](deciding)}.{_depth(topic, deciding)}"


def _mandatory(courses: Sequence[AssessedCourse]) -> str:
    basis = " etter avtale" if all(course.basis is Basis.AGREEMENT for course in courses) else ""
    if len(courses) == 1:
        return f"kurset {_names(courses)}, som er obligatorisk for tillitsvalgte{basis}"
    return f"kursene {_names(courses)}, som er obligatoriske for tillitsvalgte{basis}"


def _core(courses: Sequence[AssessedCourse]) -> str:
    return f"grunnopplæringen ({_names(courses)}), uten at de leste sidene sier at kurset er obligatorisk"


def _optional(courses: Sequence[AssessedCourse]) -> str:
    kinds = Counter(_kind(course) for course in courses)
    parts = [f"{_names([course for course in courses if _kind(course) == kind])} ({kind})" for kind in kinds]
    return f"{_list(parts)}, men er ikke funnet i obligatorisk opplæring eller grunnopplæring"


_FOUND: Final = {Verdict.MANDATORY: _mandatory, Verdict.CORE: _core, Verdict.OPTIONAL: _optional}


def _kind(course: AssessedCourse) -> str:
    """What the pages say of the duty to take a course that closes no gap."""
    if course.obligation is Obligation.OPTIONAL:
        return "frivillig"
    if course.obligation is Obligation.UNSTATED:
        return "plikt er ikke oppgitt"
    if course.basis is Basis.LAW:
        return "pålagt ved lov, ikke av forbundet eller avtale"
    if course.basis is Basis.EMPLOYER:
        return "pålagt av arbeidsgiver, ikke av forbundet eller avtale"
    return "plikt uten oppgitt grunnlag"


def _depth(topic: Topic, courses: Sequence[AssessedCourse]) -> str:
    """Whether prevention is named or follows from a named method; the verdict counts both alike (METHOD 3 and 4)."""
    if topic is not Topic.PREVENTIVE:
        return ""
    if any(course.preventive is Preventive.EXPLICIT for course in courses):
        return " Forebygging er nevnt uttrykkelig."
    return " Forebygging er ikke nevnt med ord, men følger av en navngitt forebyggende metode."


def _for_others(others: Sequence[AssessedCourse]) -> str:
    if not others:
        return ""
    audiences = [_AUDIENCE_NAMES[audience] for audience in Audience if any(audience in c.audience for c in others)]
    return f" Temaet er funnet i {len(others)} kurs for {_list(audiences) or 'andre'}, som ikke teller her."


def _unread(reading: Reading) -> str:
    total = sum(reading.unread.values())
    return f" {_count(total, 'side', 'sider')} kunne ikke leses{_causes(reading)}." if total else ""


def _causes(reading: Reading) -> str:
    parts = ", ".join(f"{number} {CAUSE_NAMES[cause]}" for cause, number in reading.unread.items())
    return f" ({parts})" if parts else ""


def _names(courses: Sequence[AssessedCourse]) -> str:
    names = list(dict.fromkeys(f"«{course.name}»" for course in courses))
    rest = len(names) - _NAMED_COURSES
    return _list(names if rest <= 0 else [*names[:_NAMED_COURSES], f"{rest} til"])


def _list(parts: Sequence[str]) -> str:
    return " og ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def _day(moment: datetime) -> str:
    return f"{moment.day}.{moment.month}.{moment.year}"
