"""The options that several commands have, each described once."""

from pathlib import Path
from typing import Annotated, Final

import typer

from kursrevisjon.cli.support import Format, Lang, TopicName

DEFAULT_WORKSPACE: Final = Path("revisjon")
DEMO_WORKSPACE: Final = Path("demo-revisjon")

Workspace = Annotated[
    Path, typer.Option("--workspace", "-w", help="Folder of the workspace.", envvar="KURSREVISJON_WORKSPACE")
]
DemoWorkspace = Annotated[Path, typer.Option("--workspace", "-w", help="Folder of the workspace.")]
SourcesFile = Annotated[Path | None, typer.Option("--sources", help="Sources file; the packaged one when not given.")]
LexiconFolder = Annotated[
    Path | None, typer.Option("--lexicon", help="Lexicon folder; the packaged one when not given.")
]
LexiconArgument = Annotated[Path | None, typer.Argument(metavar="FOLDER", help="Lexicon folder.")]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How the result is printed.")]
LangOption = Annotated[Lang, typer.Option("--lang", help="Language of tables and reports.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file instead of stdout.")]
Unions = Annotated[list[str] | None, typer.Option("--union", help="Only this union (id or name); may be repeated.")]
MainOrgs = Annotated[list[str] | None, typer.Option("--main-org", help="Only this main organisation; may be repeated.")]
Delay = Annotated[float | None, typer.Option("--delay", min=0, help="Pause between requests to a site, in seconds.")]
Contact = Annotated[
    str | None, typer.Option("--contact", help="Address where the sites can reach you; sent in the user agent.")
]
AllowPrivate = Annotated[bool, typer.Option("--allow-private", help="Allow private and loopback addresses.")]
FailOnGap = Annotated[
    list[TopicName] | None,
    typer.Option("--fail-on-gap", help="Exit 1 when a union is in gap on this topic; may be repeated."),
]
RunName = Annotated[
    str, typer.Argument(metavar="RUN", help="Run id, date (the newest run up to it), 'latest' or 'latest~1'.")
]
RunOption = Annotated[str, typer.Option("--run", help="Run id, date, 'latest' or 'latest~1'.")]
