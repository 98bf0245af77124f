"""Titles that only their place shows: in quotes, after "heter", as what is taken, held, offered or called a course."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from kursrevisjon.courses.names.named import DETERMINERS, Named, made, name_end
from kursrevisjon.model.tokens import AnnotatedBlock, Token

_OPENING: Final = {"«": "»", "“": "”", '"': '"', "”": "”"}


_WHEN: Final = frozenset(
    "tidligere tidlegare fram frem inntil nå no siden sidan fortsatt framleis heretter deretter lenge lenger nylig "
    "nyleg snart formerly previously until now since recently soon".split()
)
"""Words that tell when, at the beginning of a sentence."""

OPEN_TITLES: Final = frozenset({*_OPENING, "på", "to"})
"""Marks and words that may open a title, beside the verbs for taking a course."""

_CAPITALS: Final = 2
"""Capitals from which a run of words is a title in English."""

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
            yield made(annotated, first, head or last, "named", name)
        return


def _object_of_duty(annotated: AnnotatedBlock, index: int) -> Iterator[Named]:
    """ "skal gjennomføre Grunnstigen", "must complete Safe at Sea within": a capitalised object is a name."""
    tokens = annotated.tokens
    first = index + 1
    while first < len(tokens) and tokens[first].word in DETERMINERS:
        first += 1
    if first >= len(tokens) or not tokens[first].is_capital or not tokens[first].is_word:
        return
    titled = first + 1 < len(tokens) and tokens[first + 1].is_capital and tokens[first + 1].is_word
    if (
        tokens[first].has("kurs", "basic", "stage_word")
        or (tokens[first].has("rep", "organ") and not titled)
        or tokens[first].sentence != tokens[index].sentence
        or _is_listed_acronym(tokens, first)
    ):
        return
    last = name_end(tokens, first)
    if not any(token.has("kurs", "basic") for token in tokens[first : last + 1]):
        yield made(annotated, first, last, "title")


def _is_listed_acronym(tokens: Sequence[Token], index: int) -> bool:
    """Whether an abbreviation is the first of several things that are gone through ("går gjennom AFP, ...")."""
    return tokens[index].text.isupper() and index + 1 < len(tokens) and tokens[index + 1].word == ","


def titles(annotated: AnnotatedBlock) -> Iterator[Named]:
    """The titles that a block's sentences name by what they say of them."""
    tokens = annotated.tokens
    yield from _headlined(annotated)
    openers = [find for find, wanted in _OPENERS.items() if not annotated.tags.isdisjoint(wanted)]
    is_labelled = annotated.has("kurs", "kurs_weak", "part_noun")
    for index, token in enumerate(tokens):
        if not token.text[:1].isupper():
            continue
        if index == 0 or tokens[index - 1].sentence != token.sentence:
            for find in openers:
                yield from find(annotated, index)
        else:
            yield from _called(annotated, index - 1)
            yield from _offered(annotated, index - 1)
        if index > 1 and is_labelled:
            yield from _labelled(annotated, index - 2)


def titles_at(annotated: AnnotatedBlock, index: int) -> Iterator[Named]:
    """The titles that a quotation mark or a verb at a token opens."""
    tokens = annotated.tokens
    token = tokens[index]
    if token.text in _OPENING:
        yield from _quoted(annotated, index)
    if token.has("complete") or (token.word in {"på", "to"} and index and tokens[index - 1].has("join", "you")):
        yield from _object_of_duty(annotated, index)


def _first_with(tokens: Sequence[Token], start: int, reach: int, *tags: str) -> int | None:
    """The first token with one of the tags from ``start`` on, within ``reach`` tokens."""
    return next((index for index in range(start, min(start + reach, len(tokens))) if tokens[index].has(*tags)), None)


def _opens_title(tokens: Sequence[Token], first: int) -> bool:
    """Whether a capitalised word can open a title; one for people or bodies only before another capital."""
    token = tokens[first]
    if not token.is_capital or token.has("pronoun", "anaphor", "you") or token.word in _WHEN:
        return False
    if not token.has("rep", "organ", "verneombud", "amu", "leder", "medlem"):
        return True
    return first + 1 < len(tokens) and tokens[first + 1].is_capital and tokens[first + 1].is_word


def _is_plain(words: Sequence[Token], *tags: str) -> bool:
    """Whether all tokens are words and none has one of the tags."""
    return all(word.is_word and not word.has(*tags) for word in words)


def _equated(annotated: AnnotatedBlock, first: int) -> Iterator[Named]:
    """ "Tall og tillit er en fordypning for tillitsvalgte": what a sentence opens with and calls a course."""
    tokens = annotated.tokens
    if not _opens_title(tokens, first) or tokens[first].has("small", "prep"):
        return
    reach = range(first + 1, min(first + 9, len(tokens)))
    copula = next((index for index in reach if tokens[index].word in {"er", "is", "blir"}), None)
    if copula is None or not _is_plain(tokens[first:copula], "kurs", "basic", "stage_word", "verb"):
        return
    head = _predicate(tokens, copula)
    if head is not None:
        yield made(annotated, first, head, "named", annotated.quote(tokens[first].start, tokens[copula - 1].end))


def _subject_of_cue(annotated: AnnotatedBlock, first: int) -> Iterator[Named]:
    """ "Rep Essentials is compulsory", "Trygg i rolla er eit krav": a title that a sentence says is binding or not."""
    tokens = annotated.tokens
    if not _opens_title(tokens, first) or tokens[first].has("small", "prep", "part_word"):
        return
    copula = _first_with(tokens[:-1], first + 1, 8, "copula")
    if copula is None or not any(after.has("cue", "demand") for after in tokens[copula + 1 : copula + 4]):
        return
    named = _is_plain(tokens[first:copula], "kurs", "basic", "stage_word", "verb", "part_word", "pronoun")
    people = any(word.has("rep") for word in tokens[copula:] if word.sentence == tokens[first].sentence)
    if named and people:
        yield made(annotated, first, copula - 1, "title")


def _held(annotated: AnnotatedBlock, first: int) -> Iterator[Named]:
    """ "Media Skills for Stewards takes place": a title of several capitals that is held somewhere."""
    tokens = annotated.tokens
    if tokens[first].has("pronoun", "anaphor", "organ"):
        return
    verb = _first_with(tokens, first + 1, 7, "held")
    inner = tokens[first:verb] if verb is not None else ()
    capitals = sum(word.is_capital for word in inner)
    if (
        verb is not None
        and capitals >= _CAPITALS
        and _is_plain(inner, "kurs", "basic", "stage_word", "kurs_weak", "verb")
    ):
        yield made(annotated, first, verb - 1, "title")


def _subject_of_duty(annotated: AnnotatedBlock, first: int) -> Iterator[Named]:
    """ "Trygg lønn skal tas av alle tillitsvalgte": what a sentence opens with and says must be taken."""
    tokens = annotated.tokens
    if not _opens_title(tokens, first) or tokens[first].has("prep", "small"):
        return
    modal = _first_with(tokens, first + 1, 8, "modal")
    if modal is None or modal + 1 >= len(tokens) or not tokens[modal + 1].has("passive"):
        return
    others = ("kurs", "basic", "stage_word", "rep", "you", "organ", "part_word", "verb")
    taken = any(word.has("complete") for word in tokens[modal + 1 : modal + 4])
    if taken and _is_plain(tokens[first:modal], *others):
        yield made(annotated, first, modal - 1, "title")


def _headlined(annotated: AnnotatedBlock) -> Iterator[Named]:
    """ "Safer Shifts for Reps: one day on ...", "The Legal Toolbox explains ...": a title that opens a text."""
    tokens = annotated.tokens
    end = next((index for index, token in enumerate(tokens[:9]) if token.word == ":" or token.has("teaches")), None)
    if end is None or end + 1 >= len(tokens) or not tokens[0].is_capital or tokens[0].has("field", "practical", "asks"):
        return
    first = 1 if tokens[0].word == "the" and end > 1 else 0
    inner = tokens[first:end]
    words = [token for token in inner if token.is_word]
    others = ("kurs", "basic", "verb", "modal", "practical_word", "pronoun")
    if len(words) < len(inner) or any(token.has(*others) for token in tokens[:end]) or not _opens_title(tokens, first):
        return
    capitals = sum(token.is_capital for token in words)
    counted = any(token.has("unit", "learns") for token in tokens[end + 1 : end + 4])
    if capitals >= _CAPITALS and (tokens[end].word != ":" or counted or len(words) == capitals):
        yield made(annotated, first, end - 1, "title")


def _labelled(annotated: AnnotatedBlock, index: int) -> Iterator[Named]:
    """ "Fagdag: Endringene i loven.", "Første kurs, Vervet, tar for seg ...": a name after its kind of course; after
    "Vi holder to kurs" also "Det første, Vervet, går i mars".
    """
    tokens = annotated.tokens
    token, mark, after = tokens[index : index + 3]
    opens = index == 0 or tokens[index - 1].sentence != token.sentence
    if mark.word == "," and token.has("ordinal") and not opens and tokens[index - 1].word in {"det", "den", "the"}:
        reach = range(index + 3, min(index + 10, len(tokens)))
        closing = next((at for at in reach if not tokens[at].is_word), None)
        counted = any(one.has("numeral") and two.has("kurs") for one, two in pairwise(tokens[:index]))
        if counted and closing is not None and tokens[closing].word == ",":
            yield made(annotated, index + 2, closing - 1, "named")
        return
    if mark.word not in {":", ","} or not token.has("kurs", "kurs_weak", "part_noun"):
        return
    counted = index > 0 and tokens[index - 1].has("ordinal")
    if (mark.word == ":" and opens) or (mark.word == "," and counted):
        last = name_end(tokens, index + 2)
        yield made(annotated, index, last, "named", annotated.quote(after.start, tokens[last].end))


def _called(annotated: AnnotatedBlock, index: int) -> Iterator[Named]:
    """ "a course called Understanding Pensions", "Skoleringen heter Verktøykassa"."""
    tokens = annotated.tokens
    if not tokens[index].has("called"):
        return
    before = (token for token in tokens[max(0, index - 9) : index] if token.sentence == tokens[index].sentence)
    if any(token.has("kurs", "basic", "kurs_weak") for token in before):
        yield made(annotated, index + 1, name_end(tokens, index + 1), "named")


def _offered(annotated: AnnotatedBlock, index: int) -> Iterator[Named]:
    """ "har vi satt opp Revisorblikket", "arrangerer Trygg butikk": a name that only the verb shows to be an offer."""
    tokens = annotated.tokens
    token, after = tokens[index : index + 2]
    if index == 0 or not ((tokens[index - 1].word, token.word) in _OFFERING or token.has("offers")):
        return
    known = after.has("rep", "organ", "kurs", "basic", "stage_word", "month", "leder", "medlem")
    others = any(other.has("kurs", "basic", "bare") for other in tokens if other.sentence == token.sentence)
    if not known and not others:
        yield made(annotated, index + 1, name_end(tokens, index + 1), "title")


def _predicate(tokens: Sequence[Token], copula: int) -> int | None:
    """The course noun of "er et (valgfritt) kurs om ...", with its complements."""
    after = tokens[copula + 1 : copula + 7]
    if after and after[0].has("kurs", "basic", "first_course") and after[0].word.endswith(("et", "en", "a")):
        return copula + 1
    if not after or after[0].word not in {"et", "en", "eit", "ein", "a", "an", "our"}:
        return None
    for index, inner in enumerate(after):
        if not inner.is_word and inner.word != "-":
            return None
        if inner.has("kurs", "basic", "kurs_weak"):
            return copula + 1 + index
    return None


_OPENERS: Final[Mapping[Callable[[AnnotatedBlock, int], Iterator[Named]], frozenset[str]]] = {
    _equated: frozenset({"kurs", "basic", "kurs_weak", "first_course"}),
    _subject_of_cue: frozenset({"cue", "demand"}),
    _held: frozenset({"held"}),
    _subject_of_duty: frozenset({"passive"}),
}
"""The titles that open a sentence, and the words of which one stands in every text that has such a title."""
