"""Helpers of the extraction tests: documents of small pages, and what their blocks say."""

from kursrevisjon.extract import extract_file
from kursrevisjon.model import Block, BlockKind, Document, Unread

URL = "https://forbund.example/tillitsvalgt/kurs"


def read(body: str, *, head: str = "", url: str | None = URL) -> Document:
    """The document of a page with this body; it must be content."""
    page = f'<!DOCTYPE html><html lang="no"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'
    document = extract_file("side.html", page.encode(), url=url)
    assert isinstance(document, Document), document
    return document


def unread(page: str | bytes, name: str = "side.html") -> Unread:
    """Why a page or file is no content; it must not be."""
    outcome = extract_file(name, page.encode() if isinstance(page, str) else page, url=URL)
    assert isinstance(outcome, Unread), outcome
    return outcome


def texts(document: Document, *kinds: BlockKind, mark: str | None = "") -> list[str]:
    """The texts of the blocks of these kinds (all but titles when none is named) with this mark; None is any mark."""
    return [block.text for block in document.blocks if _is_wanted(block, kinds) and mark in (None, block.boilerplate)]


def _is_wanted(block: Block, kinds: tuple[BlockKind, ...]) -> bool:
    return block.kind in kinds if kinds else block.kind is not BlockKind.TITLE


def block_of(document: Document, text: str) -> Block:
    """The one block with this text."""
    found = [block for block in document.blocks if block.text == text]
    assert len(found) == 1, [block.text for block in document.blocks]
    return found[0]


def assert_exact(document: Document) -> None:
    """Every block stands in the document's text where it says, and is a clean line."""
    for place, block in enumerate(document.blocks):
        assert block.index == place
        assert document.text[block.offset : block.offset + len(block.text)] == block.text
        assert block.text and "\n" not in block.text
        assert -1 <= block.lead < place
    assert document.text == "\n".join(block.text for block in document.blocks)
