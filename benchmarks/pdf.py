"""PDF work over HTTP against the best libraries in one process and the qpdf command; memory; a mixed load."""

import http.client
import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from benchmarks.harness import (
    MemoryPeak,
    Report,
    Server,
    cpu_seconds,
    interleave,
    memory_bytes,
    ratio,
    serve_app,
)
from benchmarks.peers import bare_pdf
from benchmarks.peers.bare_pdf import Documents

ROUNDS = 4
MIB = 1 << 20
BOUNDARY = "documents"
RATIO, INVOICE_MS, MEMORY = 1.15, 30.0, 3.0
MIXED, MIXED_FLAT_MIB = 500, 40


@dataclass(frozen=True, slots=True)
class Call:
    """A request: files by the names of their fields, and the other fields."""

    operation: str
    files: list[tuple[str, bytes]]
    fields: dict[str, Any]

    def body(self) -> tuple[bytes, dict[str, str]]:
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{number}.pdf"\r\n'
            f"Content-Type: application/pdf\r\n\r\n".encode()
            + content
            + b"\r\n"
            for number, (name, content) in enumerate(self.files)
        ]
        for name, value in self.fields.items():
            text = value if isinstance(value, str) else json.dumps(value)
            parts.append(
                f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'.encode()
            )
        headers = {"content-type": f"multipart/form-data; boundary={BOUNDARY}", "cache-control": "no-store"}
        return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()]), headers


@dataclass(slots=True)
class Asking:
    """Sends calls to the service and keeps what they cost."""

    server: Server
    cpu: float = 0.0

    def __call__(self, call: Call, **query: str) -> bytes:
        body, headers = call.body()
        address = urlsplit(self.server.url)
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=120)
        before = cpu_seconds(self.server.pid)
        connection.request("POST", f"/api/v1/pdf/{call.operation}?{urlencode(query)}", body, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        self.cpu = cpu_seconds(self.server.pid) - before
        if answer.status != 200:
            raise RuntimeError(f"{call.operation}: {answer.status} {content[:300]!r}")
        return content


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def calls_of(documents: Documents) -> dict[str, Call]:
    long, hundred = [("file", documents.pages_400)], [("file", documents.pages_100)]
    return {
        "merge 20 files of 20 pages": Call("merge", [("files", each) for each in documents.twenty], {}),
        "split 400 pages": Call("split", long, {"every": 1}),
        "text of 100 pages": Call("text", hundred, {}),
        "render 20 pages at 144 dpi": Call(
            "render", [("file", documents.twenty[0])], {"dpi": 144, "format": "png"}
        ),
        "encrypt 400 pages": Call("encrypt", long, {"open_password": "secret"}),
    }


def compare(report: Report, asking: Asking, documents: Documents, folder: Path) -> None:
    rows = []
    for name, call in calls_of(documents).items():
        cpus: dict[str, list[float]] = {}
        contenders: dict[str, Callable[[], float]] = {"service": partial(_service, asking, call, cpus)}
        for peer, work in bare_pdf.PEERS[name].items():
            contenders[peer] = partial(_peer, work, documents, cpus, peer)
        command = bare_pdf.qpdf_command(name, documents, folder)
        if command is not None:
            contenders["qpdf"] = partial(timed, command)
        samples = interleave(contenders, rounds=ROUNDS)
        peers = [each for each in samples if each != "service"]
        libraries = [each for each in peers if each != "qpdf"]
        best = min(libraries, key=lambda each: samples[each].median)
        wall, processor = ratio(samples, "service", best), min(cpus["service"]) / min(cpus[best])
        rows.append(
            [
                name,
                samples["service"].median * 1000,
                *(", ".join(f"{each} {samples[each].median * 1000:.0f}" for each in peers),),
                wall,
                processor,
                ratio(samples, "service", "qpdf") if "qpdf" in samples else "not installed",
            ]
        )
        report.target(f"{name}, wall time of the call / {best} in one process", wall, RATIO)
        report.target(f"{name}, processor time / {best} in one process", processor, RATIO)
    report.table(
        "Whole calls over HTTP, medians of interleaved rounds",
        ("work", "service ms", "peers ms", "wall ratio", "processor ratio", "to qpdf"),
        rows,
    )


def _service(asking: Asking, call: Call, cpus: dict[str, list[float]]) -> float:
    seconds = timed(lambda: asking(call))
    cpus.setdefault("service", []).append(asking.cpu)
    return seconds


def _peer(
    work: Callable[[Documents], object], documents: Documents, cpus: dict[str, list[float]], name: str
) -> float:
    before = time.process_time()
    seconds = timed(lambda: work(documents))
    cpus.setdefault(name, []).append(time.process_time() - before)
    return seconds


def make_invoices(report: Report, asking: Asking) -> None:
    rows = []
    for name, call in (
        ("HTML with 40 rows", Call("from-html", [], {"html": bare_pdf.invoice_html()})),
        ("invoice with 40 lines, Factur-X", Call("from-invoice", [], {"invoice": bare_pdf.invoice_json()})),
    ):
        walls, cpus = [], []
        for _ in range(12):
            walls.append(timed(lambda call=call: asking(call)) * 1000)
            cpus.append(asking.cpu * 1000)
        rows.append([name, sorted(walls)[len(walls) // 2], min(walls), min(cpus)])
        if "HTML" in name:
            report.target(
                "an invoice of 40 rows from HTML, processor time", min(cpus), INVOICE_MS, unit=" ms"
            )
    report.table("Documents made", ("document", "median ms", "best ms", "processor ms"), rows)


def redact(report: Report, asking: Asking, documents: Documents) -> None:
    rows = []
    for pages, content in ((20, documents.twenty[0]), (100, documents.pages_100)):
        call = Call("redact", [("file", content)], {"texts": ["Quarterly 7"]})
        started = time.perf_counter()
        try:
            asking(call)
            outcome = "in the call"
        except RuntimeError:
            outcome = "over 25 s: a job (Prefer: respond-async)"
        rows.append([pages, time.perf_counter() - started, bare_pdf.seconds_of_redaction(content), outcome])
    header = ("pages of 50 lines", "seconds of the call", "processor seconds alone", "outcome")
    report.table("Redaction with proof", header, rows)


def watch_memory(report: Report, asking: Asking) -> None:
    large = bare_pdf.large_documents()
    rows = []
    for name, call, size in (
        ("merge", Call("merge", [("files", each) for each in large], {}), sum(map(len, large))),
        ("split", Call("split", [("file", bare_pdf.joined(large))], {"every": 1}), sum(map(len, large))),
    ):
        asking(call)
        rest = memory_bytes(asking.server.pid)
        with MemoryPeak(asking.server.pid) as peak:
            asking(call)
        share = peak.growth_bytes / size
        rows.append([name, size / MIB, rest / MIB, peak.peak_bytes / MIB, share])
        report.target(f"{name}: memory above rest / input", share, MEMORY)
    report.table(
        "Memory of service and workers",
        ("work", "input MiB", "rest MiB", "peak MiB", "above rest / input"),
        rows,
    )


def mix(report: Report, asking: Asking) -> None:
    small = bare_pdf.pages(2, 0)
    calls = [
        Call("info", [("file", small)], {}),
        Call("text", [("file", small)], {}),
        Call("rotate", [("file", small)], {"degrees": 90}),
        Call("merge", [("files", small), ("files", small)], {}),
        Call("thumbnail", [("file", small)], {}),
        Call("compress", [("file", small)], {}),
        Call("from-html", [], {"html": "<h1>Hello</h1>"}),
        Call("watermark", [("file", small)], {"text": "Draft"}),
        Call("search", [("file", small)], {"text": "Quarterly"}),
        Call("redact", [("file", small)], {"texts": ["Quarterly 7"]}),
    ]
    sizes = []
    for number in range(MIXED):
        asking(calls[number % len(calls)])
        if number % 100 == 99:
            sizes.append(memory_bytes(asking.server.pid) / MIB)
    report.table(
        f"Memory over {MIXED} mixed requests",
        tuple(f"after {100 * (number + 1)}" for number in range(len(sizes))),
        [[f"{each:.0f} MiB" for each in sizes]],
    )
    report.target("growth from request 100 to 500", sizes[-1] - sizes[0], MIXED_FLAT_MIB, unit=" MiB")


def main() -> None:
    report = Report("pdf", "PDF", packages=("pikepdf", "pypdfium2", "pypdf", "plutoprint"))
    report.note(
        "Every call is a whole HTTP request with its upload; nothing is cached. The peers work in one "
        "process on bytes in memory. On a shared machine ratios of rounds count, not milliseconds."
    )
    documents = bare_pdf.documents()
    environment = {"FLOWFORGE_WORKER_PROCESSES": "1", "FLOWFORGE_MAX_BODY_BYTES": str(512 * MIB)}
    with (
        tempfile.TemporaryDirectory() as folder,
        serve_app("flowforge_pdf.app:app", environment=environment) as server,
    ):
        asking = Asking(server)
        compare(report, asking, documents, Path(folder))
        make_invoices(report, asking)
        redact(report, asking, documents)
        watch_memory(report, asking)
        mix(report, asking)
    report.write()


if __name__ == "__main__":
    main()
