"""Whom a course is for (METHOD 2)."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from kursrevisjon.classify.evidence import Evidence
from kursrevisjon.classify.page import in_rep_section, mentions_reps
from kursrevisjon.model import Audience, BlockKind, Dimension, Match
from kursrevisjon.model.tokens import Token

_FILLED: Final = frozenset({"fylt", "fylte", "brukt", "opptatt", "filled", "taken", "used"})
_LEADS_IN: Final = frozenset(
    "for til målgruppe samler samlar inviterer inviterast forbeholdt reservert både begge to blant mot "
    "invited tilbys "
    "retter egner passer gathers samlet samla kaller inviter tilbys for-".split()
)
_POSSESSIVES: Final = frozenset({"min", "mine", "din", "dine", "sin", "sine", "deres", "dykkar"})
_ASKED: Final = frozenset({"målgruppe", "målgruppa", "hvem", "kven", "audience", "for", "who"})
_LONGEST_ANSWER: Final = 80
"""Characters of a definition that only says for whom."""

_BETWEEN: Final = (
    "rep",
    "you",
    "verneombud",
    "amu",
    "leder",
    "medlem",
    "small",
    "cue",
    "basic_mod",
    "organ",
    "verneombud_en",
)
_ENTERS: Final = frozenset({"melde", "melder", "søke", "søkje", "søker", "join", "apply"})
_JOINS: Final = frozenset({",", "/", "nye", "ferske", "elected", "shop", "local", "new"})
_ORDER: Final = (Audience.TILLITSVALGT, Audience.VERNEOMBUD, Audience.AMU, Audience.LEDER, Audience.MEDLEM)


def judge_audience(evidence: Evidence) -> tuple[tuple[Audience, ...], tuple[Match, ...]]:
    """The audiences of a course and the matches that say so.

    The name decides first, then what is said for whom, then the heading; without any, the section's or page's own
    audience (settled cases: ``tillitsvalgt`` in the rep section of a site, else ``medlem``).
    """
    stated = [
        match
        for match in evidence.stated(Dimension.AUDIENCE)
        if evidence.speaks_of_course(match.span)
        and not evidence.names_another(match.span)
        and _addressed(evidence, match)
    ]
    named = [match for match in evidence.named(Dimension.AUDIENCE) if match not in stated and _in_head(evidence, match)]
    found = stated + named
    if not found:
        headed = [match for match in evidence.headed(Dimension.AUDIENCE) if _addressed(evidence, match)]
        nearest = max((match.span.block for match in headed), default=-1)
        found = [match for match in headed if match.span.block == nearest]
    values = {Audience(match.value) for match in found}
    if found and all(_is_also_welcome(match, evidence.sentence(match.span)) for match in found):
        values |= {_default_audience(evidence)}
    if _is_forty_hours(evidence):
        if not values:
            values = {Audience.VERNEOMBUD, Audience.AMU}
        elif all(_is_let_in(match, evidence.sentence(match.span)) for match in found):
            values |= {Audience.VERNEOMBUD}
    if not values:
        values = {Audience.MEDLEM if _is_for_everybody(evidence) else _default_audience(evidence)}
    return tuple(value for value in _ORDER if value in values), tuple(found)


def whom_duty_binds(
    evidence: Evidence, audience: tuple[Audience, ...], matches: Iterable[Match]
) -> tuple[Audience, ...]:
    """The audience without representatives who only may attend or get the places that are left over, since nothing
    binds them.
    """
    own = [match for match in matches if match.value == Audience.TILLITSVALGT]
    if own and all(_is_let_in(match, evidence.sentence(match.span)) for match in own):
        return tuple(group for group in audience if group is not Audience.TILLITSVALGT)
    return audience


def _is_for_everybody(evidence: Evidence) -> bool:
    """Whether a page outside the section for representatives says that a course is for all employees, or for everyone
    who does something ("mandatory for everyone who gets a key card").
    """
    outside = evidence.document.section is None and not in_rep_section(evidence.document, evidence.blocks)
    for span in evidence.course.scope:
        tokens = evidence.blocks[span.block].within(span.start, span.end)
        if _binds_employees(tokens):
            return True
        if not outside:
            continue
        for one, two, three in zip(tokens, tokens[1:], tokens[2:], strict=False):
            if one.word == "for" and two.word in _EVERYBODY and three.word in _WHOEVER:
                return not any(token.has("rep") for token in tokens)
    return False


def _binds_employees(tokens: Sequence[Token]) -> bool:
    """Whether a sentence says that all employees must do something, and names no representative."""
    modal = next((at for at, token in enumerate(tokens) if token.has("modal")), 0)
    staff = any(one.word in _EVERYBODY and two.word in _EMPLOYEES for one, two in pairwise(tokens[:modal]))
    return staff and not any(token.has("rep", "verneombud") for token in tokens)


_EMPLOYEES: Final = frozenset({"ansatte", "tilsette", "employees", "staff", "medarbeidere", "arbeidstakere"})
_EVERYBODY: Final = frozenset({"everyone", "anyone", "all", "alle"})
_WHOEVER: Final = frozenset({"who", "som", "employees", "staff", "ansatte", "tilsette", "arbeidstakere"})


def _default_audience(evidence: Evidence) -> Audience:
    """The audience of a course that names none."""
    if in_rep_section(evidence.document, evidence.blocks) or mentions_reps(evidence.blocks):
        return Audience.TILLITSVALGT
    return Audience.MEDLEM


def _addressed(evidence: Evidence, match: Match) -> bool:
    """Whether the group is the one that the course is for, rather than a subject or a helper."""
    block = evidence.blocks[match.span.block]
    if block.block.kind is BlockKind.TABLE_ROW:
        return _is_audience_cell(evidence, match)
    sentence = evidence.sentence(match.span)
    if _asks_who_you_are(sentence):
        return True
    before = [token for token in sentence if token.end <= match.span.start]
    if (
        _is_somebodys(match, sentence)
        or _is_genitive(evidence, match)
        or any(token.has("together") for token in before[-3:])
    ):
        return False
    own = next((token.clause for token in sentence if token.end > match.span.start), 0)
    if takes_spare_place(sentence):
        return True
    if not evidence.names_course(match.span) and _goes_elsewhere([token for token in sentence if token.clause == own]):
        return False
    if _is_bound(evidence, match, sentence) or _is_welcome(match, sentence):
        return True
    opens = not before and _may_open(evidence, match, sentence)
    if opens or _is_subject(before, sentence) or _answers_for_whom(evidence, match):
        return True
    return _is_led_in(before, sentence, match)


def _asks_who_you_are(sentence: Sequence[Token]) -> bool:
    """Whether a question names the group that it is for ("Er du ny i arbeidsmiljøutvalet?")."""
    asks = sentence[-1].word == "?" and sentence[0].word in {"er", "are"}
    return asks and len(sentence) > 1 and sentence[1].has("you")


def _is_led_in(before: list[Token], sentence: tuple[Token, ...], match: Match) -> bool:
    """Whether a word before the group says that something is for it, with nothing but groups in between."""
    for token in reversed(before[-9:]):
        if token.has("together"):
            return False
        if token.word in {"til", "for"} and (
            _is_role_of(before, token) or _is_done_for(before, token) or _is_way_on(before, token)
        ):
            return False
        if token.word in _LEADS_IN or (token.word in {"av", "of"} and _is_training_of(before, token)):
            return True
        if token.word == ":":
            return any(earlier.word in _ASKED for earlier in before) or _acts_after_colon(before, sentence, match)
        if not (token.has(*_BETWEEN) or token.word in _JOINS or token.word.endswith(("e", "ne"))):
            return False
    return False


def _may_open(evidence: Evidence, match: Match, sentence: tuple[Token, ...]) -> bool:
    """Whether a group that opens a sentence is the one addressed: "For medlemmer under 35 år.", an item, a heading, or
    the course noun itself.
    """
    first = next((token.word for token in sentence if token.start == match.span.start), "")
    kind = evidence.blocks[match.span.block].block.kind
    return first in _LEADS_IN or kind in {BlockKind.LIST_ITEM, BlockKind.HEADING} or _in_head(evidence, match)


def _answers_for_whom(evidence: Evidence, match: Match) -> bool:
    """Whether the group stands in the short definition of a term that asks for whom a course is ("Målgruppe")."""
    block = evidence.blocks[match.span.block].block
    if block.kind is not BlockKind.DEFINITION or block.lead < 0 or len(block.text) > _LONGEST_ANSWER:
        return False
    return any(token.word in _ASKED for token in evidence.blocks[block.lead].tokens)


def _is_somebodys(match: Match, sentence: tuple[Token, ...]) -> bool:
    """Whether the group is one person's own ("rett til lederen min")."""
    after = next((token for token in sentence if token.start >= match.span.end), None)
    return after is not None and after.word in _POSSESSIVES


def _is_genitive(evidence: Evidence, match: Match) -> bool:
    """Whether the group only owns what is spoken of ("verneombudets rolle")."""
    written = evidence.blocks[match.span.block].quote(match.span.start, match.span.end).lower()
    return written.endswith(("ets", "enes", "ens", "anes", "'s", "’s"))


_OFFERS: Final = frozenset({"tilbud", "tilbod", "opplegg", "offers"})


def _goes_elsewhere(clause: Sequence[Token]) -> bool:
    """Whether a clause sends a group to another course ("tillitsvalgte har egne kurs")."""
    owned = any(
        one.has("owned") and (two.has("kurs", "kurs_weak", "bare") or two.word in _OFFERS)
        for one, two in pairwise(clause)
    )
    return owned or any(token.has("elsewhere") for token in clause)


def _is_training_of(before: list[Token], preposition: Token) -> bool:
    """Whether a preposition joins a group to a course noun ("opplæring av verneombud")."""
    earlier = [token for token in before if token.end <= preposition.start]
    return bool(earlier) and earlier[-1].has("kurs", "basic")


def _is_way_on(before: Sequence[Token], aimed: Token) -> bool:
    """Whether something is taken on to the group ("tas videre til arbeidsmiljøutvalget") rather than held for it."""
    at = before.index(aimed)
    return at > 0 and before[at - 1].word in {"videre", "vidare", "inn", "saken", "saka", "saker"}


def _is_done_for(before: Sequence[Token], aimed: Token) -> bool:
    """Whether something is only learnt to be done for the group ("how to write for members")."""
    at = before.index(aimed)
    return at > 1 and before[at - 2].word in {"to", "å"} and before[at - 1].text.islower()


def _is_role_of(before: list[Token], preposition: Token) -> bool:
    """Whether a preposition joins a group to what it does ("rolla til verneombodet"), a subject, no target."""
    earlier = [token for token in before if token.end <= preposition.start]
    return bool(earlier) and earlier[-1].has("role")


def _acts_after_colon(before: list[Token], sentence: tuple[Token, ...], match: Match) -> bool:
    """Whether only groups stand between the colon and a verb ("Leder, tillitsvalgt og verneombud deltar")."""
    colon = max(token.start for token in before if token.word == ":")
    since = [token for token in before if token.start > colon]
    groups = all(token.has(*_BETWEEN) or not token.is_word for token in since)
    return groups and any(token.has("verb", "modal") for token in sentence if token.start >= match.span.end)


def _in_head(evidence: Evidence, match: Match) -> bool:
    """Whether the group is part of the course noun itself ("AMU-dagen", "HTV-kurset", "verneombudssamlingen")."""
    tokens = evidence.blocks[match.span.block].tokens
    heads = [token for token in tokens if token.start <= match.span.start < token.end]
    hangs = any(
        one.start == match.span.start and two.word == "-" and two.start == one.end for one, two in pairwise(tokens)
    )
    return hangs or any(token.has("kurs", "basic", "kurs_weak") for token in heads)


def _is_bound(evidence: Evidence, match: Match, sentence: tuple[Token, ...]) -> bool:
    """Whether the sentence says that the group must take the course it names."""
    pairs = pairwise(sentence)
    pointed = any(one.has("complete") and two.has("pronoun") for one, two in pairs)
    told = evidence.names_course(match.span) or pointed or any(token.has("anaphor", "same") for token in sentence)
    if not told or not any(token.has("complete", "gets") for token in sentence):
        return False
    after = [token for token in sentence if token.start >= match.span.end][:9]
    before = [token for token in sentence if token.end <= match.span.start][-4:]
    agent = any(token.word in {"av", "by"} for token in before) and any(token.has("complete") for token in before)
    return agent or any(token.has("modal", "complete", "gets") for token in after)


def _is_welcome(match: Match, sentence: tuple[Token, ...]) -> bool:
    """Whether the group is let in ("også tillitsvalgte er velkomne", "tillitsvalgte kan delta")."""
    after = [token for token in sentence if token.start >= match.span.end][:4]
    return _is_let_in(match, sentence) or any(token.has("invite") for token in after)


def _is_also_welcome(match: Match, sentence: tuple[Token, ...]) -> bool:
    """Whether a group is let in beside those whom the course is for ("verneombud er også velkommen")."""
    after = [token for token in sentence if token.start >= match.span.end][:4]
    also = any(token.word in {"også", "òg", "also"} for token in sentence)
    return also and match.value != Audience.TILLITSVALGT and any(token.has("invite") for token in after)


def _is_let_in(match: Match, sentence: tuple[Token, ...]) -> bool:
    """Whether the group only may attend what is held for others, or gets the places that are left over."""
    after = [token.word for token in sentence if token.start >= match.span.end][:2]
    return takes_spare_place(sentence) or after in (["kan", "delta"], ["can", "attend"], ["may", "attend"])


def takes_spare_place(sentence: Sequence[Token]) -> bool:
    """Whether a sentence is about the places that are left over (METHOD, settled cases: an audience, but no duty)."""
    if any(token.has("spare_place") for token in sentence):
        return True
    if any(token.has("places") for token in sentence) and any(token.word in _FILLED for token in sentence):
        return True
    on_condition = sentence[0].word in {"er", "blir", "hvis", "dersom", "if"}
    left = any(token.has("left_over") for token in sentence)
    return (on_condition or left) and any(token.has("places") for token in sentence)


def _is_subject(before: list[Token], sentence: tuple[Token, ...]) -> bool:
    """Whether the group opens a sentence that says what it must or may do."""
    opening = all(token.has(*_BETWEEN) or not token.is_word or token.word.endswith("e") for token in before)
    told = any(
        token.has("modal", "complete", "gets", "invite", "practises", "be", "bring") or token.word in _ENTERS
        for token in sentence
    )
    return opening and len(before) <= 6 and told


_CONTENTS: Final = frozenset(
    "stikkord nøkkelord keywords om about innhold innhald tema emne contents content topics topic program "
    "beskrivelse".split()
)
"""Heads of columns of what a course is about."""


def _is_audience_cell(evidence: Evidence, match: Match) -> bool:
    block = evidence.blocks[match.span.block].block
    for number in range(len(block.cells)):
        start, end = block.cell_place(number)
        if start <= match.span.start < end:
            head = block.header[number].lower() if number < len(block.header) else ""
            if head in _CONTENTS:
                return False  # "Innhold: hva klubb og ledelse kan gjøre"
            return end - start <= 60 and (match.span.start - start <= 25)
    return False


def _is_forty_hours(evidence: Evidence) -> bool:
    return any(match.rule == "hms/40-timer" for match in evidence.named(Dimension.HMS))
