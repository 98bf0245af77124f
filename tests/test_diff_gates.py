"""Policies and gates: what is warned of, what fires, and what the process tells its caller."""

from pathlib import Path

import pytest
from run_builders import course, page, reading, run, trade_union, unread

from kursrevisjon.diff import FAIL_ON, Level, Policy, diff_runs, evaluate_gate, load_policy, policy_from
from kursrevisjon.diff.policy import NO_POLICY
from kursrevisjon.errors import ExitCode, InputFileError, UsageError
from kursrevisjon.model import (
    Change,
    ChangeCause,
    CourseChange,
    CoverageChange,
    Diff,
    Obligation,
    Preventive,
    Topic,
    UnreadCause,
    Verdict,
)


def diff(*changes: Change | CourseChange | CoverageChange, ages: dict[str, int] | None = None) -> Diff:
    return Diff(
        changes=tuple(change for change in changes if isinstance(change, Change)),
        courses=tuple(change for change in changes if isinstance(change, CourseChange)),
        coverage=tuple(change for change in changes if isinstance(change, CoverageChange)),
        compared=("tommer",),
        evidence_age_days=ages or {},
    )


def moved(
    before: str, after: str, *, topic: str = "preventive", main_org: str | None = "LO", cause: str = "page"
) -> Change:
    return Change(
        union="tommer",
        topic=Topic(topic),
        before=Verdict(before),
        after=Verdict(after),
        cause=ChangeCause(cause),
        main_org=main_org,
        name="Tømmerforbundet",
    )


EDITED = CourseChange(
    union="tommer", course="fase 2", kind="edited", name="Fase 2", cause=ChangeCause.PAGE, main_org="LO"
)
LOST = CoverageChange(union="tommer", kind="lost", cause=UnreadCause.ROBOTS, main_org="LO", name="Tømmerforbundet")
PAGE_LOST = CoverageChange(union="tommer", kind="page_lost", url="https://t.example/plan", main_org="LO")
PAGE_BACK = CoverageChange(union="tommer", kind="page_recovered", url="https://t.example/plan", main_org="LO")


def policy(text: str, tmp_path: Path) -> Policy:
    path = tmp_path / "policy.yaml"
    path.write_text(text, encoding="utf-8")
    return load_policy(path)


# (policy, change, level, the line that decides)
LEVELS = [
    ("{}", moved("core", "absent"), "warn", "default"),
    ("default: error", moved("core", "absent"), "error", "default"),
    ("default: off", moved("core", "absent"), "off", "default"),
    ("verdicts: {core->absent: error}", moved("core", "absent"), "error", "verdicts: core->absent"),
    ("verdicts: {core->absent: error}", moved("absent", "core"), "warn", "default"),
    ("verdicts: {worse: error, better: off}", moved("absent", "core"), "off", "verdicts: better"),
    ("verdicts: {worse: error, core->any: off}", moved("core", "absent"), "off", "verdicts: core->any"),
    ("verdicts: {any->absent: off, core->absent: error}", moved("core", "absent"), "error", "verdicts: core->absent"),
    ("verdicts: {worse: error}", moved("core", "unknown", cause="lexicon"), "warn", "default"),
    ("verdicts: {any->unknown: error}", moved("core", "unknown", cause="lexicon"), "error", "verdicts: any->unknown"),
    ("verdicts: {'core -> absent': error}", moved("core", "absent"), "error", "verdicts: core->absent"),
    ("{default: error, topics: {hms: warn}}", moved("core", "absent", topic="hms"), "warn", "topics: hms"),
    ("{default: error, topics: {hms: warn}}", moved("core", "absent"), "error", "default"),
    ("{default: error, topics: {forebyggende: off}}", moved("core", "absent"), "off", "topics: preventive"),
    ("{default: error, main_orgs: {YS: off}}", moved("core", "absent", main_org="YS"), "off", "main_orgs: YS"),
    (
        "{default: error, main_orgs: {Uten hovedorganisasjon: warn}}",
        moved("core", "absent", main_org=None),
        "warn",
        "main_orgs: Uten hovedorganisasjon",
    ),
    ("{default: error, causes: {lexicon: warn}}", moved("core", "absent", cause="lexicon"), "warn", "causes: lexicon"),
    ("{default: warn, main_orgs: {LO: error}}", moved("core", "absent"), "warn", "default"),
    ("courses: {edited: error}", EDITED, "error", "courses: edited"),
    ("courses: {removed: error}", EDITED, "warn", "default"),
    ("{courses: {edited: error}, causes: {page: off}}", EDITED, "off", "causes: page"),
    ("coverage: {lost: error}", LOST, "error", "coverage: lost"),
    ("coverage: {page_lost: off}", PAGE_LOST, "off", "coverage: page_lost"),
    ("{default: error, main_orgs: {LO: off}}", LOST, "off", "main_orgs: LO"),
]


@pytest.mark.parametrize(("text", "change", "level", "rule"), LEVELS)
def test_a_finding_has_the_level_of_the_line_that_names_it(text, change, level, rule, tmp_path):
    finding = evaluate_gate(diff(change), policy(text, tmp_path)).findings[0]
    assert (finding.level, finding.rule) == (Level(level), rule)


def test_no_line_hides_a_finding():
    result = evaluate_gate(diff(moved("core", "absent"), EDITED, LOST, PAGE_LOST), NO_POLICY)
    assert [finding.kind for finding in result.findings] == ["verdict", "course", "coverage", "coverage"]
    assert result.errors == result.warnings == ()
    assert result.exit_code is ExitCode.DONE


def test_findings_hold_what_changed():
    changes = (moved("core", "absent"), EDITED, LOST, PAGE_LOST, PAGE_BACK)
    assert tuple(finding.change for finding in evaluate_gate(diff(*changes)).findings) == changes


AGES = [
    ({"warn": 30, "error": 90}, 29, []),
    ({"warn": 30, "error": 90}, 30, ["warn"]),
    ({"warn": 30, "error": 90}, 90, ["error"]),
    ({"error": 90}, 89, []),
    ({}, 9999, []),
]


@pytest.mark.parametrize(("limits", "days", "levels"), AGES)
def test_old_evidence_is_a_finding_from_its_limit_on(limits, days, levels):
    result = evaluate_gate(diff(ages={"tommer": days}), Policy.model_validate({"age": limits}))
    assert [finding.level for finding in result.findings] == levels
    assert [(finding.days, finding.limit) for finding in result.findings] == [(days, limits[level]) for level in levels]
    assert result.fired == ("error" in levels)


# --fail-on: (value, what fires it, what does not)
SAME_LEVEL = (moved("optional", "absent"), moved("absent", "core"))
FAIL_ON_CASES = [
    ("any", [moved("absent", "core"), EDITED, LOST, PAGE_LOST, PAGE_BACK], []),
    ("verdict", [moved("absent", "core"), moved("core", "absent")], [EDITED, LOST]),
    ("worse", [moved("core", "absent"), moved("optional", "absent")], [moved("absent", "core"), EDITED, LOST]),
    ("worse", [], [moved("core", "unknown", cause="tool"), moved("unknown", "absent", cause="tool")]),
    (
        "gap",
        [moved("core", "absent"), moved("mandatory", "optional")],
        [moved("optional", "absent"), moved("mandatory", "core")],
    ),
    ("courses", [EDITED], [moved("core", "absent"), LOST]),
    ("coverage", [LOST, PAGE_LOST], [PAGE_BACK, moved("core", "absent"), EDITED]),
    ("core->absent", [moved("core", "absent")], [moved("core", "optional"), LOST]),
    ("any -> absent", [moved("core", "absent"), moved("optional", "absent")], [moved("core", "optional")]),
    ("any->any", [moved("core", "absent"), moved("absent", "core")], [EDITED]),
]


@pytest.mark.parametrize(("value", "fires", "passes"), FAIL_ON_CASES)
def test_fail_on_fires_on_what_it_names_and_on_nothing_else(value, fires, passes):
    for change in fires:
        assert evaluate_gate(diff(change), fail_on=policy_from([value])).exit_code is ExitCode.GATE, change
    for change in passes:
        assert evaluate_gate(diff(change), fail_on=policy_from([value])).exit_code is ExitCode.DONE, change


def test_every_short_form_is_tested():
    assert {value for value, *_ in FAIL_ON_CASES} >= FAIL_ON.keys()


def test_fail_on_is_not_held_down_by_a_policy(tmp_path):
    lenient = policy("{default: off, topics: {preventive: off}, main_orgs: {LO: off}}", tmp_path)
    finding = evaluate_gate(diff(moved("core", "absent")), lenient, fail_on=policy_from(["worse"])).errors[0]
    assert finding.rule == "--fail-on worse"


def test_values_of_fail_on_may_be_repeated_or_joined():
    assert policy_from(["worse, coverage", "core->absent"]) == {"worse", "coverage", "core->absent"}
    assert policy_from([]) == frozenset()


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("wrose", "--fail-on: unknown value 'wrose'; did you mean 'worse'?"),
        ("core->missing", "choose from any, verdict, worse, gap, courses, coverage, or FROM->TO"),
        ("->", "or FROM->TO"),
        ("xyzzy", "or FROM->TO"),
    ],
)
def test_an_unknown_value_of_fail_on_is_a_usage_error(value, message):
    with pytest.raises(UsageError) as caught:
        policy_from([value])
    assert message in str(caught.value)


# --- Exit codes -----------------------------------------------------------------------------------

GRUNNKURS = course("Grunnkurs", Obligation.CORE, preventive=Preventive.EXPLICIT, pages=[page("plan")])
READ = reading([GRUNNKURS])
FALLEN = reading([], pages=[page("plan", digest="sha256:2")])
DOWN = reading([], pages=[], missing=[unread("plan", UnreadCause.UNREACHABLE)])
UP = reading([], union=trade_union("annet"))


def test_a_crawl_that_read_nothing_is_never_unchanged():
    result = evaluate_gate(diff_runs(run([READ]), run([DOWN], "run-2")), fail_on=["any"])
    assert result.nothing_compared
    assert result.exit_code is ExitCode.INCOMPLETE, "CI tells a failed crawl from a changed union"
    assert result.fired, "and still sees what was lost"


def test_a_crawl_that_read_nothing_is_not_unchanged_against_one_that_read_nothing():
    assert evaluate_gate(diff_runs(run([DOWN]), run([DOWN], "run-2"))).exit_code is ExitCode.INCOMPLETE
    assert evaluate_gate(diff_runs(run([]), run([], "run-2"))).exit_code is ExitCode.INCOMPLETE


def test_one_site_that_is_down_does_not_block_the_others():
    other = run([DOWN, UP], "run-2", complete=False)
    finished = other.model_copy(update={"run": other.run.model_copy(update={"finished": other.run.started})})
    assert evaluate_gate(diff_runs(run([READ, UP]), finished)).exit_code is ExitCode.DONE


def test_an_interrupted_run_is_never_unchanged():
    cut = run([READ], "run-2", complete=False)
    assert evaluate_gate(diff_runs(run([READ]), cut)).exit_code is ExitCode.INCOMPLETE


def test_the_gate_comes_before_the_interruption():
    cut = run([FALLEN], "run-2", complete=False)
    assert evaluate_gate(diff_runs(run([READ]), cut), fail_on=["worse"]).exit_code is ExitCode.GATE


def test_a_run_against_itself_is_unchanged():
    one = run([READ])
    assert evaluate_gate(diff_runs(one, one), fail_on=["any"]).exit_code is ExitCode.DONE


# --- Policy files that cannot be used -------------------------------------------------------------

BAD_POLICIES = [
    ("verdicts: {core->missing: error}", 1, "«core->missing» er ikke en endring av en vurdering"),
    ("default: erorr", 1, "erorr"),
    ("verdict: {worse: error}", 1, "verdict"),
    ("default: warn\ntopics: {lonn: error}", 2, "lonn"),
    ("default: warn\nage: {warn: 90, error: 30}", 2, "warn (90 dager) er senere enn error (30 dager)"),
    ("age:\n  warn: -1", 2, "warn"),
    ("causes: {weather: off}", 1, "weather"),
    ("schema: kursrevisjon/policy/2", 1, "schema"),
    ("default: [", 1, ""),
]


@pytest.mark.parametrize(("text", "line", "words"), BAD_POLICIES)
def test_a_policy_that_cannot_be_used_is_refused_at_its_line(text, line, words, tmp_path):
    with pytest.raises(InputFileError) as caught:
        policy(text, tmp_path)
    problem = caught.value.problems[0]
    assert problem.line >= line
    assert words in str(problem)


def test_a_missing_policy_is_an_input_error(tmp_path):
    with pytest.raises(InputFileError):
        load_policy(tmp_path / "nowhere.yaml")


def test_every_problem_of_a_policy_is_told_at_once(tmp_path):
    with pytest.raises(InputFileError) as caught:
        policy("default: loud\nverdicts: {up: warn}\ncourses: {moved: warn}\n", tmp_path)
    assert [problem.line for problem in caught.value.problems] == [1, 2, 3]


def test_the_policy_of_the_documentation_can_be_used(tmp_path):
    text = (Path(__file__).parents[1] / "docs" / "endringer.md").read_text(encoding="utf-8")
    example = text.split("```yaml\n", 1)[1].split("```", 1)[0]
    lines = policy(example, tmp_path)
    assert evaluate_gate(diff(moved("core", "absent")), lines).fired
    assert not evaluate_gate(diff(moved("core", "absent", cause="lexicon")), lines).fired


EVERYTHING = diff(
    moved("core", "absent"),
    moved("absent", "core", topic="hms"),
    moved("core", "absent", main_org="YS", cause="tool"),
    *(EDITED.model_copy(update={"kind": kind}) for kind in ("added", "removed", "edited")),
    LOST,
    LOST.model_copy(update={"kind": "recovered"}),
    PAGE_LOST,
    PAGE_BACK,
    ages={"tommer": 50},
)
LINES = {
    "verdicts": ["worse", "better", "core->absent", "any->core"],
    "courses": ["added", "removed", "edited"],
    "coverage": ["lost", "recovered", "page_lost", "page_recovered"],
    "topics": ["hms", "forebyggende"],
    "main_orgs": ["LO"],
    "causes": ["page"],
}


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize(("section", "key"), [(section, key) for section, keys in LINES.items() for key in keys])
def test_every_kind_can_be_passed_over_warned_of_or_made_an_error(section, key, level, tmp_path):
    """What caps a level is tried under errors, what sets one under silence."""
    others = Level.ERROR if section in {"topics", "main_orgs", "causes"} else Level.OFF
    found = evaluate_gate(EVERYTHING, policy(f"default: {others}\n{section}: {{{key}: {level}}}\n", tmp_path))
    named = {"forebyggende": "preventive"}.get(key, key)
    touched = [finding for finding in found.findings if named in finding.rule]
    assert len(found.findings) == 10
    if level is not others:
        assert touched
        assert {finding.level for finding in touched} == {level}
        assert {finding.level for finding in found.findings if finding not in touched} <= {others}
    assert found.fired is (Level.ERROR in {level, others})
