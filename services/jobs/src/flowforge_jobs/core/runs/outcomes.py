"""The result of a run: what each step answered, and the output of a pipeline."""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection

from flowforge_jobs.core.runs.graph import NoValue, resolve
from flowforge_jobs.core.runs.plans import PlannedStep
from flowforge_jobs.core.runs.run_state import RunState
from flowforge_jobstore.reading import step_results
from flowforge_jobstore.records import Claim, Outcome

MOST_BYTES = 64 << 20  # of all results that are read at once
_SUCCEEDED = 200  # what a run is answered with, as if it were one operation
_CANCELLED = {"code": "JOB_CANCELLED", "message": "", "retryable": False}


def outcome_of(connection: Connection, claim: Claim, state: RunState) -> Outcome:
    """Return how a run ends whose steps have all ended or will never start."""
    is_whole = sum(row.result_bytes for row in state.rows.values()) <= MOST_BYTES
    values = values_of(connection, claim.id, state) if is_whole else {}
    steps = [_shown(step, state, values) for step in state.plan.steps]
    result: dict[str, Any] = {"steps": steps, "truncated": not is_whole}
    if claim.kind == "batch":
        succeeded = sum(row.state == "succeeded" for row in state.rows.values())
        result = {"succeeded": succeeded, "failed": len(state.rows) - succeeded} | result
    else:
        result = {"output": _output(state, values) if is_whole else None} | result
    body = json.dumps(result).encode()
    failed = next((row for row in state.rows.values() if row.state != "succeeded"), None)
    if claim.kind == "batch" or failed is None or not state.stopped:
        return Outcome("succeeded", status=_SUCCEEDED, result=body)
    error = json.loads(failed.error) if failed.error else _CANCELLED
    message = f"Step '{failed.owner_step}' ended as {failed.state}: {error['message']}"
    document = {"code": error["code"], "message": message, "retryable": error["retryable"]}
    return Outcome("failed", status=failed.status, result=body, error=json.dumps(document))


def values_of(
    connection: Connection, run_id: str, state: RunState, steps: Collection[str] | None = None
) -> dict[str, Any]:
    """Return the results of the steps that have succeeded; a large one is a reference to its file."""
    texts = step_results(connection, run_id, steps)
    found: dict[str, Any] = {}
    for name, row in state.rows.items():
        if row.state == "succeeded" and (steps is None or name in steps):
            found[name] = (
                {"file_id": row.result_file} if row.result_file else json.loads(texts.get(name) or "null")
            )
    return found


def _output(state: RunState, values: dict[str, Any]) -> Any:
    try:
        return resolve(state.plan.output, values, state.plan.parameters)
    except NoValue:
        return None


def _shown(step: PlannedStep, state: RunState, values: dict[str, Any]) -> dict[str, Any]:
    row = state.rows.get(step.id)
    known = {"id": step.id, "state": "skipped", "status": None, "seconds": None, "cost": 0}
    if row is None:
        return {**known, "result": None, "error": None}
    seconds = round(row.ended_at - row.started_at, 3) if row.started_at and row.ended_at else None
    done = {"state": row.state, "status": row.status, "seconds": seconds, "cost": step.cost}
    error = json.loads(row.error) if row.error else None
    return {**known, **done, "result": values.get(step.id), "error": error}
