"""No URL of a caller reaches an engine: every one is downloaded by the service, and arrives as data."""

import base64
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import orjson
import pytest

from flowforge_llm.core.apis.anthropic.request import ConversationRequest, MessageRequest
from flowforge_llm.core.chat.counting import CountedRequest
from flowforge_llm.operations.batch import SERVED
from servicekit.testing import serve_process

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
FORBIDDEN = [
    "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.1/x.png",
    "file:///etc/passwd",
    "http://[::1]/x.png",
    "gopher://example.org/",
    "HTTP://LOCALHOST/x.png",
    "/etc/passwd",
]
MODELS = """
default = "sees"
[models.sees]
engine = "{kind}"
url = "{url}/v1"
context_length = 8192
can = ["chat", "vision"]
"""


class Recorder(ThreadingHTTPServer):
    """An engine that answers every chat alike and keeps what it was sent; it also serves a picture."""

    bodies: list[Any]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Recorder

    def do_POST(self) -> None:
        self.server.bodies.append(orjson.loads(self.rfile.read(int(self.headers["content-length"]))))
        message = {"role": "assistant", "content": "A dot."}
        usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
        choices = [{"index": 0, "message": message, "finish_reason": "stop"}]
        answer = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": choices}
        self.reply(orjson.dumps({**answer, "usage": usage, "tokens": [1, 2, 3]}), "application/json")

    def do_GET(self) -> None:
        self.reply(PNG, "application/octet-stream")

    def reply(self, body: bytes, media_type: str) -> None:
        self.send_response(200)
        self.send_header("content-type", media_type)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def recorder() -> Iterator[Recorder]:
    server = Recorder(("127.0.0.1", 0), Handler)
    server.bodies = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def seeing(recorder: Recorder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("sees")
    models = folder / "models.toml"
    models.write_text(MODELS.format(kind="vllm", url=recorder.url))
    environment = {
        "FLOWFORGE_LLM_MODELS_FILE": str(models),
        "FLOWFORGE_FETCH_ALLOW_HOSTS": '["127.0.0.1"]',
        "FLOWFORGE_STORE_URL": f"sqlite:///{folder / 'store.sqlite'}",
    }
    with (
        serve_process("flowforge_llm.app:app", folder, environment=environment) as served,
        httpx.Client(base_url=f"{served.url}/api/v1/llm", timeout=60) as client,
    ):
        yield client


def requests(url: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every operation that takes pictures, with one at *url*."""
    chat = {"role": "user", "content": [{"type": "image_url", "image_url": {"url": url}}]}
    picture = {"type": "image", "source": {"type": "url", "url": url}}
    item = {"role": "user", "content": [{"type": "input_image", "image_url": url}]}
    anthropic = {"messages": [{"role": "user", "content": [picture]}]}
    yield "/chat/completions", {"messages": [chat]}
    yield "/responses", {"input": [item]}
    yield "/v1/messages", {**anthropic, "max_tokens": 5}
    yield "/v1/messages/count_tokens", anthropic
    yield "/count", {"messages": [chat]}
    yield "/tokenize", {"messages": [chat]}


@pytest.mark.parametrize("url", FORBIDDEN)
def test_an_address_that_is_not_public_is_refused_before_the_engine_is_asked(
    seeing: httpx.Client, recorder: Recorder, url: str
) -> None:
    recorder.bodies.clear()
    for path, body in requests(url):
        answer = seeing.post(path, json=body)
        assert answer.status_code == 400, (path, answer.text)
        assert "Picture 1" in answer.json()["error"]["message"], path
    line = orjson.dumps({"body": {"messages": next(requests(url))[1]["messages"]}})
    batch = seeing.post("/batch", files={"file": ("a.jsonl", line)})
    assert batch.json()["response"]["status_code"] == 400, batch.text
    assert recorder.bodies == []


def test_what_may_be_downloaded_arrives_as_data(seeing: httpx.Client, recorder: Recorder) -> None:
    expected = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    for path, body in requests(f"{recorder.url}/dot.png"):
        recorder.bodies.clear()
        answer = seeing.post(path, json=body)
        assert answer.status_code == 200, (path, answer.text)
        assert recorder.bodies, path
        for sent in recorder.bodies:
            assert recorder.url not in orjson.dumps(sent).decode(), path
            assert sent["messages"][-1]["content"][0]["image_url"]["url"] == expected, path


def test_a_data_url_is_checked(seeing: httpx.Client) -> None:
    for url in ("data:text/html;base64,aGk=", "data:image/png;base64,", "data:image/png"):
        answer = seeing.post("/chat/completions", json=next(requests(url))[1])
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_image_url")
        assert answer.json()["error"]["param"] == "messages.0.content.0.image_url.url"


def test_no_other_field_holds_a_url() -> None:
    """A new field with a URL must be added to `requests` above, and to the code that downloads it."""
    models = {model for model, _ in SERVED.values()} | {MessageRequest, ConversationRequest, CountedRequest}
    found = {name for model in models for name in url_fields(model.model_json_schema())}
    assert found == {"ImageAddress.url", "ImagePart.image_url", "PictureAddress.url", "InputImage.image_url"}


def url_fields(schema: dict[str, Any]) -> Iterator[str]:
    """Yield the fields named after URLs. Files, also those given by URL, are read by the kit."""
    parts = {schema["title"]: schema, **schema.get("$defs", {})}
    for title, part in parts.items():
        for name in part.get("properties", {}) if title != "FileReference" else ():
            if "url" in name or "uri" in name:
                yield f"{title}.{name}"
