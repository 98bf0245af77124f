"""One scan at a time: the lock, who holds it, and a lock whose process is dead."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kursrevisjon.errors import ExitCode, WorkspaceBusyError
from kursrevisjon.store import Store

_HOLDER = """
import sys
from pathlib import Path
from kursrevisjon.store import Store
with Store.open(Path(sys.argv[1])) as store, store.lock():
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def other_scan(tmp_path):
    """Another process that holds the lock until its input ends."""
    with subprocess.Popen(  # noqa: S603 - this Python, on this file's own text
        [sys.executable, "-c", _HOLDER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_scan_is_told_which_process_holds_the_workspace_and_since_when(tmp_path, other_scan):
    with Store.open(tmp_path) as store, pytest.raises(WorkspaceBusyError) as told, store.lock():
        pass
    message = str(told.value)
    assert f"process {other_scan.pid} " in message
    since = datetime.strptime(message.split("since ")[1][:19], "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    assert abs(datetime.now(UTC) - since) < timedelta(minutes=5)
    assert told.value.exit_code is ExitCode.INCOMPLETE


def test_a_workspace_that_is_scanned_into_can_be_read(tmp_path, other_scan):
    with Store.open(tmp_path, readonly=True) as store:
        assert store.runs() == ()


def test_upkeep_waits_for_no_scan_but_is_refused(tmp_path, other_scan):
    with Store.open(tmp_path) as store, pytest.raises(WorkspaceBusyError):
        store.prune(keep=1)


def test_the_lock_is_free_when_its_holder_is_done(tmp_path, other_scan):
    other_scan.communicate()
    with Store.open(tmp_path) as store, store.lock() as stale:
        assert stale is None


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="a kill -9 needs a POSIX system")
def test_the_lock_of_a_killed_scan_is_taken_over_and_told_of(tmp_path, other_scan):
    other_scan.send_signal(signal.SIGKILL)
    other_scan.wait()
    with Store.open(tmp_path) as store:
        with store.lock() as stale:
            assert stale is not None
            assert stale.pid == other_scan.pid
        with store.lock() as stale:
            assert stale is None, "a lock given back in order is nobody's"


def test_two_stores_of_one_process_keep_each_other_out(tmp_path):
    with Store.open(tmp_path) as one, Store.open(tmp_path) as two:
        with one.lock(), pytest.raises(WorkspaceBusyError, match=f"process {os.getpid()} "), two.lock():
            pass
        with two.lock():
            pass


def test_the_holder_may_take_the_lock_again_and_keeps_it_till_the_outermost_ends(tmp_path):
    with Store.open(tmp_path) as one, Store.open(tmp_path) as two, one.lock():
        with one.lock():
            pass
        with pytest.raises(WorkspaceBusyError), two.lock():
            pass


def test_an_error_inside_gives_the_lock_back(tmp_path):
    with Store.open(tmp_path) as one, Store.open(tmp_path) as two:
        with pytest.raises(RuntimeError), one.lock():
            raise RuntimeError
        with two.lock():
            pass
