"""The commands and their options.

``main`` turns every exception that a user can act on into a message and an exit code.
"""

# Each command imports its module when it is called: `classify` must not wait for what only `scan` needs.
# ruff: noqa: PLC0415

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from kursrevisjon import __version__
from kursrevisjon.cli.options import (
    DEFAULT_WORKSPACE,
    DEMO_WORKSPACE,
    AllowPrivate,
    Contact,
    Delay,
    DemoWorkspace,
    FailOnGap,
    FormatOption,
    LangOption,
    LexiconArgument,
    LexiconFolder,
    MainOrgs,
    Output,
    RunName,
    RunOption,
    SourcesFile,
    Unions,
    Workspace,
)
from kursrevisjon.cli.support import Form, Format, Lang, TopicName, say
from kursrevisjon.errors import ExitCode, KursrevisjonError, UsageError


def _group(text: str) -> typer.Typer:
    return typer.Typer(
        help=text,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


app = _group(
    "Audits trade unions' training curricula for preventive working-environment work (forebyggende) and HSE (HMS)."
)
lexicon_app = _group("Check, test and show the lexicon.")
sources_app = _group("Check and list the unions that are audited.")
runs_app = _group("List, show, delete and prune runs.")
review_app = _group("Confirm or reject verdicts and courses; the program's own labels stay as they are.")
app.add_typer(lexicon_app, name="lexicon")
app.add_typer(sources_app, name="sources")
app.add_typer(runs_app, name="runs")
app.add_typer(review_app, name="review")


def _version(value: bool) -> None:
    if value:
        typer.echo(f"kursrevisjon {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Audits trade unions' training curricula."""


@app.command()
def scan(
    *,
    workspace: Workspace = DEFAULT_WORKSPACE,
    sources: SourcesFile = None,
    lexicon: LexiconFolder = None,
    union: Unions = None,
    main_org: MainOrgs = None,
    offline: Annotated[
        bool, typer.Option("--offline", help="Judge the stored pages of the newest scan again; no network.")
    ] = False,
    new: Annotated[
        bool, typer.Option("--new", help="Start a new run even if an interrupted one could be continued.")
    ] = False,
    delay: Delay = None,
    max_pages: Annotated[int | None, typer.Option("--max-pages", min=1, help="Page budget per union.")] = None,
    max_time: Annotated[float | None, typer.Option("--max-time", min=1, help="Stop after this many seconds.")] = None,
    contact: Contact = None,
    allow_private: AllowPrivate = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 4 when any union is unknown.")] = False,
    fail_on_gap: FailOnGap = None,
    format: FormatOption = Format.TABLE,  # noqa: A002 - the option's name
    lang: LangOption = Lang.NB,
    output: Output = None,
) -> None:
    """Crawl the unions' training pages, find the courses and print the gap tables."""
    from kursrevisjon.cli.scan import ScanOptions, run_scan

    chosen = ScanOptions(
        workspace=workspace,
        sources=sources,
        lexicon=lexicon,
        unions=tuple(union or ()),
        main_orgs=tuple(main_org or ()),
        offline=offline,
        new=new,
        delay=delay,
        max_pages=max_pages,
        max_time=max_time,
        contact=contact,
        allow_private=allow_private,
        strict=strict,
    )
    _leave(run_scan(chosen, Form(format, lang, output), fail_on_gap=tuple(fail_on_gap or ())))


@app.command()
def demo(
    workspace: DemoWorkspace = DEMO_WORKSPACE,
    month: Annotated[
        int, typer.Option("--month", min=1, max=2, help="1 = the sites; 2 = the sites one month later.")
    ] = 1,
    format: FormatOption = Format.TABLE,  # noqa: A002 - the option's name
    lang: LangOption = Lang.NB,
    output: Output = None,
) -> None:
    """Audit 20 invented unions on built-in sites, over real HTTP on this machine."""
    from kursrevisjon.cli.demo import run_demo

    _leave(run_demo(workspace, "second" if month == 2 else "first", Form(format, lang, output)))


@app.command()
def classify(
    *,
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="HTML, PDF, DOCX, TXT or MD files; - = stdin.")],
    url: Annotated[str | None, typer.Option("--url", help="The address that the text was read at.")] = None,
    section: Annotated[
        str | None,
        typer.Option("--section", help="'tillitsvalgt': the text stands in the section for representatives."),
    ] = None,
    lexicon: LexiconFolder = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Add rules that were blocked and near misses to JSON.")
    ] = False,
    format: FormatOption = Format.TABLE,  # noqa: A002 - the option's name
    lang: LangOption = Lang.NB,
    output: Output = None,
) -> None:
    """Find and label the courses in files; no network, no workspace."""
    from kursrevisjon.cli.classify import run_classify

    form = Form(format, lang, output)
    _leave(run_classify(files, form, url=url, section=section, lexicon=lexicon, explain=explain))


@app.command()
def report(
    *,
    run: Annotated[
        str, typer.Argument(metavar="RUN", help="Run id, date, 'latest', 'latest~1' or a JSON file.")
    ] = "latest",
    workspace: Workspace = DEFAULT_WORKSPACE,
    main_org: MainOrgs = None,
    union: Annotated[str | None, typer.Option("--union", help="One sheet to send to this union (html or md).")] = None,
    fail_on_gap: FailOnGap = None,
    max_age: Annotated[
        int | None, typer.Option("--max-age", min=0, help="Exit 1 when nothing was read for this many days.")
    ] = None,
    format: FormatOption = Format.TABLE,  # noqa: A002 - the option's name
    lang: LangOption = Lang.NB,
    output: Output = None,
) -> None:
    """Print a run as tables, Markdown, CSV, JSON, Excel or HTML."""
    from kursrevisjon.cli.reports import run_report

    _leave(
        run_report(
            workspace,
            run,
            Form(format, lang, output),
            main_orgs=tuple(main_org or ()),
            union=union,
            fail_on_gap=tuple(fail_on_gap or ()),
            max_age=max_age,
        )
    )


@app.command()
def diff(
    *,
    before: Annotated[
        str, typer.Argument(metavar="A", help="Run id, date, 'latest~1', JSON file or 'baseline:2018'.")
    ] = "latest~1",
    after: Annotated[str, typer.Argument(metavar="B", help="As A, without the baseline.")] = "latest",
    workspace: Workspace = DEFAULT_WORKSPACE,
    policy: Annotated[Path | None, typer.Option("--policy", help="Policy file (policy.yaml).")] = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on",
            help="Exit 1 on this: any, verdict, worse, gap, courses, coverage or FROM->TO; may be repeated.",
        ),
    ] = None,
    format: FormatOption = Format.TABLE,  # noqa: A002 - the option's name
    lang: LangOption = Lang.NB,
    output: Output = None,
) -> None:
    """Compare two runs: what changed, and what made it change."""
    from kursrevisjon.cli.compare import run_diff

    form = Form(format, lang, output)
    _leave(run_diff(workspace, before, after, form, policy=policy, fail_on=tuple(fail_on or ())))


@app.command()
def explain(
    *,
    union: Annotated[str, typer.Argument(help="The union: id or name.")],
    workspace: Workspace = DEFAULT_WORKSPACE,
    run: Annotated[str, typer.Option("--run", help="Run id, date, 'latest' or a JSON file.")] = "latest",
    topic: Annotated[TopicName | None, typer.Option("--topic", help="Only this topic.")] = None,
    course: Annotated[str | None, typer.Option("--course", help="Only this course.")] = None,
    format: FormatOption = Format.TABLE,  # noqa: A002 - the option's name
    lang: LangOption = Lang.NB,
    output: Output = None,
) -> None:
    """Show the evidence behind a union's verdicts: rules, quotes, and what was blocked and why."""
    from kursrevisjon.cli.reports import run_explain

    _leave(run_explain(workspace, run, union, Form(format, lang, output), topic=topic, course=course))


@app.command()
def reclassify(
    *,
    run: RunName = "latest",
    workspace: Workspace = DEFAULT_WORKSPACE,
    sources: SourcesFile = None,
    lexicon: LexiconFolder = None,
    format: FormatOption = Format.TABLE,  # noqa: A002 - the option's name
    lang: LangOption = Lang.NB,
    output: Output = None,
) -> None:
    """Judge the stored pages of a run under today's rules; as a derived run when the rules have changed; no network."""
    from kursrevisjon.cli.anew import run_reclassify

    _leave(run_reclassify(workspace, run, Form(format, lang, output), sources=sources, lexicon=lexicon))


@app.command()
def verify(
    run: RunName = "latest",
    workspace: Workspace = DEFAULT_WORKSPACE,
    format: FormatOption = Format.TABLE,  # noqa: A002 - the option's name
    output: Output = None,
) -> None:
    """Check every stored page against its digest and every quote against its page."""
    from kursrevisjon.cli.runs import run_verify

    _leave(run_verify(workspace, run, Form(format, output=output)))


@app.command()
def evaluate(
    *,
    gold: Annotated[
        list[Path], typer.Argument(metavar="GOLD...", help="Files or folders with labelled pages and cases.")
    ],
    lexicon: LexiconFolder = None,
    floors: Annotated[
        Path | None, typer.Option("--floors", help="Exit 1 when a figure is under its floor in this file.")
    ] = None,
    write_floors: Annotated[
        bool, typer.Option("--write-floors", help="Write the figures to the floors file, unless one would be lowered.")
    ] = False,
    lower_floors: Annotated[
        bool, typer.Option("--lower-floors", help="Write the figures to the floors file, also where they are lower.")
    ] = False,
    errors: Annotated[bool, typer.Option("--errors/--no-errors", help="List the errors with rule traces.")] = True,
    format: FormatOption = Format.TABLE,  # noqa: A002 - the option's name
    output: Output = None,
) -> None:
    """Measure the labels against hand-labelled pages and cases (METHOD 6)."""
    from kursrevisjon.cli.evaluate import run_evaluate

    _leave(
        run_evaluate(
            gold,
            Form(format, output=output),
            lexicon=lexicon,
            floors=floors,
            write_floors=write_floors,
            lower_floors=lower_floors,
            errors=errors,
        )
    )


@app.command("export")
def export_run(
    target: Annotated[
        Path, typer.Argument(metavar="FILE", help="File to write: .json, .csv.zip, .db or .warc.gz decides the form.")
    ],
    run: RunOption = "latest",
    workspace: Workspace = DEFAULT_WORKSPACE,
    format: FormatOption = Format.TABLE,  # noqa: A002 - the option's name
) -> None:
    """Write a run's results or its evidence to a file for others."""
    from kursrevisjon.cli.exchange import run_export

    _leave(run_export(workspace, run, target, Form(format)))


@app.command("import")
def import_pages(
    *,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A web archive (.warc or .warc.gz).")],
    workspace: Workspace = DEFAULT_WORKSPACE,
    sources: SourcesFile = None,
    lexicon: LexiconFolder = None,
    format: FormatOption = Format.TABLE,  # noqa: A002 - the option's name
    lang: LangOption = Lang.NB,
    output: Output = None,
) -> None:
    """Audit pages that others captured, as a run of its own."""
    from kursrevisjon.cli.exchange import run_import

    _leave(run_import(workspace, file, Form(format, lang, output), sources=sources, lexicon=lexicon))


@lexicon_app.command("check")
def lexicon_check(
    folder: LexiconArgument = None,
    format: FormatOption = Format.TABLE,  # noqa: A002 - the option's name
) -> None:
    """Check the lexicon's files; every problem at once, with file and line."""
    from kursrevisjon.cli.rules import run_lexicon_check

    _leave(run_lexicon_check(folder, Form(format)))


@lexicon_app.command("test")
def lexicon_test(
    folder: LexiconArgument = None,
    format: FormatOption = Format.TABLE,  # noqa: A002 - the option's name
) -> None:
    """Run every rule's examples."""
    from kursrevisjon.cli.rules import run_lexicon_test

    _leave(run_lexicon_test(folder, Form(format)))


@lexicon_app.command("show")
def lexicon_show(
    term: Annotated[str, typer.Argument(help="A word, a sentence or a rule id.")],
    folder: LexiconFolder = None,
    format: FormatOption = Format.TABLE,  # noqa: A002 - the option's name
) -> None:
    """Show what a word or sentence meets, or what a rule is."""
    from kursrevisjon.cli.rules import run_lexicon_show

    _leave(run_lexicon_show(term, folder, Form(format)))


@sources_app.command("list")
def sources_list(
    sources: SourcesFile = None,
    format: FormatOption = Format.TABLE,  # noqa: A002 - the option's name
) -> None:
    """List the unions, their main organisation today and whether they are read."""
    from kursrevisjon.cli.rules import run_sources_list

    _leave(run_sources_list(sources, Form(format)))


@sources_app.command("check")
def sources_check(
    *,
    sources: SourcesFile = None,
    live: Annotated[
        bool, typer.Option("--live", help="Also fetch every seed twice and tell what it answers; stores nothing.")
    ] = False,
    union: Unions = None,
    main_org: MainOrgs = None,
    delay: Delay = None,
    contact: Contact = None,
    allow_private: AllowPrivate = False,
    format: FormatOption = Format.TABLE,  # noqa: A002 - the option's name
    output: Output = None,
) -> None:
    """Check the sources file; every problem at once, with line and column."""
    from kursrevisjon.cli.rules import run_sources_check
    from kursrevisjon.cli.scan import ScanOptions

    form = Form(format, output=output)
    chosen = ScanOptions(
        workspace=DEFAULT_WORKSPACE,
        sources=sources,
        unions=tuple(union or ()),
        main_orgs=tuple(main_org or ()),
        delay=delay,
        contact=contact,
        allow_private=allow_private,
    )
    if not live:
        if chosen != ScanOptions(workspace=DEFAULT_WORKSPACE, sources=sources):
            raise UsageError("sources check: --union, --main-org, --delay, --contact og --allow-private krever --live")
        _leave(run_sources_check(sources, form))
        return
    from kursrevisjon.cli.live import run_sources_live

    _leave(run_sources_live(chosen, form))


@runs_app.command("list")
def runs_list(
    workspace: Workspace = DEFAULT_WORKSPACE,
    format: FormatOption = Format.TABLE,  # noqa: A002 - the option's name
) -> None:
    """List the runs, oldest first."""
    from kursrevisjon.cli.runs import run_runs_list

    _leave(run_runs_list(workspace, Form(format)))


@runs_app.command("show")
def runs_show(
    run: RunName = "latest",
    workspace: Workspace = DEFAULT_WORKSPACE,
    skipped: Annotated[
        bool, typer.Option("--skipped", help="List the addresses that were seen and not read, and why.")
    ] = False,
    format: FormatOption = Format.TABLE,  # noqa: A002 - the option's name
) -> None:
    """Show what a run was made with, and what it read."""
    from kursrevisjon.cli.runs import run_runs_show

    _leave(run_runs_show(workspace, run, Form(format), skipped=skipped))


@runs_app.command("delete")
def runs_delete(
    run: Annotated[str, typer.Argument(metavar="RUN", help="Run id, 'latest' or 'latest~1'.")],
    workspace: Workspace = DEFAULT_WORKSPACE,
) -> None:
    """Delete a run and what only it needs."""
    from kursrevisjon.cli.runs import run_runs_delete

    _leave(run_runs_delete(workspace, run))


@runs_app.command("prune")
def runs_prune(
    keep: Annotated[int, typer.Option("--keep", min=1, help="How many runs are kept.")],
    workspace: Workspace = DEFAULT_WORKSPACE,
) -> None:
    """Delete old runs; the last good reading of each union is always kept."""
    from kursrevisjon.cli.runs import run_runs_prune

    _leave(run_runs_prune(workspace, keep))


@review_app.command("list")
def review_list(
    *,
    run: RunOption = "latest",
    union: Annotated[
        str | None, typer.Option("--union", help="Only this union (id or name), with all courses.")
    ] = None,
    only_open: Annotated[bool, typer.Option("--open", help="Only what nobody has reviewed on this evidence.")] = False,
    workspace: Workspace = DEFAULT_WORKSPACE,
    format: FormatOption = Format.TABLE,  # noqa: A002 - the option's name
    output: Output = None,
) -> None:
    """List a run's verdicts with their reviews, and how often people and the program agree."""
    from kursrevisjon.cli.review import run_review_list

    _leave(run_review_list(workspace, run, Form(format, output=output), union=union, only_open=only_open))


@review_app.command("set")
def review_set(
    *,
    union: Annotated[str, typer.Argument(help="The union: id or name.")],
    topic: Annotated[TopicName | None, typer.Option("--topic", help="The verdict on this topic.")] = None,
    course: Annotated[str | None, typer.Option("--course", help="This course: id or name.")] = None,
    agree: Annotated[bool, typer.Option("--agree/--disagree", help="Whether the program is right.")],
    label: Annotated[
        str, typer.Option("--label", help="With --disagree: the right verdict, or FIELD=VALUE of the course.")
    ] = "",
    by: Annotated[str, typer.Option("--by", help="Your name.")],
    note: Annotated[str, typer.Option("--note", help="Why; needed with --disagree.")] = "",
    run: RunOption = "latest",
    workspace: Workspace = DEFAULT_WORKSPACE,
    format: FormatOption = Format.TABLE,  # noqa: A002 - the option's name
) -> None:
    """Confirm or reject one verdict or course of a run."""
    from kursrevisjon.cli.review import Judgement, run_review_set

    said = Judgement(agree, by, note, label)
    wanted = topic.topic if topic else None
    _leave(run_review_set(workspace, run, union, Form(format), said, topic=wanted, course=course))


@review_app.command("export")
def review_export(
    workspace: Workspace = DEFAULT_WORKSPACE,
    format: FormatOption = Format.JSON,  # noqa: A002 - the option's name
    output: Output = None,
) -> None:
    """Write all reviews ever given, as JSON or CSV."""
    from kursrevisjon.cli.review import run_review_export

    _leave(run_review_export(workspace, Form(format, output=output)))


def _leave(code: ExitCode) -> None:
    if code is not ExitCode.DONE:
        raise typer.Exit(int(code))


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """The console script: runs one command and exits with DESIGN's code."""
    try:
        code = app(arguments, standalone_mode=False)
    except KursrevisjonError as error:
        say(str(error))
        sys.exit(int(error.exit_code))
    except KeyboardInterrupt:
        say("Avbrutt. Det som er lest, er lagret; kjør samme kommando igjen for å fortsette.")
        sys.exit(int(ExitCode.INCOMPLETE))
    except Exception as error:
        # A wrong command line: the library's own exception says what is wrong with it, and exits 2.
        show = getattr(error, "show", None)
        if show is None:
            raise
        show()
        sys.exit(int(getattr(error, "exit_code", ExitCode.USAGE)))
    sys.exit(code if isinstance(code, int) else 0)
