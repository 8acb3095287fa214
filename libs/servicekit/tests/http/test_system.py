"""What a service tells about itself."""

import gzip
import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from prometheus_client.parser import text_string_to_metric_families

from servicekit.execution.sandbox.isolation import isolation
from servicekit.testing import serve_process

SYSTEM = ["/health", "/openapi.json", "/openapi-3.0.json", "/docs"]


@pytest.mark.parametrize(
    "path", [*SYSTEM, "/ready", "/live", "/metrics", *(f"/api/v1/sample{path}" for path in SYSTEM)]
)
def test_system_paths_answer(sample_url: str, path: str) -> None:
    answer = httpx.get(sample_url.removesuffix("/api/v1/sample") + path)
    assert answer.status_code == 200
    assert answer.headers["x-request-id"]


def test_health_names_every_part(sample: httpx.Client) -> None:
    found = sample.get("/health").json()
    assert (found["status"], found["service"]) == ("ok", "sample")
    assert found["uptime"] > 0
    assert set(found["checks"]) == {"cache", "store", "files", "spool", "workers", "engine"}
    assert {check["status"] for check in found["checks"].values()} == {"ok"}


def test_health_says_what_worker_processes_are_kept_from(sample: httpx.Client) -> None:
    detail = sample.get("/health").json()["checks"]["workers"]["detail"]
    assert detail == isolation()
    assert set(detail) == {"files", "network", "sockets", "signals"}


def test_health_tells_nobody_where_a_part_is(tmp_path: Path) -> None:
    away = {"FLOWFORGE_REDIS_URL": "redis://:hunter2@127.0.0.1:1/0"}
    with serve_process("kit_sample.app:app", tmp_path, environment=away) as served:
        answer = httpx.get(f"{served.url}/health")
    assert answer.json()["checks"]["cache"]["status"] == "failing"
    assert answer.json()["status"] == "degraded"
    message = answer.json()["checks"]["cache"]["message"]
    assert message == "It does not work at present: the log of the service has the details."
    assert not re.search(r"127\.0\.0\.1|hunter2|redis", answer.text)


def test_health_shows_what_a_resource_says_of_itself(sample: httpx.Client) -> None:
    assert sample.post("/engine", json={}).status_code == 200
    detail = sample.get("/health").json()["checks"]["engine"]["detail"]
    assert int(detail["turns"]) >= 1


def test_documents_come_compressed_where_that_is_understood(sample: httpx.Client) -> None:
    plain = sample.get("/docs", headers={"accept-encoding": "identity"})
    with sample.stream("GET", "/docs", headers={"accept-encoding": "gzip"}) as packed:
        assert packed.headers["content-encoding"] == "gzip"
        assert gzip.decompress(b"".join(packed.iter_raw())) == plain.content


def samples(sample_url: str) -> dict[tuple[str, str, str], float]:
    text = httpx.get(sample_url.removesuffix("/api/v1/sample") + "/metrics").text
    return {
        (
            one.name,
            one.labels.get("operation", ""),
            one.labels.get("status", one.labels.get("code", "")),
        ): one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }


def test_metrics_count_by_operation(sample: httpx.Client, sample_url: str) -> None:
    before = samples(sample_url)
    sample.post("/echo", json={"text": "hello"})
    sample.post("/echo", json={"text": "unspeakable"})
    after = samples(sample_url)

    def grown(name: str, kind: str = "") -> float:
        key = (name, "sample.echo", kind)
        return after[key] - before.get(key, 0)

    assert grown("flowforge_requests_total", "200") == 1
    assert grown("flowforge_requests_total", "422") == 1
    assert grown("flowforge_errors_total", "SAMPLE_UNSPEAKABLE") == 1
    assert grown("flowforge_operations_performed_total") == 1
    assert grown("flowforge_request_seconds_count") == 2
    assert grown("flowforge_received_bytes_total") == len('{"text":"hello"}') + len('{"text":"unspeakable"}')


@pytest.fixture
def collector() -> Iterator[tuple[str, list[bytes]]]:
    """A receiver of OTLP over HTTP that keeps what it is sent."""
    received: list[bytes] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", received
        server.shutdown()


def test_spans_continue_the_callers_trace(tmp_path: Path, collector: tuple[str, list[bytes]]) -> None:
    endpoint, received = collector
    trace = "0af7651916cd43dd8448eb211c80319c"
    with serve_process(
        "kit_sample.app:app", tmp_path, environment={"FLOWFORGE_OTLP_ENDPOINT": endpoint}
    ) as server:
        headers = {"traceparent": f"00-{trace}-b7ad6b7169203331-01", "x-request-id": "r-1"}
        httpx.post(f"{server.url}/api/v1/sample/echo", json={"text": "hi"}, headers=headers)
        server.process.terminate()
        server.process.wait(timeout=10)
    exported = [ExportTraceServiceRequest.FromString(body) for body in received]
    spans = [
        span
        for request in exported
        for one in request.resource_spans
        for scope in one.scope_spans
        for span in scope.spans
    ]
    assert [(span.name, span.trace_id.hex()) for span in spans] == [("POST /api/v1/sample/echo", trace)]
    attributes = {one.key: one.value for one in spans[0].attributes}
    assert attributes["http.status_code"].int_value == 200
    assert attributes["request.id"].string_value == "r-1"
    assert attributes["operation"].string_value == "sample.echo"


def test_one_json_line_a_request(tmp_path: Path) -> None:
    with serve_process("kit_sample.app:app", tmp_path) as server:
        httpx.post(
            f"{server.url}/api/v1/sample/echo", json={"text": "private"}, headers={"x-request-id": "r-1"}
        )
        server.process.terminate()
        server.process.wait(timeout=10)
        lines = [json.loads(line) for line in server.log_text.splitlines() if line.startswith("{")]
    assert "private" not in server.log_text
    [line] = [line for line in lines if line.get("request_id") == "r-1"]
    assert line["operation"] == "sample.echo"
    assert (line["status"], line["method"], line["consumer"]) == (200, "POST", "anonymous")
    assert line["milliseconds"] > 0


def test_measures_of_a_services_own_are_published(sample: httpx.Client) -> None:
    before = _words_streamed(sample)
    sample.post("/relay", json={"words": ["a", "b"], "stream": True})
    assert _words_streamed(sample) == before + 2
    assert 'flowforge_sample_relayed_words_per_request_bucket{le="10.0"}' in _metrics(sample)


def _words_streamed(sample: httpx.Client) -> float:
    found = re.search(r'flowforge_sample_relayed_words_total{way="stream"} (\S+)', _metrics(sample))
    return float(found[1]) if found else 0.0


def _metrics(sample: httpx.Client) -> str:
    return sample.get(f"{sample.base_url.copy_with(path='/metrics')}").text
