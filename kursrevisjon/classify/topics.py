"""Whether a course teaches HSE, and preventive working-environment work (METHOD 3)."""

from collections.abc import Iterable
from dataclasses import dataclass

from kursrevisjon.classify.evidence import Evidence
from kursrevisjon.model import BlockKind, Dimension, Match, Preventive, Suppressed


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics of a course, the matches that show them, and those that were blocked."""

    hms: bool
    preventive: Preventive
    hms_match: Match | None = None
    preventive_match: Match | None = None
    suppressed: tuple[Suppressed, ...] = ()


def judge_topics(evidence: Evidence) -> Topics:
    """The topics of a course: in its name and statements, or in the topic heading that it is listed under."""
    hms = _strongest(evidence, _taught(evidence, Dimension.HMS))
    found = _taught(evidence, Dimension.PREVENTIVE)
    explicit = next((match for match in found if match.value == Preventive.EXPLICIT and match.strong), None)
    naked = next((match for match in found if match.value == Preventive.EXPLICIT and not match.strong), None)
    implied = next((match for match in found if match.value == Preventive.IMPLIED), None)
    match = explicit or (naked if hms and naked else None) or implied
    value = Preventive(match.value) if match else Preventive.NONE
    blocked = [
        evidence.suppressed(other, why)
        for dimension in (Dimension.HMS, Dimension.PREVENTIVE)
        for other, why in evidence.blocked(dimension)
    ]
    return Topics(bool(hms or match), value, hms or match, match, tuple(blocked))


def _taught(evidence: Evidence, dimension: Dimension) -> list[Match]:
    stated = [match for match in evidence.stated(dimension) if evidence.speaks_of_course(match.span)]
    return [*stated, *_from_heading(evidence, dimension)]


def _strongest(evidence: Evidence, matches: Iterable[Match]) -> Match | None:
    ordered = sorted(matches, key=lambda match: not match.strong)
    return next((match for match in ordered if match.strong or _in_a_list(evidence, match)), None)


def _in_a_list(evidence: Evidence, match: Match) -> bool:
    """Whether a role is named as content: a list item or row, or a sentence that teaches what the role does."""
    block = evidence.blocks[match.span.block].block
    if block.kind in {BlockKind.LIST_ITEM, BlockKind.TABLE_ROW}:
        return evidence.course.mentions[0].span.block != match.span.block
    sentence = evidence.sentence(match.span)
    before = {token.word for token in sentence if token.end <= match.span.start}
    taught = {
        "rollen",
        "rolla",
        "rollene",
        "hva",
        "kva",
        "what",
        "how",
        "oppgavene",
        "roles",
        "samarbeid",
        "samarbeidet",
    }
    return bool(before & taught)


def _from_heading(evidence: Evidence, dimension: Dimension) -> Iterable[Match]:
    """A topic heading ("HMS-kurs") gives its topic to the courses that are listed under it (settled cases)."""
    if evidence.course.kind not in {"item", "row"}:
        return ()
    return [
        match
        for match in evidence.headed(dimension)
        if evidence.blocks[match.span.block].block.kind is BlockKind.HEADING
    ]
