"""``sources check --live``: what every seed answers now, asked twice."""

from collections.abc import Iterator
from typing import Final

from kursrevisjon.cli.scan import ScanOptions
from kursrevisjon.cli.sites import fetch_settings
from kursrevisjon.cli.support import PLAIN_FORMATS, Form, Format, now, put, put_json, say
from kursrevisjon.crawl import SeedCheck, check_seeds
from kursrevisjon.errors import ExitCode
from kursrevisjon.lexicon import load_lexicon
from kursrevisjon.model import Outcome, TradeUnion
from kursrevisjon.report.messages import messages
from kursrevisjon.report.plain import plain_table
from kursrevisjon.sources import load_sources, select

STABLE: Final = 0.9
"""Likeness of two answers under which a seed is said to be unsteady."""
FEW_WORDS: Final = 50
_HEADER: Final = ("Forbund", "Adresse", "Ord", "Språk", "Likt", "Lenker", "Merknad")


def run_sources_live(options: ScanOptions, form: Form) -> ExitCode:
    """Fetch the seeds twice and tell what came; ``INCOMPLETE`` when none of them could be read."""
    form.checked("sources check --live", PLAIN_FORMATS)
    sources = load_sources(options.sources)
    unions = select(sources, unions=options.unions, main_orgs=options.main_orgs, day=now().date())
    settings = fetch_settings(options, sources)
    say(f"Spør {sum(len(union.seeds) for union in unions)} startsider to ganger …")
    checks = check_seeds(unions, settings, training_words=load_lexicon(options.lexicon).training_score, clock=now)
    by_id = {union.id: union for union in unions}
    if form.format is Format.JSON:
        put_json([_row(check) for check in checks], form.output)
    else:
        put(plain_table(_HEADER, [_cells(check, by_id[check.union_id]) for check in checks]), form.output)
    return ExitCode.DONE if any(check.outcome is Outcome.READ for check in checks) else ExitCode.INCOMPLETE


def _row(check: SeedCheck) -> dict[str, object]:
    return {
        "union": check.union_id,
        "url": check.url,
        "outcome": check.outcome,
        "detail": check.detail,
        "reached": check.reached,
        "words": check.words,
        "lang": check.lang,
        "likeness": check.likeness,
        "about_training": check.about_training,
        "training_links": check.training_links,
    }


def _cells(check: SeedCheck, union: TradeUnion) -> tuple[object, ...]:
    remarks = ", ".join(_remarks(check, union)) or "i orden"
    if check.outcome is not Outcome.READ:
        return union.short_name, check.url, "–", "–", "–", "–", remarks
    alike = "–" if check.likeness is None else f"{check.likeness:.0%}".replace("%", " %")
    return union.short_name, check.url, check.words, check.lang, alike, check.training_links, remarks


def _remarks(check: SeedCheck, union: TradeUnion) -> Iterator[str]:
    """What whoever looks after the sources file should look at."""
    m = messages("nb")
    if check.outcome is not Outcome.READ:
        told = f" ({m.detail(check.detail)})" if check.detail else ""
        yield f"{m.label('unread', check.outcome)}{told}"
        return
    if check.reached != check.url:
        yield f"flyttet til {check.reached}"
    if check.words < FEW_WORDS:
        yield "nesten uten tekst"
    if union.languages and check.lang not in union.languages:
        yield f"språket er ikke {' eller '.join(union.languages)}"
    if check.likeness is None:
        yield "kunne ikke leses andre gang"
    elif check.likeness < STABLE:
        yield "svarer ulikt fra gang til gang"
    if not check.about_training and not check.training_links:
        yield "sier ikke noe om opplæring"
