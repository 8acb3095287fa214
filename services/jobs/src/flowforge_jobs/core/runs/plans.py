"""What a batch or a pipeline stands in the record as: its steps, resolved to addresses."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self

OnError = Literal["stop", "continue"]


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One call of an operation. `needs` are the steps that must have succeeded before."""

    id: str
    operation: str
    path: str
    request: dict[str, Any]
    needs: list[str] = field(default_factory=list)
    on_error: OnError = "stop"
    cost: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """All steps of a run. A batch has independent ones, a pipeline an output."""

    steps: list[PlannedStep]
    parallel: int
    parameters: dict[str, Any] = field(default_factory=dict)
    output: Any = None

    @property
    def cost(self) -> int:
        """Cost units of all steps."""
        return sum(step.cost for step in self.steps)

    def to_json(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_json(cls, text: bytes) -> Self:
        document = json.loads(text)
        steps = [PlannedStep(**step) for step in document.pop("steps")]
        return cls(steps=steps, **document)
