import openai
import pytest
from openai import OpenAI


def test_what_was_uploaded(openai_client: OpenAI) -> None:
    made = openai_client.files.create(file=("a.jsonl", b"{}\n"), purpose="batch")
    assert openai_client.files.retrieve(made.id) == made


def test_an_unknown_file(openai_client: OpenAI) -> None:
    with pytest.raises(openai.NotFoundError) as unknown:
        openai_client.files.retrieve("file_" + "0" * 52)
    assert unknown.value.code == "file_not_found"
