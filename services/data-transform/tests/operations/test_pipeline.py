from typing import Any

import httpx


def run(client: httpx.Client, **fields: Any) -> httpx.Response:
    data = [{"city": "Rome", "n": 1}, {"city": "Oslo", "n": 5}, {"city": "Rome", "n": 7}]
    return client.post("/api/v1/data/pipeline", json={"data": data, **fields})


def test_steps_in_order(client: httpx.Client) -> None:
    steps = [
        {"operation": "filter", "where": "n > 2"},
        {"operation": "derive", "set": {"double": "n * 2"}},
        {"operation": "sort", "by": [{"column": "double", "order": "descending"}]},
        {"operation": "select", "keep": ["city", "double"]},
    ]
    assert run(client, steps=steps).json() == [{"city": "Rome", "double": 14}, {"city": "Oslo", "double": 10}]
    assert run(client, steps=steps, preview_rows=2).json() == [{"city": "Oslo", "double": 10}]


def test_a_second_table(client: httpx.Client) -> None:
    steps = [{"operation": "join", "on": ["city"]}, {"operation": "select", "keep": ["land", "n"]}]
    answer = run(client, steps=steps, others=[{"base64": "Y2l0eSxsYW5kClJvbWUsSVQK"}])
    assert answer.json() == [{"land": "IT", "n": 1}, {"land": None, "n": 5}, {"land": "IT", "n": 7}]
    assert run(client, steps=steps).json()["error"]["code"] == "TABLE_MISSING"


def test_the_step_that_fails_is_named(client: httpx.Client) -> None:
    error = run(client, steps=[{"operation": "dedupe"}, {"operation": "filter", "where": "nope = 1"}]).json()[
        "error"
    ]
    assert error["code"] == "PIPELINE_STEP_FAILED"
    assert error["message"].startswith("Step 2 (filter) failed: 'where' cannot be evaluated")


def test_an_unknown_step(client: httpx.Client) -> None:
    assert run(client, steps=[{"operation": "explode-everything"}]).status_code == 422
