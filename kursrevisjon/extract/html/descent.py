"""One descent through a page's tree, in reading order, with a stack of its own: depth costs no recursion.

Inline tags neither add nor drop a space, but where a word cannot go on; every other element ends the line before it
and after it. Nothing is left out but scripts, styles and templates: what is furniture is marked.
"""

from collections.abc import Iterator

from bs4.element import NavigableString, PageElement, Tag

from kursrevisjon.extract.html.closer import BLOCK, LINK, SKIP, Frame
from kursrevisjon.extract.html.elements import OPENERS, Elements
from kursrevisjon.extract.html.soup import LeanTag


class Descent(Elements):
    """Reads trees into pieces and links."""

    def walk(self, root: Tag) -> None:
        """Reads everything below an element."""
        stack: list[tuple[Iterator[PageElement], Frame | None]] = []
        nodes = iter(root.contents)
        buffer, openers = self.buffer, OPENERS
        while True:
            for node in nodes:
                if type(node) is NavigableString:
                    if buffer or not node.isspace():
                        buffer.append(node)
                elif type(node) is LeanTag:
                    opener = openers.get(node.name)
                    frame = self._open_unknown(node) if opener is None else opener(self, node)
                    if frame is SKIP:
                        continue
                    stack.append((nodes, frame))
                    self.depth += 1
                    nodes = iter(node.contents)
                    break
            else:
                if not stack:
                    break
                nodes, frame = stack.pop()
                if frame is not None:
                    self._close(frame)
                self.depth -= 1
                if self.section is not None and self.section.depth > self.depth:
                    self.leave_section()
        self.flush()

    def _open_unknown(self, tag: Tag) -> Frame | None:
        """An inline element, or a custom one: those stand on lines of their own."""
        if "-" not in tag.name:
            return None if tag.contents else SKIP
        # "<app-root></app-root>" is filled by a script.
        self.has_app_root = self.has_app_root or not tag.contents
        self.flush()
        return BLOCK

    def _close(self, frame: Frame) -> None:
        """Closes an element. ``depth`` still counts it while its last line is written."""
        if frame is BLOCK:
            if self.buffer:
                self.flush()
        elif frame is LINK:
            self.close_link()
        else:
            self.leave(frame)
