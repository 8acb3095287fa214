"""The vector service beside its engine in the same process: `python -m benchmarks.vector [POINTS]`."""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import httpx
import numpy as np
import orjson
import qdrant_edge as edge
from numpy.typing import NDArray

from benchmarks.harness import Report
from benchmarks.harness.process_usage import cpu_seconds, memory_bytes
from flowforge_embeddings.minilm import MiniLm
from servicekit.testing import serve_process

SIZE, BATCH, QUERIES, TOP = 384, 1000, 50, 10
Rows = NDArray[np.float32]


def vectors(count: int) -> Rows:
    random = np.random.default_rng(1)
    rows = random.normal(size=(count, SIZE)).astype(np.float32)
    found: Rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return found


def body(rows: Rows, start: int) -> bytes:
    points = [
        {"id": start + place, "vector": row, "payload": {"half": (start + place) % 2}}
        for place, row in enumerate(rows)
    ]
    return orjson.dumps({"points": points}, option=orjson.OPT_SERIALIZE_NUMPY)


def upsert(client: httpx.Client, rows: Rows) -> float:
    """Return points for each second, with the making of requests left out."""
    spent = 0.0
    for start in range(0, len(rows), BATCH):
        sent = body(rows[start : start + BATCH], start)
        began = time.perf_counter()
        answer = client.post("/collections/bench/points/upsert", content=sent, headers=JSON)
        spent += time.perf_counter() - began
        answer.raise_for_status()
    return len(rows) / spent


JSON = {"Content-Type": "application/json"}


def times(call: Callable[[Rows], Any], queries: Rows) -> float:
    """Return the median milliseconds of a call."""
    waits = []
    for row in queries:
        began = time.perf_counter()
        call(row)
        waits.append(time.perf_counter() - began)
    return median(waits) * 1000


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of a search: the median wait of its caller, and the mean CPU time of all processes."""

    wait: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Server:
    """The service, with its child processes."""

    client: httpx.Client
    pid: int

    @property
    def cpu(self) -> float:
        return cpu_seconds(self.pid)

    def cost(self, call: Callable[[Rows], Any], queries: Rows) -> Cost:
        """Return what *call* costs, the client's own CPU time left out."""
        times(call, queries[:5])
        before = self.cpu
        wait = times(call, queries)
        return Cost(wait, (self.cpu - before) / len(queries) * 1000)


def search(client: httpx.Client, row: Rows, **more: Any) -> list[str]:
    wanted = orjson.dumps({"vector": row, "limit": TOP, **more}, option=orjson.OPT_SERIALIZE_NUMPY)
    answer = client.post("/collections/bench/search", content=wanted, headers=JSON)
    return [one["id"] for one in answer.json()["results"]]


def beside(rows: Rows, queries: Rows, folder: Path) -> Cost:
    """Return the cost of a search with the engine alone, in this process."""
    params = edge.EdgeVectorParams(size=SIZE, distance=edge.Distance.Cosine)
    shard = edge.EdgeShard.create(str(folder), edge.EdgeConfig(vectors={"v": params}, max_search_threads=1))
    for start in range(0, len(rows), BATCH):
        part = rows[start : start + BATCH].tolist()
        points = [edge.Point(start + place, {"v": row}, {}) for place, row in enumerate(part)]
        shard.update(edge.UpdateOperation.upsert_points(points))
    shard.flush()

    def ask(row: Rows) -> Any:
        nearest = edge.Query.Nearest(row.tolist(), "v")
        return shard.query(edge.QueryRequest(limit=TOP, query=nearest, with_payload=True))

    times(ask, queries[:5])
    began = time.process_time()
    wait = times(ask, queries)
    cpu = (time.process_time() - began) / len(queries) * 1000
    shard.close()
    return Cost(wait, cpu)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rows, queries = vectors(count), vectors(count + QUERIES)[-QUERIES:]
    report = Report("vector", f"Vector search over {count:,} vectors of {SIZE}", packages=["qdrant-edge-py"])
    with tempfile.TemporaryDirectory(prefix="bench-vector-") as name:
        folder = Path(name)
        alone = beside(rows, queries, folder / "alone")
        settings = {
            "FLOWFORGE_VECTOR_DATA_DIR": str(folder / "data"),
            "FLOWFORGE_VECTOR_MIN_FREE_BYTES": "1000",
            "FLOWFORGE_VECTOR_SHARD_PROCESSES": "1",
        }
        with serve_process("flowforge_vector.app:app", folder, environment=settings) as served:
            with httpx.Client(base_url=f"{served.url}/api/v1/vector", timeout=120) as client:
                measure(report, Server(client, served.process.pid), rows, queries, alone)
                measure_embedding(report, Server(client, served.process.pid))
            os.kill(served.process.pid, 15)
            served.process.wait()
        with serve_process("flowforge_vector.app:app", folder, environment=settings) as served:
            client = httpx.Client(base_url=f"{served.url}/api/v1/vector", timeout=120)
            began = time.perf_counter()
            search(client, queries[0])
            waited = time.perf_counter() - began
            report.target("first search after a restart", waited, 5, unit=" s")
    report.write()


def measure(report: Report, server: Server, rows: Rows, queries: Rows, alone: Cost) -> None:
    client = server.client
    declared = {"name": "bench", "text_search": "none", "vectors": {"v": {"size": SIZE}}}
    client.post("/collections", json=declared).raise_for_status()
    before = server.cpu
    report.target("upserts", upsert(client, rows), 5000, unit="/s", at_least=True)
    each = (server.cpu - before) / len(rows)
    report.target("upserts a CPU second, all server processes", 1 / each, 5000, unit="/s", at_least=True)
    state = client.get("/collections/bench").json()
    client.post("/collections/bench/indexes", json={"field": "half", "type": "integer"}).raise_for_status()
    ours = server.cost(lambda row: search(client, row), queries)
    filtered = server.cost(lambda row: search(client, row, filter={"half": 1}), queries)
    exact = np.argsort(-(queries @ rows.T), axis=1)[:, :TOP]
    found = [
        set(search(client, row)) & {str(one) for one in best}
        for row, best in zip(queries, exact, strict=True)
    ]
    recall = sum(map(len, found)) / (TOP * QUERIES)
    report.target("p50 of a search, times the engine's", ours.wait / alone.wait, 2)
    report.target("CPU time of a search, times the engine's", ours.cpu / alone.cpu, 2)
    report.target("recall@10", recall, 0.98, at_least=True)
    report.target("a filtered search, times an unfiltered one", filtered.wait / ours.wait, 1.5)
    with ThreadPoolExecutor(17) as callers:
        more = callers.submit(upsert, client, rows[: 20 * BATCH])
        waits = list(callers.map(lambda row: times(lambda one: search(client, one), row[None]), queries))
        rate = more.result()
    shown: list[tuple[str, object, object]] = [
        ("engine alone", alone.wait, alone.cpu),
        ("service", ours.wait, ours.cpu),
        ("service, half filtered", filtered.wait, filtered.cpu),
        ("service, 16 clients while upserting", median(waits), ""),
    ]
    report.table("Milliseconds of a search", ("", "p50", "CPU, mean"), shown)
    memory = memory_bytes(server.pid) / 1e6
    report.note(
        f"Upserts beside 16 clients: {rate:,.0f}/s. On disk: {state['bytes_on_disk'] / 1e6:,.0f} MB. "
        f"Memory of all processes, files of the collection in it: {memory:,.0f} MB."
    )


def measure_embedding(report: Report, server: Server) -> None:
    """Compare texts embedded through HTTP with the model in this process, by CPU time: both use all cores."""
    texts = [f"Article {number}: the committee discussed item {number % 97}." for number in range(2000)]
    model = MiniLm(os.cpu_count() or 1)
    model.embed(texts[:64], "document")
    began = time.process_time()
    for start in range(0, len(texts), 500):
        model.embed(texts[start : start + 500], "document")
    engine = time.process_time() - began
    server.client.post("/embed", json={"texts": ["warm"]}).raise_for_status()
    before = server.cpu
    for start in range(0, len(texts), 500):
        server.client.post("/embed", json={"texts": texts[start : start + 500]}).raise_for_status()
    ratio = engine / (server.cpu - before)
    report.target("texts embedded a CPU second, times the engine's", ratio, 0.9, at_least=True)


if __name__ == "__main__":
    main()
