"""Pictures a second: the image service, Sharp behind Node's bare http server, and pyvips alone, set alike."""

import http.client
import io
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import psutil
from PIL import Image
from skimage import metrics

from benchmarks.harness import (
    Load,
    Report,
    Server,
    cpu_seconds,
    interleave,
    ratio,
    run_load,
    serve_app,
)
from benchmarks.peers.bare_pictures import (
    PIPELINE_WIDTH,
    STEPS,
    WIDTH,
    pictures_pool,
    resize,
    thirty_steps,
)
from benchmarks.peers.node import SHARP, serve_node

ROOT = Path(__file__).parents[1]
CONNECTIONS, ROUNDS = 8, 5
MIB = 1 << 20
# What is asked of each, and how many requests make a round: the same quality, effort and kernel.
CASES = {
    "12 MP JPEG to JPEG": ("jpeg", "quality=80", "quality=80", 50),
    "12 MP JPEG to WebP": ("webp", "quality=80&effort=4", "quality=80&effort=4", 20),
    "12 MP JPEG to AVIF": ("avif", "quality=50&effort=3", "quality=50&effort=3", 8),
    "2 MP PNG to PNG": ("png", "effort=6", "compressionLevel=6", 24),
}
PIPELINE, PIPELINES = "30 steps on 12 MP", 8
BOUNDARY = "pictures"


def photograph() -> tuple[bytes, bytes]:
    """Return a JPEG of 12 megapixels and a PNG of 2, made of a photograph of scikit-image's."""
    with Image.open(Path(str(resources.files("skimage") / "data" / "coffee.png"))) as coffee:
        made = []
        for size, kind in (((4242, 2828), "JPEG"), ((1732, 1155), "PNG")):
            stream = io.BytesIO()
            coffee.resize(size, Image.Resampling.BICUBIC).save(stream, kind, quality=90)
            made.append(stream.getvalue())
    return made[0], made[1]


def once(server: Server, asked: "Request") -> bytes:
    address = urlsplit(server.url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=60)
    connection.request("POST", asked.path, asked.body, asked.headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{asked.path}: {answer.status} {content[:200]!r}")
    return content


def rate(server: Server, asked: "Request", requests: int) -> float:
    load = Load(server.url + asked.path, requests, CONNECTIONS, body=asked.body, headers=asked.headers)
    answered = run_load(load)
    if set(answered.statuses) != {200}:
        raise RuntimeError(f"{asked.path}: not all answers were right: {answered.statuses}")
    return answered.rate


def likeness(written: bytes, source: bytes) -> float:
    """SSIM of what was written with a reference: the whole source, scaled by Pillow's Lanczos filter."""
    with Image.open(io.BytesIO(written)) as small, Image.open(io.BytesIO(source)) as large:
        reference = large.convert("RGB").resize(small.size, Image.Resampling.LANCZOS)
        pixels = np.asarray(small.convert("RGB")), np.asarray(reference)
    structural_similarity: Any = metrics.structural_similarity
    return float(structural_similarity(*pixels, channel_axis=2))


@dataclass(frozen=True, slots=True)
class Request:
    path: str
    body: bytes
    media_type: str = "image/jpeg"

    @property
    def headers(self) -> dict[str, str]:
        return {"content-type": self.media_type}


@dataclass(frozen=True, slots=True)
class Case:
    """One row: the same work asked of the service and of Sharp, and called in pyvips."""

    name: str
    ours: "Request"
    sharp: "Request"
    bare: partial[float]
    requests: int


def cases_of(folder: Path, jpeg: bytes, png: bytes) -> list[Case]:
    paths = {"jpeg": folder / "photograph.jpg", "png": folder / "photograph.png"}
    paths["jpeg"].write_bytes(jpeg)
    paths["png"].write_bytes(png)
    rows = []
    for name, (kind, options, theirs, requests) in CASES.items():
        source = "png" if kind == "png" else "jpeg"
        query = f"width={WIDTH}&format={kind}"
        ours, sharp = f"/api/v1/image/resize?{query}&{options}", f"/resize?{query}&{theirs}"
        bare = partial(resize, paths[source], kind)
        body = paths[source].read_bytes()
        rows.append(Case(name, Request(ours, body), Request(sharp, body), bare, requests))
    sharp_pipeline = Request(f"/pipeline?format=jpeg&width={PIPELINE_WIDTH}", jpeg)
    bare = partial(thirty_steps, paths["jpeg"])
    return [*rows, Case(PIPELINE, pipeline_form(jpeg), sharp_pipeline, bare, PIPELINES)]


def pipeline_form(jpeg: bytes) -> Request:
    fields = {"format": "jpeg", "quality": "80", "steps": json.dumps(STEPS)}
    form = b"".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    )
    form += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'.encode()
    form += jpeg + f"\r\n--{BOUNDARY}--\r\n".encode()
    return Request("/api/v1/image/pipeline", form, f"multipart/form-data; boundary={BOUNDARY}")


class Meter:
    """Does a case's work with one contender: returns requests a second, and keeps the CPU time of each."""

    def __init__(self, work: Callable[[], tuple[float, float]]) -> None:
        self._work = work
        self._milliseconds: list[float] = []

    def __call__(self) -> float:
        requests_per_second, milliseconds = self._work()
        self._milliseconds.append(milliseconds)
        return requests_per_second

    @property
    def milliseconds(self) -> float:
        return statistics.median(self._milliseconds)


def served(server: Server, asked: Request, requests: int) -> tuple[float, float]:
    before = cpu_seconds(server.pid)
    found = rate(server, asked, requests)
    return found, (cpu_seconds(server.pid) - before) * 1000 / requests


def alone(pool: Executor, call: partial[float], requests: int) -> tuple[float, float]:
    started = time.perf_counter()
    used = sum(made.result() for made in [pool.submit(call) for _ in range(requests)])
    return requests / (time.perf_counter() - started), used * 1000 / requests


def compare(report: Report, ours: Server, sharp: Server, cases: list[Case]) -> None:
    rates, times, written = [], [], []
    with pictures_pool() as pool:
        for case in cases:
            meters = {
                "ours": Meter(partial(served, ours, case.ours, case.requests)),
                "sharp": Meter(partial(served, sharp, case.sharp, case.requests)),
                "bare": Meter(partial(alone, pool, case.bare, case.requests)),
            }
            samples = interleave(meters, rounds=ROUNDS)
            shares = ratio(samples, "ours", "sharp"), ratio(samples, "bare", "ours")
            medians = [samples[name].median for name in meters]
            rates.append((case.name, *medians, shares[0], samples["ours"].spread, shares[1]))
            used = [meter.milliseconds for meter in meters.values()]
            times.append((case.name, *used, used[0] / used[1], used[0] / used[2]))
            written.append((case.name, *look(case, once(ours, case.ours), once(sharp, case.sharp))))
            report.target(f"{case.name}: throughput against Sharp", shares[0], 1.0, unit="x", at_least=True)
            report.target(f"{case.name}: CPU time against Sharp", used[0] / used[1], 1.0, unit="x")
            report.target(f"{case.name}: CPU time against pyvips alone", used[0] / used[2], 1.15, unit="x")
    header = ("case", "FlowForge", "Sharp", "pyvips", "to Sharp", "spread", "pyvips to it")
    report.table(f"Requests a second, {CONNECTIONS} connections", header, rates)
    header_of_times = ("case", "FlowForge", "Sharp", "pyvips", "to Sharp", "to pyvips")
    report.table("Milliseconds of CPU time a request, all processes of each", header_of_times, times)
    report.table("Size and SSIM of what is written", ("case", "FlowForge", "Sharp"), written)


def look(case: Case, ours: bytes, sharp: bytes) -> tuple[str, str]:
    """Report sizes and similarity to the source; results of the pipeline are compared with one another."""
    if case.name == PIPELINE:
        return f"{len(ours) >> 10} KiB, {likeness(ours, sharp):.4f} to Sharp's", f"{len(sharp) >> 10} KiB"
    source = case.sharp.body
    both = [f"{len(each) >> 10} KiB, {likeness(each, source):.4f}" for each in (ours, sharp)]
    return both[0], both[1]


def family_memory(pid: int) -> int:
    """Return the memory of a process and its children, pages that they share counted once."""
    process = psutil.Process(pid)
    return sum(each.memory_full_info().pss for each in (process, *process.children(recursive=True)))


def memory(report: Report, ours: Server, jpeg: bytes) -> None:
    path = f"/api/v1/image/resize?width={WIDTH}&format=jpeg"
    load = Load(
        ours.url + path, 250, 32, body=jpeg, headers={"content-type": "image/jpeg"}, timeout_seconds=200
    )
    held = []
    for _ in range(4):
        if set(run_load(load).statuses) != {200}:
            raise RuntimeError("not all answers were right")
        held.append(family_memory(ours.pid) / MIB)
    report.table(
        "MiB held by all processes of the service, shared pages once, after requests at 32 connections",
        ("250", "500", "750", "1,000"),
        [held],
    )
    report.target("memory after 1,000 requests", held[-1], 400, unit=" MiB")
    report.target("growth from 500 to 1,000 requests", held[-1] / held[1], 1.1, unit="x")


def main() -> None:
    report = Report(
        "image", "Pictures a second, beside Sharp and pyvips", packages=["pyvips", "pyvips-binary", "pillow"]
    )
    cores = os.cpu_count() or 2
    report.note(
        f"Sharp {SHARP}, its cache off, a thread for each core. pyvips alone in {cores} processes.\n"
        f"The service has {cores + 1} worker processes, one more than cores: one works while another's\n"
        "answer leaves and its next call arrives. On a machine that is busy with other work, requests a\n"
        "second favor whoever has more processes, so CPU time tells more there."
    )
    jpeg, png = photograph()
    environment = {"FLOWFORGE_PROCESSES": str(cores + 1)}
    with (
        tempfile.TemporaryDirectory() as folder,
        serve_app("flowforge_image.app:app", environment=environment) as ours,
    ):
        with serve_node("sharp", SHARP) as sharp:
            compare(report, ours, sharp, cases_of(Path(folder), jpeg, png))
        memory(report, ours, jpeg)
    report.write()


if __name__ == "__main__":
    main()
