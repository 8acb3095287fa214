"""Mistakes in requests as their senders read them: at their place, and of the type that was meant."""

from typing import Annotated, Any, Literal

import orjson
import pytest
from pydantic import BaseModel, Field

from servicekit import FileReference, InvalidInput, RequestBody, parse_json


class Words(BaseModel, extra="forbid"):
    kind: Literal["words"]
    words: str


class Picture(BaseModel, extra="forbid"):
    kind: Literal["picture"]
    picture: dict[str, str]


Part = Annotated[Words | Picture, Field(discriminator="kind")]
Text = Annotated[str, Field(min_length=1)]


class Letter(RequestBody):
    content: Text | list[Part]
    numbers: Text | list[Text] | list[list[int]] = "x"
    choice: Literal["all", "none"] | Words = "all"
    file: FileReference | None = None


WORDS = "is not a field here; there are: kind, words"
FILES = "is not a field here; there are: base64, url, file_id, name, media_type"
KNOWN = "which is not known; known: 'words', 'picture'"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"content": ""}, "'content' should have at least 1 character, not ''."),
        ({"content": {}}, "'content' should be text or a list, not an object."),
        ({"content": [{"kind": "sound"}]}, f"'content.0' has 'sound' as 'kind', {KNOWN}."),
        ({"content": [{"words": "a"}]}, "'content.0' needs 'kind'."),
        ({"content": [{"kind": "words"}]}, "'content.0.words' is required."),
        ({"content": [{"kind": "words", "words": []}]}, "'content.0.words' should be text, not a list."),
        ({"content": [{"kind": "words", "words": "a", "size": 1}]}, f"'content.0.size' {WORDS}."),
        ({"content": "a", "choice": {"kind": "words", "words": "a", "size": 1}}, f"'choice.size' {WORDS}."),
        ({"content": "a", "file": {"base64": "", "filename": "a"}}, f"'file.filename' {FILES}."),
        (
            {"content": [{"kind": "picture", "picture": {"a": []}}]},
            "'content.0.picture.a' should be text, not a list.",
        ),
        ({"content": ["a"]}, "'content.0' should be an object, not 'a'."),
        ({"content": "a", "numbers": [[1, "x"]]}, "'numbers.0.1' should be a whole number, not 'x'."),
        ({"content": "a", "choice": "some"}, "'choice' should be 'all' or 'none' or an object, not 'some'."),
        ({"content": "a", "choice": {"kind": "words"}}, "'choice.words' is required."),
        ({}, "'content' is required."),
        ([], "The body must be a JSON object."),
    ],
)
def test_mistakes_where_several_types_may_stand(given: Any, said: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_json(Letter, orjson.dumps(given))
    assert refused.value.text == said


def test_mistakes_are_counted_once_for_each_place() -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_json(Letter, b'{"content": {}, "numbers": {}, "other": 1, "more": 1}')
    assert [detail.field for detail in refused.value.details] == ["content", "numbers", "other", "more"]
    assert "(and 1 more)" in refused.value.text
    assert all(f"'{name}'" in refused.value.text for name in ("content", "numbers", "other"))


def test_many_mistakes_take_no_longer_than_few_each() -> None:
    """The server reads requests between those of others: 5,000 mistakes must not be compared in pairs."""
    rows = [["x"]] * 5_000
    with pytest.raises(InvalidInput) as refused:
        parse_json(Letter, orjson.dumps({"content": "a", "numbers": rows}))
    assert refused.value.text.startswith("'numbers.0.0' should be a whole number, not 'x'; 'numbers.1.0'")
    assert refused.value.text.endswith("(and 4997 more).")
    assert len(refused.value.details) == 20


class Shelf(RequestBody):
    color: str
    widths: list[float]
    labels: list[str] | None = None


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (
            b'{"colour": "red", "widths": [1.50, 2, 1e3]}',
            {"color": "red", "widths": [1.5, 2.0, 1000.0], "labels": None},
        ),
        (
            b'{"color": 1.50, "widths": ["2.5", " 3 "]}',
            {"color": "1.50", "widths": [2.5, 3.0], "labels": None},
        ),
        (
            b'{"color": "a", "widths": 1.5, "labels": 2.50}',
            {"color": "a", "widths": [1.5], "labels": ["2.50"]},
        ),
        (
            b'{"color": "a", "widths": [1], "labels": [1.10, "x"]}',
            {"color": "a", "widths": [1.0], "labels": ["1.10", "x"]},
        ),
    ],
)
def test_numbers_keep_their_digits_as_texts_and_their_values_as_numbers(
    body: bytes, read: dict[str, Any]
) -> None:
    assert parse_json(Shelf, body).model_dump() == read
