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
