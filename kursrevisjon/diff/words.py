"""The words of notes and gate findings for verdicts, topics and causes, in bokmål (METHOD 4, Norwegian labels)."""

from typing import Final

from kursrevisjon.model import ChangeCause, Topic, Verdict

VERDICTS: Final = {
    Verdict.MANDATORY: "obligatorisk",
    Verdict.CORE: "i grunnopplæringen",
    Verdict.OPTIONAL: "bare frivillig",
    Verdict.ABSENT: "ikke funnet",
    Verdict.UNKNOWN: "ukjent",
}

TOPICS: Final = {Topic.PREVENTIVE: "forebyggende", Topic.HMS: "HMS"}

CAUSES: Final = {
    ChangeCause.PAGE: "siden er endret",
    ChangeCause.LEXICON: "ordlisten er endret",
    ChangeCause.TOOL: "verktøyet er endret",
    ChangeCause.SOURCES: "kildelisten er endret",
    ChangeCause.COVERAGE: "andre sider kunne leses",
}
