from collections.abc import Iterator
from typing import Any

import httpx
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from servicekit.openapi.job_answers import JOB_ACCEPTED
from servicekit.testing import ServedProcess

Document = dict[str, Any]
MOST_PAGE_BYTES = 1_000_000
METHODS = {"get", "post", "put", "patch", "delete"}


def operations(document: Document) -> Iterator[tuple[str, str, Document]]:
    for path, methods in document["paths"].items():
        for method, described in methods.items():
            if method in METHODS:
                yield method, path, described


def check(document: Document, schema: Document, value: Any) -> None:
    Draft202012Validator({"components": document["components"], **schema}).validate(value)


def send_example(
    client: httpx.Client, method: str, path: str, described: Document, **query: str
) -> httpx.Response:
    """Send the operation's own example; of an endless answer, only its beginning is read."""
    parameters = {one["name"]: one for one in described.get("parameters", ()) if "example" in one}
    headers: dict[str, str] = {}
    for name, parameter in parameters.items():
        if parameter["in"] == "path":
            path = path.replace(f"{{{name}}}", str(parameter["example"]))
        elif parameter["in"] == "header":
            headers[name] = str(parameter["example"])
        else:
            query[name] = parameter["example"]
    content = described.get("requestBody", {"content": {}})["content"]
    if content and "application/json" not in content:
        headers["content-type"] = next(iter(content))
    body = content.get("application/json", {}).get("example")
    with client.stream(method, path, params=query, json=body, headers=headers) as answer:
        if answer.headers.get("content-type") != "text/event-stream":
            answer.read()
        return answer


def is_at_a_loss(answer: httpx.Response) -> bool:
    """Whether a small model's words were of no use and the service said so: no mistake of the example."""
    return answer.status_code == 502 and answer.json()["error"]["code"] == "ANSWER_UNUSABLE"


def test_documents_are_valid(document: Document, profile: Document) -> None:
    validate(document)
    validate(profile)
    assert (document["openapi"], profile["openapi"]) == ("3.1.1", "3.0.3")


def test_operations_are_named_once_and_after_their_service(document: Document) -> None:
    names = [described["operationId"] for _, _, described in operations(document)]
    assert len(names) == len(set(names))
    for _, path, described in operations(document):
        service = path.split("/")[3]
        assert described["operationId"].startswith(f"{service}.")
        assert described["tags"] == [service]
        assert described["summary"], path


def test_both_documents_have_the_same_operations(document: Document, profile: Document) -> None:
    found = {(method, path, described["operationId"]) for method, path, described in operations(document)}
    assert found == {
        (method, path, described["operationId"]) for method, path, described in operations(profile)
    }


def test_profile_has_one_request_type_and_one_success(profile: Document) -> None:
    for _, path, described in operations(profile):
        assert len(described.get("requestBody", {}).get("content", {"none": {}})) == 1, path
        successes = {status: one for status, one in described["responses"].items() if status.startswith("2")}
        answers = [one for one in successes.values() if one != JOB_ACCEPTED]
        assert [len(answer.get("content", {"none": {}})) for answer in answers] == [1], path


def test_examples_satisfy_their_schemas(document: Document) -> None:
    for _, path, described in operations(document):
        media = described.get("requestBody", {"content": {}})["content"].get("application/json")
        if media is not None:
            assert "example" in media, path
            check(document, media["schema"], media["example"])


def test_examples_are_answered_as_documented(service: ServedProcess, document: Document) -> None:
    with httpx.Client(base_url=service.url, timeout=60) as client:
        for method, path, described in operations(document):
            answer = send_example(client, method, path, described)
            # What a path names need not be there yet, may be signed, or be in a state that forbids the call.
            stateful = "{" in path or "x-example-needs" in described
            missing = stateful and answer.status_code in (403, 404, 409, 410, 422, 501)
            known = answer.is_success or missing or is_at_a_loss(answer)
            assert known, f"{path}: {answer.status_code} {answer.text}"
            content = described["responses"][str(answer.status_code)].get("content", {})
            media_type = answer.headers.get("content-type", "").split(";")[0]
            assert media_type in content or "*/*" in content or not content, f"{path}: {media_type}"
            if media_type == "application/json" and media_type in content:
                check(document, content[media_type]["schema"], answer.json())
            assert answer.headers["x-request-id"]


def test_file_answers_in_json_are_as_documented(service: ServedProcess, document: Document) -> None:
    with httpx.Client(base_url=service.url, timeout=60) as client:
        for method, path, described in operations(document):
            options = {
                one.get("name"): one.get("schema", {}).get("enum") for one in described.get("parameters", ())
            }
            if options.get("output") == ["binary", "base64", "file"]:
                answer = send_example(client, method, path, described, output="base64")
                if "{" in path and answer.status_code == httpx.codes.NOT_FOUND:
                    continue  # what the path names is not there
                if "x-example-needs" in described and not answer.is_server_error and not answer.is_success:
                    continue
                assert answer.is_success, f"{path}: {answer.status_code} {answer.text}"
                schema = described["responses"]["200"]["content"]["application/json"]["schema"]
                check(document, schema, answer.json())


def test_documentation_is_served_without_other_hosts(service: ServedProcess, document: Document) -> None:
    page = httpx.get(f"{service.url}/docs", timeout=20)
    assert page.headers["content-type"].startswith("text/html")
    assert document["info"]["title"] in page.text
    assert "<script" not in page.text
    assert 'src="' not in page.text
    assert len(page.content) < MOST_PAGE_BYTES
