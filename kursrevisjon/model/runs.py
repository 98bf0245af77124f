"""What a run says, and what a comparison of two runs says (METHOD 4 and 5; DESIGN, ``run/1`` and ``diff/1``)."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from kursrevisjon.model.courses import AssessedCourse, Contract, Finding, PageRef
from kursrevisjon.model.terms import ChangeCause, Topic, UnreadCause, Verdict


class RunInfo(Contract):
    """When and with what a run was made.

    ``complete`` is true only when every enabled union was read to its end. ``derived_from`` is the run whose pages
    were judged anew; ``libraries`` are the versions that can move a score.
    """

    id: str
    started: datetime
    complete: bool
    tool: str
    lexicon: str
    sources: str
    finished: datetime | None = None
    extractor: str = ""
    libraries: dict[str, str] = Field(default_factory=dict)
    derived_from: str | None = None
    fictional: bool = False


class UnionVerdict(Contract):
    """A union's verdict on one topic, the ids of the courses that decide it, and why in one sentence."""

    verdict: Verdict
    courses: tuple[str, ...] = ()
    why: str = ""


class UnreadPage(Contract):
    """An address that gave no page, as reported."""

    url: str
    cause: UnreadCause
    detail: str = ""


class PageCounts(Contract):
    """How many pages were read, how many of them describe training for representatives, and the unread per cause."""

    read: int = 0
    training: int = 0
    unread: dict[UnreadCause, int] = Field(default_factory=dict)


class UnionResult(Contract):
    """What a run found for one union.

    ``read_as_of`` is the capture time of the newest page that the verdicts rest on. ``marks`` are health warnings
    (``fewer_pages``, ``fewer_courses``, ``kept_last_good``). ``read_pages`` are the pages behind ``pages.read``.
    ``scope`` is a digest of what ``sources.yaml`` says of where to read for the union. ``complete`` is false when the
    crawl of the union was cut short, so that a page it did not meet may still be there.
    """

    id: str
    name: str
    short_name: str
    main_org: str | None
    homepage: str = ""
    verdicts: dict[Topic, UnionVerdict]
    pages: PageCounts
    courses: tuple[AssessedCourse, ...] = ()
    unread_pages: tuple[UnreadPage, ...] = ()
    read_pages: tuple[PageRef, ...] = ()
    read_as_of: datetime | None = None
    marks: tuple[str, ...] = ()
    basis: str = ""
    scope: str = ""
    complete: bool = True

    def deciding(self, topic: Topic) -> tuple[AssessedCourse, ...]:
        """The courses that decide the verdict, in the order of the run; none for a topic that it does not state."""
        stated = self.verdicts.get(topic)
        ids = set(stated.courses) if stated else set()
        return tuple(course for course in self.courses if course.key in ids)

    def courses_named(self, name: str) -> tuple[AssessedCourse, ...]:
        """The courses of that id, or with that in their name whatever its case."""
        wanted = name.casefold()
        return tuple(course for course in self.courses if course.key == name or wanted in course.name.casefold())


class TopicRollup(Contract):
    """A main organisation's figures on one topic: unions per verdict, coverage, and the unions in gap (METHOD 5).

    ``coverage`` is (mandatory, all - unknown), both numbers of unions.
    """

    mandatory: int = 0
    core: int = 0
    optional: int = 0
    absent: int = 0
    unknown: int = 0
    coverage: tuple[int, int] = (0, 0)
    gap: tuple[str, ...] = ()


class MainOrgResult(Contract):
    """The roll-up of one main organisation over its unions."""

    name: str
    unions: tuple[str, ...] = ()
    topics: dict[Topic, TopicRollup]


class Run(Contract):
    """A whole run, as ``scan --format json`` prints it."""

    schema_: Literal["kursrevisjon/run/1"] = Field("kursrevisjon/run/1", alias="schema")
    run: RunInfo
    unions: tuple[UnionResult, ...] = ()
    main_orgs: tuple[MainOrgResult, ...] = ()


class Change(Contract):
    """A verdict that differs between two runs, and what made it differ.

    ``evidence`` are quotes, before then after. ``also_possible`` are causes that moved as well and that could not be
    ruled out; it is empty when the cause is established.
    """

    union: str
    topic: Topic
    before: Verdict
    after: Verdict
    cause: ChangeCause
    evidence: tuple[str, ...] = ()
    main_org: str | None = None
    name: str = ""
    findings_before: tuple[Finding, ...] = ()
    findings_after: tuple[Finding, ...] = ()
    also_possible: tuple[ChangeCause, ...] = ()


class CourseChange(Contract):
    """A course that was added, removed or edited.

    ``fields`` names what an edit changed, with before and after: ``name``, ``obligation``, ``basis``, ``audience``,
    ``hms``, ``preventive``, ``programme``, ``pages`` and ``quotes``. ``evidence`` are quotes, before then after;
    ``also_possible`` as in ``Change``.
    """

    union: str
    course: str
    kind: Literal["added", "removed", "edited"]
    name: str
    cause: ChangeCause
    fields: dict[str, tuple[str, str]] = Field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    main_org: str | None = None
    also_possible: tuple[ChangeCause, ...] = ()


class CoverageChange(Contract):
    """Pages of a union that were lost or recovered between the runs, or a union that went unread or came back.

    ``verdicts`` are the verdicts that became unknown (``lost``) or were unknown before (``recovered``). ``base_run``
    is the run that the union's last good reading before is from, and ``age_days`` how old that reading was when the
    later run started.
    """

    union: str
    kind: Literal["lost", "recovered", "page_lost", "page_recovered"]
    url: str = ""
    cause: UnreadCause | None = None
    base_run: str | None = None
    age_days: int | None = None
    main_org: str | None = None
    name: str = ""
    verdicts: dict[Topic, Verdict] = Field(default_factory=dict)


class MainOrgChange(Contract):
    """A main organisation's figures on one topic that differ between the runs (METHOD 5).

    ``before`` or ``after`` is ``None`` when the organisation has no union in that run. ``causes`` are those of its
    unions' changes. ``joined`` and ``left`` are the unions that count under it in one of the runs alone.
    """

    name: str
    topic: Topic
    before: TopicRollup | None = None
    after: TopicRollup | None = None
    causes: tuple[ChangeCause, ...] = ()
    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


class Remark(Contract):
    """What a reader of a comparison must know beside the changes themselves; a report says it in words.

    ``run`` is the id of the run that it is about, ``unions`` the short names of the unions. ``before`` and ``after``
    are what moved: run ids, versions of the tool, or main organisations (empty = none). ``read_as_of`` is the age of
    the reading compared from; ``marks`` are the health warnings of the later one.
    """

    kind: Literal[
        "reversed",
        "fictional_and_real",
        "not_finished",
        "unions_cut",
        "not_all",
        "nothing_read",
        "lexicon_moved",
        "tool_moved",
        "sources_moved",
        "causes_not_told_apart",
        "last_good_reading",
        "only_in",
        "org_moved",
        "marked",
        "baseline_one_claim",
        "baseline_fictional",
    ]
    run: str = ""
    unions: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    read_as_of: datetime | None = None
    marks: tuple[str, ...] = ()


class BaselineUnion(Contract):
    """A union that the baseline names, so that its own verdict can be compared."""

    union: str
    name: str
    before: Literal["not_mandatory"] = "not_mandatory"
    after: Verdict


class BaselineComparison(Contract):
    """A run beside a published figure, on the one claim that the publication makes.

    ``before`` and ``after`` are (unions with the topic in mandatory training, unions judged); ``unknown`` are the
    run's unions that could not be judged. ``unions`` are those that the publication names; the others, in
    ``not_comparable``, are comparable as a figure only.
    """

    id: str
    source: str
    topic: Topic
    before: tuple[int, int]
    after: tuple[int, int]
    unknown: int = 0
    unions: tuple[BaselineUnion, ...] = ()
    not_comparable: tuple[str, ...] = ()


class Diff(Contract):
    """A comparison of two runs, as ``diff --format json`` prints it.

    ``compared`` are the unions that were known on both sides; without any, nothing can be said to be unchanged.
    ``evidence_age_days`` is how old the newest training page behind each union's verdicts was when the later run
    started. ``baseline`` stands when the earlier side is a published figure instead of a run. ``names`` are the short
    names of the unions by id. ``notes`` are the ``remarks`` in words, written by the report.
    """

    schema_: Literal["kursrevisjon/diff/1"] = Field("kursrevisjon/diff/1", alias="schema")
    before: RunInfo | None = None
    after: RunInfo | None = None
    changes: tuple[Change, ...] = ()
    courses: tuple[CourseChange, ...] = ()
    coverage: tuple[CoverageChange, ...] = ()
    main_orgs: tuple[MainOrgChange, ...] = ()
    notes: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    names: dict[str, str] = Field(default_factory=dict)
    compared: tuple[str, ...] = ()
    evidence_age_days: dict[str, int] = Field(default_factory=dict)
    baseline: BaselineComparison | None = None
