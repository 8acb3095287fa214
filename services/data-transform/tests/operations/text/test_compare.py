from typing import Any


def test_differences(call: Any) -> None:
    found = call("compare", text="the old text", other="the new text")
    assert [(one["change"], one["text"]) for one in found["changes"]] == [
        ("same", "the "),
        ("removed", "old"),
        ("added", "new"),
        ("same", " text"),
    ]
    assert (found["same"], found["edit_distance"]) == (False, 3)


def test_likeness(call: Any) -> None:
    assert call("compare", text="kitten", other="sitting")["edit_distance"] == 3
    found = call("compare", text="Ada Lovelace", other="lovelace  ada", ignore_case=True, ignore_spaces=True)
    assert found["token_similarity"] == 1
    assert call("compare", text="a\n", other="a\n", unit="lines")["same"] is True
