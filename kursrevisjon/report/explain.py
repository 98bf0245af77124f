"""The evidence behind a union's verdicts, and behind the labels of one document, as blocks (METHOD 5)."""

from collections.abc import Iterator, Sequence

from kursrevisjon.model import AssessedCourse, DocumentResult, Finding, Outcome, PageRef, Topic, UnionResult
from kursrevisjon.report.grid import SHAPES, STYLES, Cell, Column
from kursrevisjon.report.messages import Messages, capitalise
from kursrevisjon.report.outline import Drawn, Heading, Items, Quote, Table, Text
from kursrevisjon.report.view import Evidence, cell_findings, evidence, org_label, verdict_of, why

_MOST_COURSES = 5
_MOST_NEAR = 5
_SHORT_DIGEST = 12


def explain_union(
    union: UnionResult, m: Messages, *, topic: Topic | None = None, course: str | None = None
) -> Iterator[Drawn]:
    """The verdicts of a union with their evidence.

    ``topic`` limits it to one cell, ``course`` to the courses of that id or with that in their name.
    """
    yield Heading(f"{union.name} ({org_label(union.main_org, m)})", 1)
    if union.marks:
        yield Text("; ".join(m.label("mark", mark) for mark in union.marks), alarm=True)
    if course is not None:
        yield from _named(union, course, m)
        return
    shown: set[tuple[str, tuple[Finding, ...]]] = set()
    for cell in Topic if topic is None else (topic,):
        yield from explain_cell(union, cell, m, shown=shown)
    if union.unread_pages:
        yield Heading(m("not_read"))
        yield unread_items(union, m)


def explain_document(result: DocumentResult, m: Messages) -> Iterator[Drawn]:
    """The labels of one document with their evidence."""
    yield Heading(result.source, 1)
    if result.outcome is not Outcome.READ:
        detail = f" ({m.detail(result.detail)})" if result.detail else ""
        yield Text(f"{m('not_read')}: {m.label('unread', result.outcome)}{detail}", alarm=True)
        return
    yield Text(m("training_page" if result.training_for_reps else "not_training_page"))
    if result.too_little_text:
        yield Text(m("too_little_text"))
    if not result.courses:
        yield Text(m("no_courses"))
        return
    yield course_table(result.courses, m)
    for course in result.courses:
        yield from _course(course, course.findings, m)


def course_table(courses: Sequence[AssessedCourse], m: Messages) -> Table:
    """The labels of courses, one a row."""
    columns = [Column(m(f"col.{key}")) for key in ("course", "obligation", "audience", "hms", "preventive")]
    rows = [
        (
            course.name,
            m.duty(course),
            m.labels("audience", course.audience),
            m("yes" if course.hms else "no"),
            m.label("preventive", course.preventive),
        )
        for course in courses
    ]
    return Table(columns, rows)


def short_digest(digest: str | None) -> str:
    """As much of a digest as a person compares."""
    return (digest or "").removeprefix("sha256:")[:_SHORT_DIGEST]


def unread_items(union: UnionResult, m: Messages) -> Items:
    """The addresses that gave no page, and why."""
    return Items(tuple(f"{page.url}: {m.label('unread', page.cause)}" for page in union.unread_pages))


def explain_cell(
    union: UnionResult,
    topic: Topic,
    m: Messages,
    *,
    shown: set[tuple[str, tuple[Finding, ...]]],
    level: int = 2,
    misses: bool = True,
) -> Iterator[Drawn]:
    """A verdict with the courses and quotes that decide it.

    ``misses`` adds what matched and did not count. ``shown`` gathers what has been shown, which is not repeated.
    """
    verdict = verdict_of(union, topic)
    yield Heading(f"{capitalise(m.label('topic_long', topic))}: {SHAPES[verdict]} {m.verdict(verdict)}", level)
    yield Text(why(union, topic, m), style=STYLES[verdict])
    courses = union.deciding(topic)
    for course in courses[:_MOST_COURSES]:
        findings = cell_findings(course, topic)
        if (course.key, findings) in shown:
            yield Text(m("as_above", course=m.quoted(course.name)))
            continue
        shown.add((course.key, findings))
        yield from _course(course, findings, m, level=level + 1, misses=misses)
    if len(courses) > _MOST_COURSES:
        yield Text(m.count("more", len(courses) - _MOST_COURSES))
    if not courses and misses:
        yield from _stopped(union.courses, m)


def _named(union: UnionResult, name: str, m: Messages) -> Iterator[Drawn]:
    found = union.courses_named(name)
    if not found:
        yield Text(m("no_such_course", course=name))
    for course in found:
        yield from _course(course, course.findings, m)


def _course(
    course: AssessedCourse, findings: Sequence[Finding], m: Messages, *, level: int = 3, misses: bool = True
) -> Iterator[Drawn]:
    yield Heading(f"{course.name} – {m.duty(course)}; {m.labels('audience', course.audience)}", level)
    for proof in evidence(findings):
        yield _quote(proof, m)
    if misses:
        yield from _stopped([course], m)


def _quote(proof: Evidence, m: Messages) -> Quote:
    finding = proof.first
    foot: list[Cell | str] = (
        [m("under_headings", path=" › ".join(finding.heading_path))] if finding.heading_path else []
    )
    if finding.page is not None:
        foot += _page_lines(finding.page, finding.page_number, m)
    head = ". ".join(f"{finding_label(each, m)}. {rule_line(each, m)}" for each in proof.findings)
    return Quote(finding.quote, finding.before, finding.after, head, tuple(foot))


def finding_label(finding: Finding, m: Messages) -> str:
    """What a quote is evidence of: "Plikt: obligatorisk"."""
    value = m.label(finding.dimension, finding.value)
    return f"{capitalise(m.label('dimension', finding.dimension))}: {value}"


def rule_line(finding: Finding, m: Messages) -> str:
    """The rule that fired and how its word met the text."""
    match = m.label("match", finding.match)
    if finding.score is not None and finding.score < 100:
        match = f"{match}, {m.percent(finding.score / 100)}"
    return m("rule", rule=finding.rule, match=match)


def _page_lines(page: PageRef, page_number: int | None, m: Messages) -> Iterator[Cell]:
    yield Cell(page.url, url=page.url)
    said = [m("fetched_at", date=m.moment(page.fetched))] if page.fetched else []
    if page.digest:
        said.append(m("digest", digest=short_digest(page.digest)))
    if page_number is not None:
        said.append(m("pdf_page", number=page_number))
    if said:
        yield Cell(capitalise(", ".join(said)))


def _stopped(courses: Sequence[AssessedCourse], m: Messages) -> Iterator[Drawn]:
    """Matches that were blocked and near misses: why a course was not labelled otherwise."""
    blocked = [
        f"{m.quoted(miss.quote)}: {miss.rule}, {m('blocked_by', what=miss.blocked_by)}"
        for course in courses
        for miss in course.suppressed
    ]
    near = [
        f"{m.quoted(miss.quote)}: {miss.rule}, {m('lacks', what=miss.lacks)}"
        for course in courses
        for miss in course.near
    ]
    for key, lines in (("suppressed", blocked), ("near", near)):
        if lines:
            yield Heading(m(key), 4)
            yield Items(m.first(lines, _MOST_NEAR))
