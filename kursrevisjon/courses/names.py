"""Where a text names a course, and what it calls it (METHOD, Units: "Counts as a course", "Not a course").

In: a block's tokens. Out: ``Named`` mentions in order of place. A mention is a numbered stage ("Trinn 1"), a basic
course ("grunnkurset"), a course noun with what belongs to it ("kurs i lokale forhandlinger"), or a name that stands
beside a course noun ("kurset Trygg bane", "«Orden i permane» er eit kveldskurs").
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kursrevisjon.model.tokens import AnnotatedBlock, Token

_OPENING: Final = {"«": "»", "“": "”", '"': '"', "”": "”"}
ROMAN: Final = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5"}
_POINTS_BACK: Final = frozenset(
    "krever forutsetter forutset requires lagt bak tilsvarer tilsvarar tidligere tidlegare gamle avløser "
    "erstatter stedet "
    "staden replaces avløyser erstattar".split()
)
_OFFERING: Final = frozenset(
    {
        ("satt", "opp"),
        ("sett", "opp"),
        ("setter", "opp"),
        ("går", "på"),
        ("møte", "på"),
        ("inviterer", "til"),
        ("samles", "til"),
        ("invitert", "til"),
        ("velkommen", "til"),
        ("plass", "på"),
    }
)
_VERB_ENDINGS: Final = ("er", "yr", "år", "ar")
_SPELLED: Final = {
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "én": "1",
    "ein": "1",
    "to": "2",
    "tre": "3",
    "fire": "4",
}
_ENDS: Final = frozenset(
    {
        "together",
        "sammen",
        "saman",
        "senest",
        "seinast",
        "every",
        "innen",
        "innan",
        "within",
        "before",
        "during",
        "som",
        "that",
    }
)
_STOPS: Final = frozenset(
    "innen innan før til i på hver kvar som er og within before by in at every and that during løpet ved første "
    "etter".split()
)
_CHAIN: Final = frozenset("for i om på av med mot blant of on for in ved mellom".split())
_DETERMINERS: Final = frozenset(
    "et en eit ein a an det den the dette vårt vår våre our vårt eget egen eige din ditt this".split()
)


@dataclass(frozen=True, slots=True)
class Named:
    """A mention: tokens ``first`` to ``last`` (inclusive) of a block, the name, and how it names.

    ``kind`` is ``stage``, ``basic``, ``named`` (a name beside a course noun), ``title`` (a name that only its place
    in the sentence shows), ``generic`` (a course noun with its complements) or ``bare`` (a course noun alone).
    """

    block: int
    first: int
    last: int
    start: int
    end: int
    name: str
    kind: str
    sentence: int
    definite: bool = False


def find_names(annotated: AnnotatedBlock) -> tuple[Named, ...]:
    """The mentions of a block, in order, none inside another."""
    tokens = annotated.tokens
    found: list[Named] = []
    for candidate in sorted(_candidates(annotated), key=lambda named: (named.first, -named.last)):
        if _is_beside(tokens, candidate):
            continue
        if found and candidate.kind in {"generic", "bare", "basic"} and _in_apposition(tokens, found[-1], candidate):
            continue
        if found and candidate.kind == "generic" and _is_counted(tokens, candidate):
            continue
        if found and candidate.first <= found[-1].last:
            if candidate.kind in {"named", "title", "stage"} and found[-1].kind in {"generic", "bare"}:
                found[-1] = candidate
            continue
        found.append(candidate)
    return tuple(named for named in found if not _only_a_condition(tokens, named, found))


def _is_beside(tokens: Sequence[Token], candidate: Named) -> bool:
    """Whether a mention is only what something is compared with, comes beside, or is held as."""
    before = [token.word for token in tokens[max(0, candidate.first - 4) : candidate.first]]
    compared = before[-1:] in (["enn"], ["than"]) or "siden av" in " ".join(before)
    return compared or (before[-1:] == ["som"] and before[-2:-1] in (["det"], ["den"], ["dette"], ["ho"]))


def _is_counted(tokens: Sequence[Token], candidate: Named) -> bool:
    """Whether a mention only says of how many meetings a course consists ("tre samlinger i Sogndal")."""
    before = tokens[candidate.first - 1] if candidate.first else None
    return before is not None and before.has("numeral") and tokens[candidate.first].has("part_noun")


def _in_apposition(tokens: Sequence[Token], named: Named, candidate: Named) -> bool:
    """ "Crew Basics, a two-day course on ..." and "Trinn 1 er innføringskurset" say what the named thing is."""
    between = tokens[named.last + 1 : candidate.first]
    if between and between[0].word in {"er", "is", "blir"} and len(between) < 4:
        return all(token.word in _DETERMINERS or token.has("organ") for token in between[1:])
    return (
        2 <= len(between) <= 4 and between[0].word == "," and between[1].word in {"a", "an", "et", "en", "eit", "ein"}
    )


def _candidates(annotated: AnnotatedBlock) -> Iterator[Named]:
    tokens = annotated.tokens
    for index, token in enumerate(tokens):
        if index + 1 < len(tokens) and (token.has("stage_word") or _is_numbered(tokens, index)):
            yield from _stages(annotated, index)
        if token.text in _OPENING:
            yield from _quoted(annotated, index)
        if token.has("complete") or (token.word in {"på", "to"} and index and tokens[index - 1].has("join", "you")):
            yield from _object_of_duty(annotated, index)
        if token.has("kurs", "basic") or (token.has("kurs_weak") and _stands_out(tokens, index)):
            yield from _noun(annotated, index)
    yield from _equated(annotated)
    yield from _subject_of_cue(annotated)
    yield from _called(annotated)
    yield from _headlined(annotated)
    yield from _labelled(annotated)
    yield from _held(annotated)
    yield from _subject_of_duty(annotated)
    yield from _offered(annotated)


def _made(annotated: AnnotatedBlock, first: int, last: int, kind: str, name: str = "") -> Named:
    tokens = annotated.tokens
    start, end = tokens[first].start, tokens[last].end
    definite = tokens[last].word.endswith(("et", "en", "a", "ene", "ane"))
    return Named(
        annotated.block.index,
        first,
        last,
        start,
        end,
        name or annotated.quote(start, end),
        kind,
        tokens[first].sentence,
        definite,
    )


def _stages(annotated: AnnotatedBlock, index: int) -> Iterator[Named]:
    """ "Trinn 1", "TV2", "Trinn 1, 2 og 3", "Fase 1–3", "Modul A", "Grunnkurs II"; not "kurs for kasserere, del 1"."""
    tokens = annotated.tokens
    word = tokens[index]
    if (
        word.word in {"del", "part"}
        and word.text.islower()
        and index
        and tokens[index - 1].word in {",", "avtalen", "avtale"}
    ):
        return
    if word.word == "del" and index and tokens[index - 1].word.endswith("avtalen"):
        return
    if not _stage_number(tokens[index + 1], word) or _is_date(tokens, index + 1):
        return
    last = index + 1
    while (
        last + 2 < len(tokens) and tokens[last + 1].word == "-" and tokens[last + 2].has("kurs", "basic", "kurs_weak")
    ):
        last += 2
    if last > index + 1:
        yield _made(annotated, index, last, "stage")
        return
    yield _made(annotated, index, last, "stage")
    while last + 2 < len(tokens) and tokens[last + 1].word in {",", "og", "and", "eller", "–", "-"}:
        number = _stage_number(tokens[last + 2], word)
        if not number or _is_date(tokens, last + 2) or not (number.isdigit() or len(number) == 1):
            return
        previous = _stage_number(tokens[last], word) or ""
        if tokens[last + 1].word in {"–", "-"} and previous.isdigit() and number.isdigit():
            for between in range(int(previous) + 1, min(int(number), int(previous) + 9)):
                yield _made(annotated, last + 2, last + 2, "stage", f"{word.text} {between}")
        last += 2
        yield _made(annotated, last, last, "stage", f"{word.text} {tokens[last].text}")


def _is_numbered(tokens: Sequence[Token], index: int) -> bool:
    """Whether a number after a compound course noun counts the course ("Havkurs 1"), not days, hours or a date."""
    if not (
        tokens[index].has("kurs", "kurs_weak") and _is_compound(tokens[index]) and tokens[index + 1].text.isdigit()
    ):
        return False
    after = tokens[index + 2 : index + 4]
    counted = bool(after) and after[0].word.startswith(
        ("dag", "tim", "kveld", "plass", "person", "deltak", "hour", "day")
    )
    return not counted and not any(token.has("month") for token in after) and not _is_date(tokens, index + 1)


def _is_date(tokens: Sequence[Token], index: int) -> bool:
    """Whether a number is the day of a date ("17. oktober", "17. og 18. oktober")."""
    after = tokens[index + 1 : index + 6]
    return bool(after) and after[0].word == "." and any(token.has("month") for token in after[1:])


def _stage_number(token: Token, word: Token) -> str | None:
    written = token.text
    if written.isdigit() and len(written) <= 2:
        return written
    if written in ROMAN:
        return ROMAN[written]
    if token.is_capital and word.is_capital and token.word in _SPELLED:
        return _SPELLED[token.word]
    if len(written) == 1 and written.isalpha() and written.isupper():
        return written
    return None


def _quoted(annotated: AnnotatedBlock, index: int) -> Iterator[Named]:
    tokens = annotated.tokens
    closing = _OPENING[tokens[index].text]
    for last in range(index + 2, min(index + 12, len(tokens))):
        if tokens[last].text != closing:
            continue
        sentence = [token for token in tokens if token.sentence == tokens[index].sentence]
        beside = tokens[max(0, index - 2) : index] + tokens[last + 1 : last + 8]
        near = any(token.has("kurs", "basic", "kurs_weak", "stage_word") for token in beside)
        far = any(token.has("kurs", "basic") for token in sentence)
        if tokens[index + 1].is_capital and (near or far):
            first = index
            while first > 0 and tokens[first - 1].has("kurs", "basic", "kurs_weak", "stage_word"):
                first -= 1
            name = annotated.quote(tokens[index + 1].start, tokens[last - 1].end)
            copula = last + 1 < len(tokens) and tokens[last + 1].word in {"er", "is"}
            head = _predicate(tokens, last + 1) if copula else None
            yield _made(annotated, first, head or last, "named", name)
        return


def _object_of_duty(annotated: AnnotatedBlock, index: int) -> Iterator[Named]:
    """ "skal gjennomføre Grunnstigen", "must complete Safe at Sea within": a capitalised object is a name."""
    tokens = annotated.tokens
    first = index + 1
    while first < len(tokens) and tokens[first].word in _DETERMINERS:
        first += 1
    if first >= len(tokens) or not tokens[first].is_capital or not tokens[first].is_word:
        return
    titled = first + 1 < len(tokens) and tokens[first + 1].is_capital and tokens[first + 1].is_word
    if (
        tokens[first].has("kurs", "basic", "stage_word")
        or (tokens[first].has("rep", "organ") and not titled)
        or tokens[first].sentence != tokens[index].sentence
    ):
        return
    yield _made(annotated, first, _name_end(tokens, first), "title")


def _name_end(tokens: Sequence[Token], first: int) -> int:
    """The last token of a name that starts with a capital: up to a verb, a mark, or a word that opens a new phrase."""
    last = index = first
    while index + 1 < len(tokens) and index - first < 7:
        after = tokens[index + 1]
        if not after.is_word or after.has("verb") or after.word in _ENDS or after.sentence != tokens[first].sentence:
            break
        index += 1
        if after.is_capital or after.word not in _STOPS:
            last = index
        elif after.word in {
            "innen",
            "innan",
            "før",
            "within",
            "before",
            "hver",
            "kvar",
            "som",
            "during",
            "løpet",
            "by",
        }:
            break
    return last


def _noun(annotated: AnnotatedBlock, index: int) -> Iterator[Named]:
    tokens = annotated.tokens
    token = tokens[index]
    numbered = index + 1 < len(tokens) and (token.has("stage_word") or _is_numbered(tokens, index))
    if numbered and _stage_number(tokens[index + 1], token):
        return
    if _is_named_after(tokens, index) and token.word.endswith(("ene", "ane", "courses")):
        yield from _several(annotated, index)
        return
    if _is_named_after(tokens, index) and token.has("basic"):
        yield _made(annotated, index, _name_end(tokens, index + 1), "basic")
        return
    if _is_named_after(tokens, index):
        last = _name_end(tokens, index + 1)
        yield _made(annotated, index, last, "named", annotated.quote(tokens[index + 1].start, tokens[last].end))
        return
    first = _left(tokens, index)
    last = _right(tokens, index)
    named = _named_before(tokens, first)
    if named is not None:
        yield _made(
            annotated, named, last, "named", annotated.quote(tokens[named].start, _before_comma(tokens, first).end)
        )
        return
    while first < index and _counts(tokens, first):
        first += 1
    kind = "basic" if any(inner.has("basic", "basic_mod") for inner in tokens[first : index + 1]) else "generic"
    counted = last == index and index > 0 and _counts(tokens, index - 1) and not _is_definite(token)
    before = tokens[index - 1].word
    counted = counted and not before.endswith("s") and before not in _DETERMINERS  # "høstens", "en": it is one
    loose = not _is_compound(token) or counted
    if last == index and index > 0 and tokens[index - 1].has("this") and _is_definite(token):
        kind = "bare"  # "på dette dagskurset" points to the course in view
    if kind == "generic" and loose and (first == index == last or _is_set_apart(tokens, index, last)):
        kind = "bare"
    yield _made(annotated, first, last, kind)


def _is_definite(token: Token) -> bool:
    """Whether a course noun points to one course ("kurset", "fagdagen", "samlinga")."""
    return token.word.endswith(("et", "en", "a")) and not token.word.endswith("ene")


def _several(annotated: AnnotatedBlock, index: int) -> Iterator[Named]:
    """ "kursene Tall og regnskap, Medvirkning og IA-arbeid": a name starts at each capital after a comma or "og"."""
    tokens = annotated.tokens
    first = index + 1
    for cursor in range(index + 2, len(tokens) + 1):
        ended = cursor == len(tokens) or tokens[cursor].sentence != tokens[first].sentence or tokens[cursor].has("verb")
        parts = not ended and tokens[cursor].word in {",", "og", "and", "samt"}
        opens = cursor + 1 < len(tokens) and tokens[cursor + 1].is_capital
        mark = not ended and not tokens[cursor].is_word and tokens[cursor].word != ","
        if ended or mark or (parts and opens):
            yield _made(annotated, first, cursor - 1, "named")
            first = cursor + 1
        if ended or mark:
            return


def _is_named_after(tokens: Sequence[Token], index: int) -> bool:
    """Whether a capitalised name follows the course noun directly ("kurset Trygg bane")."""
    if index + 1 >= len(tokens):
        return False
    after = tokens[index + 1]
    if not (after.is_capital and after.is_word) or after.sentence != tokens[index].sentence:
        return False
    if after.has("stage_word") and index + 2 < len(tokens) and _stage_number(tokens[index + 2], after):
        return False
    if not after.has("rep", "organ", "verneombud", "amu"):
        return True
    beyond = tokens[index + 2] if index + 2 < len(tokens) else None
    return _is_definite(tokens[index]) and beyond is not None and beyond.is_word and not beyond.has("verb", "modal")


def _before_comma(tokens: Sequence[Token], first: int) -> Token:
    return next(tokens[index - 1] for index in range(first - 1, 0, -1) if tokens[index].word == ",")


def _named_before(tokens: Sequence[Token], first: int) -> int | None:
    """Where a capitalised name starts that the course noun explains ("Safe Rounds, the union's course")."""
    comma = next((index for index in range(first - 1, max(0, first - 6), -1) if tokens[index].word == ","), None)
    if comma is None or comma < 2 or tokens[comma + 1].word not in _DETERMINERS:
        return None
    start = comma
    while start > 0 and tokens[start - 1].is_capital and tokens[start - 1].is_word:
        start -= 1
    opens = start == 0 or tokens[start - 1].sentence != tokens[start].sentence
    enough = comma - start >= (2 if opens else 1)
    return start if enough and not tokens[start].has("rep", "organ", "you", "month") else None


def _counts(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word before the course noun only counts or points ("fire kurs", "neste kurs"), and is no part of
    the name.
    """
    token = tokens[index]
    hours = tokens[index + 1].word in {"-", "timers", "timars", "timer", "timar", "hour", "dagers", "dagars"}
    return token.has("vague", "numeral") or (token.text.isdigit() and not hours)


def _is_set_apart(tokens: Sequence[Token], index: int, last: int) -> bool:
    """Whether the noun is only a time ("kurs i mai") or somebody else's ("har sin egen konferanse")."""
    before = {token.word for token in tokens[max(0, index - 2) : index]}
    if last == index and index and _counts(tokens, index - 1):
        return True
    if before & {"egen", "eget", "egne", "eigen", "eige", "own"} and before & {"sin", "sitt", "sine", "their"}:
        return True
    if last == index + 2 and tokens[index + 1].word in {"for", "til", "på"}:
        return tokens[last].has("pronoun", "you") or tokens[last].word in {"dem", "deg", "dere", "dei", "dykk", "them"}
    return last == index + 2 and tokens[index + 1].word in {"i", "in"} and tokens[last].has("month")


def _stands_out(tokens: Sequence[Token], index: int) -> bool:
    """Whether a weak course noun (samling, dag, kveld, program) names an offer here."""
    token = tokens[index]
    if _is_named_after(tokens, index) and not token.has("verb"):
        return True
    if _is_compound(token) and (token.is_capital or token.word.endswith(("en", "et", "a", "ene"))):
        return True
    if token.is_capital and index > 0 and tokens[index - 1].is_capital and tokens[index - 1].is_word:
        return True
    if index > 1 and tokens[index - 1].is_word and tokens[index - 2].word in {"the", "a", "an", "our", "their"}:
        return (
            not tokens[index - 1].has("small", "numeral", "you", "month", "verb")
            and token.word not in {"day", "program"}
        ) or (token.word == "day" and tokens[index - 1].word.endswith(("er", "ing", "ers", "ion")))
    after = tokens[index + 1 : index + 3]
    if (_is_compound(token) or token.has("gathering")) and after and after[0].word in {"for", "om", "i", "på"}:
        return True
    return token.is_capital and any(following.word in {"for", "om", "i"} for following in after)


def _measures(token: Token) -> bool:
    """Whether a word opens a measure ("på to dager", "på om lag fem timer")."""
    return token.text.isdigit() or token.has("numeral") or token.word in {"om", "minst", "ca", "omtrent", "rundt"}


def _is_compound(token: Token) -> bool:
    return not token.has("bare") and (len(token.word) >= 8 or "-" in token.word)


def _left(tokens: Sequence[Token], index: int) -> int:
    """The first token of the noun phrase: English and Norwegian modifiers that belong to the course's name."""
    first = index
    while first > 0 and index - first < 4:
        before = tokens[first - 1]
        if before.sentence != tokens[index].sentence or not before.is_word:
            if before.word in {"’", "'"} and first > 1 and tokens[index].is_capital and tokens[first - 2].is_capital:
                first -= 2
                continue
            if before.text.isdigit() and tokens[first].word in {"timers", "timars", "timer", "timar"}:
                first -= 1
                break
            if before.word == "-" and first > 1 and index - first < 3 and tokens[first - 2].text[-1:].isalnum():
                first -= 2
                continue
            break
        if (
            before.is_capital
            and tokens[index].is_capital
            and not before.has("small")
            and before.word not in _DETERMINERS
            and first > 1
        ):
            first -= 1
            continue
        if (
            before.has("small", "verb", "verb_form", "rep", "you", "modal", "complete", "organ", "neg", "be", "cue")
            or before.word in _DETERMINERS
        ):
            break
        if before.has("prep", "aim") or before.word in {"enn", "than"} or (before.text.islower() and before.word.endswith(_VERB_ENDINGS)):
            break
        first -= 1
    return first


def _right(tokens: Sequence[Token], index: int) -> int:
    """The last token of the noun phrase: complements with for, i, om, på ... up to a verb or a mark."""
    last = cursor = index
    while cursor + 1 < len(tokens) and cursor - index < 10:
        after = tokens[cursor + 1]
        if after.sentence != tokens[index].sentence or not after.is_word or after.text.isdigit():
            break
        if after.has("verb", "modal") or after.word in {
            "som",
            "innen",
            "før",
            "hver",
            "kvar",
            "that",
            "which",
            "kl",
            "fra",
            "frå",
            "når",
        }:
            break
        if cursor == index and after.word not in _CHAIN:
            if after.word in {"vårt", "vår", "våre"}:
                cursor += 1
                last = cursor
                continue
            break
        if after.word in {"i", "in"} and cursor + 2 < len(tokens) and tokens[cursor + 2].word in {"løpet", "mai", "år"}:
            break
        if after.word in {"på", "over", "of", "i", "in"} and cursor + 2 < len(tokens) and _measures(tokens[cursor + 2]):
            break
        if after.has("stage_word") and cursor + 2 < len(tokens) and _stage_number(tokens[cursor + 2], after):
            break
        cursor += 1
        if not (after.word in _CHAIN or after.word in {"og", "and", "den", "det", "the", "eller"}):
            last = cursor
    return last


def _equated(annotated: AnnotatedBlock) -> Iterator[Named]:
    """ "Tall og tillit er en fordypning for tillitsvalgte": what a sentence opens with and calls a course."""
    tokens = annotated.tokens
    for first, token in enumerate(tokens):
        opens = first == 0 or tokens[first - 1].sentence != token.sentence
        if not opens or not _opens_title(tokens, first) or token.has("small", "prep"):
            continue
        copula = next(
            (
                index
                for index in range(first + 1, min(first + 9, len(tokens)))
                if tokens[index].word in {"er", "is", "blir"}
            ),
            None,
        )
        if copula is None or any(inner.has("kurs", "basic", "stage_word", "verb") for inner in tokens[first:copula]):
            continue
        if any(not inner.is_word for inner in tokens[first:copula]):
            continue
        head = _predicate(tokens, copula)
        if head is not None:
            name = annotated.quote(token.start, tokens[copula - 1].end)
            yield _made(annotated, first, head, "named", name)


def _opens_title(tokens: Sequence[Token], first: int) -> bool:
    """Whether a capitalised word can open a title; one for people or bodies only before another capital."""
    token = tokens[first]
    if not token.is_capital or token.has("pronoun", "anaphor", "you"):
        return False
    beyond = tokens[first + 1] if first + 1 < len(tokens) else None
    return not token.has("rep", "organ", "verneombud", "amu", "leder", "medlem") or (beyond is not None and beyond.is_capital and beyond.is_word)


def _subject_of_cue(annotated: AnnotatedBlock) -> Iterator[Named]:
    """ "Rep Essentials is compulsory", "Trygg i rolla er eit krav": a title that a sentence says is binding or not."""
    tokens = annotated.tokens
    for first, token in enumerate(tokens):
        opens = first == 0 or tokens[first - 1].sentence != token.sentence
        if not opens or not _opens_title(tokens, first) or token.has("small", "prep", "part_word"):
            continue
        reach = range(first + 1, min(first + 9, len(tokens) - 1))
        copula = next((index for index in reach if tokens[index].has("copula")), None)
        if copula is None or not any(after.has("cue", "demand") for after in tokens[copula + 1 : copula + 4]):
            continue
        inner = tokens[first:copula]
        named = all(
            word.is_word and not word.has("kurs", "basic", "stage_word", "verb", "part_word", "pronoun")
            for word in inner
        )
        people = any(word.has("rep") for word in tokens[copula:] if word.sentence == token.sentence)
        if named and people:
            yield _made(annotated, first, copula - 1, "title")


def _headlined(annotated: AnnotatedBlock) -> Iterator[Named]:
    """ "Safer Shifts for Reps: one day on ...", "The Legal Toolbox explains ...": a title that opens a text."""
    tokens = annotated.tokens
    end = next((index for index, token in enumerate(tokens[:9]) if token.word == ":" or token.has("teaches")), None)
    if end is None or end + 1 >= len(tokens) or not tokens[0].is_capital or tokens[0].has("field", "practical", "asks"):
        return
    inner = tokens[:end]
    first = 1 if inner[0].word == "the" else 0
    words = [token for token in inner[first:] if token.is_word]
    capitals = sum(token.is_capital for token in words)
    plain = any(token.has("kurs", "basic", "verb", "modal", "practical_word", "pronoun") for token in inner)
    if plain or len(words) < len(inner[first:]) - inner[first:].count("'") or not _opens_title(tokens, first):
        return
    after = tokens[end + 1 : end + 4]
    counted = any(token.has("unit", "learns") for token in after)
    if capitals >= 2 and (tokens[end].word != ":" or counted or len(words) == capitals):
        yield _made(annotated, first, end - 1, "title")


def _labelled(annotated: AnnotatedBlock) -> Iterator[Named]:
    """ "Fagdag: Endringene i loven.", "Første kurs, Vervet, tar for seg ...": a name after what kind of course it is."""
    tokens = annotated.tokens
    for index, token in enumerate(tokens[:-2]):
        mark, after = tokens[index + 1], tokens[index + 2]
        if not token.has("kurs", "kurs_weak", "part_noun") or not after.is_capital or not after.is_word:
            continue
        opens = index == 0 or tokens[index - 1].sentence != token.sentence
        counted = index > 0 and tokens[index - 1].has("ordinal")
        if (mark.word == ":" and opens) or (mark.word == "," and counted):
            last = _name_end(tokens, index + 2)
            yield _made(annotated, index, last, "named", annotated.quote(after.start, tokens[last].end))


def _called(annotated: AnnotatedBlock) -> Iterator[Named]:
    """ "a course called Understanding Pensions", "Skoleringen heter Verktøykassa"."""
    tokens = annotated.tokens
    for index, token in enumerate(tokens[:-1]):
        after = tokens[index + 1]
        if not token.has("called") or not after.is_capital or not after.is_word or after.sentence != token.sentence:
            continue
        before = tokens[max(0, index - 9) : index]
        if any(one.has("kurs", "basic", "kurs_weak") and one.sentence == token.sentence for one in before):
            last = _name_end(tokens, index + 1)
            yield _made(annotated, index + 1, last, "named")


def _held(annotated: AnnotatedBlock) -> Iterator[Named]:
    """ "Media Skills for Stewards takes place": a title of several capitals that is held somewhere."""
    tokens = annotated.tokens
    for first, token in enumerate(tokens):
        opens = first == 0 or tokens[first - 1].sentence != token.sentence
        if not opens or not token.is_capital or token.has("pronoun", "anaphor", "organ"):
            continue
        verb = next(
            (index for index in range(first + 1, min(first + 8, len(tokens))) if tokens[index].has("held")), None
        )
        if verb is None or any(not inner.is_word for inner in tokens[first:verb]):
            continue
        if sum(inner.is_capital for inner in tokens[first:verb]) >= 2 and not any(
            inner.has("kurs", "basic", "stage_word", "kurs_weak", "verb") for inner in tokens[first:verb]
        ):
            yield _made(annotated, first, verb - 1, "title")


def _offered(annotated: AnnotatedBlock) -> Iterator[Named]:
    """ "har vi satt opp Revisorblikket", "arrangerer Trygg butikk": a name that only the verb shows to be an offer."""
    tokens = annotated.tokens
    for index, token in enumerate(tokens[1:-1], start=1):
        before = tokens[index - 1]
        phrase = (before.word, token.word) in _OFFERING
        if not (phrase or token.has("offers")):
            continue
        after = tokens[index + 1]
        known = after.has("rep", "organ", "kurs", "basic", "stage_word", "month", "leder", "medlem")
        sentence = [other for other in tokens if other.sentence == token.sentence]
        others = any(other.has("kurs", "basic", "bare") for other in sentence)
        if after.is_capital and after.is_word and not known and not others and after.sentence == token.sentence:
            yield _made(annotated, index + 1, _name_end(tokens, index + 1), "title")


def _subject_of_duty(annotated: AnnotatedBlock) -> Iterator[Named]:
    """ "Trygg lønn skal tas av alle tillitsvalgte": what a sentence opens with and says must be taken."""
    tokens = annotated.tokens
    for first, token in enumerate(tokens):
        opens = first == 0 or tokens[first - 1].sentence != token.sentence
        if not opens or not _opens_title(tokens, first) or token.has("prep", "small"):
            continue
        modal = next(
            (index for index in range(first + 1, min(first + 9, len(tokens))) if tokens[index].has("modal")), None
        )
        if modal is None or modal + 1 >= len(tokens) or not tokens[modal + 1].has("passive"):
            continue
        inner = tokens[first:modal]
        if any(
            not word.is_word or word.has("kurs", "basic", "stage_word", "rep", "you", "organ", "part_word", "verb")
            for word in inner
        ):
            continue
        if any(word.has("complete") for word in tokens[modal + 1 : modal + 4]):
            yield _made(annotated, first, modal - 1, "title")


def _predicate(tokens: Sequence[Token], copula: int) -> int | None:
    """The course noun of "er et (valgfritt) kurs om ...", with its complements."""
    after = tokens[copula + 1 : copula + 7]
    if (
        after
        and (after[0].has("kurs", "basic") or after[0].word in {"innføringen", "innføringa", "starten"})
        and after[0].word.endswith(("et", "en", "a"))
    ):
        return copula + 1
    if not after or after[0].word not in {"et", "en", "eit", "ein", "a", "an", "our"}:
        return None
    for index, inner in enumerate(after):
        if not inner.is_word and inner.word != "-":
            return None
        if inner.has("kurs", "basic", "kurs_weak"):
            return copula + 1 + index
    return None


def _only_a_condition(tokens: Sequence[Token], named: Named, found: Sequence[Named]) -> bool:
    """A stage that is named only as an admission rule ("for tillitsvalgte med fase 1") is not a course there."""
    if named.kind != "stage" or named is found[0]:
        return False
    before = {token.word for token in tokens[max(0, named.first - 3) : named.first] if token.sentence == named.sentence}
    return bool(before & _POINTS_BACK) or (
        tokens[named.first - 1].word in {"med", "with", "etter"} and "|" in {token.word for token in tokens}
    )
