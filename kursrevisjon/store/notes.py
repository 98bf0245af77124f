"""What each table, view and column of the workspace holds, for people who open it in an SQL reader.

The notes stand in the workspace itself (table ``column_notes``; a table's own note has an empty column name), in
``docs/arbeidsomraade.md``, and in the metadata file for Datasette.
"""

from collections.abc import Iterator
from typing import Final

_RUN = "The run (runs.id)."
_UNION = "The union's id in sources.yaml."
_TIME = "ISO 8601, UTC."

NOTES: Final[dict[str, dict[str, str]]] = {
    "bodies": {
        "": "The bytes that were fetched, once each, compressed with zlib.",
        "digest": "sha256 of the bytes before compression.",
        "size": "Number of bytes before compression.",
        "data": "The bytes, as a zlib stream.",
    },
    "runs": {
        "": "When and with what each run was made.",
        "number": "Order in which the runs were begun here.",
        "id": "The run's name in every command and report.",
        "kind": "scan (fetched from the web), reclassify (stored pages judged anew) or import (captured by others).",
        "started": f"When the run began. {_TIME}",
        "finished": "When it ended; empty while it can be resumed.",
        "complete": "1 when every enabled union was read to its end.",
        "derived_from": "The run whose pages were judged anew.",
        "pages_of": "The run that the captures belong to: the run itself, or the first in its line of derived runs.",
        "info": "JSON: all that is known of the run, with digests of lexicon and sources and versions of libraries.",
    },
    "run_unions": {
        "": "The unions that a run takes in, and how far it came with each.",
        "run": _RUN,
        "union_id": _UNION,
        "position": "Place in the order of the run.",
        "complete": "1 when the union was read to its end, 0 when it was cut short, empty when it is not done.",
    },
    "captures": {
        "": "Every address that was asked for, and what came of it.",
        "id": "Order in which outcomes were stored.",
        "run": _RUN,
        "union_id": _UNION,
        "url": "The address asked for.",
        "url_reached": "The address where redirects ended.",
        "time": f"When the answer came. {_TIME}",
        "status": "HTTP status.",
        "outcome": "read, or the cause that there is no page.",
        "detail": "More about the cause.",
        "media_type": "Type of the content, without parameters.",
        "charset": "Character set that the answer declared.",
        "headers": "JSON: the answer's headers, names in lower case. Cookies are left out.",
        "digest": "The body (bodies.digest).",
        "not_modified": "1 when the site said that the page had not changed (304); the body is the one stored before.",
        "body_time": f"When the body itself was received, earlier than time after a 304. {_TIME}",
    },
    "skipped": {
        "": "Addresses that were seen and not fetched.",
        "run": _RUN,
        "union_id": _UNION,
        "url": "The address.",
        "reason": "Why it was not fetched.",
    },
    "site_facts": {
        "": "What is remembered of each site between runs, such as its robots.txt.",
        "site": "The site.",
        "key": "What is known.",
        "value": "Its value.",
        "at": f"When it was learnt. {_TIME}",
    },
    "result_pieces": {
        "": "The finished result of each run in pieces, one a course, so that none has to be in memory as a whole.",
        "number": "Their order in the document.",
        "run": _RUN,
        "union_id": "The union that the piece is about; null for what stands before and after the unions.",
        "piece": "A part of the document.",
    },
    "results": {
        "": "The finished result of each run: its pieces put together.",
        "run": _RUN,
        "document": "Canonical JSON, schema kursrevisjon/run/1.",
    },
    "union_results": {
        "": "One row per run and union.",
        "run": _RUN,
        "union_id": _UNION,
        "name": "The union's full name.",
        "short_name": "The union's short name.",
        "main_org": "Main organisation (hovedorganisasjon) on the day of the run.",
        "pages_read": "Number of pages read.",
        "pages_training": "Number of pages read that describe training for representatives.",
        "pages_unread": "Number of addresses that gave no page.",
        "read_as_of": f"When the newest page that the verdicts rest on was fetched. {_TIME}",
        "marks": "JSON list of health warnings.",
    },
    "verdicts": {
        "": "One row per run, union and topic.",
        "run": _RUN,
        "union_id": _UNION,
        "topic": "preventive (forebyggende arbeidsmiljøarbeid) or hms.",
        "verdict": "mandatory, core, optional, absent or unknown. unknown is never a gap.",
        "why": "The reason in one sentence.",
    },
    "courses": {
        "": "The courses that a run found.",
        "id": "Number of the row.",
        "run": _RUN,
        "union_id": _UNION,
        "course_id": "The course's identity from run to run.",
        "name": "The course's name.",
        "programme": "The programme that the course is a stage of.",
        "obligation": "mandatory, core, optional or unstated.",
        "basis": "What a duty rests on: union, agreement, law or employer.",
        "audience": "JSON list: tillitsvalgt, verneombud, amu, leder, medlem.",
        "hms": "1 when the course covers working environment or HSE.",
        "preventive": "Preventive working-environment work: explicit, implied or none.",
    },
    "findings": {
        "": "The evidence for each label of a course.",
        "id": "Number of the row.",
        "course": "The course (courses.id).",
        "dimension": "What the finding decides about.",
        "value": "What it says.",
        "rule": "The lexicon rule that fired.",
        "quote": "Verbatim text of the page.",
        "heading_path": "JSON list: the headings above the quote, outermost first.",
        "match": "How the rule met the text: exact, form, compound or fuzzy.",
        "score": "Likeness of a fuzzy match, 0 to 100.",
        "start": "Where the quote begins in the page's extracted text, in characters.",
        "end": "Where the quote ends.",
        "page_number": "Page of a PDF, from 1.",
        "url": "Address of the page.",
        "fetched": f"When the page was fetched. {_TIME}",
        "digest": "The page's body (bodies.digest).",
    },
    "result_cache": {
        "": "What pages were judged to be under given rules, kept to save time. Can be emptied at will.",
        "key": "Digests of the page and of the rules.",
        "value": "The result, as a zlib stream.",
    },
    "reviews": {
        "": "What people say of verdicts and courses. It changes neither, and outlives the run that was looked at.",
        "id": "Order in which the reviews were given.",
        "union_id": _UNION,
        "topic": "The verdict's topic, preventive or hms; empty for a course.",
        "course_id": "The course (courses.course_id); empty for a verdict.",
        "run": "The run that was looked at (runs.id).",
        "evidence": "Digest of what the label rested on. The review holds for runs with the same.",
        "machine": "The label that was reviewed.",
        "agrees": "1 when the person finds the label right.",
        "label": "The label that the person finds right; empty when they only reject.",
        "reviewer": "Who reviewed.",
        "note": "Why, in the person's own words.",
        "time": f"When. {_TIME}",
    },
    "lock_holder": {
        "": "The process that scans into this workspace, when one does.",
        "only": "Always 1.",
        "pid": "Process id.",
        "host": "Name of the machine.",
    },
    "workspace": {
        "": "Facts about this file.",
        "key": "Which fact; tool is the version of kursrevisjon that gave the file its present form.",
        "value": "Its value.",
    },
    "column_notes": {
        "": "These notes.",
        "table_name": "The table or view.",
        "column_name": "The column; empty for a note on the table itself.",
        "note": "What it holds.",
    },
    "latest_run": {
        "": "View: the newest run that has a result.",
        "id": _RUN,
        "started": f"When it began. {_TIME}",
        "complete": "1 when every enabled union was read to its end.",
    },
    "union_table": {
        "": "View: one row per run and union, with both verdicts.",
        "run": _RUN,
        "main_org": "Main organisation.",
        "union_id": _UNION,
        "name": "The union's full name.",
        "preventive": "Verdict on preventive working-environment work.",
        "hms": "Verdict on working environment and HSE.",
        "courses": "Number of courses found.",
        "pages_read": "Number of pages read.",
        "pages_unread": "Number of addresses that gave no page.",
        "read_as_of": f"When the newest page was fetched. {_TIME}",
    },
    "gaps": {
        "": "View: the unions in gap (verdict optional or absent) per run and topic.",
        "run": _RUN,
        "main_org": "Main organisation.",
        "union_id": _UNION,
        "name": "The union's full name.",
        "topic": "preventive or hms.",
        "verdict": "optional or absent.",
        "why": "The reason in one sentence.",
    },
    "coverage": {
        "": "View: coverage per run, main organisation and topic: mandatory of known.",
        "run": _RUN,
        "main_org": "Main organisation.",
        "topic": "preventive or hms.",
        "mandatory": "Number of unions with the verdict mandatory.",
        "known": "Number of unions with any verdict but unknown: the denominator.",
        "unions": "Number of unions in all.",
    },
    "evidence": {
        "": "View: every finding with the name of its course.",
        "run": _RUN,
        "union_id": _UNION,
        "course": "The course's name.",
        "dimension": "What the finding decides about.",
        "value": "What it says.",
        "quote": "Verbatim text of the page.",
        "rule": "The lexicon rule that fired.",
        "url": "Address of the page.",
        "fetched": f"When the page was fetched. {_TIME}",
        "digest": "The page's body (bodies.digest).",
    },
    "unread_pages": {
        "": "View: the addresses that gave no page.",
        "run": _RUN,
        "union_id": _UNION,
        "url": "The address asked for.",
        "cause": "Why there is no page.",
        "detail": "More about the cause.",
        "status": "HTTP status.",
        "time": f"When it was asked for. {_TIME}",
    },
}


def column_note_rows() -> Iterator[tuple[str, str, str]]:
    """The rows of the table ``column_notes``: table, column (empty for the table itself), note."""
    for table, columns in NOTES.items():
        for column, note in columns.items():
            yield table, column, note


def datasette_metadata(database: str = "kursrevisjon") -> dict[str, object]:
    """Datasette's metadata for a workspace; ``database`` is the name of its file without the ending."""
    tables = {
        table: {
            "description": columns[""],
            "columns": {name: note for name, note in columns.items() if name},
        }
        for table, columns in NOTES.items()
    }
    return {
        "title": "kursrevisjon",
        "description": "Trade unions' training pages, the courses found on them, and the verdicts with their evidence.",
        "databases": {database: {"tables": tables}},
    }
