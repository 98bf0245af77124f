"""What a reader of a comparison must know beside the changes themselves, in bokmål."""

from collections.abc import Iterator, Mapping, Sequence

from kursrevisjon.diff.bases import Base, is_known
from kursrevisjon.diff.causes import rule_causes
from kursrevisjon.model import ChangeCause, Run, UnionResult


def find_notes(before: Run, after: Run, bases: Mapping[str, Base], is_unsure: bool) -> tuple[str, ...]:
    """The notes to a comparison of two different runs.

    ``bases`` are the unions compared from an older reading than ``before``; ``is_unsure`` says that some cause could
    not be established.
    """
    return (*_run_notes(before, after), *_rule_notes(before, after, is_unsure), *_union_notes(before, after, bases))


def _run_notes(before: Run, after: Run) -> Iterator[str]:
    if after.run.started < before.run.started:
        yield f"Rekkefølgen er snudd: {after.run.id} er eldre enn {before.run.id}."
    if before.run.fictional != after.run.fictional:
        yield "Den ene kjøringen gjelder oppdiktede forbund. Sammenligningen sier ingenting om virkelige forbund."
    for run in (before, after):
        if not run.run.complete:
            yield _not_whole(run)
    if not any(map(is_known, after.unions)):
        yield f"Ingenting kunne leses i kjøringen {after.run.id}. Sammenligningen sier derfor ikke at noe er uendret."


def _not_whole(run: Run) -> str:
    """What a run lacks: its end, the end of some of its unions, or other unions."""
    if run.run.finished is None:
        return f"Kjøringen {run.run.id} er avbrutt. Det som ikke ble lest, regnes ikke som uendret."
    cut = [union.short_name for union in run.unions if not union.complete]
    if not cut:
        return f"Kjøringen {run.run.id} gjelder ikke alle forbundene i kildelisten."
    names = f"{len(cut)} forbund er ikke lest til ende ({', '.join(cut)})"
    return f"I kjøringen {run.run.id} er alt forsøkt, men {names}. Det som ikke ble lest, regnes ikke som uendret."


def _rule_notes(before: Run, after: Run, is_unsure: bool) -> Iterator[str]:
    causes = rule_causes(before.run, after.run)
    if ChangeCause.LEXICON in causes:
        yield "Ordlisten er endret mellom kjøringene."
    if ChangeCause.TOOL in causes:
        yield f"Verktøyet er endret mellom kjøringene ({before.run.tool} → {after.run.tool})."
    if before.run.sources != after.run.sources:
        yield "Kildelisten er endret mellom kjøringene."
    if is_unsure:
        yield (
            "Noen årsaker er ikke skilt fra hverandre. De står som mulige ved siden av hovedårsaken."
            " Sammenlign kjøringene i arbeidsmappen der sidene er lagret, så blir de gamle sidene vurdert på nytt."
        )


def _union_notes(before: Run, after: Run, bases: Mapping[str, Base]) -> Iterator[str]:
    old = {union.id: union for union in before.unions}
    new = {union.id: union for union in after.unions}
    for union_id, base in sorted(bases.items()):
        if union_id in new:
            name, read = base.result.short_name, base.result.read_as_of
            when = f" fra {read.day}.{read.month}.{read.year}" if read else ""
            yield f"{name} er sammenlignet med siste gode lesing{when} (kjøringen {base.run.run.id})."
    yield from _only_in(before, [old[union_id] for union_id in sorted(old.keys() - new.keys())])
    yield from _only_in(after, [new[union_id] for union_id in sorted(new.keys() - old.keys())])
    for union_id in sorted(old.keys() & new.keys()):
        yield from _moved(old[union_id], new[union_id])
        yield from _marked(new[union_id])


def _only_in(run: Run, unions: Sequence[UnionResult]) -> Iterator[str]:
    if unions:
        names = ", ".join(union.short_name for union in unions)
        yield f"Bare med i kjøringen {run.run.id}: {names}."


def _moved(old: UnionResult, new: UnionResult) -> Iterator[str]:
    if old.main_org != new.main_org:
        outside = "ingen hovedorganisasjon"
        yield f"{new.short_name} er flyttet fra {old.main_org or outside} til {new.main_org or outside}."


def _marked(union: UnionResult) -> Iterator[str]:
    if union.marks and not is_known(union):
        return
    texts = {
        "fewer_pages": "langt færre sider enn ventet er lest",
        "fewer_courses": "langt færre kurs enn ventet er funnet",
        "kept_last_good": "en vurdering er beholdt fra forrige gode lesing",
    }
    for mark in union.marks:
        yield f"{union.short_name}: {texts.get(mark, mark)}."
