"""Whole reports as a reader gets them. After a wanted change: pytest --snapshot-update, and read the difference."""

import pytest
from report_runs import full_diff, full_run
from syrupy.assertion import SnapshotAssertion

from kursrevisjon.report import render, render_diff, render_explain, render_union_sheet


@pytest.mark.parametrize("format_", ["table", "md", "csv"])
def test_the_report_reads_as_it_did(snapshot: SnapshotAssertion, format_):
    assert render(full_run(2), format_, diff=full_diff()) == snapshot


@pytest.mark.parametrize("format_", ["table", "md", "junit", "github"])
def test_the_comparison_reads_as_it_did(snapshot: SnapshotAssertion, format_):
    assert render_diff(full_diff(), format_) == snapshot


def test_the_evidence_reads_as_it_did(snapshot: SnapshotAssertion):
    assert render_explain(full_run().unions[10]) == snapshot


@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
def test_the_union_sheet_reads_as_it_did(snapshot: SnapshotAssertion, lang):
    assert render_union_sheet(full_run().unions[10], full_run(), "md", lang=lang) == snapshot
