"""What a report says, in the language asked for: phrases, labels of METHOD's values, dates and numbers.

Phrases come from ``phrases``; how dates and numbers are written comes from the CLDR, by way of babel. Times are UTC, as
they are stored, and say so.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Final, Literal

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from kursrevisjon.errors import UsageError
from kursrevisjon.model import AssessedCourse, Topic, UnreadCause, Verdict
from kursrevisjon.report.details import detail_in
from kursrevisjon.report.phrases import LANGUAGES, PHRASES

_LOCALES: Final = {"nb": "nb", "nn": "nn", "en": "en_GB"}


class Messages:
    """The phrases of one language. Called with a key it gives the phrase, filled with ``values``."""

    def __init__(self, lang: str) -> None:
        if lang not in LANGUAGES:
            raise UsageError(f"Unknown language {lang!r}; choose one of {', '.join(LANGUAGES)}.")
        self.lang = lang
        self.locale = Locale.parse(_LOCALES[lang])
        column = LANGUAGES.index(lang)
        self._phrases = {key: row[column] for key, row in PHRASES.items()}

    def __call__(self, key: str, **values: object) -> str:
        """The phrase ``key``; an unknown key or a place left unfilled is a mistake in this program (``KeyError``)."""
        phrase = self._phrases[key]
        return phrase.format_map(values) if values else phrase

    def count(self, key: str, count: int) -> str:
        """The singular or plural phrase for ``count`` things."""
        return self(f"{key}.one" if count == 1 else f"{key}.other", count=self.number(count))

    def label(self, group: str, value: str) -> str:
        """The label of a METHOD value; a value of a later version is shown as it stands."""
        return self._phrases.get(f"{group}.{value}", value)

    def detail(self, detail: str) -> str:
        """What is told of an address beyond its cause; as it was stored when there is no wording for it."""
        return detail_in(self.lang, detail)

    def verdict(self, verdict: Verdict) -> str:
        """METHOD 4's label."""
        return self.label("verdict", verdict)

    def topic(self, topic: Topic, *, capital: bool = False) -> str:
        """The short name of a topic."""
        name = self.label("topic", topic)
        return capitalise(name) if capital else name

    def labels(self, group: str, values: Iterable[StrEnum]) -> str:
        """Labels of several values, with commas between."""
        return ", ".join(self.label(group, value) for value in values)

    def quoted(self, text: str) -> str:
        """The text in the language's quotation marks."""
        return self("quoted", text=text)

    def listed(self, items: Iterable[str], most: int = 0) -> str:
        """Items as the language lists them ("a, b og c"); beyond ``most`` (0 = all) the rest are counted."""
        given = list(items)
        if most and len(given) > most:
            return ", ".join(given[:most]) + " " + self.count("more", len(given) - most)
        return format_list(given, style="standard", locale=self.locale)

    def first(self, lines: Sequence[str], most: int) -> tuple[str, ...]:
        """The first ``most`` lines, and a line that counts the rest."""
        left = len(lines) - most
        return (*lines[:most], self.count("more", left)) if left > 0 else tuple(lines)

    def causes(self, unread: Mapping[UnreadCause, int]) -> str:
        """Why pages could not be read, with a count for each cause, most frequent first."""
        ordered = sorted(unread.items(), key=lambda item: (-item[1], item[0]))
        return "; ".join(f"{self.label('unread', cause)} ({self.number(number)})" for cause, number in ordered)

    def duty(self, course: AssessedCourse) -> str:
        """The obligation of a course, with what it rests on where it rests on something."""
        duty = self.label("obligation", course.obligation)
        return f"{duty} {self.label('basis', course.basis)}" if course.basis else duty

    def day(self, when: date | None, *, short: bool = False) -> str:
        """A day: "4. november 2026", or "4. nov. 2026" when short; an unknown one is a dash."""
        if when is None:
            return "–"
        day = when.astimezone(UTC).date() if isinstance(when, datetime) else when
        return _written_day(day, "medium" if short else "long", self.locale)

    def split_day(self, when: datetime) -> tuple[str, str]:
        """A day in two short lines, for the foot of a chart's column: "4. nov." and "2026"."""
        year = str(when.astimezone(UTC).year)
        return self.day(when, short=True).removesuffix(year).strip(), year

    def moment(self, when: datetime | None) -> str:
        """A day and time of day in UTC."""
        if when is None:
            return "–"
        return f"{self.day(when)} {format_time(when.astimezone(UTC), 'short', locale=self.locale)} UTC"

    def number(self, value: float) -> str:
        """A number with the language's own separators."""
        return format_decimal(value, locale=self.locale)

    def percent(self, share: float) -> str:
        """A share of 1 as whole per cent."""
        return format_percent(share, locale=self.locale)


@lru_cache(maxsize=len(LANGUAGES))
def messages(lang: str) -> Messages:
    """The phrases of ``lang`` (nb, nn or en); raises ``UsageError`` for another."""
    return Messages(lang)


@lru_cache(maxsize=1024)
def _written_day(day: date, style: Literal["medium", "long"], locale: Locale) -> str:
    """A day as the locale writes it; remembered, since a report has thousands of quotes from a few days."""
    return format_date(day, style, locale=locale)


def capitalise(text: str) -> str:
    """The text with its first letter made large and the rest left alone ("HMS" stays)."""
    return text[:1].upper() + text[1:]
