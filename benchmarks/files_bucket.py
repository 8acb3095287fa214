"""What the file store adds to a bucket: the same content goes up and down with and without it."""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import obstore
from obstore.store import S3Store

from benchmarks.files import FILES, RAW
from benchmarks.harness import Load, MemoryPeak, Report, Server, run_load, serve_app
from servicekit.testing import free_port

MIB = 1 << 20
SIZE = 256 * MIB
ROUNDS = 3
BUCKET = "benchmark"
START_SECONDS = 30.0


@contextmanager
def bucket_server() -> Iterator[str]:
    """Run moto's server, which keeps objects in its memory; make a bucket."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        limit = time.monotonic() + START_SECONDS
        while not _answers(port) and time.monotonic() < limit:
            time.sleep(0.1)
        httpx.put(f"http://127.0.0.1:{port}/{BUCKET}").raise_for_status()
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def credentials(address: str) -> dict[str, str]:
    return {
        "AWS_ENDPOINT_URL": address,
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_REGION": "us-east-1",
    }


def settings(folder: str, address: str) -> dict[str, str]:
    return credentials(address) | {
        "FLOWFORGE_FILES_URL": f"s3://{BUCKET}/files",
        "FLOWFORGE_FILES_INDEX_URL": f"sqlite://{folder}/index.sqlite",
        "FLOWFORGE_FILES_SIGNING_KEY": "signs the addresses of a benchmark",
        "FLOWFORGE_SPOOL_DIR": f"{folder}/spool",
    }


def through(server: Server, content: bytes) -> tuple[float, float, int]:
    """Upload and download; return the seconds of both, and how much memory grew."""
    with MemoryPeak(server.pid) as peak:
        up = run_load(Load(server.url + FILES, 1, body=content, headers=RAW)).latencies[0]
        newest = httpx.get(server.url + FILES, params={"limit": 1}, timeout=30).json()["files"][0]
        address = f"{server.url}{FILES}/{newest['file_id']}"
        down = run_load(Load(f"{address}/content", 1, method="GET", headers={})).latencies[0]
    httpx.delete(address, timeout=30).raise_for_status()
    return up, down, peak.growth_bytes


def directly(store: S3Store, content: bytes) -> tuple[float, float]:
    """Put and get the same content with the library that the file store uses."""
    started = time.perf_counter()
    obstore.put(store, "direct", content, chunk_size=5 * MIB, max_concurrency=2)
    put = time.perf_counter()
    for _ in obstore.get(store, "direct").stream(min_chunk_size=MIB):
        pass
    got = time.perf_counter()
    obstore.delete(store, "direct")
    return put - started, got - put


def main() -> None:
    report = Report("files_bucket", "Files in a bucket", packages=["obstore", "moto", "uvicorn"])
    content = os.urandom(MIB) * (SIZE // MIB)
    ours: list[tuple[float, float, int]] = []
    direct: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as folder, bucket_server() as address:
        given = credentials(address)
        store = S3Store(
            BUCKET,
            endpoint=address,
            access_key_id=given["AWS_ACCESS_KEY_ID"],
            secret_access_key=given["AWS_SECRET_ACCESS_KEY"],
            region=given["AWS_REGION"],
            client_options={"allow_http": True},
        )
        with serve_app("flowforge_files.app:app", environment=settings(folder, address)) as server:
            for _ in range(ROUNDS):
                ours.append(through(server, content))
                direct.append(directly(store, content))
    report.note("The bucket is moto's server: its own time is most of what both sides take. No target.")
    report.table(
        f"{SIZE // MIB} MiB, seconds (median of {ROUNDS})",
        ("way", "up", "down"),
        [
            ("FlowForge files", *(statistics.median(one[at] for one in ours) for at in (0, 1))),
            ("the library alone", *(statistics.median(one[at] for one in direct) for at in (0, 1))),
        ],
    )
    report.target("memory growth", max(one[2] for one in ours) / MIB, 50, unit=" MiB")
    report.write()


if __name__ == "__main__":
    main()
