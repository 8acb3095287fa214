import openai
import pytest
from openai import OpenAI


def test_a_deleted_file_is_gone(openai_client: OpenAI) -> None:
    made = openai_client.files.create(file=("a.jsonl", b"{}\n"), purpose="batch")
    deleted = openai_client.files.delete(made.id)
    assert (deleted.id, deleted.deleted) == (made.id, True)
    for gone in (openai_client.files.retrieve, openai_client.files.delete):
        with pytest.raises(openai.NotFoundError):
            gone(made.id)
