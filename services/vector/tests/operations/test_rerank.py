import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from flowforge_vector.engines.endpoint import Endpoint as ServerAddress
from flowforge_vector.engines.errors import RerankerAway, RerankerFailed
from flowforge_vector.engines.ranking import Reranker
from servicekit import ANONYMOUS


def test_without_a_model_the_setting_is_named(client: httpx.Client) -> None:
    answer = client.post("/rerank", json={"query": "a", "texts": ["b"]})
    assert answer.status_code == 501
    assert answer.json()["error"]["code"] == "RERANKER_NOT_CONFIGURED"
    assert "FLOWFORGE_VECTOR_RERANK_URL" in answer.json()["error"]["message"]


class Endpoint(BaseHTTPRequestHandler):
    """A server with the rerank API of Cohere that counts common words."""

    status = 200

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        words = set(body["query"].split())
        results = [
            {"index": index, "relevance_score": len(words.intersection(text.split()))}
            for index, text in enumerate(body["documents"])
        ]
        found = sorted(results, key=lambda one: -one["relevance_score"])
        answer = json.dumps({"results": found}).encode()
        self.send_response(type(self).status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Be quiet."""


@pytest.fixture
def endpoint() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


async def test_scores_come_in_the_order_of_the_texts(endpoint: str) -> None:
    reranker = Reranker(ServerAddress(endpoint), "any")
    scores = await reranker.score("red apple", ["a pear", "a red apple", "an apple"], ANONYMOUS)
    await reranker.close()
    assert scores == [0, 2, 1]


async def test_a_server_that_fails_is_told(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    reranker = Reranker(ServerAddress(endpoint), None)
    for status, failure in ((503, RerankerAway), (500, RerankerFailed)):
        monkeypatch.setattr(Endpoint, "status", status)
        with pytest.raises(failure):
            await reranker.score("a", ["b"], ANONYMOUS)
    await reranker.close()
