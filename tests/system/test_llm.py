"""Language models through the gateway, by OpenAI's own client with a FlowForge key."""

import json

import openai
import pytest
from openai import DefaultHttpxClient, OpenAI
from openai.types.shared_params import ResponseFormatJSONSchema
from system_stand.platform import Platform

pytestmark = pytest.mark.system
QUESTION = [{"role": "user", "content": "Name the capital city of France."}]
MODEL = "smollm2-135m-instruct"
SENTENCE = "The capital city of France is Paris."
SAID: ResponseFormatJSONSchema = {
    "type": "json_schema",
    "json_schema": {"name": "sentence", "schema": {"const": SENTENCE}, "strict": True},
}


def test_the_key_is_openais_api_key(openai_client: OpenAI) -> None:
    assert MODEL in [model.id for model in openai_client.models.list()]
    answer = openai_client.chat.completions.create(
        model=MODEL, messages=QUESTION, response_format=SAID, max_tokens=32
    )
    assert json.loads(answer.choices[0].message.content or "") == SENTENCE


def test_a_stream_passes_the_gateway_in_its_chunks(openai_client: OpenAI) -> None:
    stream = openai_client.chat.completions.create(
        model=MODEL, messages=QUESTION, response_format=SAID, max_tokens=32, stream=True
    )
    texts = [chunk.choices[0].delta.content for chunk in stream if chunk.choices]
    told = [text for text in texts if text]
    assert len(told) > 4
    assert json.loads("".join(told)) == SENTENCE


def test_a_wrong_key_and_an_unknown_model_are_openais_errors(
    platform: Platform, openai_client: OpenAI
) -> None:
    with pytest.raises(openai.NotFoundError) as unknown:
        openai_client.chat.completions.create(model="gpt-9", messages=QUESTION)
    assert unknown.value.code == "model_not_found"
    base = f"{platform.address}/api/v1/llm"
    with (
        OpenAI(
            base_url=base, api_key="ff_wrong", max_retries=0, http_client=DefaultHttpxClient()
        ) as stranger,
        pytest.raises(openai.AuthenticationError),
    ):
        stranger.models.list()


def test_usage_is_the_consumers_own(platform: Platform, openai_client: OpenAI, key: str) -> None:
    openai_client.chat.completions.create(model=MODEL, messages=QUESTION, max_tokens=2)
    with platform.client(key) as client, platform.client(platform.key("somebody-else")) as other:
        assert client.get("/api/v1/llm/usage").json()["total"][0]["output_tokens"] >= 2
        assert other.get("/api/v1/llm/usage").json()["total"] == []
