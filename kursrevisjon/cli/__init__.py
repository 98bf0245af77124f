"""The command line: a command reads options, calls one function, prints, exits (DESIGN, contracts).

Results go to stdout, progress and messages to stderr. Each command's module is imported when it is called, so that
``classify`` does not wait for what only ``scan`` needs.
"""

import gc

gc.disable()  # modules and models stay: while they come there is nothing to collect, and afterwards none to walk again
from kursrevisjon.cli.app import main  # noqa: E402 - what the line above is for

gc.freeze()
gc.enable()

__all__ = ["main"]
