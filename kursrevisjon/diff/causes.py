"""What made a result differ: the union's page, our lexicon, our tool, our source list, or what could be read.

Two readings differ in their *rules* (lexicon, tool) and in their *pages*. Where only one of the two moved, it is the
cause. Where both moved, the old pages judged under the new rules stand between them: old → rejudged is the rules,
rejudged → new is the pages. Without such a step the evidence decides what is likely, and the cause that could not be
ruled out is named beside it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from kursrevisjon.model import AssessedCourse, ChangeCause, Dimension, HealthMark, RunInfo, UnionResult, UnreadCause

_PRIORITY = (ChangeCause.COVERAGE, ChangeCause.PAGE, ChangeCause.SOURCES)
"""Where pages moved in several ways, what could not be read comes first, so that no outage is laid on the union."""


@dataclass(frozen=True)
class Side:
    """One union in one run."""

    info: RunInfo
    result: UnionResult

    @cached_property
    def digests(self) -> dict[str, str | None]:
        """The pages read, with what they held."""
        return {page.url: page.digest for page in self.result.read_pages}

    @cached_property
    def unread(self) -> dict[str, UnreadCause]:
        """The pages that could not be read, with why."""
        return {page.url: page.cause for page in self.result.unread_pages}

    @property
    def is_kept(self) -> bool:
        """Whether a verdict is kept from an earlier reading."""
        return HealthMark.KEPT_LAST_GOOD.value in self.result.marks

    def urls(self) -> frozenset[str]:
        """Every address met."""
        return frozenset(self.digests.keys() | self.unread.keys())


@dataclass(frozen=True)
class Step:
    """Two readings of one union to be compared; ``same_pages`` says that both judge the same stored pages."""

    before: Side
    after: Side
    same_pages: bool = False

    @cached_property
    def rules(self) -> tuple[ChangeCause, ...]:
        """Which rules differ: lexicon before tool."""
        return rule_causes(self.before.info, self.after.info)

    @cached_property
    def pages_moved(self) -> bool:
        """Whether any page differs, in content or in whether it could be read."""
        if self.same_pages:
            return False
        is_same = self.before.digests == self.after.digests and self.before.unread == self.after.unread
        return not is_same or self.before.is_kept != self.after.is_kept


@dataclass(frozen=True, slots=True)
class Attribution:
    """The cause of a change, and the causes that could not be ruled out."""

    cause: ChangeCause
    also_possible: tuple[ChangeCause, ...] = ()


def rule_causes(before: RunInfo, after: RunInfo) -> tuple[ChangeCause, ...]:
    """Which rules differ between the runs. What one of them does not state counts as equal."""
    causes = []
    if before.lexicon != after.lexicon:
        causes.append(ChangeCause.LEXICON)
    stated = ((before.tool, after.tool), (before.extractor, after.extractor), (before.libraries, after.libraries))
    if any(one and other and one != other for one, other in stated):
        causes.append(ChangeCause.TOOL)
    return tuple(causes)


def attribute(step: Step, urls: Collection[str]) -> Attribution:
    """The cause of a change that rests on the pages ``urls``."""
    if not step.pages_moved:
        return _in_order(step.rules or (_without_trace(step),))
    moved = _page_causes(step, urls)
    if step.rules:
        return _in_order((*moved, *step.rules))
    return _in_order(moved or _page_causes(step, step.before.urls() | step.after.urls()) or (_without_trace(step),))


def evidence_urls(
    before: AssessedCourse | None,
    after: AssessedCourse | None,
    dimensions: Collection[Dimension] = frozenset(Dimension),
) -> frozenset[str]:
    """The pages that a change of a course rests on.

    They are those of the findings in ``dimensions`` that differ; where none does, those of any that differ; else all.
    """
    differing = _findings(before) ^ _findings(after)
    decisive = frozenset(url for dimension, _, _, url in differing if url and dimension in dimensions)
    others = frozenset(url for *_, url in differing if url)
    return decisive or others or _pages(before) | _pages(after)


def _in_order(causes: Iterable[ChangeCause]) -> Attribution:
    first, *rest = causes
    return Attribution(first, tuple(rest))


def _without_trace(step: Step) -> ChangeCause:
    """Neither rules nor pages moved: the union's entry in the source list, or else what the tool made of the same."""
    return ChangeCause.SOURCES if _scope_differs(step) else ChangeCause.TOOL


def _page_causes(step: Step, urls: Iterable[str]) -> tuple[ChangeCause, ...]:
    found = {cause for url in urls if (cause := _page_cause(step, url))}
    return tuple(cause for cause in _PRIORITY if cause in found)


def _page_cause(step: Step, url: str) -> ChangeCause | None:
    """What happened to one address between the readings; ``None`` when nothing did."""
    before, after = step.before, step.after
    if url in before.digests and url in after.digests:
        return ChangeCause.PAGE if before.digests[url] != after.digests[url] else None
    if url in before.unread and url in after.unread:
        return ChangeCause.COVERAGE if before.is_kept != after.is_kept else None
    if url in before.unread or url in after.unread:
        return ChangeCause.COVERAGE
    return _met_once(step, url)


def _met_once(step: Step, url: str) -> ChangeCause | None:
    """An address read in one run and not met in the other: published or taken away, unless it was never reached."""
    if url not in step.before.digests and url not in step.after.digests:
        return None
    missing_in = step.after if url in step.before.digests else step.before
    if not missing_in.result.complete:
        return ChangeCause.COVERAGE
    return ChangeCause.SOURCES if _scope_differs(step) else ChangeCause.PAGE


def _scope_differs(step: Step) -> bool:
    one, other = step.before.result.scope, step.after.result.scope
    return one != other if one and other else step.before.info.sources != step.after.info.sources


def _findings(course: AssessedCourse | None) -> frozenset[tuple[Dimension, str, str, str]]:
    """What is said of the course and where, without the rules that found it."""
    if course is None:
        return frozenset()
    return frozenset(
        (finding.dimension, finding.value, finding.quote, finding.page.url if finding.page else "")
        for finding in course.findings
    )


def _pages(course: AssessedCourse | None) -> frozenset[str]:
    return frozenset(page.url for page in course.pages) if course else frozenset()
