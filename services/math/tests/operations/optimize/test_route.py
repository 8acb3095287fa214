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


PLACES = "stop,x,y,boxes\ndepot,0,0,0\nAda,4,3,1\nBob,0,3,1\nCid,4,0,1\n"
MATRIX = "stop,A,B,C\nA,0,1,9\nB,1,0,2\nC,9,2,0\n"


def test_stops_of_a_file(client: httpx.Client) -> None:
    fields = {"x_column": "x", "y_column": "y", "demand_column": "boxes", "capacity": "3", "seconds": "0.3"}
    answer = client.post(PATH, files={"file": ("stops.csv", PLACES)}, data=fields).json()
    assert answer["distance"] == pytest.approx(14)
    route = answer["routes"][0]
    assert (route["names"][0], route["names"][-1], sorted(route["names"][1:-1]), route["load"]) == (
        *("depot", "depot"),
        *(["Ada", "Bob", "Cid"], 3),
    )


def test_distances_of_a_file(client: httpx.Client) -> None:
    answer = client.post(PATH, files={"file": ("d.csv", MATRIX)}, data={"seconds": "0.3"}).json()
    assert answer["distance"] == pytest.approx(12)
    assert sorted(answer["routes"][0]["names"]) == ["A", "A", "B", "C"]


@pytest.mark.parametrize(
    ("content", "fields", "code"),
    [
        (MATRIX.replace("9", ""), {}, "SAMPLES_NOT_SUITABLE"),
        (MATRIX.replace("9", "-9"), {}, "OPTIMIZATION_NOT_SUITABLE"),
        ("stop,A,B\nA,0,1\n", {}, "OPTIMIZATION_NOT_SUITABLE"),
        (PLACES, {"x_column": "x"}, "VALIDATION_ERROR"),
        (PLACES, {"x_column": "x", "y_column": "z"}, "COLUMN_UNKNOWN"),
        (
            PLACES.replace("1\n", "1.5\n"),
            {"x_column": "x", "y_column": "y", "demand_column": "boxes", "capacity": "3"},
            "OPTIMIZATION_NOT_SUITABLE",
        ),
    ],
)
def test_faults_of_files(client: httpx.Client, content: str, fields: dict[str, str], code: str) -> None:
    answer = client.post(PATH, files={"file": ("stops.csv", content)}, data=fields)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
