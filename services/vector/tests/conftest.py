"""The service over a real socket, with its embedded store and models, for two consumers."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest

from flowforge_vector.app import app
from servicekit.testing import serve

SECRET = "the gateway's secret in tests"
NUMBERS = count(1)
TRAINS = [
    {
        "id": "train",
        "text": "Trains to the coast leave at eight.",
        "payload": {"topic": "travel", "year": 2024},
    },
    {"id": "bread", "text": "The bakery sells fresh bread.", "payload": {"topic": "food", "year": 2025}},
    {"id": "cat", "text": "Cats sleep for most of the day.", "payload": {"topic": "animals", "year": 2026}},
]
Create = Callable[..., str]


def identity(consumer: str, tier: str = "pro") -> dict[str, str]:
    return {"X-Gateway-Secret": SECRET, "X-User-ID": consumer, "X-Consumer-Tier": tier}


@pytest.fixture(scope="session")
def service_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("vector")
    settings = {
        "FLOWFORGE_GATEWAY_SECRET": SECRET,
        "FLOWFORGE_VECTOR_DATA_DIR": str(folder),
        "FLOWFORGE_VECTOR_MIN_FREE_BYTES": "1000000",
        "FLOWFORGE_VECTOR_SHARD_PROCESSES": "1",
        "FLOWFORGE_VECTOR_MAX_COLLECTIONS": "20",
        "FLOWFORGE_VECTOR_MAX_COLLECTIONS_BY_TIER": '{"trial": 1}',
        "FLOWFORGE_VECTOR_MAX_POINTS_BY_TIER": '{"trial": 5}',
        "FLOWFORGE_VECTOR_EMBEDDING_THREADS": "1",
    }
    with ExitStack() as running:
        with pytest.MonkeyPatch.context() as patch:  # for its start alone
            for name, value in settings.items():
                patch.setitem(os.environ, name, value)
            url = running.enter_context(serve(app))
        yield f"{url}/api/v1/vector"


@pytest.fixture(scope="session")
def client(service_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=service_url, headers=identity("ada"), timeout=120) as opened:
        yield opened


@pytest.fixture(scope="session")
def stranger(service_url: str) -> Iterator[httpx.Client]:
    """Return a client of another consumer."""
    with httpx.Client(base_url=service_url, headers=identity("bob"), timeout=120) as opened:
        yield opened


@pytest.fixture
def trial(service_url: str) -> Iterator[httpx.Client]:
    """Return a client of a consumer whose tier has small quotas."""
    with httpx.Client(base_url=service_url, headers=identity("tess", "trial"), timeout=120) as opened:
        yield opened
        for one in opened.get("/collections").json()["collections"]:
            if one["role"] == "owner":
                opened.delete(f"/collections/{one['name']}")


@pytest.fixture
def create(client: httpx.Client) -> Iterator[Create]:
    """Make collections for one test, with points if given; returns their names."""
    made: list[str] = []

    def make(points: list[dict[str, Any]] | None = None, **settings: Any) -> str:
        name = f"collection-{next(NUMBERS)}"
        answer = client.post("/collections", json={"name": name, **settings})
        assert answer.status_code == 201, answer.text
        made.append(name)
        if points:
            written = client.post(f"/collections/{name}/points/upsert", json={"points": points})
            assert written.status_code == 200, written.text
        return name

    yield make
    for name in made:
        client.delete(f"/collections/{name}")


@pytest.fixture
def trains(create: Create) -> str:
    """Return a collection of three texts."""
    return create(TRAINS)


@pytest.fixture
def plane(create: Create) -> str:
    """Return a collection of vectors with two dimensions, without texts."""
    points = [
        {"id": "east", "vector": [1, 0], "payload": {"n": 1, "tags": ["a", "b"]}},
        {"id": "north", "vector": [0, 1], "payload": {"n": 2, "tags": ["b"]}},
        {"id": "northeast", "vector": [1, 1], "payload": {"n": 3, "tags": []}},
    ]
    return create(points, text_search="none", vectors={"place": {"size": 2}})
