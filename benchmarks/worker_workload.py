"""The handler that benchmarks.worker_call runs: in a module of its own, so that a worker can import it."""

from pydantic import BaseModel

from servicekit import RequestBody


class AddRequest(RequestBody):
    numbers: list[float]


class Total(BaseModel):
    total: float
    running: list[float]


def add(body: AddRequest) -> Total:
    total = 0.0
    running = [total := total + number for number in body.numbers]
    return Total(total=total, running=running)
