"""Course nouns with what belongs to them: "grunnkurset", "kurs i lokale forhandlinger", "kurset Trygg bane"."""

from collections.abc import Iterator, Sequence
from typing import Final

from kursrevisjon.courses.names.named import DETERMINERS, Named, is_compound, is_definite, made, name_end
from kursrevisjon.courses.names.stages import is_numbered, stage_number
from kursrevisjon.model.tokens import AnnotatedBlock, Token

_VERB_ENDINGS: Final = ("er", "yr", "år", "ar")


_ENDS_PHRASE: Final = frozenset("uten utan without som innen før hver kvar that which kl fra frå når".split())
_OURS: Final = frozenset({"vårt", "vår", "våre"})
_JOINS: Final = frozenset("og and samt eller or den det the".split())

_HOURS: Final = frozenset("timers timars timer timar dagers dagars".split())
_NO_MODIFIER: Final = (
    *(
        "small",
        "verb",
        "verb_form",
        "directive",
        "rep",
        "you",
        "modal",
        "complete",
        "organ",
        "neg",
        "be",
        "cue",
        "month",
        "offers",
    ),
)
"""Lists whose words never stand in a name before its course noun."""

_ADVERBS: Final = frozenset(
    "også òg bare berre kun ofte gjerne dessuten alltid nå no innom deretter dernest derimot derfor først fyrst "
    "fortsatt framleis both also only often always then still".split()
)
"""Adverbs between a verb and the name of what is held ("arrangerer også kurs i lønn")."""

_CONJUNCTIONS: Final = frozenset("mens medan både samt fordi dersom hvis viss while whereas".split())

_TIMES: Final = frozenset("løpet år forrige førre neste fjor dag går kveld".split())
"""Words of a time after "i", which is no part of a name ("grunnkurs i forrige uke")."""

_TIMES_A_YEAR: Final = frozenset("ganger gonger gang gong times".split())
_SUBJECTS: Final = frozenset("vi du jeg eg me they we".split())
"""Words before which a verb stands where no clause begins ("på kurs med overnatting et vi middag")."""

_SEVERAL: Final = frozenset("ulike forskjellige mange flere fleire alle various several many different all".split())
_NO_COMPLEMENT: Final = (
    ("for", "å"),
    ("for", "første"),
    ("for", "fyrste"),
    ("for", "siste"),
    ("på", "denne"),
    ("på", "dette"),
)
"""How a phrase opens that tells the purpose or the time, not what a course is about."""

_ABOUT: Final = frozenset("om minst ca omtrent rundt totalt inntil samlet til omkring about up".split())
"""Words that open a measure ("på totalt seks dager", "på til sammen ti timer")."""

_LENGTHS: Final = frozenset("varighet varigheit lengde lengd duration oppstart".split())

_CHAIN: Final = frozenset("for i om på av med mot blant of on for in ved mellom".split())


def noun_phrase(annotated: AnnotatedBlock, index: int) -> Iterator[Named]:
    """The mentions that the course noun at ``index`` makes: a name beside it, or the noun with its complements."""
    tokens = annotated.tokens
    token = tokens[index]
    numbered = index + 1 < len(tokens) and (token.has("stage_word") or is_numbered(tokens, index))
    if numbered and stage_number(tokens[index + 1], token):
        return
    if is_named_after(tokens, index):
        yield from _with_name_after(annotated, index)
        return
    first = _left(tokens, index)
    last = _right(tokens, index)
    named = _named_before(tokens, first)
    if named is not None:
        yield made(
            annotated, named, last, "named", annotated.quote(tokens[named].start, _before_comma(tokens, first).end)
        )
        return
    while first < index and _counts(tokens, first):
        first += 1
    end = _title_behind(tokens, index, first, last)
    if end is not None:  # "Kurs for verneombud i varehandelen: Ryggvett bak kassa."
        title = annotated.quote(tokens[last + 2].start, tokens[end].end)
        yield made(annotated, first, end, "named", title)
        return
    yield made(annotated, first, last, _kind_of(tokens, index, first, last), noun=index)


def _title_behind(tokens: Sequence[Token], index: int, first: int, last: int) -> int | None:
    """The last token of the title behind a colon, where a sentence opens with the kind of course and whom it is for."""
    opens = first == 0 or tokens[first - 1].sentence != tokens[first].sentence
    told = last > index and any(token.has("rep", "medlem", "verneombud", "amu") for token in tokens[index : last + 1])
    if not (opens and told) or is_definite(tokens[index]) or last + 2 >= len(tokens) or tokens[last + 1].word != ":":
        return None
    start = end = last + 2
    while end + 1 < len(tokens) and tokens[end + 1].word not in {".", ",", "(", "?", "!", ":", "–"}:
        end += 1
    inside = tokens[start : end + 1]
    plain = not any(
        token.has("kurs", "basic", "stage_word", "month", "kurs_weak") or token.text.isdigit() for token in inside
    )
    return end if tokens[start].is_capital and plain and len(inside) <= _LONGEST_TITLE else None


_LONGEST_TITLE: Final = 9


def _with_name_after(annotated: AnnotatedBlock, index: int) -> Iterator[Named]:
    """ "kurset Trygg bane", "kursene Tall og regnskap, Medvirkning", "Grunnkurs Vervet"."""
    tokens = annotated.tokens
    last = name_end(tokens, index + 1)
    if tokens[index].word.endswith(("ene", "ane", "courses")):
        yield from _several(annotated, index)
    elif tokens[index].has("basic"):
        yield made(annotated, index, last, "basic")
    else:
        yield made(annotated, index, last, "named", annotated.quote(tokens[index + 1].start, tokens[last].end))


def _kind_of(tokens: Sequence[Token], index: int, first: int, last: int) -> str:
    """Whether a noun phrase names a basic course, another course, or, being loose or pointing back, none."""
    token = tokens[index]
    if first < index and tokens[first].has("these"):
        return "bare"
    if index and tokens[index - 1].word in _SEVERAL and token.has("bare") and not token.is_capital:
        return "bare"  # "medlemmer deltok på ulike kurs i Handelslaget"
    kind = "basic" if any(inner.has("basic", "basic_mod") for inner in tokens[first : index + 1]) else "generic"
    before = tokens[index - 1] if index else None
    if before is None or last != index:
        counted = False
    elif before.has("this") and is_definite(token):
        return "bare"  # "på dette dagskurset" points to the course in view
    else:
        one = before.word.endswith("s") or before.word in DETERMINERS  # "høstens FTV-forum", "en HMS-konferanse"
        counted = _counts(tokens, index - 1) and not is_definite(token) and not one
    loose = counted or not is_compound(token)
    if kind == "generic" and loose and (first == index == last or _is_set_apart(tokens, index, last)):
        return "bare"
    return kind


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
            yield made(annotated, first, cursor - 1, "named")
            first = cursor + 1
        if ended or mark:
            return


def is_named_after(tokens: Sequence[Token], index: int) -> bool:
    """Whether a capitalised name follows the course noun directly ("kurset Trygg bane")."""
    if index + 1 >= len(tokens):
        return False
    after = tokens[index + 1]
    if not (after.is_capital and after.is_word) or after.sentence != tokens[index].sentence:
        return False
    if after.has("stage_word") and index + 2 < len(tokens) and stage_number(tokens[index + 2], after):
        return False
    beyond = tokens[index + 2] if index + 2 < len(tokens) else None
    if beyond is not None and beyond.has("offers"):
        return False  # "kursene Laget tilbyr"
    if not after.has("rep", "organ", "verneombud", "amu"):
        return True
    return is_definite(tokens[index]) and beyond is not None and beyond.is_word and not beyond.has("verb", "modal")


def _before_comma(tokens: Sequence[Token], first: int) -> Token:
    return next(tokens[index - 1] for index in range(first - 1, 0, -1) if tokens[index].word == ",")


def _named_before(tokens: Sequence[Token], first: int) -> int | None:
    """Where a capitalised name starts that the course noun explains ("Safe Rounds, the union's course")."""
    comma = next((index for index in range(first - 1, max(0, first - 6), -1) if tokens[index].word == ","), None)
    if comma is None or comma < 2 or tokens[comma + 1].word not in DETERMINERS:
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
    number = token.text.isdigit() or token.has("numeral") or (token.has("counts") and token.word not in DETERMINERS)
    hours = tokens[index + 1].word in {"-", "hour"} or tokens[index + 1].word in _HOURS
    return token.has("vague") or (number and not hours)


def _is_set_apart(tokens: Sequence[Token], index: int, last: int) -> bool:
    """Whether the noun is only a time ("kurs i mai") or somebody else's ("har sin egen konferanse")."""
    before = {token.word for token in tokens[max(0, index - 2) : index]}
    if last == index and index and _counts(tokens, index - 1):
        return True
    if last == index + 2 and tokens[index + 1].word in {"med", "with"} and tokens[last].has("practical_word"):
        return True
    if last == index + 1 and tokens[last].word in {"vårt", "vår", "våre"}:
        return True
    if before & {"egen", "eget", "egne", "eigen", "eige", "own"} and before & {"sin", "sitt", "sine", "their"}:
        return True
    if last == index + 2 and tokens[index + 1].word in {"for", "til", "på"}:
        return tokens[last].has("pronoun", "you") or tokens[last].word in {"dem", "deg", "dere", "dei", "dykk", "them"}
    return last == index + 2 and tokens[index + 1].word in {"i", "in"} and tokens[last].has("month")


def stands_out(tokens: Sequence[Token], index: int) -> bool:
    """Whether a weak course noun (samling, dag, kveld, program) names an offer here."""
    token = tokens[index]
    if index > 1 and token.is_capital and tokens[index - 1].word in {"i", "in"} and tokens[index - 2].has("organ"):
        return False  # "Forbundsstyret i Ingeniørsamlingen": a union's name
    if token.has("unit") and index and (tokens[index - 1].text.isdigit() or tokens[index - 1].has("numeral")):
        return False  # "3 days Stavanger"
    if is_named_after(tokens, index) and not token.has("verb"):
        return True
    if is_compound(token) and index > 1 and tokens[index - 1].has("article") and _is_offered(tokens, index - 1):
        return True
    if is_compound(token) and (token.is_capital or token.word.endswith(("en", "et", "a", "ene"))):
        return True
    if token.is_capital and index > 0 and tokens[index - 1].is_capital and tokens[index - 1].is_word:
        return True
    if index > 1 and tokens[index - 1].is_word and tokens[index - 2].word in {"the", "a", "an", "our", "their"}:
        return (
            not tokens[index - 1].has("small", "numeral", "you", "month", "verb")
            and token.word not in {"day", "program", "meeting"}
        ) or (token.word == "day" and tokens[index - 1].word.endswith(("er", "ing", "ers", "ion")))
    inside = index > 0 and tokens[index - 1].sentence == token.sentence and tokens[index - 1].is_word
    if token.is_capital and inside and token.word.endswith(("a", "en", "et")):
        return True  # "alle går Løypa"
    after = tokens[index + 1 : index + 3]
    if (is_compound(token) or token.has("gathering")) and after and after[0].word in {"for", "om", "i", "på"}:
        return True
    return token.is_capital and any(following.word in {"for", "om", "i"} for following in after)


def _is_offered(tokens: Sequence[Token], index: int) -> bool:
    """Whether "har vi" or a verb that offers stands right before an article ("har vi ei vårsamling")."""
    before = tokens[max(0, index - 3) : index]
    has = [token.word for token in before[-2:]] in (["har", "vi"], ["har", "me"], ["vi", "har"], ["we", "have"])
    return has or any(token.has("offers") for token in before)


def _measures(token: Token) -> bool:
    """Whether a word opens a measure ("på to dager", "på om lag fem timer")."""
    return token.text.isdigit() or token.has("numeral") or token.word in _ABOUT


def _left(tokens: Sequence[Token], index: int) -> int:
    """The first token of the noun phrase: English and Norwegian modifiers that belong to the course's name."""
    first = index
    reach = 6 if tokens[index].is_capital or (index and tokens[index - 1].word == "safety") else 4
    while first > 0 and index - first < reach:
        before = tokens[first - 1]
        if first == index and _is_shared(tokens, first):
            first -= 3  # "HTV- og HVO-samling"
            continue
        if before.sentence != tokens[index].sentence or not before.is_word:
            if before.text.isdigit() and tokens[first].word in _HOURS:
                first -= 1
                break
            if not _joins_words(tokens, index, first):
                break
            first -= 2
            continue
        if (
            before.is_capital
            and tokens[index].is_capital
            and not before.has("small")
            and before.word not in DETERMINERS
            and first > 1
        ):
            first -= 1
            continue
        if before.has("numeral") and tokens[first].word in _HOURS:
            first -= 1
            break
        if before.word == "and" and first > 1 and (tokens[first - 2].word, tokens[first].word) == ("health", "safety"):
            first -= 2
            continue
        if before.has(*_NO_MODIFIER) or before.word in DETERMINERS | _ADVERBS | _CONJUNCTIONS | _TIMES:
            break
        if first > 1 and tokens[first - 2].word == "å" and before.text.islower():
            break  # "er pålagt å bekoste verneombudets opplæring"
        if (
            before.has("prep", "aim", "together")
            or before.word in {"enn", "than"}
            or (before.text.islower() and before.word.endswith(_VERB_ENDINGS))
        ):
            break
        first -= 1
    return first


def _joins_words(tokens: Sequence[Token], index: int, first: int) -> bool:
    """Whether an apostrophe or a hyphen joins the words on both sides ("Representatives' Day", "two-day")."""
    before = tokens[first - 1]
    if first < 2:
        return False
    if before.word in {"’", "'"}:
        return tokens[index].is_capital and tokens[first - 2].is_capital
    return before.word == "-" and index - first < 5 and tokens[first - 2].text[-1:].isalnum()


def _is_shared(tokens: Sequence[Token], first: int) -> bool:
    """Whether a compound shares its last part with one before it that a hyphen leaves open ("HTV- og HVO-samling")."""
    if first < 3 or tokens[first - 1].word not in {"og", "and", "eller"}:
        return False
    hyphen, part = tokens[first - 2], tokens[first - 3]
    return hyphen.word == "-" and hyphen.start == part.end and part.is_word and "-" in tokens[first].word


def _right(tokens: Sequence[Token], index: int) -> int:
    """The last token of the noun phrase: complements with for, i, om, på ... up to a verb or a mark."""
    last = cursor = index
    while cursor + 1 < len(tokens) and cursor - index < 10:
        after = tokens[cursor + 1]
        if cursor > index and _hangs(tokens, cursor):
            cursor += 2  # "kurs i lov- og avtaleverk"
            continue
        if cursor > index + 1 and _enumerates(tokens, cursor + 1):
            cursor += 3  # "opplæring i helse, miljø og sikkerhet"
            continue
        if after.text.isdigit() and tokens[cursor].word in _CHAPTERS and cursor > index:
            cursor = last = cursor + 1
            break  # "Kurs i arbeidsmiljølovens kapittel 4"
        hours = _hours_end(tokens, cursor + 1)
        if hours is not None:
            last = hours
            break  # "HMS-kurset på 40 timer"
        if after.sentence != tokens[index].sentence or not after.is_word or after.text.isdigit():
            break
        if after.has("verb", "modal") or after.word in _ENDS_PHRASE or _is_passive(tokens, cursor + 1):
            break
        if cursor == index and after.word in _OURS:
            cursor = last = cursor + 1
            continue
        if (cursor == index and after.word not in _CHAIN) or _opens_something_else(
            after, tokens[cursor + 2 : cursor + 4]
        ):
            break
        cursor += 1
        if not (after.word in _CHAIN or after.word in _JOINS):
            last = cursor
    return last


_CHAPTERS: Final = frozenset({"kapittel", "paragraf", "chapter", "section"})


def _hours_end(tokens: Sequence[Token], index: int) -> int | None:
    """The last token of the 40 hours of the statutory course ("på 40 timer", "(40 timer)"), where they stand here."""
    opens, count, unit, closes = ([token.word for token in tokens[index : index + 4]] + [""] * 4)[:4]
    if opens not in {"på", "of", "("} or count != "40" or unit not in {"timer", "timar", "hours"}:
        return None
    return index + 3 if (opens, closes) == ("(", ")") else index + 2


def _is_passive(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word behind people is a verb in the passive ("kurset for tillitsvalgte styrkes"), and no genitive."""
    token, after = tokens[index], tokens[index + 1 : index + 2]
    ends = not after or not after[0].is_word or after[0].has("small", "prep")
    told = tokens[index - 1].has("rep", "verneombud", "medlem", "leder") and not token.has("rep")
    return told and ends and token.text.islower() and token.word.endswith("es")


def _enumerates(tokens: Sequence[Token], comma: int) -> bool:
    """Whether a comma stands before the second of three plain words ("helse, miljø og sikkerhet")."""
    if comma + 3 >= len(tokens) or tokens[comma].word != ",":
        return False
    second, joins, third = tokens[comma + 1 : comma + 4]
    plain = all(
        token.is_word and token.text.islower() and not token.has("small", "verb", "kurs") for token in (second, third)
    )
    ends = comma + 4 >= len(tokens) or not tokens[comma + 4].is_word or tokens[comma + 4].has("verb", "modal")
    return plain and joins.word in {"og", "and"} and ends


def _hangs(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word is the first part of two compounds that share their last ("lov- og avtaleverk")."""
    after = tokens[index + 1 : index + 3]
    return (
        [token.word for token in after[:1]] == ["-"]
        and after[0].start == tokens[index].end
        and (after[-1].word in _JOINS or after[-1].word == ",")
    )


def _opens_something_else(after: Token, beyond: Sequence[Token]) -> bool:
    """Whether a word after a noun phrase, with the two beyond it, tells a time, a measure, a purpose or another course
    rather than what the course is about.
    """
    if not beyond:
        return False
    first = beyond[0]
    if after.word in {"i", "in"} and (first.has("month", "owned") or first.word in _TIMES):
        return True
    if after.word in {"med", "with"} and any(token.word in _LENGTHS for token in beyond):
        return True
    if after.word in {"av", "by"} and first.has("organ"):
        return True  # "opplæring av forbundet"
    if after.word in {"i", "in"} and any(token.word == "regi" for token in beyond):
        return True
    if first.word in _SUBJECTS or (after.word, first.word) in _NO_COMPLEMENT:
        return True
    if after.word in {"på", "over", "of", "i", "in"} and _measures(first):
        return True
    if first.word in _TIMES_A_YEAR:
        return True
    if after.word in _JOINS and any(token.has("kurs", "basic") for token in beyond):
        return True  # "et grunnkurs for nye og noen temakurs"
    return after.has("stage_word") and bool(stage_number(first, after))
