"""From stored pages to a run, union by union; pages that neither they nor the rules changed are not judged again."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from importlib.metadata import version

from kursrevisjon import __version__
from kursrevisjon.classify import CLASSIFIER, assess_document, join_union
from kursrevisjon.extract import EXTRACTOR, extract
from kursrevisjon.lexicon import Lexicon
from kursrevisjon.model import (
    DocumentResult,
    Outcome,
    Page,
    PageRef,
    Run,
    RunInfo,
    TradeUnion,
    UnionResult,
    Unread,
    UnreadCause,
)
from kursrevisjon.sources import Sources
from kursrevisjon.store import Store
from kursrevisjon.verdict import hold_fallen, roll_up, union_result

_MOVING_LIBRARIES = ("beautifulsoup4", "lxml", "pypdf", "rapidfuzz", "simplemma")


@dataclass(frozen=True)
class Inputs:
    """What a run is a function of, beside the stored pages."""

    sources: Sources
    lexicon: Lexicon
    unions: tuple[TradeUnion, ...]

    @cached_property
    def rules(self) -> str:
        """The digest of everything that a page's result depends on, the page apart."""
        parts = (self.lexicon.digest, EXTRACTOR, CLASSIFIER, *(f"{name}={version(name)}" for name in _MOVING_LIBRARIES))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def new_info(inputs: Inputs, started: datetime, *, derived_from: str | None = None) -> RunInfo:
    """The description of a run that starts now; its id is its time, which sorts by age and reads as a date."""
    suffix = "" if derived_from is None else "-" + inputs.rules[:6]
    return RunInfo(
        id=started.strftime("%Y-%m-%dT%H%M%SZ") + suffix,
        started=started,
        complete=False,
        tool=__version__,
        lexicon=inputs.lexicon.digest,
        sources=inputs.sources.digest,
        extractor=f"{EXTRACTOR}+{CLASSIFIER}",
        libraries={name: version(name) for name in _MOVING_LIBRARIES},
        derived_from=derived_from,
        fictional=inputs.sources.fictional,
    )


def audit_run(store: Store, info: RunInfo, inputs: Inputs, *, pages_of: str | None = None) -> Run:
    """The run that the stored pages of ``pages_of`` (the run itself when not given) give under these inputs."""
    source = pages_of or info.id
    unions = tuple(audit_union(store, info, source, union, inputs) for union in inputs.unions)
    return Run(run=info, unions=unions, main_orgs=roll_up(unions))


def audit_union(store: Store, info: RunInfo, source: str, union: TradeUnion, inputs: Inputs) -> UnionResult:
    """One union's result: its pages read and judged, its courses joined, its verdicts (METHOD 4)."""
    documents: list[tuple[DocumentResult, PageRef]] = []
    unread: list[Unread] = []
    for outcome in read_pages(store, source, union, inputs):
        if isinstance(outcome, Unread):
            unread.append(outcome)
        else:
            documents.append(outcome)
    good_id = store.last_good(union.id, before_run=source, with_result=True)
    good = _result(store, good_id, union.id)
    progress = store.union_progress(source).get(union.id)
    result = union_result(
        union,
        info.started.date(),
        join_union(documents),
        documents,
        unread,
        last_good=good,
        previous=_result(store, _run_before(store, source), union.id),
        complete=bool(progress),
    )
    return hold_fallen(result, good, unread, missed_before=_missed_before(store, source, union.id))


def read_pages(
    store: Store, run_id: str, union: TradeUnion, inputs: Inputs
) -> Iterator[tuple[DocumentResult, PageRef] | Unread]:
    """Every outcome of a union in a run: judged documents with where they stand, or why there is none."""
    for outcome in store.iter_outcomes(run_id, union.id):
        if isinstance(outcome, Unread):
            yield outcome
            continue
        result = _judged(store, outcome, inputs)
        if result.outcome is Outcome.READ:
            yield result, PageRef(url=outcome.url, fetched=outcome.fetched, digest=outcome.digest)
        else:
            cause = UnreadCause(result.outcome)
            yield Unread(union.id, outcome.url, cause, result.detail, outcome.fetched, outcome.status)


def _judged(store: Store, page: Page, inputs: Inputs) -> DocumentResult:
    """A page's result, from the cache when neither the page nor the rules changed."""
    facts = "\n".join((page.digest, page.url_reached, page.media_type, page.charset or "", inputs.rules))
    key = hashlib.sha256(facts.encode()).hexdigest()
    cached = store.cached(key)
    if cached is not None:
        return DocumentResult.model_validate_json(cached)
    document = extract(page)
    if isinstance(document, Unread):
        result = DocumentResult(source=page.url, url=page.url, outcome=document.cause, detail=document.detail)
    else:
        result = assess_document(document, inputs.lexicon)
    store.put_cached(key, result.model_dump_json(by_alias=True))
    return result


def _result(store: Store, run_id: str | None, union_id: str) -> UnionResult | None:
    if run_id is None or not store.has_result(run_id):
        return None
    return next((union for union in store.load_result(run_id).unions if union.id == union_id), None)


def _run_before(store: Store, run_id: str) -> str | None:
    """The newest scan with a result that was started before this one."""
    earlier: Sequence[str] = [
        info.id for info in store.runs() if info.derived_from is None and store.has_result(info.id)
    ]
    before = [other for other in earlier if other < run_id]
    return before[-1] if before else None


def _missed_before(store: Store, run_id: str, union_id: str) -> frozenset[str]:
    """The addresses that the run before missed as well: a loss seen twice is confirmed."""
    before = _run_before(store, run_id)
    if before is None:
        return frozenset()
    return frozenset(outcome.url for outcome in store.iter_outcomes(before, union_id) if isinstance(outcome, Unread))
