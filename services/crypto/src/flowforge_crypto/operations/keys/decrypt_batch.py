"""Decrypt many texts of a named key in one call. Each item has its own result, in the given order.

An item that fails does not stop the others. The codes are those of decrypt.
"""

from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_crypto.core.encryption.named_keys.batches import MAX_ITEMS, Outcome, run_each
from flowforge_crypto.core.encryption.named_keys.errors import STORED_KEY_ERRORS, KeyDisabled, OtherPurpose
from flowforge_crypto.core.encryption.named_keys.items import DecryptedItem, DecryptItem, decrypt_item
from flowforge_crypto.core.encryption.named_keys.keyring import Keyring
from flowforge_crypto.core.encryption.named_keys.model import KeyName
from flowforge_crypto.settings import CryptoSettings
from servicekit import Context, RequestBody, operation


class DecryptBatchRequest(RequestBody):
    items: Annotated[
        list[DecryptItem],
        Field(min_length=1, max_length=MAX_ITEMS, description="The ciphertexts to decrypt."),
    ]


class DecryptOutcome(Outcome):
    result: DecryptedItem | None = Field(description="The decrypted item; null if it failed.")


class DecryptBatchResult(BaseModel):
    results: list[DecryptOutcome] = Field(
        description="One outcome for each item, in the order of the request."
    )
    failed: int = Field(description="How many items failed.")


@operation(
    "/keys/{name}/decrypt-batch",
    errors=[*STORED_KEY_ERRORS, KeyDisabled, OtherPurpose],
    example={"name": "invoices", "items": [{"ciphertext": "ffk1:1:..."}]},
    needs="a key named 'invoices', and a ciphertext that it made",
    secret=True,
)
def decrypt_many(
    request: DecryptBatchRequest, name: KeyName, context: Context, settings: CryptoSettings
) -> DecryptBatchResult:
    hand = Keyring.open(context, settings).take(name)
    hand.key.require_encryption(name)
    outcomes = run_each(request.items, lambda item: decrypt_item(hand, item))
    return DecryptBatchResult(
        results=[DecryptOutcome(ok=error is None, error=error, result=done) for done, error in outcomes],
        failed=sum(error is not None for _, error in outcomes),
    )
