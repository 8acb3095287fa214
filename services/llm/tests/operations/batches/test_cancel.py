import openai
import pytest
from openai import OpenAI


def test_an_unknown_batch(openai_client: OpenAI) -> None:
    with pytest.raises(openai.NotFoundError) as unknown:
        openai_client.batches.cancel("batch_" + "0" * 32)
    assert unknown.value.code == "batch_not_found"
