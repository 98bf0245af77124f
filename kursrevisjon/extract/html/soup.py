"""The HTML parser: Beautiful Soup on lxml, fed decoded text, without the parts of it that extraction does not use.

Class lists, white-space and script containers and name spaces cost a fifth of a parse; extraction reads none of them.
Depth is bounded, since Beautiful Soup's time for text after a closing tag grows with the depth that the text stands
at.
"""

from collections.abc import Mapping
from typing import Final

from bs4 import BeautifulSoup
from bs4.builder._lxml import LXMLTreeBuilder
from bs4.element import Tag

DEEPEST: Final = 400
"""Levels of elements that are kept apart; browsers stop at 512. What is nested deeper reads as part of its ancestor."""


Attributes = Mapping[str | bytes, str | bytes]


class LeanBuilder(LXMLTreeBuilder):
    """Builds the plain tree of an HTML page: tags, attributes as written, strings."""

    def __init__(self) -> None:
        super().__init__(multi_valued_attributes=None, preserve_whitespace_tags=set(), string_containers={})
        self.depth = 0

    def start(self, tag: str | bytes, attrib: Attributes, nsmap: object = None) -> None:
        """An element opens; called by lxml."""
        self.depth += 1
        if self.depth <= DEEPEST and self.soup is not None:
            self.soup.handle_starttag(str(tag), None, None, attrib)  # type: ignore[arg-type]  # lxml's mapping is read only

    def end(self, tag: str | bytes) -> None:
        """An element closes; called by lxml."""
        self.depth -= 1
        if self.depth < DEEPEST and self.soup is not None:
            self.soup.handle_endtag(str(tag))


def attrs_of(tag: Tag) -> dict[str, str]:
    """A tag's attributes by name; each is one string, since class lists are off."""
    return tag.attrs  # type: ignore[return-value]  # see above


def parse(text: str) -> BeautifulSoup:
    """The tree of a page. Broken mark-up is mended as lxml mends it; no text is refused."""
    return BeautifulSoup(text, builder=LeanBuilder())
