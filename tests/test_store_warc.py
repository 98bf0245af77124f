"""Evidence to and from WARC files: exports come back equal, and of a broken file every whole record is read."""

import gzip
import subprocess
import sys
import tracemalloc
import zlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import brotli
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_parts import SITE, damage_body, info, not_modified, page, read_union, scan, unread
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from kursrevisjon.errors import EvidenceError, InputFileError, UsageError, WorkspaceError
from kursrevisjon.model import Page, Unread, UnreadCause
from kursrevisjon.store import Store, digest_of
from kursrevisjon.store.warc import WarcProblem, export_warc, read_warc, read_warc_run
from kursrevisjon.store.warc import records as warc_records

BOTH_FORMS = pytest.mark.parametrize("name", ["run.warc", "run.warc.gz"])

BEFORE = page("kurs", b"<h1>Kurs</h1>" * 50)
OUTCOMES = (
    not_modified(BEFORE, at=30, headers={"etag": '"2"', "date": "Mon, 31 Mar 2030 06:00:00 GMT"}),
    page("plan.pdf", b"%PDF-1.7\r\n\r\nWARC/1.1\r\n", at=30, media_type="application/pdf", charset=None),
    page(
        "kurs/øst?side=2",
        "<p>Blåbær</p>".encode("cp1252"),
        at=30,
        url_reached="https://ny.example/kurs?",
        headers={
            "content-encoding": "gzip",
            "transfer-encoding": "chunked",
            "content-length": "7",
            "content-type": "text/html; charset=windows-1252",
            "x-navn": "Blåbær",
            "x-brudd": "a\r\nb: c",
        },
    ),
    page("tom", b"", at=30, status=203),
    unread("min-side", at=30),
    Unread("tommer", f"{SITE}/senere", UnreadCause.BUDGET, "the page budget of 4 is spent\nlinje to", None, None),
    unread("borte", UnreadCause.HTTP_ERROR, at=30),
)


@pytest.fixture
def store(tmp_path):
    """A workspace with the run ``nå`` of one union, whose first page was not modified since the run ``før``."""
    with Store.open(tmp_path / "revisjon") as opened:
        scan(opened, "før", BEFORE, at=0)
        opened.begin_run(info("nå", at=30, tool="kursrevisjon  0.1.0", libraries={"a": "1"}), ["tommer", "blikk"])
        read_union(opened, "nå", *OUTCOMES)
        read_union(opened, "nå", page(union="blikk", at=30), union="blikk")
        yield opened


def exported(store: Store, path: Path) -> Path:
    export_warc(store, "nå", path)
    return path


def check(path: Path) -> tuple[int, str]:
    """What warcio's own check says of a file."""
    done = subprocess.run(  # noqa: S603 - this Python, on warcio
        [sys.executable, "-m", "warcio.cli", "check", str(path)], capture_output=True, text=True, check=False
    )
    return done.returncode, (done.stdout + done.stderr).strip()


# There and back


@BOTH_FORMS
def test_an_export_is_read_back_equal(store, tmp_path, name):
    path = exported(store, tmp_path / name)
    assert tuple(read_warc(path)) == (*store.outcomes("nå", "tommer"), *store.outcomes("nå", "blikk"))
    assert read_warc_run(path) == store.run_info("nå")


@BOTH_FORMS
def test_two_exports_of_a_run_are_the_same_bytes(store, tmp_path, name):
    one, two = tmp_path / "a" / name, tmp_path / "b" / name
    for path in (one, two):
        path.parent.mkdir()
        exported(store, path)
    assert one.read_bytes() == two.read_bytes()


@BOTH_FORMS
def test_warcio_finds_nothing_wrong_with_an_export(store, tmp_path, name):
    assert check(exported(store, tmp_path / name)) == (0, "")


def test_other_tools_find_the_records_they_expect(store, tmp_path):
    with exported(store, tmp_path / "run.warc.gz").open("rb") as file:
        kinds = [
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI")) for record in ArchiveIterator(file)
        ]
    page_kinds = ["metadata", "response", "request"]
    assert [kind for kind, _ in kinds] == [
        "warcinfo",
        "metadata",
        "response",
        "revisit",
        "request",
        *page_kinds * 3,
        *["metadata"] * 3,
        *page_kinds,
    ]
    assert ("response", "https://ny.example/kurs?") in kinds, "a body belongs to the address that it came from"


def test_headers_that_a_decoded_body_contradicts_are_kept_under_another_name(store, tmp_path):
    with exported(store, tmp_path / "run.warc").open("rb") as file:
        records = [record for record in ArchiveIterator(file) if record.rec_type == "response"]
    headers = dict(records[2].http_headers.headers)
    assert headers["content-length"] == str(len("<p>Blåbær</p>"))
    assert headers["x-archive-orig-content-encoding"] == "gzip"
    assert headers["x-archive-orig-content-length"] == "7"
    assert "content-encoding" not in headers
    assert headers["x-brudd"] == "a  b: c", "a header cannot write another"


def test_an_imported_run_is_equal_to_the_one_exported(store, tmp_path):
    path = exported(store, tmp_path / "run.warc.gz")
    with Store.open(tmp_path / "annet sted") as other:
        other.begin_run(info("import", at=30), ["tommer", "blikk"], kind="import")
        read_union(other, "import", *(outcome for outcome in read_warc(path) if outcome.union_id == "tommer"))
        assert other.outcomes("import", "tommer") == store.outcomes("nå", "tommer")


def test_a_derived_run_exports_the_pages_it_rests_on(store, tmp_path):
    store.begin_run(info("på nytt", at=40, derived_from="nå"), ["tommer"])
    export_warc(store, "på nytt", tmp_path / "ny.warc")
    assert tuple(read_warc(tmp_path / "ny.warc")) == store.outcomes("nå", "tommer")


def test_a_failed_export_leaves_the_file_that_was_there(store, tmp_path):
    path = tmp_path / "run.warc"
    path.write_bytes(b"old")
    with pytest.raises(UsageError):
        export_warc(store, "ukjent", path)
    damage_body(tmp_path / "revisjon", page().digest, zlib.compress(b"x"))
    with pytest.raises(EvidenceError):
        exported(store, path)
    assert path.read_bytes() == b"old"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["revisjon", "run.warc"]


def test_an_export_to_nowhere_is_told_of(store, tmp_path):
    with pytest.raises(WorkspaceError, match=r"cannot be written"):
        exported(store, tmp_path / "mangler" / "run.warc")


# Broken files


def _records(path: Path) -> list[tuple[int, int]]:
    """Offset and length of every record."""
    with path.open("rb") as file:
        iterator = ArchiveIterator(file)
        return [(iterator.get_record_offset(), iterator.get_record_length()) for _ in iterator]


def _read_with(path: Path, data: bytes) -> tuple[list[Page | Unread], list[WarcProblem]]:
    path.write_bytes(data)
    items = list(read_warc(path))
    problems = [item for item in items if isinstance(item, WarcProblem)]
    return [item for item in items if not isinstance(item, WarcProblem)], problems


@BOTH_FORMS
def test_a_record_with_a_flipped_byte_is_told_of_and_all_others_are_read(store, tmp_path, name):
    path = exported(store, tmp_path / name)
    whole, data = list(read_warc(path)), path.read_bytes()
    offset, length = _records(path)[6]
    flipped = bytearray(data)
    flipped[offset + length // 2] ^= 1
    outcomes, problems = _read_with(path, bytes(flipped))
    broken, bodiless = problems
    assert (broken.offset, bodiless.url) == (offset, f"{SITE}/plan.pdf")
    assert outcomes == [outcome for outcome in whole if outcome.url != f"{SITE}/plan.pdf"]


@BOTH_FORMS
@pytest.mark.parametrize("lost", [1, 30, 400])
def test_a_file_that_ends_early_is_read_up_to_there(store, tmp_path, name, lost):
    path = exported(store, tmp_path / name)
    whole, data = list(read_warc(path)), path.read_bytes()
    # The two line ends after a plain record can go without loss.
    outcomes, problems = _read_with(path, data[: -lost - 4])
    assert outcomes == whole[: len(outcomes)]
    assert problems
    assert len(outcomes) >= len(whole) - 1


@BOTH_FORMS
def test_rubbish_between_records_is_passed_over(store, tmp_path, name):
    path = exported(store, tmp_path / name)
    whole, data = list(read_warc(path)), path.read_bytes()
    offset = _records(path)[5][0]
    outcomes, problems = _read_with(path, data[:offset] + b"\r\nrubbish \x1f\x8b\x08 rubbish\r\n" * 300 + data[offset:])
    assert outcomes == whole
    assert len(problems) == 1


@pytest.mark.parametrize("length", [b"3", b"99999", b"-5", b"x", b""], ids=str)
def test_a_wrong_length_loses_that_record_and_no_other(store, tmp_path, length):
    path = exported(store, tmp_path / "run.warc")
    whole, data = list(read_warc(path)), path.read_bytes()
    offset, _ = _records(path)[6]
    start = data.index(b"Content-Length: ", offset) + len(b"Content-Length: ")
    outcomes, problems = _read_with(path, data[:start] + length + data[data.index(b"\r\n", start) :])
    assert problems[0].offset == offset
    assert outcomes == [outcome for outcome in whole if outcome.url != f"{SITE}/plan.pdf"]


@BOTH_FORMS
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_no_flipped_bit_makes_a_page_that_was_not_there(store, tmp_path, name, place, bit):
    path = exported(store, tmp_path / name)
    whole, data = list(read_warc(path)), bytearray(path.read_bytes())
    data[int(place * len(data))] ^= 1 << bit
    outcomes, problems = _read_with(path, bytes(data))
    assert all(outcome in whole for outcome in outcomes)
    assert problems or outcomes == whole or name == "run.warc", "a page went missing unseen"


def test_a_digest_that_names_no_algorithm_is_told_of(store, tmp_path):
    path = exported(store, tmp_path / "run.warc")
    whole = list(read_warc(path))
    outcomes, problems = _read_with(path, path.read_bytes().replace(b"sha1:", b"\x00sha1:", 1))
    assert problems
    assert outcomes
    assert all(outcome in whole for outcome in outcomes)


def test_a_page_whose_body_was_lost_is_told_of(store, tmp_path):
    path = exported(store, tmp_path / "run.warc")
    data = path.read_bytes()
    offset, length = _records(path)[6]
    _, problems = _read_with(path, data[:offset] + data[offset + length :])
    assert [(problem.url, problem.message) for problem in problems] == [
        (f"{SITE}/plan.pdf", "the body that belongs to it is missing")
    ]


def test_a_lost_first_page_leaves_its_revisit_without_a_body(store, tmp_path):
    path = exported(store, tmp_path / "run.warc")
    data = path.read_bytes()
    offset, length = _records(path)[2]
    outcomes, problems = _read_with(path, data[:offset] + data[offset + length :])
    assert [problem.message for problem in problems] == ["it refers to a record that is not in the file"]
    assert BEFORE.url not in {outcome.url for outcome in outcomes if outcome.union_id == "tommer"}


def test_a_whole_file_compressed_as_one_is_read_too(store, tmp_path):
    path = exported(store, tmp_path / "run.warc")
    whole = list(read_warc(path))
    outcomes, problems = _read_with(tmp_path / "alt.warc.gz", gzip.compress(path.read_bytes()))
    assert (outcomes, problems) == (whole, [])


NO_WARC = (b"", b"<html>", b"\x1f\x8b\x08rubbish", b"WARC/1.1\r\n", gzip.compress(b"hei"))


@pytest.mark.parametrize("content", NO_WARC)
def test_a_file_without_any_record_is_refused(tmp_path, content):
    path = tmp_path / "x.warc"
    path.write_bytes(content)
    with pytest.raises(InputFileError, match=r"no WARC record"):
        list(read_warc(path))


def test_a_file_that_is_not_there_is_told_of(tmp_path):
    with pytest.raises(InputFileError, match=r"mangler.warc: cannot be opened"):
        list(read_warc(tmp_path / "mangler.warc"))


# Files of other crawlers


class Foreign:
    """Writes a WARC as another crawler might."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.out = BytesIO()
        self.writer = WARCWriter(self.out, gzip=path.suffix == ".gz")

    def add(
        self,
        body: bytes = b"<p>Kurs</p>",
        url: str = f"{SITE}/kurs",
        *,
        kind: str = "response",
        status: str = "200 OK",
        headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=UTF-8"),),
        **warc: str,
    ) -> None:
        """Add a record; keywords with capitals are its WARC headers."""
        has_http = kind in ("response", "revisit") and url.startswith("http")
        http = StatusAndHeaders(status, list(headers), "HTTP/1.1") if has_http else None
        fields = {"WARC-Date": "2018-05-17T10:00:00Z", **{key.replace("_", "-"): value for key, value in warc.items()}}
        record = self.writer.create_warc_record(
            url, kind, BytesIO(body), length=len(body), http_headers=http, warc_headers_dict=fields
        )
        self.writer.write_record(record)

    def read(self) -> list[Page | Unread | WarcProblem]:
        self.path.write_bytes(self.out.getvalue())
        return list(read_warc(self.path, union_of=lambda url: "tommer" if url.startswith(SITE) else None))


@pytest.fixture(params=["annen.warc", "annen.warc.gz"])
def foreign(tmp_path, request):
    return Foreign(tmp_path / request.param)


def test_an_answer_becomes_a_page_with_its_own_date(foreign):
    foreign.add(headers=(("Content-Type", "Text/HTML; Charset=ISO-8859-1"), ("Vary", "a"), ("vary", "b")))
    (found,) = foreign.read()
    assert (found.url, found.status, found.media_type, found.charset) == (
        f"{SITE}/kurs",
        200,
        "text/html",
        "iso-8859-1",
    )
    assert found.fetched.isoformat() == "2018-05-17T10:00:00+00:00"
    assert found.headers == {"content-type": "Text/HTML; Charset=ISO-8859-1", "vary": "a, b"}
    assert (found.body, found.digest) == (b"<p>Kurs</p>", digest_of(b"<p>Kurs</p>"))


def test_addresses_are_asked_for_in_their_canonical_form(foreign):
    foreign.add(url=f"{SITE}/kurs?utm_source=x")
    foreign.path.write_bytes(foreign.out.getvalue())
    (found,) = read_warc(foreign.path, union_of=lambda _: "tommer", canonical=lambda url: url.split("?")[0])
    assert (found.url, found.url_reached) == (f"{SITE}/kurs", f"{SITE}/kurs?utm_source=x")


PASSED_OVER = {
    "another site": {"url": "https://annet.example/"},
    "a picture": {"headers": (("Content-Type", "image/png"),)},
    "a script": {"headers": (("Content-Type", "text/javascript"),)},
    "a redirect": {"status": "301 Moved Permanently", "headers": (("Location", "/ny"),)},
    "a part": {"status": "206 Partial Content"},
    "a request": {"kind": "request", "body": b"GET /kurs HTTP/1.1\r\nHost: tommer.example\r\n\r\n"},
    "a conversion": {"kind": "conversion"},
    "a name": {"kind": "response", "url": "dns:tommer.example"},
    "others' metadata": {"kind": "metadata", "body": b"via: https://tommer.example/\r\n"},
    "others' JSON": {"kind": "metadata", "body": b"{}", "Content_Type": "application/json"},
    "a screenshot": {"kind": "resource", "url": f"urn:view:{SITE}/kurs"},
}


@pytest.mark.parametrize("record", PASSED_OVER.values(), ids=PASSED_OVER.keys())
def test_what_is_no_page_of_a_union_is_passed_over(foreign, record):
    foreign.add(**record)
    foreign.add(url=f"{SITE}/neste")
    assert [found.url for found in foreign.read()] == [f"{SITE}/neste"]


def test_an_error_answer_is_an_unread_address(foreign):
    foreign.add(status="404 Not Found")
    (found,) = foreign.read()
    assert (found.cause, found.status, found.detail) == (UnreadCause.HTTP_ERROR, 404, "HTTP 404")


def test_a_resource_is_a_page_without_http_headers(foreign):
    foreign.add(b"%PDF-1.4", f"{SITE}/plan.pdf", kind="resource", Content_Type="application/pdf")
    (found,) = foreign.read()
    assert (found.media_type, found.charset, found.body) == ("application/pdf", None, b"%PDF-1.4")


BODY = "<p>Grunnkurs på Ås</p>".encode() * 400
ENCODINGS = {
    "gzip": gzip.compress(BODY),
    "x-gzip": gzip.compress(BODY),
    "deflate": zlib.compress(BODY),
    "br": brotli.compress(BODY),
    "zstd": zstandard.compress(BODY),
}


def fast_brotli(data: bytes) -> bytes:
    return brotli.compress(data, quality=5)


def _with_encoding(encoding: str) -> tuple[tuple[str, str], ...]:
    return (("Content-Type", "text/html"), ("Content-Encoding", encoding))


@pytest.mark.parametrize(("encoding", "data"), ENCODINGS.items(), ids=ENCODINGS.keys())
def test_content_encodings_are_undone(foreign, encoding, data):
    foreign.add(data, headers=_with_encoding(encoding))
    (found,) = foreign.read()
    assert found.body == BODY


@pytest.mark.parametrize(("encoding", "data"), ENCODINGS.items(), ids=ENCODINGS.keys())
@pytest.mark.parametrize("harm", ["cut off", "damaged"])
def test_half_a_page_is_never_taken_for_a_page(foreign, encoding, data, harm):
    foreign.add(data[:-10] if harm == "cut off" else data[:12] + b"\xff" * 12, headers=_with_encoding(encoding))
    (found,) = foreign.read()
    assert isinstance(found, WarcProblem)
    assert found.url == f"{SITE}/kurs"


def test_a_bare_deflate_stream_and_two_encodings_on_top_of_each_other_are_undone(foreign):
    foreign.add(zlib.compress(BODY)[2:-4], headers=_with_encoding("deflate"))
    foreign.add(brotli.compress(gzip.compress(BODY)), headers=_with_encoding("gzip, br"))
    assert [found.body for found in foreign.read()] == [BODY, BODY]


def test_a_body_that_was_decoded_before_it_was_stored_is_taken_as_it_is(foreign):
    foreign.add(BODY, headers=(*_with_encoding("gzip"), ("Transfer-Encoding", "chunked")))
    assert [found.body for found in foreign.read()] == [BODY]


def test_chunks_are_joined_and_missing_chunks_are_told_of(foreign):
    chunked = (("Content-Type", "text/html"), ("Transfer-Encoding", "chunked"))
    foreign.add(b"4\r\nKurs\r\n3;x=1\r\n 1.\r\n0\r\n\r\n", headers=chunked)
    foreign.add(b"4\r\nKurs\r\n30\r\n 1.", headers=chunked)
    whole, cut = foreign.read()
    assert whole.body == b"Kurs 1."
    assert isinstance(cut, WarcProblem)


def test_an_unknown_encoding_and_a_record_cut_off_by_its_crawler_are_told_of(foreign):
    foreign.add(headers=_with_encoding("rot13"))
    foreign.add(WARC_Truncated="length")
    assert [item.message for item in foreign.read()] == [
        "unknown content encoding 'rot13'",
        "its crawler cut it off (length)",
    ]


def test_a_bomb_is_defused(foreign, monkeypatch):
    monkeypatch.setattr("kursrevisjon.store.warc.payload.LARGEST_PAYLOAD", 100_000)
    foreign.add(gzip.compress(b"0" * 1_000_000), headers=_with_encoding("gzip"))
    (found,) = foreign.read()
    assert "more than 100000 bytes" in found.message


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_a_body_packed_in_two_parts_is_read_to_its_end(foreign, encoding):
    pack = gzip.compress if encoding == "gzip" else zstandard.compress
    foreign.add(pack(BODY[:400]) + pack(BODY[400:]), headers=_with_encoding(encoding))
    (found,) = foreign.read()
    assert found.body == BODY


@pytest.mark.parametrize(("encoding", "pack"), [("br", fast_brotli), ("zstd", zstandard.compress)])
def test_a_bomb_of_few_bytes_takes_no_memory(foreign, encoding, pack, monkeypatch):
    """A few kilobytes that stand for 60 MB: the limit holds within what is unpacked of them at a time."""
    monkeypatch.setattr("kursrevisjon.store.warc.payload.LARGEST_PAYLOAD", 1_000_000)
    foreign.add(pack(bytes(60_000_000)), headers=_with_encoding(encoding))
    tracemalloc.start()
    (found,) = foreign.read()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "more than" in found.message
    assert peak < 30_000_000


def test_a_film_is_named_and_passed_over(foreign, monkeypatch):
    monkeypatch.setattr(warc_records, "LARGEST_RECORD", 50_000)
    foreign.add(b"0" * 60_000)
    foreign.add(url=f"{SITE}/neste")
    film, after = foreign.read()
    assert (film.message.startswith("too large"), film.url, after.url) == (True, f"{SITE}/kurs", f"{SITE}/neste")


def test_a_revisit_has_the_body_of_the_record_with_its_digest(foreign):
    body = b"<p>Samme</p>"
    foreign.add(body, url=f"{SITE}/en")
    parsed = next(iter(ArchiveIterator(BytesIO(foreign.out.getvalue()))))
    digest = parsed.rec_headers.get_header("WARC-Payload-Digest")
    foreign.add(
        b"",
        url=f"{SITE}/to",
        kind="revisit",
        WARC_Payload_Digest=digest,
        WARC_Date="2019-01-01T00:00:00Z",
        WARC_Profile="http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
    )
    one, two = foreign.read()
    assert (two.url, two.body, two.not_modified, two.fetched.year) == (f"{SITE}/to", one.body, True, 2019)


def test_a_revisit_of_a_record_elsewhere_is_told_of(foreign):
    foreign.add(b"", kind="revisit", WARC_Refers_To_Target_URI=f"{SITE}/annet")
    (found,) = foreign.read()
    assert found.message == "it refers to a record that is not in the file"


def test_a_record_without_a_usable_date_is_told_of(foreign):
    foreign.add(WARC_Date="i går")
    (found,) = foreign.read()
    assert "cannot be used" in found.message


def test_a_forged_body_under_this_programs_metadata_is_told_of(store, tmp_path):
    """The digest in the metadata is the store's; a body that is another was put there by someone else."""
    path = exported(store, tmp_path / "run.warc")
    data = path.read_bytes()
    forged = data.replace(b"WARC-Payload-Digest", b"X-Payload").replace(b"WARC-Block-Digest", b"X-Block")
    outcomes, _ = _read_with(path, forged)
    assert len(outcomes) == 8, "a record without known digests is judged by the metadata alone"
    outcomes, problems = _read_with(path, forged.replace(b"%PDF-1.7", b"%PDF-1.8"))
    assert len(outcomes) == 7
    assert [problem.url for problem in problems] == [f"{SITE}/plan.pdf"]


def test_a_page_of_another_program_says_nothing_of_a_run(foreign):
    foreign.add()
    foreign.read()
    assert read_warc_run(foreign.path) is None


def test_problems_read_as_a_line_for_a_person():
    assert str(WarcProblem(12, "broken", f"{SITE}/kurs")) == f"byte 12: broken ({SITE}/kurs)"
    assert str(replace(WarcProblem(12, "broken"), offset=3)) == "byte 3: broken"
