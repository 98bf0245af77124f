"""A plain table for the small lists of the command line."""

from collections.abc import Iterable, Sequence

from tabulate import tabulate

from kursrevisjon.text import printable


def plain_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows under a header, left-aligned, numbers as they stand."""
    cells = [[printable(str(cell)) for cell in row] for row in rows]
    return tabulate(cells, headers=list(header), disable_numparse=True, tablefmt="simple")
