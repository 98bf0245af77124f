"""The demo, audited once for all tests that look at a finished run."""

from pathlib import Path
from shutil import copytree

import pytest
from cli_tools import Answer, impatient, run


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answer]:
    """The workspace of a demo and what the command printed. Not to be written to: tests that do take ``workspace``."""
    folder = tmp_path_factory.mktemp("demo") / "revisjon"
    with impatient():
        return folder, run("demo", "-w", folder, "--format", "json")


@pytest.fixture
def workspace(demo: tuple[Path, Answer], tmp_path: Path) -> Path:
    """A copy of the demo's workspace."""
    return Path(copytree(demo[0], tmp_path / "revisjon"))
