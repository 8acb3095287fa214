"""Signatures and HMACs by named keys."""

import hmac

from flowforge_crypto.core.encryption.named_keys.errors import OtherPurpose
from flowforge_crypto.core.encryption.named_keys.tokens import KeyInHand
from flowforge_crypto.core.encryption.named_keys.types import encrypts, private_key
from flowforge_crypto.core.signatures.signing import SignatureOptions, choose, sign, verify
from flowforge_crypto.core.signatures.sources import TextOrFile
from servicekit import ResourceLimit

MAX_PASS_BYTES = 1 << 30


class TooManyPasses(ResourceLimit):
    code = "KEY_VERSION_NEEDED"
    message = "'file' has {size} bytes, too many to compare with all {versions} versions: give 'version'."


def require_few_passes(form: TextOrFile, versions: int) -> None:
    """Raise TooManyPasses where hashing the file once for each version takes too long."""
    if form.file is not None and versions > 1 and form.file.size * versions > MAX_PASS_BYTES:
        raise TooManyPasses(size=form.file.size, versions=versions)


def sign_by_name(
    hand: KeyInHand, form: TextOrFile, version: int, options: SignatureOptions
) -> tuple[bytes, str]:
    """Return the signature or HMAC of the form's data, and its algorithm.

    Raises OtherPurpose, KeyDisabled, VersionOutOfRange, UndecodableText.
    """
    secret = _secret(hand, version)
    if hand.key.type.startswith("hmac-"):
        return _hmac(hand, secret, form), hand.key.type
    key = private_key(secret)
    algorithm = choose(key, None)
    return sign(key, algorithm, form, options), algorithm


def verify_by_name(
    hand: KeyInHand, form: TextOrFile, version: int, signature: bytes, options: SignatureOptions
) -> bool:
    """Return whether a version made *signature*. Raises as signing, and UndecodableSignature."""
    secret = _secret(hand, version)
    if hand.key.type.startswith("hmac-"):
        return hmac.compare_digest(_hmac(hand, secret, form), signature)
    key = private_key(secret).public_key()
    return verify(key, choose(key, None), form, signature, options)


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
