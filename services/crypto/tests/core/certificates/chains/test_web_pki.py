"""cryptography.io's certificate of 2014 and its authority, as the cryptography project keeps them."""

from datetime import UTC, datetime
from importlib import resources
from typing import Any

import pytest
from cryptography.x509 import load_pem_x509_certificates
from services.crypto.tests.core.certificates.pkits import MOMENT, ROOT, certificate
from services.crypto.tests.core.certificates.private_authority import certify

from flowforge_crypto.core.certificates.chains.errors import ChainBroken
from flowforge_crypto.core.certificates.chains.web_pki import find_web_chain
from flowforge_crypto.core.keys.types import generate

FOLDER = resources.files("cryptography_vectors").joinpath("x509")
LEAF = load_pem_x509_certificates(FOLDER.joinpath("cryptography.io.pem").read_bytes())[0]
ROOTS = load_pem_x509_certificates(FOLDER.joinpath("rapidssl_sha256_ca_g3.pem").read_bytes())
THEN = datetime.fromisoformat("2015-01-01T00:00:00+00:00")


def test_a_public_chain() -> None:
    assert find_web_chain(LEAF, [], ROOTS, THEN, "cryptography.io") == [LEAF, *ROOTS]
    assert len(find_web_chain(LEAF, ROOTS, ROOTS, THEN, None)) == 2


@pytest.mark.parametrize(
    ("roots", "moment", "name", "words"),
    [
        (ROOTS, THEN, "example.com", "does not cover 'name'"),
        (ROOTS, MOMENT.replace(year=2035), None, "not valid at that time"),
        ([certificate(ROOT)], THEN, None, "an issuer is missing"),
        (ROOTS, THEN, "not a name", "."),
    ],
)
def test_the_reason_is_in_words(roots: Any, moment: datetime, name: Any, words: str) -> None:
    with pytest.raises(ChainBroken, match=words) as broken:
        find_web_chain(LEAF, [], roots, moment, name)
    assert "<" not in str(broken.value)
    assert "candidates" not in str(broken.value)


def test_other_keys_are_for_the_other_rules() -> None:
    keys = generate("ed25519"), generate("ed25519")
    root = certify("root", keys[0], None, keys[0])
    leaf = certify("leaf", keys[1], root, keys[0], is_ca=False)
    with pytest.raises(ChainBroken, match="set 'rules' to rfc-5280"):
        find_web_chain(leaf, [], [root], datetime.now(UTC), "leaf.example.com")
