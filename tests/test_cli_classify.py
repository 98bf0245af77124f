"""``kursrevisjon classify``: DESIGN's ``document/1``, for other programs that wait for it."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from cli_tools import ROOT, process, run
from docx import Document as Word
from jsonschema import Draft202012Validator

PAGES = sorted((ROOT / "tests" / "gold" / "pages").glob("*.html"))
DUTY = """\
# Grunnkurs
Grunnkurset er obligatorisk for alle tillitsvalgte. Vi lærer å forebygge konflikter på arbeidsplassen.
"""


def test_many_files_are_labelled_in_one_process_and_in_order() -> None:
    with process("classify", *PAGES, "--format", "json") as command:
        out, err = command.communicate()
    documents = json.loads(out)
    assert (command.returncode, err) == (0, b"")
    assert len(PAGES) == 79
    assert [document["source"] for document in documents] == [str(page) for page in PAGES]


def test_documents_are_valid_against_the_committed_schema() -> None:
    schema = json.loads((ROOT / "docs" / "schema" / "document-1.json").read_text(encoding="utf-8"))
    validator = Draft202012Validator(schema)
    for document in run("classify", *PAGES[:20], "--format", "json").json:
        assert list(validator.iter_errors(document)) == []


def test_a_course_has_all_that_other_programs_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(DUTY, encoding="utf-8")
    answer = run(
        "classify", tmp_path / "a.md", "--section", "tillitsvalgt", "--url", "https://example.org/a", "--format", "json"
    )
    (document,) = answer.json
    assert (document["schema"], document["outcome"], document["lang"]) == ("kursrevisjon/document/1", "read", "nb")
    assert (document["url"], document["training_for_reps"]) == ("https://example.org/a", True)
    (course,) = document["courses"]
    labels = {key: course[key] for key in ("obligation", "basis", "audience", "hms", "preventive")}
    assert course["name"].startswith("Grunnkurs")
    assert labels == {
        "obligation": "mandatory",
        "basis": "union",
        "audience": ["tillitsvalgt"],
        "hms": True,
        "preventive": "explicit",
    }
    assert all(finding["quote"] in DUTY.replace("# ", "") for finding in course["findings"])
    assert {"dimension", "value", "rule", "quote", "heading_path", "match"} <= set(course["findings"][0])
    assert document["page"] == {
        "obligation": "mandatory",
        "hms": True,
        "preventive": "explicit",
        "mandatory_hms": True,
        "mandatory_preventive": True,
    }


def test_standard_input_is_read_where_a_dash_stands(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Temakurs i forhandlinger", encoding="utf-8")
    answer = run(
        "classify", "-", tmp_path / "b.txt", "--section", "tillitsvalgt", "--format", "json", stdin=DUTY.encode()
    )
    first, second = answer.json
    assert (first["source"], second["source"]) == ("-", str(tmp_path / "b.txt"))
    assert first["page"]["obligation"] == "mandatory"


def test_a_word_file_is_read(tmp_path: Path) -> None:
    word = Word()
    for line in DUTY.splitlines():
        word.add_heading(line[2:]) if line.startswith("# ") else word.add_paragraph(line)
    file = io.BytesIO()
    word.save(file)
    (tmp_path / "plan.docx").write_bytes(file.getvalue())
    (document,) = run("classify", tmp_path / "plan.docx", "--section", "tillitsvalgt", "--format", "json").json
    assert (document["outcome"], document["page"]["obligation"]) == ("read", "mandatory")


@pytest.mark.parametrize(
    ("name", "data", "cause"),
    [
        ("tom.html", b"", "empty"),
        ("bilde.png", b"\x89PNG\r\n\x1a\n" + bytes(40), "unsupported"),
        ("ødelagt.pdf", b"%PDF-1.7\n" + bytes(200), "damaged"),
    ],
)
def test_a_file_without_content_has_a_cause_and_ends_nothing(
    tmp_path: Path, name: str, data: bytes, cause: str
) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "a.md").write_text(DUTY, encoding="utf-8")
    answer = run("classify", tmp_path / name, tmp_path / "a.md", "--section", "tillitsvalgt", "--format", "json")
    assert answer.code == 0
    first, second = answer.json
    assert (first["outcome"], first["courses"], first["page"]["obligation"]) == (cause, [], None)
    assert second["outcome"] == "read"


def test_what_was_blocked_is_shown_when_it_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Grunnkurs\nGrunnkurset er ikke obligatorisk.\n", encoding="utf-8")
    plain, traced = (
        run("classify", tmp_path / "a.md", "--section", "tillitsvalgt", "--format", "json", *more).json[0]["courses"][0]
        for more in ((), ("--explain",))
    )
    assert plain["suppressed"] == []
    assert any("obligatorisk" in trace["quote"] for trace in traced["suppressed"])
    assert "stanset" in run("classify", tmp_path / "a.md", "--section", "tillitsvalgt").out


def test_nothing_of_the_crawl_and_the_store_is_loaded() -> None:
    """Other programs start the command for each of their files; what it loads is what they wait for."""
    code = (
        "import sys\nfrom kursrevisjon.cli import main\n"
        "try:\n    main(['classify', '-', '--format', 'json'])\nexcept SystemExit:\n    pass\n"
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(  # noqa: S603 - the program itself
        [sys.executable, "-c", code], input=DUTY.encode(), capture_output=True, cwd=ROOT, check=True
    )
    loaded = {name.split(".")[0] for name in done.stderr.decode().split()}
    assert loaded & {"httpx", "sqlite3", "asyncio", "jinja2", "rich", "pypdf", "docx"} == set()
