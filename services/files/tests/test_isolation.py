"""Nobody reaches what another has: every operation with an id in its path, taken from the specification."""

from typing import Any

import httpx

FILES = "/api/v1/files"
TUS = {"Tus-Resumable": "1.0.0"}
SENT: dict[str, dict[str, Any]] = {
    "post /api/v1/files/{file_id}/sign": {"json": {}},
    "patch /api/v1/files/uploads/{upload_id}/content": {
        "headers": TUS | {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"},
        "content": b"x",
    },
}


def operations(client: httpx.Client) -> list[tuple[str, str]]:
    """Return the method and path of what needs a key and has an id in its path."""
    paths = client.get("/openapi.json").json()["paths"]
    return [
        (method, path)
        for path, methods in paths.items()
        for method in methods
        if "{" in path and "/signed/" not in path and path.startswith(FILES)
    ]


def test_another_s_id_is_an_unknown_one_everywhere(ann: httpx.Client, bob: httpx.Client) -> None:
    kept = ann.post(FILES, files={"file": ("a", b"mine")}).json()
    begun = ann.post(f"{FILES}/uploads", headers=TUS | {"Upload-Length": "4"})
    upload_id = begun.headers["location"].split("/")[-2]
    found = operations(ann)
    assert {path for _, path in found} == {
        f"{FILES}/{{file_id}}",
        f"{FILES}/{{file_id}}/content",
        f"{FILES}/{{file_id}}/sign",
        f"{FILES}/uploads/{{upload_id}}/content",
    }
    for method, path in found:
        address = path.format(file_id=kept["file_id"], upload_id=upload_id)
        sent = {"headers": TUS} | SENT.get(f"{method} {path}", {})
        answer = bob.request(method, address, **sent)
        assert answer.status_code == 404, (method, path)
    for body in ({"file": {"file_id": kept["file_id"]}}, {"file": {"file_id": upload_id}}):
        assert bob.post(FILES, json=body).status_code == 404
    assert kept["file_id"] not in bob.get(FILES, params={"limit": 1000}).text
    assert ann.get(f"{FILES}/{kept['file_id']}").json() == kept
    assert ann.head(begun.headers["location"], headers=TUS).headers["upload-offset"] == "0"
