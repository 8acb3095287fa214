"""What the steps of a run have come to, and what can start next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from flowforge_jobs.core.runs.plans import Plan, PlannedStep
from flowforge_jobstore.records import ENDED

StepState = Literal["pending", "queued", "running", "succeeded", "failed", "cancelled", "dead", "skipped"]


@dataclass(frozen=True, slots=True)
class RunState:
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


def state_of_run(plan: Plan, rows: Sequence[Any]) -> RunState:
    """Return the state of a run whose steps are *rows*."""
    by_step = {row.owner_step: row for row in rows}
    lost = {step for step, row in by_step.items() if row.state in ENDED and row.state != "succeeded"}
    stops = {step.id for step in plan.steps if step.on_error == "stop"}
    skipped: set[str] = set()
    for step in plan.steps:  # in an order in which needs come first
        if step.id not in by_step and any(need in lost or need in skipped for need in step.needs):
            skipped.add(step.id)
    return RunState(plan, by_step, frozenset(skipped), stopped=bool(lost & stops))
