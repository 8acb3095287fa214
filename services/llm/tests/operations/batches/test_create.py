import openai
import pytest
from openai import OpenAI


def test_without_a_jobs_service_it_says_so(openai_client: OpenAI) -> None:
    made = openai_client.files.create(file=("a.jsonl", b"{}\n"), purpose="batch")
    with pytest.raises(openai.APIStatusError, match="no jobs service is configured") as refused:
        openai_client.batches.create(
            input_file_id=made.id, endpoint="/v1/embeddings", completion_window="24h"
        )
    assert (refused.value.status_code, refused.value.code) == (501, "jobs_service_not_configured")
    assert openai_client.batches.list().data == []


def test_an_unknown_file_and_endpoint(openai_client: OpenAI) -> None:
    unknown = "file_" + "0" * 52
    with pytest.raises(openai.NotFoundError):
        openai_client.batches.create(
            input_file_id=unknown, endpoint="/v1/embeddings", completion_window="24h"
        )
    with pytest.raises(openai.BadRequestError, match="'endpoint'"):
        openai_client.batches.create(input_file_id=unknown, endpoint="/v1/videos", completion_window="24h")
