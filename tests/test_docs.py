"""What the documents say is so: commands are accepted, links lead on, tables and examples agree with the code."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import run_builders as build
import typer
from markdown_it import MarkdownIt
from markdown_it.token import Token
from typer.testing import CliRunner

from kursrevisjon.cli.app import app
from kursrevisjon.errors import ExitCode
from kursrevisjon.lexicon import failed_examples, load_lexicon
from kursrevisjon.lexicon.rules import TRAPS, Rule
from kursrevisjon.lexicon.words import Vocabulary
from kursrevisjon.model import Audience, Basis, Obligation, Preventive, UnionResult, UnreadCause, Verdict
from kursrevisjon.report import render
from kursrevisjon.report.grid import SHAPES
from kursrevisjon.report.phrases import PHRASES

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
BOKMAL = 0
Command = typer.core.TyperCommand | typer.core.TyperGroup


@cache
def tokens(document: Path) -> tuple[Token, ...]:
    """All block and inline tokens of a document, in the order in which they are read."""
    parsed = MarkdownIt("commonmark").enable("table").parse(document.read_text(encoding="utf-8"))
    return tuple(token for block in parsed for token in (block, *(block.children or ())))


def named(name: str) -> Path:
    return ROOT / name


def fences(document: Path, language: str) -> list[str]:
    return [token.content for token in tokens(document) if token.type == "fence" and token.info == language]


def tables(document: Path) -> list[list[list[str]]]:
    """The tables of a document, as rows of the cells' source text; the first row is the heading."""
    found: list[list[list[str]]] = []
    for before, token in zip(tokens(document), tokens(document)[1:], strict=False):
        if before.type == "table_open":
            found.append([])
        if before.type == "tr_open":
            found[-1].append([])
        if before.type in {"th_open", "td_open"}:
            found[-1][-1].append(token.content)
    return found


def table(document: Path, *heading: str) -> list[list[str]]:
    """The rows of the one table whose heading starts with these cells."""
    (rows,) = [rows[1:] for rows in tables(document) if tuple(rows[0][: len(heading)]) == heading]
    return rows


def codes(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def shell_lines(document: Path) -> Iterator[str]:
    """What a reader is asked to type: lines of console blocks, and code in the text that starts with a program."""
    for block in (*fences(document, "console"), *fences(document, "")):
        yield from (line.removeprefix("$ ") for line in block.splitlines())
    yield from (token.content for token in tokens(document) if token.type == "code_inline")


def commands(program: str) -> list[tuple[str, str]]:
    return [
        (document.name, line)
        for document in DOCUMENTS
        for line in shell_lines(document)
        if line == program or line.startswith(program + " ")
    ]


@cache
def program() -> typer.core.TyperGroup:
    made = typer.main.get_command(app)
    assert isinstance(made, typer.core.TyperGroup)
    return made


def every_option() -> set[str]:
    def walk(command: Command) -> Iterator[str]:
        for parameter in command.params:
            yield from (*parameter.opts, *parameter.secondary_opts)
        if isinstance(command, typer.core.TyperGroup):
            for inner in command.commands.values():
                yield from walk(inner)

    return {*walk(program()), "--help"}


@pytest.mark.parametrize(("document", "line"), commands("kursrevisjon"))
def test_every_command_in_the_documents_is_accepted_by_the_program(document: str, line: str) -> None:
    """Names, options, their values and the number of arguments; nothing is run."""
    command: Command = program()
    _, *arguments = shlex.split(line, comments=True)
    while isinstance(command, typer.core.TyperGroup) and arguments:
        assert arguments[0] in command.commands, f"{document}: no such command: {line}"
        command = command.commands[arguments.pop(0)]
    if isinstance(command, typer.core.TyperCommand) and "--help" not in arguments:
        command.make_context(line, arguments)


def test_every_option_named_in_the_documents_exists() -> None:
    known = every_option()
    unknown = {
        (document.name, token.content)
        for document in DOCUMENTS
        for token in tokens(document)
        if token.type == "code_inline" and token.content.startswith("--") and token.content.split()[0] not in known
    }
    assert unknown == set()


def test_every_make_target_in_the_documents_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", named("Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {shlex.split(line, comments=True)[1] for _, line in commands("make")} <= targets


def anchors(document: Path) -> set[str]:
    """The anchors of a document's headings, as code hosts make them."""
    found = set()
    for before, token in zip(tokens(document), tokens(document)[1:], strict=False):
        if before.type == "heading_open":
            found.add(re.sub(r"[^\w\- ]", "", token.content.lower()).replace(" ", "-"))
    return found


def links() -> list[tuple[str, str]]:
    return [
        (str(document.relative_to(ROOT)), str(token.attrGet("href")))
        for document in DOCUMENTS
        for token in tokens(document)
        if token.type == "link_open" and not str(token.attrGet("href")).startswith("http")
    ]


@pytest.mark.parametrize(("document", "link"), links())
def test_every_link_between_the_documents_leads_somewhere(document: str, link: str) -> None:
    path, _, anchor = MarkdownIt().normalizeLinkText(link).partition("#")
    target = (ROOT / document).parent / path if path else ROOT / document
    assert target.exists(), f"{document}: {link}"
    assert not anchor or anchor in anchors(target), f"{document}: no heading for {link}"


@pytest.mark.parametrize(("document", "heading"), [("README.md", "kode"), ("docs/arkitektur.md", "exit")])
def test_the_tables_of_exit_codes_are_complete(document: str, heading: str) -> None:
    assert [int(row[0]) for row in table(named(document), heading)] == list(ExitCode)


@pytest.mark.parametrize("document", ["README.md", "docs/tabellen.md"])
def test_the_verdicts_are_explained_with_the_signs_and_words_of_the_tables(document: str) -> None:
    shown = [(row[0], row[1]) for row in table(named(document), "tegn", "verdikt")]
    assert shown == [(SHAPES[verdict], PHRASES[f"verdict.{verdict}"][BOKMAL]) for verdict in Verdict]


def test_the_method_has_every_value_in_its_place() -> None:
    method = named("docs/metode.md")
    valued = [[code for row in rows[1:] for code in codes(row[0])] for rows in tables(method) if rows[0][0] == "verdi"]
    assert valued == [list(Obligation), list(Basis), list(Audience), list(Preventive)]
    verdicts = [(codes(row[0]), row[1]) for row in table(method, "verdikt")]
    assert verdicts == [([verdict], PHRASES[f"verdict.{verdict}"][BOKMAL]) for verdict in Verdict]


def test_every_trap_is_explained() -> None:
    explained = {code for row in table(named("docs/metode.md"), "felle") for code in codes(row[0])}
    assert explained | {"audience", "weak_words"} == set(TRAPS)


def test_the_architecture_lists_every_cause_and_the_layers_that_are_checked() -> None:
    architecture = named("docs/arkitektur.md")
    assert [codes(row[0])[0] for row in table(architecture, "cause")] == list(UnreadCause)
    contracts = tomllib.loads(named("pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    (layers,) = [contract["layers"] for contract in contracts if contract["type"] == "layers"]
    assert "\n".join(layers) + "\n" in fences(architecture, "")


def test_the_architecture_names_every_package_and_command() -> None:
    architecture = named("docs/arkitektur.md")
    packages = {code for row in table(architecture, "step", "package") for code in codes(row[1])}
    layers = {code for row in table(architecture, "world") for code in codes(row[1])}
    made = {path.name.removesuffix(".py") for path in (ROOT / "kursrevisjon").iterdir()}
    assert packages | layers <= made
    commanded = {codes(row[0])[0].split()[1] for row in table(architecture, "command")}
    assert commanded == set(program().commands)


# --- the lexicon ------------------------------------------------------------------------------------------------------


def notation() -> list[tuple[str, list[str], list[str]]]:
    rows = table(named("docs/ordliste.md"), "skriv", "treffer")
    return [(codes(row[0])[0], codes(row[1]), codes(row[2])) for row in rows]


@pytest.mark.parametrize(("pattern", "hits", "misses"), notation())
def test_the_notation_of_words_means_what_its_table_says(pattern: str, hits: list[str], misses: list[str]) -> None:
    words = Vocabulary({"list": [pattern]}, {}, [])
    assert [word for word in hits if not words.read(word, word.lower()).tags] == []
    assert [word for word in misses if words.read(word, word.lower()).tags] == []


def test_the_lexicon_that_is_shown_works(tmp_path: Path) -> None:
    words, rules = fences(named("docs/ordliste.md"), "yaml")
    (tmp_path / "words.yaml").write_text(words, encoding="utf-8")
    (tmp_path / "luft.yaml").write_text(rules, encoding="utf-8")
    assert [str(failure) for failure in failed_examples(load_lexicon(tmp_path))] == []


@pytest.mark.parametrize("part", ["never", "near_misses"])
def test_every_part_of_the_lexicon_that_is_shown_is_needed(tmp_path: Path, part: str) -> None:
    words, rules = fences(named("docs/ordliste.md"), "yaml")
    without = re.sub(rf"^{part}:.*\n(  .*\n)*", "", words, flags=re.MULTILINE)
    (tmp_path / "words.yaml").write_text(without, encoding="utf-8")
    (tmp_path / "luft.yaml").write_text(rules, encoding="utf-8")
    assert list(failed_examples(load_lexicon(tmp_path)))


def test_the_keys_of_a_rule_that_are_explained_exist() -> None:
    explained = {code for row in table(named("docs/ordliste.md"), "nøkkel") for code in codes(row[0])}
    assert explained <= set(Rule.model_fields)
    required = {name for name, field in Rule.model_fields.items() if field.is_required()}
    assert required <= explained


def shown_output() -> list[tuple[str, list[str]]]:
    """Commands whose output the document on the lexicon shows, with the lines shown; ``...`` stands for others."""
    found: list[tuple[str, list[str]]] = []
    for block in fences(named("docs/ordliste.md"), "console"):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line.removeprefix("$ "), []))
            elif line != "...":
                found[-1][1].append(line)
    return [(command, lines) for command, lines in found if lines]


@pytest.mark.parametrize(("command", "lines"), shown_output())
def test_the_output_that_is_shown_is_what_the_command_prints(command: str, lines: list[str]) -> None:
    result = CliRunner().invoke(app, shlex.split(command)[1:])
    assert result.exit_code == 0
    assert [line for line in lines if line not in result.output.splitlines()] == []


# --- the gap table ----------------------------------------------------------------------------------------------------


def example_unions() -> Iterator[UnionResult]:
    """The unions of the example in ``docs/tabellen.md``, told there row by row."""
    basic = build.course("Grunnkurs", Obligation.CORE, hms=True)
    extra = build.course("Konfliktkurs", Obligation.OPTIONAL, preventive=Preventive.EXPLICIT)
    duty = build.course("Nettkurs", Obligation.MANDATORY, hms=True)
    deep = build.course("Grunnkurs", Obligation.CORE, preventive=Preventive.EXPLICIT)
    walls, failure = [UnreadCause.LOGIN_WALL] * 3, [UnreadCause.HTTP_ERROR]
    rows = (
        ("Fyrvokterforbundet", [basic, extra], 6, []),
        ("Tømmerforbundet", [build.course("Innføringskurs", Obligation.CORE)], 4, []),
        ("Trålerforbundet", [], 0, walls),
        ("Ringerforbundet", [duty, deep], 5, []),
        ("Fergeforbundet", [extra], 5, failure),
    )
    for name, courses, pages, causes in rows:
        union = build.reading(
            courses,
            union=build.trade_union(name, name=name),
            pages=[build.page(f"{name}/{number}") for number in range(pages)],
            missing=[build.unread(f"{name}/u{number}", cause) for number, cause in enumerate(causes)],
        )
        yield union.model_copy(update={"marks": ("fewer_pages",)}) if name == "Ringerforbundet" else union


def test_the_gap_table_that_is_shown_is_what_the_program_prints() -> None:
    (shown,) = fences(named("docs/tabellen.md"), "")
    printed = render(build.run(list(example_unions())), "table")
    assert isinstance(printed, str)
    assert shown.rstrip("\n") in printed
