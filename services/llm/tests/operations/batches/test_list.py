import openai
import pytest
from openai import OpenAI


def test_nobody_has_batches_at_first(openai_client: OpenAI) -> None:
    page = openai_client.batches.list(limit=5)
    assert (page.data, page.has_more) == ([], False)


def test_limits(openai_client: OpenAI) -> None:
    with pytest.raises(openai.BadRequestError, match="'limit'"):
        openai_client.batches.list(limit=101)
