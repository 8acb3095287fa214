from collections.abc import Callable
from typing import Any

import httpx

PATH = "/api/v1/jobs/pipelines/templates"
STEPS: list[dict[str, Any]] = [{"id": "a", "operation": "sample.add", "request": {"numbers": [1]}}]


def test_an_update_raises_the_version(owner: httpx.Client, save: Callable[..., httpx.Response]) -> None:
    save("changing").raise_for_status()
    changed = owner.put(f"{PATH}/changing", json={"steps": STEPS, "output": "$steps.a.sum"})
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    assert changed.json()["parameters"] == {}
    wrong = owner.put(f"{PATH}/changing", json={"steps": STEPS, "output": "$steps.b.sum"})
    assert wrong.json()["error"]["code"] == "PIPELINE_STEP_UNKNOWN"
    assert owner.get(f"{PATH}/changing").json() == changed.json()


def test_what_is_not_there(owner: httpx.Client) -> None:
    answer = owner.put(f"{PATH}/nothing", json={"steps": STEPS})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "PIPELINE_TEMPLATE_NOT_FOUND")
