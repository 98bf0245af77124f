"""From the bytes of a page or file to a ``Document`` of blocks, or the reason why there is nothing to read.

``Page ─extract→ Document | Unread(cause)``. HTML, PDF, DOCX, plain text and Markdown go in. Furniture (menus, footers,
teasers) is marked in ``Block.boilerplate`` and never left out, since a lost sentence is a false "ikke funnet".
"""

from kursrevisjon.extract.door import extract, extract_file, extract_text
from kursrevisjon.model import Document

__all__ = ["EXTRACTOR", "extract", "extract_file", "extract_text", "is_error_page"]

EXTRACTOR = "5"
"""Changes whenever the same bytes can give another document; part of every key that results are kept under."""


def is_error_page(document: Document) -> bool:
    """Whether a page's title or headings say that there is nothing here, and its content does not say otherwise."""
    from kursrevisjon.extract.outcome import is_error_page as judge  # noqa: PLC0415 - the HTML parser comes with it

    return judge(document)
