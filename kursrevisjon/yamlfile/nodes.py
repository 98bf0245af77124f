"""YAML text to nodes that know their line and column.

Built on ruamel.yaml's events, which come from a state machine: a deeply nested file cannot exhaust the stack. The C
parser reads 12 times faster than the Python one and is used where it is installed; what it refuses is given to the
Python parser, which has the last word. Scalars follow the core schema of YAML 1.2: ``no`` and ``2025-01-01`` are texts.
"""

import re
from typing import Any, Final, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import StringMark, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

Pointer: TypeAlias = tuple[str | int, ...]
"""The way to a value: keys of mappings and indexes of lists, from the top of the file."""

Complaint: TypeAlias = tuple[int, int, str, str]
"""Line and column from 0, what is wrong, and what to write instead."""

MAX_DEPTH: Final = 30
"""How deep lists and mappings may be nested; the project's own files need seven."""

_SYMBOLS: Final = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMBER_START: Final = frozenset("+-.0123456789")
_INTEGER: Final = re.compile(r"[-+]?[0-9]+")
_BASED: Final = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


class Node:
    """A value and its place, from 0. ``value`` is a scalar, a list of nodes, or a dict of key to (key's node, node)."""

    __slots__ = ("column", "line", "value")

    def __init__(self, value: object, mark: StringMark | None = None) -> None:
        self.value: Any = value
        self.line: int = mark.line if mark else 0
        self.column: int = mark.column if mark else 0

    def plain(self) -> object:
        """The value as dicts, lists and scalars."""
        value = self.value
        if isinstance(value, dict):
            return {key: node.plain() for key, (_, node) in value.items()}
        return [node.plain() for node in value] if isinstance(value, list) else value

    def child(self, step: str | int) -> "tuple[Node, Node] | None":
        """What stands under a key or index: the key's node (the item's own in a list) and the value's."""
        value = self.value
        if isinstance(value, dict):
            return value.get(step)
        if isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
            return value[step], value[step]
        return None

    def find(self, pointer: Pointer, *, at_key: bool = False) -> "Node":
        """The node at ``pointer``, or its key's; the nearest one above it when there is none."""
        key = node = self
        for step in pointer:
            found = node.child(step)
            if found is None:
                return node
            key, node = found
        return key if at_key else node


class Refused(Exception):  # noqa: N818  # carries complaints about a file; never seen outside this package
    """The text is well-formed YAML and still not accepted; ``complaints`` say why."""

    def __init__(self, complaints: list[Complaint]) -> None:
        self.complaints = complaints
        super().__init__(complaints)


def compose(text: str) -> Node:
    """The text's one document. Raises ``Refused``, and ruamel.yaml's ``YAMLError`` for malformed text."""
    try:
        return _Composer().run(YAML(typ="safe"), text)
    except YAMLError:
        return _Composer().run(YAML(typ="safe", pure=True), text)


class _Composer:
    """Events to nodes. Complaints that do not keep the rest from being read are collected."""

    def __init__(self) -> None:
        self.complaints: list[Complaint] = []
        self.root = Node(None)
        self.open: list[Node] = []
        self.keys: list[Node | None] = []
        self.documents = 0

    def run(self, yaml: YAML, text: str) -> Node:
        for event in yaml.parse(text):
            kind = type(event)
            if kind is ScalarEvent:
                self.add(Node(self.scalar(event), event.start_mark))
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self.open.pop()
                self.keys.pop()
            elif kind is MappingStartEvent:
                self.start(event, {})
            elif kind is SequenceStartEvent:
                self.start(event, [])
            elif kind is AliasEvent:
                self.stop(
                    event, "alias (*) brukes ikke i denne filen", f"skriv ut verdien som *{event.anchor} viser til"
                )
            elif kind is DocumentStartEvent:
                self.documents += 1
                if self.documents > 1:
                    self.stop(event, "filen skal holde ett dokument, men her begynner et nytt", "slett linjen «---»")
        if self.complaints:
            raise Refused(self.complaints)
        return self.root

    def add(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        parent = self.open[-1].value
        if isinstance(parent, list):
            parent.append(node)
            return
        key, self.keys[-1] = self.keys[-1], node
        if key is not None:
            self.keys[-1] = None
            self.put(parent, key, node)
        elif isinstance(node.value, dict | list):
            self.note(node, "en nøkkel kan ikke være en liste eller et oppslag", "sett den i anførselstegn")
            self.keys[-1] = Node(f"({node.line}:{node.column})")

    def put(self, parent: dict[object, tuple[Node, Node]], key: Node, node: Node) -> None:
        if key.value in parent:
            first = parent[key.value][0].line + 1
            self.note(
                key, f"nøkkelen «{key.value}» står allerede på linje {first}", "slett den ene, eller slå dem sammen"
            )
        else:
            parent[key.value] = (key, node)

    def start(self, event: MappingStartEvent | SequenceStartEvent, value: dict[object, object] | list[Node]) -> None:
        if len(self.open) >= MAX_DEPTH:
            self.stop(event, f"mer enn {MAX_DEPTH} nivåer inne i hverandre", "se etter klammer som ikke lukkes")
        if not event.implicit:
            self.refuse_tag(event)
        node = Node(value, event.start_mark)
        self.add(node)
        self.open.append(node)
        self.keys.append(None)

    def scalar(self, event: ScalarEvent) -> object:
        plain, quoted = event.implicit
        if not plain:
            if not quoted:
                self.refuse_tag(event)
            return event.value
        return _resolve(event.value)

    def refuse_tag(self, event: Event) -> None:
        self.note(Node(None, event.start_mark), "merker (!) brukes ikke i denne filen", "sett teksten i anførselstegn")

    def note(self, node: Node, message: str, hint: str) -> None:
        self.complaints.append((node.line, node.column, message, hint))

    def stop(self, event: Event, message: str, hint: str) -> None:
        self.note(Node(None, event.start_mark), message, hint)
        raise Refused(self.complaints)


def _resolve(text: str) -> object:
    """A plain scalar by the core schema (YAML 1.2, section 10.3.2)."""
    if text in _SYMBOLS:
        return _SYMBOLS[text]
    if text[0] not in _NUMBER_START:
        return text
    if _INTEGER.fullmatch(text) and len(text) < 100:
        return int(text)
    if _BASED.fullmatch(text):
        return int(text, 0)
    if _FLOAT.fullmatch(text):
        return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
    return text
