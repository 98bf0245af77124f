"""``scan``: what it is asked for, and what it tells of a run."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kursrevisjon.cli.support import (
    COMPARED_FORMATS,
    RUN_FORMATS,
    Form,
    Format,
    TopicName,
    gate_on_gap,
    put,
    put_pieces,
    say,
    width,
)
from kursrevisjon.errors import ExitCode
from kursrevisjon.model import RunInfo, Topic, Verdict
from kursrevisjon.store import Store


@dataclass(frozen=True, slots=True)
class ScanOptions:
    """What ``scan`` is asked for."""

    workspace: Path
    sources: Path | None = None
    lexicon: Path | None = None
    unions: tuple[str, ...] = ()
    main_orgs: tuple[str, ...] = ()
    offline: bool = False
    new: bool = False
    delay: float | None = None
    max_pages: int | None = None
    max_time: float | None = None
    contact: str | None = None
    allow_private: bool = False
    strict: bool = False


def run_scan(options: ScanOptions, form: Form, *, fail_on_gap: tuple[TopicName, ...] = ()) -> ExitCode:
    """Crawl (unless offline), judge, store, print; the exit code of DESIGN."""
    form.checked("scan", RUN_FORMATS)
    # What crawls is imported only where there is a crawl: an offline run takes less time than that import.
    if options.offline:
        from kursrevisjon.cli.anew import scan_offline  # noqa: PLC0415

        ended = scan_offline(options, form)
    else:
        from kursrevisjon.cli.sites import scan_sites  # noqa: PLC0415

        ended = scan_sites(options, form)
    return leave_scan(ended, strict=options.strict) or gate_on_gap(ended.verdicts, fail_on_gap)


@dataclass(frozen=True, slots=True)
class Ended:
    """What the exit code of a run follows from; ``verdicts`` are those of each union."""

    is_finished: bool
    verdicts: tuple[Mapping[Topic, Verdict], ...]


def show_run(store: Store, info: RunInfo, form: Form) -> Ended:
    """Prints a run in the form that is asked for, with what changed since the reading before."""
    if form.format is Format.JSON:
        # Byte for byte as it is stored, and piece by piece: the whole of it is never in memory.
        put_pieces((piece.encode() for piece in store.result_pieces(info.id)), form.output)
    else:
        # What compares and draws is imported only where something is drawn.
        from kursrevisjon.cli.stored import since_last  # noqa: PLC0415
        from kursrevisjon.report import render  # noqa: PLC0415

        run = store.load_result(info.id)
        diff, trend = since_last(store, run) if form.format in COMPARED_FORMATS else (None, ())
        text = render(run, form.format, lang=form.lang, width=width(), color=form.color, diff=diff, trend=trend)
        put(text, form.output)
    return Ended(info.finished is not None, tuple(store.verdicts(info.id).values()))


def leave_scan(ended: Ended, *, strict: bool) -> ExitCode:
    """What the process tells of a run: cut short, nothing read, or done (DESIGN, exit 4 of ``scan``)."""
    if not ended.is_finished:
        say("Kjøringen er avbrutt. Kjør samme kommando igjen for å lese resten.")
        return ExitCode.INCOMPLETE
    unknown = [union for union in ended.verdicts if set(union.values()) == {Verdict.UNKNOWN}]
    if len(unknown) == len(ended.verdicts):
        say("Ingen forbund kunne leses, så ingenting er målt. Årsakene står i tabellen.")
        return ExitCode.INCOMPLETE
    return ExitCode.INCOMPLETE if unknown and strict else ExitCode.DONE
