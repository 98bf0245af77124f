"""``lexicon`` and ``sources``: the user's own files checked and shown."""

from collections.abc import Iterator
from pathlib import Path

from kursrevisjon.cli.support import PLAIN_FORMATS, Form, Format, now, put, put_json, say
from kursrevisjon.errors import ExitCode, UsageError
from kursrevisjon.lexicon import Lexicon, Rule, failed_examples, load_lexicon
from kursrevisjon.model import Block, BlockKind, main_org_order
from kursrevisjon.report.plain import plain_table
from kursrevisjon.sources import load_sources
from kursrevisjon.yamlfile import nearest


def run_lexicon_check(folder: Path | None, form: Form) -> ExitCode:
    """Every problem of the lexicon's files is raised by loading them."""
    form.checked("lexicon check", PLAIN_FORMATS)
    lexicon = load_lexicon(folder)
    lists = lexicon.words.lists
    counts = {"rules": len(lexicon.rules), "lists": len(lists), "words": sum(map(len, lists.values()))}
    if form.format is Format.JSON:
        put_json({"lexicon": lexicon.digest, **counts}, form.output)
    else:
        told = f"{counts['rules']} regler, {counts['lists']} ordlister med {counts['words']} ord"
        put(f"Ordlisten er i orden: {told}.", form.output)
    return ExitCode.DONE


def run_lexicon_test(folder: Path | None, form: Form) -> ExitCode:
    """Every rule's examples; exit 3 when one fails (DESIGN)."""
    form.checked("lexicon test", PLAIN_FORMATS)
    lexicon = load_lexicon(folder)
    failures = list(failed_examples(lexicon))
    examples = sum(len(rule.must_fire) + len(rule.must_not_fire) for rule in lexicon.rules)
    if form.format is Format.JSON:
        rows = [{"rule": failure.rule, "text": failure.text, "trap": failure.trap} for failure in failures]
        put_json({"rules": len(lexicon.rules), "examples": examples, "failures": rows}, form.output)
    else:
        told = f"{len(lexicon.rules)} regler, {examples} eksempler, {len(failures)} feil."
        put("\n".join([*map(str, failures), told]), form.output)
    return ExitCode.INPUT if failures else ExitCode.DONE


def run_lexicon_show(term: str, folder: Path | None, form: Form) -> ExitCode:
    """A rule by its id, or what a word or sentence meets."""
    form.checked("lexicon show", PLAIN_FORMATS)
    lexicon = load_lexicon(folder)
    rule = next((rule for rule in lexicon.rules if rule.id == term), None)
    if rule is None and "/" in term and " " not in term:
        near = nearest(term, [rule.id for rule in lexicon.rules])
        raise UsageError(f"Ingen regel heter {term}." + (f" Mente du {near}?" if near else ""))
    if form.format is Format.JSON:
        put_json(rule or list(_met(lexicon, term)), form.output)
    else:
        put("\n".join(_rule_lines(rule) if rule else _met_lines(lexicon, term)), form.output)
    return ExitCode.DONE


def _rule_lines(rule: Rule) -> Iterator[str]:
    yield f"{rule.id} = {rule.value}"
    yield f"  hvorfor: {rule.why}"
    yield from (f"  mønster: {pattern}" for pattern in rule.patterns)
    yield from (f"  krever ({need.where}): {need.pattern}" for need in rule.needs)
    yield from (f"  ikke når ({one.where}): {one.pattern}" for one in rule.unless)
    yield from (f"  skal slå ut: «{text}»" for text in rule.must_fire)
    yield from (f"  skal ikke slå ut: «{example.text}» (felle: {example.trap})" for example in rule.must_not_fire)
    yield from (f"  kjent mangel: «{text}»" for text in rule.known_gaps)


def _met(lexicon: Lexicon, text: str) -> Iterator[dict[str, object]]:
    """The words of a text with their lists, then the rules that fired and those that were blocked."""
    annotated = lexicon.annotate_block(Block(0, BlockKind.PARAGRAPH, text, 0))
    for token in annotated.tokens:
        lists = sorted(tag for tag in token.tags if not tag.startswith("="))
        yield {"word": token.text, "lists": lists, "match": token.kind.value, "score": token.score}
    for match in annotated.matches:
        yield {"rule": match.rule, "value": match.value, "quote": text[match.span.start : match.span.end]}
    for match, why in annotated.blocked:
        yield {"rule": match.rule, "value": match.value, "blocked_by": why}


def _met_lines(lexicon: Lexicon, text: str) -> Iterator[str]:
    for met in _met(lexicon, text):
        if "word" in met:
            lists = met["lists"]
            shown = ", ".join(map(str, lists)) if isinstance(lists, list) and lists else "ingen ordliste"
            yield f"{met['word']}: {shown}" + ("" if met["match"] == "exact" else f" ({met['match']})")
        elif "quote" in met:
            yield f"  → {met['rule']} = {met['value']} («{met['quote']}»)"
        else:
            yield f"  × {met['rule']} (stanset: {met['blocked_by']})"


def run_sources_list(path: Path | None, form: Form) -> ExitCode:
    """The unions with their main organisation today."""
    form.checked("sources list", PLAIN_FORMATS)
    sources = load_sources(path)
    today = now().date()
    unions = sorted(sources.unions, key=lambda union: (main_org_order(union.main_org_on(today)), union.name))
    if form.format is Format.JSON:
        rows = [
            {
                "id": union.id,
                "name": union.name,
                "short_name": union.short_name,
                "main_org": union.main_org_on(today),
                "enabled": union.enabled,
                "basis": union.basis,
                "seeds": [seed.url for seed in union.seeds],
            }
            for union in unions
        ]
        put_json(rows, form.output)
        return ExitCode.DONE
    header = ("Hovedorg.", "Forbund", "Id", "Startsider", "Leses", "Grunnlag")
    table = [
        (
            union.main_org_on(today) or "–",
            union.short_name,
            union.id,
            len(union.seeds),
            "ja" if union.enabled else "nei",
            _BASES.get(union.basis, union.basis),
        )
        for union in unions
    ]
    put(plain_table(header, table), form.output)
    return ExitCode.DONE


_BASES = {"named_in_report": "nevnt i rapporten", "inferred": "slutning"}


def run_sources_check(path: Path | None, form: Form) -> ExitCode:
    """Every problem of the sources file is raised by loading it."""
    form.checked("sources check", PLAIN_FORMATS)
    sources = load_sources(path)
    enabled = sum(union.enabled for union in sources.unions)
    if form.format is Format.JSON:
        put_json({"sources": sources.digest, "unions": len(sources.unions), "enabled": enabled}, form.output)
    else:
        put(f"Kildefilen er i orden: {len(sources.unions)} forbund, {enabled} blir lest.", form.output)
    if sources.contact_is_placeholder and not sources.fictional:
        say("Merk: kontaktadressen er ikke fylt ut. Skriv din egen i «contact», så nettstedene kan nå deg.")
    return ExitCode.DONE
