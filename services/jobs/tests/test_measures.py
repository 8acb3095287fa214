"""The metrics count the jobs that wait and run."""

import re
from collections.abc import Callable
from typing import Any

import httpx
from jobs_stand import Platform, until


def counted(running: Platform) -> dict[str, float]:
    text = httpx.get(f"{running.urls['jobs']}/metrics").text
    return {state: float(value) for state, value in re.findall(r'flowforge_jobs{state="(\w+)"} (\S+)', text)}


def test_jobs_are_counted_by_state(running: Platform, submit: Callable[..., dict[str, Any]]) -> None:
    until(lambda: counted(running).keys() == {"ready", "waiting", "running"})
    submit(delay_seconds=600)
    until(lambda: counted(running)["waiting"] >= 1)
