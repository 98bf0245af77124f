"""The pipeline: stored pages, sources and lexicon to a run (DESIGN, "The picture").

``Page | Unread ─extract→ Document ─classify→ DocumentResult ─join→ AssessedCourse ─verdict→ UnionResult → Run``.
Nothing here touches the network or the clock: the same store, sources and lexicon give the same run.

- ``pipeline`` carries it out, union by union;
- ``pages`` reads and judges one page, or takes both from the cache;
- ``alike`` tells whether another lexicon reads a page in the same way, so that it need not be judged again;
- ``inputs`` says what a run is a function of, and keeps it, so that a run can be judged again by the same rules;
- ``anew`` judges stored pages once more: offline, under other rules, or for a comparison;
- ``verify`` finds every quote again.
"""

from kursrevisjon.audit.anew import judge_anew, rejudged
from kursrevisjon.audit.inputs import Inputs, keep_inputs, kept_lexicon, kept_sources, new_info
from kursrevisjon.audit.pages import judge_as_read
from kursrevisjon.audit.pipeline import audit_and_save, audit_run
from kursrevisjon.audit.verify import Damaged, Verification, verify_run

__all__ = [
    "Damaged",
    "Inputs",
    "Verification",
    "audit_and_save",
    "audit_run",
    "judge_anew",
    "judge_as_read",
    "keep_inputs",
    "kept_lexicon",
    "kept_sources",
    "new_info",
    "rejudged",
    "verify_run",
]
