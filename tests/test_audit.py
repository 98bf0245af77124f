"""From stored pages to a run: what it depends on, what is kept of it, and what a loss seen once may not do.

The pages are put into a real workspace without a crawl; the sources and the lexicon are real files.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree

import pytest
from cli_tools import ROOT

from kursrevisjon.audit import (
    Inputs,
    audit_and_save,
    audit_run,
    judge_anew,
    judge_as_read,
    keep_inputs,
    kept_lexicon,
    kept_sources,
    new_info,
    rejudged,
    verify_run,
)
from kursrevisjon.errors import EvidenceError, UsageError
from kursrevisjon.extract import extract
from kursrevisjon.lexicon import Lexicon, load_lexicon
from kursrevisjon.model import Page, Run, RunInfo, Topic, UnionResult, Unread, UnreadCause, Verdict
from kursrevisjon.sources import Sources, load_sources
from kursrevisjon.store import Store, digest_of

START = datetime(2030, 3, 1, 6, 0, tzinfo=UTC)
MONTH = timedelta(days=30)
SITE = "https://tommer.example"
SOURCES = f"""\
fictional: true
contact: prove@example.org
unions:
  - id: tommer
    name: Tømmerfløternes Forbund
    homepage: {SITE}/
    affiliations: [{{main_org: LO, to: 2031-01-01}}, {{main_org: YS, from: 2031-01-01}}]
    seeds: [{{url: "{SITE}/kurs"}}]
  - id: flis
    name: Flisleggernes Forbund
    homepage: https://flis.example/
    affiliations: [{{main_org: Unio}}]
    seeds: [{{url: "https://flis.example/kurs"}}]
"""
HUB = "<title>Kurs</title><h1>Opplæring for tillitsvalgte</h1><p>Her er kursene for tillitsvalgte i forbundet.</p>"
DUTY = (
    "<title>Grunnkurs</title><h1>Grunnkurs for tillitsvalgte</h1><p>Grunnkurset er obligatorisk for alle"
    " tillitsvalgte. Deltakerne lærer hvordan de kan forebygge konflikter på arbeidsplassen.</p>"
)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    file = tmp_path_factory.mktemp("kilder") / "kilder.yaml"
    file.write_text(SOURCES, encoding="utf-8")
    return load_sources(file)


@pytest.fixture
def inputs(sources: Sources, lexicon: Lexicon) -> Inputs:
    return Inputs(sources, lexicon, sources.unions)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "revisjon") as opened:
        yield opened


def page(path: str, html: str, at: datetime, *, union: str = "tommer") -> Page:
    body = f"<html lang='nb'><body><main>{html}</main></body></html>".encode()
    url = f"https://{union}.example/{path}"
    headers = {"content-type": "text/html; charset=utf-8"}
    return Page(union, url, url, at, 200, "text/html", "utf-8", body, digest_of(body), headers)


def gone(path: str, at: datetime) -> Unread:
    return Unread("tommer", f"{SITE}/{path}", UnreadCause.HTTP_ERROR, "404", at, 404)


def month(
    store: Store, inputs: Inputs, number: int, *outcomes: Page | Unread, complete: bool = True, finished: bool = True
) -> Run:
    """A scan of that month with these outcomes, judged and stored."""
    at = START + number * MONTH
    info = new_info(inputs, at).model_copy(update={"complete": complete, "finished": at if finished else None})
    keep_inputs(store, inputs, at)
    store.begin_run(info, [union.id for union in inputs.unions])
    for outcome in outcomes:
        moved = replace(outcome, **{"fetched" if isinstance(outcome, Page) else "at": at})
        if isinstance(moved, Page):
            store.add_page(info.id, moved)
        else:
            store.add_unread(info.id, moved)
    if finished:
        for union in inputs.unions:
            store.finish_union(info.id, union.id, complete=complete)
    run = audit_run(store, info, inputs)
    audit_and_save(store, info, inputs)
    assert store.load_result(info.id) == run
    return run


def tommer(run: Run) -> UnionResult:
    return next(union for union in run.unions if union.id == "tommer")


def verdict(run: Run) -> Verdict:
    return tommer(run).verdicts[Topic.PREVENTIVE].verdict


COURSE = (page("kurs", HUB, START), page("grunnkurs", DUTY, START))
LOST = (page("kurs", HUB, START), gone("grunnkurs", START))


def test_pages_become_courses_with_evidence_and_a_verdict_per_union(store: Store, inputs: Inputs) -> None:
    run = month(store, inputs, 0, *COURSE)
    assert verdict(run) is Verdict.MANDATORY
    course = next(
        course for course in tommer(run).courses if course.id in tommer(run).verdicts[Topic.PREVENTIVE].courses
    )
    pages = {page.url: page.digest for page in COURSE}
    assert all(finding.page and pages[finding.page.url] == finding.page.digest for finding in course.findings)
    assert run.unions[1].verdicts[Topic.HMS].verdict is Verdict.UNKNOWN
    assert [org.name for org in run.main_orgs] == ["LO", "Unio"]


def test_the_same_pages_and_inputs_give_the_same_run_with_and_without_the_cache(store: Store, inputs: Inputs) -> None:
    run = month(store, inputs, 0, *COURSE)
    assert audit_run(store, run.run, inputs) == run
    empty_cache(store)
    assert audit_run(store, run.run, inputs) == run


def empty_cache(store: Store) -> None:
    database = sqlite3.connect(store.path)
    with database:
        database.execute("DELETE FROM result_cache")
    database.close()


def test_what_was_kept_in_another_shape_is_made_anew(store: Store, inputs: Inputs) -> None:
    run = month(store, inputs, 0, *COURSE)
    database = sqlite3.connect(store.path)
    keys = [key for (key,) in database.execute("SELECT key FROM result_cache")]
    database.close()
    for key in keys:
        store.put_cached(key, '{"noe": "annet"}')
    assert audit_run(store, run.run, inputs) == run


def test_an_audit_that_may_keep_nothing_writes_nothing(store: Store, inputs: Inputs) -> None:
    run = month(store, inputs, 0, *COURSE)
    empty_cache(store)
    with Store.open(store.path.parent, readonly=True) as read_only:
        assert audit_run(read_only, run.run, inputs, keeps=False) == run


def test_what_a_crawl_judges_as_it_reads_is_what_the_audit_would_have_judged(store: Store, inputs: Inputs) -> None:
    """The audit finds all of it in the cache: not one page is extracted or judged again."""
    judge = judge_as_read(inputs)
    for one in COURSE:
        for key, value in judge(one, extract(one)).items():
            store.put_cached(key, value)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kursrevisjon.audit.pages.extract", None)
        patch.setattr("kursrevisjon.audit.pages.assess_document", None)
        assert verdict(month(store, inputs, 0, *COURSE)) is Verdict.MANDATORY


def test_a_changed_lexicon_does_not_parse_a_page_again(store: Store, inputs: Inputs, tmp_path: Path) -> None:
    run = month(store, inputs, 0, *COURSE)
    folder = copytree(ROOT / "topic_lexicon", tmp_path / "ordliste")
    (folder / "forebyggende.yaml").unlink()
    other = Inputs(inputs.sources, load_lexicon(folder), inputs.unions)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kursrevisjon.audit.pages.extract", None)
        again = judge_anew(store, run.run.id, other, START)
    assert verdict(store.load_result(again.id)) is not Verdict.MANDATORY


# Losses (DESIGN, gone_since; METHOD 4)


def test_a_page_that_is_missing_once_lowers_no_verdict_and_twice_it_does(store: Store, inputs: Inputs) -> None:
    month(store, inputs, 0, *COURSE)
    once = month(store, inputs, 1, *LOST)
    assert (verdict(once), "kept_last_good" in tommer(once).marks) == (Verdict.MANDATORY, True)
    assert tommer(once).verdicts[Topic.PREVENTIVE].why.startswith("Beholdt fra siste gode lesing")
    twice = month(store, inputs, 2, *LOST)
    assert (verdict(twice), "kept_last_good" in tommer(twice).marks) == (Verdict.ABSENT, False)
    figures = {org.name: org.topics[Topic.PREVENTIVE] for org in twice.main_orgs}
    assert figures["LO"].gap == ("tommer",)


def test_the_figures_follow_a_verdict_that_is_kept(store: Store, inputs: Inputs) -> None:
    month(store, inputs, 0, *COURSE)
    once = month(store, inputs, 1, *LOST)
    (lo,) = [org for org in once.main_orgs if org.name == "LO"]
    assert (lo.topics[Topic.PREVENTIVE].coverage, lo.topics[Topic.PREVENTIVE].gap) == ((1, 1), ())


def test_a_page_that_came_back_after_a_loss_starts_afresh(store: Store, inputs: Inputs) -> None:
    month(store, inputs, 0, *COURSE)
    month(store, inputs, 1, *LOST)
    assert "kept_last_good" not in tommer(month(store, inputs, 2, *COURSE)).marks
    assert verdict(month(store, inputs, 3, *LOST)) is Verdict.MANDATORY


def test_a_crawl_that_was_cut_short_is_no_base_and_says_so(store: Store, inputs: Inputs) -> None:
    month(store, inputs, 0, *COURSE)
    cut = month(store, inputs, 1, COURSE[0], complete=False, finished=False)
    assert tommer(cut).complete is False
    assert store.last_good("tommer") == new_info(inputs, START).id


def test_a_run_that_can_still_grow_is_not_kept_as_a_whole(store: Store, inputs: Inputs) -> None:
    cut = month(store, inputs, 0, COURSE[0], finished=False)
    assert verdict(cut) is Verdict.ABSENT
    store.add_page(cut.run.id, replace(COURSE[1], fetched=START))
    assert verdict(audit_run(store, cut.run, inputs)) is Verdict.MANDATORY


# Inputs


def test_sources_and_lexicon_are_kept_as_they_were(store: Store, inputs: Inputs) -> None:
    keep_inputs(store, inputs, START)
    assert kept_sources(store, inputs.sources.digest) == inputs.sources
    kept = kept_lexicon(store, inputs.lexicon.digest)
    assert kept is not None
    assert (kept.digest, kept.rules) == (inputs.lexicon.digest, inputs.lexicon.rules)
    assert (kept_sources(store, "sha256:0"), kept_lexicon(store, "sha256:0")) == (None, None)


def test_a_derived_run_has_the_day_of_its_pages(store: Store, sources: Sources, inputs: Inputs) -> None:
    """The union moved from LO to YS since; METHOD 5 counts it where it was."""
    run = month(store, inputs, 0, *COURSE)
    some = Inputs(sources, inputs.lexicon, sources.unions[:1])
    derived = store.load_result(judge_anew(store, run.run.id, some, START + 40 * MONTH).id)
    assert (tommer(run).main_org, tommer(derived).main_org) == ("LO", "LO")
    assert (derived.run.started, derived.run.derived_from, derived.run.complete) == (START, run.run.id, False)
    assert tommer(month(store, inputs, 12, *COURSE)).main_org == "YS"


def test_judging_a_derived_run_anew_goes_back_to_the_pages(store: Store, sources: Sources, inputs: Inputs) -> None:
    run = month(store, inputs, 0, *COURSE)
    derived = judge_anew(store, run.run.id, Inputs(sources, inputs.lexicon, sources.unions[:1]), START)
    assert judge_anew(store, derived.id, inputs, START + MONTH) == run.run
    assert store.load_result(run.run.id) == run
    with pytest.raises(UsageError, match="ukjent"):
        judge_anew(store, "ukjent", inputs, START)


def test_old_pages_are_judged_under_the_later_rules(store: Store, inputs: Inputs, tmp_path: Path) -> None:
    folder = copytree(ROOT / "topic_lexicon", tmp_path / "ordliste")
    (folder / "forebyggende.yaml").unlink()
    other = Inputs(inputs.sources, load_lexicon(folder), inputs.unions)
    before, after = month(store, inputs, 0, *COURSE), month(store, other, 1, *COURSE)
    between = rejudged(store, before, after.run, None, keeps=True)
    assert (between.run.id, between.run.lexicon) == (before.run.id, other.lexicon.digest)
    assert verdict(between) is verdict(after) is not verdict(before)


@pytest.mark.parametrize("missing", ["pages", "rules", "tool", "sources"])
def test_what_cannot_be_judged_anew_comes_back_empty(store: Store, inputs: Inputs, missing: str) -> None:
    """``diff`` then names both causes as possible, and settles none."""
    run = month(store, inputs, 0, *COURSE)
    rules: RunInfo = run.run
    if missing == "pages":
        run = run.model_copy(update={"run": run.run.model_copy(update={"id": "2020-01-01T000000Z"})})
    elif missing == "rules":
        rules = rules.model_copy(update={"lexicon": "sha256:0"})
    elif missing == "tool":
        rules = rules.model_copy(update={"tool": "0.0.1"})
    else:
        store.update_run(run.run.model_copy(update={"sources": "sha256:0"}))
    assert rejudged(store, run, rules, inputs.lexicon, keeps=True).unions == ()


# Verification


def test_quotes_that_were_kept_from_an_earlier_run_are_found_there(store: Store, inputs: Inputs) -> None:
    first = month(store, inputs, 0, *COURSE)
    once = month(store, inputs, 1, *LOST)
    found = verify_run(store, once)
    assert (found.damaged, found.unchecked, found.quotes > 0) == ((), 0, True)
    store.delete_run(first.run.id)
    assert verify_run(store, once).unchecked > 0


def test_quotes_of_another_version_must_stand_on_the_page_but_not_at_their_place(store: Store, inputs: Inputs) -> None:
    run = month(store, inputs, 0, *COURSE)
    union = tommer(run)
    moved = tuple(
        course.model_copy(
            update={"findings": tuple(f.model_copy(update={"start": 0, "end": 3}) for f in course.findings)}
        )
        for course in union.courses
    )
    elsewhere = run.model_copy(update={"unions": (union.model_copy(update={"courses": moved}),)})
    assert verify_run(store, elsewhere).damaged
    older = elsewhere.model_copy(update={"run": run.run.model_copy(update={"tool": "0.0.1"})})
    assert verify_run(store, older).damaged == ()


def test_a_damaged_page_stops_an_audit_that_needs_it(store: Store, inputs: Inputs) -> None:
    run = month(store, inputs, 0, *COURSE)
    database = sqlite3.connect(store.path)
    with database:
        database.execute("UPDATE bodies SET data = substr(data, 1, length(data) - 3)")
        database.execute("DELETE FROM result_cache")
    database.close()
    with pytest.raises(EvidenceError):
        audit_run(store, run.run, inputs)
