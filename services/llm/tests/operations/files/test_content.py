import openai
import pytest
from openai import OpenAI


def test_the_bytes_come_back(openai_client: OpenAI) -> None:
    content = b'{"text": "\xc3\xa4"}\n'
    made = openai_client.files.create(file=("a.jsonl", content), purpose="batch")
    assert openai_client.files.content(made.id).content == content


def test_an_unknown_file(openai_client: OpenAI) -> None:
    with pytest.raises(openai.NotFoundError):
        openai_client.files.content("file_" + "0" * 52)
