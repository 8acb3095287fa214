from collections.abc import Callable
from typing import Any

from servicekit import RequestBody, operation

Document = dict[str, Any]
PARAMETERS = "#/components/parameters/"


class Word(RequestBody):
    text: str


@operation("/hide", example={"text": "a"}, secret=True)
def hide_word(request: Word) -> Word:
    return request


@operation("/look", method="GET", example={"text": "a"})
def look_word(request: Word) -> Word:
    return request


def shared(described: Document) -> list[str]:
    found = [one["$ref"] for one in described.get("parameters", ()) if "$ref" in one]
    return [one.removeprefix(PARAMETERS) for one in found]


def test_an_operation_names_what_makes_it_a_job_and_repeatable(
    document: Document, find: Callable[[str], Document]
) -> None:
    for name in ("measure_lamp", "stamp_document", "split_parts"):
        assert shared(find(name)) == ["Prefer", "MaxWait", "IdempotencyKey"]
        assert find(name)["responses"]["202"] == {"$ref": "#/components/responses/JobAccepted"}
    components = document["components"]
    assert [(one["name"], one["in"]) for one in components["parameters"].values()] == [
        ("Prefer", "header"),
        ("max_wait", "query"),
        ("Idempotency-Key", "header"),
    ]
    accepted = components["responses"]["JobAccepted"]
    assert {"Location", "Preference-Applied"} <= accepted["headers"].keys()
    assert accepted["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/AcceptedJob"}
    assert {"id", "state", "url", "result_url"} <= components["schemas"]["AcceptedJob"]["properties"].keys()


def test_the_profile_has_them_too(profile: Document) -> None:
    stamped = profile["paths"]["/api/v1/sample/stamp"]["post"]
    assert shared(stamped) == ["Prefer", "MaxWait", "IdempotencyKey"]
    assert "202" in stamped["responses"]
    assert "AcceptedJob" in profile["components"]["schemas"]


def test_secrets_are_never_jobs(describing: Any) -> None:
    described = describing(hide_word)["paths"]["/api/v1/sample/hide"]["post"]
    assert shared(described) == ["IdempotencyKey"]
    assert "202" not in described["responses"]


def test_what_is_no_post_has_neither(describing: Any) -> None:
    document = describing(look_word)
    assert shared(document["paths"]["/api/v1/sample/look"]["get"]) == []
    assert not {"parameters", "responses"} & document["components"].keys()
