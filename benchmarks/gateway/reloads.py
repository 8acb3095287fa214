"""How long a file with many consumers takes to become active, and its effect on traffic."""

import json
import threading
import time
from dataclasses import dataclass
from uuid import uuid4

from benchmarks.gateway.stack import Stack
from benchmarks.harness import Load, run_load

CONSUMERS = 10_000
_LIMIT_SECONDS = 30.0


@dataclass(frozen=True)
class Reload:
    """Seconds from the new file to the first request with a new key, and the traffic in that time."""

    seconds: float
    render_seconds: float
    requests: int
    failed: int
    slowest: float


def measure_reload(stack: Stack) -> Reload:
    """Add consumers to the file, render it, and wait until the last one's key is known."""
    key = _many(stack)
    results = []
    done = threading.Event()

    def traffic() -> None:
        while not done.is_set():
            load = Load(f"{stack.url}/api/v1/data/x", 200, 8, headers={"x-api-key": stack.key})
            results.append(run_load(load))

    caller = threading.Thread(target=traffic)
    caller.start()
    began = time.perf_counter()
    stack.render()
    rendered = time.perf_counter()
    while not _known(stack, key):
        if time.perf_counter() - rendered > _LIMIT_SECONDS:
            raise RuntimeError(f"the new key is not known:\n{stack.log('authz')[-2000:]}")
        time.sleep(0.02)
    live = time.perf_counter()
    done.set()
    caller.join()
    statuses = sum((result.statuses for result in results[1:]), results[0].statuses)
    return Reload(
        live - rendered,
        rendered - began,
        statuses.total(),
        statuses.total() - statuses[200],
        max(result.latencies[-1] for result in results),
    )


def _many(stack: Stack) -> str:
    """Write the consumers at once: `flowforge keys add` would take the lock for each."""
    path = stack.folder / "consumers.json"
    content = json.loads(path.read_text())
    model = content["consumers"][0]
    for number in range(CONSUMERS):
        key = {**model["keys"][0], "id": str(uuid4()), "secret": f"ff_{uuid4().hex}{uuid4().hex[:11]}"}
        content["consumers"].append({**model, "id": str(uuid4()), "name": f"c{number}", "keys": [key]})
    path.write_text(json.dumps(content))
    return str(content["consumers"][-1]["keys"][0]["secret"])


def _known(stack: Stack, key: str) -> bool:
    answer = run_load(Load(f"{stack.url}/api/v1/data/x", 1, headers={"x-api-key": key}))
    return answer.statuses[200] == 1
