"""A template goes with all its versions."""

import httpx
import pytest


@pytest.mark.usefixtures("made")
def test_deleting_forgets_every_version(client: httpx.Client) -> None:
    assert client.delete("/templates/capital").status_code == 204
    assert client.get("/templates/capital").status_code == 404
    assert client.delete("/templates/capital").status_code == 404
    assert client.post("/templates/capital", json={"prompt": "Again."}).json()["version"] == 1
