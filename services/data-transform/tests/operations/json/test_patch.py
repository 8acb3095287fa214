from typing import Any

import pytest


# From RFC 6902, appendix A.
@pytest.mark.parametrize(
    ("document", "patch", "expected"),
    [
        ({"foo": "bar"}, [{"op": "add", "path": "/baz", "value": "qux"}], {"foo": "bar", "baz": "qux"}),
        ({"f": ["a", "b"]}, [{"op": "add", "path": "/f/1", "value": "qux"}], {"f": ["a", "qux", "b"]}),
        ({"baz": "qux", "foo": "bar"}, [{"op": "remove", "path": "/baz"}], {"foo": "bar"}),
        ({"foo": ["all", "grass", "cows", "eat"]}, [{"op": "move", "from": "/foo/1", "path": "/foo/3"}],
         {"foo": ["all", "cows", "eat", "grass"]}),
        ({"/": 9, "~1": 10}, [{"op": "test", "path": "/~01", "value": 10}], {"/": 9, "~1": 10}),
        ({"foo": ["bar"]}, [{"op": "add", "path": "/foo/-", "value": ["abc"]}], {"foo": ["bar", ["abc"]]}),
    ],
)  # fmt: skip
def test_operations(result: Any, document: Any, patch: Any, expected: Any) -> None:
    assert result("patch", data=document, patch=patch)["result"] == expected


@pytest.mark.parametrize(
    "patch",
    [
        [{"op": "test", "path": "/a", "value": 2}],
        [{"op": "remove", "path": "/nope"}],
        [{"op": "fly", "path": "/a"}],
        [{"path": "/a"}],
        [{"op": "add", "path": "a", "value": 1}],
        [{"op": "add", "path": "/a/b/c", "value": 1}],
    ],
)
def test_patches_that_do_not_fit(code: Any, patch: Any) -> None:
    assert code("patch", data={"a": 1}, patch=patch) == (422, "PATCH_INVALID")
