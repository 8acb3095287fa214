"""Make an ASGI application of a package of operations."""

from collections.abc import Sequence
from types import ModuleType
from typing import Any

from servicekit.resources import Resource
from servicekit.settings import Settings


def create_service(
    name: str,
    operations: ModuleType,
    *,
    settings: type[Settings] | None = None,
    resources: Sequence[Resource] = (),
) -> Any:
    """Return the ASGI application that serves every operation declared in the package *operations*."""
    raise NotImplementedError(name, operations, settings, resources)
