"""The supervisor as a process of its own, over small real programs."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from flowforge_cli.supervision.plan import Part, Plan, Probe, to_json
from servicekit.testing import free_port

_LISTENER = """
import os, signal, socket, sys, time
server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
print("listening", flush=True)
if "child" in sys.argv:
    if os.fork() == 0:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(600)
if "stubborn" in sys.argv:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
while True:
    server.accept()[0].close()
"""


class Stand:
    """A supervisor, and what it tells."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen[str]] = []

    def part(self, name: str, *words: str, stage: int = 0, program: str = _LISTENER, **more: Any) -> Part:
        port = free_port()
        argv = (sys.executable, "-S", "-c", program, str(port), *words)
        environment = {"PATH": os.environ["PATH"]}
        log = str(self.folder / f"{name}.log")
        return Part(name, stage, argv, environment, Probe(port), log, port=port, **more)

    def start(self, *parts: Part, **options: Any) -> subprocess.Popen[str]:
        plan = Plan("http://x", str(self.folder / "lock"), str(self.folder / "status.json"), parts)
        process = subprocess.Popen(
            [sys.executable, "-m", "flowforge_cli.supervision"],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **options,
        )
        assert process.stdin is not None
        with process.stdin as pipe:
            pipe.write(to_json(plan))
        self.processes.append(process)
        return process

    def status(self) -> dict[str, Any]:
        content = json.loads((self.folder / "status.json").read_text())
        return {**content, "parts": {part["name"]: part for part in content["parts"]}}

    def wait(self, condition: Callable[[dict[str, Any]], bool], seconds: float = 15.0) -> dict[str, Any]:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if (self.folder / "status.json").exists() and condition(status := self.status()):
                return status
            time.sleep(0.02)
        pytest.fail(f"this never came: {self.status()}")


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    it = Stand(tmp_path)
    yield it
    for process in it.processes:
        process.kill()
        process.wait()
        assert process.stderr is not None
        process.stderr.close()


def is_up(status: dict[str, Any]) -> bool:
    return bool(status["state"] == "running")


def test_stages_start_in_order_and_stop_in_reverse(stand: Stand) -> None:
    process = stand.start(stand.part("late", stage=1), stand.part("early"))
    status = stand.wait(is_up)
    assert status["parts"]["early"]["since"] <= status["parts"]["late"]["since"]
    assert status["supervisor"] == process.pid
    process.terminate()
    assert process.wait(10) == 0
    parts = stand.status()["parts"]
    assert [part["state"] for part in parts.values()] == ["stopped", "stopped"]
    assert parts["late"]["since"] <= parts["early"]["since"]


def test_a_killed_part_is_started_again(stand: Stand) -> None:
    stand.start(stand.part("frail"))
    before = stand.wait(is_up)["parts"]["frail"]
    os.kill(before["pid"], signal.SIGKILL)
    stand.wait(lambda status: status["parts"]["frail"]["problem"] == "was killed by SIGKILL")
    after = stand.wait(lambda status: status["parts"]["frail"]["state"] == "running")["parts"]["frail"]
    assert after["restarts"] == 1
    assert after["pid"] != before["pid"]


def test_what_a_part_leaves_behind_goes_with_it(stand: Stand) -> None:
    stand.start(stand.part("parent", "child"))
    pid = stand.wait(is_up)["parts"]["parent"]["pid"]
    (child,) = psutil.Process(pid).children()
    os.kill(pid, signal.SIGKILL)
    stand.wait(lambda status: status["parts"]["parent"]["restarts"] == 1)
    psutil.wait_procs([child], timeout=5)
    assert not child.is_running()


def test_a_part_that_does_not_end_is_made_to(stand: Stand) -> None:
    process = stand.start(stand.part("deaf", "stubborn", stop_seconds=0.3))
    pid = stand.wait(is_up)["parts"]["deaf"]["pid"]
    process.terminate()
    assert process.wait(10) == 0
    assert not psutil.pid_exists(pid)


def test_an_essential_part_that_cannot_start_ends_the_start(stand: Stand) -> None:
    broken = stand.part("broken", stage=1, program="raise SystemExit('no licence for this')", essential=True)
    process = stand.start(stand.part("early"), broken, stand.part("never", stage=2))
    assert process.wait(15) == 1
    status = stand.status()
    assert status["state"] == "failed"
    assert status["problem"] == "broken"
    assert status["parts"]["broken"]["problem"] == "ended with status 1"
    assert status["parts"]["broken"]["tail"] == ["no licence for this"]
    assert status["parts"]["early"]["state"] == "stopped"
    assert status["parts"]["never"]["state"] == "waiting"


def test_the_platform_comes_up_without_a_part_that_is_not_essential(stand: Stand) -> None:
    stand.start(stand.part("good"), stand.part("bad", program="raise SystemExit('broken')"))
    status = stand.wait(lambda status: is_up(status) and status["parts"]["bad"]["restarts"] > 1)
    assert status["parts"]["good"]["state"] == "running"
    assert status["parts"]["bad"]["tail"] == ["broken"]


def test_a_part_that_never_answers_is_named(stand: Stand) -> None:
    mute = stand.part("mute", program="import time; time.sleep(60)", start_seconds=0.5, essential=True)
    assert stand.start(mute).wait(15) == 1
    assert stand.status()["parts"]["mute"]["problem"] == "was not ready within 0.5 seconds"


def test_a_program_that_is_not_there_is_named(stand: Stand) -> None:
    missing = Part(
        "missing", 0, ("/no/such/program",), {}, Probe(1), str(stand.folder / "m.log"), essential=True
    )
    assert stand.start(missing).wait(15) == 1
    assert stand.status()["parts"]["missing"]["problem"] == "could not be started: No such file or directory"


def test_nothing_is_left_when_the_supervisor_is_killed(stand: Stand) -> None:
    process = stand.start(stand.part("one"), stand.part("two", "stubborn"))
    pids = [part["pid"] for part in stand.wait(is_up)["parts"].values()]
    children = [psutil.Process(pid) for pid in pids]
    process.kill()
    process.wait()
    _, alive = psutil.wait_procs(children, timeout=5)
    assert alive == []


def test_a_signal_ends_a_start_that_hangs(stand: Stand) -> None:
    process = stand.start(stand.part("slow", program="import time; time.sleep(60)", essential=True))
    stand.wait(lambda status: status["parts"]["slow"]["state"] == "starting")
    process.terminate()
    assert process.wait(10) == 0


def test_a_second_signal_ends_everything_at_once(stand: Stand) -> None:
    process = stand.start(stand.part("deaf", "stubborn", stop_seconds=60.0))
    child = psutil.Process(stand.wait(is_up)["parts"]["deaf"]["pid"])
    process.terminate()
    stand.wait(lambda status: status["parts"]["deaf"]["state"] == "stopping")
    process.terminate()
    assert process.wait(5) == 1
    psutil.wait_procs([child], timeout=5)
    assert not child.is_running()


def test_one_supervisor_for_one_folder(stand: Stand) -> None:
    stand.start(stand.part("first"))
    before = stand.wait(is_up)
    assert stand.start(stand.part("second")).wait(10) == 3
    assert stand.status() == before


def test_the_plan_is_nowhere_to_be_seen(stand: Stand) -> None:
    secret = "zq-hidden-7714"
    part = stand.part("quiet")
    part.environment["SECRET"] = secret
    process = stand.start(part)
    stand.wait(is_up)
    shown = [
        " ".join(it.cmdline())
        for it in (psutil.Process(process.pid), *psutil.Process(process.pid).children())
    ]
    kept = [path.read_text() for path in stand.folder.rglob("*") if path.is_file()]
    assert not [text for text in (*shown, *kept) if secret in text]
