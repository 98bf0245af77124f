"""The sources file: the panel that is shipped, and what the writer of another one is told."""

import re
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import kursrevisjon
from kursrevisjon.errors import InputFileError, UsageError
from kursrevisjon.model import MAIN_ORGANISATIONS, Affiliation, TradeUnion
from kursrevisjon.sources import load_sources, packaged_sources, schema, select
from kursrevisjon.text import canonical_json
from kursrevisjon.yamlfile import load_yaml

ROOT = Path(__file__).parents[1]
DAY = date(2026, 11, 24)

GOOD = """\
fictional: true
contact: post@revisor.example
unions:
  - id: fyr
    name: Fyrvokterforbundet
    short_name: Fyr
    names_before: [Norsk Fyrvokterlag]
    homepage: https://www.fyr.example/
    affiliations:
      - {main_org: YS, to: 2025-01-01}
      - {main_org: Unio, from: 2025-01-01}
    seeds:
      - https://www.fyr.example/kurs/a
      - {url: "https://fyr.example/tillitsvalgt/b", checked: 2026-01-02, note: grunnkurs}
    hosts: [www.fyr.example, fyr.example]
    path_prefixes: [/kurs, /tillitsvalgt]
    excluded:
      - {prefix: /kurs/fag, reason: fagkurs}
    languages: [nb, nn]
    page_budget: 20
    expect: {pages: 3, courses: 1}
    notes:
      - {date: 2026-01-02, text: usikkert}
  - id: seil
    name: Seilmakerforbundet
    homepage: http://127.0.0.1:8001/
    affiliations: [{main_org: LO}]
  - id: orgel
    name: Orgelforbundet
    enabled: no
    homepage: "http://[::1]:8002/"
    affiliations: []
"""


@pytest.fixture
def write(tmp_path):
    def writer(text):
        path = tmp_path / "sources.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return writer


@pytest.fixture
def sources(write):
    return load_sources(write(GOOD))


def problems_of(path):
    with pytest.raises(InputFileError) as caught:
        load_sources(path)
    return caught.value.problems


# What is shipped


def test_the_shipped_panel_is_five_unions_of_each_main_organisation_and_nito_off():
    shipped = load_sources()
    chosen = select(shipped, day=DAY)
    assert Counter(union.main_org_on(DAY) for union in chosen) == dict.fromkeys(MAIN_ORGANISATIONS, 5)
    assert {union.id for union in shipped.unions} - {union.id for union in chosen} == {"nito"}
    assert not shipped.fictional


def test_the_report_names_four_of_the_shipped_unions_and_the_rest_have_their_workplaces():
    by_basis = {union.id: union.basis for union in load_sources().unions}
    named = {union_id for union_id, basis in by_basis.items() if basis == "named_in_report"}
    assert named == {"fagforbundet", "fellesforbundet", "utdanningsforbundet", "nito"}
    assert all(union.workplaces for union in load_sources().unions if union.basis == "inferred")


@pytest.mark.parametrize("union", load_sources().unions, ids=lambda union: union.id)
def test_each_shipped_union_has_seeds_hosts_a_budget_and_an_expectation(union):
    assert union.seeds and union.hosts and union.languages
    assert 1 <= union.expect.pages <= union.page_budget
    assert all(excluded.reason for excluded in union.excluded)


def test_the_shipped_agent_says_whom_to_ask_and_its_contact_is_known_to_be_nobodys():
    shipped = load_sources()
    assert shipped.contact in shipped.user_agent
    assert shipped.user_agent.isascii()
    assert shipped.contact_is_placeholder
    assert shipped.delay >= 1


def test_a_checkout_reads_the_file_at_its_root_and_a_wheel_the_one_beside_the_code(tmp_path, monkeypatch):
    assert packaged_sources() == ROOT / "sources.yaml"
    installed = tmp_path / "site-packages" / "kursrevisjon"
    (installed / "data").mkdir(parents=True)
    (installed / "data" / "sources.yaml").write_text(GOOD)
    monkeypatch.setattr("kursrevisjon.sources.__file__", str(installed / "sources" / "__init__.py"))
    assert packaged_sources() == installed / "data" / "sources.yaml"
    assert load_sources().fictional


def test_the_wheel_carries_the_file():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert '"sources.yaml" = "kursrevisjon/data/sources.yaml"' in text
    assert Path(kursrevisjon.__file__).parents[1] == ROOT


# The schema for editors


def test_the_committed_schema_is_the_generated_one():
    anew = "from kursrevisjon.sources import schema; from kursrevisjon.text import canonical_json"
    anew += "; print(canonical_json(schema()), end='')"
    committed = (ROOT / "sources.schema.json").read_text(encoding="utf-8")
    assert committed == canonical_json(schema()), f'write it anew: python -c "{anew}" > sources.schema.json'


def test_the_shipped_file_names_its_schema_and_meets_it():
    path = ROOT / "sources.yaml"
    named = re.search(r"yaml-language-server: \$schema=(\S+)", path.read_text(encoding="utf-8").splitlines()[0])
    assert (path.parent / named[1]).resolve() == ROOT / "sources.schema.json"
    validator = Draft202012Validator(schema())
    validator.check_schema(schema())
    assert list(validator.iter_errors(load_yaml(path))) == []


def test_the_schema_takes_a_bare_address_as_a_seed_and_refuses_a_key_it_does_not_know(write):
    validator = Draft202012Validator(schema())
    data = load_yaml(write(GOOD))
    assert list(validator.iter_errors({**data, "unions": data["unions"][:1]})) == []
    assert list(validator.iter_errors({**data, "delai": 1})) != []


def test_every_key_of_the_schema_says_what_it_is_for():
    for name, part in [("the file", schema()), *schema()["$defs"].items()]:
        for alternative in part.get("anyOf", [part]):
            for key, value in alternative.get("properties", {}).items():
                assert value.get("description"), f"{name}: {key}"


# What is read


def test_a_union_is_read_with_all_that_the_file_says_of_it(sources):
    fyr = sources.unions[0]
    assert fyr.affiliations == (
        Affiliation("YS", None, date(2025, 1, 1)),
        Affiliation("Unio", date(2025, 1, 1), None),
    )
    assert [(seed.url, seed.checked, seed.note) for seed in fyr.seeds] == [
        ("https://www.fyr.example/kurs/a", None, ""),
        ("https://fyr.example/tillitsvalgt/b", date(2026, 1, 2), "grunnkurs"),
    ]
    assert (fyr.hosts, fyr.path_prefixes) == (("www.fyr.example", "fyr.example"), ("/kurs", "/tillitsvalgt"))
    assert [(path.prefix, path.reason) for path in fyr.excluded] == [("/kurs/fag", "fagkurs")]
    assert (fyr.languages, fyr.page_budget, fyr.expect.pages, fyr.expect.courses) == (("nb", "nn"), 20, 3, 1)
    assert [(note.date, note.text) for note in fyr.notes] == [(date(2026, 1, 2), "usikkert")]
    assert fyr.names_before == ("Norsk Fyrvokterlag",)


def test_what_a_union_leaves_out_has_a_sensible_value(sources):
    seil, orgel = sources.unions[1:]
    assert (seil.short_name, seil.hosts, seil.path_prefixes) == ("Seilmakerforbundet", ("127.0.0.1:8001",), ())
    assert orgel.hosts == ("[::1]:8002",)
    assert not orgel.enabled, "`no` is a word in YAML 1.2 and still an answer to enabled"
    assert not sources.contact_is_placeholder
    assert sources.user_agent.endswith("post@revisor.example)")


def test_the_affiliation_is_the_one_of_the_day(sources):
    fyr, _, orgel = sources.unions
    assert fyr.main_org_on(date(2024, 12, 31)) == "YS"
    assert fyr.main_org_on(date(2025, 1, 1)) == "Unio"
    assert orgel.main_org_on(DAY) is None


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("usikkert", "sikkert", False),
        ("checked: 2026-01-02", "checked: 2026-03-04", False),
        ("note: grunnkurs", "note: kurs", False),
        ("fictional: true", "# en kommentar\nfictional: true", False),
        ("[nb, nn]", "[nb]", True),
        ("page_budget: 20", "page_budget: 21", True),
        ("Seilmakerforbundet", "Garverforbundet", True),
        ("/kurs/a", "/kurs/b", True),
        ("from: 2025-01-01", "from: 2025-01-02", True),
        ("enabled: no", "enabled: yes", True),
    ],
)
def test_the_digest_changes_with_what_a_run_depends_on_and_not_with_remarks(write, old, new, changes):
    assert old in GOOD
    before = load_sources(write(GOOD)).digest
    assert re.fullmatch("sha256:[0-9a-f]{64}", before)
    assert (load_sources(write(GOOD.replace(old, new))).digest != before) is changes


# What is refused

WRONG = [
    # what to replace in GOOD, with what, the line and the beginning of the text that is wrong, message, advice
    ("id: seil", "id: fyr", "fyr", "«fyr» er allerede brukt om «fyr»", "hvert sitt navn"),
    ("id: seil", "id: Seil og mast", "Seil", "id-en «Seil og mast» har andre tegn", "skriv seil-og-mast"),
    ("name: Seilmakerforbundet", "name: FYR", "FYR", "«FYR» er allerede brukt om «fyr»", ""),
    ("name: Seilmakerforbundet", "name: ' '", "' '", "teksten er tom", "slett linjen"),
    ("name: Seilmakerforbundet", 'name: "Seil\\e[31m"', '"Seil', "teksten har usynlige tegn", ""),
    (
        "http://127.0.0.1:8001/",
        "www.seil.example",
        "www",
        "adressen «www.seil.example» mangler https://",
        "https://www",
    ),
    (
        "http://127.0.0.1:8001/",
        "localhost:8000/x",
        "local",
        "adressen «localhost:8000/x» mangler https://",
        "https://l",
    ),
    (
        "http://127.0.0.1:8001/",
        "ftp://seil.example/",
        "ftp",
        "adressen «ftp://seil.example/» er ikke en nettadresse",
        "",
    ),
    ("http://127.0.0.1:8001/", "https://a:b@seil.example/", "https", "adressen har brukernavn", "@"),
    (
        "http://127.0.0.1:8001/",
        "https://seil.example/a b",
        "https",
        "adressen «https://seil.example/a b» har mellomrom",
        "%20",
    ),
    ("http://127.0.0.1:8001/", "https:///kurs", "https", "«https:///kurs» har ikke et gyldig vertsnavn", ""),
    ("http://127.0.0.1:8001/", "http://127.0.0.999/", "http", "«http://127.0.0.999/» er ikke en gyldig IP-adresse", ""),
    ("http://127.0.0.1:8001/", "http://127.0.0.1:80010/", "http", "porten i «http://127.0.0.1:80010/» finnes ikke", ""),
    ("http://127.0.0.1:8001/", "'http://[::1'", "'http", "adressen «http://[::1» kan ikke tolkes", "kopier"),
    (
        "https://www.fyr.example/kurs/a",
        "https://tind.example/kurs/a",
        "https",
        "vertsnavnet tind.example står ikke",
        "hosts",
    ),
    ("homepage: https://www.fyr.example/", "homepage: https://tind.example/", "https", "vertsnavnet tind.example", ""),
    ("/kurs/a", "/om/a", "https", "stien er ikke med i path_prefixes", "fjern adressen"),
    ("/kurs/a", "/Kurs/Fag/1", "https", "stien er utelatt i excluded", ""),
    ("[/kurs, /tillitsvalgt]", "[/kurs, /tillitsvalgt, /kurs/fag/a]", "/kurs/fag/a", "stien /kurs/fag/a er også", ""),
    (
        "[/kurs, /tillitsvalgt]",
        "[/kurs, tillitsvalgt]",
        "till",
        "stien «tillitsvalgt» begynner ikke med /",
        "/tillitsvalgt",
    ),
    (
        "[/kurs, /tillitsvalgt]",
        "[/kurs, '/tillitsvalgt?a=1']",
        "'/till",
        "stien «/tillitsvalgt?a=1» har ? eller #",
        "/till",
    ),
    ("prefix: /kurs/fag", "prefix: https://fyr.example/x", "https", "«https://fyr.example/x» er en hel adresse", "/x"),
    ("reason: fagkurs", "reasn: fagkurs", "reasn", "ukjent nøkkel «reasn»", "mente du «reason»?"),
    (
        "[www.fyr.example, fyr.example]",
        "['https://www.fyr.example/', fyr.example]",
        "'https",
        "«https://www",
        "www.fyr",
    ),
    ("[www.fyr.example, fyr.example]", "[www.fyr.example, fyr .example]", "fyr .", "«fyr .example» har ikke", ""),
    (
        "https://fyr.example/tillitsvalgt/b",
        "https://www.fyr.example/kurs/a/",
        '"https',
        "adressen står allerede i dette",
        "",
    ),
    ("main_org: LO", "main_org: Akademikarane", "Akad", "ukjent hovedorganisasjon «Akademikarane»", "«Akademikerne»?"),
    ("from: 2025-01-01", "from: 2024-01-01", "{main_org: Unio", "medlemskapet i Unio overlapper medlemskapet i YS", ""),
    (
        "from: 2025-01-01",
        "from: 2026-01-01, to: 2026-01-01",
        "2026-01-01}",
        "medlemskapet slutter før det",
        "første dag",
    ),
    ("from: 2025-01-01", "from: 2025-02-30", "2025-02-30", "datoen 2025-02-30 finnes ikke", "dagen"),
    ("from: 2025-01-01", "from: 2025", "2025", "«2025» er ikke en hel dato", "ÅÅÅÅ-MM-DD"),
    ("from: 2025-01-01", "from: 01.01.2025", "01.01", "«01.01.2025» er ikke en hel dato", "ÅÅÅÅ-MM-DD"),
    ("affiliations: [{main_org: LO}]", "main_org: LO", "main_org", "ukjent nøkkel «main_org»", "her kan stå"),
    ("[nb, nn]", "[no]", "no", "«no» sier ikke hvilken målform", "nb"),
    ("[nb, nn]", "[norsk]", "norsk", "«norsk» er ikke en språkkode", "nb"),
    ("[nb, nn]", "[]", "[]", "«languages» skal ha minst 1 ledd", ""),
    ("pages: 3", "pages: 21", "21", "ventes 21 sider, men page_budget er 20", "øk"),
    ("page_budget: 20", "page_budget: 0", "0", "«page_budget» skal være 1 eller mer", "docs/kilder.md"),
    ("fictional: true", "delay: -1", "-1", "«delay» skal være 0 eller mer", ""),
    ("fictional: true", "user_agent: Mozilla/5.0", "Mozilla", "user_agent sier ikke hvem som spør", "{contact}"),
    ("fictional: true", 'user_agent: "a\\r\\nb {contact}"', '"a', "user_agent kan bare ha ASCII-tegn på én linje", ""),
    ("post@revisor.example", "meg", "meg", "«meg» er ikke en kontaktadresse", "e-postadresse"),
    ("fictional: true", "user_agnt: x", "user_agnt", "ukjent nøkkel «user_agnt»", "mente du «user_agent»?"),
]


@pytest.mark.parametrize(("old", "new", "at", "message", "hint"), WRONG)
def test_a_wrong_value_is_told_with_its_place_and_what_to_write(write, old, new, at, message, hint):  # noqa: PLR0917  # a row
    assert GOOD.count(old) >= 1
    text = GOOD.replace(old, new, 1)
    told = [problem for problem in problems_of(write(text)) if problem.message.startswith(message)]
    assert len(told) == 1, f"expected {message!r} among {problems_of(write(text))}"
    (problem,) = told
    line = text.splitlines()[problem.line - 1]
    assert line[problem.column - 1 :].startswith(at)
    assert hint in problem.hint


def test_mistakes_of_shape_and_mistakes_between_values_are_told_together(write):
    text = GOOD.replace("main_org: LO", "main_org: LOO").replace("page_budget: 20", "page_budget: mye")
    text = text.replace("/kurs/a", "/om/a").replace("id: orgel", "id: fyr").replace("text: usikkert", "tekst: usikkert")
    messages = [problem.message for problem in problems_of(write(text))]
    assert messages == [
        "stien er ikke med i path_prefixes",
        "«page_budget» skal være et helt tall",
        "«text» mangler",
        "ukjent nøkkel «tekst»",
        "ukjent hovedorganisasjon «LOO»",
        "«fyr» er allerede brukt om «fyr»",
    ]


def test_a_real_union_that_is_inferred_needs_its_workplace(write):
    text = GOOD.replace("id: seil", "id: seil\n    basis: inferred")
    load_sources(write(text))
    (problem,) = problems_of(write(text.replace("fictional: true", "fictional: false")))
    assert problem.message == "inferred uten arbeidsplass"
    load_sources(write(text.replace("basis: inferred", "basis: inferred\n    workplaces: [en skole]")))


def test_another_main_organisation_can_be_named_at_the_top(write):
    text = GOOD.replace("main_org: LO", "main_org: Havorg")
    assert [problem.message for problem in problems_of(write(text))] == ["ukjent hovedorganisasjon «Havorg»"]
    loaded = load_sources(write("main_orgs: [YS, Unio, Havorg]\n" + text))
    assert [union.id for union in select(loaded, main_orgs=["havorg"], day=DAY)] == ["seil"]


@pytest.mark.parametrize(
    "text", ["unions: []\n", "unions:\n", "- id: a\n", "unions: {a: 1}\n", "unions: [a]\n", "", "x"]
)
def test_a_file_without_unions_is_refused(write, text):
    assert problems_of(write(text))


def test_a_host_with_a_default_port_is_the_host_without_it(write):
    load_sources(write(GOOD.replace("https://www.fyr.example/kurs/a", "https://www.fyr.example:443/kurs/a")))
    load_sources(write(GOOD.replace("[www.fyr.example, fyr.example]", "[www.fyr.example, 'fyr.example:443']")))
    other_port = GOOD.replace("https://www.fyr.example/kurs/a", "https://www.fyr.example:8443/kurs/a")
    assert [problem.message for problem in problems_of(write(other_port))] == [
        "vertsnavnet www.fyr.example:8443 står ikke i hosts"
    ]


def test_a_host_with_norwegian_letters_is_the_same_in_its_ascii_form(write):
    text = GOOD.replace("[www.fyr.example, fyr.example]", "[www.fyr.example, fyr.example, blåbær.example]")
    load_sources(write(text.replace("https://fyr.example/till", "https://xn--blbr-roah.example/till")))


# Choosing unions


@pytest.mark.parametrize(
    ("unions", "main_orgs", "include_disabled", "expected"),
    [
        ([], [], False, ["fyr", "seil"]),
        ([], [], True, ["fyr", "seil", "orgel"]),
        (["SEIL"], [], False, ["seil"]),
        (["seil", "fyr"], [], False, ["fyr", "seil"]),  # in the file's order
        (["Fyrvokterforbundet"], [], False, ["fyr"]),
        (["norsk fyrvokterlag"], [], False, ["fyr"]),
        (["orgel"], [], False, ["orgel"]),  # named, so taken although it is off
        ([], ["unio"], False, ["fyr"]),
        ([], ["LO", "Unio"], False, ["fyr", "seil"]),
        (["fyr", "seil"], ["LO"], False, ["seil"]),
    ],
)
def test_unions_are_chosen_by_name_and_main_organisation(
    sources, unions, main_orgs, include_disabled, expected
):  # a row
    chosen = select(sources, unions=unions, main_orgs=main_orgs, include_disabled=include_disabled, day=DAY)
    assert [union.id for union in chosen] == expected


def test_a_main_organisation_has_the_unions_of_the_day(sources):
    assert [union.id for union in select(sources, main_orgs=["YS"], day=date(2024, 12, 31))] == ["fyr"]
    with pytest.raises(UsageError, match="YS on 2025-01-01"):
        select(sources, main_orgs=["YS"], day=date(2025, 1, 1))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"unions": ["fyrvoktarforbundet"]}, "Did you mean 'Fyrvokterforbundet'"),
        ({"unions": ["xyzzy"]}, "`kursrevisjon sources list`"),
        ({"main_orgs": ["AF"]}, "has LO, YS, Unio, Akademikerne"),
        ({"unions": ["seil"], "main_orgs": ["Unio"]}, "No union to read in Unio"),
    ],
)
def test_a_name_that_is_not_in_the_file_is_told_with_the_nearest_ones(sources, options, message):
    with pytest.raises(UsageError, match=re.escape(message)):
        select(sources, day=DAY, **options)


# Promises over all input

DAYS = st.dates(date(2000, 1, 1), date(2030, 12, 31))


@settings(max_examples=60, deadline=None)
@given(st.lists(DAYS, min_size=1, max_size=5, unique=True).map(sorted), DAYS)
def test_periods_that_follow_each_other_give_one_main_organisation_for_every_day(tmp_path_factory, moves, day):
    orgs = ["LO", "YS", "Unio", "Akademikerne"]
    bounds = [None, *moves, None]
    periods = [Affiliation(orgs[number % 4], first, last) for number, (first, last) in enumerate(pairwise(bounds))]
    listed = "".join(
        f"      - {{main_org: {p.main_org}"
        + (f", from: {p.from_date}" if p.from_date else "")
        + (f", to: {p.to_date}" if p.to_date else "")
        + "}\n"
        for p in periods
    )
    path = tmp_path_factory.getbasetemp() / "periods.yaml"
    path.write_text(f"unions:\n  - id: a\n    name: A\n    homepage: https://a.example/\n    affiliations:\n{listed}")
    union: TradeUnion = load_sources(path).unions[0]
    assert [period.main_org for period in periods if period.holds_on(day)] == [union.main_org_on(day)]
    overlapping = f"      - {{main_org: LO, from: {day}, to: {day + timedelta(1)}}}\n"
    path.write_text(path.read_text() + overlapping)
    assert any("overlapper" in problem.message for problem in problems_of(path))


LINES = GOOD.splitlines(keepends=True)


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, len(LINES) - 1),
    st.sampled_from(
        ["", "    x: 1\n", "  - 3\n", "    seeds: 7\n", "    hosts: [1, {a: b}, null]\n", "    expect: [1]\n"]
    )
    | st.integers(0, len(LINES) - 1).map(LINES.__getitem__),
)
def test_a_file_with_any_line_replaced_is_read_or_refused_with_lines(tmp_path_factory, number, line):
    path = tmp_path_factory.getbasetemp() / "mutated.yaml"
    path.write_text("".join([*LINES[:number], line, *LINES[number + 1 :]]))
    try:
        assert load_sources(path).unions
    except InputFileError as error:
        assert all(problem.line >= 1 and problem.message for problem in error.problems)
