from collections.abc import Callable

import httpx

TUS = {"Tus-Resumable": "1.0.0"}


def test_an_upload_given_up_frees_its_room(
    caller: Callable[..., httpx.Client],
) -> None:
    with caller("gerd") as gerd:
        answer = gerd.post("/api/v1/files/uploads", headers=TUS | {"Upload-Length": "1000"})
        address = answer.headers["location"]
        assert gerd.get("/api/v1/files/usage").json()["reserved_bytes"] == 1000
        assert gerd.delete(address, headers=TUS).status_code == 204
        assert gerd.get("/api/v1/files/usage").json()["reserved_bytes"] == 0
        assert gerd.delete(address, headers=TUS).json()["error"]["code"] == "UPLOAD_NOT_FOUND"
