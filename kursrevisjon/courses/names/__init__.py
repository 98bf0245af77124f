"""Where a text names a course, and what it calls it (METHOD, Units: "Counts as a course", "Not a course").

In: a block's tokens. Out: ``Named`` mentions in order of place. A mention is a numbered stage ("Trinn 1"), a basic
course ("grunnkurset"), a course noun with what belongs to it ("kurs i lokale forhandlinger"), or a name that stands
beside a course noun ("kurset Trygg bane", "«Orden i permane» er eit kveldskurs").
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from kursrevisjon.courses.names.named import DETERMINERS, ROMAN, Named, made
from kursrevisjon.courses.names.nouns import noun_phrase, stands_out
from kursrevisjon.courses.names.stages import CODE, COUNTED, is_code, is_numbered, ordinal_stage, stages
from kursrevisjon.courses.names.titles import OPEN_TITLES, titles, titles_at
from kursrevisjon.model.tokens import AnnotatedBlock, Token

__all__ = ["ADMISSION", "CODE", "ROMAN", "Named", "find_names"]

_NOUNS: Final = frozenset({"kurs", "kurs_weak", "basic", "stage_word"})
ADMISSION: Final = frozenset(
    "forkunnskaper forkunnskapar forkunnskap forutsetning forutsetninger føresetnad opptakskrav inntakskrav "
    "prerequisites prerequisite requirements".split()
)
_REPEATS: Final = ("repetisjon", "repetere", "repeterer")
_LONGEST_STRESSED: Final = 4
"""Words of a bold name that goes on behind a course noun ("**Grunnkurs stat**")."""

_GRANTS: Final = frozenset({"stipend", "støtte", "stønad", "søke", "søkje", "apply", "grant"})
_REPLACES: Final = frozenset({"erstatter", "erstattar", "erstatte", "replaces", "replace"})
_AS: Final = (["det"], ["den"], ["dette"], ["ho"], ["regnes"], ["regnast"], ["teller"], ["tel"])
_FINISHED: Final = frozenset({"finished", "completed", "attended", "taken", "done"})
_DAYS: Final = frozenset({"kursdager", "kursdagar"})
_ENGLISH_HEADS: Final = frozenset({"course", "courses", "module", "programme", "session", "workshop", "seminar"})
_PROGRAMMES: Final = frozenset({"programme", "program"})
_POLICIES: Final = frozenset({"action", "political", "election", "party", "loyalty", "pension", "benefits", "work"})
"""What makes a programme one of other things than training ("action programme")."""

_ONLY: Final = frozenset({"bare", "berre", "kun", "only"})
_LONGEST_CLAUSE: Final = 4
"""Words of a clause that says what people have taken, from "som" on ("tillitsvalgte som alt har gått ...")."""

_KINDS: Final = frozenset({"kurs", "courses"})
_INDEFINITE: Final = frozenset({"et", "en", "eit", "ein", "a", "an"})
_HAVE: Final = frozenset({"har", "have", "has"})
_POINTS_BACK: Final = frozenset(
    "krever forutsetter forutset requires lagt bak tilsvarer tilsvarar tidligere tidlegare gamle avløser "
    "erstatter erstatte avløse stedet "
    "staden replaces avløyser erstattar".split()
)


def find_names(annotated: AnnotatedBlock) -> tuple[Named, ...]:
    """The mentions of a block, in order, none inside another."""
    tokens = annotated.tokens
    found: list[Named] = []
    taken = -1
    for candidate in sorted(_candidates(annotated), key=lambda named: (named.first, -named.last)):
        if _tells_who(tokens, candidate, taken):
            taken = max(taken, candidate.last)
            continue
        if _is_beside(tokens, candidate):
            continue
        if found and candidate.kind in {"generic", "bare", "basic"} and _in_apposition(tokens, found[-1], candidate):
            continue
        if candidate.kind == "generic" and _is_predicate(tokens, found, candidate):
            continue
        if found and candidate.kind == "generic" and _is_counted(tokens, candidate):
            continue
        if found and _in_brackets(tokens, found[-1], candidate):
            found[-1] = replace(found[-1], also=candidate.name)
            continue
        spread = found and found[-1].kind == candidate.kind == "stage" and found[-1].name != candidate.name
        if found and candidate.first <= found[-1].last and not spread:  # "Trinn 1–3" names three with two numbers
            if candidate.kind in {"named", "title", "stage"} and found[-1].kind in {"generic", "bare"}:
                found[-1] = candidate
            continue
        found.append(candidate)
    told = [named for named in _with_nouns(annotated, found) if not _only_a_condition(tokens, named, found)]
    told = [named for named in told if not _follows(tokens, named, told)]
    told = [named for number, named in enumerate(told) if not _counts_those(tokens, named, told[number + 1 :])]
    return tuple(_as_stressed(annotated, named) for named in told)


def _follows(tokens: Sequence[Token], named: Named, found: Sequence[Named]) -> bool:
    """Whether a sentence opens with a course only to tell what comes after it ("Etter grunnkurset har vi ...")."""
    opens = named.first > 0 and tokens[named.first - 1].word in {"etter", "after"}
    starts = named.first == 1 or (named.first > 1 and tokens[named.first - 2].sentence != named.sentence)
    others = any(other.sentence == named.sentence and other is not named and other.kind != "bare" for other in found)
    return opens and starts and others and named.kind == "basic"


def _counts_those(tokens: Sequence[Token], named: Named, after: Sequence[Named]) -> bool:
    """Whether a mention only counts the courses that the text goes on to name ("Vi holder to kurs for nye")."""
    counted = named.first > 0 and tokens[named.first - 1].has("numeral") and tokens[named.first].word in _KINDS
    return counted and named.kind == "generic" and any(other.kind == "named" for other in after)


def _with_nouns(annotated: AnnotatedBlock, found: Sequence[Named]) -> list[Named]:
    """A stage right behind a course noun is one mention with it ("Tillitsvalgtkurs trinn 1"), called by the stage."""
    tokens = annotated.tokens
    told: list[Named] = []
    for named in found:
        if told and _ends_with_noun(tokens, told[-1], named):
            noun = told.pop().last
            told.append(replace(named, first=noun, start=tokens[noun].start))
        else:
            told.append(named)
    return told


def _ends_with_noun(tokens: Sequence[Token], before: Named, stage: Named) -> bool:
    noun = tokens[before.last]
    return (
        stage.kind == "stage"
        and before.kind in {"generic", "basic"}
        and (before.last + 1, before.sentence) == (stage.first, stage.sentence)
        and noun.has("kurs", "basic")
        and not noun.has("bare")
    )


def _as_stressed(annotated: AnnotatedBlock, named: Named) -> Named:
    """A name as far as it is in bold, where it opens with a bold text ("**Introkveld for nye** i februar")."""
    if named.kind == "stage":
        return named
    for strong in annotated.block.strong:
        rest = strong.removeprefix(named.name + " ") if named.kind == "basic" else strong
        longer = rest != strong and len(strong.split()) <= _LONGEST_STRESSED and rest.replace(" ", "").isalpha()
        longer = longer and annotated.block.text.startswith(strong, named.start)
        if longer or (len(strong) < len(named.name) and named.name.startswith(strong)):
            end = named.start + len(strong)
            last = max(at for at in range(named.first, len(annotated.tokens)) if annotated.tokens[at].start < end)
            kind = "named" if named.kind == "title" else named.kind
            return replace(named, last=last, end=end, name=strong, kind=kind)
    return named


def _is_beside(tokens: Sequence[Token], candidate: Named) -> bool:
    """Whether a mention is only what something is compared with, comes beside, or is held as."""
    before = [token.word for token in tokens[max(0, candidate.first - 4) : candidate.first]]
    if candidate.kind in {"basic", "generic", "stage"} and _is_taken_before(tokens, candidate):
        return True
    if candidate.kind in {"basic", "generic", "bare"} and _adds_to(tokens, candidate):
        return True
    if any(word.startswith(_REPEATS) for word in before[-2:]):
        return True  # "repetisjon fra trinn 1"
    if candidate.kind in {"basic", "generic"} and not _REPLACES.isdisjoint(before):
        return True  # "erstatter ikke den lovpålagte opplæringen"
    following = tokens[candidate.last + 1].word if candidate.last + 1 < len(tokens) else ""
    if candidate.name.lower() == "introduction" and following == "to" and before[-1:] in (["an"], ["the"]):
        return True  # "includes an introduction to bullying"
    if before[-2:] in (["ikke", "i"], ["ikkje", "i"]):
        return True  # "inngår ikke i grunnopplæringen"
    compared = before[-1:] in (["enn"], ["than"]) or "siden av" in " ".join(before)
    if candidate.kind == "basic" and candidate.first > 1 and before[-1:] in (["etter"], ["after"], ["following"]):
        # "et valgkurs etter grunnkurset", "kan du ta etter grunnkurset"
        return tokens[candidate.first - 2].has("kurs", "kurs_weak", "complete")
    return compared or (before[-1:] == ["som"] and before[-2:-1] in _AS)


def _adds_to(tokens: Sequence[Token], candidate: Named) -> bool:
    """Whether a mention is only what another course comes beside ("i tillegg til grunnopplæringen", "et frivillig
    tillegg til den obligatoriske skoleringen").
    """
    at = candidate.first
    while at > 0 and (tokens[at - 1].has("cue", "basic_mod", "article") or tokens[at - 1].word in DETERMINERS):
        at -= 1
    before = [token.word for token in tokens[max(0, at - 2) : at]]
    return before[-1:] in (["utover"], ["beyond"]) or before in (["tillegg", "til"], ["supplement", "til"])


def _before(tokens: Sequence[Token], candidate: Named) -> list[Token]:
    """The tokens before a mention in its sentence."""
    return [token for token in tokens[: candidate.first] if token.sentence == candidate.sentence]


def _is_taken_before(tokens: Sequence[Token], candidate: Named) -> bool:
    """Whether a basic course is only what those have taken whom another course is for ("kurs for deg som har tatt
    grunnkurset").
    """
    before = _before(tokens, candidate)
    while before and before[-1].word in DETERMINERS:
        before.pop()
    taken = bool(before) and before[-1].has("complete") and any(token.word in _HAVE for token in before[-4:-1])
    told_so = [token.word for token in before[-2:]]
    taken = taken or told_so in (
        ["som", "tok"],
        ["who", "took"],
        ["ferdig", "med"],
        ["ferdige", "med"],
        ["done", "with"],
    )
    if candidate.kind == "stage":  # "Bare den som har fullført Trinn 3, kan søke stipend"
        return (
            taken
            and any(token.word in {"som", "who"} for token in before[-4:])
            and any(token.word in _GRANTS for token in tokens if token.sentence == candidate.sentence)
        )
    told = candidate.definite or (bool(before) and before[-1].word in _FINISHED)
    return taken and told and any(token.has("kurs", "kurs_weak") for token in before)


def _tells_who(tokens: Sequence[Token], candidate: Named, taken: int) -> bool:
    """Whether a mention is only what people have taken whom the text is about ("medlemmer som har gjennomført «A» og
    «B»"); ``taken`` is the last token of such a mention before it.
    """
    if candidate.first <= taken or tokens[candidate.first].word in ADMISSION:
        return True  # "Forkunnskaper tilsvarende grunnkurset"
    before = _before(tokens, candidate)
    if len(before) > 1 and before[0].word in ADMISSION and before[1].word == ":":
        return True  # "Forkunnskaper: Grunnkurs"
    while before and (before[-1].word in DETERMINERS or before[-1].text in '«"“”'):
        before.pop()
    between = [token.word for token in before if token.start >= tokens[taken].end] if taken >= 0 else []
    if len(between) in (1, 2) and between[-1] in {"og", "and", ",", "»", '"'} | {"eller", "or"}:
        return True
    if len(before) < 2 or not before[-1].has("complete") or before[-2].word not in _HAVE:
        return False
    relative = next((at for at in range(len(before) - 1, 0, -1) if before[at].word in {"som", "who"}), 0)
    people = 0 < len(before) - relative <= _LONGEST_CLAUSE and before[relative - 1].has("rep", "medlem", "you")
    others = any(token.has("neg") for token in before[relative:]) or (before[:1] and before[0].word in _ONLY)
    return people and relative > 0 and not others  # "Bare medlemmer som har fullført kurset, kan velges"


def _is_counted(tokens: Sequence[Token], candidate: Named) -> bool:
    """Whether a mention only says of how many meetings a course consists ("tre samlinger i Sogndal")."""
    before = tokens[candidate.first - 1] if candidate.first else None
    counted = before is not None and (before.has("numeral") or before.text.isdigit())
    return counted and tokens[candidate.first].has("part_noun")


def _is_predicate(tokens: Sequence[Token], found: Sequence[Named], candidate: Named) -> bool:
    """Whether a mention says of what kind one before it is ("Taleskolen går i mai og er et frivillig kurs for ...")."""
    before = _before(tokens, candidate)
    while before and before[-1].has("cue"):
        before.pop()
    told = len(before) > 1 and before[-1].word in _INDEFINITE and before[-2].has("copula")
    if found and before and before[-1].word in _INDEFINITE and before[-1] is tokens[found[-1].last + 1]:
        told = found[-1].first > 0 and tokens[found[-1].first - 1].has("copula")  # "er HTV-samlingen et pliktkurs"
    return told and any(named.sentence == candidate.sentence and named.kind != "bare" for named in found)


def _in_brackets(tokens: Sequence[Token], named: Named, candidate: Named) -> bool:
    """Whether a stage stands alone in brackets behind the name of a course."""
    around = [token.word for token in (*tokens[named.last + 1 : candidate.first], *tokens[candidate.last + 1 :][:1])]
    return candidate.kind == "stage" and named.kind in {"generic", "basic", "named"} and around == ["(", ")"]


def _in_apposition(tokens: Sequence[Token], named: Named, candidate: Named) -> bool:
    """Whether a mention says what the named thing is: "Crew Basics, a two-day course on ...", "Trinn 1 er
    innføringskurset", "Step 1 (introduction ...)", "Trinn 1 – Grunnkurs".
    """
    between = tokens[named.last + 1 : candidate.first]
    if between and between[0].word in {"er", "is", "blir"} and len(between) < 4:
        if tokens[named.first].has("whole_training") and len(between) == 1 and candidate.kind != "bare":
            return False  # "den obligatoriske opplæringen er Startkurset og Forhandlingskurset"
        return all(token.word in DETERMINERS or token.has("organ") for token in between[1:])
    if named.kind == "stage" and [token.word for token in between] in (["("], ["–"], ["-"]):
        return True
    if candidate.kind == "generic" and candidate.definite and [token.word for token in between] == [","]:
        # "Fosseskolen, kurset for tillitsvalgte", and not "Startkurset, Avtalekurset og ..."
        return named.kind != "bare" and tokens[candidate.first].has("anaphor", "bare")
    return (
        2 <= len(between) <= 4 and between[0].word == "," and between[1].word in {"a", "an", "et", "en", "eit", "ein"}
    )


def _candidates(annotated: AnnotatedBlock) -> Iterator[Named]:
    tokens = annotated.tokens
    for index, token in enumerate(tokens):
        if token.word in OPEN_TITLES or "complete" in token.tags:
            yield from titles_at(annotated, index)
        if token.word in COUNTED:
            yield from ordinal_stage(annotated, index)
        if token.tags.isdisjoint(_NOUNS):
            if token.text.isupper() and is_code(tokens, index):
                yield made(annotated, index, index + 1, "stage")
            continue
        if index + 1 < len(tokens) and (token.has("stage_word") or is_numbered(tokens, index)):
            yield from stages(annotated, index)
        if index + 1 < len(tokens) and tokens[index + 1].word in _ENGLISH_HEADS and token.text.islower():
            continue  # "the e-learning course First Steps", "an elective workshop"
        if token.word in _DAYS:
            continue  # "inntil ti kursdager i året"
        if token.word in _PROGRAMMES and index and tokens[index - 1].word in _POLICIES:
            continue
        if token.has("kurs", "basic") or (token.has("kurs_weak") and stands_out(tokens, index)):
            yield from noun_phrase(annotated, index)
    yield from titles(annotated)


def _only_a_condition(tokens: Sequence[Token], named: Named, found: Sequence[Named]) -> bool:
    """A stage that is named only as an admission rule ("for tillitsvalgte med fase 1") is not a course there."""
    if named.kind != "stage" or named is found[0]:
        return False
    before = {token.word for token in tokens[max(0, named.first - 3) : named.first] if token.sentence == named.sentence}
    return bool(before & _POINTS_BACK) or (
        tokens[named.first - 1].word in {"med", "with", "etter"} and "|" in {token.word for token in tokens}
    )
