"""The Chromium of this machine, for the pictures and for the browser tests."""

import os
import shutil
from typing import Final

ARGUMENTS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""Flags without which it calls home, or does not start in a container."""


def find_chromium() -> str | None:
    """The path in the variable ``CHROMIUM``, else of the first known program; ``None`` when there is none."""
    known = map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
    return os.environ.get("CHROMIUM") or next(filter(None, known), None)
