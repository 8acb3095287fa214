"""What the kit costs: small JSON, uploads, idle memory, many callers at once."""

import os

from benchmarks.harness import (
    Load,
    MemoryPeak,
    Report,
    Samples,
    Server,
    cpu_seconds,
    interleave,
    ratio,
    run_load,
    serve_app,
    settled_memory_bytes,
)

SMALL = b'{"text": "hello", "algorithm": "sha256"}'
UPLOAD_BYTES = 50_000_000
BOUNDARY = b"benchmark-boundary"
PART = (
    b'Content-Disposition: form-data; name="file"; filename="a.bin"\r\nContent-Type: application/octet-stream'
)
MIB = 1 << 20


def cpu_per_request(server: Server, path: str, requests: int = 3000) -> float:
    before = cpu_seconds(server.pid)
    answered = run_load(Load(server.url + path, requests, connections=16, body=SMALL))
    if set(answered.statuses) != {200}:
        raise RuntimeError(f"not all answers were right: {answered.statuses}")
    return (cpu_seconds(server.pid) - before) / requests * 1e6


def upload(server: Server, path: str, media_type: bytes, body: bytes) -> float:
    load = Load(server.url + path, 1, body=body, headers={"content-type": media_type.decode()})
    answered = run_load(load)
    if set(answered.statuses) != {200}:
        raise RuntimeError(f"the upload failed: {answered.statuses}")
    return answered.latencies[0]


def _encodings() -> dict[str, tuple[bytes, bytes]]:
    content = os.urandom(MIB) * (UPLOAD_BYTES // MIB)
    framed = b"--%s\r\n%s\r\n\r\n%s\r\n--%s--\r\n" % (BOUNDARY, PART, content, BOUNDARY)
    return {
        "raw": (b"application/octet-stream", content),
        "multipart": (b"multipart/form-data; boundary=" + BOUNDARY, framed),
    }


def _small_json(report: Report, crypto: Server) -> None:
    with (
        serve_app("benchmarks.peers.bare_fastapi:app") as bare,
        serve_app("benchmarks.peers.observed_fastapi:app") as observed,
    ):
        samples = interleave(
            {
                "FlowForge crypto.hash": lambda: cpu_per_request(crypto, "/api/v1/crypto/hash"),
                "bare FastAPI": lambda: cpu_per_request(bare, "/hash"),
                "FastAPI with middleware": lambda: cpu_per_request(observed, "/hash"),
            }
        )
    _table(report, "Microseconds of server CPU per small JSON request", samples)
    ours, bare_name, observed_name = samples
    report.target("CPU against bare FastAPI", ratio(samples, ours, bare_name), 1.10, unit="x")
    report.target("CPU against FastAPI with middleware", ratio(samples, ours, observed_name), 0.85, unit="x")


def _uploads(report: Report, crypto: Server) -> None:
    with serve_app("benchmarks.peers.bare_sink:app", environment={}) as sink:
        for name, (media_type, body) in _encodings().items():
            with MemoryPeak(crypto.pid) as peak:
                samples = interleave(
                    {
                        "FlowForge crypto.hash": lambda m=media_type, b=body: upload(
                            crypto, "/api/v1/crypto/hash", m, b
                        ),
                        "bare ASGI": lambda m=media_type, b=body: upload(sink, "/", m, b),
                    },
                    rounds=15,
                    warm_up=2,
                )
            _table(report, f"Seconds to hash a {name} upload of 50 MB", samples)
            report.target(f"{name} upload against bare ASGI", ratio(samples, *samples), 1.15, unit="x")
            report.target(f"memory growth in {name} uploads", peak.growth_bytes / MIB, 20, unit=" MiB")


def _crowd(report: Report, crypto: Server) -> None:
    load = Load(f"{crypto.url}/api/v1/crypto/hash", 20_000, connections=1000, body=SMALL)
    answered = run_load(load)
    rows = [(f"{answered.rate:.0f}/s", *(f"{answered.percentile(p) * 1000:.0f} ms" for p in (50, 99)))]
    report.table("1,000 concurrent callers", ("rate", "p50", "p99"), rows)
    undeclared = sum(count for status, count in answered.statuses.items() if status not in (200, 503))
    report.target("answers that are neither right nor a declared 503", undeclared, 0)


def _table(report: Report, title: str, samples: dict[str, Samples]) -> None:
    rows = [(name, one.median, f"{one.spread:.0%}") for name, one in samples.items()]
    report.table(title, ("contender", "median", "spread"), rows)


def main() -> None:
    report = Report(
        "kit", "What the kit costs", packages=["pydantic", "uvicorn", "fastapi", "python-multipart"]
    )
    with serve_app("flowforge_crypto.app:app") as crypto:
        report.target("idle memory of crypto", settled_memory_bytes(crypto.pid) / MIB, 70, unit=" MiB")
        _small_json(report, crypto)
        _uploads(report, crypto)
        _crowd(report, crypto)
    report.write()


if __name__ == "__main__":
    main()
