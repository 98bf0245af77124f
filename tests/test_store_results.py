"""Results: canonical JSON that comes back byte for byte, rows for readers of SQL, and the cache."""

import weakref

import pytest
from store_parts import QUOTE, SITE, info, page, read_union, result, unread

from kursrevisjon.errors import ExitCode, IncompleteError, UsageError, WorkspaceError
from kursrevisjon.model import UnionResult
from kursrevisjon.store import Store
from kursrevisjon.text import canonical_json, digest_of


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path) as opened:
        opened.begin_run(info(), ["tommer"])
        yield opened


def test_a_result_comes_back_as_it_was_saved(store):
    assert not store.has_result("r1")
    store.save_result(result())
    assert store.has_result("r1")
    assert store.load_result("r1") == result()
    assert store.result_json("r1") == canonical_json(result())
    assert store.run_info("r1") == result().run


def unions_of(count: int) -> tuple[UnionResult, ...]:
    return tuple(result().unions[0].model_copy(update={"id": f"forbund-{number}"}) for number in range(count))


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_result_is_stored_and_read_in_pieces(store, count):
    whole = result().model_copy(update={"unions": unions_of(count)})
    store.save_result(whole.model_copy(update={"unions": ()}), iter(whole.unions))
    document = canonical_json(whole)
    assert "".join(store.result_pieces("r1")) == document
    assert f"sha256:{store.result_digest('r1')}" == digest_of(document.encode())
    assert store._database.rows("SELECT run, document FROM results") == [("r1", document)]
    assert store.load_result("r1") == whole
    assert [store.union_result("r1", union.id) for union in whole.unions] == list(whole.unions)
    verdicts = {topic: stated.verdict for topic, stated in result().unions[0].verdicts.items()}
    assert store.verdicts("r1") == {union.id: verdicts for union in whole.unions}


def test_no_union_stays_in_memory_when_the_next_is_stored(store):
    made: list[weakref.ref[UnionResult]] = []

    def unions():
        for union in range(3):
            assert [one() for one in made] == [None] * union
            fresh = UnionResult.model_validate_json(result().unions[0].model_dump_json()).model_copy(
                update={"id": f"forbund-{union}"}
            )
            made.append(weakref.ref(fresh))
            yield fresh
            del fresh

    store.save_result(result().model_copy(update={"unions": ()}), unions())
    assert len(store.load_result("r1").unions) == len(made) == 3


def test_a_union_without_result_has_none(store):
    assert store.union_result("r1", "tommer") is None
    store.save_result(result())
    assert store.union_result("r1", "ukjent") is None


def test_a_union_is_found_in_a_result_of_an_earlier_version(store):
    """Version 2 of the workspace kept a result in one piece."""
    store.save_result(result())
    store._database.execute("DELETE FROM result_pieces")
    store._database.execute("INSERT INTO result_pieces (run, piece) VALUES ('r1', ?)", (canonical_json(result()),))
    assert store.load_result("r1") == result()
    assert store.union_result("r1", "tommer") == result().unions[0]
    assert store.union_result("r1", "ukjent") is None


def test_a_deleted_run_has_no_document_though_it_was_just_read(store):
    store.save_result(result())
    assert store.result_json("r1")
    store.delete_run("r1")
    with pytest.raises(UsageError):
        store.result_json("r1")


def test_saving_again_replaces_every_row(store):
    store.save_result(result())
    count = """
        SELECT (SELECT count(*) FROM results), (SELECT count(*) FROM union_results), (SELECT count(*) FROM verdicts),
          (SELECT count(*) FROM courses), (SELECT count(*) FROM findings)
    """
    assert store._database.row(count) == (1, 1, 2, 1, 1)
    store.save_result(result())
    assert store._database.row(count) == (1, 1, 2, 1, 1)


def test_a_run_without_result_says_how_to_finish_it(store):
    with pytest.raises(IncompleteError, match=r"interrupted.*kursrevisjon scan") as told:
        store.load_result("r1")
    with pytest.raises(IncompleteError):
        store.result_pieces("r1")  # at once, and not when a file has been opened for the first piece
    assert told.value.exit_code is ExitCode.INCOMPLETE


@pytest.mark.parametrize("document", ["", "{", "[]", '{"schema": "kursrevisjon/run/9", "run": {}}'])
def test_a_result_that_was_tampered_with_says_how_to_make_it_anew(store, document):
    store.save_result(result())
    store._database.execute("UPDATE result_pieces SET piece = ? WHERE number = 1", (document,))
    with pytest.raises(WorkspaceError, match=r"stored result of run r1 cannot be read.*kursrevisjon reclassify r1"):
        store.load_result("r1")


QUERIES = {
    "SELECT id, complete FROM latest_run": [("r1", 1)],
    "SELECT main_org, name, preventive, hms, courses, pages_read, pages_unread FROM union_table": [
        ("LO", "Tømmerforbundet", "absent", "core", 1, 2, 3)
    ],
    "SELECT union_id, topic, verdict FROM gaps": [("tommer", "preventive", "absent")],
    "SELECT main_org, topic, mandatory, known, unions FROM coverage ORDER BY topic": [
        ("LO", "hms", 0, 1, 1),
        ("LO", "preventive", 0, 1, 1),
    ],
    "SELECT course, value, quote, url FROM evidence": [("Fase 2", "mandatory", QUOTE, f"{SITE}/kurs")],
    "SELECT url, cause, detail FROM unread_pages": [(f"{SITE}/min-side", "robots", "Disallow: /min-side")],
    "SELECT obligation, basis, audience, hms, preventive, programme FROM courses": [
        ("mandatory", "union", '["tillitsvalgt"]', 0, "none", "Grunnopplæringen")
    ],
    'SELECT heading_path, match, start, "end", fetched FROM findings': [
        ('["Kurs", "Fase 2"]', "exact", 10, 10 + len(QUOTE), "2030-03-01T06:00:00.123456Z")
    ],
}


@pytest.mark.parametrize(("query", "rows"), QUERIES.items())
def test_readers_of_sql_find_the_result(store, query, rows):
    read_union(store, "r1", page(), unread())
    store.save_result(result())
    assert store._database.rows(query) == rows


def test_an_unread_union_is_in_no_denominator(store):
    store.save_result(result())
    store._database.execute("UPDATE verdicts SET verdict = 'unknown'")
    assert store._database.rows("SELECT DISTINCT known, unions FROM coverage") == [(0, 1)]
    assert store._database.rows("SELECT * FROM gaps") == []


def test_the_cache_gives_back_what_was_put_there(store):
    assert store.cached("side+regler") is None
    store.put_cached("side+regler", '{"navn": "Grunnkurs på Ås"}' * 1000)
    assert store.cached("side+regler") == '{"navn": "Grunnkurs på Ås"}' * 1000
    store.put_cached("side+regler", "ny")
    assert store.cached("side+regler") == "ny"


def test_a_damaged_cache_entry_counts_as_none(store):
    store.put_cached("side+regler", "verdi")
    store._database.execute("UPDATE result_cache SET value = x'00ff'")
    assert store.cached("side+regler") is None


def test_writes_in_one_transaction_are_kept_together_or_not_at_all(store):
    with pytest.raises(RuntimeError), store.transaction():
        store.put_cached("a", "1")
        store.add_page("r1", page())
        raise RuntimeError
    assert store.cached("a") is None
    assert store.outcomes("r1", "tommer") == ()
    with store.transaction():
        store.put_cached("a", "1")
        store.save_result(result())
    assert store.cached("a") == "1"
    assert store.has_result("r1")
