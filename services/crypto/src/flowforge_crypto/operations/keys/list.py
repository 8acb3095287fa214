"""List the caller's named keys, sorted by name."""

from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_crypto.core.encryption.named_keys.errors import NamedKeysNotConfigured
from flowforge_crypto.core.encryption.named_keys.keyring import Keyring
from flowforge_crypto.settings import CryptoSettings
from servicekit import Context, RequestBody, operation


class ListKeysRequest(RequestBody):
    after: str = Field("", max_length=64, description="The last name of the page before.")
    limit: Annotated[int, Field(ge=1, le=1000, description="Greatest number of names on one page.")] = 100


class ListKeysResult(BaseModel):
    names: list[str] = Field(description="Names of the keys on this page.")


@operation(
    "/keys",
    method="GET",
    errors=[NamedKeysNotConfigured],
    example={"limit": 100},
    needs="a master key and a store, which the operators configure",
    secret=True,
)
def list_named_keys(request: ListKeysRequest, context: Context, settings: CryptoSettings) -> ListKeysResult:
    return ListKeysResult(names=Keyring.open(context, settings).names(request.after, request.limit))
