"""From stored pages to a run, union by union (METHOD 4 and 5)."""

from collections.abc import Iterator
from contextlib import nullcontext
from functools import partial

from kursrevisjon.audit.inputs import Inputs, digest_of
from kursrevisjon.audit.pages import Pages
from kursrevisjon.classify import join_union
from kursrevisjon.errors import IncompleteError, WorkspaceError
from kursrevisjon.model import (
    DocumentResult,
    Outcome,
    PageRef,
    Run,
    RunInfo,
    TradeUnion,
    UnionResult,
    Unread,
    UnreadCause,
)
from kursrevisjon.store import Store
from kursrevisjon.verdict import hold_fallen, roll_up, union_result


def audit_run(store: Store, info: RunInfo, inputs: Inputs, *, pages_of: str | None = None, keeps: bool = True) -> Run:
    """The run that the stored pages of ``pages_of`` (of ``info`` itself when not given) give under these inputs.

    ``keeps`` is false for a workspace that is not to be written to. Raises ``EvidenceError`` when a stored page is
    damaged.
    """
    unions = tuple(_Audit(store, info, inputs, pages_of or info.id, keeps=keeps).unions())
    return Run(run=info, unions=unions, main_orgs=roll_up(unions))


def audit_and_save(store: Store, info: RunInfo, inputs: Inputs, *, pages_of: str | None = None) -> None:
    """Stores what ``audit_run`` gives, with one union in memory at a time.

    A stored result that follows from the same finished pages and the same inputs is left as it stands.
    """
    audit = _Audit(store, info, inputs, pages_of or info.id, keeps=True)
    key = audit.key()
    if key and store.has_result(info.id) and store.cached(key) == store.result_digest(info.id):
        return
    # Judging can take minutes, and others may write meanwhile: the result is stored after it, all of it or nothing.
    outlines = list(map(partial(_put_aside, store), audit.unions()))
    run = Run(run=info, main_orgs=roll_up(outlines))
    store.save_result(run, (_taken_up(store, union.id) for union in outlines))
    if key:
        store.put_cached(key, store.result_digest(info.id))


def _put_aside(store: Store, union: UnionResult) -> UnionResult:
    """Keeps a union's result out of memory while others are judged; gives what figures are counted from."""
    store.put_cached(f"aside/{union.id}", union.model_dump_json(by_alias=True))
    return union.model_copy(update={"courses": (), "read_pages": (), "unread_pages": ()})


def _taken_up(store: Store, union_id: str) -> UnionResult:
    return UnionResult.model_validate_json(store.cached(f"aside/{union_id}") or "")


class _Audit:
    """One audit: the stored pages, what they are judged by, and the runs before."""

    def __init__(self, store: Store, info: RunInfo, inputs: Inputs, source: str, *, keeps: bool) -> None:
        self._store = store
        self._info = info
        self._inputs = inputs
        self._source = source
        self._keeps = keeps
        self._earlier = _Earlier(store)
        self._before = self._earlier.scan_before(source)
        self._pages = Pages(store, inputs, keeps=keeps, before=self._lexicon_before())
        self._progress = store.union_progress(source)

    def key(self) -> str:
        """What the result depends on, as a digest; empty while pages can still be added to the run."""
        if self._store.run_info(self._source).finished is None:
            return ""
        bases = [self._base(union.id) for union in self._inputs.unions]
        earlier = [self._before, *bases]
        digests = {run_id: self._earlier.digest(run_id) for run_id in set(earlier)}
        told = (digests[run_id] for run_id in earlier)
        facts = ("run", self._source, self._info.model_dump_json(), self._inputs.digest, *told)
        return digest_of(*facts)

    def unions(self) -> Iterator[UnionResult]:
        """Every union's result."""
        return map(self.union, self._inputs.unions)

    def union(self, union: TradeUnion) -> UnionResult:
        """One union's result: its pages read and judged, its courses joined, its verdicts (METHOD 4)."""
        documents: list[tuple[DocumentResult, PageRef]] = []
        unread: list[Unread] = []
        with self._store.transaction() if self._keeps else nullcontext():
            for outcome in self._outcomes(union):
                if isinstance(outcome, Unread):
                    unread.append(outcome)
                else:
                    documents.append(outcome)
        base = self._base(union.id)
        good = self._earlier.result(base, union.id)
        previous = good if base == self._before else self._earlier.result(self._before, union.id)
        result = union_result(
            union,
            self._info.started.date(),
            join_union(documents),
            documents,
            unread,
            last_good=good,
            previous=previous,
            complete=bool(self._progress.get(union.id)),
        )
        missed = frozenset(page.url for page in previous.unread_pages) if previous else frozenset()
        return hold_fallen(result, good, unread, missed_before=missed)

    def _lexicon_before(self) -> str:
        """The lexicon that the pages were judged by before: their own scan's, or that of the scan before it."""
        runs = [self._source, *([self._before] if self._before else [])]
        lexicons = (self._store.run_info(run_id).lexicon for run_id in runs)
        return next((lexicon for lexicon in lexicons if lexicon != self._inputs.lexicon.digest), "")

    def _base(self, union_id: str) -> str | None:
        """The run with the union's last good reading before this one."""
        return self._store.last_good(union_id, before_run=self._source, with_result=True)

    def _outcomes(self, union: TradeUnion) -> Iterator[tuple[DocumentResult, PageRef] | Unread]:
        """Every outcome of a union: judged documents with where they stand, or why there is none."""
        for outcome in self._store.iter_outcomes(self._source, union.id):
            if isinstance(outcome, Unread):
                yield outcome
                continue
            result = self._pages.judge(outcome)
            if result.outcome is Outcome.READ:
                yield result, PageRef(url=outcome.url, fetched=outcome.fetched, digest=outcome.digest)
            else:
                cause = UnreadCause(result.outcome)
                yield Unread(union.id, outcome.url, cause, result.detail, outcome.fetched, outcome.status)


class _Earlier:
    """The results of earlier runs. One that cannot be read counts as not there."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def scan_before(self, run_id: str) -> str | None:
        """The newest scan with a result that was begun before this run."""
        ids = [info.id for info in self._store.runs()]
        before = ids[: ids.index(run_id)] if run_id in ids else ids
        for other in reversed(before):
            if self._store.has_result(other) and self._store.run_kind(other) == "scan":
                return other
        return None

    def result(self, run_id: str | None, union_id: str) -> UnionResult | None:
        """What the run found for the union."""
        try:
            return self._store.union_result(run_id, union_id) if run_id else None
        except WorkspaceError:
            return None

    def digest(self, run_id: str | None) -> str:
        """Changes when the run's result does."""
        try:
            return self._store.result_digest(run_id) if run_id else ""
        except (IncompleteError, WorkspaceError):
            return ""
