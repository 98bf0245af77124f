"""The lexicon (ordliste): word lists and rules as data, and what they find in a text (METHOD 1-3).

``load_lexicon`` reads a folder of YAML files into a ``Lexicon``; ``Lexicon.annotate`` finds its rules in a document.
"""

from pathlib import Path

from kursrevisjon.errors import InputFileError, Problem
from kursrevisjon.lexicon.check import ExampleFailure, failed_examples
from kursrevisjon.lexicon.matcher import Lexicon
from kursrevisjon.lexicon.patterns import compile_pattern
from kursrevisjon.lexicon.rules import Rule, RuleFile, WordListFile, rule_files
from kursrevisjon.yamlfile import load_model, problem_at

__all__ = ["ExampleFailure", "Lexicon", "Rule", "failed_examples", "load_lexicon", "packaged_lexicon"]


def packaged_lexicon() -> Path:
    """The lexicon folder that comes with the program: in a wheel beside the code, in a checkout at its root."""
    inside = Path(__file__).parents[1] / "data" / "topic_lexicon"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "topic_lexicon"


def load_lexicon(path: Path | None = None) -> Lexicon:
    """The lexicon in folder ``path``, or the packaged one.

    Raises ``InputFileError`` with every problem found: a missing file, an unknown key or list, a pattern that
    cannot be compiled, a rule without examples, an id used twice.
    """
    folder = path or packaged_lexicon()
    if not folder.is_dir():
        raise InputFileError(
            [Problem(str(folder), "ordlista finnes ikke", hint="oppgi en mappe med words.yaml og regelfiler")]
        )
    words = load_model(folder / "words.yaml", WordListFile)
    rules: list[Rule] = []
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for file in rule_files(folder):
        try:
            loaded = load_model(file, RuleFile)
        except InputFileError as error:
            problems.extend(error.problems)
            continue
        problems.extend(_rule_problems(file, loaded, words, seen))
        rules.extend(loaded.rules)
    if not rules and not problems:
        problems.append(Problem(str(folder), "ordlista har ingen regler", hint="legg til minst én regelfil"))
    if problems:
        raise InputFileError(problems)
    return Lexicon(words, rules, folder)


def _rule_problems(file: Path, loaded: RuleFile, words: WordListFile, seen: dict[str, str]) -> list[Problem]:
    problems = []
    for number, rule in enumerate(loaded.rules):
        if rule.id in seen:
            hint = f"id-en står også i {seen[rule.id]}; gi regelen en egen id"
            problems.append(problem_at(file, ("rules", number, "id"), f"regel-id «{rule.id}» er brukt to ganger", hint))
        seen[rule.id] = file.name
        sources = [("patterns", index, source) for index, source in enumerate(rule.patterns)]
        sources += [("unless", index, unless.pattern) for index, unless in enumerate(rule.unless)]
        sources += [("needs", index, need.pattern) for index, need in enumerate(rule.needs)]
        for key, index, source in sources:
            try:
                compile_pattern(source, words.lists)
            except ValueError as error:
                problems.append(problem_at(file, ("rules", number, key, index), str(error)))
    return problems
