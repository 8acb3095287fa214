from collections.abc import Callable

import httpx
import pytest

Ask = Callable[..., httpx.Response]
Marks = Callable[[str], list[dict[str, str]]]

DATA = {"region": ["North", "South", "North", None], "sales": [3, 5, 4, 9], "costs": [1, 2, None, 9]}


def bars(found: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    """Return category, series and value of each bar."""
    return [
        (
            mark["region"],
            mark["series"],
            next(value for name, value in mark.items() if name not in ("region", "series")),
        )
        for mark in found
    ]


@pytest.mark.parametrize(
    ("aggregate", "values"),
    [("sum", ["7", "5"]), ("mean", ["3.5", "5"]), ("maximum", ["4", "5"]), ("count", ["2", "1"])],
)
def test_rows_of_a_category_are_aggregated(ask: Ask, marks: Marks, aggregate: str, values: list[str]) -> None:
    answer = ask("bar", data=DATA, x="region", y=["sales"], aggregate=aggregate)
    assert bars(marks(answer.text)) == [("North", "sales", values[0]), ("South", "sales", values[1])]


def test_categories_are_sorted_by_their_totals(ask: Ask, marks: Marks) -> None:
    data = {"region": ["A", "B", "C"], "v": [2, 3, 1]}
    answer = ask("bar", data=data, x="region", sort="descending", horizontal=True)
    assert [one[0] for one in bars(marks(answer.text))] == ["B", "A", "C"]


def test_rows_are_counted_without_numbers(ask: Ask, marks: Marks) -> None:
    answer = ask("bar", data={"region": ["A", "B", "A"]}, x="region", aggregate="count")
    assert bars(marks(answer.text)) == [("A", "count", "2"), ("B", "count", "1")]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"x": "city"}, "COLUMN_UNKNOWN"),
        ({"y": ["region"]}, "SAMPLE_NOT_NUMERIC"),
        ({"data": {"region": [None], "v": [1]}}, "PLOT_EMPTY"),
        ({"data": {"region": list(range(600)), "v": [1] * 600}}, "PLOT_NOT_SUITABLE"),
        ({"data": {"region": ["a"]}}, "PLOT_EMPTY"),
    ],
)
def test_faults(ask: Ask, changes: dict[str, object], code: str) -> None:
    answer = ask("bar", **{"data": DATA, "x": "region", **changes})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
