"""Signatures and HMACs by named keys."""

import hmac

from flowforge_crypto.core.encryption.named_keys.errors import OtherPurpose
from flowforge_crypto.core.encryption.named_keys.tokens import KeyInHand
from flowforge_crypto.core.encryption.named_keys.types import encrypts, private_key
from flowforge_crypto.core.signatures.signing import EcdsaFormat, choose, sign, verify
from flowforge_crypto.core.signatures.sources import TextOrFile


def sign_by_name(
    hand: KeyInHand, form: TextOrFile, version: int, ecdsa_format: EcdsaFormat
) -> tuple[bytes, str]:
    """Return the signature or HMAC of the form's data, and its algorithm.

    Raises OtherPurpose, KeyDisabled, VersionOutOfRange, UndecodableText.
    """
    secret = _secret(hand, version)
    if hand.key.type.startswith("hmac-"):
        return _hmac(hand, secret, form), hand.key.type
    key = private_key(secret)
    algorithm = choose(key, None)
    return sign(key, algorithm, form, ecdsa_format), algorithm


def verify_by_name(
    hand: KeyInHand, form: TextOrFile, version: int, signature: bytes, ecdsa_format: EcdsaFormat
) -> bool:
    """Tell whether a version made *signature*. Raises as signing, and UndecodableSignature."""
    secret = _secret(hand, version)
    if hand.key.type.startswith("hmac-"):
        return hmac.compare_digest(_hmac(hand, secret, form), signature)
    key = private_key(secret).public_key()
    return verify(key, choose(key, None), form, signature, ecdsa_format)


def _secret(hand: KeyInHand, version: int) -> bytes:
    if encrypts(hand.key.type):
        raise OtherPurpose(
            name=hand.name, type=hand.key.type, purpose="sign: make one of type ed25519 or hmac-sha256"
        )
    return hand.key.secret(version, hand.name, "version")


def _hmac(hand: KeyInHand, secret: bytes, form: TextOrFile) -> bytes:
    state = hmac.new(secret, digestmod=hand.key.type.removeprefix("hmac-"))
    for piece in form.pieces():
        state.update(piece)
    return state.digest()
