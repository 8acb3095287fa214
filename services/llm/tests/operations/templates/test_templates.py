"""Prompt templates over a real store: made, found, filled in, run and forgotten."""

import asyncio
from typing import Any

import httpx
import pytest

QUESTION = {
    "prompt": "Name the capital city of {{country}}.{{extra}}",
    "defaults": {"extra": ""},
    "temperature": 0,
    "max_tokens": 12,
}


@pytest.fixture
def made(client: httpx.Client) -> dict[str, Any]:
    client.delete("/templates/capital")
    answer = client.post("/templates/capital", json=QUESTION)
    assert answer.status_code == 201, answer.text
    document: dict[str, Any] = answer.json()
    return document


def test_a_template_tells_its_variables_in_the_order_of_their_use(made: dict[str, Any]) -> None:
    assert (made["name"], made["version"], made["variables"]) == ("capital", 1, ["country", "extra"])


def test_versions_count_up_and_stay(client: httpx.Client, made: dict[str, Any]) -> None:
    client.post("/templates/capital", json=QUESTION | {"prompt": "Say {{country}}."})
    latest = client.get("/templates/capital").json()
    assert (latest["version"], latest["prompt"]) == (2, "Say {{country}}.")
    first = client.get("/templates/capital", params={"version": 1}).json()
    assert first == made
    missing = client.get("/templates/capital", params={"version": 3})
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "TEMPLATE_NOT_FOUND")
    assert "in version 3" in missing.json()["error"]["message"]


@pytest.mark.usefixtures("made")
def test_a_run_fills_in_and_answers(client: httpx.Client) -> None:
    answer = client.post("/templates/capital/run", json={"variables": {"country": "France"}})
    assert answer.status_code == 200, answer.text
    document = answer.json()
    assert "Paris" in document["text"]
    assert (document["name"], document["version"], document["model"]) == (
        "capital",
        1,
        "smollm2-135m-instruct",
    )
    assert document["usage"]["output_tokens"] > 0


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize(
    ("variables", "code", "named"),
    [
        ({}, "TEMPLATE_VARIABLES_MISSING", "'country'"),
        ({"country": "France", "city": "Paris"}, "TEMPLATE_VARIABLES_UNKNOWN", "'city'"),
    ],
)
def test_variables_are_neither_missing_nor_unknown(
    client: httpx.Client, variables: dict[str, str], code: str, named: str
) -> None:
    answer = client.post("/templates/capital/run", json={"variables": variables})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
    assert named in answer.json()["error"]["message"]


def test_a_value_cannot_reach_the_template(client: httpx.Client) -> None:
    """What a value says is not filled in again: the model is asked with the braces as they are."""
    client.post(
        "/templates/echo",
        json={
            "prompt": "{{document}}",
            "system": "It is {{secret}}.",
            "temperature": 0,
            "max_tokens": 1,
        },
    )
    values = {"document": "{{secret}}" * 40, "secret": "x"}
    long = client.post("/templates/echo/run", json={"variables": values}).json()["usage"]["input_tokens"]
    short = client.post("/templates/echo/run", json={"variables": {"document": "x" * 40, "secret": "x"}})
    assert long > short.json()["usage"]["input_tokens"] + 80


@pytest.mark.usefixtures("made")
def test_a_conversation_goes_on_after_the_prompt(client: httpx.Client) -> None:
    messages = [
        {"role": "assistant", "content": "Paris."},
        {"role": "user", "content": "And of Italy?"},
    ]
    run = {"variables": {"country": "France"}, "messages": messages}
    answer = client.post("/templates/capital/run", json=run)
    assert answer.status_code == 200, answer.text
    alone = client.post("/templates/capital/run", json={"variables": {"country": "France"}})
    assert answer.json()["usage"]["input_tokens"] > alone.json()["usage"]["input_tokens"] + 10


def test_the_list_has_pages_and_the_latest_versions(client: httpx.Client) -> None:
    for name in ("page-a", "page-b", "page-b", "page-c"):
        client.post(f"/templates/{name}", json={"prompt": name})
    first = client.get("/templates", params={"after": "page", "limit": 2}).json()["templates"]
    assert [(one["name"], one["version"]) for one in first] == [("page-a", 1), ("page-b", 2)]
    rest = client.get("/templates", params={"after": "page-b", "limit": 2}).json()["templates"]
    assert rest[0]["name"] == "page-c"


@pytest.mark.usefixtures("made")
def test_deleting_forgets_every_version(client: httpx.Client) -> None:
    assert client.delete("/templates/capital").status_code == 204
    assert client.get("/templates/capital").status_code == 404
    assert client.delete("/templates/capital").status_code == 404
    assert client.post("/templates/capital", json=QUESTION).json()["version"] == 1


async def test_versions_made_at_once_are_told_apart(client: httpx.Client) -> None:
    async with httpx.AsyncClient(base_url=client.base_url, timeout=60) as many:
        answers = await asyncio.gather(
            *(many.post("/templates/rush", json={"prompt": str(n)}) for n in range(4))
        )
    assert sorted(one.json()["version"] for one in answers) == [1, 2, 3, 4]
