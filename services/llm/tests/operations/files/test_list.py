import openai
import pytest
from openai import OpenAI


def test_pages_are_newest_first(openai_client: OpenAI) -> None:
    made = [
        openai_client.files.create(file=(f"{name}.jsonl", name.encode()), purpose="batch").id
        for name in ("first", "second", "third")
    ]
    page = openai_client.files.list(limit=2)
    assert [file.id for file in page.data] == made[:0:-1]
    assert page.has_more
    following = openai_client.files.list(limit=2, after=page.data[-1].id)
    assert following.data[0].id == made[0]
    walked = [file.id for file in openai_client.files.list(limit=1)]
    assert walked[:3] == made[::-1]


def test_files_of_one_purpose(openai_client: OpenAI) -> None:
    data = openai_client.files.create(file=("notes.txt", b"some notes"), purpose="user_data")
    requests = openai_client.files.create(file=("few.jsonl", b"{}"), purpose="batch")
    found = {file.id for file in openai_client.files.list(purpose="user_data")}
    assert data.id in found
    assert requests.id not in found


def test_another_order_is_refused(openai_client: OpenAI) -> None:
    with pytest.raises(openai.BadRequestError, match="'order'"):
        openai_client.files.list(order="asc")
