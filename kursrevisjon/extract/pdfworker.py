"""The process that a PDF is parsed in: a PDF on standard input, its lines as JSON on standard output.

Run as a script, with nothing of kursrevisjon imported, so that it starts fast and dies alone: a PDF can ask its
reader for any amount of time and memory. The answer is ``{"pages": [[[text, size, gap], ...], ...]}`` or ``{"error":
cause, "detail": ...}``; ``text`` is a line in columns of equal width, ``size`` the height of its font in points,
``gap`` the distance to the line above in line heights (0 on the first line, and where sizes are not known).
"""

import io
import json
import logging
import sys

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, PdfReadError

try:
    import resource
except ImportError:  # Windows has no resource limits; the time limit of the parent holds there.
    resource = None  # type: ignore[assignment]

SECONDS = 60
MEMORY = 1_500_000_000
MOST_PAGES = 1_000
MOST_TEXT = 6_000_000
FEW_LETTERS = 40
"""Letters on a page below which it is read in the plain mode too: the layout mode passes over text in nested forms."""

SCALE = 1.25
"""pypdf's own default for the weight of a character's width in the layout mode."""

Line = list[object]


def main() -> None:
    """Reads one PDF and answers."""
    logging.disable(logging.CRITICAL)
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    try:
        answer = read(sys.stdin.buffer.read())
    except MemoryError:
        answer = {"error": "too_large", "detail": f"needs more than {MEMORY // 1_000_000} MB to be read"}
    sys.stdout.write(json.dumps(answer))


def read(data: bytes) -> dict[str, object]:
    """The lines of a PDF's pages, or what is wrong with it."""
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return {"error": "damaged", "detail": "an encrypted PDF that asks for a password"}
        count = len(reader.pages)
        if count > MOST_PAGES:
            return {"error": "too_large", "detail": f"{count} pages"}
        return _read_pages(reader)
    except DependencyError:
        return {"error": "damaged", "detail": "an encrypted PDF (AES)"}
    except MemoryError:
        raise
    except Exception as error:  # pypdf raises nearly anything on broken files, and this process ends here
        return {"error": "damaged", "detail": f"{type(error).__name__}: {error}"[:200]}


def _read_pages(reader: PdfReader) -> dict[str, object]:
    pages: list[list[Line]] = []
    length = failed = 0
    for page in reader.pages:
        try:
            lines = _lines(page)
        except (
            PdfReadError,
            ValueError,
            KeyError,
            TypeError,
            IndexError,
            AttributeError,
            RecursionError,
            ZeroDivisionError,
        ):
            failed += 1
            lines = []
        length += sum(len(str(line[0])) for line in lines)
        if length > MOST_TEXT:
            return {"error": "too_large", "detail": f"more than {MOST_TEXT} characters"}
        pages.append(lines)
    if failed and failed == len(pages):
        return {"error": "damaged", "detail": "no page can be read"}
    return {"pages": pages}


def _lines(page: PageObject) -> list[Line]:
    try:
        lines = _sized_lines(page)
    except (ImportError, AttributeError, TypeError):
        # The sizes come from pypdf's inner functions; the text does not depend on them.
        text = page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False)
        lines = [[line, 0, 0] for line in text.split("\n")]
    if sum(character.isalpha() for line in lines for character in str(line[0])) < FEW_LETTERS:
        plain: list[Line] = [[line, 0, 0] for line in page.extract_text().split("\n")]
        if sum(len(str(line[0]).strip()) for line in plain) > sum(len(str(line[0]).strip()) for line in lines):
            return plain
    return lines


def _sized_lines(page: PageObject) -> list[Line]:
    """What the layout mode does, a line at a time, with the height of each line's largest font."""
    from pypdf._text_extraction import _layout_mode  # noqa: PLC0415 - may be missing in another version
    from pypdf.generic import ArrayObject, ContentStream, StreamObject  # noqa: PLC0415 - as above

    contents = page.get("/Contents")
    contents = contents.get_object() if contents is not None else None
    if not isinstance(contents, ArrayObject | StreamObject):
        return []
    operations = iter(ContentStream(contents, page.pdf, "bytes").operations)
    groups = _layout_mode.text_show_operations(operations, page._layout_mode_fonts(), True, None)
    if not groups:
        return []
    rows = _layout_mode.y_coordinate_groups(groups)
    width = _layout_mode.fixed_char_width(groups, SCALE)
    lines: list[Line] = []
    above = None
    for place, row in rows.items():
        text = _layout_mode.fixed_width_page({place: row}, width, False, 1)
        size = max((part["font_height"] for part in row if part["text"].strip()), default=0)
        if text.strip():
            gap = abs(place - above) / size if above is not None and size else 0
            lines.append([text, round(size, 1), round(gap, 2)])
            above = place
    return lines


if __name__ == "__main__":
    main()
