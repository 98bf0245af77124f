"""Words that were cut at the end of a line.

Only a cut at a line's end is mended; a hyphen inside a line is the writer's.
"""

import re
from typing import Final

CUT: Final = re.compile(r"([^\W_]+)[-‐]$")
SUSPENDED: Final = frozenset(["og", "eller", "samt", "til", "men", "and", "or"])
"""Words before which a hyphen stands for a left-out second half ("helse- og sikkerhetsarbeid")."""


def join_lines(line: str, following: str) -> str:
    """Two lines as one: a word cut between them is whole again, otherwise a space stands between them."""
    following = following.lstrip()
    if line.endswith("\xad"):
        return line[:-1] + following
    # Only the last word is looked at: a line grows with every line that is joined to it.
    cut = CUT.search(line[line.rfind(" ") + 1 :]) if line.endswith(("-", "‐")) else None
    if cut is None or not following[:1].isalpha():
        return f"{line} {following}"
    if following.split(maxsplit=1)[0] in SUSPENDED:
        return f"{line} {following}"
    if following[0].isupper() or (cut[1].isupper() and len(cut[1]) > 1) or cut[1].isdigit():
        return line + following
    return line[:-1] + following
