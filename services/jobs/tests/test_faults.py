"""Processes and machines that fail while jobs run."""

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from jobs_stand import SCHEDULING, Platform, Process, until

Submit = Callable[..., dict[str, Any]]


@pytest.fixture
def second(running: Platform) -> Iterator[Process]:
    """Another scheduler beside that of the platform."""
    socket = running.folder / "second.sock"
    command = [sys.executable, "-m", SCHEDULING, "--ready", str(socket)]
    first = running.processes["scheduler"]
    process = replace(
        first, command=command, log=running.folder / "second.log", is_ready=socket.exists, running=None
    )
    process.start()
    yield process
    process.kill()
    if first.running is None:
        first.start()


def leader(running: Platform) -> int:
    """Return the process id of the scheduler that holds the lease, 0 if nobody does."""
    with closing(sqlite3.connect(running.folder / "jobs.sqlite")) as connection:
        query = "SELECT holder FROM lease WHERE name = 'scheduler' AND until > unixepoch()"
        found = connection.execute(query).fetchone()
    return int(found[0].split(":")[2]) if found else 0


def test_one_of_two_schedulers_works_and_the_other_takes_over(
    running: Platform, second: Process, submit: Submit
) -> None:
    both = {one.running.pid: one for one in (running.processes["scheduler"], second) if one.running}
    active = until(lambda: leader(running))
    assert active in both
    late = submit(delay_seconds=1)
    both[active].kill()
    (other,) = both.keys() - {active}
    until(lambda: leader(running) == other)
    assert running.ended(late["id"])["state"] == "succeeded"


def test_a_broker_that_restarts_loses_no_job(
    running: Platform, submit: Submit, tmp_path: Path, client: httpx.Client
) -> None:
    trace = tmp_path / "trace"
    job = submit(operation="sample.work", request={"trace": str(trace), "seconds": 1})
    until(trace.exists)
    running.processes["valkey"].kill()
    unheard = submit()
    running.processes["valkey"].start()
    for one in (job, unheard):
        ended = running.ended(one["id"])
        assert (ended["state"], ended["attempt"]) == ("succeeded", 1)
    assert client.get(job["result_url"]).json() == {"calls": 1}
