"""The OpenAPI 3.1 document of a service, true to what it does."""

import inspect
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from servicekit.errors import OperationError
from servicekit.http.endpoints.endpoint import Endpoint
from servicekit.openapi.answers import ANSWER, EVENT, answer_type, event_type, further_successes, success
from servicekit.openapi.enums import share_enums
from servicekit.openapi.failures import Failures
from servicekit.openapi.headers import used_headers
from servicekit.openapi.job_answers import (
    ACCEPTED,
    AcceptedJob,
    job_components,
    job_parameters,
    job_responses,
    runs_as_job,
)
from servicekit.openapi.requests import parameters, request_body
from servicekit.openapi.schemas import Direction, JsonSchema, Schemas
from servicekit.operations.declaration import Operation
from servicekit.operations.dialects import ENVELOPE, Dialect
from servicekit.service_info import ServiceInfo

VERSION = "3.1.1"
PUBLISHED: JsonSchema = {
    "contact": {"name": "The operator of this server"},
    "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
}
BaseErrors = Callable[[Operation], Sequence[type[OperationError]]]
SECURITY_SCHEMES: JsonSchema = {
    "ApiKey": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
    "Bearer": {"type": "http", "scheme": "bearer"},
}


def build_document(
    service: ServiceInfo, endpoints: Sequence[Endpoint], base_errors: BaseErrors
) -> JsonSchema:
    """Describe a service in OpenAPI 3.1.

    *base_errors* tells what the kit itself may answer on an operation, beside the errors that it declares.
    Raises SchemaNameClash or ReservedField if generated clients could not tell two things apart.
    """
    schemas = Schemas(_types(endpoints))
    shared = _shared_components(service, endpoints, schemas)
    failures = {
        one: Failures(schemas[_name(one)], one, has_code=_has_code(schemas, one))
        for one in _dialects(endpoints)
    }
    paths: JsonSchema = {}
    for endpoint in sorted(endpoints, key=lambda one: (one.operation.path, one.operation.method)):
        path = service.prefix + endpoint.operation.path.replace(":path}", "}")
        described = _operation(service, endpoint, schemas)
        errors = [*base_errors(endpoint.operation), *endpoint.operation.errors]
        refusals = failures[endpoint.operation.dialect].of(errors)
        if extra := job_parameters(endpoint, service.name):
            described["parameters"] = [*described.get("parameters", []), *extra]
        successes = [success(endpoint, schemas), *further_successes(endpoint)]
        described["responses"] = dict(successes) | job_responses(endpoint, service.name) | dict(refusals)
        paths.setdefault(path, {})[endpoint.operation.method.lower()] = described
    definitions = schemas.reachable([paths, shared])
    paths, definitions = share_enums(service.name, paths, definitions)
    return {
        "openapi": VERSION,
        "info": {
            "title": service.title,
            "version": service.version,
            "description": service.description,
            **PUBLISHED,
        },
        "tags": [{"name": service.name, "description": service.description}],
        "paths": paths,
        "components": {
            "schemas": definitions,
            "headers": used_headers([paths, shared]),
            "examples": _examples(failures.values()),
            "securitySchemes": SECURITY_SCHEMES,
            **shared,
        },
        "security": [{name: []} for name in SECURITY_SCHEMES],
    }


def _shared_components(
    service: ServiceInfo, endpoints: Sequence[Endpoint], schemas: Schemas
) -> dict[str, JsonSchema]:
    """Return the components of jobs and idempotency that the operations refer to."""
    used = [one["$ref"] for endpoint in endpoints for one in job_parameters(endpoint, service.name)]
    components = job_components(schemas)
    parameters = {
        name: one
        for name, one in components["parameters"].items()
        if f"#/components/parameters/{name}" in used
    }
    has_jobs = any(runs_as_job(endpoint, service.name) for endpoint in endpoints)
    found = {"parameters": parameters, "responses": components["responses"] if has_jobs else {}}
    return {kind: values for kind, values in found.items() if values}


def _types(endpoints: Sequence[Endpoint]) -> Iterator[tuple[str, Direction, Any]]:
    for dialect in _dialects(endpoints):
        yield _name(dialect), "answer", dialect.model
    yield ACCEPTED, "answer", AcceptedJob
    for endpoint in endpoints:
        if endpoint.form is not None:
            yield endpoint.operation_id, "request", endpoint.form
        for name, adapter in endpoint.path_parameters.items():
            yield f"{endpoint.operation_id} {name}", "request", adapter
        if (answer := answer_type(endpoint)) is not None:
            yield f"{endpoint.operation_id} {ANSWER}", "answer", answer
        if (event := event_type(endpoint)) is not None:
            yield f"{endpoint.operation_id} {EVENT}", "answer", event


def _dialects(endpoints: Sequence[Endpoint]) -> list[Dialect]:
    spoken = [ENVELOPE, *(endpoint.operation.dialect for endpoint in endpoints)]
    return list(dict.fromkeys(spoken))


def _has_code(schemas: Schemas, dialect: Dialect) -> bool:
    """Return whether failures of the dialect have the error's code at `error.code`."""
    error = schemas.resolve(schemas[_name(dialect)])["properties"].get("error", {})
    return "code" in schemas.resolve(error).get("properties", {})


def _name(dialect: Dialect) -> str:
    return f"failure {dialect.model.__name__}"


def _examples(failures: Iterable[Failures]) -> JsonSchema:
    return dict(sorted({code: one for known in failures for code, one in known.examples.items()}.items()))


def _operation(service: ServiceInfo, endpoint: Endpoint, schemas: Schemas) -> JsonSchema:
    operation = endpoint.operation
    summary, description = _words(operation)
    if operation.needs:
        description = f"{description}\n\nThe example needs {operation.needs}.".strip()
    described: JsonSchema = {
        "operationId": endpoint.operation_id,
        "tags": [service.name],
        "summary": summary,
        "description": description or f"{summary}.",
    }
    if found := parameters(endpoint, schemas):
        described["parameters"] = found
    if (body := request_body(endpoint, schemas)) is not None:
        described["requestBody"] = body
    if operation.public:
        described["security"] = []
    return described | _extensions(operation)


def _words(operation: Operation) -> tuple[str, str]:
    """Return summary and description: the handler's docstring, else its module's, without the address."""
    module = sys.modules.get(operation.handler.__module__)
    text = inspect.getdoc(operation.handler) or inspect.cleandoc((module and module.__doc__) or "")
    first, _, rest = text.partition("\n")
    summary = first.partition(f": {operation.method} ")[0].rstrip(".")
    return summary, rest.strip()


def _extensions(operation: Operation) -> JsonSchema:
    found: JsonSchema = {
        "x-cost": operation.cost,
        "x-deadline-seconds": operation.deadline.total_seconds(),
        "x-cacheable": operation.cache is not None,
        "x-version": operation.version,
    }
    if operation.needs:
        found["x-example-needs"] = operation.needs
    if operation.limits.max_file_bytes is not None:
        found["x-max-bytes"] = operation.limits.max_file_bytes
    return found
