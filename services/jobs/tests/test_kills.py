"""Many jobs while workers, the service, the scheduler, the broker or the database are killed at random.

FLOWFORGE_KILL_JOBS and FLOWFORGE_KILL_SECONDS make it longer.
"""

import os
import random
import signal
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from jobs_stand import Platform, Process, platform

from flowforge_jobstore.testing import PostgresServer, postgresql

pytestmark = [pytest.mark.deep, pytest.mark.timeout(580)]

JOBS = int(os.environ.get("FLOWFORGE_KILL_JOBS", "400"))
KILL_SECONDS = float(os.environ.get("FLOWFORGE_KILL_SECONDS", "15"))
PROCESSES = ("worker", "api", "scheduler", "valkey")
SERVICES = {"sample": "jobs_sample.app:app"}


@dataclass(frozen=True, slots=True)
class Target:
    """A platform, and what is killed in it and started again."""

    running: Platform
    victims: list[Callable[[], None]]


@pytest.fixture(params=["processes on sqlite", "processes on postgresql", "postgresql itself"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Target]:
    if request.param == "processes on sqlite":
        with platform(tmp_path, SERVICES) as started:
            yield Target(started, processes_of(started))
        return
    with postgresql() as server, platform(tmp_path, SERVICES, database=server.url) as started:
        is_database = request.param == "postgresql itself"
        yield Target(started, [lambda: crash(server)] if is_database else processes_of(started))


def processes_of(running: Platform) -> list[Callable[[], None]]:
    def killing(process: Process) -> Callable[[], None]:
        def kill() -> None:
            process.kill()
            process.start()

        return kill

    return [killing(running.processes[name]) for name in PROCESSES]


def crash(server: PostgresServer) -> None:
    """Shut the database down as in a crash; it recovers from its log."""
    server.stop(signal.SIGQUIT)
    server.start()


def submit(running: Platform, number: int) -> str:
    """Create a job as a careful client does: under an id of its own, again until it is accepted."""
    chosen = str(uuid.uuid4())
    document = {"operation": "sample.add", "request": {"numbers": [number, 1]}, "id": chosen}
    while True:
        with suppress(httpx.HTTPError), running.client() as client:
            answer = client.post("/api/v1/jobs", json=document, timeout=10)
            if answer.status_code in {201, 409}:
                return chosen
        time.sleep(0.1)


def kill_at_random(victims: list[Callable[[], None]], until: float, dice: random.Random) -> None:
    while time.monotonic() < until:
        dice.choice(victims)()
        time.sleep(dice.uniform(0.2, 2))


def test_nothing_is_lost_or_ended_twice(target: Target) -> None:
    running = target.running
    dice = random.Random(20)  # noqa: S311 - reproducible on purpose
    with ThreadPoolExecutor(8) as pool:
        submitting = [pool.submit(submit, running, number) for number in range(JOBS)]
        kill_at_random(target.victims, time.monotonic() + KILL_SECONDS, dice)
        ids = [one.result() for one in submitting]
    with running.client() as client:
        for number, job_id in enumerate(ids):
            ended = running.ended(job_id)
            assert ended["state"] == "succeeded", ended
            assert client.get(ended["result_url"]).json() == {"sum": number + 1}
            events: list[dict[str, Any]] = client.get(f"{ended['url']}/events").json()["events"]
            assert [event["event"] for event in events].count("succeeded") == 1
            assert [event["data"]["number"] for event in events] == list(range(1, len(events) + 1))
