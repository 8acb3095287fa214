"""Decide on one request: authenticate the caller, check the ACL, and select the limits."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from flowforge_gateway.declaration.consistency import anonymous_consumer
from flowforge_gateway.declaration.entities import Declaration
from flowforge_gateway.declaration.plugins import RequestTermination
from flowforge_gateway.policy.closed_routes import ClosedRoute, closed_routes
from flowforge_gateway.policy.credential_index import Clock, CredentialIndex, Grant
from flowforge_gateway.policy.failures import REPEATED_AUTHORIZATION, REPEATED_KEY, UNKNOWN_KEY, Failure
from flowforge_gateway.policy.replies import refuse
from flowforge_gateway.policy.tokens import Tokens, is_token

RequestHeaders = list[tuple[bytes, bytes]]  # names in lower case


@dataclass(frozen=True, slots=True)
class Passed:
    """The caller is authenticated and authorized. Limits are checked next."""

    grant: Grant
    service: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The response to the client, with the caller and the service if they are known."""

    answer: bytes
    status: int
    caller: str | None
    service: str | None


class Policy:
    """A compiled declaration. It is replaced as a whole when the declaration changes."""

    def __init__(self, declaration: Declaration, clock: Clock = time.time) -> None:
        self._closed_routes = closed_routes(declaration)
        self._credentials = CredentialIndex(declaration, clock)
        self._tokens = Tokens(self._credentials, clock)
        termination = next(
            it for it in anonymous_consumer(declaration).plugins if isinstance(it, RequestTermination)
        )
        self._nobody = termination.config

    def decide(self, route: str, headers: RequestHeaders) -> Passed | Refused:
        """Decide in the order of Kong's plugins: jwt, key-auth, basic-auth, acl."""
        closed_route = self._closed_routes.get(route)
        if closed_route is None:
            return Refused(refuse(404, "No route has this address", _id(headers)), 404, None, None)
        grant = self._authenticate(closed_route, headers)
        if grant is None or isinstance(grant, Failure):
            message = self._nobody.message if grant is None else grant.message
            answer = refuse(self._nobody.status_code, message, _id(headers))
            return Refused(answer, self._nobody.status_code, None, closed_route.service)
        if closed_route.groups.isdisjoint(grant.caller.groups):
            answer = refuse(403, "You cannot consume this service", _id(headers))
            return Refused(answer, 403, grant.caller.name, closed_route.service)
        return Passed(grant, closed_route.service)

    def _authenticate(self, closed_route: ClosedRoute, headers: RequestHeaders) -> Grant | Failure | None:
        """Return the first valid credential, else why the first one was rejected; None if none was sent."""
        failures: list[Failure] = []
        for found in self._attempts(closed_route, headers):
            if isinstance(found, Grant):
                return found
            if found.final:
                return found
            failures.append(found)
        return failures[0] if failures else None

    def _attempts(self, closed_route: ClosedRoute, headers: RequestHeaders) -> Iterator[Grant | Failure]:
        authorizations = [value for name, value in headers if name == b"authorization"]
        authorization = authorizations[0].decode("latin-1") if len(authorizations) == 1 else ""
        if len(authorizations) > 1:
            yield REPEATED_AUTHORIZATION
        scheme = authorization.partition(" ")[0].lower()
        if scheme == "bearer" and closed_route.takes_tokens and is_token(authorization):
            yield self._tokens.find(authorization)
        keys = _keys(closed_route, headers)
        if len(keys) > 1:
            yield REPEATED_KEY
        elif keys:
            yield self._credentials.by_key(keys[0]) if keys[0] else UNKNOWN_KEY
        if scheme == "basic" and closed_route.takes_logins:
            yield self._credentials.by_login(authorization)


def _keys(closed_route: ClosedRoute, headers: RequestHeaders) -> list[str]:
    """Return the keys in the first key header that was sent. Envoy joins repeated headers."""
    for wanted in closed_route.key_names:
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
