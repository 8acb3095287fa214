from typing import Any

import httpx


def test_a_document_goes_with_all_its_chunks(client: httpx.Client, create: Any) -> None:
    name = create(text_search="keyword")
    for document in ("one", "two"):
        body = {"text": "# A\n\nText.\n\n# B\n\nText.", "document_id": document}
        client.post(f"/collections/{name}/ingest", json=body)
    address = f"/collections/{name}/documents/one"
    assert client.delete(address).json() == {"deleted": "one", "chunks": 2}
    assert client.delete(address).json()["error"]["code"] == "DOCUMENT_UNKNOWN"
    assert client.post(f"/collections/{name}/points/count", json={}).json() == {"count": 2}
