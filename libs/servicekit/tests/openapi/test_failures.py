from collections.abc import Callable
from typing import Any

from servicekit import InvalidInput, RequestBody, operation

Document = dict[str, Any]
Find = Callable[[str], Document]


def test_every_error_is_declared_once_with_an_example(find: Find) -> None:
    responses = find("measure_lamp")["responses"]
    assert list(responses) == ["200", "202", "422", "504"]
    examples = responses["422"]["content"]["application/json"]["examples"]
    assert list(examples) == ["TOO_BRIGHT", "VALIDATION_ERROR"]
    assert examples["TOO_BRIGHT"] == {"$ref": "#/components/examples/TOO_BRIGHT"}
    assert "- `TOO_BRIGHT`: 'lamp' is too bright: at most 100 lumens." in responses["422"]["description"]
    assert list(responses["504"]["content"]["application/json"]["examples"]) == ["TIMED_OUT"]


def test_every_code_has_one_example(document: Document) -> None:
    examples = document["components"]["examples"]
    assert list(examples) == ["NO_SUCH_KEY", "TIMED_OUT", "TOO_BRIGHT", "VALIDATION_ERROR"]
    assert examples["TOO_BRIGHT"]["value"]["error"]["message"] == "'lamp' is too bright: at most 100 lumens."
    assert [example["value"]["error"]["retryable"] for example in examples.values()] == [
        False,
        True,
        False,
        False,
    ]


def test_placeholder_shows_its_name_only(document: Document) -> None:
    message = document["components"]["examples"]["TIMED_OUT"]["value"]["error"]["message"]
    assert message == "The operation took longer than {seconds} seconds: send less, or simplify the request."


class Word(RequestBody):
    text: str


class Dim(InvalidInput):
    message = "'lamp' is too dim."


@operation("/dim", example={"text": "a"}, errors=[Dim])
def answer_dim(request: Word) -> Word:
    return request


def test_code_of_two_messages_tells_both(describing: Any) -> None:
    answer = describing(answer_dim)["paths"]["/api/v1/sample/dim"]["post"]["responses"]["422"]
    assert answer["description"].splitlines()[2:] == [
        "- `VALIDATION_ERROR`: The request is not valid.",
        "- `VALIDATION_ERROR`: 'lamp' is too dim.",
    ]


def test_codes_are_an_enum_of_what_the_operation_answers(find: Find) -> None:
    schema = find("measure_lamp")["responses"]["422"]["content"]["application/json"]["schema"]
    envelope, codes = schema["allOf"]
    assert envelope == {"$ref": "#/components/schemas/ErrorEnvelope"}
    assert codes["properties"]["error"]["properties"]["code"]["enum"] == ["TOO_BRIGHT", "VALIDATION_ERROR"]
