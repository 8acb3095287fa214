"""What is done to one text with a named key: the same in a request of its own and in a batch."""

from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings.text import InputEncoding, decode, present
from flowforge_crypto.core.encryption.named_keys.model import Version
from flowforge_crypto.core.encryption.named_keys.tokens import Binding, KeyInHand
from servicekit import RequestBody

Context = Annotated[str, Field(min_length=1, max_length=1024)]


class BoundItem(RequestBody):
    """What a ciphertext belongs to."""

    associated_data: str = Field("", description="Context to bind it to, such as a record's id.")
    context: Context | None = Field(
        None, description="For a derived key: whose secret is used, such as a tenant's."
    )

    def binding(self) -> Binding:
        """Return it as bytes. Raises UndecodableText."""
        return Binding(
            decode(self.associated_data, "utf-8", "associated_data"),
            None if self.context is None else decode(self.context, "utf-8", "context"),
        )


class EncryptItem(BoundItem):
    text: str = Field(description="The text to encrypt.")
    encoding: InputEncoding = "utf-8"
    version: Version | None = Field(None, description="By default the latest.")


class EncryptedItem(BaseModel):
    ciphertext: str = Field(description="The encrypted text; it names the version of its key.")
    version: int = Field(description="Version of the key that encrypted it.")


class DecryptItem(BoundItem):
    ciphertext: str = Field(description="A ciphertext that this named key encrypted.")
    output: InputEncoding = Field("utf-8", description="Encoding of the plaintext in the result.")


class DecryptedItem(BaseModel):
    text: str = Field(description="The text in the clear.")
    version: int = Field(description="Version of the key that had encrypted it.")
    latest: bool = Field(description="False if it is worth a rewrap.")


class RewrapItem(BoundItem):
    ciphertext: str = Field(description="A ciphertext of any version of this named key.")


class RewrappedItem(BaseModel):
    ciphertext: str = Field(description="The same text, encrypted under the latest version.")
    version: int = Field(description="Version of the key that encrypts it now.")
    changed: bool = Field(description="Whether it was encrypted under an older version before.")


def encrypt_item(hand: KeyInHand, item: EncryptItem) -> EncryptedItem:
    """Encrypt one text. Raises UndecodableText, and what KeyInHand.encrypt does."""
    plaintext = decode(item.text, item.encoding)
    ciphertext = hand.encrypt(plaintext, item.binding(), item.version)
    return EncryptedItem(ciphertext=ciphertext, version=item.version or hand.key.latest)


def decrypt_item(hand: KeyInHand, item: DecryptItem) -> DecryptedItem:
    """Decrypt one text. Raises UndecodableText, PlaintextIsBinary, and what KeyInHand.decrypt does."""
    plaintext, version = hand.decrypt(item.ciphertext, item.binding())
    text = present(plaintext, item.output)
    return DecryptedItem(text=text, version=version, latest=version == hand.key.latest)


def rewrap_item(hand: KeyInHand, item: RewrapItem) -> RewrappedItem:
    """Encrypt one ciphertext anew under the latest version. Raises what KeyInHand.decrypt does."""
    binding = item.binding()
    plaintext, version = hand.decrypt(item.ciphertext, binding)
    if version == hand.key.latest:
        return RewrappedItem(ciphertext=item.ciphertext, version=version, changed=False)
    return RewrappedItem(ciphertext=hand.encrypt(plaintext, binding), version=hand.key.latest, changed=True)
