from typing import Any

import httpx


def test_documents_are_listed_in_pages(client: httpx.Client, create: Any) -> None:
    name = create(text_search="keyword")
    for number in range(5):
        body = {"text": f"# {number}\n\nText.\n\n# More\n\nText.", "document_id": f"d{number}", "title": "T"}
        assert client.post(f"/collections/{name}/ingest", json=body).status_code == 200
    first = client.get(f"/collections/{name}/documents", params={"limit": 3}).json()
    cursor = first["next_cursor"]
    second = client.get(f"/collections/{name}/documents", params={"limit": 3, "cursor": cursor}).json()
    found = [*first["documents"], *second["documents"]]
    assert sorted(one["document_id"] for one in found) == [f"d{number}" for number in range(5)]
    assert {(one["title"], one["chunks"], one["source"]) for one in found} == {("T", 2, None)}
    assert second["next_cursor"] is None
