"""What is stored of every address, and that it comes back as it was, also after a kill -9."""

import os
import signal
import subprocess
import sys
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_parts import SITE, START, damage_body, day, info, not_modified, page, read_union, scan, unread

from kursrevisjon.errors import EvidenceError
from kursrevisjon.model import Page, Unread, UnreadCause
from kursrevisjon.store import Skipped, Store, digest_of
from kursrevisjon.store.values import LARGE_BODY, compress, decompress, to_text, to_time


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path) as opened:
        opened.begin_run(info(), ["tommer", "blikk"])
        yield opened


def test_outcomes_come_back_as_they_were_in_the_order_fetched(store):
    outcomes = (
        page("z", charset=None, media_type="application/pdf", headers={}),
        unread("b", UnreadCause.HTTP_ERROR),
        page("a", "<h1>Kurs på Ås</h1>".encode("cp1252"), url_reached=f"{SITE}/å", headers={"x": "Blåbær, é"}),
        Unread("tommer", f"{SITE}/uten-tid", UnreadCause.BUDGET),
        page("tom", b""),
    )
    read_union(store, "r1", *outcomes)
    assert store.outcomes("r1", "tommer") == outcomes
    assert store.outcomes("r1", "blikk") == ()
    assert store.done_urls("r1", "tommer") == {outcome.url for outcome in outcomes}


def test_a_derived_run_has_the_addresses_of_the_run_it_judged(store):
    read_union(store, "r1", page("a"), unread("b", UnreadCause.HTTP_ERROR))
    store.begin_run(info("r1-om", derived_from="r1"), ["tommer"])
    assert store.done_urls("r1-om", "tommer") == {f"{SITE}/a", f"{SITE}/b"}
    assert store.unread("r1-om", "tommer") == (unread("b", UnreadCause.HTTP_ERROR),)


def test_what_is_unread_is_told_though_a_body_is_damaged(store, tmp_path):
    read_union(store, "r1", page("a"), unread("b", UnreadCause.HTTP_ERROR))
    damage_body(tmp_path, page("a").digest, b"skadet")
    assert store.unread("r1", "tommer") == (unread("b", UnreadCause.HTTP_ERROR),)
    assert store.done_urls("r1", "tommer") == {f"{SITE}/a", f"{SITE}/b"}


@pytest.mark.parametrize("cause", UnreadCause)
def test_every_cause_comes_back_as_itself(store, cause):
    store.add_unread("r1", unread(cause=cause))
    assert store.outcomes("r1", "tommer") == (unread(cause=cause),)


def test_a_body_is_stored_once_however_many_addresses_give_it(store, tmp_path):
    body = os.urandom(200_000)
    for number in range(20):
        store.add_page("r1", page(f"kurs?id={number}", body))
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 2 * len(body) + 500_000
    assert all(isinstance(one, Page) and one.body == body for one in store.outcomes("r1", "tommer"))


def test_the_last_outcome_of_an_address_in_a_run_holds(store):
    store.add_unread("r1", unread("kurs", UnreadCause.UNREACHABLE))
    store.add_page("r1", page("kurs"))
    assert store.outcomes("r1", "tommer") == (page("kurs"),)
    store.add_unread("r1", unread("kurs", UnreadCause.SOFT_404, at=1))
    assert store.outcomes("r1", "tommer") == (unread("kurs", UnreadCause.SOFT_404, at=1),)


def test_an_earlier_capture_from_a_file_does_not_replace_a_later_one(store):
    store.add_page("r1", page("kurs", b"i dag", at=5))
    store.add_page("r1", page("kurs", b"i fjor", at=-365))
    assert [one.body for one in store.outcomes("r1", "tommer")] == [b"i dag"]


def test_the_same_address_of_two_unions_has_two_outcomes(store):
    store.add_page("r1", page("kurs"))
    store.add_page("r1", page("kurs", union="blikk"))
    assert len(store.outcomes("r1", "tommer")) == len(store.outcomes("r1", "blikk")) == 1


def test_session_cookies_are_not_kept(store):
    store.add_page("r1", page(headers={"set-cookie": "sid=hemmelig", "etag": '"1"'}))
    assert store.outcomes("r1", "tommer")[0].headers == {"etag": '"1"'}


def test_a_digest_that_is_not_the_bodys_is_refused_and_nothing_is_stored(store):
    with pytest.raises(ValueError, match="not that of the body"):
        store.add_page("r1", page(digest="sha256:00"))
    assert store.outcomes("r1", "tommer") == ()


def test_a_time_without_a_zone_is_refused(store):
    with pytest.raises(ValueError, match="time zone"):
        store.add_page("r1", replace(page(), fetched=datetime(2030, 1, 1)))  # noqa: DTZ001 - the mistake under test


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_times_keep_their_order_and_value_as_text(one, other):
    assert to_time(to_text(one)) == one
    assert (to_text(one) < to_text(other)) == (one < other)


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=5000))
def test_decompressing_gives_what_was_compressed(body):
    assert decompress(compress(body), len(body)) == body


@pytest.mark.parametrize("body", [os.urandom(LARGE_BODY), b"kurs " * LARGE_BODY], ids=["dense", "repetitive"])
def test_large_bodies_come_back_and_never_grow_by_much(body):
    data = compress(body)
    assert len(data) < len(body) + 10_000
    assert decompress(data, len(body)) == body


def test_a_stream_that_would_grow_past_its_size_is_refused():
    with pytest.raises(zlib.error):
        decompress(zlib.compress(b"0" * 1_000_000), 10)


# Not modified


def test_a_page_that_was_not_modified_points_to_the_stored_body(store):
    first = page(headers={"etag": '"1"', "content-type": "text/html", "content-length": "11", "age": "1"})
    scan(store, "før", first, at=1)
    store.begin_run(info("nå", at=30), ["tommer"])
    store.add_page("nå", not_modified(first, at=30, headers={"etag": '"2"', "content-length": "0", "age": "7"}))
    (again,) = store.outcomes("nå", "tommer")
    assert (again.not_modified, again.body, again.digest) == (True, first.body, first.digest)
    assert again.headers == {"etag": '"2"', "content-type": "text/html", "content-length": "11", "age": "7"}
    assert store.body_time("nå", "tommer", first.url) == first.fetched
    assert store.last_page("tommer", first.url) == again


def test_the_time_of_a_body_is_known_through_a_chain_of_not_modified_and_a_moved_slash(store):
    first = page("kurs/")
    scan(store, "a", first, at=1)
    scan(store, "b", not_modified(first, at=2), at=2)
    scan(store, "c", replace(not_modified(first, at=3), url=f"{SITE}/kurs"), at=3)
    assert store.body_time("c", "tommer", f"{SITE}/kurs") == first.fetched


# The page to ask about


def test_the_last_page_is_the_newest_that_a_scan_read(store):
    scan(store, "a", page(body=b"1", at=1), at=1)
    scan(store, "b", page(body=b"2", at=2), at=2)
    scan(store, "c", unread("kurs", at=3), at=3)
    store.begin_run(info("arkiv", at=4), ["tommer"], kind="import")
    store.add_page("arkiv", page(body=b"from a browser", at=4))
    found = store.last_page("tommer", f"{SITE}/kurs")
    assert found == page(body=b"2", at=2)
    assert store.last_page("blikk", f"{SITE}/kurs") is None
    assert store.last_page("tommer", f"{SITE}/annet") is None


def test_a_damaged_page_is_asked_for_anew_and_mended_when_the_same_bytes_come(store, tmp_path):
    scan(store, "a", page(at=1), at=1)
    damage_body(tmp_path, page().digest, zlib.compress(b"noe annet"))
    assert store.last_page("tommer", f"{SITE}/kurs") is None
    store.begin_run(info("b", at=2), ["tommer"])
    store.add_page("b", page(at=2))
    assert store.verify_bodies() == []
    assert store.outcomes("a", "tommer") == (page(at=1),)


def test_a_damaged_body_is_never_handed_out(store, tmp_path):
    store.add_page("r1", page())
    damage_body(tmp_path, page().digest, zlib.compress(b"<p>kurs</p>"))
    with pytest.raises(EvidenceError, match=f"{SITE}/kurs") as told:
        store.outcomes("r1", "tommer")
    assert "kursrevisjon verify" in str(told.value)


# The ledger and the facts


def test_the_ledger_keeps_the_last_reason_per_address_sorted(store):
    store.add_skipped("r1", "tommer", f"{SITE}/b", "out of scope")
    store.add_all_skipped(
        "r1",
        [
            Skipped("tommer", f"{SITE}/a", "calendar"),
            Skipped("blikk", f"{SITE}/c", "logo"),
            Skipped("tommer", f"{SITE}/b", "page budget spent"),
        ],
    )
    tommer = (Skipped("tommer", f"{SITE}/a", "calendar"), Skipped("tommer", f"{SITE}/b", "page budget spent"))
    assert store.skipped("r1", "tommer") == tommer
    assert store.skipped("r1") == (Skipped("blikk", f"{SITE}/c", "logo"), *tommer)


def test_facts_of_a_site_are_replaced_and_kept_apart(store):
    store.put_fact("tommer", "robots", "User-agent: *\nDisallow: /å", START)
    store.put_fact("tommer", "robots", "", day(1))
    store.put_fact("blikk", "robots", "x", START)
    assert store.get_fact("tommer", "robots") == ("", day(1))
    assert store.get_fact("tommer", "sitemap") is None


# Nothing is lost

_WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from store_parts import info, page
from kursrevisjon.store import Store
store = Store.open(Path(sys.argv[1]))
with store.lock():
    if store.unfinished_run() is None:
        store.begin_run(info(), ["tommer"])
    number = len(store.done_urls("r1", "tommer"))
    while True:
        store.add_page("r1", page(f"side/{number}", b"kurs %d " % number * 5000))
        print(number, flush=True)
        number += 1
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="a kill -9 needs a POSIX system")
def test_kill_9_loses_no_page_that_was_stored_and_the_run_is_resumed(tmp_path):
    stored = -1
    for kill_after in (3, 40, 11):
        with subprocess.Popen(  # noqa: S603 - this Python, on this file's own text
            [sys.executable, "-c", _WRITER, str(tmp_path), str(Path(__file__).parent)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parent.parent,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
        ) as writer:
            assert writer.stdout is not None
            for _ in range(kill_after):
                number = int(writer.stdout.readline())
                assert number == stored + 1, "a page was lost, or stored twice"
                stored = number
            writer.send_signal(signal.SIGKILL)
            for line in writer.stdout:
                stored = int(line)
        with Store.open(tmp_path) as store:
            outcomes = store.outcomes("r1", "tommer")
            # The page after the last one told may have been stored before the kill.
            assert len(outcomes) - stored in (1, 2)
            stored = len(outcomes) - 1
            assert store.unfinished_run() == info()
            assert store.integrity_check() == []
            assert all(isinstance(one, Page) and digest_of(one.body) == one.digest for one in outcomes)
