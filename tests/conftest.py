"""What tests share: test sites, an empty workspace, and the demo, audited once for all that look at a finished run."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from cli_tools import Answer, impatient, run
from faults.server import Farm
from hypothesis import settings

from kursrevisjon.store import Store

# A busy machine is no mistake of the program: no example is timed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


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


@pytest.fixture
def farm() -> Iterator[Farm]:
    """Test sites, closed when the test ends."""
    with Farm() as farm:
        yield farm


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty workspace."""
    with Store.open(tmp_path) as store:
        yield store
