"""The lexicon: words meet their forms and compounds, slips are forgiven narrowly, and every rule lives up to its
examples.
"""

from pathlib import Path

import pytest

from kursrevisjon.errors import InputFileError
from kursrevisjon.lexicon import Lexicon, failed_examples, load_lexicon
from kursrevisjon.model import Block, BlockKind


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def fired(lexicon: Lexicon, text: str) -> set[str]:
    block = Block(0, BlockKind.PARAGRAPH, text, 0)
    return {match.rule for match in lexicon.annotate_block(block).matches}


def test_every_rule_lives_up_to_its_examples(lexicon: Lexicon) -> None:
    assert [str(failure) for failure in failed_examples(lexicon)] == []


def test_every_rule_has_both_kinds_of_example_and_a_reason(lexicon: Lexicon) -> None:
    for rule in lexicon.rules:
        assert rule.must_fire, rule.id
        assert rule.must_not_fire, rule.id
        assert rule.why, rule.id


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Kurset er obligtorisk for alle.", "obligation/obligatorisk"),
        ("Opplæringa er obliga- torisk.", "obligation/obligatorisk"),
        ("Alle tillitsvalgte skalgjennomføre kurset.", "obligation/skal-gjennomfore"),
        ("Kurs i syke fravær.", "hms/emne"),
        ("Det fysiske arbeidsmi1jøet er tema.", "hms/emne"),
        ("Tema er tariff og arbeidsmilj? og kommunikasjon.", "hms/emne"),
        ("Arbeidsmiljøopplæring på fire timer.", "hms/emne"),
        ("HMS-grunnkurs i mai.", "hms/emne"),
        ("Sjukefråværsførebygging er tema.", "forebyggende/objekt"),
        ("A risk assessment of the work.", "forebyggende/risikovurdering"),
    ],
)
def test_broken_split_and_compound_words_are_met(lexicon: Lexicon, text: str, rule: str) -> None:
    assert rule in fired(lexicon, text), f"missed: {text}"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Kurset er uobligatorisk.", "obligation/obligatorisk"),
        ("Kurs om ufrivillig deltid.", "obligation/frivillig"),
        ("Kurs i arbeidsmiljøloven.", "hms/emne"),
        ("Kurs i arbeidsmiljø loven.", "hms/emne"),
        ("Barneombudet foreleser om jobbing.", "audience/verneombud"),
        ("Vårt personvernombud foreleser.", "audience/verneombud"),
        ("Et godt læringsmiljø.", "hms/emne"),
    ],
)
def test_near_misses_and_opposites_are_left_alone(lexicon: Lexicon, text: str, rule: str) -> None:
    assert rule not in fired(lexicon, text), f"false positive: {text}"


@pytest.mark.parametrize(
    ("text", "words", "sentences"),
    [
        ("Omstilling i staten. Én dag.", ["Omstilling", "i", "staten", ".", "Én", "dag", "."], 2),
        ("Alle skalgjennomføre kurset", ["Alle", "skal", "gjennomføre", "kurset"], 1),
        ("Kurset går kl. 10 i Bodø. Øyvind leder", "Kurset går kl . 10 i Bodø . Øyvind leder".split(), 2),
    ],
)
def test_words_and_sentences_are_parted_where_a_reader_parts_them(
    lexicon: Lexicon, text: str, words: list[str], sentences: int
) -> None:
    tokens = lexicon.tokens(text)
    assert [token.text for token in tokens] == words
    assert tokens[-1].sentence + 1 == sentences


def test_a_rule_costs_what_it_meets_and_finds_the_same_wherever_it_stands(lexicon: Lexicon) -> None:
    """Patterns start where their first word stands; nothing before or after changes what they find."""
    told = "Grunnkurset er obligatorisk for alle tillitsvalgte."
    alone = fired(lexicon, told)
    filled = fired(lexicon, f"Vi selger kaffe. {told} Døra står åpen.")
    assert alone <= filled and "obligation/obligatorisk" in alone


def test_a_fuzzy_match_says_so(lexicon: Lexicon) -> None:
    token = next(token for token in lexicon.tokens("obligtorisk") if token.tags)
    assert token.kind.value == "fuzzy"
    assert 80 < token.score < 100


def test_the_digest_follows_the_content(lexicon: Lexicon, tmp_path: Path) -> None:
    copy = copied(tmp_path)
    assert load_lexicon(copy).digest == lexicon.digest
    rules = copy / "hms.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("hms/vold", "hms/vold-og-trusler"), encoding="utf-8")
    assert load_lexicon(copy).digest != lexicon.digest


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('patterns: ["{verneombud}",', 'patterns: ["{finnes_ikke}",', "finnes ikke i words.yaml"),
        ('patterns: ["{verneombud}",', 'patterns: ["| {verneombud}",', "er ikke et ordmønster"),
        ("id: audience/amu", "id: audience/verneombud", "brukt to ganger"),
        ("value: tillitsvalgt", "valeu: tillitsvalgt", "valeu"),
        ("trap: english}", "trap: engelsk}", "engelsk"),
    ],
)
def test_a_wrong_rule_is_refused_with_file_and_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    copy = copied(tmp_path)
    rules = copy / "basis_audience.yaml"
    text = rules.read_text(encoding="utf-8")
    assert old in text
    rules.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputFileError) as caught:
        load_lexicon(copy)
    assert message in str(caught.value)
    assert "basis_audience.yaml:" in str(caught.value)


def test_a_missing_lexicon_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match="finnes ikke"):
        load_lexicon(tmp_path / "ingen")


def test_a_hostile_text_is_answered(lexicon: Lexicon) -> None:
    """No pattern is a regular expression over the text, so length is the only thing that costs."""
    text = "obligatorisk " * 2_000 + "a" * 200_000
    assert "obligation/obligatorisk" in fired(lexicon, text)


def copied(folder: Path) -> Path:
    source = load_lexicon().path
    assert source is not None
    for file in source.glob("*.yaml"):
        (folder / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    return folder
