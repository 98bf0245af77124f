"""Whether a course teaches HSE, and preventive working-environment work (METHOD 3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kursrevisjon.classify.evidence import Evidence
from kursrevisjon.model import BlockKind, Dimension, Match, Near, Preventive, Suppressed

_LACKS: Final = {
    Dimension.HMS: "rollen er nevnt, men ikke som emne i en liste eller som noe kurset lærer bort",
    Dimension.PREVENTIVE: "forebygging er nevnt, men uten arbeidsforhold eller arbeidsskade som gjenstand",
}


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics of a course, the matches that show them, and those that were blocked."""

    hms: bool
    preventive: Preventive
    hms_match: Match | None = None
    preventive_match: Match | None = None
    suppressed: tuple[Suppressed, ...] = ()
    near: tuple[Near, ...] = ()


def judge_topics(evidence: Evidence) -> Topics:
    """The topics of a course: in its name and statements, or in the topic heading that it is listed under."""
    hms = _strongest(evidence, _taught(evidence, Dimension.HMS))
    found = _taught(evidence, Dimension.PREVENTIVE)
    explicit = next((match for match in found if match.value == Preventive.EXPLICIT and match.strong), None)
    naked = next(
        (
            match
            for match in found
            if match.value == Preventive.EXPLICIT and not match.strong and _has_object_near(evidence, match)
        ),
        None,
    )
    implied = next((match for match in found if match.value == Preventive.IMPLIED and match.strong), None)
    named = (*evidence.named(Dimension.HMS), *_from_heading(evidence, Dimension.HMS))
    if implied is None and any(match.strong for match in named):
        implied = next((match for match in found if match.value == Preventive.IMPLIED), None)
    match = explicit or (naked if hms and naked else None) or implied
    value = Preventive(match.value) if match else Preventive.NONE
    blocked = [
        evidence.suppressed(other, why)
        for dimension in (Dimension.HMS, Dimension.PREVENTIVE)
        for other, why in evidence.blocked(dimension)
    ]
    return Topics(bool(hms or match), value, hms or match, match, tuple(blocked), tuple(_near(evidence, hms, match)))


def _near(evidence: Evidence, hms: Match | None, preventive: Match | None) -> list[Near]:
    """Weak or unattached matches that decided nothing, and what they lacked."""
    missed = []
    for dimension, found in ((Dimension.HMS, hms), (Dimension.PREVENTIVE, preventive)):
        for match in evidence.stated(dimension) if found is None else ():
            attached = evidence.speaks_of_course(match.span)
            missed.append(
                evidence.near(match, _LACKS[dimension] if attached else "setningen sier ikke at dette er emne i kurset")
            )
    return missed


def _taught(evidence: Evidence, dimension: Dimension) -> list[Match]:
    stated = [
        match
        for match in evidence.stated(dimension)
        if evidence.speaks_of_course(match.span) and not evidence.names_another(match.span)
    ]
    return [*stated, *_from_heading(evidence, dimension)]


def _strongest(evidence: Evidence, matches: Iterable[Match]) -> Match | None:
    ordered = sorted(matches, key=lambda match: not match.strong)
    return next((match for match in ordered if match.strong or _in_a_list(evidence, match)), None)


def _has_object_near(evidence: Evidence, match: Match) -> bool:
    """Whether prevention without an object can be of what else the course teaches: in a row of a programme only of
    what the row names.
    """
    block = evidence.blocks[match.span.block]
    if block.block.kind is not BlockKind.TABLE_ROW or any(True for _ in evidence.named(Dimension.HMS)):
        return True
    return any(other.dimension is Dimension.HMS for other in block.matches)


def _in_a_list(evidence: Evidence, match: Match) -> bool:
    """Whether a role is named as content: a list item or row, or a sentence that teaches what the role does."""
    block = evidence.blocks[match.span.block].block
    if block.kind in {BlockKind.LIST_ITEM, BlockKind.TABLE_ROW}:
        return evidence.course.mentions[0].block != match.span.block
    sentence = evidence.sentence(match.span)
    before = {token.word for token in sentence if token.end <= match.span.start}
    taught = {
        "rollen",
        "innføring",
        "innføringa",
        "introduction",
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
    told = any(
        token.has("teaching") and not token.has("anaphor", "this_offer")
        for token in sentence
        if token.end <= match.span.start
    )
    denied = any(token.has("neg") for token in sentence)
    return (told and not denied) or bool(before & taught)


def _from_heading(evidence: Evidence, dimension: Dimension) -> Iterable[Match]:
    """A topic heading ("HMS-kurs") gives its topic to the courses that are listed under it (settled cases)."""
    if evidence.course.kind not in {"item", "row"}:
        return ()
    return [
        match
        for match in evidence.headed(dimension)
        if evidence.blocks[match.span.block].block.kind is BlockKind.HEADING
    ]
