"""Decide on one request: who calls, whether the route is open to it, and which limits it counts against."""

import time
from dataclasses import dataclass

from flowforge_gateway.declaration.checks import anonymous_consumer
from flowforge_gateway.declaration.entities import Declaration
from flowforge_gateway.declaration.plugins import RequestTermination
from flowforge_gateway.policy.callers import Callers, Clock, Grant
from flowforge_gateway.policy.doors import Door, doors
from flowforge_gateway.policy.replies import refuse
from flowforge_gateway.policy.tokens import Tokens

RequestHeaders = list[tuple[bytes, bytes]]  # names in lower case


@dataclass(frozen=True, slots=True)
class Passed:
    """The caller may pass if its limits allow it."""

    grant: Grant
    service: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The answer to the client, and whom and what it concerned, if that is known."""

    answer: bytes
    status: int
    caller: str | None
    service: str | None


class Policy:
    """One declaration, compiled. It is replaced as a whole when the declaration changes."""

    def __init__(self, declaration: Declaration, clock: Clock = time.time) -> None:
        self._doors = doors(declaration)
        self._callers = Callers(declaration, clock)
        self._tokens = Tokens(self._callers, clock)
        termination = next(
            it for it in anonymous_consumer(declaration).plugins if isinstance(it, RequestTermination)
        )
        self._nobody = termination.config

    def decide(self, route: str, headers: RequestHeaders) -> Passed | Refused:
        """Decide as Kong's plugins would in their order: jwt, key-auth, basic-auth, acl."""
        door = self._doors.get(route)
        if door is None:
            return Refused(refuse(404, "No route has this address", _id(headers)), 404, None, None)
        grant = self._authenticate(door, headers)
        if grant is None:
            answer = refuse(self._nobody.status_code, self._nobody.message, _id(headers))
            return Refused(answer, self._nobody.status_code, None, door.service)
        if door.groups.isdisjoint(grant.caller.groups):
            answer = refuse(403, "You cannot consume this service", _id(headers))
            return Refused(answer, 403, grant.caller.name, door.service)
        return Passed(grant, door.service)

    def _authenticate(self, door: Door, headers: RequestHeaders) -> Grant | None:
        authorizations = [value for name, value in headers if name == b"authorization"]
        authorization = authorizations[0].decode("latin-1") if len(authorizations) == 1 else ""
        if authorization and door.takes_tokens:
            grant = self._tokens.find(authorization)
            if grant is not None:
                return grant
        key = _key(door, headers)
        grant = self._callers.by_key(key) if key else None
        if grant is None and authorization and door.takes_logins:
            grant = self._callers.by_login(authorization)
        return grant


def _key(door: Door, headers: RequestHeaders) -> str | None:
    """Take the first of the key's headers that is there; sent twice, it is none."""
    for wanted in door.key_names:
        values = [value for name, value in headers if name == wanted]
        if values:
            return values[0].decode("latin-1") if len(values) == 1 else None
    return None


def _id(headers: RequestHeaders) -> str:
    return next((value.decode("latin-1") for name, value in headers if name == b"x-request-id"), "")
