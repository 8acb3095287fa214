from collections.abc import Callable

import httpx

PATH = "/api/v1/jobs/pipelines/templates"


def test_a_template_is_its_consumers_alone(
    owner: httpx.Client, bob: httpx.Client, save: Callable[..., httpx.Response]
) -> None:
    made = save("mine").json()
    assert owner.get(f"{PATH}/mine").json() == made
    answer = bob.get(f"{PATH}/mine")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "PIPELINE_TEMPLATE_NOT_FOUND")
