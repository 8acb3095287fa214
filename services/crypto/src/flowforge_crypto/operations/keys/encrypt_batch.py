"""Encrypt many texts under a named key in one call. Each item has its own result, in the given order.

An item that fails does not stop the others. The codes are those of encrypt.
"""

from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_crypto.core.encryption.named_keys.batches import MAX_ITEMS, Outcome, run_each
from flowforge_crypto.core.encryption.named_keys.errors import STORED_KEY_ERRORS, KeyDisabled, OtherPurpose
from flowforge_crypto.core.encryption.named_keys.items import EncryptedItem, EncryptItem, encrypt_item
from flowforge_crypto.core.encryption.named_keys.keyring import Keyring
from flowforge_crypto.core.encryption.named_keys.model import KeyName
from flowforge_crypto.settings import CryptoSettings
from servicekit import Context, RequestBody, operation


class EncryptBatchRequest(RequestBody):
    items: Annotated[
        list[EncryptItem], Field(min_length=1, max_length=MAX_ITEMS, description="The texts to encrypt.")
    ]


class EncryptOutcome(Outcome):
    result: EncryptedItem | None = Field(description="The encrypted item; null if it failed.")


class EncryptBatchResult(BaseModel):
    results: list[EncryptOutcome] = Field(
        description="One outcome for each item, in the order of the request."
    )
    failed: int = Field(description="How many items failed.")


@operation(
    "/keys/{name}/encrypt-batch",
    errors=[*STORED_KEY_ERRORS, KeyDisabled, OtherPurpose],
    example={"name": "invoices", "items": [{"text": "hello"}, {"text": "ff00", "encoding": "hex"}]},
    needs="a key named 'invoices'",
    secret=True,
)
def encrypt_many(
    request: EncryptBatchRequest, name: KeyName, context: Context, settings: CryptoSettings
) -> EncryptBatchResult:
    hand = Keyring.open(context, settings).take(name)
    hand.key.require_encryption(name)
    outcomes = run_each(request.items, lambda item: encrypt_item(hand, item))
    return EncryptBatchResult(
        results=[EncryptOutcome(ok=error is None, error=error, result=done) for done, error in outcomes],
        failed=sum(error is not None for _, error in outcomes),
    )
