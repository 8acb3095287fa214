from itertools import pairwise
from typing import Any

import httpx
import pytest

PATH = "/api/v1/math/optimize/schedule"
# H. Fisher, G. L. Thompson, "Probabilistic learning combinations of local job-shop scheduling rules" (1963):
# 6 jobs on 6 machines, 55 at the least.
FT06 = """2 1 0 3 1 6 3 7 5 3 4 6
1 8 2 5 4 10 5 10 0 10 3 4
2 5 3 4 5 8 0 9 1 1 4 7
1 5 0 5 2 5 3 3 4 8 5 9
2 9 1 3 4 5 5 4 0 3 3 1
1 3 3 3 5 9 0 10 4 4 2 1"""


def ask(client: httpx.Client, **body: object) -> dict[str, Any]:
    answer = client.post(PATH, json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def job_shop(text: str) -> list[dict[str, Any]]:
    tasks = []
    for job, line in enumerate(text.splitlines()):
        numbers = [int(word) for word in line.split()]
        for step, (machine, duration) in enumerate(zip(numbers[::2], numbers[1::2], strict=True)):
            before = [f"{job}.{step - 1}"] if step else []
            name = f"{job}.{step}"
            tasks.append({"name": name, "duration": duration, "uses": {f"m{machine}": 1}, "after": before})
    return tasks


def test_the_job_shop_of_fisher_and_thompson(client: httpx.Client) -> None:
    answer = ask(client, tasks=job_shop(FT06), seconds=15)
    assert (answer["finish"], answer["optimal"], answer["lower_bound"]) == (55, True, 55)
    for machine in range(6):
        spans = sorted(
            (one["start"], one["end"]) for one in answer["tasks"] if one["uses"] == [f"m{machine}"]
        )
        assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_capacity_release_and_deadline(client: httpx.Client) -> None:
    tasks = [{"name": name, "duration": 4, "uses": {"crew": 2}} for name in "abc"]
    tasks.append({"name": "d", "duration": 1, "earliest": 2, "deadline": 3})
    answer = ask(client, tasks=tasks, resources={"crew": 4}, seconds=2)
    assert answer["finish"] == 8
    assert next(one for one in answer["tasks"] if one["name"] == "d")["start"] == 2
    assert answer["resources"] == [{"name": "crew", "busy": 24, "share": 0.75}]


@pytest.mark.parametrize(
    ("tasks", "code"),
    [
        ([{"name": "a", "duration": 5, "deadline": 4}], "OPTIMIZATION_INFEASIBLE"),
        ([{"name": "a", "duration": 5}] * 2, "OPTIMIZATION_NOT_SUITABLE"),
        ([{"name": "a", "duration": 5, "after": ["b"]}], "OPTIMIZATION_NOT_SUITABLE"),
        ([{"name": "a", "duration": 5, "after": ["a"]}], "OPTIMIZATION_NOT_SUITABLE"),
        ([{"name": "a", "duration": 5, "uses": {"m": 2}}], "OPTIMIZATION_NOT_SUITABLE"),
        ([], "VALIDATION_ERROR"),
        ([{"name": "a", "duration": -1}], "VALIDATION_ERROR"),
    ],
)
def test_faults(client: httpx.Client, tasks: list[dict[str, Any]], code: str) -> None:
    answer = client.post(PATH, json={"tasks": tasks})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)


def test_no_time_to_find_a_schedule(client: httpx.Client) -> None:
    tasks = [
        {"name": f"{at}", "duration": 1 + at % 7, "uses": {f"m{at % 9}": 1, f"n{at % 11}": 1}}
        for at in range(500)
    ]
    answer = client.post(PATH, json={"tasks": tasks, "seconds": 0.001})
    assert answer.json()["error"]["code"] == "OPTIMIZATION_NOT_CONVERGED"
