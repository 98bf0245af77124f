"""Courses in the making: mentions of the same course gather in one draft (METHOD, Units)."""

import re
from dataclasses import dataclass, field
from typing import Final

from kursrevisjon.courses.names import ROMAN, Named
from kursrevisjon.model import Course, Span

_ENDING: Final = re.compile(r"(?<=\w{4})(et|en|a|ene|ane|s)$")
# One and the same thing in the mouth of most texts, where no number tells them apart.
_BASIC_FAMILY: Final = ("grunnkur", "grunnopplær", "grunnskoler", "grunnskuler", "grunkur")
_OTHERS: Final = ("verneombud", "verneombod", "amu", "arbeidsmilj", "vernearb", "40", "førti")
"""Whose basic training is another than that of representatives, and its hours."""

_BY_PLACE: Final = frozenset({"title", "named"})
_GENERAL: Final = (
    "opplæring",
    "skolering",
    "skulering",
    "konferanse",
    "workshop",
    "programme",
    "nettundervisning",
    "course",
)
_HOURS: Final = ("timer", "timar", "tim", "hour", "dag")
_LONGEST: Final = 60
_OURS: Final = frozenset({"vårt", "vår", "våre", "our"})
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(slots=True)
class Draft:
    """A course as it is being put together."""

    name: str
    kind: str
    mentions: list[Span] = field(default_factory=list)
    scope: list[Span] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    programme: "Draft | None" = None
    denied: Span | None = None
    is_titled: bool = False
    """Whether a heading gave the name, which no other mention then changes."""

    def add(self, span: Span) -> None:
        """Take a span into the scope, once."""
        if span not in self.scope and span.end > span.start:
            self.scope.append(span)

    def belong_to(self, programme: "Draft | None") -> None:
        """Make the course a part of the programme, unless it is a part of one already, is the programme itself, or is
        a stage beside it ("Fase 2" in the section "Fase 1 og Fase 2").
        """
        beside = (
            programme is not None and self.kind == programme.kind == "stage" and _family(self) == _family(programme)
        )
        if programme is not self and not beside:
            self.programme = self.programme or programme

    def to_course(self) -> Course:
        """The finished value."""
        return Course(
            self.name,
            tuple(self.mentions),
            tuple(sorted(self.scope)),
            tuple(self.headings),
            self.programme.name if self.programme else None,
            self.kind,
            self.denied,
        )


class Drafts:
    """The drafts of a page, found again by what the course is called."""

    def __init__(self) -> None:
        self.all: list[Draft] = []
        self._by_key: dict[str, Draft] = {}

    def get(self, name: str, kind: str, span: Span, also: Named | None = None) -> Draft:
        """The draft that ``name`` calls, new or known; a later mention like ``also`` calls it too."""
        key = mention_key(name, kind)
        draft = self._by_key.get(key) or self._written(name, kind) or self._titled_longer(name)
        if draft is None:
            draft = Draft(name, kind)
            self._by_key[key] = draft
            if ": " in name:
                self._by_key.setdefault(mention_key(name.partition(": ")[2], "named"), draft)
            if also is not None:
                self._by_key.setdefault(mention_key(also.name, also.kind), draft)
            self.all.append(draft)
        elif not draft.is_titled and draft.kind == kind and kind in {"basic", "generic"}:
            draft.name = name if len(draft.name) < len(name) < _LONGEST else draft.name
        if draft.name[:1].islower() and name[:1].isupper() and draft.name.lower() == name.lower():
            draft.name = name
        draft.mentions.append(span)
        draft.add(span)
        return draft

    def _written(self, name: str, kind: str) -> Draft | None:
        """The course of that very name, where one of the two mentions shows it by its place alone."""
        same = (draft for draft in self.all if draft.name.lower() == name.lower())
        return next((draft for draft in same if not _BY_PLACE.isdisjoint({kind, draft.kind})), None)

    def _titled_longer(self, name: str) -> Draft | None:
        """The course whose title begins with a name of several words ("Basic Course" for "Basic Course for ...")."""
        if " " not in name or not name[0].isupper():
            return None
        return next((draft for draft in self.all if draft.is_titled and draft.name.startswith(name + " ")), None)

    def call(self, draft: Draft, noun: str) -> None:
        """Know a course by the noun beside its name too ("nettkurset «Første veka»"), unless another has it."""
        self._by_key.setdefault(mention_key(noun, "generic"), draft)

    def rename(self, draft: Draft, named: Named) -> None:
        """Call a course by the name that a mention of it gives."""
        draft.name, draft.kind = named.name, named.kind
        self._by_key[mention_key(named.name, named.kind)] = draft

    def drop(self, draft: Draft) -> None:
        """Forget a course that turns out to be none."""
        self.all.remove(draft)
        self._by_key = {key: other for key, other in self._by_key.items() if other is not draft}

    def knows(self, named: Named) -> bool:
        """Whether a mention calls a draft that is there already."""
        return mention_key(named.name, named.kind) in self._by_key

    def of(self, named: Named) -> Draft:
        """The draft that a mention belongs to."""
        draft = self.get(named.name, named.kind, Span(named.block, named.start, named.end))
        self.call_also(draft, named)
        return draft

    def call_also(self, draft: Draft, named: Named) -> None:
        """Know a course by the stage in brackets behind its name too, unless another has it."""
        if named.also:
            self._by_key.setdefault(mention_key(named.also, "stage"), draft)


def _family(stage: Draft) -> str:
    return stage.name.split()[0].lower()


def mention_key(name: str, kind: str) -> str:
    """What makes two mentions the same course: the head word without its ending, and any stage number."""
    words = [ROMAN.get(word, word.lower()) for word in _WORD.findall(_parted(name))]
    words = [word for word in words if word not in _OURS] or words
    if kind == "stage":
        return " ".join(word for word in words if word not in {"kurset", "kurs"} or word == words[0])
    stems = [_ENDING.sub("", _ENDING.sub("", word)).rstrip("e") for word in words]
    if kind == "basic":
        head = next((stem for stem in stems if stem.startswith(_BASIC_FAMILY)), "")
        head = head or next((stem for stem in stems if len(stem) > 6), stems[0] if stems else name)
        numbers = [
            stem for stem, after in zip(stems, [*stems[1:], ""], strict=True) if stem.isdigit() and after not in _HOURS
        ]
        family = "grunn" if head.startswith(_BASIC_FAMILY) or stems[:1] == ["basic"] else head
        others = ["verneombud" for stem in stems if stem.startswith(_OTHERS)][:1]
        return " ".join([family, *others, *numbers])
    if kind == "generic":
        telling = bool(stems) and len(stems[0]) >= 9 and not stems[0].startswith(_GENERAL)
        return stems[0] if telling else " ".join(stems[:3])
    return " ".join(stems)


def _parted(text: str) -> str:
    """ "tv1" and "trinn1" with their number apart."""
    return re.sub(r"(?<=[^\W\d_])(?=\d)", " ", text)
