import hmac
from pathlib import Path

import pytest

from flowforge_crypto.core.encryption.named_keys.errors import OtherPurpose, VersionOutOfRange
from flowforge_crypto.core.encryption.named_keys.model import KeyTerms, NamedKey
from flowforge_crypto.core.encryption.named_keys.signing import (
    TooManyPasses,
    require_few_passes,
    sign_by_name,
    verify_by_name,
)
from flowforge_crypto.core.encryption.named_keys.tokens import KeyInHand
from flowforge_crypto.core.signatures.signing import SignatureOptions
from flowforge_crypto.core.signatures.sources import TextOrFile
from servicekit import FileInput

FORM = TextOrFile(text="hello")


def test_versions_are_told_apart() -> None:
    hand = KeyInHand("k", NamedKey.new(KeyTerms(type="ed25519")).rotated("k"))
    signature, algorithm = sign_by_name(hand, FORM, 1, SignatureOptions())
    assert algorithm == "ed25519"
    assert [verify_by_name(hand, FORM, one, signature, SignatureOptions()) for one in (1, 2)] == [True, False]
    with pytest.raises(VersionOutOfRange, match="'version' names version 3"):
        sign_by_name(hand, FORM, 3, SignatureOptions())


def test_hmac_of_a_secret_that_was_brought() -> None:
    hand = KeyInHand("k", NamedKey.new(KeyTerms(type="hmac-sha512"), bytes(32)))
    assert sign_by_name(hand, FORM, 1, SignatureOptions()) == (
        hmac.digest(bytes(32), b"hello", "sha512"),
        "hmac-sha512",
    )


def test_a_key_that_encrypts_does_not_sign() -> None:
    with pytest.raises(OtherPurpose, match="ed25519 or hmac-sha256"):
        sign_by_name(KeyInHand("k", NamedKey.new()), FORM, 1, SignatureOptions())


def test_a_large_file_is_not_compared_with_many_versions() -> None:
    form = TextOrFile(file=FileInput(Path("unread"), 300 << 20, None, "text/plain"))
    require_few_passes(form, 3)
    require_few_passes(FORM, 1000)
    with pytest.raises(TooManyPasses, match="all 4 versions: give 'version'"):
        require_few_passes(form, 4)
