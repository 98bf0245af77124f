"""The figures of METHOD 6: precision, recall and F1 per page, courses found, agreement on matched ones, traps."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kursrevisjon.evaluate.gold import GoldCourse, GoldItem
from kursrevisjon.evaluate.matching import matched_courses
from kursrevisjon.model import AssessedCourse, DocumentResult, Obligation, Preventive

Judge = Callable[[GoldItem], DocumentResult]
_FIGURES: Final = ("training", "mandatory", "core", "hms", "preventive", "explicit")


@dataclass(slots=True)
class Counts:
    """Hits, false alarms and misses of one figure."""

    hits: int = 0
    false_alarms: int = 0
    misses: int = 0

    def add(self, *, wanted: bool, found: bool) -> None:
        """Count one item."""
        self.hits += wanted and found
        self.false_alarms += found and not wanted
        self.misses += wanted and not found

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 when nothing was found."""
        return self.hits / (self.hits + self.false_alarms) if self.hits + self.false_alarms else 1.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found; 1 when nothing is there."""
        return self.hits / (self.hits + self.misses) if self.hits + self.misses else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = 2 * self.hits + self.false_alarms + self.misses
        return 2 * self.hits / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Summary:
    """Three labels of an item: METHOD 4 over its courses for tillitsvalgte."""

    obligation: str | None
    hms: bool
    preventive: Preventive

    @property
    def headline(self) -> tuple[str | None, bool, Preventive]:
        """With ``optional`` and ``unstated`` as one class (METHOD 6)."""
        merged = "optional" if self.obligation == Obligation.UNSTATED else self.obligation
        return merged, self.hms, self.preventive


@dataclass(slots=True)
class Evaluation:
    """All figures of one kind of item (pages or passages), items with ``doubt`` apart."""

    items: int = 0
    right: int = 0
    page: dict[str, Counts] = field(default_factory=lambda: {name: Counts() for name in _FIGURES})
    false_claims: dict[str, int] = field(default_factory=dict)
    courses: Counts = field(default_factory=Counts)
    pairs: list[tuple[GoldCourse, AssessedCourse]] = field(default_factory=list)
    traps: dict[str, list[int]] = field(default_factory=dict)
    obligation_agrees: int = 0
    errors: list[tuple[GoldItem, Summary, Summary, DocumentResult]] = field(default_factory=list)

    def agreement(self, label: Callable[[GoldCourse | AssessedCourse], object]) -> tuple[float, float]:
        """Agreement and Cohen's kappa on one label over the matched courses."""
        pairs = [(label(gold), label(found)) for gold, found in self.pairs]
        return (sum(one == other for one, other in pairs) / len(pairs), kappa(pairs)) if pairs else (1.0, 1.0)


def kappa(pairs: Sequence[tuple[object, object]]) -> float:
    """Cohen's kappa of paired labels; 1 when both readers use one and the same label throughout."""
    total = len(pairs)
    observed = sum(one == other for one, other in pairs) / total
    labels = {label for pair in pairs for label in pair}
    expected = sum(
        (sum(one == label for one, _ in pairs) / total) * (sum(other == label for _, other in pairs) / total)
        for label in labels
    )
    return 1.0 if expected == 1.0 else (observed - expected) / (1 - expected)


def evaluate(items: Iterable[GoldItem], judge: Judge) -> Mapping[str, Evaluation]:
    """Figures for ``pages`` and ``cases``, and for the doubtful of each (``pages_doubt``, ``cases_doubt``)."""
    found: dict[str, Evaluation] = {}
    for item in items:
        kind = ("pages" if item.is_page else "cases") + ("_doubt" if item.doubt else "")
        _count(found.setdefault(kind, Evaluation()), item, judge(item))
    return dict(sorted(found.items()))


def _count(evaluation: Evaluation, item: GoldItem, result: DocumentResult) -> None:
    wanted, got = _wanted(item.courses), _found(result.courses)
    evaluation.items += 1
    training = item.training if item.is_page else wanted.obligation is not None
    evaluation.page["training"].add(wanted=training, found=result.training_for_reps)
    for name, has in _READERS.items():
        evaluation.page[name].add(wanted=has(wanted), found=has(got))
    evaluation.obligation_agrees += wanted.headline[0] == got.headline[0]
    for claim in _false_claims(item, result):
        evaluation.false_claims[claim] = evaluation.false_claims.get(claim, 0) + 1
    right = wanted.headline == got.headline
    evaluation.right += right
    for trap in item.traps:
        counts = evaluation.traps.setdefault(trap, [0, 0])
        counts[0] += right
        counts[1] += 1
    pairs = matched_courses(item.courses, result.courses)
    evaluation.pairs += pairs
    evaluation.courses.hits += len(pairs)
    evaluation.courses.misses += len(item.courses) - len(pairs)
    evaluation.courses.false_alarms += len(result.courses) - len(pairs)
    if not right:
        evaluation.errors.append((item, wanted, got, result))


_READERS: Final[Mapping[str, Callable[[Summary], bool]]] = {
    "mandatory": lambda summary: summary.obligation == Obligation.MANDATORY,
    "core": lambda summary: summary.obligation == Obligation.CORE,
    "hms": lambda summary: summary.hms,
    "preventive": lambda summary: summary.preventive is not Preventive.NONE,
    "explicit": lambda summary: summary.preventive is Preventive.EXPLICIT,
}


def _wanted(courses: Sequence[GoldCourse]) -> Summary:
    own = [course for course in courses if course.is_for_reps]
    return _summary([(course.alone, course.hms, course.preventive) for course in own])


def _found(courses: Sequence[AssessedCourse]) -> Summary:
    own = [course for course in courses if course.is_for_reps]
    return _summary([(course.obligation, course.hms, course.preventive) for course in own])


def _summary(labels: Sequence[tuple[Obligation, bool, Preventive]]) -> Summary:
    if not labels:
        return Summary(None, hms=False, preventive=Preventive.NONE)
    obligation = min((label[0] for label in labels), key=tuple(Obligation).index)
    preventive = min((label[2] for label in labels), key=tuple(Preventive).index)
    return Summary(obligation.value, any(label[1] for label in labels), preventive)


def _false_claims(item: GoldItem, result: DocumentResult) -> Iterable[str]:
    """The claims that must never be false: a topic, or a topic in mandatory training."""
    own = [course for course in item.courses if course.is_for_reps]
    duty = [course for course in own if course.alone is Obligation.MANDATORY]
    true = {
        "hms": any(course.hms for course in own),
        "preventive": any(course.preventive is not Preventive.NONE for course in own),
        "mandatory_hms": any(course.hms for course in duty),
        "mandatory_preventive": any(course.preventive is not Preventive.NONE for course in duty),
    }
    claimed = {
        "hms": result.page.hms,
        "preventive": result.page.preventive is not Preventive.NONE,
        "mandatory_hms": result.page.mandatory_hms,
        "mandatory_preventive": result.page.mandatory_preventive,
    }
    return [name for name, value in claimed.items() if value and not true[name]]
