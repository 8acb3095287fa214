import httpx
import pytest

PATH = "/api/v1/math/statistics/anova"
# Breaks of yarn during weaving: J. W. Tukey, Exploratory Data Analysis (1977); `warpbreaks` of R's datasets.
BREAKS = {
    ("A", "L"): [26, 30, 54, 25, 70, 52, 51, 26, 67],
    ("A", "M"): [18, 21, 29, 17, 12, 18, 35, 30, 36],
    ("A", "H"): [36, 21, 24, 18, 10, 43, 28, 15, 26],
    ("B", "L"): [27, 14, 29, 19, 29, 31, 41, 20, 44],
    ("B", "M"): [42, 26, 19, 16, 39, 28, 21, 39, 29],
    ("B", "H"): [20, 21, 24, 17, 13, 15, 15, 16, 28],
}
ROWS = [
    {"breaks": value, "wool": wool, "tension": tension}
    for (wool, tension), values in BREAKS.items()
    for value in values
]
BODY = {"rows": ROWS, "value": "breaks", "factors": ["wool", "tension"]}


def test_the_table_is_that_of_r(client: httpx.Client) -> None:
    """summary(aov(breaks ~ wool * tension, data = warpbreaks))"""
    answer = client.post(PATH, json=BODY).json()
    table = [
        (row["source"], row["degrees_of_freedom"], row["sum_of_squares"], row["f"], row["p_value"])
        for row in answer["effects"]
    ]
    assert table == [
        (
            "wool",
            1,
            pytest.approx(450.7, abs=0.05),
            pytest.approx(3.765, abs=5e-4),
            pytest.approx(0.058213, abs=5e-7),
        ),
        (
            "tension",
            2,
            pytest.approx(2034.3, abs=0.05),
            pytest.approx(8.498, abs=5e-4),
            pytest.approx(0.000693, abs=5e-7),
        ),
        (
            "wool x tension",
            2,
            pytest.approx(1002.8, abs=0.05),
            pytest.approx(4.189, abs=5e-4),
            pytest.approx(0.021044, abs=5e-7),
        ),
    ]
    assert answer["residual_sum_of_squares"] == pytest.approx(5745, abs=0.5)
    assert (answer["residual_degrees_of_freedom"], answer["balanced"]) == (48, True)
    assert answer["sentence"].startswith("breaks differs detectably by tension (p = 0.000693)")


def test_groups_of_different_sizes_have_sums_of_type_two(client: httpx.Client) -> None:
    """Without the last row, as statsmodels' anova_lm(typ=2) has them."""
    answer = client.post(PATH, json={**BODY, "rows": ROWS[:-3]}).json()
    total = sum(row["sum_of_squares"] for row in answer["effects"]) + answer["residual_sum_of_squares"]
    assert answer["balanced"] is False
    assert total != pytest.approx(answer["total_sum_of_squares"], rel=1e-4)
    assert [row["sum_of_squares"] for row in answer["effects"]] == pytest.approx(
        [439.314285714, 1931.746693122, 1003.285714286], rel=1e-9
    )


def test_one_factor_and_no_interaction(client: httpx.Client) -> None:
    one = client.post(PATH, json={**BODY, "factors": ["tension"]}).json()["effects"]
    assert [(row["source"], row["f"]) for row in one] == [("tension", pytest.approx(7.206, abs=5e-4))]
    two = client.post(PATH, json={**BODY, "interaction": False}).json()["effects"]
    assert [row["source"] for row in two] == ["wool", "tension"]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"v": at, "a": "xy"[at % 2], "b": "pq"[at // 2 % 2]} for at in range(4)], "has one row"),
        ([{"v": at, "a": "xxy"[at % 3], "b": "pqp"[at % 3]} for at in range(9)], "have no rows"),
    ],
)
def test_an_interaction_that_cannot_be_told_is_left_out(
    client: httpx.Client, rows: list[dict[str, object]], words: str
) -> None:
    answer = client.post(PATH, json={"rows": rows, "value": "v", "factors": ["a", "b"]}).json()
    assert (len(answer["effects"]), words in answer["warnings"][0]) == (2, True)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"value": "wool"}, "SAMPLE_NOT_NUMERIC"),
        ({"factors": ["color"]}, "COLUMN_UNKNOWN"),
        ({"factors": ["breaks"], "rows": [{"breaks": 1}] * 3}, "SAMPLES_NOT_SUITABLE"),
        ({"rows": [{**row, "breaks": 1} for row in ROWS]}, "SAMPLE_CONSTANT"),
        ({"rows": ROWS[:1] + ROWS[-1:], "factors": ["wool"]}, "SAMPLE_TOO_SMALL"),
        ({"rows": []}, "SAMPLE_TOO_SMALL"),
        ({"factors": []}, "VALIDATION_ERROR"),
    ],
)
def test_faults(client: httpx.Client, changes: dict[str, object], code: str) -> None:
    answer = client.post(PATH, json={**BODY, **changes})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
