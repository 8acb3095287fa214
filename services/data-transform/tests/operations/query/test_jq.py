import os
from typing import Any

import pytest

from flowforge_data.core.documents.queries.languages import empty_environment, jq


def test_jq(queries: Any) -> None:
    assert queries.result("jq", ".store.book | map(.price) | add") == [pytest.approx(30.93)]
    assert queries.result("jq", ".store.book[] | select(.price < 10) | .title") == [
        "Sayings of the Century",
        "Moby Dick",
    ]


def test_jq_sees_no_environment(queries: Any) -> None:
    assert os.environ
    assert queries.result("jq", "env, $ENV") == [{}, {}]


def test_variables(queries: Any) -> None:
    query = ".store.book[] | select(.price > $least) | .title"
    assert queries.result("jq", query, variables={"least": 10}) == ["Sword of Honour"]


def test_integers_that_are_rounded_are_named(queries: Any) -> None:
    answer = queries.call("jq", data=[{"id": 9007199254740993}], query=".[].id").json()
    assert answer["result"] == [9007199254740992]
    assert answer["warnings"] == [
        "jq calculates with 64-bit floats: integers over 9007199254740992 are rounded"
    ]


@pytest.mark.deep
@pytest.mark.parametrize(
    ("language", "query"),
    [("jq", "[recurse(.+1)]"), ("jsonata", "($f := function($n) { $f($n + 1) }; $f(1))")],
)
def test_an_endless_query_is_ended(queries: Any, language: str, query: str) -> None:
    ended = {"QUERY_FAILED", "RESOURCE_LIMIT", "TIMED_OUT", "WORKER_CRASHED"}
    assert queries.failure(language, data=1, query=query)[1] in ended
    assert queries.call(language, data=1, query="1").status_code == 200


def test_a_program_sees_no_environment_and_leaves_it_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOWFORGE_SAMPLE", "kept")
    before = dict(os.environ)
    with empty_environment():
        assert jq("[env, $ENV] | map(.FLOWFORGE_SAMPLE)")(None) == [[None, None]]
    assert dict(os.environ) == before
