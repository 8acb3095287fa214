from collections.abc import Callable
from typing import Any

import httpx
import pytest
from jobs_stand import until

PATH = "/api/v1/jobs/pipelines/templates"
Save = Callable[..., httpx.Response]


def test_a_template_runs_with_its_parameters(owner: httpx.Client, save: Save) -> None:
    save("adding").raise_for_status()
    for parameters, expected in (({"left": 1}, 12), ({"left": 1, "right": 2}, 4)):
        job = owner.post(f"{PATH}/adding/run", json={"parameters": parameters, "priority": "high"}).json()
        assert (job["kind"], job["priority"], job["cost"]) == ("pipeline", "high", 2)
        until(lambda url=job["url"]: owner.get(url).json()["state"] == "succeeded")
        assert owner.get(job["result_url"]).json()["output"] == expected


@pytest.mark.parametrize(
    ("parameters", "code", "words"),
    [
        ({}, "PIPELINE_PARAMETER_MISSING", "'left'"),
        ({"left": 1, "middle": 2}, "PIPELINE_PARAMETER_UNKNOWN", "It has: left, right."),
    ],
)
def test_wrong_parameters_are_refused(
    owner: httpx.Client, save: Save, parameters: dict[str, Any], code: str, words: str
) -> None:
    save("adding").raise_for_status()
    for action in ("run", "validate"):
        answer = owner.post(f"{PATH}/adding/{action}", json={"parameters": parameters})
        error = answer.json()["error"]
        assert (answer.status_code, error["code"], words in error["message"]) == (422, code, True)


def test_what_is_not_there(owner: httpx.Client) -> None:
    answer = owner.post(f"{PATH}/nothing/run", json={})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "PIPELINE_TEMPLATE_NOT_FOUND")
