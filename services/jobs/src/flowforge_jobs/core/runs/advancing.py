"""Advance a batch or a pipeline by one turn: start the steps that can start, or end the run.

A turn reads the states of the steps and writes what follows in one transaction, so that it can be
repeated by another worker at any moment. In between, the run waits in the record and holds no worker.
"""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from flowforge_jobs.core.runs.graph import NoValue, resolve
from flowforge_jobs.core.runs.outcomes import outcome_of, values_of
from flowforge_jobs.core.runs.plans import Plan, PlannedStep
from flowforge_jobs.core.runs.run_state import state_of_run
from flowforge_jobstore.ending import end_waiting, finish, park
from flowforge_jobstore.enqueueing import enqueue
from flowforge_jobstore.reading import steps_of
from flowforge_jobstore.records import Claim, IdTaken, NewJob, Outcome, Owner, new_id
from servicekit import InvalidInput

_MISSING = "PIPELINE_REFERENCE_MISSING"


@dataclass(frozen=True, slots=True)
class Advanced:
    """What a turn did. `large` is the outcome of a run that its caller has to end."""

    started: int
    large: Outcome | None = None


def advance(connection: Connection, claim: Claim, limit: int) -> Advanced:
    """Take one turn of a run that a worker has claimed.

    A run that is over is ended, unless its result has more than *limit* bytes.
    """
    plan = Plan.from_json(claim.body)
    state = state_of_run(plan, steps_of(connection, claim.id))
    startable = state.startable()
    if not startable and not state.open:
        outcome = outcome_of(connection, claim, state)
        if len(outcome.result or b"") > limit:
            return Advanced(0, outcome)
        finish(connection, claim.id, claim.fence, outcome)
        return Advanced(0)
    needed = {need for step in startable for need in step.needs}
    results = values_of(connection, claim.id, state, needed) if needed else {}
    for step in startable:
        _start(connection, claim, step, results, plan.parameters)
    park(connection, claim.id, claim.fence, json.dumps({"started": len(state.rows) + len(startable)}))
    return Advanced(len(startable))


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
        cost=step.cost,
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
