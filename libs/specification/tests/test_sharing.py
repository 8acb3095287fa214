from typing import Any

from flowforge_specification import merge, share_responses

BAD = {"description": "Bad Request.\n\n- `MALFORMED_BODY`: The body is not JSON.", "content": {}}
GONE = {"description": "Gone."}


def document(**operations: dict[str, Any]) -> dict[str, Any]:
    paths = {
        f"/{name}": {"post": {"operationId": name, "tags": ["x"], "responses": responses}}
        for name, responses in operations.items()
    }
    return {"openapi": "3.1.1", "paths": paths, "components": {}, "security": []}


def responses(shared: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = shared["paths"][f"/{name}"]["post"]["responses"]
    return found


def test_a_response_that_two_operations_have_stands_once() -> None:
    ok = {"description": "The result."}
    shared = share_responses(document(a={"200": ok, "400": BAD, "410": GONE}, b={"200": ok, "400": BAD}))
    (name,) = shared["components"]["responses"]
    assert name.startswith("BadRequest_")
    assert shared["components"]["responses"][name] == BAD
    assert responses(shared, "a")["400"] == responses(shared, "b")["400"]
    assert responses(shared, "b")["400"] == {"$ref": f"#/components/responses/{name}"}
    assert responses(shared, "a")["410"] == GONE
    assert responses(shared, "a")["200"] == ok


def test_nothing_changes_where_nothing_is_shared() -> None:
    alone = document(a={"200": {"description": "The result."}, "400": BAD})
    assert share_responses(alone) == alone


def test_the_definition_of_most_services_keeps_its_name() -> None:
    common, other = {"type": "string"}, {"type": "number"}
    documents = {
        name: {
            "openapi": "3.1.1",
            "paths": {},
            "security": [],
            "components": {"schemas": {"Result": schema}},
        }
        for name, schema in (("crypto", common), ("math", other), ("pdf", common))
    }
    merged = merge(documents, title="t", version="1", address="/")
    assert merged["components"]["schemas"] == {"MathResult": other, "Result": common}
