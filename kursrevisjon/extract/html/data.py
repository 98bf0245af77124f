"""Text that a page carries as data: courses and events in JSON-LD, and the content of pages that a script would draw.

JSON is read without recursion of its own, and only so much of it as a page of text can hold.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bs4.element import Tag

from kursrevisjon.extract.build import Builder
from kursrevisjon.extract.html.soup import attrs_of
from kursrevisjon.model import BlockKind
from kursrevisjon.text import clean

LONGEST_JSON: Final = 3_000_000
MOST_VALUES: Final = 200_000
OFFERS: Final = ("Course", "Event", "EducationalOccupationalProgram", "LearningResource")
"""Ends of the schema.org types that describe an offer (CourseInstance, EducationEvent, BusinessEvent, ...)."""

MARKUP: Final = re.compile(r"<[a-zA-Z/!][^>]*>")
TITLE_KEYS: Final = frozenset(["title", "heading", "headline", "overskrift", "tittel", "question", "header"])
TEXT_KEYS: Final = frozenset(
    "text body content html description ingress lead intro introduction summary markdown richtext answer"
    " brødtekst value"
    " paragraph teasertext mainbody preamble excerpt caption".split()
)
FEWEST_WORDS: Final = 3


def add_json_ld(builder: Builder, scripts: Sequence[Tag]) -> None:
    """Adds the names and descriptions of the courses and events that a page describes in JSON-LD."""
    for script in scripts:
        if "ld+json" not in (attrs_of(script).get("type") or ""):
            continue
        for node in _nodes(load(str(script.contents[0]))):
            if _is_offer(node.get("@type")):
                _add_offer(builder, node)


def _is_offer(kind: object) -> bool:
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(one, str) and (one.endswith(OFFERS) or one.startswith("Course")) for one in kinds)


def _add_offer(builder: Builder, node: Mapping[str, object]) -> None:
    name, description = (_plain(node.get(key)) for key in ("name", "description"))
    if not name and not description:
        return
    group = builder.new_group()
    lead = -1
    for text in filter(None, (name, description)):
        piece = builder.add(BlockKind.JSON_LD, text)
        piece.group, piece.lead = group, lead
        piece.heading_path = (name,) if name and text is description else ()
        lead = len(builder.pieces) - 1


def _plain(value: object) -> str:
    return clean(MARKUP.sub(" ", value)) if isinstance(value, str) else ""


def find_passages(scripts: Sequence[Tag]) -> Iterator[tuple[str, str]]:
    """The texts in a page's application data, in order, as (``html`` | ``heading`` | ``text``, text)."""
    for script in scripts:
        if "ld+json" in (attrs_of(script).get("type") or ""):
            continue
        seen: set[str] = set()
        for key, value in _strings(load(str(script.contents[0]))):
            kind = _kind(key, value)
            if kind and value not in seen:
                seen.add(value)
                yield kind, value


def _kind(key: str, value: str) -> str:
    """What a string of application data is: mark-up, a heading, a text, or nothing to read."""
    if re.search(r"<(?:p|h[1-6]|ul|ol|div|table|br)\b", value):
        return "html"
    words = value.count(" ") + 1
    if not any(character.isalpha() for character in value) or value.startswith(("http", "/", "{", "data:")):
        return ""
    if key in TITLE_KEYS and words <= 20:
        return "heading"
    return "text" if (key in TEXT_KEYS and words >= FEWEST_WORDS) or words >= 3 * FEWEST_WORDS else ""


def _strings(value: object) -> Iterator[tuple[str, str]]:
    """Every string below a JSON value with its key, in order. The spans of a rich text are one string."""
    stack: list[tuple[str, object]] = [("", value)]
    for _ in range(MOST_VALUES):
        if not stack:
            return
        key, value = stack.pop()
        if isinstance(value, str):
            yield key.lower(), value
        elif isinstance(value, Mapping):
            if (text := _rich_text(value)) is not None:
                yield (
                    (
                        "heading"
                        if str(value.get("style") or value.get("type") or "").lower().startswith("h")
                        else "text"
                    ),
                    text,
                )
                continue
            stack.extend((str(name), below) for name, below in reversed(list(value.items())))
        elif isinstance(value, list):
            stack.extend((key, below) for below in reversed(value))


def _rich_text(node: Mapping[str, object]) -> str | None:
    """The text of a node whose children are all runs of text (Portable Text, Slate, Contentful), or ``None``."""
    children = node.get("children", node.get("content"))
    if not isinstance(children, list) or not children:
        return None
    runs = []
    for child in children:
        run = child.get("text", child.get("value")) if isinstance(child, Mapping) else None
        if not isinstance(run, str):
            return None
        runs.append(run)
    return "".join(runs)


def _nodes(value: object) -> Iterator[Mapping[str, object]]:
    """Every object of a JSON value, in order."""
    stack = [value]
    for _ in range(MOST_VALUES):
        if not stack:
            return
        node = stack.pop()
        if isinstance(node, Mapping):
            yield node
            stack.extend(reversed(list(node.values())))
        elif isinstance(node, list):
            stack.extend(reversed(node))


def load(text: str) -> object:
    """A JSON value, or ``None`` for what is no JSON, too much of it, or too deep."""
    if len(text) > LONGEST_JSON:
        return None
    try:
        return json.loads(text.strip().removesuffix(";"))
    except (ValueError, RecursionError):
        return None
