import struct
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import pytest

VECTORS = [[1, 0, 2], [2, 1, 0], [0, 1, 1], [5, 5, 5]]


def draw(client: httpx.Client, **body: Any) -> httpx.Response:
    return client.post("/draw-map", json=body)


def test_points_groups_and_labels_are_drawn(client: httpx.Client) -> None:
    labels, groups = ["north", "東京", "<b>&", "far"], ["near", "near", "near", "away"]
    answer = draw(client, vectors=VECTORS, labels=labels, groups=groups, format="svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    root = ET.fromstring(answer.content)  # noqa: S314 - our own file
    texts = {one.text for one in root.iter() if one.tag.endswith("text")}
    assert {*labels, "near", "away"} <= texts
    symbols = [one for one in root.iter() if "circle" in (one.get("aria-roledescription") or "")]
    assert len(symbols) == len(VECTORS)
    assert len({one.get("fill") for one in symbols}) == 2


def test_png_has_the_size_that_was_asked_for(client: httpx.Client) -> None:
    answer = draw(client, texts=["Cats purr.", "Dogs bark.", "Rates fell."], width=300, height=200, scale=1)
    assert answer.headers["content-type"] == "image/png"
    width, height = struct.unpack(">II", answer.content[16:24])
    assert 300 <= width <= 330
    assert 200 <= height <= 230


@pytest.mark.deep
def test_a_map_by_neighbors_is_drawn(client: httpx.Client) -> None:
    vectors = [[number, number % 3, number % 5] for number in range(12)]
    answer = draw(client, vectors=vectors, method="tsne", width=300, height=200, scale=1)
    assert answer.content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"labels": ["a"]}, "'labels' has 1 names for 4 points"),
        ({"groups": ["a"] * 5}, "'groups' has 5 names for 4 points"),
        ({"vectors": [[1]] * 21, "groups": list("abcdefghijklmnopqrstu")}, "21 groups"),
        ({"vectors": [[1]] * 301, "labels": ["x"] * 301}, "300 points"),
        ({"width": 99}, "'width'"),
    ],
)
def test_wrong_requests_say_why(client: httpx.Client, body: dict[str, Any], words: str) -> None:
    answer = draw(client, **{"vectors": VECTORS, **body})
    assert answer.status_code == 422
    assert words in answer.json()["error"]["message"]


def test_characters_without_a_font_are_named(client: httpx.Client) -> None:
    error = draw(client, vectors=VECTORS, labels=["a", "b", "c", "\U00013000"]).json()["error"]
    assert error["code"] == "MAP_LABELS_UNDRAWABLE"
    assert "\U00013000" in error["message"]


def test_an_unknown_model_is_named(client: httpx.Client) -> None:
    error = draw(client, texts=["a", "b"], model="gpt").json()["error"]
    assert error["code"] == "EMBEDDING_MODEL_UNKNOWN"
