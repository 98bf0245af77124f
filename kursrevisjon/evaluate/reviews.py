"""Reviews against a run: which still hold, and how often people and the program agree.

A review holds for as long as its evidence is the same: the label, and the quotes or pages that it rests on. On other
evidence it is stale: it stays to be seen, and counts for nothing until somebody looks again.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kursrevisjon.model import AssessedCourse, Review, Topic, UnionResult
from kursrevisjon.text import canonical_json, digest_of


@dataclass(frozen=True, slots=True)
class Cell:
    """A verdict (``topic``) or a course (``course``, its id) of a union, and what people say of it.

    ``label`` is the program's, ``evidence`` a digest of what it rests on; a course that the run no longer has has
    neither. ``reviews`` holds each person's newest.
    """

    union: UnionResult
    topic: Topic | None
    course: str | None
    name: str
    label: str = ""
    evidence: str = ""
    reviews: tuple[Review, ...] = ()

    @property
    def about(self) -> tuple[str, Topic | None, str | None]:
        """As ``Review.about``."""
        return self.union.id, self.topic, self.course

    @property
    def holding(self) -> tuple[Review, ...]:
        """The reviews that hold; the others are stale."""
        return tuple(review for review in self.reviews if self.holds(review))

    def holds(self, review: Review) -> bool:
        """Whether the review was given on this evidence."""
        return review.evidence == self.evidence


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often reviews that hold find the program right.

    ``kappa`` is Cohen's, for verdicts alone: a verdict that is only rejected counts as a label that the program never
    gives. It is ``None`` where chance alone would agree every time, or nothing is reviewed.
    """

    reviews: int
    agreed: int
    kappa: float | None = None

    @property
    def rate(self) -> float | None:
        """The share of reviews that agree."""
        return self.agreed / self.reviews if self.reviews else None


def cells_of(union: UnionResult, reviews: Iterable[Review]) -> Iterator[Cell]:
    """The union's verdicts and courses, and the courses that were reviewed in another run alone, with their reviews."""
    newest: dict[tuple[str, Topic | None, str | None], dict[str, Review]] = {}
    for review in reviews:
        if review.union == union.id:
            newest.setdefault(review.about, {})[review.by] = review
    cells = [_verdict_cell(union, topic) for topic in Topic if topic in union.verdicts]
    cells += [_course_cell(union, course) for course in union.courses]
    known = {cell.about for cell in cells}
    gone = [course for _, _, course in newest if course and (union.id, None, course) not in known]
    for cell in (*cells, *(Cell(union, None, course, course) for course in gone)):
        yield replace(cell, reviews=tuple(newest.get(cell.about, {}).values()))


def agreement_on_verdicts(cells: Iterable[Cell]) -> Agreement:
    """How often reviews of verdicts agree, and how much more often than chance."""
    pairs = [(cell.label, review.label) for cell in cells if cell.topic for review in cell.holding]
    agreed = sum(machine == person for machine, person in pairs)
    return Agreement(len(pairs), agreed, _kappa(pairs, agreed))


def agreement_on_courses(cells: Iterable[Cell]) -> Agreement:
    """How often reviews of courses agree with all labels of the course."""
    given = [review for cell in cells if cell.course for review in cell.holding]
    return Agreement(len(given), sum(review.agrees for review in given))


def _kappa(pairs: Sequence[tuple[str, str]], agreed: int) -> float | None:
    if not pairs:
        return None
    machine, person = (Counter(side) for side in zip(*pairs, strict=True))
    by_chance = sum(machine[label] * person[label] for label in machine) / len(pairs) ** 2
    return None if by_chance == 1 else (agreed / len(pairs) - by_chance) / (1 - by_chance)


def _verdict_cell(union: UnionResult, topic: Topic) -> Cell:
    label = union.verdicts[topic].verdict.value
    deciding = union.deciding(topic)
    # Where no course decides, the verdict rests on all that was read and on all that was found there.
    pages = () if deciding else sorted((page.url, page.digest or "") for page in union.read_pages)
    return Cell(union, topic, None, union.short_name, label, _digest(label, deciding or union.courses, pages))


def _course_cell(union: UnionResult, course: AssessedCourse) -> Cell:
    label = course_label(course)
    return Cell(union, None, course.key, course.name, label, _digest(label, [course]))


def course_label(course: AssessedCourse) -> str:
    """All labels of a course in one line, as ``field=value``."""
    audience = "+".join(sorted(course.audience))
    hms = "true" if course.hms else "false"
    duty = f"obligation={course.obligation}" + (f" basis={course.basis}" if course.basis else "")
    return f"{duty} audience={audience} hms={hms} preventive={course.preventive}"


def _digest(label: str, courses: Iterable[AssessedCourse], pages: Sequence[tuple[str, str]] = ()) -> str:
    """The rules that found a quote, and when it was fetched, are no part of the evidence."""
    quotes = sorted(
        (course.key, found.dimension.value, found.value, found.quote, found.page.url if found.page else "")
        for course in courses
        for found in course.findings
    )
    return digest_of(canonical_json([label, quotes, pages]))
