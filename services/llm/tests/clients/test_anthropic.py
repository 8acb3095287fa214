"""Anthropic's own Python client against the service: what it reads must be there, and of its types."""

from collections.abc import Iterator

import anthropic
import pytest
from anthropic import Anthropic, DefaultHttpxClient
from anthropic.types import MessageParam, ToolParam

from servicekit.testing import ServedProcess

MODEL = "smollm2-135m-instruct"
QUESTION: list[MessageParam] = [{"role": "user", "content": "What is the weather in Oslo?"}]
WEATHER: ToolParam = {
    "name": "get_weather",
    "input_schema": {
        "type": "object",
        "properties": {"city": {"enum": ["Oslo", "Rome"]}},
        "required": ["city"],
        "additionalProperties": False,
    },
}


@pytest.fixture
def anthropic_client(service: ServedProcess) -> Iterator[Anthropic]:
    # The client's own default closes in `__del__`, which fails when it is collected deep in a recursion.
    with Anthropic(
        base_url=f"{service.url}/api/v1/llm",
        api_key="any",
        max_retries=0,
        http_client=DefaultHttpxClient(timeout=120),
    ) as client:
        yield client


def test_messages_and_their_count(anthropic_client: Anthropic) -> None:
    told = anthropic_client.messages.create(model=MODEL, messages=QUESTION, max_tokens=4)
    assert told.usage.output_tokens <= 4
    count = anthropic_client.messages.count_tokens(model=MODEL, messages=QUESTION)
    assert count.input_tokens == told.usage.input_tokens + (told.usage.cache_read_input_tokens or 0)
    back: list[MessageParam] = [*QUESTION, {"role": "assistant", "content": told.content}, *QUESTION]
    assert anthropic_client.messages.create(model=MODEL, messages=back, max_tokens=1).role == "assistant"


def test_a_call_streamed_and_answered(anthropic_client: Anthropic) -> None:
    with anthropic_client.messages.stream(
        model=MODEL, messages=QUESTION, max_tokens=60, tools=[WEATHER], tool_choice={"type": "any"}
    ) as stream:
        told = stream.get_final_message()
    assert told.stop_reason == "tool_use"
    assert told.usage.input_tokens + (told.usage.cache_read_input_tokens or 0) > 20
    (call,) = told.content
    assert call.type == "tool_use"
    assert call.input in ({"city": "Oslo"}, {"city": "Rome"})


def test_a_text_streamed(anthropic_client: Anthropic) -> None:
    with anthropic_client.messages.stream(model=MODEL, messages=QUESTION, max_tokens=8) as stream:
        pieces = list(stream.text_stream)
        told = stream.get_final_message()
    assert "".join(block.text for block in told.content if block.type == "text") == "".join(pieces)


def test_errors_are_the_clients_own(anthropic_client: Anthropic) -> None:
    with pytest.raises(anthropic.NotFoundError) as unknown:
        anthropic_client.messages.create(model="claude", messages=QUESTION, max_tokens=4)
    assert unknown.value.type == "not_found_error"
    with (
        pytest.raises(anthropic.BadRequestError, match="4096"),
        anthropic_client.messages.stream(
            model=MODEL, messages=[{"role": "user", "content": "hello " * 9000}], max_tokens=4
        ),
    ):
        pass
