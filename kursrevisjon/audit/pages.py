"""One page: bytes to a document to labels, each kept so that it is made once.

What is kept is found by the digest of the page and of everything else that it depends on: a page that did not change is
not parsed again when the lexicon does, and not judged again when nothing does, or when the change does not meet it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from kursrevisjon.audit.alike import Alike
from kursrevisjon.audit.inputs import Inputs, digest_of, kept_lexicon, reader_digest, rules_digest
from kursrevisjon.classify import assess_document
from kursrevisjon.extract import extract
from kursrevisjon.model import Document, DocumentResult, Page, Unread, UnreadCause
from kursrevisjon.store import Store


@dataclass(frozen=True, slots=True)
class _Reading:
    """What extraction made of a page: a document, or why there is none."""

    document: Document | None
    cause: UnreadCause | None
    detail: str


_READING: Final = TypeAdapter(_Reading)
_RESULT: Final = TypeAdapter(DocumentResult)
_T = TypeVar("_T")


def judge_as_read(inputs: Inputs) -> Callable[[Page, Document | Unread], Mapping[str, str]]:
    """Judges a page that a crawl has just extracted, and gives what is to be kept of it, by key.

    A crawl waits most of its time, and what it has kept the audit need not do again.
    """
    reader = reader_digest()

    def judge(page: Page, found: Document | Unread) -> Mapping[str, str]:
        reading = _reading_of(found)
        result = _labelled(page, reading, inputs)
        return {
            _key("read", page, reader): _READING.dump_json(reading).decode(),
            _key("judged", page, inputs.rules): result.model_dump_json(by_alias=True),
        }

    return judge


class Pages:
    """Reads and judges pages under fixed inputs. ``keeps`` is false for a workspace that is not to be written to.

    ``before`` is the digest of a lexicon that the pages were judged by before.
    """

    def __init__(self, store: Store, inputs: Inputs, *, keeps: bool = True, before: str = "") -> None:
        self._store = store
        self._inputs = inputs
        self._keeps = keeps
        self._reader = reader_digest()
        self._rules_before = "" if before in {"", inputs.lexicon.digest} else rules_digest(before)
        self._before = before

    def judge(self, page: Page) -> DocumentResult:
        """The labels of a page, or the cause that it has no content to label."""
        key = _key("judged", page, self._inputs.rules)
        known = _kept(self._store, key, _RESULT)
        if known is not None:
            return known
        reading = self._read(page)
        result = self._as_before(page, reading) or _labelled(page, reading, self._inputs)
        self._keep(key, result.model_dump_json(by_alias=True))
        return result

    def _as_before(self, page: Page, reading: _Reading) -> DocumentResult | None:
        """The labels under the lexicon before, where both read the page alike."""
        if not self._rules_before or reading.document is None or self._alike is None:
            return None
        known = _kept(self._store, _key("judged", page, self._rules_before), _RESULT)
        return known if known is not None and self._alike.is_read_alike(reading.document) else None

    @cached_property
    def _alike(self) -> Alike | None:
        """The lexicon before beside that of today; ``None`` when the workspace has no copy of it."""
        kept = kept_lexicon(self._store, self._before)
        return Alike(kept, self._inputs.lexicon) if kept else None

    def _read(self, page: Page) -> _Reading:
        key = _key("read", page, self._reader)
        known = _kept(self._store, key, _READING)
        if known is not None:
            return known
        reading = _reading_of(extract(page))
        self._keep(key, _READING.dump_json(reading).decode())
        return reading

    def _keep(self, key: str, value: str) -> None:
        if self._keeps:
            self._store.put_cached(key, value)


def _kept(store: Store, key: str, kind: TypeAdapter[_T]) -> _T | None:
    """What is kept under the key; ``None`` also when it has another shape, so that it is made anew."""
    text = store.cached(key)
    try:
        return None if text is None else kind.validate_json(text)
    except ValidationError:
        return None


def _reading_of(found: Document | Unread) -> _Reading:
    return _Reading(None, found.cause, found.detail) if isinstance(found, Unread) else _Reading(found, None, "")


def _labelled(page: Page, reading: _Reading, inputs: Inputs) -> DocumentResult:
    if reading.document is not None:
        return assess_document(reading.document, inputs.lexicon)
    cause = reading.cause or UnreadCause.EMPTY
    return DocumentResult(source=page.url, url=page.url, outcome=cause, detail=reading.detail)


def _key(what: str, page: Page, rules: str) -> str:
    """Extraction looks at the address too (redirects to a front page, relative links) and at the declared language."""
    declared = (page.media_type, page.charset or "", page.headers.get("content-language", ""))
    return digest_of(what, page.digest, page.url, page.url_reached, *declared, rules)
