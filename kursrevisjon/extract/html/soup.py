"""The HTML parser: Beautiful Soup on lxml, fed decoded text, building only the part of the tree that extraction reads.

Scripts, styles, pictures and comments hold no text to read, and class lists, white-space rules and name spaces are
not used: without them a tree costs three quarters of the usual. Depth is bounded, since Beautiful Soup's time for
text after a closing tag grows with the depth that the text stands at.
"""

from collections.abc import Mapping
from typing import Final

from bs4 import BeautifulSoup
from bs4.builder._lxml import LXMLTreeBuilder
from bs4.element import AttributeValueList, PageElement, Tag

DEEPEST: Final = 400
"""Levels of elements that are kept apart; browsers stop at 512. What is nested deeper reads as part of its ancestor."""

UNREAD: Final = frozenset(["style", "svg", "math", "iframe", "canvas", "audio", "video", "embed", "img"])
"""Elements without text to read; they are left out with everything in them.

``wbr``, ``source`` and ``track`` are not here: libxml2 takes them for containers of what follows.
"""

Attributes = Mapping[str | bytes, str | bytes]


class LeanTag(Tag):
    """An element with its name, attributes and place in the tree, and nothing of what writing it out again needs.

    ``attrs`` is the parser's own mapping, not a copy. Methods that make or change mark-up do not work.
    """

    def __init__(  # noqa: PLR0917 - the arguments that Beautiful Soup gives by place
        self,
        parser: object,
        builder: object,
        name: str,
        namespace: str | None,
        prefix: str | None,
        attrs: dict[str, str | AttributeValueList],
        parent: Tag | None,
        previous: PageElement | None,
        **unused: object,
    ) -> None:
        # ``Tag.__init__`` copies attributes and asks the builder ten questions per element: an eighth of a parse.
        self.parser_class = None
        self.name = name
        self.namespace = self.prefix = None
        self.attrs = attrs
        self.contents = []
        self.hidden = False
        self.interesting_string_types = self.MAIN_CONTENT_STRING_TYPES
        self.setup(parent, previous)


class LeanBuilder(LXMLTreeBuilder):
    """Builds the tree of what may hold text, links or data. lxml calls its methods as it reads."""

    def __init__(self) -> None:
        super().__init__(multi_valued_attributes=None, preserve_whitespace_tags=set(), string_containers={})
        self.has_scripts = False
        self._depth = 0
        self._unread = 0

    def start(self, tag: str | bytes, attrib: Attributes, nsmap: object = None) -> None:
        """An element opens."""
        if self._unread or self._is_unread(str(tag), attrib):
            self._unread += 1
            return
        self._depth += 1
        if self._depth <= DEEPEST and self.soup is not None:
            self.soup.handle_starttag(str(tag), None, None, attrib)  # type: ignore[arg-type]  # a mapping is enough

    def _is_unread(self, tag: str, attrib: Attributes) -> bool:
        if tag == "script":
            self.has_scripts = True
            return "json" not in attrib.get("type", "")
        if tag == "meta":
            return attrib.get("name", "").lower() != "robots" and "http-equiv" not in attrib
        if tag == "link":
            return "canonical" not in attrib.get("rel", "")
        return tag in UNREAD

    def end(self, tag: str | bytes) -> None:
        """An element closes."""
        if self._unread:
            self._unread -= 1
            return
        self._depth -= 1
        if self._depth < DEEPEST and self.soup is not None:
            self.soup.handle_endtag(str(tag))

    def data(self, data: str | bytes) -> None:
        """A run of text."""
        if not self._unread and self.soup is not None:
            self.soup.handle_data(str(data))

    def comment(self, text: str | bytes) -> None:
        """A comment: nothing to read, and no border between the texts around it."""

    def doctype(self, name: str, pubid: str, system: str) -> None:
        """The document type: nothing to read."""

    def pi(self, target: str, data: str) -> None:
        """A processing instruction: nothing to read."""


def attrs_of(tag: Tag) -> dict[str, str]:
    """A tag's attributes by name; each is one string, since class lists are off."""
    return tag.attrs  # type: ignore[return-value]  # see above


def parse(text: str) -> tuple[BeautifulSoup, LeanBuilder]:
    """The tree of a page, and its builder. Broken mark-up is mended as lxml mends it; no text is refused."""
    builder = LeanBuilder()
    if "<" not in text:
        # Beautiful Soup warns of a file name or an address where there is no mark-up.
        text = f"<body>{text}"
    return BeautifulSoup(text, builder=builder, element_classes={Tag: LeanTag}), builder
