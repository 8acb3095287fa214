import base64

import httpx
import pytest

PATH = "/api/v1/math/optimize/transport"


def test_a_plan(client: httpx.Client) -> None:
    body = {"supplies": [20, 30], "demands": [25, 25], "costs": [[8, 6], [9, 12]]}
    answer = client.post(PATH, json=body).json()
    assert answer["total"] == pytest.approx(20 * 6 + 25 * 9 + 5 * 12)
    assert sum(one["amount"] for one in answer["shipments"]) == pytest.approx(50)


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"demands": [25, 26]}, "OPTIMIZATION_INFEASIBLE"), ({"costs": [[1, 2]]}, "OPTIMIZATION_NOT_SUITABLE")],
)
def test_faults(client: httpx.Client, changes: dict[str, object], code: str) -> None:
    body = {"supplies": [20, 30], "demands": [25, 25], "costs": [[8, 6], [9, 12]], **changes}
    assert client.post(PATH, json=body).json()["error"]["code"] == code


TABLE = "plant,north,south,stock\nA,8,6,20\nB,9,12,30\nneed,25,25,\n"


def test_a_table_with_its_amounts(client: httpx.Client) -> None:
    fields = {"supply_column": "stock", "demand_row": "need"}
    answer = client.post(PATH, files={"file": ("costs.csv", TABLE)}, data=fields).json()
    assert answer["total"] == pytest.approx(20 * 6 + 25 * 9 + 5 * 12)
    shipped = {(one["supply_name"], one["demand_name"]): one["amount"] for one in answer["shipments"]}
    assert shipped == {("A", "south"): 20, ("B", "north"): 25, ("B", "south"): 5}


def test_a_table_beside_amounts(client: httpx.Client) -> None:
    file = {"base64": base64.b64encode(b"north,south\n8,6\n9,12\n").decode()}
    body = {"file": file, "supplies": [20, 30], "demands": [25, 25]}
    assert client.post(PATH, json=body).json()["total"] == pytest.approx(405)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"supply_column": "stock"}, "VALIDATION_ERROR"),
        ({"supply_column": "stock", "demand_row": "want"}, "SAMPLES_NOT_SUITABLE"),
        ({"supply_column": "store", "demand_row": "need"}, "COLUMN_UNKNOWN"),
        ({"supply_column": "stock", "demands": "25,25"}, "OPTIMIZATION_NOT_SUITABLE"),
        ({"supplies": "1,2,3", "demand_row": "need"}, "OPTIMIZATION_NOT_SUITABLE"),
    ],
)
def test_faults_of_files(client: httpx.Client, fields: dict[str, str], code: str) -> None:
    answer = client.post(PATH, files={"file": ("costs.csv", TABLE)}, data=fields)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
