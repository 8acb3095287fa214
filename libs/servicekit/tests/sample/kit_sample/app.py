"""The ASGI application of the sample service."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from kit_sample import operations
from kit_sample.operations.engine import Engine
from kit_sample.operations.relay import relayed, spread
from servicekit import Resource, Settings, create_service

opened: list[Engine] = []


@contextmanager
def _open(settings: Settings | None) -> Iterator[Engine]:  # noqa: ARG001 - the kit's signature
    engine = Engine()
    opened.append(engine)
    yield engine
    opened.remove(engine)


def _ping(engine: Engine) -> dict[str, str]:
    if engine.turns > 1000:
        raise RuntimeError("worn out")
    return {"turns": str(engine.turns)}


resources = [
    Resource("engine", _open, _ping, lazy=True, idle_close=timedelta(seconds=1), max_concurrency=2),
]
app = create_service("sample", operations, resources=resources, measures=[relayed, spread])
