"""What may be passed on of an engine's words. The answers are those of vLLM 0.32.0 and vllm-router 0.1.17."""

from typing import Any

import pytest

from flowforge_llm.engines.error_messages import NO_REASON, reason_of

STOPS = (
    "2 validation errors:\n  {'type': 'string_type', 'loc': 'body.stop', 'msg': 'Input should be a valid "
    "string', 'input': '<list of 100 items>'}\n  {'type': 'too_long', 'loc': 'body.stop', 'msg': 'List should"
    " have at most 4 items after validation, not 100', 'input': '<list of 100 items>', 'ctx': {'field_type': "
    "'List', 'max_length': 4, 'actual_length': 100}}"
)
STOPS_TOLD = (
    "'stop': Input should be a valid string; "
    "'stop': List should have at most 4 items after validation, not 100"
)
SCHEMA = (
    "Failed to transform json schema into a grammar: [07:27:29] /project/cpp/json_schema_converter.cc:4944: "
    'Unsupported type "banana"'
)
ROUTER = "Request failed: error sending request for url (http://127.0.0.1:18210/v1/chat/completions)"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"error": {"message": "stop cannot be empty.", "type": "BadRequestError"}}, "stop cannot be empty."),
        (
            {"error": {"message": STOPS, "type": "Bad Request", "param": "body.stop", "code": 400}},
            STOPS_TOLD,
        ),
        (
            {"error": {"message": SCHEMA, "code": 400}},
            'Failed to transform json schema into a grammar: Unsupported type "banana"',
        ),
        ({"detail": "Not Found"}, "Not Found"),
        ({"error": "Unauthorized"}, "Unauthorized"),
        (ROUTER, NO_REASON),
        ({"error": {"message": ROUTER}}, "Request failed: error sending request for url (..."),
        ({"error": {}}, NO_REASON),
        (None, NO_REASON),
    ],
)
def test_the_reason_is_told_without_internals(answer: Any, reason: str) -> None:
    assert reason_of(answer) == reason


def test_a_long_reason_is_cut() -> None:
    assert len(reason_of({"error": {"message": "word " * 1000}})) <= 500
