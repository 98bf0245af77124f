"""The command line: a command reads options, calls one function, prints, exits (DESIGN, contracts).

Results go to stdout, progress and messages to stderr. Each command's module is imported when it is called, so that
``classify`` does not wait for what only ``scan`` needs.
"""

from kursrevisjon.cli.app import main

__all__ = ["main"]
