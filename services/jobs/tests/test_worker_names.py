"""Whether a worker on the same machine lives is seen from its name."""

import signal
import subprocess
import sys

from flowforge_jobs.core.worker_names import observe, own_name

PROGRAM = (
    "from flowforge_jobs.core.worker_names import own_name; import time; print(own_name(), flush=True); "
    "time.sleep(60)"
)


def test_processes_of_this_machine_live_or_are_gone() -> None:
    with subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        name = process.stdout.readline().strip()
        seen = observe([name, own_name()])
        assert (len(seen.alive), seen.gone) == (2, frozenset())
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert observe([name]).gone == {name}


def test_another_process_under_the_same_number_is_not_the_worker() -> None:
    host, machine, number, _, random = own_name().split(":")
    name = f"{host}:{machine}:{number}:1:{random}"
    assert observe([name]).gone == {name}


def test_of_other_machines_nothing_is_known() -> None:
    host, _, number, started, random = own_name().split(":")
    seen = observe([f"{host}:another:{number}:{started}:{random}", "w1", ""])
    assert (seen.alive, seen.gone) == (frozenset(), frozenset())
