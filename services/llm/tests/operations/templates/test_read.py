"""Versions stay as they were."""

from typing import Any

import httpx


def test_versions_count_up_and_stay(client: httpx.Client, made: dict[str, Any]) -> None:
    client.post("/templates/capital", json={"prompt": "Say {{country}}."})
    latest = client.get("/templates/capital").json()
    assert (latest["version"], latest["prompt"]) == (2, "Say {{country}}.")
    first = client.get("/templates/capital", params={"version": 1}).json()
    assert first == made
    missing = client.get("/templates/capital", params={"version": 3})
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "TEMPLATE_NOT_FOUND")
    assert "in version 3" in missing.json()["error"]["message"]
