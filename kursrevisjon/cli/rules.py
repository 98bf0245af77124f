"""``lexicon`` and ``sources``: the user's own files checked and shown."""

from pathlib import Path

import typer

from kursrevisjon.cli.support import Format, now, say
from kursrevisjon.errors import ExitCode, UsageError
from kursrevisjon.lexicon import Lexicon, failed_examples, load_lexicon
from kursrevisjon.model import MAIN_ORGANISATIONS, Block, BlockKind
from kursrevisjon.report.plain import plain_table
from kursrevisjon.sources import load_sources
from kursrevisjon.text import canonical_json
from kursrevisjon.yamlfile import nearest


def run_lexicon_check(folder: Path | None) -> ExitCode:
    """Every problem of the lexicon's files is raised by loading them."""
    lexicon = load_lexicon(folder)
    words = sum(len(patterns) for patterns in lexicon.words.lists.values())
    typer.echo(
        f"Ordlista er i orden: {len(lexicon.rules)} regler, {len(lexicon.words.lists)} ordlister med {words} ord."
    )
    return ExitCode.DONE


def run_lexicon_test(folder: Path | None) -> ExitCode:
    """Every rule's examples; exit 3 when one fails (DESIGN)."""
    lexicon = load_lexicon(folder)
    failures = list(failed_examples(lexicon))
    for failure in failures:
        typer.echo(str(failure))
    count = sum(len(rule.must_fire) + len(rule.must_not_fire) for rule in lexicon.rules)
    typer.echo(f"{len(lexicon.rules)} regler, {count} eksempler, {len(failures)} feil.")
    return ExitCode.INPUT if failures else ExitCode.DONE


def run_lexicon_show(term: str, folder: Path | None) -> ExitCode:
    """A rule by its id, or what a word or sentence meets."""
    lexicon = load_lexicon(folder)
    rule = next((rule for rule in lexicon.rules if rule.id == term), None)
    if rule is not None:
        typer.echo(canonical_json(rule.model_dump(mode="json")))
        return ExitCode.DONE
    if "/" in term:
        near = nearest(term, [rule.id for rule in lexicon.rules])
        raise UsageError(f"Ingen regel heter {term}." + (f" Mente du {near}?" if near else ""))
    typer.echo("\n".join(_met(lexicon, term)))
    return ExitCode.DONE


def _met(lexicon: Lexicon, text: str) -> list[str]:
    annotated = lexicon.annotate_block(Block(0, BlockKind.PARAGRAPH, text, 0))
    lines = []
    for token in annotated.tokens:
        lists = ", ".join(sorted(tag for tag in token.tags if not tag.startswith("=")))
        how = f"{token.kind.value} {token.score:.0f}" if token.score < 100 else token.kind.value
        lines.append(f"{token.text}: {lists or 'ingen ordliste'}" + (f" ({how})" if token.tags else ""))
    for match in annotated.matches:
        lines.append(f"  → {match.rule} = {match.value} («{text[match.span.start : match.span.end]}»)")
    for match, why in annotated.blocked:
        lines.append(f"  × {match.rule} (stanset: {why})")
    return lines


def run_sources_list(path: Path | None, *, format: Format) -> ExitCode:  # noqa: A002 - the option's name
    """The unions with their main organisation today."""
    sources = load_sources(path)
    today = now().date()
    order = {name: number for number, name in enumerate(MAIN_ORGANISATIONS)}
    unions = sorted(sources.unions, key=lambda union: (order.get(union.main_org_on(today) or "", 9), union.name))
    if format is Format.JSON:
        rows = [
            {"id": union.id, "name": union.name, "main_org": union.main_org_on(today), "enabled": union.enabled}
            for union in unions
        ]
        typer.echo(canonical_json(rows), nl=False)
        return ExitCode.DONE
    table = [
        (
            union.main_org_on(today) or "–",
            union.short_name,
            union.id,
            len(union.seeds),
            "ja" if union.enabled else "nei",
        )
        for union in unions
    ]
    typer.echo(plain_table(("Hovedorganisasjon", "Forbund", "Id", "Startsider", "Leses"), table))
    return ExitCode.DONE


def run_sources_check(path: Path | None) -> ExitCode:
    """Every problem of the sources file is raised by loading it."""
    sources = load_sources(path)
    enabled = sum(union.enabled for union in sources.unions)
    typer.echo(f"Kildefila er i orden: {len(sources.unions)} forbund, {enabled} blir lest.")
    if sources.contact_is_placeholder and not sources.fictional:
        say("Merk: kontaktadressen er ikke fylt ut. Skriv din egen i «contact», så nettstedene kan nå deg.")
    return ExitCode.DONE
