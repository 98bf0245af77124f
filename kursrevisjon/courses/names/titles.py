"""Titles that only their place shows: in quotes, after "heter", as what is taken, held, offered or called a course."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from kursrevisjon.courses.names.named import DETERMINERS, ROMAN, Named, is_compound, is_definite, made, name_end
from kursrevisjon.model.tokens import AnnotatedBlock, Token

_OPENING: Final = {"«": "»", "“": "”", '"': '"', "”": "”"}


_WHEN: Final = frozenset(
    "tidligere tidlegare fram frem inntil nå no siden sidan fortsatt framleis heretter deretter lenge lenger nylig "
    "nyleg snart slik her der derfor difor dette thus here formerly previously until now since recently soon".split()
)
"""Words that tell when, at the beginning of a sentence."""

_AVOIDED: Final = frozenset({"unna", "utenom", "utanom"})
OPEN_TITLES: Final = frozenset({*_OPENING, *_AVOIDED, "på", "to"})
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
        ("kalles", "til"),
        ("inn", "til"),
        ("påmeldingen", "til"),
        ("påmeldinga", "til"),
        ("påmelding", "til"),
        ("seat", "on"),
        ("place", "on"),
        ("invited", "to"),
    }
)


_GIVES: Final = frozenset("gir gjev lærer handler handlar gives teaches".split())
"""What a course does, behind its title in quotes."""


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
        after = tokens[last + 1] if last + 1 < len(tokens) else None
        told = after is not None and after.word in _GIVES and any(one.has("rep") for one in sentence)
        told = told or (after is not None and after.has("copula") and _explains(tokens, last + 2))
        said = tokens[last - 1].word == "," or (after is not None and after.has("says"))
        if (tokens[index + 1].is_capital or tokens[index + 1].text[0] == "§") and (near or far or told) and not said:
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
    if first + 1 < len(tokens) and tokens[first].word in _YEARLY and tokens[first + 1].is_capital:
        first += 1
    if first >= len(tokens) or not tokens[first].is_capital or not tokens[first].is_word:
        return
    after = tokens[first + 1] if first + 1 < len(tokens) else None
    titled = after is not None and (
        after.word in {"'", "’"} or (after.is_capital and after.is_word) or _counts_title(tokens, first + 1)
    )
    if (
        tokens[first].has("kurs", "basic", "stage_word")
        or (tokens[first].has("rep", "organ") and not titled)
        or tokens[first].sentence != tokens[index].sentence
        or _is_listed_acronym(tokens, first)
    ):
        return
    last = first + 1 if _counts_title(tokens, first + 1) else name_end(tokens, first)
    if not any(token.has("kurs", "basic") for token in tokens[first : last + 1]):
        called = tokens[first].has("kurs_weak") and is_compound(tokens[first])  # "Forhandlerskolen"
        yield made(annotated, first, last, "named" if called else "title")


def _counts(token: Token) -> bool:
    return (token.text.isdigit() and len(token.text) == 1) or (token.text in ROMAN and len(token.text) > 1)


def _counts_title(tokens: Sequence[Token], index: int) -> bool:
    """Whether a number belongs to the title before it ("Verv 1"), and is no date and no measure."""
    if index >= len(tokens) or not _counts(tokens[index]):
        return False
    after = tokens[index + 1 : index + 3]
    return not any(token.has("unit", "month") for token in after)


_YEARLY: Final = frozenset("annual yearly compulsory mandatory årlige årlege obligatoriske nye new".split())


def _is_listed_acronym(tokens: Sequence[Token], index: int) -> bool:
    """Whether an abbreviation is the first of several things that are gone through ("går gjennom AFP, ...")."""
    return tokens[index].text.isupper() and index + 1 < len(tokens) and tokens[index + 1].word == ","


def titles(annotated: AnnotatedBlock) -> Iterator[Named]:
    """The titles that a block's sentences name by what they say of them."""
    tokens = annotated.tokens
    yield from _headlined(annotated)
    yield from _stressed(annotated)
    openers = [find for find, wanted in _OPENERS.items() if not annotated.tags.isdisjoint(wanted)]
    is_labelled = annotated.has("kurs", "kurs_weak", "part_noun")
    for index, token in enumerate(tokens):
        if not token.text[:1].isupper():
            continue
        if index == 0 or tokens[index - 1].sentence != token.sentence or tokens[index - 1].word == ":":
            for find in openers:
                yield from find(annotated, index)
        else:
            yield from _inverted(annotated, index)
            yield from _called(annotated, index - 1)
            yield from _offered(annotated, index - 1)
            yield from _offered_one(annotated, index)
        yield from _numbered(annotated, index)
        if index > 1 and is_labelled:
            yield from _labelled(annotated, index - 2)


def _stressed(annotated: AnnotatedBlock) -> Iterator[Named]:
    """ "... kan du gå videre til **Klubben som lever**, et todagers kurs om ...": a bold name in running text, which a
    verb offers or the words behind it explain.
    """
    tokens = annotated.tokens
    for strong in annotated.block.strong:
        start = annotated.block.text.find(strong)
        if start <= 0 or not strong[:1].isupper() or strong[-1] in ":.!?" or len(strong.split()) > _LONGEST_STRESSED:
            continue
        inside = [at for at, token in enumerate(tokens) if start <= token.start < start + len(strong)]
        if not inside or any(tokens[at].has("kurs", "basic", "stage_word") for at in inside):
            continue
        first, last = inside[0], inside[-1]
        if any(tokens[at].has("rep", "organ", "month") for at in inside[:1]) and first == last:
            continue
        before = [token for token in tokens[max(0, first - 7) : first] if token.sentence == tokens[first].sentence]
        if before and before[-1].word == ":" and any(token.has("kurs", "kurs_weak", "unit") for token in before):
            opens = next(at for at, token in enumerate(tokens) if token.sentence == tokens[first].sentence)
            yield made(annotated, opens if first - opens <= _LONGEST_STRESSED else first, last, "named", strong)
            continue  # "A voluntary evening for reps: **Risk on the shop floor**"
        explained = (
            tokens[last + 1 : last + 2] and tokens[last + 1].word in {",", "–", "("} and _explains(tokens, last + 2)
        )
        if explained or any(token.has("offers", "complete", "join") for token in before):
            yield made(annotated, first, last, "named", strong)


_LONGEST_STRESSED: Final = 8


def _explains(tokens: Sequence[Token], index: int) -> bool:
    """Whether a phrase says what the name before it is: "et todagers kurs om", "en dag om", "two evenings on"."""
    words = tokens[index : index + 4]
    counted = bool(words) and (words[0].has("article", "numeral", "counts", "duration") or words[0].text.isdigit())
    return counted and any(word.has("kurs", "kurs_weak", "unit", "duration") for word in words)


def _tells_kind(tokens: Sequence[Token], index: int) -> bool:
    """Whether a phrase without article says what the title before it is: "gratis nettkurs for medlemmer", "fagdag på
    Stord".
    """
    reach = range(index, min(index + 3, len(tokens) - 1))
    at = next((at for at in reach if not tokens[at].has("vague", "cue", "duration")), None)
    if at is None or not tokens[at].text.islower() or not tokens[at].has("kurs"):
        return False
    return not is_definite(tokens[at]) and tokens[at + 1].word in {"for", "om", "på", "i", "on", "in"}


def _kind_end(tokens: Sequence[Token], index: int) -> int:
    """The last token of the course noun in the phrase that says what a title is."""
    return next(
        at
        for at in range(index, min(index + 5, len(tokens)))
        if tokens[at].has("kurs", "kurs_weak", "unit", "duration")
    )


def titles_at(annotated: AnnotatedBlock, index: int) -> Iterator[Named]:
    """The titles that a quotation mark or a verb at a token opens."""
    tokens = annotated.tokens
    token = tokens[index]
    if token.text in _OPENING:
        yield from _quoted(annotated, index)
    if (
        token.has("complete")
        or token.word in _AVOIDED
        or (token.word in {"på", "to"} and index and tokens[index - 1].has("join", "you", "complete"))
    ):
        yield from _object_of_duty(annotated, index)


def _first_with(tokens: Sequence[Token], start: int, reach: int, *tags: str) -> int | None:
    """The first token with one of the tags from ``start`` on, within ``reach`` tokens."""
    return next((index for index in range(start, min(start + reach, len(tokens))) if tokens[index].has(*tags)), None)


def _opens_title(tokens: Sequence[Token], first: int) -> bool:
    """Whether a capitalised word can open a title; one for people or bodies only before another capital."""
    token = tokens[first]
    if not token.is_capital or token.has("pronoun", "anaphor", "this_offer", "you", "asks") or token.word in _WHEN:
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
    first = _past_attendance(tokens, first)
    if not _opens_title(tokens, first) or tokens[first].has("small", "prep", "part_word"):
        return
    copula = _first_with(tokens[:-1], first + 1, 8, "copula")
    if copula is None or not any(after.has("cue", "demand") for after in tokens[copula + 1 : copula + 4]):
        return
    if any(one.has("cue") and two.word in {"å", "to"} for one, two in pairwise(tokens[copula + 1 : copula + 6])):
        return  # "Lagsstyret er pålagt å kalle inn alle"
    named = _is_plain(tokens[first:copula], "kurs", "basic", "stage_word", "verb", "part_word", "pronoun")
    people = any(word.has("rep") for word in tokens[copula:] if word.sentence == tokens[first].sentence)
    if named and people:
        yield made(annotated, first, copula - 1, "title")


def _inverted(annotated: AnnotatedBlock, index: int) -> Iterator[Named]:
    """ "Fra nyttår blir Tillitsvalgtbasen pliktig for alle": a title between its verb and what is said of it."""
    tokens = annotated.tokens
    long = len(tokens[index].word) >= _LONG_TITLE and "-" not in tokens[index].word
    if index == 0 or not tokens[index - 1].has("copula") or not (long or _opens_title(tokens, index)):
        return
    cue = _first_with(tokens, index + 1, 4, "cue")
    if cue is None or tokens[cue].sentence != tokens[index].sentence:
        return
    people = any(word.has("rep", "you") for word in tokens[cue:] if word.sentence == tokens[index].sentence)
    if people and _is_plain(tokens[index:cue], "kurs", "basic", "stage_word", "verb", "part_word", "pronoun", "small"):
        yield made(annotated, index, cue - 1, "title")


_LONG_TITLE: Final = 14


def _past_attendance(tokens: Sequence[Token], first: int) -> int:
    """Where a title starts behind its article, or behind what is said of taking part in it ("Attendance at ...")."""
    if (
        tokens[first].word == "the"
        and first + 2 < len(tokens)
        and all(word.is_capital for word in tokens[first + 1 :][:2])
    ):
        return first + 1
    if tokens[first].word in _ATTENDANCE and first + 2 < len(tokens) and tokens[first + 2].is_capital:
        return first + 2
    return first


_ATTENDANCE: Final = frozenset("attendance participation deltakelse deltaking deltaging".split())


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


def _fronted(annotated: AnnotatedBlock, first: int) -> Iterator[Named]:
    """ "Første hundre dager skal alle nye tillitsvalgte ha gjennomført innen pinse": a title before its verb."""
    tokens = annotated.tokens
    if not _opens_title(tokens, first) or tokens[first].has("prep", "small", "asks"):
        return
    modal = _first_with(tokens, first + 1, 7, "modal")
    if modal is None or not any(token.has("rep", "you") for token in tokens[modal + 1 : modal + 4]):
        return
    done = _first_with(tokens, modal + 1, 8, "complete")
    if done is None or tokens[done].sentence != tokens[first].sentence:
        return
    after = tokens[done + 1] if done + 1 < len(tokens) else None
    ends = after is None or not after.is_word or after.word in {"innen", "innan", "før", "i", "within", "by", "in"}
    if ends and _is_plain(tokens[first:modal], "kurs", "basic", "stage_word", "rep", "you", "organ", "verb", "pronoun"):
        yield made(annotated, first, modal - 1, "title")


def _numbered(annotated: AnnotatedBlock, index: int) -> Iterator[Named]:
    """ "Opptakt 1 tar for seg ...", "plass på Forhandling 3": a word and its number, that something is said of."""
    tokens = annotated.tokens
    word = tokens[index]
    short = len(word.text) < _SHORTEST_TITLE and not (word.text.isupper() and len(word.text) > 1)
    if not _counts_title(tokens, index + 1) or not word.text.isalpha() or short:
        return
    if word.has(
        "kurs", "basic", "stage_word", "kurs_weak", "organ", "month", "unit", "small", "verb", "field", "part_word"
    ):
        return
    if word.word in _PARTS_OF_TEXTS:
        return
    again = sum(one.text == word.text and _counts(two) for one, two in pairwise(tokens)) > 1
    taken = index > 0 and tokens[index - 1].has("complete", "prep", "join") and tokens[index - 1].word not in _PLACED
    told = index + 2 < len(tokens) and tokens[index + 2].has("verb", "teaches", "copula", "modal")
    roman = tokens[index + 1].text in ROMAN
    if (again or roman) and (taken or told):
        yield made(annotated, index, index + 1, "stage")


_SHORTEST_TITLE: Final = 4
_PLACED: Final = frozenset({"i", "in", "at", "ved"})
_PARTS_OF_TEXTS: Final = frozenset(
    "kapittel kapitlet sak saken side avsnitt paragraf punkt artikkel vedlegg figur tabell bilde uke veke sal rom "
    "chapter case page section article appendix figure table week room".split()
)


def _headlined(annotated: AnnotatedBlock) -> Iterator[Named]:
    """ "Safer Shifts for Reps: one day on ...", "The Legal Toolbox explains ...": a title that opens a text."""
    tokens = annotated.tokens
    marks = {":", "–"}
    end = next((index for index, token in enumerate(tokens[:9]) if token.word in marks or token.has("teaches")), None)
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
    if tokens[end].word in marks and (_explains(tokens, end + 1) or _tells_kind(tokens, end + 1)):
        yield made(
            annotated,
            first,
            _kind_end(tokens, end + 1),
            "named",
            annotated.quote(tokens[first].start, tokens[end - 1].end),
        )
        return
    if tokens[end].word == "–":
        return
    if capitals >= _CAPITALS and (tokens[end].word != ":" or counted or len(words) == capitals):
        yield made(annotated, first, end - 1, "title")


def _labelled(annotated: AnnotatedBlock, index: int) -> Iterator[Named]:
    """ "Fagdag: Endringene i loven.", "Første kurs, Vervet, tar for seg ...": a name after its kind of course; after
    "Vi holder to kurs" also "Det første, Vervet, går i mars".
    """
    tokens = annotated.tokens
    token, mark, after = tokens[index : index + 3]
    opens = index == 0 or tokens[index - 1].sentence != token.sentence
    opens = opens or (
        (tokens[index - 1].word in _NEW or tokens[index - 1].has("cue"))
        and (index == 1 or tokens[index - 2].sentence != token.sentence)
    )
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


_NEW: Final = frozenset({"nytt", "ny", "new", "neste", "next", "årets"})


def _called(annotated: AnnotatedBlock, index: int) -> Iterator[Named]:
    """ "a course called Understanding Pensions", "Skoleringen heter Verktøykassa"."""
    tokens = annotated.tokens
    if not tokens[index].has("called"):
        return
    before = (token for token in tokens[max(0, index - 9) : index] if token.sentence == tokens[index].sentence)
    if any(token.has("kurs", "basic", "kurs_weak") for token in before):
        yield made(annotated, index + 1, name_end(tokens, index + 1), "named")


def _offered_one(annotated: AnnotatedBlock, index: int) -> Iterator[Named]:
    """ "We also hold an Organising Weekend in September": a title of several capitals behind its article."""
    tokens = annotated.tokens
    article = index - 2 if index and tokens[index - 1].has("duration", "cue") else index - 1
    if article < 1 or not (tokens[article].word in DETERMINERS and tokens[article - 1].has("offers")):
        return
    last = name_end(tokens, index)
    inside = tokens[index : last + 1]
    capitals = sum(token.is_capital for token in inside)
    if capitals >= _CAPITALS and not any(token.has("kurs", "basic", "organ", "meeting") for token in inside):
        yield made(annotated, index, last, "named")


def _offered(annotated: AnnotatedBlock, index: int) -> Iterator[Named]:
    """ "har vi satt opp Revisorblikket", "arrangerer Trygg butikk": a name that only the verb shows to be an offer."""
    tokens = annotated.tokens
    token, after = tokens[index : index + 2]
    held = index > 1 and token.word in {"vi", "me", "we"} and tokens[index - 1].has("offers")
    invited = token.word in {"til", "to"} and any(before.has("invite") for before in tokens[max(0, index - 6) : index])
    if index == 0 or not ((tokens[index - 1].word, token.word) in _OFFERING or token.has("offers") or invited or held):
        return
    known = after.has("rep", "organ", "kurs", "kurs_weak", "basic", "stage_word", "month", "leder", "medlem")
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
    _fronted: frozenset({"modal"}),
}
"""The titles that open a sentence, and the words of which one stands in every text that has such a title."""
