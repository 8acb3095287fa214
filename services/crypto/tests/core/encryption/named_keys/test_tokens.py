from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from flowforge_crypto.core.encodings.text import decode
from flowforge_crypto.core.encryption.ciphers import unseal
from flowforge_crypto.core.encryption.named_keys.errors import (
    ContextNeeded,
    ContextNotUsed,
    KeyDisabled,
    VersionOutOfRange,
)
from flowforge_crypto.core.encryption.named_keys.model import KeyTerms, NamedKey
from flowforge_crypto.core.encryption.named_keys.tokens import (
    Binding,
    InvalidKeyToken,
    KeyInHand,
    KeyTokenRefused,
)

PLAIN = KeyInHand("k", NamedKey.new().rotated("k"))
DERIVED = KeyInHand("k", NamedKey.new(KeyTerms(derived=True)))
CONVERGENT = KeyInHand("k", NamedKey.new(KeyTerms(convergent=True)))
BOTH = KeyInHand("k", NamedKey.new(KeyTerms(derived=True, convergent=True)))
ROW, ACME = Binding(b"row 7"), Binding(b"row 7", b"acme")
KINDS = [(PLAIN, ROW), (DERIVED, ACME), (CONVERGENT, ROW), (BOTH, ACME)]


@pytest.mark.parametrize(("hand", "binding"), KINDS)
@pytest.mark.parametrize("plaintext", [b"", b"hello", b"x" * 100_000])
def test_what_was_encrypted_is_decrypted(hand: KeyInHand, binding: Binding, plaintext: bytes) -> None:
    token = hand.encrypt(plaintext, binding)
    assert hand.decrypt(f" {token}\n", binding) == (plaintext, hand.key.latest)
    assert (hand.encrypt(plaintext, binding) == token) is hand.key.convergent


@pytest.mark.parametrize(("hand", "binding"), KINDS)
def test_what_does_not_fit(hand: KeyInHand, binding: Binding) -> None:
    token = hand.encrypt(b"hello", binding)
    changed = token[:-2] + ("A" if token[-2] != "A" else "B") + token[-1]
    others = [
        (hand, changed, binding),
        (hand, token[:-4], binding),
        (hand, token, Binding(b"row 8", binding.context)),
        (KeyInHand("other", hand.key), token, binding),
        (KeyInHand("k", NamedKey.new(hand.key)), token.replace("ffk1:2:", "ffk1:1:"), binding),
    ]
    if hand.key.derived:
        others.append((hand, token, Binding(b"row 7", b"globex")))
    for which, text, bound in others:
        with pytest.raises(KeyTokenRefused, match="was changed"):
            which.decrypt(text, bound)


def test_versions() -> None:
    first = PLAIN.encrypt(b"hello", ROW, 1)
    assert first.startswith("ffk1:1:")
    assert PLAIN.decrypt(first, ROW) == (b"hello", 1)
    with pytest.raises(VersionOutOfRange, match="'version' names version 3"):
        PLAIN.encrypt(b"hello", ROW, 3)
    with pytest.raises(VersionOutOfRange, match="'ciphertext' names version 9"):
        PLAIN.decrypt(first.replace("ffk1:1:", "ffk1:9:"), ROW)


def test_the_context_is_for_derived_keys() -> None:
    for binding in (ROW, Binding(b"row 7", b"")):
        with pytest.raises(ContextNeeded):
            DERIVED.encrypt(b"hello", binding)
    with pytest.raises(ContextNotUsed):
        PLAIN.encrypt(b"hello", ACME)


def test_a_disabled_key() -> None:
    token = PLAIN.encrypt(b"hello", ROW)
    disabled = KeyInHand("k", PLAIN.key.model_copy(update={"enabled": False}))
    with pytest.raises(KeyDisabled):
        disabled.encrypt(b"hello", ROW)
    with pytest.raises(KeyDisabled):
        disabled.decrypt(token, ROW)


@pytest.mark.parametrize(
    "text",
    ["", "hello", "ffk1:0:AAAA", "ffk1:1:A", "ffk1:1:AAAA", "ffk2:1:" + "A" * 80, "ffk1:1:" + "A" * 45],
)
def test_what_is_no_ciphertext(text: Any) -> None:
    with pytest.raises(InvalidKeyToken):
        PLAIN.decrypt(text, ROW)


def test_the_documented_format() -> None:
    """Open each kind by what decision 0031 says of it, with the library alone."""
    data = decode(PLAIN.encrypt(b"hello", ROW).split(":")[2], "base64url")
    secret = PLAIN.key.secret(2, "k", "")
    assert unseal("xchacha20-poly1305", secret, data[:24], data[24:], b"ffk1:k:2:row 7") == b"hello"
    data = decode(BOTH.encrypt(b"hello", ACME).split(":")[2], "base64url")
    info = b"flowforge named key 1 convergent acme"
    key = HKDF(algorithm=SHA256(), length=64, salt=None, info=info).derive(BOTH.key.secret(1, "k", ""))
    assert AESSIV(key).decrypt(data, [b"ffk1:k:1:row 7"]) == b"\0hello"
