from typing import Any

OLD = {"a": 1, "b": [1, 2], "c": {"x/y": True}, "gone": None}
NEW = {"a": 1.5, "b": [1, 3, 4], "c": {"x/y": 1}, "here": "x"}


def test_changes_and_patch(result: Any) -> None:
    found = result("diff", data=OLD, other=NEW)
    assert [(one["pointer"], one["change"]) for one in found["changes"]] == [
        ("/a", "changed"), ("/b/1", "changed"), ("/b/2", "added"), ("/c/x~1y", "changed"),
        ("/gone", "removed"), ("/here", "added"),
    ]  # fmt: skip
    assert result("patch", data=OLD, patch=found["patch"])["result"] == NEW


def test_equal_documents(result: Any) -> None:
    assert result("diff", data=OLD, other=OLD) == {"same": True, "changes": [], "patch": [], "warnings": []}
