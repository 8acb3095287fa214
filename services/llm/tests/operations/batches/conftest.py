from collections.abc import Iterator

import pytest
from openai import DefaultHttpxClient, OpenAI

from servicekit.testing import ServedProcess


@pytest.fixture
def openai_client(service: ServedProcess) -> Iterator[OpenAI]:
    base = f"{service.url}/api/v1/llm"
    with OpenAI(
        base_url=base, api_key="none", max_retries=0, http_client=DefaultHttpxClient(timeout=120)
    ) as client:
        yield client
