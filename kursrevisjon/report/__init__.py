"""Runs and comparisons as text and files. In: a ``Run``, a ``Diff`` or a part of one. Out: a string, or bytes.

A formatter knows nothing of files, exit codes or the clock; the same input gives the same bytes. What a report says is
built once as blocks (``overview``, ``changes``, ``explain``) and drawn for a terminal or as Markdown (``outline``);
every phrase and label stands in ``phrases``. Text from the web is made safe where it is drawn: in ``grid`` for terminal
and Markdown, in ``csvfile`` for spreadsheets.
"""

from kursrevisjon.report.door import (
    render,
    render_diff,
    render_document,
    render_explain,
    render_gate,
    render_union_sheet,
)

__all__ = ["render", "render_diff", "render_document", "render_explain", "render_gate", "render_union_sheet"]
