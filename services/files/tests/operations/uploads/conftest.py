import base64
from collections.abc import Callable

import httpx
import pytest


@pytest.fixture
def begin(ann: httpx.Client) -> Callable[..., str]:
    """Begin an upload of so many bytes as ann; return its address."""

    def create(length: int, **metadata: str) -> str:
        pairs = [f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in metadata.items()]
        headers = {"Tus-Resumable": "1.0.0", "Upload-Length": str(length)}
        answer = ann.post("/api/v1/files/uploads", headers=headers | {"Upload-Metadata": ",".join(pairs)})
        assert answer.status_code == 201, answer.text
        return str(answer.headers["location"])

    return create
