import httpx
import pytest

PATH = "/api/v1/math/statistics/proportions"


def test_one_proportion(client: httpx.Client) -> None:
    """R: binom.test(682, 925, p = 0.75), Mendel's peas (Conover, 1971): p = 0.3825."""
    answer = client.post(PATH, json={"successes": [682], "trials": [925], "value": 0.75}).json()
    assert (answer["test"], answer["p_value"]) == ("exact_binomial", pytest.approx(0.3825, abs=5e-5))
    assert answer["sentence"] == "The proportion 73.7% does not differ detectably from 75.0% (p = 0.382)."


def test_two_proportions_have_newcombes_interval(client: httpx.Client) -> None:
    """R. G. Newcombe, Statistics in Medicine 17 (1998), example (a), method 10: 0.0524 to 0.3339."""
    answer = client.post(PATH, json={"successes": [56, 48], "trials": [70, 80]}).json()
    assert answer["test"] == "two_proportions_z"
    assert (answer["difference_low"], answer["difference_high"]) == (
        pytest.approx(0.0524, abs=5e-5),
        pytest.approx(0.3339, abs=5e-5),
    )
    table = {"table": [[56, 14], [48, 32]], "test": "chi_square"}
    chi_square = client.post("/api/v1/math/statistics/contingency", json=table).json()
    assert answer["statistic"] ** 2 == pytest.approx(chi_square["statistic"])
    assert answer["p_value"] == pytest.approx(chi_square["p_value"])


def test_several_proportions(client: httpx.Client) -> None:
    """R: prop.test of smokers among patients (Fleiss, 1981): X-squared = 12.6, df = 3, p = 0.005585."""
    answer = client.post(PATH, json={"successes": [83, 90, 129, 70], "trials": [86, 93, 136, 82]}).json()
    assert (answer["statistic"], answer["degrees_of_freedom"]) == (pytest.approx(12.6004, abs=5e-5), 3)
    assert answer["p_value"] == pytest.approx(0.005585, abs=5e-7)
    assert answer["groups"][0]["low"] == pytest.approx(0.9024, abs=5e-4)


def test_rows_are_counted(client: httpx.Client) -> None:
    rows = [{"plan": "a", "paid": "yes"}] * 30 + [{"plan": "a", "paid": "no"}] * 10
    rows += [{"plan": "b", "paid": "yes"}] * 15 + [{"plan": "b", "paid": "no"}] * 25
    body = {"rows": rows, "outcome": "paid", "success": "yes", "group": "plan"}
    answer = client.post(PATH, json=body).json()
    assert [(one["name"], one["successes"], one["trials"]) for one in answer["groups"]] == [
        ("a", 30, 40),
        ("b", 15, 40),
    ]
    assert answer["significant"] is True


def test_a_direction(client: httpx.Client) -> None:
    two, greater, less = (
        client.post(PATH, json={"successes": [56, 48], "trials": [70, 80], "alternative": way}).json()[
            "p_value"
        ]
        for way in ("two-sided", "greater", "less")
    )
    assert (two, greater + less) == (pytest.approx(2 * greater), pytest.approx(1))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"successes": [3], "trials": [2]}, "VALIDATION_ERROR"),
        ({"successes": [3]}, "VALIDATION_ERROR"),
        ({"data": {"a": ["x"]}}, "VALIDATION_ERROR"),
        ({"data": {"a": ["x"]}, "outcome": "a", "success": "y"}, "SAMPLES_NOT_SUITABLE"),
        ({"data": {"a": ["x"]}, "outcome": "b", "success": "y"}, "COLUMN_UNKNOWN"),
        (
            {"data": {"a": ["x"], "b": ["y", "z"]}, "outcome": "a", "success": "x", "group": "b"},
            "COLUMN_LENGTHS_DIFFER",
        ),
        ({"successes": [0, 0, 0], "trials": [5, 5, 5]}, "SAMPLES_NOT_SUITABLE"),
        ({"successes": [1, 2, 3], "trials": [5, 5, 5], "alternative": "less"}, "SAMPLES_NOT_SUITABLE"),
    ],
)
def test_faults(client: httpx.Client, body: dict[str, object], code: str) -> None:
    answer = client.post(PATH, json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)


def test_equal_outcomes_of_two_groups_do_not_differ(client: httpx.Client) -> None:
    answer = client.post(PATH, json={"successes": [0, 0], "trials": [5, 5]}).json()
    assert (answer["p_value"], answer["difference"]) == (1, 0)
    assert answer["warnings"]
