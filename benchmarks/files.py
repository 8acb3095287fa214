"""What the file store costs: 1 GB up and down beside bare ASGI, memory while it flows, and long lists."""

import os
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

from benchmarks.harness import Load, MemoryPeak, Report, Server, cpu_seconds, ratio, run_load, serve_app
from benchmarks.harness.interleaving import Samples

MIB = 1 << 20
SIZE = 1 << 30
ROUNDS = 5
REST_SECONDS = 1.5
UP, DOWN = "upload", "download"
LISTED = 10_000
PAGE = 100
FILES = "/api/v1/files"
RAW = {"content-type": "application/octet-stream"}


@dataclass(slots=True)
class Runs:
    """What one server did with the file: seconds, processor seconds and growth of memory, one a round."""

    server: Server
    files: str
    content_path: str
    seconds: dict[str, list[float]] = field(default_factory=lambda: {UP: [], DOWN: []})
    processor: dict[str, list[float]] = field(default_factory=lambda: {UP: [], DOWN: []})
    growth: dict[str, list[int]] = field(default_factory=lambda: {UP: [], DOWN: []})

    def measure(self, direction: str, load: Load, status: int) -> None:
        before = cpu_seconds(self.server.pid)
        with MemoryPeak(self.server.pid) as peak:
            answered = run_load(load)
        if set(answered.statuses) != {status}:
            raise RuntimeError(f"the {direction} failed: {answered.statuses}")
        self.processor[direction].append(cpu_seconds(self.server.pid) - before)
        self.seconds[direction].append(answered.latencies[0])
        self.growth[direction].append(peak.growth_bytes)

    def round(self, content: bytes) -> None:
        """Upload, download and remove the file; rest until its pages and its disk space are free again."""
        base = self.server.url + self.files
        self.measure(UP, Load(base, 1, body=content, headers=RAW), 201)
        address = f"{base.rstrip('/')}/{self.newest()}"
        self.measure(DOWN, Load(address + self.content_path, 1, method="GET", headers={}), 200)
        httpx.delete(address, timeout=30).raise_for_status()
        time.sleep(REST_SECONDS)

    def newest(self) -> str:
        page = httpx.get(self.server.url + self.files, params={"limit": 1}, timeout=30).json()
        return str(page["files"][0]["file_id"])

    def drop_first(self) -> None:
        """Forget the times of the round that warmed up; what memory grew by then counts."""
        for values in (self.seconds, self.processor):
            for kept in values.values():
                del kept[0]


def settings(folder: str) -> Mapping[str, str]:
    return {
        "FLOWFORGE_FILES_URL": f"file://{folder}/files",
        "FLOWFORGE_FILES_SIGNING_KEY": "signs the addresses of a benchmark",
        "FLOWFORGE_FILES_QUOTA_BYTES": f'{{"anonymous": {100 * SIZE}}}',
        "FLOWFORGE_FILES_DISCARD_SECONDS": "0.1",
        "FLOWFORGE_FILES_SWEEP_SECONDS": "0.5",
        "FLOWFORGE_FILES_SYNC": "false",  # as the app beside it
        "FLOWFORGE_SPOOL_DIR": f"{folder}/spool",
    }


def transfers(ours: Runs, bare: Runs) -> None:
    """Alternate: both write a new file each time and remove it, so both meet the same memory and disk."""
    content = os.urandom(MIB) * (SIZE // MIB)
    for number in range(1 + ROUNDS):
        for runs in (ours, bare) if number % 2 else (bare, ours):
            runs.round(content)
    ours.drop_first()
    bare.drop_first()


def report_transfers(report: Report, ours: Runs, bare: Runs) -> None:
    report.note(
        "The bare ASGI app (benchmarks/peers/bare_store.py) writes every upload to a new file, hashes it, "
        "serves it in pieces of 1 MiB and removes it. Neither side syncs to the disk. "
        "Both run on the same server and parser."
    )
    for direction in (UP, DOWN):
        seconds = {"FlowForge files": ours.seconds[direction], "bare ASGI": bare.seconds[direction]}
        processor = {"FlowForge files": ours.processor[direction], "bare ASGI": bare.processor[direction]}
        samples = {name: Samples(values) for name, values in seconds.items()}
        rows = [
            (name, one.median, one.best, one.spread, statistics.median(processor[name]))
            for name, one in samples.items()
        ]
        titles = ("contender", "median", "best", "spread", "processor seconds")
        report.table(f"{direction} of 1 GiB, seconds", titles, rows)
        of_bare = ratio(samples, "FlowForge files", "bare ASGI")
        report.target(f"{direction} against bare ASGI", of_bare, 1.15, unit="x")
    for direction in (UP, DOWN):
        grown = max(ours.growth[direction]) / MIB
        report.target(f"memory growth of {direction}s", grown, 50, unit=" MiB")


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
    with (
        tempfile.TemporaryDirectory() as folder,
        serve_app("flowforge_files.app:app", environment=settings(folder)) as served,
        serve_app("benchmarks.peers.bare_store:app", environment={"TMPDIR": folder}) as peer,
    ):
        ours, bare = Runs(served, FILES, "/content"), Runs(peer, "/", "")
        transfers(ours, bare)
    report_transfers(report, ours, bare)
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
