"""Calls of the operations on archives."""

import base64
from collections.abc import Callable
from typing import Any

import httpx
import pytest


@pytest.fixture
def call(client: httpx.Client) -> Callable[..., httpx.Response]:
    def call(operation: str, content: bytes, name: str = "a.zip", **fields: Any) -> httpx.Response:
        file = {"base64": base64.b64encode(content).decode(), "name": name}
        return client.post(f"/api/v1/data/archives/{operation}", json={"file": file, **fields})

    return call


@pytest.fixture
def create(client: httpx.Client) -> Callable[..., httpx.Response]:
    def create(files: dict[str, bytes], **fields: Any) -> httpx.Response:
        given = [
            {"base64": base64.b64encode(content).decode(), "name": name} for name, content in files.items()
        ]
        return client.post("/api/v1/data/archives/create", json={"files": given, **fields})

    return create
