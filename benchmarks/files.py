"""What the file store costs: 1 GB up and down beside bare ASGI, memory while it flows, and long lists."""

import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from benchmarks.harness import Load, MemoryPeak, Report, Server, interleave, ratio, run_load, serve_app
from benchmarks.harness.interleaving import Samples

MIB = 1 << 20
SIZE = 1 << 30
ROUNDS = 3
LISTED = 10_000
PAGE = 100
FILES = "/api/v1/files"
RAW = {"content-type": "application/octet-stream"}


@dataclass(frozen=True, slots=True)
class Growths:
    """How much the service's memory grew, in bytes, in every run."""

    up: list[int]
    down: list[int]


def settings(folder: str) -> Mapping[str, str]:
    return {
        "FLOWFORGE_FILES_URL": f"file://{folder}/files",
        "FLOWFORGE_FILES_SIGNING_KEY": "signs the addresses of a benchmark",
        "FLOWFORGE_FILES_QUOTA_BYTES": f'{{"anonymous": {100 * SIZE}}}',
        "FLOWFORGE_FILES_DISCARD_SECONDS": "0.1",
        "FLOWFORGE_FILES_SWEEP_SECONDS": "0.5",
        "FLOWFORGE_SPOOL_DIR": f"{folder}/spool",
    }


def send(server: Server, path: str, content: bytes) -> float:
    answered = run_load(Load(server.url + path, 1, body=content, headers=RAW))
    if set(answered.statuses) != {201}:
        raise RuntimeError(f"the upload failed: {answered.statuses}")
    return answered.latencies[0]


def fetch(server: Server, path: str) -> float:
    answered = run_load(Load(server.url + path, 1, method="GET", headers={}))
    if set(answered.statuses) != {200}:
        raise RuntimeError(f"the download failed: {answered.statuses}")
    return answered.latencies[0]


def newest(server: Server) -> str:
    page = httpx.get(f"{server.url}{FILES}", params={"limit": 1}, timeout=30).json()
    return str(page["files"][0]["file_id"])


def upload_and_delete(server: Server, content: bytes, growths: Growths) -> float:
    with MemoryPeak(server.pid) as peak:
        seconds = send(server, FILES, content)
    growths.up.append(peak.growth_bytes)
    httpx.delete(f"{server.url}{FILES}/{newest(server)}", timeout=30).raise_for_status()
    time.sleep(1.5)  # the sweeper takes the content away, so that the disk is as before
    return seconds


def download(server: Server, file_id: str, growths: Growths) -> float:
    with MemoryPeak(server.pid) as peak:
        seconds = fetch(server, f"{FILES}/{file_id}/content")
    growths.down.append(peak.growth_bytes)
    return seconds


def transfers(ours: Server, bare: Server, growths: Growths) -> tuple[dict[str, Samples], dict[str, Samples]]:
    content = os.urandom(MIB) * (SIZE // MIB)
    ups = interleave(
        {
            "FlowForge files": lambda: upload_and_delete(ours, content, growths),
            "bare ASGI": lambda: send(bare, "/", content),
        },
        rounds=ROUNDS,
    )
    send(ours, FILES, content)
    kept = newest(ours)
    downs = interleave(
        {
            "FlowForge files": lambda: download(ours, kept, growths),
            "bare ASGI": lambda: fetch(bare, "/"),
        },
        rounds=ROUNDS,
    )
    return ups, downs


@contextmanager
def filled(folder: str) -> Iterator[Server]:
    """A service whose one consumer has many files."""
    with serve_app("flowforge_files.app:app", environment=settings(folder)) as server:
        body = b'{"file": {"base64": "aGVsbG8=", "name": "hello.txt"}}'
        load = Load(f"{server.url}{FILES}", LISTED, connections=8, body=body, timeout_seconds=600)
        answered = run_load(load)
        if set(answered.statuses) != {201}:
            raise RuntimeError(f"not all files were kept: {answered.statuses}")
        yield server


def pages(server: Server) -> list[float]:
    """Walk the whole list, and return the seconds of every page."""
    seconds: list[float] = []
    cursor: str | None = ""
    found = 0
    with httpx.Client(base_url=server.url, timeout=30) as client:
        while cursor is not None:
            started = time.perf_counter()
            page = client.get(FILES, params={"limit": PAGE, "cursor": cursor}).json()
            seconds.append(time.perf_counter() - started)
            found += len(page["files"])
            cursor = page["next_cursor"]
    if found < LISTED:
        raise RuntimeError(f"only {found} files were listed")
    return sorted(seconds)


def main() -> None:
    report = Report(
        "files", "Files: 1 GB up and down, and long lists", packages=["obstore", "uvicorn", "httptools"]
    )
    growths = Growths([], [])
    with (
        tempfile.TemporaryDirectory() as folder,
        serve_app("flowforge_files.app:app", environment=settings(folder)) as ours,
        serve_app("benchmarks.peers.bare_store:app", environment={"TMPDIR": folder}) as bare,
    ):
        ups, downs = transfers(ours, bare, growths)
    for title, samples in (("Upload of 1 GiB, seconds", ups), ("Download of 1 GiB, seconds", downs)):
        rows = [(name, one.median, one.spread) for name, one in samples.items()]
        report.table(title, ("contender", "median", "spread"), rows)
    report.target("upload against bare ASGI", ratio(ups, "FlowForge files", "bare ASGI"), 1.15, unit="x")
    report.target("download against bare ASGI", ratio(downs, "FlowForge files", "bare ASGI"), 1.15, unit="x")
    report.target("memory growth of an upload", max(growths.up) / MIB, 50, unit=" MiB")
    report.target("memory growth of a download", max(growths.down) / MIB, 50, unit=" MiB")
    with tempfile.TemporaryDirectory() as folder, filled(folder) as server:
        seconds = [one * 1000 for one in pages(server)]
    report.table(
        f"Pages of {PAGE} among {LISTED} files, milliseconds",
        ("median", "slowest", "the whole list"),
        [(seconds[len(seconds) // 2], seconds[-1], sum(seconds))],
    )
    report.target("slowest page", seconds[-1], 50, unit=" ms")
    report.write()


if __name__ == "__main__":
    main()
