from pathlib import Path

import pytest

from flowforge_llm.core.apis.responses.document import draft, message_item
from flowforge_llm.core.apis.responses.repository import (
    ResponseRepository,
    ResponsesNotStored,
    UnknownResponse,
)
from flowforge_llm.core.apis.responses.request import ResponseRequest
from servicekit.ports.sqlite_store import SQLiteStore
from servicekit.ports.store import NullStore, Store

REQUEST = ResponseRequest(input="Hi")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return SQLiteStore(str(tmp_path / "store")).for_consumer("llm", "ada")


def test_the_conversation_is_kept_with_what_was_said(store: Store) -> None:
    document = draft(REQUEST, "m", store=True)
    document.output.append(message_item("msg_1", "Hello.", "completed"))
    ResponseRepository(store, 1).keep(document, REQUEST.messages())
    kept = ResponseRepository(store, 1).find(document.id)
    assert kept.messages == [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]
    assert kept.document["id"] == document.id


def test_old_ones_are_not_found_and_go_when_new_ones_come(store: Store) -> None:
    old, new = draft(REQUEST, "m", store=True), draft(REQUEST, "m", store=True)
    old.id = f"resp_{0:012x}{old.id[-20:]}"
    shelf = ResponseRepository(store, 1)
    shelf.keep(old, [])
    with pytest.raises(UnknownResponse, match="1 days"):
        shelf.find(old.id)
    shelf.keep(new, [])
    assert store.keys("responses/") == [f"responses/{new.id}"]


def test_without_a_store_nothing_is_found() -> None:
    with pytest.raises(ResponsesNotStored):
        ResponseRepository(NullStore(), 1).find("resp_00000000000000000000")
