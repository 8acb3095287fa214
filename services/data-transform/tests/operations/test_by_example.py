from typing import Any

import httpx
import pytest


def propose(client: httpx.Client, examples: list[Any], rows: list[Any] | None = None) -> Any:
    shaped = [{"input": before, "output": after} for before, after in examples]
    answer = client.post("/api/v1/data/by-example", json={"examples": shaped, "rows": rows or []})
    assert answer.status_code == 200, answer.text
    return answer.json()


TASKS = [
    ([("Ada Lovelace", "A. Lovelace"), ("Grace Hopper", "G. Hopper")], "Linus Torvalds", "L. Torvalds"),
    (
        [("Ada Lovelace", "Lovelace, Ada"), ("Grace Hopper", "Hopper, Grace")],
        "Linus Torvalds",
        "Torvalds, Linus",
    ),
    ([("ada@example.org", "example.org"), ("bob@mail.com", "mail.com")], "x@y.net", "y.net"),
    (
        [("ada lovelace", "Ada Lovelace"), ("GRACE HOPPER", "Grace Hopper")],
        "linus TORVALDS",
        "Linus Torvalds",
    ),
    ([("2024-02-29", "29.02.2024"), ("2023-01-05", "05.01.2023")], "1999-12-31", "31.12.1999"),
    ([("2024-02-29", "2024"), ("1999-12-31", "1999")], "2001-01-01", "2001"),
    ([("a/b/c.txt", "c.txt"), ("x/y.csv", "y.csv")], "one/two/three.md", "three.md"),
    ([("Smith, John (NY)", "NY"), ("Doe, Jane (LA)", "LA")], "Roe, Rick (SF)", "SF"),
    ([("AB-123", "123/AB"), ("XY-9", "9/XY")], "Q-77", "77/Q"),
    ([("Berlin", "City of BERLIN"), ("Rome", "City of ROME")], "Oslo", "City of OSLO"),
]


@pytest.mark.parametrize(("examples", "given", "wanted"), TASKS)
def test_texts(client: httpx.Client, examples: list[tuple[str, str]], given: str, wanted: str) -> None:
    found = propose(client, [({"x": one}, {"y": two}) for one, two in examples], [{"x": given}])
    assert found["complete"] is True
    assert found["results"] == [{"y": wanted}]


@pytest.mark.parametrize(
    ("examples", "given", "wanted"),
    [
        ([({"a": 2, "b": 3}, {"c": 6}), ({"a": 5, "b": 7}, {"c": 35})], {"a": 4, "b": 4}, 16),
        ([({"a": 10}, {"c": 11.9}), ({"a": 20}, {"c": 23.8})], {"a": 100}, 119),
        ([({"a": 5, "b": 3}, {"c": 2}), ({"a": 9, "b": 1}, {"c": 8})], {"a": 4, "b": 3}, 1),
        ([({"a": 1}, {"c": "x"}), ({"a": 2}, {"c": "x"})], {"a": 9}, "x"),
    ],
)
def test_numbers_and_constants(client: httpx.Client, examples: list[Any], given: Any, wanted: Any) -> None:
    assert propose(client, examples, [given])["results"] == [{"c": pytest.approx(wanted)}]


def test_the_steps_run_in_a_pipeline(client: httpx.Client) -> None:
    examples = [
        ({"first": "Ada", "last": "Lovelace", "n": 1}, {"name": "Lovelace Ada", "n": 1}),
        ({"first": "Grace", "last": "Hopper", "n": 2}, {"name": "Hopper Grace", "n": 2}),
    ]
    steps = propose(client, examples)["steps"]
    rows = [{"first": "Linus", "last": "Torvalds", "n": 7}]
    answer = client.post("/api/v1/data/pipeline", json={"data": rows, "steps": steps})
    assert answer.json() == [{"name": "Torvalds Linus", "n": 7}]


def test_rows_on_which_it_would_fail(client: httpx.Client) -> None:
    examples = [({"x": "Ada Lovelace"}, {"y": "Lovelace"}), ({"x": "Grace Hopper"}, {"y": "Hopper"})]
    found = propose(client, examples, [{"x": "Plato"}, {"x": None}, {"x": "Ada King Lovelace"}, {"x": "B C"}])
    assert sorted({one["row"] for one in found["failures"]}) == [1, 2, 3]
    assert "another rule" in next(one["reason"] for one in found["failures"] if one["row"] == 3)


def test_what_has_no_rule(client: httpx.Client) -> None:
    found = propose(
        client, [({"x": "abc"}, {"y": "qqq", "z": "abc"}), ({"x": "def"}, {"y": "7", "z": "def"})]
    )
    assert found["complete"] is False
    assert [(one["column"], one["expression"]) for one in found["columns"]] == [("y", None), ("z", '"x"')]


def test_long_texts_end_in_time(client: httpx.Client) -> None:
    long = " ".join(f"w{number}" for number in range(80))
    found = propose(client, [({f"c{n}": long for n in range(40)}, {"y": long[:400] + "!"}) for _ in range(2)])
    assert found["columns"][0]["column"] == "y"


def test_bad_requests(client: httpx.Client) -> None:
    for examples in ([], [{"input": {"a": 1}}]):
        assert client.post("/api/v1/data/by-example", json={"examples": examples}).status_code == 422
