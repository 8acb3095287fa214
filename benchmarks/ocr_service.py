"""What the OCR service costs over its engine, what a second worker brings, and its memory over 500 pictures.

    make bench ARGS=ocr_service

The pictures are those of the service's tests and their halves and quarters, most of them small.
"""

import io
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import psutil
from PIL import Image

from benchmarks.harness import Report, Server, cpu_seconds, serve_app
from flowforge_ocr.core.pages.sources import Source
from flowforge_ocr.core.recognition.how import How
from flowforge_ocr.core.recognition.reading import read_source
from flowforge_ocr.settings import OcrSettings

FILES = Path(__file__).parents[1] / "services/ocr/tests/files"
NAMES = ("french.png", "small_print.png", "turned_90.png", "invoice.png", "slanted.png")
ROUNDS, PICTURES, STEP = 3, 500, 50
MIB = 1 << 20


class Patient:
    """A context that is never in a hurry."""

    deadline = time.monotonic() + 36_000

    def check(self) -> None: ...

    def progress(self, *_: object) -> None: ...


def pictures() -> Iterator[bytes]:
    """Yield PNGs of many sizes: each picture whole, its halves and its quarters."""
    for name in NAMES:
        with Image.open(FILES / name) as opened:
            whole = opened.convert("RGB")
        width, height = whole.size
        for across, down in ((1, 1), (1, 2), (2, 2)):
            for column in range(across):
                for row in range(down):
                    size = (width // across, height // down)
                    box = (column * size[0], row * size[1], (column + 1) * size[0], (row + 1) * size[1])
                    buffer = io.BytesIO()
                    whole.crop(box).save(buffer, "PNG")
                    yield buffer.getvalue()


def read(client: httpx.Client, content: bytes) -> dict[str, Any]:
    answer = client.post("/api/v1/ocr/read", files={"file": ("page.png", content)})
    answer.raise_for_status()
    result: dict[str, Any] = answer.json()
    return result


def in_process(path: Path) -> None:
    context: Any = Patient()
    with read_source(Source(path), How(), OcrSettings().limits, context) as (_, pages):
        list(pages)


def overhead(report: Report, server: Server, folder: Path, contents: Sequence[bytes]) -> None:
    """Read each picture by a call and in this process, by turns."""
    paths = []
    for number, content in enumerate(contents):
        path = folder / f"{number}.png"
        path.write_bytes(content)
        paths.append(path)
    calls: list[tuple[float, float]] = []
    alone: list[tuple[float, float]] = []
    with httpx.Client(base_url=server.url, timeout=120) as client:
        for warm_up in (True, *[False] * ROUNDS):
            called, engine = [0.0, 0.0], [0.0, 0.0]
            for path, content in zip(paths, contents, strict=True):
                began, used = time.perf_counter(), cpu_seconds(server.pid)
                read(client, content)
                called[0] += time.perf_counter() - began
                called[1] += cpu_seconds(server.pid) - used
                began, used = time.perf_counter(), time.process_time()
                in_process(path)
                engine[0] += time.perf_counter() - began
                engine[1] += time.process_time() - used
            if not warm_up:
                calls.append((called[0], called[1]))
                alone.append((engine[0], engine[1]))
    rows = [
        (way, *(statistics.median(column) for column in zip(*found, strict=True)))
        for way, found in (("HTTP call", calls), ("engine in-process", alone))
    ]
    title = f"Seconds for {len(contents)} pictures, median of {ROUNDS} rounds"
    report.table(title, ("way", "seconds", "CPU seconds, all processes"), rows)
    for column, what in enumerate(("time", "CPU time")):
        ratios = [call[column] / engine[column] for call, engine in zip(calls, alone, strict=True)]
        target = f"{what} of the whole HTTP call against the engine in-process"
        report.target(target, statistics.median(ratios), 1.1, unit="x")


def throughput(report: Report, server: Server, contents: Sequence[bytes]) -> None:
    """Read all pictures by one connection and by two, by turns."""
    rates: dict[int, list[float]] = {1: [], 2: []}
    with httpx.Client(base_url=server.url, timeout=120) as client:
        for _ in range(ROUNDS):
            for connections, found in rates.items():
                began = time.perf_counter()
                with ThreadPoolExecutor(connections) as threads:
                    list(threads.map(lambda content: read(client, content), contents))
                found.append(len(contents) / (time.perf_counter() - began))
    rows = [(connections, statistics.median(found)) for connections, found in rates.items()]
    report.table("Pictures a second", ("workers in use", "pictures a second"), rows)
    gain = statistics.median(two / one for one, two in zip(rates[1], rates[2], strict=True))
    report.target("two workers against one", gain, 1.8, unit="x", at_least=True)


def family_bytes(pid: int) -> int:
    """Return the memory of a process and its children, pages that they share counted once."""
    process = psutil.Process(pid)
    total = 0
    for each in (process, *process.children(recursive=True)):
        try:
            total += each.memory_full_info().pss
        except psutil.NoSuchProcess:
            continue
    return total


def memory(report: Report, server: Server, contents: Sequence[bytes]) -> None:
    curve: list[tuple[int, float]] = []
    with httpx.Client(base_url=server.url, timeout=120) as client, ThreadPoolExecutor(2) as threads:
        for done in range(0, PICTURES, STEP):
            batch = [contents[number % len(contents)] for number in range(done, done + STEP)]
            list(threads.map(lambda content: read(client, content), batch))
            curve.append((done + STEP, family_bytes(server.pid) / MIB))
            print(json.dumps(curve[-1]), file=sys.stderr, flush=True)
    report.table("MiB held by the service and its workers", ("pictures read", "MiB"), curve)
    settled = [held for count, held in curve if count > 2 * STEP]
    first = statistics.mean(held for count, held in curve if count <= 2 * STEP)
    report.target(
        "most memory after the first 100 pictures, against then", max(settled) / first, 1.1, unit="x"
    )


def main() -> None:
    report = Report("ocr_service", "The OCR service over HTTP", packages=["onnxruntime", "rapidocr"])
    contents = list(pictures())
    environment = {"FLOWFORGE_PROCESSES": "2"}
    with (
        serve_app("flowforge_ocr.app:app", environment=environment) as server,
        httpx.Client(base_url=server.url, timeout=120) as client,
        ThreadPoolExecutor(2) as threads,
    ):
        list(threads.map(lambda content: read(client, content), contents[:4]))  # both workers load the models
        with tempfile.TemporaryDirectory() as folder:
            overhead(report, server, Path(folder), contents[:12])
        throughput(report, server, contents)
        memory(report, server, sorted(contents, key=len)[:20])
    report.write()


if __name__ == "__main__":
    main()
