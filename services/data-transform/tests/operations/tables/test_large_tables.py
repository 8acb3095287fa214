"""Tables of more than 8 MiB pass through workers in batches."""

import json
from typing import Any

import httpx
import pytest

ROWS = 120_000


def content() -> bytes:
    lines = (f"{number * 7919 % ROWS},{'word ' * 14},{number % 10}" for number in range(ROWS))
    return ("id,text,n\n" + "\n".join(lines) + "\n").encode()


@pytest.fixture(scope="module")
def large() -> bytes:
    made = content()
    assert len(made) > 8 << 20
    return made


def post(client: httpx.Client, operation: str, large: bytes, **fields: Any) -> httpx.Response:
    texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in fields.items()}
    answer = client.post(f"/api/v1/data/tables/{operation}", files={"file": ("l.csv", large)}, data=texts)
    assert answer.status_code == 200, answer.text
    return answer


def test_groups_and_sorted_rows(client: httpx.Client, large: bytes) -> None:
    by = [{"column": "id", "order": "descending"}]
    lines = post(client, "sort", large, by=by, to="csv").text.splitlines()
    assert [int(line.partition(",")[0]) for line in lines[1:]] == list(range(ROWS - 1, -1, -1))
    groups = post(
        client,
        "group",
        large,
        by=["n"],
        aggregates=[{"function": "sum", "column": "id"}, {"function": "count"}],
    ).json()
    assert [(one["n"], one["count"]) for one in groups] == [(number, ROWS // 10) for number in range(10)]
    assert sum(one["id_sum"] for one in groups) == sum(range(ROWS))


def test_workers_serve_one_large_table_after_another(client: httpx.Client, large: bytes) -> None:
    for keep in ("first", "last"):
        answer = post(client, "dedupe", large, by=["n"], keep=keep)
        assert len(answer.json()) == 10
        assert json.loads(answer.headers["x-report"])["warnings"] == [
            f"{ROWS - 10} repeated rows were removed"
        ]


def test_an_expression_that_fails_far_down(client: httpx.Client, large: bytes) -> None:
    answer = client.post(
        "/api/v1/data/tables/filter",
        files={"file": ("l.csv", large + b"1,x,2\n")},
        data={"where": "CAST(text AS BIGINT) > 1"},
    )
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] in ("STEP_FAILED", "EXPRESSION_FAILED")
