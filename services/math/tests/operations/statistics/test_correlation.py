import httpx
import pytest

PATH = "/api/v1/math/statistics/correlation"
# F. J. Anscombe, Graphs in statistical analysis, The American Statistician 27 (1973), the first set.
ANSCOMBE = {
    "x": [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5],
    "y": [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68],
}


def test_anscombe(client: httpx.Client) -> None:
    answer = client.post(PATH, json={"data": ANSCOMBE}).json()
    assert answer["pairs"][0]["coefficient"] == pytest.approx(0.81642051634484, rel=1e-13)
    assert answer["matrix"][0][1] == answer["matrix"][1][0]


@pytest.mark.parametrize(
    ("method", "value"), [("spearman", 0.8181818181818182), ("kendall", 0.6363636363636364)]
)
def test_ranks(client: httpx.Client, method: str, value: float) -> None:
    answer = client.post(PATH, json={"data": ANSCOMBE, "method": method}).json()
    assert answer["pairs"][0]["coefficient"] == pytest.approx(value)


def test_missing_values_and_constants(client: httpx.Client) -> None:
    data = {"a": [1, 2, None, 4, 5], "b": [2, 4, 5, 8, 10], "c": [1, 1, 1, 1, 1]}
    answer = client.post(PATH, json={"data": data}).json()
    assert answer["pairs"][0]["rows"] == 4
    assert len(answer["warnings"]) == 2


def test_one_column_is_not_enough(client: httpx.Client) -> None:
    answer = client.post(PATH, json={"data": {"a": [1, 2, 3]}})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "SAMPLE_TOO_SMALL")


def test_too_many_pairs_for_a_rank_method(client: httpx.Client) -> None:
    data = {f"c{at}": list(range(9_000)) for at in range(50)}
    answer = client.post(PATH, json={"data": data, "method": "kendall"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "SAMPLES_NOT_SUITABLE")
    assert "1,225 pairs" in answer.json()["error"]["message"]
