"""What a run is a function of beside the stored pages, and a copy of it in the workspace.

The copies let a run be judged again by the rules that it was judged by, also when the files have changed since or
were made for the occasion: a comparison of two runs then tells the union's change from that of the rules.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from importlib.metadata import version
from typing import Final

from pydantic import BaseModel, TypeAdapter, ValidationError

from kursrevisjon import __version__
from kursrevisjon.classify import CLASSIFIER
from kursrevisjon.extract import EXTRACTOR
from kursrevisjon.lexicon import Lexicon, Rule
from kursrevisjon.lexicon.rules import WordListFile
from kursrevisjon.model import RunInfo, TradeUnion
from kursrevisjon.sources import Sources
from kursrevisjon.store import Store

_MOVING_LIBRARIES: Final = ("beautifulsoup4", "lxml", "pypdf", "python-docx", "rapidfuzz", "simplemma")
_KEPT: Final = "kursrevisjon"
"""The name under which copies of inputs stand among what is remembered of sites."""


@dataclass(frozen=True)
class Inputs:
    """What a run is a function of, beside the stored pages. ``unions`` are those of ``sources`` that are audited."""

    sources: Sources
    lexicon: Lexicon
    unions: tuple[TradeUnion, ...]

    @cached_property
    def rules(self) -> str:
        """The digest of everything that a page's result depends on, the page apart."""
        return rules_digest(self.lexicon.digest)

    @cached_property
    def digest(self) -> str:
        """The digest of everything that a run depends on, the stored pages apart."""
        ids = ",".join(union.id for union in self.unions)
        return digest_of(self.rules, __version__, self.sources.digest, ids)


def rules_digest(lexicon: str) -> str:
    """What ``Inputs.rules`` is with the lexicon of that digest."""
    return digest_of(lexicon, reader_digest(), CLASSIFIER)


def reader_digest() -> str:
    """The digest of everything that a page's text depends on, the page apart."""
    return digest_of(EXTRACTOR, *(f"{name}={number}" for name, number in _libraries().items()))


def new_info(inputs: Inputs, started: datetime) -> RunInfo:
    """The description of a run that starts now; its id is its time, which sorts by age and reads as a date."""
    return RunInfo(
        id=started.strftime("%Y-%m-%dT%H%M%SZ"), started=started, complete=False, **_rules_of(inputs), **_tool()
    )


def under(info: RunInfo, inputs: Inputs) -> RunInfo:
    """The description of a run as judged under these inputs."""
    return info.model_copy(update={**_rules_of(inputs), **_tool()})


def is_this_tool(info: RunInfo) -> bool:
    """Whether the run was judged by this version of the program, with the same libraries."""
    return all(getattr(info, name) == value for name, value in _tool().items())


def keep_inputs(store: Store, inputs: Inputs, at: datetime) -> None:
    """Keep a copy of sources and lexicon in the workspace, once per digest."""
    lexicon = _KeptLexicon(words=inputs.lexicon.words, rules=inputs.lexicon.rules)
    _keep(store, f"lexicon {inputs.lexicon.digest}", lexicon.model_dump_json(), at)
    _keep(store, f"sources {inputs.sources.digest}", _SOURCES.dump_json(inputs.sources).decode(), at)


def kept_sources(store: Store, digest: str) -> Sources | None:
    """The sources of that digest, when some run of this workspace was made with them."""
    fact = store.get_fact(_KEPT, f"sources {digest}")
    try:
        return _SOURCES.validate_json(fact.value) if fact else None
    except ValidationError:
        return None


def kept_lexicon(store: Store, digest: str) -> Lexicon | None:
    """The lexicon of that digest, when some run of this workspace was made with it."""
    fact = store.get_fact(_KEPT, f"lexicon {digest}")
    try:
        kept = _KeptLexicon.model_validate_json(fact.value) if fact else None
    except ValidationError:
        return None
    return Lexicon(kept.words, kept.rules) if kept else None


class _KeptLexicon(BaseModel):
    words: WordListFile
    rules: tuple[Rule, ...]


_SOURCES: Final = TypeAdapter(Sources)


def _keep(store: Store, key: str, value: str, at: datetime) -> None:
    if store.get_fact(_KEPT, key) is None:
        store.put_fact(_KEPT, key, value, at)


def _rules_of(inputs: Inputs) -> dict[str, str | bool]:
    sources = inputs.sources
    return {"lexicon": inputs.lexicon.digest, "sources": sources.digest, "fictional": sources.fictional}


def _tool() -> dict[str, str | dict[str, str]]:
    return {"tool": __version__, "extractor": f"{EXTRACTOR}+{CLASSIFIER}", "libraries": _libraries()}


@cache
def _libraries() -> dict[str, str]:
    """The versions of the libraries that can move a text or a score."""
    return {name: version(name) for name in _MOVING_LIBRARIES}


def digest_of(*parts: str) -> str:
    """One digest of several texts, in their order."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
