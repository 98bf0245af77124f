"""Unions, courses, readings and runs of fictional unions, built in one line each."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from kursrevisjon.model import (
    Affiliation,
    AssessedCourse,
    Audience,
    Basis,
    Diff,
    Dimension,
    DocumentResult,
    Expectation,
    Finding,
    Obligation,
    PageRef,
    Preventive,
    Run,
    RunInfo,
    TradeUnion,
    UnionResult,
    Unread,
    UnreadCause,
)
from kursrevisjon.report import render_diff
from kursrevisjon.verdict import roll_up, union_result

NO_EXPECTATION = Expectation(0, 0)
START = datetime(2030, 3, 1, 6, 0, tzinfo=UTC)
DAY = date(2030, 3, 1)
SITE = "https://tommerforbundet.example"


def trade_union(
    union_id: str = "tommer",
    main_org: str | None = "LO",
    *,
    name: str = "Tømmerforbundet",
    expect: Expectation = NO_EXPECTATION,
) -> TradeUnion:
    affiliations = (Affiliation(main_org),) if main_org else ()
    return TradeUnion(union_id, name, name, f"{SITE}/", affiliations, seeds=(), hosts=(), expect=expect)


def page(path: str = "kurs", *, digest: str = "sha256:1", day: int = 0) -> PageRef:
    return PageRef(url=f"{SITE}/{path}", fetched=START + timedelta(days=day), digest=digest)


def course(
    name: str = "Grunnkurs",
    obligation: Obligation = Obligation.UNSTATED,
    *,
    basis: Basis | None = None,
    audience: Sequence[Audience] = (Audience.TILLITSVALGT,),
    hms: bool = False,
    preventive: Preventive = Preventive.NONE,
    pages: Sequence[PageRef] = (),
    quote: str = "",
    course_id: str | None = None,
) -> AssessedCourse:
    duty = {Obligation.MANDATORY: Basis.UNION}.get(obligation)
    finding = Finding(dimension=Dimension.OBLIGATION, value=obligation.value, rule="test/rule", quote=quote)
    return AssessedCourse(
        name=name,
        obligation=obligation,
        basis=basis or duty,
        audience=tuple(audience),
        hms=hms or preventive is not Preventive.NONE,
        preventive=preventive,
        findings=(finding,) if quote else (),
        id=course_id or name.lower(),
        pages=tuple(pages),
    )


def document(
    *,
    training: bool = True,
    too_little: bool = False,
    courses: Sequence[AssessedCourse] = (),
    outcome: UnreadCause | None = None,
) -> DocumentResult:
    return DocumentResult(
        source="page",
        training_for_reps=training,
        courses=tuple(courses),
        too_little_text=too_little,
        **({"outcome": outcome} if outcome else {}),
    )


def unread(path: str, cause: UnreadCause) -> Unread:
    return Unread("tommer", f"{SITE}/{path}", cause)


def reading(
    courses: Sequence[AssessedCourse] = (),
    *,
    union: TradeUnion | None = None,
    pages: Sequence[PageRef] | None = None,
    missing: Sequence[Unread] = (),
    training: bool = True,
) -> UnionResult:
    """A union read on ``pages`` (the courses' own pages unless given), or not at all when there are none."""
    refs = pages if pages is not None else (list(dict.fromkeys(p for c in courses for p in c.pages)) or [page()])
    documents = [(document(training=training), ref) for ref in refs]
    return union_result(union or trade_union(), DAY, courses, documents, missing)


def run(
    unions: Sequence[UnionResult],
    run_id: str = "run-1",
    *,
    day: int = 0,
    complete: bool = True,
    lexicon: str = "lexicon-1",
    sources: str = "sources-1",
    tool: str = "1.0",
    libraries: Mapping[str, str] | None = None,
) -> Run:
    info = RunInfo(
        id=run_id,
        started=START + timedelta(days=day),
        complete=complete,
        tool=tool,
        lexicon=lexicon,
        sources=sources,
        extractor="1",
        libraries=dict(libraries or {}),
    )
    return Run(run=info, unions=tuple(unions), main_orgs=roll_up(unions))


def notes_of(diff: Diff) -> tuple[str, ...]:
    """The remarks of a comparison as a reader meets them, in bokmål."""
    return tuple(json.loads(render_diff(diff, "json"))["notes"])
