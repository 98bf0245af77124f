"""A changed lexicon: pages that it reads as before keep their labels, and all others are judged anew."""

import re
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from unittest.mock import patch

import pytest
from cli_tools import ROOT, Answer

from kursrevisjon.audit import Inputs, audit_run, kept_lexicon, kept_sources
from kursrevisjon.audit import pages as audit_pages
from kursrevisjon.classify import assess_document
from kursrevisjon.lexicon import load_lexicon
from kursrevisjon.model import Run
from kursrevisjon.store import Store

WORDS, OBLIGATION = "words.yaml", "obligation.yaml"
LISTS = "lists:\n"


def replaced(file: str, pattern: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text, count = re.subn(pattern, new, (folder / file).read_text(encoding="utf-8"), count=1)
        assert count == 1
        (folder / file).write_text(text, encoding="utf-8")

    return change


def without(file: str) -> Callable[[Path], None]:
    return lambda folder: (folder / file).unlink()


def with_rule(rule_id: str, pattern: str, more: str = "") -> Callable[[Path], None]:
    text = (
        f"rules:\n  - id: {rule_id}\n    dimension: obligation\n    value: mandatory\n"
        f"    patterns: ['{pattern}']\n{more}"
        f"    why: test\n    must_fire: ['{pattern}']\n    must_not_fire: [{{text: annet, trap: negation}}]\n\n"
    )
    return replaced(OBLIGATION, r"rules:\n", text)


MET = {
    "a rule's value": replaced(
        OBLIGATION, r"(- id: obligation/frivillig\n(?:\s+\w+:.*\n)*?\s+value: )optional", r"\1core"
    ),
    "a file of rules less": without("forebyggende.yaml"),
    "a new rule on common words": with_rule("obligation/ny", "kurset"),
    "a new exception": with_rule("obligation/ny", "kurset", "    unless: [{pattern: tillitsvalgte, why: test}]\n"),
    "a word on a list": replaced(WORDS, r"  kurs: \[\n", "  kurs: [\n    tillitsvalgte,\n"),
    "a function word": replaced(WORDS, r"  small: \[", "  small: [tillitsvalgte, "),
    "a word that two written ones make": replaced(WORDS, LISTS, f"{LISTS}  oppdiktet: [nyetillitsvalgte]\n"),
    "a word that is never met": replaced(WORDS, r"(never:\n(?:.*\n)*?  kurs: \[\n)", r"\1    dagskurs, grunnkurs,\n"),
}
UNMET = {
    "a word": replaced(WORDS, LISTS, f"{LISTS}  oppdiktet: [qvxz]\n"),
    "a rule": with_rule("obligation/ny", "qvxz"),
    "an example": replaced(OBLIGATION, r"must_fire: \[", 'must_fire: ["Kurset er obligatorisk for alle.", '),
}


class Scanned:
    """A copy of the demo's workspace, judged under other lexicons; what is judged is counted."""

    def __init__(self, workspace: Path, folder: Path) -> None:
        self._workspace = workspace
        self.folder = Path(copytree(ROOT / "topic_lexicon", folder / "ordliste"))
        self.judged = 0

    def judge(self, *, forget: bool = False) -> Run:
        """The scan's pages under the lexicon in the folder; ``forget`` passes over everything that was kept."""
        self.judged = 0
        with Store.open(self._workspace, readonly=True) as store:
            (info,) = store.runs()
            sources = kept_sources(store, info.sources)
            assert sources is not None
            assert kept_lexicon(store, info.lexicon) is not None
            inputs = Inputs(sources, load_lexicon(self.folder), sources.unions)

            def counted(*arguments):
                self.judged += 1
                return assess_document(*arguments)

            with patch.object(audit_pages, "assess_document", counted):
                if forget:
                    with patch.object(Store, "cached", return_value=None):
                        return audit_run(store, info, inputs, keeps=False)
                return audit_run(store, info, inputs, keeps=False)


@pytest.fixture
def scanned(demo: tuple[Path, Answer], workspace: Path, tmp_path: Path) -> Scanned:
    return Scanned(workspace, tmp_path)


@pytest.mark.parametrize("change", MET.values(), ids=MET)
def test_a_change_that_meets_pages_gives_what_judging_all_of_them_gives(scanned: Scanned, change):
    change(scanned.folder)
    quick, some = scanned.judge(), scanned.judged
    whole, everything = scanned.judge(forget=True), scanned.judged
    assert quick == whole
    assert 0 < some <= everything


@pytest.mark.parametrize("change", UNMET.values(), ids=UNMET)
def test_a_change_that_meets_no_page_judges_none(scanned: Scanned, change):
    change(scanned.folder)
    quick, some = scanned.judge(), scanned.judged
    whole, everything = scanned.judge(forget=True), scanned.judged
    assert quick == whole
    assert (some, everything > 50) == (0, True)


def test_a_narrow_change_judges_few_pages(scanned: Scanned):
    replaced(WORDS, LISTS, f"{LISTS}  oppdiktet: [kassererkvelden]\n")(scanned.folder)
    scanned.judge()
    few = scanned.judged
    scanned.judge(forget=True)
    assert 0 < few < scanned.judged / 5
