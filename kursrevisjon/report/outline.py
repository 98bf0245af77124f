"""A report as a list of blocks, and the two ways to draw it: for a terminal and as Markdown.

What a report says is written once (``overview``, ``changes``, ``explain``, ``sheet``); blocks hold plain text, so that
every word from the web is made safe here, for the format at hand.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kursrevisjon.report.grid import (
    ALARM,
    BOLD,
    Cell,
    Column,
    Row,
    as_cell,
    markdown,
    markdown_link,
    markdown_table,
    one_line,
    paragraph,
    styled,
    text_table,
    wrapped,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; ``alarm`` for what must not be overlooked."""

    text: str
    alarm: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words from a page between the words around them; ``head`` says what they show, ``foot`` where they stand."""

    quote: str
    before: str = ""
    after: str = ""
    head: str = ""
    foot: tuple[Cell | str, ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of cells."""

    columns: Sequence[Column]
    rows: Sequence[Row]


Drawn = Heading | Text | Quote | Items | Table


def draw_terminal(blocks: Iterable[Drawn], *, width: int, color: bool) -> str:
    """The blocks as text at most ``width`` columns wide, with ANSI styles where ``color``."""
    return "\n\n".join(_terminal(block, max(width, 40), color) for block in blocks) + "\n"


def draw_markdown(blocks: Iterable[Drawn]) -> str:
    """The blocks as GitHub's Markdown."""
    return "\n\n".join(_markdown(block) for block in blocks) + "\n"


def _terminal(block: Drawn, width: int, color: bool) -> str:
    match block:
        case Heading(text, level):
            lines = wrapped(one_line(text), width)
            rule = ["═" * max(map(len, lines))] if level == 1 else []
            return "\n".join([*(styled(line, BOLD, color) for line in lines), *rule])
        case Text(text, alarm, style):
            lines = wrapped(("*** " if alarm else "") + one_line(text), width)
            return "\n".join(styled(line, ALARM if alarm else style, color) for line in lines)
        case Quote():
            return _terminal_quote(block, width, color)
        case Items(items):
            return "\n".join(_terminal_item(item, width) for item in items)
        case Table(columns, rows):
            return text_table(columns, rows, width=width, color=color)


def _terminal_quote(block: Quote, width: int, color: bool) -> str:
    """The quote in guillemets between its context, so that it stands out without colour too."""
    parts = (one_line(block.before), f"»{one_line(block.quote)}«", one_line(block.after))
    lines = [paragraph(" ".join(filter(None, parts)), width, "  │ ")]
    lines += [paragraph(as_cell(line).text, width, "  ╵ ") for line in block.foot]
    return "\n".join([*wrapped(one_line(block.head), width), *lines] if block.head else lines)


def _terminal_item(item: str, width: int) -> str:
    first, *rest = wrapped(one_line(item), width - 2)
    return "\n".join((f"- {first}", *(f"  {line}" for line in rest)))


def _markdown(block: Drawn) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * level} {markdown(text)}"
        case Text(text, alarm, _):
            return f"> [!WARNING]\n> {markdown(text)}" if alarm else _markdown_line(text)
        case Quote():
            return _markdown_quote(block)
        case Items(items):
            return "\n".join(f"- {_markdown_line(item)}" for item in items)
        case Table(columns, rows):
            return markdown_table(columns, rows)


def _markdown_quote(block: Quote) -> str:
    words = f"**{markdown(block.quote)}**" if one_line(block.quote) else ""
    lines = [" ".join(filter(None, (markdown(block.before), words, markdown(block.after))))]
    lines += [f"<sub>{_markdown_item(as_cell(line))}</sub>" for line in block.foot]
    quoted = "\n>\n".join(f"> {line}" for line in lines)
    return f"{_markdown_line(block.head)}\n\n{quoted}" if block.head else quoted


def _markdown_item(item: Cell) -> str:
    return markdown_link(item.text, item.url) if item.url else _markdown_line(item.text)


def _markdown_line(text: str) -> str:
    """Text that cannot start a list, a heading or a table of its own."""
    escaped = markdown(text)
    return f"\\{escaped}" if escaped.startswith(("-", "+", "#", "=")) else escaped
