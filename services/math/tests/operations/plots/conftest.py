import re
from collections.abc import Callable
from html import unescape
from typing import Any

import httpx
import pytest

Ask = Callable[..., httpx.Response]


@pytest.fixture
def ask(client: httpx.Client) -> Ask:
    """Send a plot's body and return the answer."""

    def send(name: str, **body: Any) -> httpx.Response:
        return client.post(f"/api/v1/math/plots/{name}", json={"format": "svg", **body})

    return send


@pytest.fixture(scope="session")
def marks() -> Callable[[str], list[dict[str, str]]]:
    """Return what the marks of a drawing say of their values: {"x": "1", "y": "2"}."""

    def read(drawing: str) -> list[dict[str, str]]:
        told = re.findall(r'aria-label="([^"]*)" role="graphics-symbol"', drawing)
        parts = [unescape(label).split("; ") for label in told if ": " in label]
        return [dict(part.split(": ", 1) for part in one if ": " in part) for one in parts]

    return read


@pytest.fixture(scope="session")
def texts() -> Callable[[str], list[str]]:
    def read(drawing: str) -> list[str]:
        return [unescape(text) for text in re.findall(r"<text[^>]*>([^<]*)", drawing)]

    return read
