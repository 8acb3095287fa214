from typing import Any

import httpx
import pytest

PATH = "/api/v1/math/numeric/interpolate"
SQUARES = {"x": [4, 0, 1, 2, None], "y": [16, 0, 1, 4, 9]}


def ask(client: httpx.Client, **body: object) -> dict[str, Any]:
    answer = client.post(PATH, json={"data": SQUARES, **body})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize(
    ("method", "value"),
    [
        ("linear", 10),
        ("nearest", 4),
        ("previous", 4),
        ("cubic", 9),  # a cubic spline without knots inside is the parabola itself
        ("pchip", pytest.approx(8.8, abs=0.3)),
        ("akima", pytest.approx(9, abs=0.7)),
        ("natural", pytest.approx(9.4, abs=0.3)),
    ],
)
def test_methods(client: httpx.Client, method: str, value: object) -> None:
    answer = ask(client, at=[3, 2], method=method)
    assert answer["values"] == [value, pytest.approx(4)]
    assert answer["points"] == 4


@pytest.mark.parametrize(
    ("outside", "values", "warned"),
    [("null", [None, None], 1), ("nearest", [0, 16], 0), ("extend", [-1, 22], 1)],
)
def test_outside_of_the_points(
    client: httpx.Client, outside: str, values: list[float | None], warned: int
) -> None:
    answer = ask(client, at=[-1, 5], outside=outside)
    assert (answer["values"], len(answer["warnings"])) == (values, warned)


def test_even_places_of_a_file(client: httpx.Client) -> None:
    file = {"file": ("points.csv", b"time,level\n0,1\n10,3\n")}
    answer = client.post(PATH, data={"x": "time", "y": "level", "points": "3"}, files=file).json()
    assert (answer["at"], answer["values"]) == ([0, 5, 10], [1, 2, 3])


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"data": {"x": [1], "y": [1]}}, "NUMERIC_TASK_NOT_SUITABLE"),
        ({"data": {"x": [1, 2, 3], "y": [1, 2, 3]}, "method": "cubic"}, "NUMERIC_TASK_NOT_SUITABLE"),
        ({"data": {"x": [1, 1, 3], "y": [1, 2, 3]}}, "NUMERIC_TASK_NOT_SUITABLE"),
        ({"data": {"x": ["a"], "y": [1]}}, "SAMPLE_NOT_NUMERIC"),
        ({"data": {"x": [1]}}, "COLUMN_UNKNOWN"),
        ({"data": {"x": [1], "y": [1, 2]}}, "COLUMN_LENGTHS_DIFFER"),
        ({"points": 1}, "VALIDATION_ERROR"),
    ],
)
def test_faults(client: httpx.Client, changes: dict[str, object], code: str) -> None:
    answer = client.post(PATH, json={"data": SQUARES, **changes})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)


@pytest.mark.parametrize("method", ["linear", "cubic", "natural", "pchip", "akima"])
def test_numbers_at_the_end_of_doubles(client: httpx.Client, method: str) -> None:
    for data in (
        {"x": [-1e308, 0, 1, 2, 1e308], "y": [1, 2, 3, 4, 5]},
        {"x": [0, 1, 2, 3], "y": [1e308, -1e308] * 2},
    ):
        answer = client.post(PATH, json={"data": data, "method": method})
        assert answer.status_code in (200, 422), answer.text
        if answer.status_code == 422:
            assert answer.json()["error"]["code"] in ("NUMERIC_TASK_NOT_SUITABLE", "SAMPLES_NOT_SUITABLE")
