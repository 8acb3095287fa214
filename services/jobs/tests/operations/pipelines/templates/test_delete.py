from collections.abc import Callable

import httpx

PATH = "/api/v1/jobs/pipelines/templates"


def test_a_template_is_deleted(owner: httpx.Client, save: Callable[..., httpx.Response]) -> None:
    save("old").raise_for_status()
    assert owner.delete(f"{PATH}/old").status_code == 204
    answer = owner.delete(f"{PATH}/old")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "PIPELINE_TEMPLATE_NOT_FOUND")
