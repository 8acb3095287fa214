"""Advance a batch or a pipeline by one turn: start the steps that can start, or end the run.

A turn reads what the steps have come to and writes what follows in one transaction, so that it can be
repeated by another worker at any moment. In between, the run waits in the record and holds no worker.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection

from flowforge_jobs.core.runs.graph import NoValue, resolve
from flowforge_jobs.core.runs.plans import Plan, PlannedStep
from flowforge_jobstore.ending import end_waiting, finish, park
from flowforge_jobstore.enqueueing import enqueue
from flowforge_jobstore.reading import steps_of
from flowforge_jobstore.records import ENDED, Claim, IdTaken, NewJob, Outcome, Owner, new_id
from servicekit import InvalidInput

StepState = Literal["pending", "queued", "running", "succeeded", "failed", "cancelled", "dead", "skipped"]
_SUCCEEDED = 200  # what a run is answered with, as if it were one operation
_MISSING = "PIPELINE_REFERENCE_MISSING"


@dataclass(frozen=True, slots=True)
class Turn:
    """What a run looks like now."""

    plan: Plan
    rows: dict[str, Any]
    skipped: frozenset[str]
    stopped: bool

    @property
    def open(self) -> int:
        return sum(row.state not in ENDED for row in self.rows.values())

    def startable(self) -> list[PlannedStep]:
        """Return steps that wait for nothing any more, as many as may run beside the others."""
        if self.stopped:
            return []
        waiting = (
            step for step in self.plan.steps if step.id not in self.rows and step.id not in self.skipped
        )
        free = [step for step in waiting if all(self._has_succeeded(need) for need in step.needs)]
        return free[: max(self.plan.parallel - self.open, 0)]

    def _has_succeeded(self, step: str) -> bool:
        row = self.rows.get(step)
        return row is not None and row.state == "succeeded"


def look(plan: Plan, rows: Sequence[Any]) -> Turn:
    """Return the state of a run whose steps are *rows*."""
    by_step = {row.owner_step: row for row in rows}
    lost = {step for step, row in by_step.items() if row.state in ENDED and row.state != "succeeded"}
    stops = {step.id for step in plan.steps if step.on_error == "stop"}
    skipped: set[str] = set()
    for step in plan.steps:  # in an order in which needs come first
        if step.id not in by_step and any(need in lost or need in skipped for need in step.needs):
            skipped.add(step.id)
    return Turn(plan, by_step, frozenset(skipped), stopped=bool(lost & stops))


def advance(connection: Connection, claim: Claim, limit: int) -> int:
    """Take one turn of a run that a worker has claimed; return how many steps were started."""
    plan = Plan.from_json(claim.body)
    turn = look(plan, steps_of(connection, claim.id))
    startable = turn.startable()
    if not startable and not turn.open:
        finish(connection, claim.id, claim.fence, _outcome(claim, turn, limit))
        return 0
    results = {step: _value(row) for step, row in turn.rows.items() if row.state == "succeeded"}
    for step in startable:
        _start(connection, claim, step, results, plan.parameters)
    park(connection, claim.id, claim.fence, json.dumps({"started": len(turn.rows) + len(startable)}))
    return len(startable)


def _start(
    connection: Connection,
    claim: Claim,
    step: PlannedStep,
    results: dict[str, Any],
    parameters: dict[str, Any],
) -> None:
    problem = None
    try:
        body = json.dumps(resolve(step.request, results, parameters)).encode()
    except NoValue as missing:
        body, problem = b"{}", str(missing)
    job = NewJob(
        id=new_id(),
        consumer_id=claim.consumer_id,
        consumer_name=claim.consumer_name,
        tier=claim.tier,
        operation=step.operation,
        path=step.path,
        body=body,
        priority=claim.priority,
        weight=claim.weight,
        expires_seconds=max(claim.seconds_left, 1.0),
        deadline_seconds=claim.deadline_seconds,
        max_attempts=claim.max_attempts,
        owner=Owner(claim.id, step.id),
    )
    try:
        enqueue(connection, job)
    except IdTaken:
        return
    if problem is not None:
        message = f"'{problem}' of step '{step.id}' has no value: the result of its step lacks it."
        error = {"code": _MISSING, "message": message, "retryable": False}
        end_waiting(
            connection, job.id, Outcome("failed", status=InvalidInput.status, error=json.dumps(error))
        )


def _outcome(claim: Claim, turn: Turn, limit: int) -> Outcome:
    result = _summary(turn) if claim.kind == "batch" else _output(turn)
    body = json.dumps(result).encode()
    if len(body) > limit:
        body = json.dumps({**result, "steps": [], "output": None, "truncated": True}).encode()
    failed = next((row for row in turn.rows.values() if row.state != "succeeded"), None)
    if claim.kind == "batch" or failed is None or not turn.stopped:
        return Outcome("succeeded", status=_SUCCEEDED, result=body)
    error = (
        json.loads(failed.error)
        if failed.error
        else {"code": "JOB_CANCELLED", "message": "", "retryable": False}
    )
    message = f"Step '{failed.owner_step}' ended as {failed.state}: {error['message']}"
    document = {"code": error["code"], "message": message, "retryable": error["retryable"]}
    return Outcome("failed", status=failed.status, result=body, error=json.dumps(document))


def _summary(turn: Turn) -> dict[str, Any]:
    succeeded = sum(row.state == "succeeded" for row in turn.rows.values())
    counts = {"succeeded": succeeded, "failed": len(turn.rows) - succeeded}
    return {**counts, "steps": [_shown(step, turn) for step in turn.plan.steps], "truncated": False}


def _output(turn: Turn) -> dict[str, Any]:
    results = {step: _value(row) for step, row in turn.rows.items() if row.state == "succeeded"}
    try:
        output = resolve(turn.plan.output, results, turn.plan.parameters)
    except NoValue:
        output = None
    return {"output": output, "steps": [_shown(step, turn) for step in turn.plan.steps], "truncated": False}


def _shown(step: PlannedStep, turn: Turn) -> dict[str, Any]:
    row = turn.rows.get(step.id)
    if row is None:
        state = "skipped"
        return {"id": step.id, "state": state, "status": None, "seconds": None, "result": None, "error": None}
    seconds = round(row.ended_at - row.started_at, 3) if row.started_at and row.ended_at else None
    return {
        "id": step.id,
        "state": row.state,
        "status": row.status,
        "seconds": seconds,
        "result": _value(row) if row.state == "succeeded" else None,
        "error": json.loads(row.error) if row.error else None,
    }


def _value(row: Any) -> Any:
    return json.loads(row.result) if row.result else None
