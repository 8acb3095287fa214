"""Templates filled in and answered by the model."""

import httpx
import pytest


@pytest.mark.usefixtures("made")
def test_a_run_fills_in_and_answers(client: httpx.Client) -> None:
    answer = client.post("/templates/capital/run", json={"variables": {"country": "France"}})
    assert answer.status_code == 200, answer.text
    document = answer.json()
    assert document["text"] in ('"Paris"', '"Rome"')
    said = [{"role": "user", "content": "Name the capital city of France."}]
    assert document["usage"]["input_tokens"] == client.post("/count", json={"messages": said}).json()["count"]
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
