"""Parameters and the 202 response of operations that can run as a job or be repeated safely."""

from typing import Any

from pydantic import BaseModel, Field

from servicekit.http.endpoints.endpoint import Endpoint
from servicekit.http.request.preferences import LONGEST_WAIT_SECONDS, MAX_WAIT
from servicekit.http.serving.idempotency import takes_keys
from servicekit.http.serving.job_desk import can_be_job
from servicekit.openapi.headers import REQUEST_ID
from servicekit.openapi.schemas import JsonSchema, Schemas

ACCEPTED = "job accepted"
_ACCEPTED_STATUS = "202"
JOB_ACCEPTED: JsonSchema = {"$ref": "#/components/responses/JobAccepted"}
_TEXT: JsonSchema = {"type": "string"}
PARAMETERS: dict[str, JsonSchema] = {
    "Prefer": {
        "name": "Prefer",
        "in": "header",
        "required": False,
        "description": "`respond-async` runs the operation as a job and answers 202. `wait=20` waits for the "
        "result that many seconds, then answers 202 (RFC 7240).",
        "schema": _TEXT,
    },
    "MaxWait": {
        "name": MAX_WAIT,
        "in": "query",
        "required": False,
        "description": "Seconds to wait for the result; if it takes longer, the answer is 202 with the job. "
        "The same as the header `Prefer: wait`.",
        "schema": {"type": "number", "minimum": 0, "maximum": LONGEST_WAIT_SECONDS},
    },
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "required": False,
        "description": "A unique key, such as a UUID. A repeated request with the same key gets the stored "
        "response of the first for 24 hours.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 255},
    },
}


class AcceptedJob(BaseModel):
    """A job that was created for a request. `GET /api/v1/jobs/{job_id}` returns its state."""

    id: str = Field(description="Id of the job, a UUID.")
    operation: str = Field(description="Id of the operation.")
    state: str = Field(description="State of the job, such as `queued`.")
    url: str = Field(description="Path of the job.")
    result_url: str = Field(description="Path of the result.")


def job_parameters(endpoint: Endpoint, service: str) -> list[JsonSchema]:
    """Return references to the parameters that the kit itself reads for this operation."""
    names = ["Prefer", "MaxWait"] if runs_as_job(endpoint, service) else []
    names += ["IdempotencyKey"] if takes_keys(endpoint) else []
    return [{"$ref": f"#/components/parameters/{name}"} for name in names]


def job_responses(endpoint: Endpoint, service: str) -> dict[str, JsonSchema]:
    """Return the 202 response of an operation that can run as a job."""
    if not runs_as_job(endpoint, service):
        return {}
    return {_ACCEPTED_STATUS: JOB_ACCEPTED}


def runs_as_job(endpoint: Endpoint, service: str) -> bool:
    return service != "jobs" and not endpoint.operation.secret and can_be_job(endpoint)


def job_components(schemas: Schemas) -> dict[str, Any]:
    """Return the components that `job_parameters` and `job_responses` refer to."""
    location = {"description": "Path of the job.", "schema": _TEXT}
    applied = {"description": "The preference that was applied (RFC 7240).", "schema": _TEXT}
    accepted = {
        "description": "The request runs as a job.",
        "headers": {"X-Request-ID": REQUEST_ID, "Location": location, "Preference-Applied": applied},
        "content": {"application/json": {"schema": schemas[ACCEPTED]}},
    }
    return {"parameters": PARAMETERS, "responses": {"JobAccepted": accepted}}
