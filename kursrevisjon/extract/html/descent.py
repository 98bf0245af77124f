"""One descent through a page's tree, in reading order, with a stack of its own: depth costs no recursion.

Inline tags neither add nor drop a space; every other element ends the line before it and after it. Nothing is left
out but scripts, styles and templates: what is furniture is marked.
"""

from collections.abc import Iterator

from bs4.element import NavigableString, PageElement, Tag

from kursrevisjon.extract.html.address import Resolver
from kursrevisjon.extract.html.elements import BLOCK, SKIP, Elements, Frame


class Descent(Elements):
    """Reads trees into pieces and links."""

    def __init__(self, resolver: Resolver, *, with_noscript: bool = False) -> None:
        super().__init__(resolver, with_noscript=with_noscript)
        self._openers = self.openers()

    def walk(self, root: Tag) -> None:
        """Reads everything below an element."""
        stack: list[tuple[Iterator[PageElement], Frame | None]] = []
        nodes = iter(root.contents)
        buffer = self.buffer
        while True:
            for node in nodes:
                if type(node) is NavigableString:
                    if buffer or not node.isspace():
                        buffer.append(node)
                elif type(node) is Tag:
                    frame = self._open(node)
                    if frame is SKIP:
                        continue
                    stack.append((nodes, frame))
                    nodes = iter(node.contents)
                    break
            else:
                if not stack:
                    break
                nodes, frame = stack.pop()
                self._close(frame, len(stack))
        self.flush()

    def _open(self, tag: Tag) -> Frame | None:
        opener = self._openers.get(tag.name)
        if opener is not None:
            return opener(tag)
        if "-" not in tag.name:
            return None if tag.contents else SKIP
        # A custom element: "<app-root></app-root>" is filled by a script, others stand on lines of their own.
        self.has_app_root = self.has_app_root or not tag.contents
        self.flush()
        return BLOCK

    def _close(self, frame: Frame | None, depth: int) -> None:
        if frame is BLOCK:
            self.flush()
        elif frame is not None:
            self.depth = depth
            self.leave(frame)
        if self.section is not None and self.section.depth > depth:
            self.flush()
            self.leave_section(depth)
