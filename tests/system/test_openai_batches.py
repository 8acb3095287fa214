"""Batches by OpenAI's own client through the gateway: the jobs service runs what the llm service keeps."""

import json
from typing import Any

import httpx
import openai
import pytest
from openai import DefaultHttpxClient, OpenAI
from openai.types import Batch
from system_stand.platform import Platform, wait_for

pytestmark = pytest.mark.system
ENDED = {"completed", "failed", "expired", "cancelled"}


def line(custom_id: str, **body: Any) -> str:
    request = {"custom_id": custom_id, "method": "POST", "url": "/v1/embeddings", "body": body}
    return json.dumps(request) + "\n"


def start(client: OpenAI, *lines: str) -> Batch:
    uploaded = client.files.create(file=("requests.jsonl", "".join(lines).encode()), purpose="batch")
    return client.batches.create(
        input_file_id=uploaded.id,
        endpoint="/v1/embeddings",
        completion_window="24h",
        metadata={"row": "7"},
    )


def ended(client: OpenAI, batch: Batch) -> Batch:
    wait_for(lambda: client.batches.retrieve(batch.id).status in ENDED, 120)
    return client.batches.retrieve(batch.id)


def test_a_batch_runs_and_its_answers_are_a_file(openai_client: OpenAI) -> None:
    made = start(openai_client, line("one", input="hello"), line("two", input="hello", model="gpt-9"))
    assert made.status in ("validating", "in_progress")
    done = ended(openai_client, made)
    assert done.status == "completed", done.errors
    counts = done.request_counts
    assert counts is not None
    assert (counts.total, counts.completed, counts.failed) == (2, 1, 1)
    assert done.metadata == {"row": "7"}
    assert done.output_file_id is not None
    assert done.error_file_id is not None
    answer = json.loads(openai_client.files.content(done.output_file_id).text)
    assert answer["custom_id"] == "one"
    assert answer["response"]["body"]["data"][0]["object"] == "embedding"
    failure = json.loads(openai_client.files.content(done.error_file_id).text)
    assert (failure["custom_id"], failure["error"]["code"]) == ("two", "model_not_found")


def test_a_batch_that_cannot_be_run_says_why(openai_client: OpenAI) -> None:
    done = ended(openai_client, start(openai_client, "\n"))
    assert done.status == "failed"
    assert done.errors is not None
    assert done.errors.data is not None
    assert done.errors.data[0].code == "batch_empty"


def test_lists_and_cancelling(openai_client: OpenAI) -> None:
    many = [line(str(number), input="some words " * 100) for number in range(2000)]
    made = start(openai_client, *many)
    newest = openai_client.batches.list(limit=2)
    assert newest.data[0].id == made.id
    stopping = openai_client.batches.cancel(made.id)
    assert stopping.status in ("cancelling", "cancelled")
    assert ended(openai_client, made).status == "cancelled"
    assert openai_client.batches.cancel(made.id).status == "cancelled"


def test_batches_belong_to_their_consumer(platform: Platform, openai_client: OpenAI) -> None:
    made = start(openai_client, line("one", input="hello"))
    other = platform.key("another-batcher", "--service", "crypto", "--service", "llm")
    with OpenAI(
        base_url=f"{platform.address}/api/v1/llm",
        api_key=other,
        max_retries=0,
        http_client=DefaultHttpxClient(timeout=120),
    ) as stranger:
        for use in (stranger.batches.retrieve, stranger.batches.cancel, stranger.files.content):
            with pytest.raises(openai.NotFoundError):
                use(made.input_file_id if use == stranger.files.content else made.id)
        own = start(stranger, line("own", input="hello"))  # its key is not for the jobs service
        assert ended(stranger, own).status == "completed"
        assert [batch.id for batch in stranger.batches.list()] == [own.id]


def test_the_file_is_one_of_the_file_store(client: httpx.Client, openai_client: OpenAI) -> None:
    made = openai_client.files.create(file=("a.jsonl", b"{}\n"), purpose="batch")
    assert client.get(f"/api/v1/files/{made.id}").json()["name"] == "a.jsonl"
