"""The math service against numpy in-process and against mathjs behind Node's http server."""

import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import orjson

from benchmarks.harness import Load, Report, Samples, Server, interleave, ratio, run_load, serve_app
from benchmarks.harness import settled_memory_bytes as settled
from benchmarks.peers.node import MATHJS, serve_node
from flowforge_math.core.statistics.description import describe_values
from flowforge_math.core.statistics.summary import Options
from flowforge_math.operations.matrix import MatrixForm, compute_matrix

ROOT = "/api/v1/math"
SIZE = 500
VALUES = 1_000_000
BATCH = 100
MIB = 1 << 20
OPTIONS = Options(
    percentiles=(5, 25, 50, 75, 95), bins=20, iqr_factor=1.5, z_threshold=3, degrees_of_freedom=1
)
EXPRESSIONS = (
    "2 * x + 3 * y - 1",
    "sqrt(x^2 + y^2)",
    "sin(x) * cos(y) + log(z)",
    "(x + y) * (x - y) / (z + 1)",
    "max(x, y, z) - min(x, y, z)",
    "x > y ? x * 1.2 : y * 0.8",
    "round(x * 100 / z, 2)",
    "exp(-x / 10) * (1 + y)^3",
)
VARIABLES = {"x": 3.5, "y": 1.25, "z": 12}


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _table(report: Report, title: str, samples: dict[str, Samples]) -> None:
    rows = [(name, one.median * 1000, f"{one.spread:.0%}") for name, one in samples.items()]
    report.table(title, ("contender", "median ms", "spread"), rows)


def _upload(url: str, body: bytes, media_type: str = "application/json") -> float:
    answered = run_load(Load(url, 1, body=body, headers={"content-type": media_type}))
    if set(answered.statuses) != {200}:
        raise RuntimeError(f"the answer was not right: {answered.statuses}")
    return answered.latencies[0]


def _solve(report: Report, server: Server) -> None:
    generator = np.random.default_rng(1)
    matrix, right = generator.normal(size=(SIZE, SIZE)), generator.normal(size=SIZE)
    rows, side = matrix.tolist(), right.tolist()
    request = MatrixForm(task="solve", matrix=rows, right=side)
    body = orjson.dumps({"task": "solve", "matrix": rows, "right": side})
    samples = interleave(
        {
            "FlowForge, the handler alone": lambda: _timed(lambda: compute_matrix(request)),
            "numpy in-process, from lists": lambda: _timed(
                lambda: np.linalg.solve(np.array(rows), np.array(side)).tolist()
            ),
            "numpy in-process, from arrays": lambda: _timed(lambda: np.linalg.solve(matrix, right)),
            "JSON alone, read and written": lambda: _timed(lambda: orjson.dumps(orjson.loads(body))),
            "FlowForge over HTTP, JSON included": lambda: _upload(f"{server.url}{ROOT}/matrix", body),
        },
        rounds=7,
        warm_up=1,
    )
    _table(report, f"Solve {SIZE} x {SIZE}", samples)
    share = ratio(samples, "FlowForge, the handler alone", "numpy in-process, from lists")
    report.target("solve 500 x 500 against numpy, without JSON", share, 1.3, unit="x")


def _described(values: list[float]) -> dict[str, object]:
    """Compute with numpy what the service describes."""
    array = np.array(values)
    fences = np.percentile(array, [25, 75])
    middle, spread = array.mean(), array.std(ddof=1)
    return {
        "mean": middle,
        "spread": spread,
        "skewness": ((array - middle) ** 3).mean() / array.std() ** 3,
        "kurtosis": ((array - middle) ** 4).mean() / array.var() ** 2 - 3,
        "percentiles": np.percentile(array, OPTIONS.percentiles),
        "histogram": np.histogram(array, bins=OPTIONS.bins),
        "distinct": np.unique(array, return_counts=True),
        "outliers": int(((array < fences[0]) | (array > fences[1])).sum()),
        "beyond": int((np.abs(array - middle) > OPTIONS.z_threshold * spread).sum()),
    }


def _describe(report: Report, server: Server) -> None:
    chooser = random.Random(1)
    values: list[float | None] = [chooser.gauss(10, 2) for _ in range(VALUES)]
    numbers = [value for value in values if value is not None]
    body = orjson.dumps({"values": values})
    table = ("values\n" + "\n".join(map(repr, numbers))).encode()

    def ours() -> None:
        with tempfile.TemporaryDirectory() as folder:
            describe_values(values, Path(folder), OPTIONS)

    samples = interleave(
        {
            "FlowForge, the core alone": lambda: _timed(ours),
            "numpy in-process": lambda: _timed(lambda: _described(numbers)),
            "JSON alone, read": lambda: _timed(lambda: orjson.loads(body)),
            "FlowForge over HTTP, as CSV": lambda: _upload(f"{server.url}{ROOT}/describe", table, "text/csv"),
        },
        rounds=5,
        warm_up=1,
    )
    _table(report, f"Describe {VALUES:,} values", samples)
    share = ratio(samples, "FlowForge, the core alone", "numpy in-process")
    report.target("describe 1,000,000 values against numpy, without JSON", share, 1.3, unit="x")


def _rate(url: str, batch: int, requests: int) -> float:
    chosen = [EXPRESSIONS[place % len(EXPRESSIONS)] for place in range(batch)]
    body = json.dumps({"expressions": chosen, "variables": VARIABLES}).encode()
    answered = run_load(Load(url, requests, connections=8, body=body))
    if set(answered.statuses) != {200}:
        raise RuntimeError(f"not all answers were right: {answered.statuses}")
    return answered.rate * batch


def _expressions(report: Report, server: Server) -> None:
    ours = f"{server.url}{ROOT}/evaluate"
    with serve_node("mathjs", MATHJS) as peer:
        for batch, requests, what in ((BATCH, 400, "in batches of 100"), (1, 3_000, "one in a request")):
            samples = interleave(
                {
                    "FlowForge": lambda batch=batch, requests=requests: _rate(ours, batch, requests),
                    f"mathjs {MATHJS}": lambda batch=batch, requests=requests: _rate(
                        peer.url, batch, requests
                    ),
                },
                rounds=5,
                warm_up=1,
            )
            rows = [(name, one.median, f"{one.spread:.0%}") for name, one in samples.items()]
            report.table(f"Expressions a second, {what}", ("contender", "median", "spread"), rows)
            if batch == BATCH:
                share = ratio(samples, "FlowForge", f"mathjs {MATHJS}")
                report.target(
                    "expressions a second against mathjs, in batches", share, 1.0, unit="x", at_least=True
                )


def main() -> None:
    report = Report("math", "Matrices, statistics and expressions", packages=["numpy", "scipy", "uvicorn"])
    with serve_app("flowforge_math.app:app") as server:
        report.target("idle memory", statistics.median([settled(server.pid)]) / MIB, 90, unit=" MiB")
        _solve(report, server)
        _describe(report, server)
        _expressions(report, server)
    report.write()


if __name__ == "__main__":
    main()
