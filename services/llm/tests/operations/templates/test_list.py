"""Templates by name, page by page."""

import httpx


def test_the_list_has_pages_and_the_latest_versions(client: httpx.Client) -> None:
    for name in ("page-a", "page-b", "page-b", "page-c"):
        client.post(f"/templates/{name}", json={"prompt": name})
    first = client.get("/templates", params={"after": "page", "limit": 2}).json()["templates"]
    assert [(one["name"], one["version"]) for one in first] == [("page-a", 1), ("page-b", 2)]
    rest = client.get("/templates", params={"after": "page-b", "limit": 2}).json()["templates"]
    assert rest[0]["name"] == "page-c"
