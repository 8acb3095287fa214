"""Generate UUIDs: v4 (random), v7 (sorts by time), v5 and v3 (the same for the same name)."""

import uuid
from collections.abc import Callable
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator

from flowforge_crypto.core.passwords.identifiers import uuid7
from servicekit import Inline, RequestBody, operation

Version = Literal["v4", "v7", "v5", "v3"]
_MAKERS: dict[str, Callable[[], uuid.UUID]] = {"v4": uuid.uuid4, "v7": uuid7}
_NAMED = {"v5": uuid.uuid5, "v3": uuid.uuid3}
_NAMESPACES = {
    "dns": uuid.NAMESPACE_DNS,
    "url": uuid.NAMESPACE_URL,
    "oid": uuid.NAMESPACE_OID,
    "x500": uuid.NAMESPACE_X500,
}


class UuidRequest(RequestBody):
    version: Version = Field(
        default="v4", description="`v4` is random, `v7` sorts by time, `v5` and `v3` depend on a name."
    )
    count: Annotated[int, Field(ge=1, le=1000, description="How many; one for v5 and v3.")] = 1
    namespace: Literal["dns", "url", "oid", "x500"] | uuid.UUID | None = Field(
        None, description="For v5 and v3: a well-known namespace, or a UUID of your own."
    )
    name: str | None = Field(None, description="For v5 and v3: the name within the namespace.")

    @model_validator(mode="after")
    def _has_a_name_if_named(self) -> Self:
        named = self.version in _NAMED
        if named and (self.namespace is None or self.name is None):
            raise ValueError(f"version {self.version} needs 'namespace' and 'name'")
        if not named and (self.namespace is not None or self.name is not None):
            raise ValueError(f"version {self.version} takes no 'namespace' and no 'name'")
        if named and self.count != 1:
            raise ValueError(f"version {self.version} gives one UUID for a name: leave 'count' at 1")
        return self


class UuidResult(BaseModel):
    uuid: str = Field(description="The first of them.")
    uuids: list[str] = Field(description="The UUIDs, as many as requested.")


@operation("/uuid", example={"version": "v7", "count": 2}, run=Inline(max_bytes=4096))
def make_uuids(request: UuidRequest) -> UuidResult:
    if request.version in _NAMED:
        namespace = _NAMESPACES.get(str(request.namespace)) or uuid.UUID(str(request.namespace))
        made = [str(_NAMED[request.version](namespace, request.name or ""))]
    else:
        made = [str(_MAKERS[request.version]()) for _ in range(request.count)]
    return UuidResult(uuid=made[0], uuids=made)
