from typing import Any

import httpx
import pytest

PATH = "/api/v1/math/statistics/hypothesis-test"
# Student's sleep data: W. S. Gosset, The probable error of a mean, Biometrika 6 (1908).
FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
# R. A. Fisher, dried weights of plants (PlantGrowth of R's datasets).
PLANTS = {
    "ctrl": [4.17, 5.58, 5.18, 6.11, 4.50, 4.61, 5.17, 4.53, 5.33, 5.14],
    "trt1": [4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32, 4.69],
    "trt2": [6.31, 5.12, 5.54, 5.50, 5.37, 5.29, 4.92, 6.15, 5.80, 5.26],
}


def ask(client: httpx.Client, **body: object) -> dict[str, Any]:
    answer = client.post(PATH, json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize(
    ("test", "statistic", "p_value"),
    [  # as R prints them for the sleep data
        ("paired_t", -4.0621, 0.002833),
        ("welch_t", -1.8608, 0.07939),
        ("student_t", -1.8608, 0.07919),
    ],
)
def test_students_sleep_data(client: httpx.Client, test: str, statistic: float, p_value: float) -> None:
    answer = ask(client, data={"a": FIRST, "b": SECOND}, test=test)
    assert answer["statistic"] == pytest.approx(statistic, abs=5e-5)
    assert answer["p_value"] == pytest.approx(p_value, rel=2e-3)


def test_plants(client: httpx.Client) -> None:
    """R: F(2, 27) = 4.846, p = 0.01591; Tukey: trt2-trt1 0.865, p = 0.0120064."""
    answer = ask(client, data=PLANTS, test="tukey")
    assert answer["statistic"] == pytest.approx(4.846, abs=5e-4)
    assert answer["p_value"] == pytest.approx(0.01591, abs=5e-6)
    last = answer["comparisons"][2]
    assert (last["difference"], last["p_value"]) == (
        pytest.approx(-0.865),
        pytest.approx(0.0120064, abs=1e-5),
    )


@pytest.mark.parametrize(
    ("data", "changes", "chosen"),
    [
        ({"a": FIRST}, {}, "one_sample_t"),
        ({"a": FIRST, "b": SECOND}, {"paired": True}, "wilcoxon"),
        ({"a": FIRST, "b": SECOND}, {}, "welch_t"),
        (PLANTS, {}, "anova"),
        ({"a": [1, 1, 1, 2, 50, 60], "b": [3, 4, 4, 5, 90, 95]}, {}, "mann_whitney"),
        ({"a": [1, 1, 1, 1, 2, 90], "b": [3, 4, 4, 5, 9, 95], "c": [1, 2, 2, 2, 3, 70]}, {}, "kruskal"),
    ],
)
def test_the_test_is_picked_with_a_reason(
    client: httpx.Client, data: dict[str, list[float]], changes: dict[str, object], chosen: str
) -> None:
    answer = ask(client, data=data, **changes)
    assert (answer["test"], bool(answer["reason"]), bool(answer["sentence"])) == (chosen, True, True)


@pytest.mark.parametrize(
    "test", ["mann_whitney", "wilcoxon", "kruskal", "levene", "kolmogorov_smirnov", "welch_anova"]
)
def test_others_have_p_values(client: httpx.Client, test: str) -> None:
    assert 0 < ask(client, data={"a": FIRST, "b": SECOND}, test=test)["p_value"] < 1


def test_groups_in_one_column_of_a_file(client: httpx.Client) -> None:
    rows = "".join(f"{value};{name}\n" for name, values in PLANTS.items() for value in values)
    form = {"value_column": "weight", "group_column": "group", "test": "anova"}
    answer = client.post(PATH, data=form, files={"file": ("plants.csv", f"weight;group\n{rows}".encode())})
    assert answer.json()["statistic"] == pytest.approx(4.846, abs=5e-4)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"data": {"a": [1], "b": [2, 3]}}, "SAMPLE_TOO_SMALL"),
        ({"data": {"a": [1, 1, 1], "b": [1, 1, 1]}, "test": "welch_t"}, "SAMPLE_CONSTANT"),
        ({"data": {"a": [1, 2], "b": [1, 2, 3]}, "test": "paired_t"}, "COLUMN_LENGTHS_DIFFER"),
        ({"data": {"a": ["x", "y"]}, "samples": ["a"]}, "SAMPLE_NOT_NUMERIC"),
        ({"data": {"a": [1, 2, 3]}, "test": "anova"}, "SAMPLES_NOT_SUITABLE"),
        ({"data": {"a": [1, 2, 3]}, "samples": ["b"]}, "COLUMN_UNKNOWN"),
        ({"data": {"a": ["x"]}}, "SAMPLE_TOO_SMALL"),
        ({}, "VALIDATION_ERROR"),
    ],
)
def test_faults(client: httpx.Client, body: dict[str, object], code: str) -> None:
    answer = client.post(PATH, json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)


def test_too_many_samples_to_compare_each_two(client: httpx.Client) -> None:
    data = {f"s{at}": [at, at + 1, at + 3] for at in range(41)}
    answer = client.post(PATH, json={"data": data, "test": "tukey"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "SAMPLES_NOT_SUITABLE")
