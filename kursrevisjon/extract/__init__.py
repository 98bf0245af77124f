"""From the bytes of a page or file to a ``Document`` of blocks, or the reason why there is nothing to read.

``Page ─extract→ Document | Unread(cause)``. HTML, PDF, DOCX, plain text and Markdown go in. Furniture (menus, footers,
teasers) is marked in ``Block.boilerplate`` and never left out, since a lost sentence is a false "ikke funnet".
"""

from kursrevisjon.extract.plain import read_plain
from kursrevisjon.model import Document

EXTRACTOR = "1"
"""Changes whenever the same bytes can give another document; part of every key that results are kept under."""


def extract_text(source: str, text: str, *, section: str | None = None) -> Document:
    """The document of a plain text or Markdown passage. ``source`` names it; nothing is read from disk."""
    return read_plain(source, text, section=section)
