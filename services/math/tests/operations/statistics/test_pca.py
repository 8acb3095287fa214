import httpx
import pytest
from sklearn.datasets import load_iris  # type: ignore[import-untyped] # it ships no types

PATH = "/api/v1/math/statistics/pca"
NAMES = ("sl", "sw", "pl", "pw")


@pytest.fixture(scope="module")
def iris() -> dict[str, list[float]]:
    """Return R. A. Fisher's measurements of irises (1936)."""
    values = load_iris().data
    return {name: values[:, at].tolist() for at, name in enumerate(NAMES)}


def test_irises(client: httpx.Client, iris: dict[str, list[float]]) -> None:
    """R: summary(prcomp(iris[, 1:4])) and prcomp(..., scale. = TRUE)."""
    answer = client.post(PATH, json={"data": iris, "standardize": False}).json()
    shares = [one["share"] for one in answer["components"]]
    assert shares == pytest.approx([0.92461872, 0.05306648, 0.01710261, 0.00521218], abs=5e-9)
    weights = answer["components"][0]["weights"]
    assert [weights[name] for name in NAMES] == pytest.approx([0.36139, -0.08452, 0.85667, 0.35829], abs=5e-6)
    scaled = client.post(PATH, json={"data": iris, "scores": False}).json()
    assert [one["variance"] for one in scaled["components"]] == pytest.approx(
        [2.91849782, 0.91403047, 0.14675688, 0.02071484], abs=5e-8
    )
    assert scaled["scores"] == []


def test_scores_have_the_variance_of_their_component(client: httpx.Client) -> None:
    data = {"x": [1, 2, 3, None, 4], "y": [2, 4, 6, 1, 8]}
    answer = client.post(PATH, json={"data": data, "components": 1, "standardize": False}).json()
    assert answer["scores"][3] is None
    values = [row[0] for row in answer["scores"] if row is not None]
    assert sum(value**2 for value in values) / 3 == pytest.approx(answer["components"][0]["variance"])
    assert answer["components"][0]["share"] == pytest.approx(1)
    assert (answer["rows"], len(answer["warnings"])) == (4, 1)


def test_as_many_components_as_explain_a_share(client: httpx.Client, iris: dict[str, list[float]]) -> None:
    answer = client.post(PATH, json={"data": iris, "share": 0.95, "scores": False}).json()
    assert [one["cumulative_share"] >= 0.95 for one in answer["components"]] == [False, True]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"data": {"x": [1, 2, 3]}}, "SAMPLES_NOT_SUITABLE"),
        ({"data": {"x": [1, 1], "y": [1, 2]}}, "SAMPLE_CONSTANT"),
        ({"data": {"x": [1, 1], "y": [2, 2]}, "standardize": False}, "SAMPLE_CONSTANT"),
        ({"data": {"x": [1], "y": [2]}}, "SAMPLE_TOO_SMALL"),
        ({"data": {"x": ["a"], "y": [2]}, "columns": ["x", "y"]}, "SAMPLE_NOT_NUMERIC"),
        ({"data": {"x": [1, 2], "y": [2]}}, "COLUMN_LENGTHS_DIFFER"),
        ({"data": {"x": [1, 2]}, "columns": ["z"]}, "COLUMN_UNKNOWN"),
        ({"data": {"x": [1, 2]}, "components": 0}, "VALIDATION_ERROR"),
    ],
)
def test_faults(client: httpx.Client, body: dict[str, object], code: str) -> None:
    answer = client.post(PATH, json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
