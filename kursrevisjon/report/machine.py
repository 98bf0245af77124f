"""A comparison for machines that show it to people: JUnit XML for CI, and annotations for GitHub.

Each change is a notice with a level. A gate's own findings are used where there is a gate; without one, a verdict that
changed and a union that went unread are warned of, and everything else is only told.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol
from xml.etree import ElementTree as ET

from kursrevisjon.model import Change, CourseChange, CoverageChange, Diff
from kursrevisjon.report.changes import change_line, course_line, coverage_line, names_in, nothing_compared, title
from kursrevisjon.report.grid import one_line
from kursrevisjon.report.messages import Messages


class GateFinding(Protocol):
    """One finding of a gate: how much it is minded (``off``, ``warn``, ``error``), and by which line of the policy.

    It is about a change, or about evidence that is ``days`` old where the limit is ``limit``.
    """

    @property
    def level(self) -> str: ...  # noqa: D102 - the class says it
    @property
    def kind(self) -> str: ...  # noqa: D102 - as above
    @property
    def union(self) -> str: ...  # noqa: D102 - as above
    @property
    def rule(self) -> str: ...  # noqa: D102 - as above
    @property
    def change(self) -> Change | CourseChange | CoverageChange | None: ...  # noqa: D102 - as above
    @property
    def days(self) -> int | None: ...  # noqa: D102 - as above
    @property
    def limit(self) -> int | None: ...  # noqa: D102 - as above


@dataclass(frozen=True, slots=True)
class Notice:
    """A finding made here, for a comparison without a gate."""

    level: str
    kind: str
    union: str
    rule: str
    change: Change | CourseChange | CoverageChange
    days: int | None = None
    limit: int | None = None


_KINDS: Final = {
    "verdict": "verdict_changes",
    "course": "course_changes",
    "coverage": "coverage_changes",
    "age": "col.read_as_of",
}
_COMMANDS: Final = {"error": "error", "warn": "warning"}
# NOTE: XML 1.0 has no place for these, not even escaped.
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_junit(diff: Diff, m: Messages, gate: Sequence[GateFinding] | None = None) -> str:
    """JUnit XML: a suite per kind of change; an ``error`` of the gate is a failure, a warning is a skipped test.

    Nothing compared is an error, so that it cannot pass for "unchanged".
    """
    notices = list(_notices(diff) if gate is None else gate)
    root = ET.Element("testsuites", name=_xml(title(diff, m)))
    names = names_in(diff)
    for kind, key in _KINDS.items():
        of_kind = [(notice, finding_line(notice, names, m)) for notice in notices if notice.kind == kind]
        if of_kind:
            _suite(root, m(key), of_kind)
    if not diff.compared:
        case = ET.SubElement(_add_suite(root, m("coverage_changes"), tests=1, errors=1), "testcase")
        case.set("classname", "kursrevisjon")
        case.set("name", nothing_compared(diff, m))
        ET.SubElement(case, "error", message=nothing_compared(diff, m))
    elif not notices:
        suite = _add_suite(root, m("changes"), tests=1)
        ET.SubElement(suite, "testcase", classname="kursrevisjon", name=m("no_changes"))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def to_annotations(diff: Diff, m: Messages, gate: Sequence[GateFinding] | None = None) -> str:
    """GitHub's workflow commands, one a line: ``error``, ``warning`` or ``notice`` by level."""
    lines, names = [], names_in(diff)
    if not diff.compared:
        lines.append(_annotation("error", m("coverage_changes"), nothing_compared(diff, m)))
    for notice in _notices(diff) if gate is None else gate:
        title = m(_KINDS[notice.kind]) if notice.kind in _KINDS else notice.kind
        lines.append(_annotation(_COMMANDS.get(notice.level, "notice"), title, finding_line(notice, names, m)))
    return "".join(f"{line}\n" for line in lines or [_annotation("notice", m("changes"), m("no_changes"))])


def finding_line(finding: GateFinding, names: Mapping[str, str], m: Messages) -> str:
    """What a finding is about, in one sentence."""
    match finding.change:
        case Change():
            return change_line(finding.change, m)
        case CourseChange():
            return course_line(finding.change, names, m)
        case CoverageChange():
            return coverage_line(finding.change, names, m)
    days, limit = finding.days or 0, m.number(finding.limit or 0)
    return m("old_evidence", union=names.get(finding.union, finding.union), age=m.count("age_days", days), limit=limit)


def _notices(diff: Diff) -> Iterator[Notice]:
    for verdict in diff.changes:
        yield Notice("warn", "verdict", verdict.union, verdict.cause, verdict)
    for course in diff.courses:
        yield Notice("off", "course", course.union, course.cause, course)
    for coverage in diff.coverage:
        level = "warn" if coverage.kind == "lost" else "off"
        yield Notice(level, "coverage", coverage.union, coverage.kind, coverage)


def _suite(root: ET.Element, name: str, notices: Sequence[tuple[GateFinding, str]]) -> None:
    levels = [notice.level for notice, _ in notices]
    suite = _add_suite(root, name, tests=len(notices), failures=levels.count("error"), skipped=levels.count("warn"))
    for notice, said in notices:
        case = ET.SubElement(suite, "testcase", classname=_xml(notice.union), name=_xml(said))
        if notice.level == "error":
            ET.SubElement(case, "failure", message=_xml(said), type=_xml(notice.rule))
        elif notice.level == "warn":
            ET.SubElement(case, "skipped", message=_xml(said))


def _add_suite(
    root: ET.Element, name: str, *, tests: int, failures: int = 0, errors: int = 0, skipped: int = 0
) -> ET.Element:
    counts = {"tests": tests, "failures": failures, "errors": errors, "skipped": skipped}
    return ET.SubElement(root, "testsuite", {"name": name} | {key: str(count) for key, count in counts.items()})


def _xml(text: str) -> str:
    return _NOT_XML.sub("", one_line(text))


def _annotation(command: str, title: str, message: str) -> str:
    """A workflow command; what would end it or its property early is escaped as GitHub prescribes."""
    body = one_line(message).replace("%", "%25")
    name = one_line(title).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    return f"::{command} title={name}::{body}"
