"""Re-encrypt many ciphertexts under the latest version of their named key, without revealing the texts.

An item that fails does not stop the others. The codes are those of rewrap.
"""

from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_crypto.core.encryption.named_keys.batches import MAX_ITEMS, Outcome, run_each
from flowforge_crypto.core.encryption.named_keys.errors import STORED_KEY_ERRORS, KeyDisabled, OtherPurpose
from flowforge_crypto.core.encryption.named_keys.items import RewrapItem, RewrappedItem, rewrap_item
from flowforge_crypto.core.encryption.named_keys.keyring import Keyring
from flowforge_crypto.core.encryption.named_keys.model import KeyName
from flowforge_crypto.settings import CryptoSettings
from servicekit import Context, RequestBody, operation


class RewrapBatchRequest(RequestBody):
    items: Annotated[
        list[RewrapItem],
        Field(
            min_length=1,
            max_length=MAX_ITEMS,
            description="The ciphertexts to encrypt under the latest version.",
        ),
    ]


class RewrapOutcome(Outcome):
    result: RewrappedItem | None = Field(description="The new ciphertext; null if the item failed.")


class RewrapBatchResult(BaseModel):
    results: list[RewrapOutcome] = Field(
        description="One outcome for each item, in the order of the request."
    )
    failed: int = Field(description="How many items failed.")


@operation(
    "/keys/{name}/rewrap-batch",
    errors=[*STORED_KEY_ERRORS, KeyDisabled, OtherPurpose],
    example={"name": "invoices", "items": [{"ciphertext": "ffk1:1:..."}]},
    needs="a key named 'invoices', and a ciphertext that it made",
    secret=True,
)
def rewrap_many(
    request: RewrapBatchRequest, name: KeyName, context: Context, settings: CryptoSettings
) -> RewrapBatchResult:
    hand = Keyring.open(context, settings).take(name)
    hand.key.require_encryption(name)
    outcomes = run_each(request.items, lambda item: rewrap_item(hand, item))
    return RewrapBatchResult(
        results=[RewrapOutcome(ok=error is None, error=error, result=done) for done, error in outcomes],
        failed=sum(error is not None for _, error in outcomes),
    )
