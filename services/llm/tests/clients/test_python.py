"""OpenAI's own Python client against the service: what it reads must be there, and of its types."""

import json
from collections.abc import Iterator
from typing import Literal

import openai
import pytest
from openai import DefaultHttpxClient, OpenAI
from openai.types.chat import ChatCompletionMessageParam, ChatCompletionToolParam
from openai.types.responses import ResponseTextConfigParam
from openai.types.shared_params import ResponseFormatJSONSchema
from pydantic import BaseModel

from servicekit.testing import ServedProcess

CHAT, EMBEDDINGS = "smollm2-135m-instruct", "all-minilm-l6-v2"
QUESTION: list[ChatCompletionMessageParam] = [
    {"role": "user", "content": "Name the capital city of France."},
]
SENTENCE = "The capital city of France is Paris."
SAID: ResponseFormatJSONSchema = {
    "type": "json_schema",
    "json_schema": {"name": "sentence", "schema": {"const": SENTENCE}, "strict": True},
}
SAID_IN_RESPONSES: ResponseTextConfigParam = {
    "format": {"type": "json_schema", "name": "sentence", "schema": {"const": SENTENCE}, "strict": True}
}
WEATHER: ChatCompletionToolParam = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "parameters": {
            "type": "object",
            "properties": {"city": {"enum": ["Oslo", "Rome"]}},
            "required": ["city"],
            "additionalProperties": False,
        },
        "strict": True,
    },
}


class City(BaseModel):
    name: Literal["Paris", "Rome"]
    is_capital: bool


@pytest.fixture
def openai_client(service: ServedProcess) -> Iterator[OpenAI]:
    # The client's own default closes in `__del__`, which fails when it is collected deep in a recursion.
    with OpenAI(
        base_url=f"{service.url}/api/v1/llm",
        api_key="any",
        max_retries=0,
        http_client=DefaultHttpxClient(timeout=120),
    ) as client:
        yield client


def test_models(openai_client: OpenAI) -> None:
    assert [model.id for model in openai_client.models.list()] == [CHAT, EMBEDDINGS, "multilingual-e5-small"]
    assert openai_client.models.retrieve(CHAT).object == "model"


def test_chat(openai_client: OpenAI) -> None:
    answer = openai_client.chat.completions.create(
        model=CHAT, messages=QUESTION, response_format=SAID, max_tokens=32, logprobs=True, top_logprobs=2, n=1
    )
    assert json.loads(answer.choices[0].message.content or "") == SENTENCE
    logprobs = answer.choices[0].logprobs
    assert logprobs is not None
    assert logprobs.content is not None
    assert "".join(token.token for token in logprobs.content) == answer.choices[0].message.content
    assert answer.usage is not None
    # The end token and white space after the JSON are generated and counted, but are no part of the text.
    assert answer.usage.completion_tokens >= len(logprobs.content)
    assert {len(token.top_logprobs) for token in logprobs.content} == {2}


def test_a_chat_stream(openai_client: OpenAI) -> None:
    with openai_client.chat.completions.stream(
        model=CHAT,
        messages=QUESTION,
        response_format=SAID,
        max_tokens=32,
        stream_options={"include_usage": True},
    ) as stream:
        pieces = [event.delta for event in stream if event.type == "content.delta"]
        whole = stream.get_final_completion()
    assert whole.choices[0].message.content == "".join(pieces)
    assert json.loads("".join(pieces)) == SENTENCE
    assert whole.usage is not None
    assert whole.usage.completion_tokens > 0


def test_an_answer_parsed_into_a_model(openai_client: OpenAI) -> None:
    answer = openai_client.chat.completions.parse(
        model=CHAT, messages=QUESTION, response_format=City, temperature=0, max_tokens=100
    )
    assert isinstance(answer.choices[0].message.parsed, City)


def test_a_call_streamed_and_answered(openai_client: OpenAI) -> None:
    with openai_client.chat.completions.stream(
        model=CHAT,
        messages=[{"role": "user", "content": "What is the weather in Oslo?"}],
        tools=[WEATHER],
        tool_choice="required",
        temperature=0,
        max_tokens=60,
    ) as stream:
        message = stream.get_final_completion().choices[0].message
    assert message.tool_calls is not None
    (call,) = message.tool_calls
    assert call.function.name == "get_weather"
    assert set(json.loads(call.function.arguments)) == {"city"}


def test_completions_and_embeddings(openai_client: OpenAI) -> None:
    text = openai_client.completions.create(model=CHAT, prompt="One, two,", max_tokens=4, logprobs=1)
    assert text.choices[0].logprobs is not None
    assert len(text.choices[0].logprobs.tokens or []) == 4
    vectors = openai_client.embeddings.create(model=EMBEDDINGS, input=["a", "b"])
    assert [len(one.embedding) for one in vectors.data] == [384, 384]
    assert all(isinstance(number, float) for number in vectors.data[0].embedding)


def test_responses(openai_client: OpenAI) -> None:
    first = openai_client.responses.create(
        model=CHAT, input="Name the capital city of France.", text=SAID_IN_RESPONSES, max_output_tokens=32
    )
    assert json.loads(first.output_text) == SENTENCE
    with openai_client.responses.stream(
        model=CHAT,
        input="Name the capital city of Italy.",
        previous_response_id=first.id,
        text=SAID_IN_RESPONSES,
        max_output_tokens=32,
    ) as stream:
        text = "".join(event.delta for event in stream if event.type == "response.output_text.delta")
        whole = stream.get_final_response()
    assert whole.output_text == text
    assert openai_client.responses.retrieve(whole.id).output_text == text
    openai_client.responses.delete(whole.id)
    with pytest.raises(openai.NotFoundError):
        openai_client.responses.retrieve(whole.id)


def test_a_response_parsed_into_a_model(openai_client: OpenAI) -> None:
    answer = openai_client.responses.parse(
        model=CHAT, input="Describe Paris.", text_format=City, max_output_tokens=100, temperature=0
    )
    assert isinstance(answer.output_parsed, City)


def test_moderations(openai_client: OpenAI) -> None:
    (result,) = openai_client.moderations.create(input="I like trains.").results
    assert 0 <= result.category_scores.self_harm_intent <= 1
    assert isinstance(result.categories.violence_graphic, bool)


def test_errors_are_the_clients_own(openai_client: OpenAI) -> None:
    with pytest.raises(openai.NotFoundError) as unknown:
        openai_client.chat.completions.create(model="gpt-9", messages=QUESTION)
    assert unknown.value.code == "model_not_found"
    with pytest.raises(openai.BadRequestError) as long:
        openai_client.chat.completions.create(
            model=CHAT, messages=[{"role": "user", "content": "hello " * 9000}]
        )
    assert long.value.code == "context_length_exceeded"
    with pytest.raises(openai.BadRequestError) as schema:
        openai_client.chat.completions.create(
            model=CHAT,
            messages=QUESTION,
            response_format={
                "type": "json_schema",
                "json_schema": {"name": "x", "schema": {"type": "cat"}, "strict": True},
            },
        )
    assert schema.value.code == "invalid_json_schema"
    with pytest.raises(openai.BadRequestError) as field:
        openai_client.chat.completions.create(model=CHAT, messages=QUESTION, extra_body={"banana": 1})
    assert field.value.param == "banana"
