"""Runs: order, resuming, the last good reading of a union, deleting and pruning."""

from datetime import timedelta

import pytest
from store_parts import SITE, START, damage_body, day, info, not_modified, page, read_union, result, scan, unread

from kursrevisjon.errors import UsageError, WorkspaceError
from kursrevisjon.store import Store


def derive(store: Store, run_id: str, base: str, *, at: float) -> None:
    """A derived run of one union, with a result."""
    store.begin_run(info(run_id, at=at, derived_from=base), ["tommer"])
    store.save_result(result(run_id, at=at, derived_from=base))


def test_everything_known_of_a_run_comes_back(store):
    known = info(finished=day(1), extractor="3", libraries={"rapidfuzz": "3.14.0"}, fictional=True, complete=True)
    store.begin_run(known, ["tommer"])
    assert store.run_info("r1") == known
    store.update_run(info())
    assert store.run_info("r1") == info()


def test_runs_are_listed_oldest_first_whatever_the_order_they_were_begun_in(store):
    for run_id, at in (("mars", 0), ("april", 30), ("2018", -4000)):
        store.begin_run(info(run_id, at=at), ["tommer"], kind="import" if run_id == "2018" else None)
    assert [run.id for run in store.runs()] == ["2018", "mars", "april"]
    assert [store.run_kind(run.id) for run in store.runs()] == ["import", "scan", "scan"]


def test_runs_without_a_result_are_left_out_where_a_result_is_needed(store):
    store.begin_run(info("avbrutt", at=0), ["tommer"])
    scan(store, "april", page(), at=30)
    scan(store, "mai", page(), at=60)
    assert [run.id for run in store.runs()] == ["avbrutt", "april", "mai"]
    assert [run.id for run in store.judged_runs()] == ["april", "mai"]


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: store.run_info("r9"),
        lambda store: store.load_result("r9"),
        lambda store: store.result_json("r9"),
        lambda store: store.union_progress("r9"),
        lambda store: store.outcomes("r9", "tommer"),
        lambda store: store.skipped("r9"),
        lambda store: store.verify_bodies("r9"),
        lambda store: store.delete_run("r9"),
        lambda store: store.last_good("tommer", "r9"),
        lambda store: store.update_run(info("r9")),
        lambda store: store.begin_run(info("ny", derived_from="r9"), []),
        lambda store: store.save_result(result("r9")),
    ],
)
def test_a_run_that_is_not_there_is_named(store, ask):
    with pytest.raises(UsageError, match=r"No run 'r9'.*kursrevisjon runs list"):
        ask(store)


def test_an_id_is_given_once(store):
    store.begin_run(info(), ["tommer"])
    with pytest.raises(WorkspaceError, match="a run r1 already"):
        store.begin_run(info(), ["tommer"])


def test_a_clock_that_went_backwards_is_told_of_before_anything_is_fetched(store):
    store.begin_run(info("fram", at=10), ["tommer"])
    with pytest.raises(WorkspaceError, match=r"clock says 2030-03-01.*run fram began at 2030-03-11.*runs delete fram"):
        store.begin_run(info("tilbake", at=0), ["tommer"])
    assert [run.id for run in store.runs()] == ["fram"]
    store.begin_run(info("arkiv", at=0), ["tommer"], kind="import")
    store.begin_run(info("igjen", at=0, derived_from="fram"), ["tommer"])


# Resuming


def test_a_scan_without_an_end_is_the_one_to_resume(store):
    assert store.unfinished_run() is None
    store.begin_run(info(), ["tommer", "blikk", "ask"])
    store.finish_union("r1", "blikk", True)
    store.finish_union("r1", "ask", False)
    assert store.unfinished_run() == info()
    assert store.union_progress("r1") == {"tommer": None, "blikk": True, "ask": False}
    store.finish_union("r1", "ask", True)
    assert store.union_progress("r1")["ask"] is True


def test_a_finished_scan_is_not_resumed_nor_one_before_it(store):
    store.begin_run(info("avbrutt"), ["tommer"])
    store.begin_run(info("ny", at=1), ["tommer"])
    store.save_result(result("ny", at=1))
    assert store.unfinished_run() is None


def test_derived_and_imported_runs_are_not_resumed(store):
    scan(store, "a", page(), at=0)
    store.begin_run(info("b", at=1, derived_from="a"), ["tommer"])
    store.begin_run(info("c", at=2), ["tommer"], kind="import")
    assert store.unfinished_run() is None


def test_a_union_that_is_no_part_of_the_run_cannot_be_finished(store):
    store.begin_run(info(), ["tommer"])
    with pytest.raises(ValueError, match="no union blikk"):
        store.finish_union("r1", "blikk", True)


# Derived runs


def test_a_derived_run_rests_on_the_pages_and_progress_of_the_first_in_its_line(store):
    scan(store, "a", page(), unread(), at=0)
    derive(store, "b", "a", at=1)
    derive(store, "c", "b", at=2)
    assert store.outcomes("c", "tommer") == store.outcomes("a", "tommer") == (page(), unread())
    assert store.union_progress("c") == {"tommer": True}
    assert store.body_time("c", "tommer", f"{SITE}/kurs") == START
    assert [store.run_kind(run) for run in "abc"] == ["scan", "reclassify", "reclassify"]


# The base of comparison


def test_the_last_good_reading_is_the_newest_complete_one_with_a_page(store):
    scan(store, "god", page(), at=0)
    scan(store, "avbrutt", page(), at=1, complete=False)
    scan(store, "bare uleste", unread(), at=2)
    store.begin_run(info("uten forbundet", at=3), ["blikk"])
    assert store.last_good("tommer") == "god"
    assert store.last_good("blikk") is None
    assert store.last_good("tommer", before_run="god") is None
    assert store.last_good("tommer", before_run="avbrutt") == "god"


def test_a_reading_that_is_newer_than_the_run_it_is_compared_with_is_no_base(store):
    for number in range(4):
        scan(store, f"r{number}", page(at=number), at=number)
    assert store.last_good("tommer") == "r3"
    assert store.last_good("tommer", before_run="r2") == "r1"


def test_a_reading_without_result_counts_unless_a_result_is_asked_for(store):
    scan(store, "a", page(), at=0)
    store.begin_run(info("b", at=1), ["tommer"])
    read_union(store, "b", page())
    assert store.last_good("tommer") == "b"
    assert store.last_good("tommer", with_result=True) == "a"


def test_a_derived_run_is_as_old_as_its_pages(store):
    scan(store, "gammel", page(), at=0)
    scan(store, "ny", page(), at=10)
    derive(store, "gammel på nytt", "gammel", at=20)
    assert store.last_good("tommer") == "ny"
    assert store.last_good("tommer", before_run="ny") == "gammel på nytt"
    assert store.last_good("tommer", before_run="gammel på nytt") is None


# Deleting and pruning


def test_deleting_a_run_removes_what_only_it_used(store):
    scan(store, "a", page("felles", b"begge"), page("egen", b"bare a"), at=0)
    store.add_skipped("a", "tommer", f"{SITE}/x", "logo")
    scan(store, "b", page("felles", b"begge"), at=1)
    store.delete_run("a")
    assert [run.id for run in store.runs()] == ["b"]
    assert store._database.rows("SELECT size FROM bodies") == [(5,)]
    tables = ("captures", "run_unions", "results", "union_results", "verdicts", "courses")
    of_runs = " UNION ".join(f"SELECT run FROM {table}" for table in tables)  # noqa: S608 - the tables above
    assert store._database.rows(of_runs) == [("b",)]
    assert store._database.rows("SELECT count(*) FROM findings") == [(1,)]
    assert store._database.rows("SELECT * FROM skipped") == []
    assert store.integrity_check() == []


def test_a_run_that_others_are_derived_from_is_not_deleted_before_them(store):
    scan(store, "a", page(), at=0)
    derive(store, "b", "a", at=1)
    derive(store, "c", "b", at=2)
    with pytest.raises(WorkspaceError, match="before the runs derived from it: b, c"):
        store.delete_run("a")
    for run_id in ("c", "b", "a"):
        store.delete_run(run_id)
    assert store.runs() == ()
    assert store._database.rows("SELECT * FROM bodies") == []


def test_pruning_keeps_the_newest_runs_and_what_they_rest_on(store):
    for number in range(5):
        scan(store, f"r{number}", page(body=b"utgave %d" % number, at=number), at=number)
    derive(store, "r0 på nytt", "r0", at=9)
    pruned = store.prune(keep=2)
    assert [run.id for run in store.runs()] == ["r0", "r4", "r0 på nytt"]
    assert (pruned.runs, pruned.bodies) == (("r1", "r2", "r3"), 3)
    assert pruned.bytes_freed > 0
    assert [one.body for one in store.outcomes("r4", "tommer")] == [b"utgave 4"]
    assert store.verify_bodies() == []


def test_pruning_never_removes_the_last_good_reading_of_a_union(store):
    scan(store, "god", page(body=b"sist lest"), at=0)
    scan(store, "mellom", unread(at=1), at=1)
    scan(store, "siste", unread(at=2), at=2)
    assert store.prune(keep=1).runs == ("mellom",)
    assert store.last_good("tommer") == "god"
    assert [one.body for one in store.outcomes("god", "tommer")] == [b"sist lest"]


def test_pruning_keeps_a_body_that_only_a_not_modified_capture_refers_to(store):
    first = page(at=0)
    scan(store, "a", first, at=0)
    scan(store, "b", not_modified(first, at=1), at=1)
    store.prune(keep=1)
    (again,) = store.outcomes("b", "tommer")
    assert (again.body, again.headers) == (first.body, dict(first.headers))
    assert store.last_page("tommer", first.url) == again
    assert store.body_time("b", "tommer", first.url) == first.fetched


def test_pruning_gives_room_back_to_the_disk(store):
    for number in range(4):
        body = b"%d" % number + bytes(range(256)) * 4000
        scan(store, f"r{number}", page(body=body, at=number), at=number)
        store.put_cached(f"nøkkel {number}", "verdi")
    before = store._database.row("PRAGMA page_count")
    store.prune(keep=1)
    assert store._database.row("PRAGMA page_count") < before
    assert store._database.row("PRAGMA freelist_count") == (0,)
    assert store.cached("nøkkel 0") is None


def test_pruning_to_nothing_is_refused(store):
    with pytest.raises(ValueError, match="at least one run"):
        store.prune(keep=0)


def test_pruning_what_is_already_pruned_changes_nothing(store):
    scan(store, "a", page(), at=0)
    store.prune(keep=1)
    assert store.prune(keep=1).runs == ()
    assert store.prune(keep=1).bodies == 0


# Damage


@pytest.mark.parametrize("data", [b"", b"not zlib", b"x\x9c"], ids=["emptied", "overwritten", "cut off"])
def test_verify_names_each_damaged_body_with_its_addresses(store, tmp_path, data):
    scan(store, "a", page("kurs", b"samme"), page("kopi", b"samme"), page("hel", b"hel"), at=0)
    scan(store, "b", page("annet", b"annet", at=1), at=1)
    damage_body(tmp_path, page(body=b"samme").digest, data)
    (damage,) = store.verify_bodies()
    assert damage.digest == page(body=b"samme").digest
    assert damage.urls == (f"{SITE}/kopi", f"{SITE}/kurs")
    assert damage.problem
    assert store.verify_bodies("a") == [damage]
    assert store.verify_bodies("b") == []


def test_verify_finds_a_single_flipped_bit(store, tmp_path):
    scan(store, "a", page(body=b"obligatorisk for alle tillitsvalgte" * 50), at=0)
    ((digest, data),) = store._database.rows("SELECT digest, data FROM bodies")
    for place in range(len(data)):
        flipped = bytearray(data)
        flipped[place] ^= 1
        damage_body(tmp_path, digest, bytes(flipped))
        assert [damage.digest for damage in store.verify_bodies()] == [digest], f"byte {place}"


def test_a_derived_run_is_verified_by_the_pages_it_rests_on(store, tmp_path):
    scan(store, "a", page(), at=0)
    derive(store, "b", "a", at=1)
    damage_body(tmp_path, page().digest, b"")
    assert len(store.verify_bodies("b")) == 1


def test_a_broken_reference_is_found_by_the_integrity_check(store):
    scan(store, "a", page(), at=0)
    store._database.execute("PRAGMA foreign_keys = OFF")
    store._database.execute("DELETE FROM bodies")
    assert "captures: row 1 refers to a missing row of bodies" in store.integrity_check()


def test_begun_long_before_midnight_elsewhere_is_the_same_moment(store):
    oslo = START.astimezone().astimezone(tz=None)
    store.begin_run(info().model_copy(update={"started": oslo}), ["tommer"])
    assert store.run_info("r1").started - START == timedelta(0)
