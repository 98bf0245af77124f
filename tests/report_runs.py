"""Runs of fictional unions for the tests of reports: every verdict, every cause, text that a page may hold."""

from datetime import UTC, datetime, timedelta

from kursrevisjon.model import (
    AssessedCourse,
    Audience,
    Basis,
    Change,
    ChangeCause,
    CourseChange,
    CoverageChange,
    Diff,
    Dimension,
    Finding,
    Near,
    Obligation,
    PageCounts,
    PageRef,
    Preventive,
    Run,
    RunInfo,
    Suppressed,
    Topic,
    UnionResult,
    UnionVerdict,
    UnreadCause,
    UnreadPage,
    Verdict,
)
from kursrevisjon.verdict import roll_up

STARTED = datetime(2030, 3, 1, 6, 5, tzinfo=UTC)
MAIN_ORGS = ("LO", "YS", "Unio", "Akademikerne")
TRADES = (
    "Fyrvokter",
    "Tømmer",
    "Tråler",
    "Ringer",
    "Ferge",
    "Kart",
    "Kabel",
    "Urmaker",
    "Seilmaker",
    "Garver",
    "Sprinkler",
    "Skolehage",
    "Bokbuss",
    "Jordmor",
    "Brønn",
    "Arkiv",
    "Isbre",
    "Meteorolog",
    "Orgel",
    "Fjellduk",
)
VERDICTS = (
    Verdict.ABSENT,
    Verdict.OPTIONAL,
    Verdict.CORE,
    Verdict.ABSENT,
    Verdict.UNKNOWN,
    Verdict.OPTIONAL,
    Verdict.ABSENT,
    Verdict.CORE,
    Verdict.OPTIONAL,
    Verdict.ABSENT,
    Verdict.MANDATORY,
    Verdict.OPTIONAL,
    Verdict.CORE,
    Verdict.ABSENT,
    Verdict.UNKNOWN,
    Verdict.OPTIONAL,
    Verdict.ABSENT,
    Verdict.OPTIONAL,
    Verdict.CORE,
    Verdict.UNKNOWN,
)
OBLIGATIONS = {
    Verdict.MANDATORY: Obligation.MANDATORY,
    Verdict.CORE: Obligation.CORE,
    Verdict.OPTIONAL: Obligation.OPTIONAL,
}
QUOTES = {
    Verdict.MANDATORY: "Alle nye tillitsvalgte skal gjennomføre kurset innen seks måneder.",
    Verdict.CORE: "Kurset er grunnopplæringen for deg som er ny som tillitsvalgt.",
    Verdict.OPTIONAL: "Kurset er frivillig og passer for deg som vil vite mer.",
}
TOPIC_QUOTE = "Du lærer om forebyggende arbeidsmiljøarbeid, risikovurdering og samarbeid med verneombudet."


def page(union: str, path: str = "kurs", when: datetime = STARTED) -> PageRef:
    return PageRef(url=f"https://{union}.example/{path}", fetched=when, digest="sha256:" + "0f1e2d3c" * 8)


def course(
    name: str,
    obligation: Obligation,
    ref: PageRef,
    *,
    preventive: Preventive = Preventive.NONE,
    quote: str = "",
    topic_quote: str = TOPIC_QUOTE,
    number: int = 1,
) -> AssessedCourse:
    def finding(dimension: Dimension, value: str, rule: str, words: str) -> Finding:
        return Finding(
            dimension=dimension,
            value=value,
            rule=f"{dimension.value}/{rule}",
            quote=words,
            heading_path=("Kurs for tillitsvalgte", name),
            start=120,
            end=120 + len(words),
            page=ref,
            before="Kurset går over to dager.",
            after="Påmelding skjer på Min side.",
        )

    findings = [finding(Dimension.OBLIGATION, obligation.value, "plikt", quote)] if quote else []
    if preventive is not Preventive.NONE:
        findings.append(finding(Dimension.PREVENTIVE, preventive.value, "forebyggende-arbeid", topic_quote))
    return AssessedCourse(
        id=f"k{number}-{name.lower()}",
        name=name,
        obligation=obligation,
        basis=Basis.UNION if obligation is Obligation.MANDATORY else None,
        audience=(Audience.TILLITSVALGT,),
        hms=preventive is not Preventive.NONE,
        preventive=preventive,
        findings=tuple(findings),
        pages=(ref,),
        suppressed=(
            Suppressed(rule="hms/arbeidsmiljoloven", quote="arbeidsmiljøloven", blocked_by="lovens navn alene"),
        ),
        near=(Near(rule="hms/mobbing", quote="jobbing", lacks="ett tegn fra «mobbing»"),),
    )


def union(
    index: int,
    verdict: Verdict,
    *,
    pages: int = 12,
    courses: int = 2,
    main_org: str | None = None,
    when: datetime = STARTED,
    why: str = "",
) -> UnionResult:
    key = TRADES[index % 20].lower().replace("ø", "o").replace("å", "a")
    name = f"{TRADES[index % 20]}forbundet"
    ref = page(key, when=when)
    unread = {UnreadCause.ROBOTS: 2, UnreadCause.HTTP_ERROR: 1} if verdict is Verdict.UNKNOWN or index % 4 == 1 else {}
    offered: list[AssessedCourse] = []
    if verdict not in {Verdict.ABSENT, Verdict.UNKNOWN}:
        first = OBLIGATIONS[verdict]
        offered.append(
            course("Arbeidsmiljø i praksis", first, ref, preventive=Preventive.EXPLICIT, quote=QUOTES[verdict])
        )
    if verdict is not Verdict.UNKNOWN:
        offered += [course(f"Kurs {n}", Obligation.UNSTATED, ref, number=n) for n in range(2, courses + 1)]
    deciding = tuple(c.id or "" for c in offered[:1]) if verdict not in {Verdict.ABSENT, Verdict.UNKNOWN} else ()
    read = 0 if verdict is Verdict.UNKNOWN else pages
    return UnionResult(
        id=key,
        name=f"{name}, landsforbundet for alle som arbeider i faget",
        short_name=name,
        main_org=main_org or MAIN_ORGS[index // 5 % 4],
        homepage=f"https://{key}.example/",
        verdicts={topic: UnionVerdict(verdict=verdict, courses=deciding, why=why) for topic in Topic},
        pages=PageCounts(read=read, training=min(read, 4), unread=unread),
        courses=tuple(offered),
        unread_pages=tuple(
            UnreadPage(url=f"https://{key}.example/{cause}/{n}", cause=cause, detail="")
            for cause, count in unread.items()
            for n in range(count)
        ),
        read_pages=tuple(page(key, f"side-{n}", when) for n in range(read)),
        read_as_of=when if read else None,
        marks=("fewer_pages",) if index == 5 else (),
    )


def info(number: int = 1, **changed: object) -> RunInfo:
    started = STARTED + timedelta(days=30 * (number - 1))
    values: dict[str, object] = {
        "id": f"2030-0{number}",
        "started": started,
        "complete": True,
        "tool": "0.1.0",
        "lexicon": "sha256:" + "ab" * 32,
        "sources": "sha256:" + "cd" * 32,
        "finished": started + timedelta(minutes=3),
        "fictional": True,
    }
    return RunInfo.model_validate(values | changed)


def run_of(*unions: UnionResult, number: int = 1, **changed: object) -> Run:
    return Run(run=info(number, **changed), unions=unions, main_orgs=roll_up(unions))


def full_run(number: int = 1, *, pages: int = 12, courses: int = 2, **changed: object) -> Run:
    """Twenty unions in four main organisations with every verdict."""
    return run_of(
        *(union(i, verdict, pages=pages, courses=courses) for i, verdict in enumerate(VERDICTS)),
        number=number,
        **changed,
    )


def full_diff(**changed: object) -> Diff:
    """One change of every kind."""
    before, after = info(1), info(2)
    quote = Finding(
        dimension=Dimension.OBLIGATION,
        value="mandatory",
        rule="obligation/plikt",
        quote=QUOTES[Verdict.MANDATORY],
        page=page("sprinkler"),
    )
    values: dict[str, object] = {
        "compared": ("ferge", "sprinkler"),
        "before": before,
        "after": after,
        "changes": (
            Change(
                union="sprinkler",
                name="Sprinklerforbundet",
                main_org="Unio",
                topic=Topic.PREVENTIVE,
                before=Verdict.CORE,
                after=Verdict.MANDATORY,
                cause=ChangeCause.PAGE,
                findings_after=(quote,),
                evidence=(quote.quote,),
            ),
            Change(
                union="ferge",
                name="Fergeforbundet",
                main_org="LO",
                topic=Topic.HMS,
                before=Verdict.CORE,
                after=Verdict.OPTIONAL,
                cause=ChangeCause.LEXICON,
            ),
        ),
        "courses": (
            CourseChange(
                union="sprinkler",
                course="k1",
                kind="edited",
                name="Arbeidsmiljø i praksis",
                cause=ChangeCause.PAGE,
                fields={"obligation": ("core", "mandatory"), "hms": ("false", "true")},
            ),
            CourseChange(union="ferge", course="k2", kind="removed", name="Kurs 2", cause=ChangeCause.PAGE),
        ),
        "coverage": (
            CoverageChange(
                union="kart",
                name="Kartforbundet",
                kind="lost",
                cause=UnreadCause.ROBOTS,
                base_run="2030-01",
                age_days=30,
            ),
            CoverageChange(union="garver", kind="page_recovered", url="https://garver.example/kurs"),
        ),
    }
    return Diff.model_validate(values | changed)
