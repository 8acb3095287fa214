import httpx
import pytest

PATH = "/api/v1/math/optimize/route"


def test_a_rectangle(client: httpx.Client) -> None:
    answer = client.post(PATH, json={"points": [[0, 0], [4, 3], [0, 3], [4, 0]], "seconds": 0.3}).json()
    assert answer["distance"] == pytest.approx(14)
    assert answer["routes"][0]["stops"][0] == answer["routes"][0]["stops"][-1] == 0


def test_capacities_need_two_vehicles(client: httpx.Client) -> None:
    body = {
        "points": [[0, 0], [1, 0], [2, 0], [-1, 0]],
        "vehicles": 2,
        "demands": [0, 1, 1, 1],
        "capacity": 2,
        "seconds": 0.3,
    }
    routes = client.post(PATH, json=body).json()["routes"]
    assert sorted(one["load"] for one in routes) == [1, 2]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"demands": [0, 9, 9], "capacity": 10}, "OPTIMIZATION_INFEASIBLE"),
        ({"depot": 7}, "OPTIMIZATION_NOT_SUITABLE"),
        ({"distances": [[0, 1], [1, 0]]}, "VALIDATION_ERROR"),
    ],
)
def test_faults(client: httpx.Client, changes: dict[str, object], code: str) -> None:
    body = {"points": [[0, 0], [1, 0], [2, 0]], "seconds": 0.3, **changes}
    assert client.post(PATH, json=body).json()["error"]["code"] == code
