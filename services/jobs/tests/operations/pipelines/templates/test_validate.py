from collections.abc import Callable

import httpx

PATH = "/api/v1/jobs/pipelines/templates"


def test_a_dry_run_starts_nothing(owner: httpx.Client, save: Callable[..., httpx.Response]) -> None:
    save("adding").raise_for_status()
    checked = owner.post(f"{PATH}/adding/validate", json={"parameters": {"left": 1}})
    assert checked.json() == {"valid": True, "cost": 2, "order": ["a", "b"]}
    assert owner.get("/api/v1/jobs").json()["jobs"] == []
