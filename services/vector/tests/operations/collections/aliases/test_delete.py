from typing import Any

import httpx


def test_the_collection_stays(client: httpx.Client, create: Any) -> None:
    name = create()
    client.post(f"/collections/{name}/aliases", json={"alias": "other"})
    assert client.delete(f"/collections/{name}/aliases/other").json() == {"deleted": "other"}
    assert client.get("/collections/other").status_code == 404
    assert client.get(f"/collections/{name}").status_code == 200
    error = client.delete(f"/collections/{name}/aliases/other").json()["error"]
    assert error["code"] == "ALIAS_UNKNOWN"
