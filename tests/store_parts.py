"""Pages, runs and workspaces of fictional unions for the tests of the store, built in one line each."""

import gzip
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kursrevisjon.model import (
    AssessedCourse,
    Audience,
    Basis,
    Dimension,
    Finding,
    Obligation,
    Page,
    PageCounts,
    PageRef,
    Preventive,
    Review,
    Run,
    RunInfo,
    Topic,
    UnionResult,
    UnionVerdict,
    Unread,
    UnreadCause,
    Verdict,
)
from kursrevisjon.store import DATABASE_NAME, Store, digest_of

START = datetime(2030, 3, 1, 6, 0, 0, 123456, tzinfo=UTC)
SITE = "https://tommer.example"
VERDICTS = {Topic.HMS: Verdict.CORE, Topic.PREVENTIVE: Verdict.ABSENT}
QUOTE = "Fase 2 er obligatorisk for alle tillitsvalgte."


def day(number: float) -> datetime:
    return START + timedelta(days=number)


def info(run_id: str = "r1", *, at: float = 0, **more: Any) -> RunInfo:
    known = {"complete": False, "tool": "kursrevisjon 0.1.0", "lexicon": "sha256:l", "sources": "sha256:s"}
    return RunInfo(id=run_id, started=day(at), **{**known, **more})


def page(
    path: str = "kurs", body: bytes = b"<p>Kurs</p>", *, union: str = "tommer", at: float = 0, **more: Any
) -> Page:
    url = f"{SITE}/{path}"
    known: dict[str, Any] = {
        "url_reached": url,
        "status": 200,
        "media_type": "text/html",
        "charset": "utf-8",
        "digest": digest_of(body),
        "headers": {"content-type": "text/html; charset=utf-8", "etag": '"1"'},
    }
    return Page(union_id=union, url=url, fetched=day(at), body=body, **{**known, **more})


def not_modified(before: Page, *, at: float, **more: Any) -> Page:
    """What a site's 304 makes of a page that was read before."""
    return page(
        before.url.removeprefix(f"{SITE}/"),
        b"",
        union=before.union_id,
        at=at,
        status=304,
        not_modified=True,
        digest=before.digest,
        **more,
    )


def unread(
    path: str = "min-side", cause: UnreadCause = UnreadCause.ROBOTS, *, union: str = "tommer", at: float = 0
) -> Unread:
    return Unread(union, f"{SITE}/{path}", cause, "Disallow: /min-side", day(at), None)


def read_union(store: Store, run_id: str, *pages: Page | Unread, union: str = "tommer", complete: bool = True) -> None:
    """Store the outcomes of one union, and that it was read to its end."""
    for outcome in pages:
        if isinstance(outcome, Page):
            store.add_page(run_id, outcome)
        else:
            store.add_unread(run_id, outcome)
    store.finish_union(run_id, union, complete)


def scan(store: Store, run_id: str, *pages: Page | Unread, at: float, complete: bool = True) -> None:
    """A finished scan of one union, with a result."""
    store.begin_run(info(run_id, at=at), ["tommer"])
    read_union(store, run_id, *pages, complete=complete)
    store.save_result(result(run_id, at=at))


def result(run_id: str = "r1", *, at: float = 0, **more: Any) -> Run:
    finding = Finding(
        dimension=Dimension.OBLIGATION,
        value="mandatory",
        rule="obligation/obligatorisk",
        quote=QUOTE,
        heading_path=("Kurs", "Fase 2"),
        start=10,
        end=10 + len(QUOTE),
        page=PageRef(url=f"{SITE}/kurs", fetched=day(at)),
    )
    course = AssessedCourse(
        name="Fase 2",
        obligation=Obligation.MANDATORY,
        basis=Basis.UNION,
        audience=(Audience.TILLITSVALGT,),
        hms=False,
        preventive=Preventive.NONE,
        findings=(finding,),
        id="tommer/fase 2",
        programme="Grunnopplæringen",
    )
    union = UnionResult(
        id="tommer",
        name="Tømmerforbundet",
        short_name="Tømmer",
        main_org="LO",
        courses=(course,),
        read_as_of=day(at),
        verdicts={topic: UnionVerdict(verdict=verdict) for topic, verdict in VERDICTS.items()},
        pages=PageCounts(read=2, training=1, unread={UnreadCause.ROBOTS: 1, UnreadCause.SOFT_404: 2}),
    )
    finished = info(run_id, at=at, complete=True, finished=day(at + 0.01), **more)
    return Run(run=finished, unions=(union,))


def review(**more: Any) -> Review:
    """What a person says of the verdict on HSE in ``result``."""
    known: dict[str, Any] = {
        "union": "tommer",
        "topic": Topic.HMS,
        "run": "r1",
        "evidence": "sha256:e",
        "machine": "core",
        "agrees": False,
        "label": "optional",
        "by": "Kari",
        "note": "Kurset er frivillig.",
        "at": day(1),
    }
    return Review(**{**known, **more})


def write_example(file: Path) -> None:
    """Write a small compressed workspace of today's version; ``tests/workspaces`` has one of each that was released."""
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder)) as store:
        scan(store, "r1", page(), unread(), at=0)
        store.add_skipped("r1", "tommer", f"{SITE}/logo.png", "picture")
        store.put_fact("tommer", "robots", "User-agent: *", START)
        store.put_cached("key", "value")
        store.add_review(review())
        store.copy_to(Path(folder) / "copy.db")
        file.write_bytes(gzip.compress((Path(folder) / "copy.db").read_bytes(), mtime=0))


@contextmanager
def not_writable(workspace: Path) -> Iterator[None]:
    """The workspace on a disk that this process cannot write to; root gives up its rights for it."""
    for place in (workspace, *workspace.parents[:3]):
        place.chmod(place.stat().st_mode | 0o555)
    (workspace / DATABASE_NAME).chmod(0o444)
    workspace.chmod(0o555)
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        workspace.chmod(0o755)
        (workspace / DATABASE_NAME).chmod(0o644)


def damage_body(folder: Path, digest: str, data: bytes) -> None:
    """Put other bytes where a body is stored, as a failing disk or a hand might."""
    connection = sqlite3.connect(folder / "kursrevisjon.db")
    with connection:
        connection.execute("UPDATE bodies SET data = ? WHERE digest = ?", (data, digest))
    connection.close()
