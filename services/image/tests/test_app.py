"""The service over a real socket: its examples, in both encodings."""

from typing import Any


def test_every_example_answers_2xx(client: Any) -> None:
    tried = 0
    for path, methods in client.get("openapi.json").json()["paths"].items():
        for method, described in methods.items():
            body = described.get("requestBody", {}).get("content", {}).get("application/json", {})
            name = path.removeprefix("/api/v1/image/")
            answer = client.request(method.upper(), name, json=body.get("example"))
            assert answer.status_code == 200, (path, answer.text)
            tried += 1
    assert tried >= 10
