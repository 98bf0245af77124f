"""The pipeline: stored pages, sources and lexicon to a run (DESIGN, "The picture").

``Page | Unread ─extract→ Document ─classify→ DocumentResult ─join→ AssessedCourse ─verdict→ UnionResult → Run``. Nothing here touches
the network or the clock: the same store, sources and lexicon give the same run.
"""

from kursrevisjon.audit.pipeline import Inputs, audit_run, audit_union, new_info, read_pages
from kursrevisjon.audit.verify import Damaged, verify_run

__all__ = ["Damaged", "Inputs", "audit_run", "audit_union", "new_info", "read_pages", "verify_run"]
