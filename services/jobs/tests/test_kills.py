"""Many jobs while workers, the service, the scheduler and the broker are killed at random."""

import random
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from jobs_stand import Platform, platform

from flowforge_jobstore.testing import postgresql

pytestmark = [pytest.mark.deep, pytest.mark.timeout(580)]

JOBS = 1000
KILL_SECONDS = 60.0
VICTIMS = ("worker", "api", "scheduler", "valkey")
SERVICES = {"sample": "jobs_sample.app:app"}


@pytest.fixture(params=["sqlite", "postgresql"])
def running(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Platform]:
    if request.param == "sqlite":
        with platform(tmp_path, SERVICES) as started:
            yield started
        return
    with postgresql() as server, platform(tmp_path, SERVICES, database=server.url) as started:
        yield started


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


def kill_at_random(running: Platform, until: float, dice: random.Random) -> None:
    while time.monotonic() < until:
        victim = running.processes[dice.choice(VICTIMS)]
        victim.kill()
        victim.start()
        time.sleep(dice.uniform(0.2, 2))


def test_nothing_is_lost_or_ended_twice(running: Platform) -> None:
    dice = random.Random(20)  # noqa: S311 - reproducible on purpose
    with ThreadPoolExecutor(8) as pool:
        submitting = [pool.submit(submit, running, number) for number in range(JOBS)]
        kill_at_random(running, time.monotonic() + KILL_SECONDS, dice)
        ids = [one.result() for one in submitting]
    with running.client() as client:
        for number, job_id in enumerate(ids):
            ended = running.ended(job_id)
            assert ended["state"] == "succeeded", ended
            assert client.get(ended["result_url"]).json() == {"sum": number + 1}
            events: list[dict[str, Any]] = client.get(f"{ended['url']}/events").json()["events"]
            assert [event["event"] for event in events].count("succeeded") == 1
            assert [event["data"]["number"] for event in events] == list(range(1, len(events) + 1))
