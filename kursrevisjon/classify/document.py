"""One document judged by itself: its courses, and what the page as a whole says (METHOD; DESIGN ``document/1``)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kursrevisjon.classify.audience import judge_audience, whom_duty_binds
from kursrevisjon.classify.evidence import Evidence
from kursrevisjon.classify.obligation import EXPLICIT_CHOICE, Judgement, judge_obligation
from kursrevisjon.classify.page import (
    counts_as_course,
    describes_training,
    summarise,
    titles_of,
    without_umbrellas,
)
from kursrevisjon.classify.topics import Topics, judge_topics
from kursrevisjon.courses import find_courses
from kursrevisjon.lexicon import Lexicon
from kursrevisjon.model import (
    AssessedCourse,
    Audience,
    Course,
    Dimension,
    Document,
    DocumentResult,
    Finding,
    Match,
    Obligation,
    Preventive,
    Span,
)
from kursrevisjon.text import name_key


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A course with all its judgements, before stages and programmes have told each other what they say."""

    course: Course
    evidence: Evidence
    audience: tuple[Audience, ...]
    audience_matches: tuple[Match, ...]
    obligation: Judgement
    topics: Topics


def course_id(name: str) -> str:
    """The identity of a course within its union: its name without case, spacing, dates and marks; stages kept apart."""
    return name_key(name).replace(" ", "-") or "kurs"


def assess_document(document: Document, lexicon: Lexicon) -> DocumentResult:
    """The courses that a document describes, with labels and evidence."""
    blocks = lexicon.annotate(document)
    titles = tuple(titles_of(blocks))
    found = [course for course in find_courses(document, blocks) if counts_as_course(course, document, blocks, titles)]
    if document.section is None:
        found = without_umbrellas(found, blocks)
    sequence = _has_sequence(found)
    names = _names_by_block(found)
    labelled = [_label(Evidence(document, blocks, course, names), sequence=sequence) for course in found]
    labelled = _joined(labelled)
    courses = tuple(_assessed(item) for item in labelled)
    return DocumentResult(
        source=document.source,
        url=document.url,
        lang=document.lang,
        training_for_reps=describes_training(document, blocks, courses),
        courses=courses,
        page=summarise(courses),
    )


def _names_by_block(courses: Iterable[Course]) -> dict[int, list[tuple[Span, Course]]]:
    named: dict[int, list[tuple[Span, Course]]] = {}
    for course in courses:
        for place in course.mentions:
            named.setdefault(place.block, []).append((place, course))
    return named


def _label(evidence: Evidence, *, sequence: bool) -> _Labelled:
    audience, matches = judge_audience(evidence)
    obligation = judge_obligation(evidence, whom_duty_binds(evidence, audience, matches), sequence=sequence)
    return _Labelled(evidence.course, evidence, audience, matches, obligation, judge_topics(evidence))


def _has_sequence(courses: Sequence[Course]) -> bool:
    """Whether the page names a first stage, so that later numbers belong to the same sequence."""
    names = {course.name.lower() for course in courses if course.kind == "stage"}
    return any(name.split()[-1] in {"1", "i", "a"} or name.endswith("1") for name in names) and len(names) > 1


def _joined(labelled: Sequence[_Labelled]) -> list[_Labelled]:
    """Duties pass from a programme to its stages, topics from the stages to their programme (METHOD 1 and Units)."""
    by_name = {item.course.name: item for item in labelled}
    passed = [_with_audience(_with_duty(item, by_name), by_name) for item in labelled]
    return [_with_topics(item, passed) for item in passed]


def _with_duty(item: _Labelled, by_name: Mapping[str, _Labelled]) -> _Labelled:
    programme = by_name.get(item.course.programme or "")
    if programme is None or programme is item:
        return item
    own, above = item.obligation, programme.obligation
    explicit = own.match is not None and (own.match.rule in EXPLICIT_CHOICE or own.obligation is Obligation.MANDATORY)
    passes = above.obligation is Obligation.MANDATORY or (
        above.match is not None and above.match.rule in EXPLICIT_CHOICE
    )
    core = above.obligation is Obligation.CORE and own.obligation is Obligation.UNSTATED
    # METHOD 1: a number alone is core only in the sequence that starts with basic training.
    numbered = (
        own.match is not None and own.match.rule == "obligation/forste-trinn" and programme.course.kind != "basic"
    )
    advanced = above.match is not None and above.match.rule == "obligation/erfaren"
    outside = numbered and (above.obligation is Obligation.OPTIONAL or advanced)
    if explicit or not (passes or core or outside):
        return item
    return replace(item, obligation=replace(above, suppressed=own.suppressed))


def _with_audience(item: _Labelled, by_name: Mapping[str, _Labelled]) -> _Labelled:
    """A stage is for those whom its programme is for, where nothing is said of it ("HVO-skolen", "Samling 1")."""
    programme = by_name.get(item.course.programme or "")
    if item.audience_matches or programme is None or not programme.audience_matches:
        return item
    return replace(item, audience=programme.audience, audience_matches=programme.audience_matches)


def _with_topics(item: _Labelled, labelled: Sequence[_Labelled]) -> _Labelled:
    topics = item.topics
    for stage in labelled:
        if stage.course.programme != item.course.name or stage is item or _is_left_out(stage, item):
            continue
        if stage.topics.hms and not topics.hms:
            topics = replace(topics, hms=True, hms_match=stage.topics.hms_match)
        if _stronger(stage.topics.preventive, topics.preventive):
            topics = replace(
                topics, preventive=stage.topics.preventive, preventive_match=stage.topics.preventive_match, hms=True
            )
    return replace(item, topics=topics)


def _is_left_out(stage: _Labelled, programme: _Labelled) -> bool:
    """Whether one may take a mandatory programme without the stage, whose topics the duty then does not hold."""
    return (
        programme.obligation.obligation is Obligation.MANDATORY and stage.obligation.obligation is Obligation.OPTIONAL
    )


def _stronger(one: Preventive, other: Preventive) -> bool:
    order = tuple(Preventive)
    return order.index(one) < order.index(other)


def _assessed(item: _Labelled) -> AssessedCourse:
    name = _full_name(item)
    return AssessedCourse(
        name=name,
        id=course_id(name),
        obligation=item.obligation.obligation,
        basis=item.obligation.basis,
        audience=item.audience,
        hms=item.topics.hms,
        preventive=item.topics.preventive,
        findings=tuple(_findings(item)),
        programme=item.course.programme,
        suppressed=item.obligation.suppressed + item.topics.suppressed,
        near=item.topics.near,
    )


def _full_name(item: _Labelled) -> str:
    """A course's name; that of a stage with the course noun right before it ("Tillitsvalgtkurs trinn 1")."""
    noun = item.evidence.noun_of_stage()
    if noun is None:
        return item.course.name
    place = item.course.mentions[0]
    written = item.evidence.blocks[place.block].quote(noun.start, place.end)
    return written[: written.lower().find(item.course.name.lower()) + len(item.course.name)]


def _findings(item: _Labelled) -> list[Finding]:
    evidence = item.evidence
    mention = Match("course/" + item.course.kind, Dimension.COURSE, item.course.name, item.course.mentions[0])
    findings = [evidence.finding(mention)]
    if item.obligation.match:
        found = evidence.finding(item.obligation.match)
        findings.append(
            found.model_copy(update={"dimension": Dimension.OBLIGATION, "value": item.obligation.obligation.value})
        )
    if item.obligation.basis_match and item.obligation.basis:
        found = evidence.finding(item.obligation.basis_match)
        findings.append(found.model_copy(update={"dimension": Dimension.BASIS, "value": item.obligation.basis.value}))
    findings += [evidence.finding(match) for match in item.audience_matches[:3]]
    if item.topics.hms_match:
        found = evidence.finding(item.topics.hms_match)
        findings.append(found.model_copy(update={"dimension": Dimension.HMS, "value": "yes"}))
    if item.topics.preventive_match:
        findings.append(evidence.finding(item.topics.preventive_match))
    return findings
