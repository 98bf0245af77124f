"""The schemas of the documents that others build on are those of the models, and hold for what the tool writes."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from run_builders import course, page, reading, run, trade_union, unread

from kursrevisjon.diff import compare_with_baseline, diff_runs
from kursrevisjon.model import DocumentResult, Obligation, Preventive, UnreadCause
from kursrevisjon.model.schema import schema_text, schemas, write_schemas
from kursrevisjon.text import canonical_json

COMMITTED = Path(__file__).parents[1] / "docs" / "schema"

PLAN = page("plan")
COURSE = course("Fase 2", Obligation.MANDATORY, preventive=Preventive.EXPLICIT, pages=[PLAN], quote="Må tas.")
DOWN = reading([], union=trade_union("hav", None), pages=[], missing=[unread("x", UnreadCause.ROBOTS)])
BEFORE = run([reading([COURSE]), DOWN])
AFTER = run(
    [reading([], pages=[page("plan", digest="sha256:2")]), reading([COURSE], union=trade_union("hav"))], "run-2"
)

WRITTEN = [
    ("run-1.json", BEFORE),
    ("run-1.json", run([])),
    ("diff-1.json", diff_runs(BEFORE, AFTER)),
    ("diff-1.json", diff_runs(BEFORE, BEFORE)),
    ("diff-1.json", compare_with_baseline(AFTER)),
    ("document-1.json", DocumentResult(source="side.html", url="https://t.example/", courses=(COURSE,))),
    ("document-1.json", DocumentResult(source="tom.html", outcome=UnreadCause.EMPTY)),
]

# The documents of the published contract, with its dots filled in.
DOCUMENT = """
{"schema": "kursrevisjon/document/1", "source": "FILE", "url": null, "lang": "nb", "outcome": "read",
 "training_for_reps": true,
 "courses": [{"name": "Fase 2", "obligation": "mandatory", "basis": "union", "audience": ["tillitsvalgt"], "hms": false,
   "preventive": "none", "findings": [{"dimension": "obligation", "value": "mandatory",
   "rule": "obligation/obligatorisk", "quote": "...", "heading_path": ["..."], "match": "exact"}]}],
 "page": {"obligation": "mandatory", "hms": false, "preventive": "none", "mandatory_hms": false,
   "mandatory_preventive": false}}
"""
RUN = """
{"schema": "kursrevisjon/run/1", "run": {"id": "1", "started": "2030-03-01T06:00:00Z", "complete": true, "tool": "1.0",
   "lexicon": "sha256:1", "sources": "sha256:2"},
 "unions": [{"id": "tommer", "name": "Tømmerforbundet", "short_name": "Tømmer", "main_org": "LO",
   "verdicts": {"hms": {"verdict": "absent", "courses": [], "why": "..."}},
   "pages": {"read": 12, "unread": {"robots": 1}}}],
 "main_orgs": [{"name": "LO", "topics": {"preventive": {"mandatory": 0, "core": 1, "optional": 3, "absent": 1,
   "unknown": 0, "coverage": [0, 5], "gap": ["tommer"]}}}]}
"""
DIFF = """
{"schema": "kursrevisjon/diff/1", "changes": [{"union": "tommer", "topic": "preventive", "before": "absent",
   "after": "core", "cause": "page", "evidence": ["..."]}], "courses": [], "coverage": []}
"""
CONTRACT = [("document-1.json", DOCUMENT), ("run-1.json", RUN), ("diff-1.json", DIFF)]


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(schemas()[name], format_checker=FormatChecker())


@pytest.mark.parametrize("name", sorted(schemas()))
def test_the_committed_schema_is_that_of_the_model(name):
    committed = (COMMITTED / name).read_text(encoding="utf-8")
    renew = "renew it: python -c 'from pathlib import Path; from kursrevisjon.model.schema import write_schemas as w; "
    assert committed == schema_text(schemas()[name]), f'{renew}w(Path("docs/schema"))\''


def test_schemas_are_written_as_they_are_committed(tmp_path):
    write_schemas(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == schemas().keys()
    assert all((tmp_path / name).read_bytes() == (COMMITTED / name).read_bytes() for name in schemas())


@pytest.mark.parametrize(("name", "document"), WRITTEN)
def test_what_is_written_is_valid(name, document):
    validator(name).validate(json.loads(canonical_json(document.model_dump(mode="json", by_alias=True))))


@pytest.mark.parametrize(("name", "text"), CONTRACT, ids=[name for name, _ in CONTRACT])
def test_the_documents_of_the_contract_are_valid(name, text):
    validator(name).validate(json.loads(text))


@pytest.mark.parametrize("name", sorted(schemas()))
def test_a_schema_is_itself_valid_and_allows_further_keys(name):
    Draft202012Validator.check_schema(schemas()[name])
    text = dict(CONTRACT)[name]
    validator(name).validate(json.loads(text) | {"added_later": 1})


@pytest.mark.parametrize("name", sorted(schemas()))
@pytest.mark.parametrize("other", [text for _, text in CONTRACT] + ["{}", "[]", '{"schema": "kursrevisjon/run/2"}'])
def test_a_schema_refuses_every_other_document(name, other):
    if other != dict(CONTRACT)[name]:
        assert not validator(name).is_valid(json.loads(other))
