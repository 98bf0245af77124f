"""Whether representatives must take a course, and on what basis (METHOD 1).

Precedence: a statement about the course beats a heading above it; ``mandatory`` beats ``core``; an explicit
"frivillig" or "valgfri" beats ``core``. A duty counts only when it binds the one who takes the course.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from kursrevisjon.classify.evidence import Evidence
from kursrevisjon.model import Audience, Basis, Dimension, Match, Obligation, Suppressed
from kursrevisjon.model.tokens import Token

EXPLICIT_CHOICE: Final = frozenset(
    {"obligation/frivillig", "obligation/valgfri", "obligation/ikke-obligatorisk", "obligation/svar-nei"}
)
_ADJECTIVES: Final = frozenset({"obligation/obligatorisk", "obligation/frivillig", "obligation/valgfri"})
_GOES_ON: Final = frozenset({"som", "når", "hvis", "dersom", "within", "during", "before", "as", "when"})
_PREDICATES: Final = frozenset({"obligation/pliktig", "obligation/palagt"})
_STAGE: Final = re.compile(
    r"(?:tillitsva(?:lgt|ld)\w*\s+)?(?:trinn|fase|modul|steg|del|nivå|tv|level|module|part|stage|step|phase|bolk)"
    r"(?:-?kurs(?:et)?)?\s*(?P<number>\d+|[ivx]+)\b|(?:tillitsva(?:lgt|ld)\w*)?kurs\s+(?P<count>\d|(?-i:[IVX]+))\b",
    re.IGNORECASE,
)
_EARLY: Final = frozenset({"1", "2", "3", "i", "ii", "iii"})


@dataclass(frozen=True, slots=True)
class Judgement:
    """The obligation of a course, the match that decides it, and the matches that were set aside and why."""

    obligation: Obligation
    match: Match | None = None
    basis: Basis | None = None
    basis_match: Match | None = None
    suppressed: tuple[Suppressed, ...] = ()


def judge_obligation(evidence: Evidence, audience: Iterable[Audience], *, sequence: bool) -> Judgement:
    """The obligation of a course by its own statements, name and headings; ``sequence``: its page starts a
    numbered sequence.
    """
    set_aside: list[Suppressed] = []
    stated = list(_speaking(evidence, evidence.stated(Dimension.OBLIGATION), set_aside))
    headed = list(_speaking(evidence, evidence.headed(Dimension.OBLIGATION), set_aside))
    set_aside += [evidence.suppressed(match, why) for match, why in evidence.blocked(Dimension.OBLIGATION)]
    groups = set(audience)
    if Audience.TILLITSVALGT in groups:
        others = [match for match in stated if _binds_others_only(evidence, match)]
        set_aside += [evidence.suppressed(match, "plikten gjelder ikke tillitsvalgte") for match in others]
        stated = [match for match in stated if match not in others]
    judgement = _decide(evidence, stated, headed, sequence=sequence)
    if judgement.obligation is Obligation.MANDATORY and judgement.match:
        basis, match = _basis(evidence, judgement.match, groups)
        return Judgement(judgement.obligation, judgement.match, basis, match, tuple(set_aside))
    statutory = _statutory(evidence, groups)
    explicit = judgement.match is not None and judgement.match.rule in EXPLICIT_CHOICE
    chosen = judgement.obligation is Obligation.OPTIONAL and explicit and judgement.match in stated
    if statutory and not chosen:
        return Judgement(Obligation.MANDATORY, statutory, Basis.LAW, statutory, tuple(set_aside))
    return Judgement(judgement.obligation, judgement.match, suppressed=tuple(set_aside))


def _decide(evidence: Evidence, stated: list[Match], headed: list[Match], *, sequence: bool) -> Judgement:
    duty = _first(stated, Obligation.MANDATORY)
    choice = next((match for match in stated if match.rule in EXPLICIT_CHOICE), None) or _denied(evidence)
    if duty and choice and evidence.names_course(choice.span) and not evidence.names_course(duty.span):
        duty = None
    if duty:
        return Judgement(Obligation.MANDATORY, duty)
    if choice:
        return Judgement(Obligation.OPTIONAL, choice)
    core = _core(evidence, stated, sequence=sequence)
    extra = _first(stated, Obligation.OPTIONAL)
    if core is None and extra:
        return Judgement(Obligation.OPTIONAL, extra)
    for match in headed:
        if match.value == Obligation.MANDATORY or match.rule in EXPLICIT_CHOICE:
            return Judgement(Obligation(match.value), match)
    if core:
        return Judgement(Obligation.CORE, core)
    for value in (Obligation.OPTIONAL, Obligation.CORE):
        above = _first(headed, value)
        if above and not _first(stated, Obligation.UNSTATED):
            return Judgement(value, above)
    return Judgement(Obligation.UNSTATED, _first(stated, Obligation.UNSTATED))


def _denied(evidence: Evidence) -> Match | None:
    """The cell of a table that says no to the duty of a course."""
    place = evidence.course.denied
    return Match("obligation/ikke-obligatorisk", Dimension.OBLIGATION, Obligation.OPTIONAL, place) if place else None


def _core(evidence: Evidence, stated: list[Match], *, sequence: bool) -> Match | None:
    """The match that puts a course in the basic sequence, unless the text is for experienced representatives."""
    named = list(evidence.named(Dimension.OBLIGATION))
    if _first(named, Obligation.UNSTATED):
        return None
    stage = _STAGE.match(evidence.course.name)
    noun = evidence.noun_of_stage()
    if stage and noun is not None and not (noun.has("basic", "whole_training") or "tillitsva" in noun.word):
        return None  # "Forhandlingskurs trinn 1" is no part of the basic sequence
    if stage:
        early = (stage["number"] or stage["count"]).lower() in _EARLY or sequence
        numbered = next((match for match in named if match.rule == "obligation/forste-trinn"), None)
        mention = Match("obligation/forste-trinn", Dimension.OBLIGATION, Obligation.CORE, evidence.course.mentions[0])
        return (numbered or mention) if early and not _first(stated, Obligation.UNSTATED) else None
    for match in (*named, *stated):
        tells = (
            match in named
            or evidence.names_course(match.span)
            or evidence.says_what_kind(match.span)
            or match.rule == "obligation/ny-som-tillitsvalgt"
        )
        if match.value == Obligation.CORE and match.rule != "obligation/forste-trinn" and tells:
            return match
    return None


def _speaking(evidence: Evidence, matches: Iterable[Match], set_aside: list[Suppressed]) -> Iterator[Match]:
    """The matches that say something of the course, the others set aside with the reason."""
    for match in matches:
        if not evidence.speaks_of_course(match.span) and not (match.bound and _has_pronoun(evidence, match)):
            continue
        why = (
            _is_asked(evidence, match)
            or _binds_another(evidence, match)
            or _other_object(evidence, match)
            or _comes_before_another(evidence, match)
            or _about_another(evidence, match)
        )
        if why:
            set_aside.append(evidence.suppressed(match, why))
        else:
            yield match


def _is_asked(evidence: Evidence, match: Match) -> str:
    """Whether a duty only stands in a question ("Må jeg ta kurset?") that the next word does not say yes to."""
    sentence = evidence.sentence(match.span)
    opens = sentence[0].has("asks", "modal", "be", "verb") or sentence[0].word in _ASKS
    asks = sentence[-1].word == "?" and opens
    if not asks or match.value != Obligation.MANDATORY:
        return ""
    tokens = evidence.blocks[match.span.block].tokens
    answer = next((token for token in tokens if token.start >= sentence[-1].end), None)
    return "" if answer is not None and answer.word in _YES else "et spørsmål"


def _comes_before_another(evidence: Evidence, match: Match) -> str:
    """Whether a duty only tells the order of two courses ("må tas før Forsete 2")."""
    if not match.bound:
        return ""
    after = [token for token in evidence.sentence(match.span) if token.start >= match.span.end][:3]
    if len(after) < 3 or after[0].word not in {"før", "innan", "before"}:
        return ""
    numbered = after[1].is_capital and after[2].text.isdigit() and len(after[2].text) == 1
    return "vilkår for et kurs, ikke for vervet" if numbered else ""


def _has_pronoun(evidence: Evidence, match: Match) -> bool:
    """Whether the object of a duty points back to the course ("must have completed it")."""
    after = [token for token in evidence.sentence(match.span) if token.end >= match.span.end]
    return any(token.has("pronoun") for token in after[:4])


def _binds_another(evidence: Evidence, match: Match) -> str:
    """METHOD 1, "Who is bound?": the nearest party before the verb is an organ rather than the representative."""
    if not match.bound:
        return ""
    sentence = evidence.sentence(match.span)
    inside = [token for token in sentence if match.span.start <= token.start and token.end <= match.span.end]
    before = [token for token in sentence if token.end <= match.span.start]
    after = [token for token in sentence if token.start >= match.span.end][:6]
    if any(token.word in {"av", "by"} for token in after) and any(
        token.has("rep", "you", "verneombud") for token in after
    ):
        return ""
    between = _nearest_party(inside[1:])
    if between is None and before and before[-1].has("be") and inside[-1].has("imposed"):
        between = _nearest_party(after)  # "har pålagt alle tillitsvalgte å ta kurset": the object is bound
    return (_nearest_party(before, backwards=True) or "") if between is None else between


def _nearest_party(stretch: list[Token], *, backwards: bool = False) -> str | None:
    """Whom the nearest party names: empty for one who takes courses, the reason for an organ, ``None`` for no party."""
    order = range(len(stretch) - 1, -1, -1) if backwards else range(len(stretch))
    for index in order:
        token = stretch[index]
        if backwards and token.word in {"at", "that"}:
            return None  # "Landsmøtet vedtok at begge må være gjennomført"
        if token.has("rep", "you", "verneombud", "amu", "medlem") or (token.has("leder") and not token.has("organ")):
            return ""
        if token.has("organ") and not token.word.endswith(_GENITIVES) and not _tells_where(stretch, index):
            return "plikten ligger på " + token.text
    return None


_GENITIVES: Final = ("ets", "ens", "gas")
"""Endings of a body that only owns what follows ("forbundets", "foreningens", "foreiningas")."""


def _binds_others_only(evidence: Evidence, match: Match) -> bool:
    """Whether a duty's clause binds leaders or people with a role in the working environment, and no representative
    (METHOD, settled cases: the label is the one for tillitsvalgt).
    """
    if match.value != Obligation.MANDATORY or not match.bound:
        return False
    sentence = evidence.sentence(match.span)
    own = next((token.clause for token in sentence if token.end > match.span.start), 0)
    clause = [token for token in sentence if token.clause == own]
    if any(
        token.has("rep", "organ") or (token.has("you") and not after.has("leder", "verneombud", "amu"))
        for token, after in zip(clause, [*clause[1:], clause[-1]], strict=True)
    ):
        return False
    before = [token for token in clause if token.end <= match.span.end]
    return any(token.has("verneombud", "amu", "leder") for token in before)


def _tells_where(stretch: list[Token], index: int) -> bool:
    """Whether the party only says where or whose ("tillitsvalgte i kommunen", "i Parkeringsansattes Forbund")."""
    for before in reversed(stretch[max(0, index - 5) : index]):
        if before.has("prep"):
            return True
        if before.has("verb", "modal") or not (before.is_word or before.word in {"'", "’", "-"}):
            return False
    return False


def _other_object(evidence: Evidence, match: Match) -> str:
    """Whether a verb that takes many objects ("ta", "take") has another one than a course here."""
    if not match.bound:
        return ""
    sentence = evidence.sentence(match.span)
    verb = next((token for token in reversed(sentence) if token.end == match.span.end), None)
    if verb is None:
        return ""
    if sentence[-1].word == ":":
        return ""  # "Du skal ha vært gjennom tre ting:"
    if not verb.has("takes_anything"):
        return _plain_object(evidence, match, sentence, verb)
    after = [token for token in sentence if token.start >= match.span.end][:8]
    fits = any(
        token.has("kurs", "basic", "kurs_weak", "stage_word", "pronoun") or token.text in "«“" for token in after
    )
    fronted = _is_fronted(evidence, sentence, match, after[0]) if after else False
    if fits or not after or evidence.names_after(match.span) or fronted:
        return ""
    return f"gjelder noe annet enn kurset («{after[0].text}»)"


def _is_fronted(evidence: Evidence, sentence: tuple[Token, ...], match: Match, after: Token) -> bool:
    """Whether the course stands before its verb ("Kurs du må ta", "Grunnpakka skal alle gjennom.")."""
    named = any(
        mention.block == match.span.block and sentence[0].start <= mention.start < match.span.start
        for mention in evidence.course.mentions
    )
    before = named or any(
        token.has("kurs", "basic", "stage_word") for token in sentence if token.end <= match.span.start
    )
    return before and (not after.is_word or after.has("prep") or after.word in _GOES_ON)


def _about_another(evidence: Evidence, match: Match) -> str:
    """Whether the adjective belongs to another noun than the course ("obligatorisk hjemmeoppgave")."""
    if match.rule not in _ADJECTIVES and match.rule not in _PREDICATES:
        return ""
    sentence = evidence.sentence(match.span)
    subject = _other_subject(evidence, match, sentence)
    if subject:
        return f"gjelder «{subject}», ikke kurset"
    attributive = match.rule == "obligation/palagt" and evidence.words(match.span) in _ATTRIBUTES
    if match.rule not in _ADJECTIVES and not attributive:
        return ""
    after = next((token for token in sentence if token.start >= match.span.end), None)
    if after is None or not after.is_word or after.text[:1].isupper():
        return ""
    fits = after.has(
        "kurs",
        "basic",
        "kurs_weak",
        "stage_word",
        "small",
        "prep",
        "verb",
        "rep",
        "you",
        "neg",
        "be",
        "cue",
        "basic_mod",
        "pronoun",
    )
    return "" if fits or after.word in _AFTER_CUE else f"gjelder «{after.text}», ikke kurset"


def _plain_object(evidence: Evidence, match: Match, sentence: tuple[Token, ...], verb: Token) -> str:
    """What an active verb carries out, when it is a common noun that the lexicon does not know."""
    following = [token for token in sentence if token.start >= match.span.end][:3]
    active = verb.word in _CARRIES_OUT
    plain = [token for token in following if not token.has("small", "numeral", "you")]
    if not active or not plain or evidence.names_after(match.span):
        return ""
    unknown = plain[0].text.islower() and plain[0].is_word and not any(tag[0] != "=" for tag in plain[0].tags)
    return f"gjelder «{plain[0].text}», ikke kurset" if unknown else ""


def _other_subject(evidence: Evidence, match: Match, sentence: tuple[Token, ...]) -> str:
    """The noun before "er obligatorisk" when neither the course nor a word for it stands before the verb."""
    before = [token for token in sentence if token.end <= match.span.start]
    copula = next((index for index in range(len(before) - 1, -1, -1) if before[index].has("copula")), None)
    if copula is None or copula == 0 or len(before) - copula > 3:
        return ""
    if any(token.word in _EXPLETIVES or token.has("pronoun", "anaphor") for token in before[copula + 1 :]):
        return ""  # "Fra i år er det obligatorisk å ta kurset", "Nå er den frivillig"
    clause = [token for token in before[:copula] if token.clause == before[copula].clause]
    known = any(token.has("kurs", "basic", "kurs_weak", "anaphor", "pronoun", "stage_word", "bare") for token in clause)
    if not clause or known or (evidence.names_course(match.span) and evidence.names_before(before[copula].start)):
        return ""
    if any(
        mention.block == match.span.block and before[copula].end <= mention.start < match.span.start
        for mention in evidence.course.mentions
    ):
        return ""  # "Fra august er Startløpet obligatorisk": the course stands after the verb
    if match.rule in _PREDICATES and any(token.has("rep", "you", "medlem", "verneombud", "amu") for token in clause):
        return ""
    noun = clause[-1]
    person = noun.has("rep", "you", "small", "organ", "medlem", "verneombud", "amu", "leder")
    return noun.text if noun.is_word and not person else ""


_ATTRIBUTES: Final = frozenset({"pålagt", "pålagte", "pålagd", "pålagde", "lovpålagt", "lovpålagte"})
_EXPLETIVES: Final = frozenset(("det", "it"))
_CARRIES_OUT: Final = frozenset(
    "gjennomføre gjennomført gjennomføra fullføre fullført complete completed finish finished avlegge avlagt".split()
)
_YES: Final = frozenset(("ja", "jo", "yes"))
_ASKS: Final = frozenset(("do", "does", "is", "are", "can", "may", "will"))

_AFTER_CUE: Final = frozenset(
    "og eller å når hvis dersom før innen innan hos etter tilbud kveldskurs del while before within that "
    "because especially "
    "også bare også lokalt digital digitalt felles løp opplegg allereie allerede slik så uansett unless uten "
    "tillegg supplement extra gratis kjekk add-on half half-day one-day two-day påfyll "
    "introduksjon introduksjonen innføring innføringen innføringa introduction "
    "ekstra sentral sentrale lokal nettbasert intern grunnleggende innledende faglig".split()
)


def _first(matches: Iterable[Match], value: Obligation) -> Match | None:
    return next((match for match in matches if match.value == value), None)


def _basis(evidence: Evidence, duty: Match, audience: set[Audience]) -> tuple[Basis, Match | None]:
    """What a duty rests on: what its sentence names first, the union's own rule when it names nothing."""
    sentence = evidence.sentence(duty.span)
    near = [
        match
        for match in evidence.blocks[duty.span.block].matches
        if match.dimension is Dimension.BASIS and sentence[0].start <= match.span.start < sentence[-1].end
    ]
    near += [match for match in evidence.stated(Dimension.BASIS) if match not in near and match.value == Basis.LAW]
    bound_by_law = Audience.TILLITSVALGT not in audience
    for value in (Basis.LAW, Basis.EMPLOYER, Basis.AGREEMENT):
        found = next((match for match in near if match.value == value), None)
        if found and (value is not Basis.LAW or bound_by_law):
            return value, found
    if bound_by_law and audience & {Audience.VERNEOMBUD, Audience.AMU} and _forty_hours(evidence):
        return Basis.LAW, duty
    return Basis.UNION, None


def _statutory(evidence: Evidence, audience: set[Audience]) -> Match | None:
    """The statutory course of verneombud and AMU is mandatory by law, also where no duty is named (settled cases)."""
    if not audience & {Audience.VERNEOMBUD, Audience.AMU}:
        return None
    hours = _forty_hours(evidence)
    law = next((match for match in evidence.stated(Dimension.BASIS) if match.value == Basis.LAW), None)
    return hours or (law if Audience.TILLITSVALGT not in audience else None)


def _forty_hours(evidence: Evidence) -> Match | None:
    """The match that says that this is the 40-hour course."""
    return next((match for match in evidence.stated(Dimension.HMS) if match.rule == "hms/40-timer"), None)
