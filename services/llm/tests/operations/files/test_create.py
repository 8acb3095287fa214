from pathlib import Path

import openai
import pytest
from openai import OpenAI
from openai.types import FilePurpose

REQUESTS = b'{"custom_id": "a", "body": {}}\n'


@pytest.mark.parametrize(
    ("name", "purpose", "kept_as"),
    [
        ("requests.jsonl", "batch", "requests.jsonl"),
        ("requests.txt", "batch", "requests.txt.jsonl"),
        ("notes.txt", "user_data", "notes.txt"),
    ],
)
def test_a_file_is_kept(openai_client: OpenAI, name: str, purpose: FilePurpose, kept_as: str) -> None:
    made = openai_client.files.create(file=(name, REQUESTS), purpose=purpose)
    assert (made.object, made.status, made.bytes) == ("file", "processed", len(REQUESTS))
    assert (made.filename, made.purpose) == (kept_as, purpose)
    assert made.expires_at is not None
    assert made.expires_at > made.created_at


def test_an_opened_file(openai_client: OpenAI, tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_bytes(REQUESTS)
    with path.open("rb") as stream:
        assert openai_client.files.create(file=stream, purpose="batch").filename == "mine.jsonl"


def test_other_purposes_are_refused(openai_client: OpenAI) -> None:
    with pytest.raises(openai.BadRequestError, match=r"'purpose'.*'batch'") as refused:
        openai_client.files.create(file=("a.jsonl", REQUESTS), purpose="fine-tune")
    assert refused.value.param == "purpose"
