"""The workspace: one SQLite file that holds every page fetched and every result, and the one door to SQL.

::

    kursrevisjon.db        the workspace (SQLite, WAL; -wal and -shm beside it while it is open)
    kursrevisjon.lock      the scan lock, empty

    Page, Unread ─add─→ bodies (once per digest), captures (one per run, union and address) ─outcomes─→ Page, Unread
    Run ─save_result─→ result_pieces (canonical JSON); union_results, verdicts, courses, findings (for readers of SQL)

A capture is known by address, time and digest; neither it nor a body is changed once its run is over. Each outcome is
committed when it is added, so that a scan that is killed loses no finished page and is resumed from ``done_urls``.
Results can be made anew from captures; captures cannot, so only ``delete_run`` and ``prune`` remove them.
"""

from kursrevisjon.store.database import DATABASE_NAME
from kursrevisjon.store.notes import datasette_metadata
from kursrevisjon.store.store import Store
from kursrevisjon.store.values import Damage, Fact, Holder, Pruned, Skipped
from kursrevisjon.text import digest_of

__all__ = [
    "DATABASE_NAME",
    "Damage",
    "Fact",
    "Holder",
    "Pruned",
    "Skipped",
    "Store",
    "datasette_metadata",
    "digest_of",
]
