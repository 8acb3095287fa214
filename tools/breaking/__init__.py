"""Which changes of the specification break callers: of operations, parameters, bodies and their schemas."""

from tools.breaking.operations import Change, breaking_changes

__all__ = ["Change", "breaking_changes"]
