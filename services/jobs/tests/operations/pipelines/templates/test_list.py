from collections.abc import Callable

import httpx

PATH = "/api/v1/jobs/pipelines/templates"


def test_templates_are_listed_by_name(owner: httpx.Client, save: Callable[..., httpx.Response]) -> None:
    for name in ("c", "a", "b"):
        save(name).raise_for_status()
    first = owner.get(PATH, params={"limit": 2}).json()
    assert [one["name"] for one in first["templates"]] == ["a", "b"]
    second = owner.get(PATH, params={"limit": 2, "cursor": first["next_cursor"]}).json()
    assert ([one["name"] for one in second["templates"]], second["next_cursor"]) == (["c"], None)
