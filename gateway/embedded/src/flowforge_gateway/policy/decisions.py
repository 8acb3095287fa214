"""Decide on one request: who calls, whether the route is open to it, and which limits it counts against."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from flowforge_gateway.declaration.checks import anonymous_consumer
from flowforge_gateway.declaration.entities import Declaration
from flowforge_gateway.declaration.plugins import RequestTermination
from flowforge_gateway.policy.callers import Callers, Clock, Grant
from flowforge_gateway.policy.doors import Door, doors
from flowforge_gateway.policy.failures import REPEATED_AUTHORIZATION, REPEATED_KEY, UNKNOWN_KEY, Failure
from flowforge_gateway.policy.replies import refuse
from flowforge_gateway.policy.tokens import Tokens, is_token

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
        if grant is None or isinstance(grant, Failure):
            message = self._nobody.message if grant is None else grant.message
            answer = refuse(self._nobody.status_code, message, _id(headers))
            return Refused(answer, self._nobody.status_code, None, door.service)
        if door.groups.isdisjoint(grant.caller.groups):
            answer = refuse(403, "You cannot consume this service", _id(headers))
            return Refused(answer, 403, grant.caller.name, door.service)
        return Passed(grant, door.service)

    def _authenticate(self, door: Door, headers: RequestHeaders) -> Grant | Failure | None:
        """Return the first credential that is accepted, else why the first one is not; None without any."""
        failures: list[Failure] = []
        for found in self._attempts(door, headers):
            if isinstance(found, Grant):
                return found
            if found.final:
                return found
            failures.append(found)
        return failures[0] if failures else None

    def _attempts(self, door: Door, headers: RequestHeaders) -> Iterator[Grant | Failure]:
        authorizations = [value for name, value in headers if name == b"authorization"]
        authorization = authorizations[0].decode("latin-1") if len(authorizations) == 1 else ""
        if len(authorizations) > 1:
            yield REPEATED_AUTHORIZATION
        scheme = authorization.partition(" ")[0].lower()
        if scheme == "bearer" and door.takes_tokens and is_token(authorization):
            yield self._tokens.find(authorization)
        keys = _keys(door, headers)
        if len(keys) > 1:
            yield REPEATED_KEY
        elif keys:
            yield self._callers.by_key(keys[0]) if keys[0] else UNKNOWN_KEY
        if scheme == "basic" and door.takes_logins:
            yield self._callers.by_login(authorization)


def _keys(door: Door, headers: RequestHeaders) -> list[str]:
    """Return the keys in the first of the key's headers that was sent; Envoy joins repeated headers."""
    for wanted in door.key_names:
        values = [
            part for name, value in headers if name == wanted for part in value.decode("latin-1").split(",")
        ]
        if values:
            return values if wanted != b"authorization" else [it for it in values if _may_be_a_key(it)]
    return []


def _may_be_a_key(authorization: str) -> bool:
    return authorization[:7].lower() == "bearer "


def _id(headers: RequestHeaders) -> str:
    return next((value.decode("latin-1") for name, value in headers if name == b"x-request-id"), "")
