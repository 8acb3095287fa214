import json
from typing import Any

import pytest
from services.crypto.tests.core.keys.made_keys import key_of

from flowforge_crypto.core.keys.jwk import read, thumbprint, write
from flowforge_crypto.core.keys.types import KEY_TYPES, generate, is_private

# RFC 7638, section 3.1.
RSA_OF_RFC_7638 = {
    "kty": "RSA",
    "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJE"
    "CPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2Q"
    "vzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6"
    "WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
    "e": "AQAB",
}
# RFC 8037, appendix A.1 to A.3.
ED25519_OF_RFC_8037 = {
    "kty": "OKP",
    "crv": "Ed25519",
    "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
    "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
}


def test_thumbprints_of_the_rfcs() -> None:
    assert (
        thumbprint(read(RSA_OF_RFC_7638, skip_primes=True)) == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
    )
    assert (
        thumbprint(read(ED25519_OF_RFC_8037, skip_primes=True))
        == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    )


def test_the_ml_dsa_key_of_rfc_9964() -> None:
    """The key of the seed of 32 zero bytes, and the thumbprint that the RFC gives it as its 'kid'."""
    key = read({"kty": "AKP", "alg": "ML-DSA-44", "priv": "A" * 43}, skip_primes=True)
    assert write(key)["pub"].startswith("unH59k4RuutY-pxvu24U5h8YZD2rSVtHU5qRZsoB")
    for one in (key, key.public_key()):  # type: ignore[union-attr]  # a private key
        assert thumbprint(one) == "T4xl70S7MT6Zeq6r9V9fPJGVn76wfnXJ21-gyo0Gu6o"


def test_a_published_key_is_written_as_it_was_read() -> None:
    assert write(read(ED25519_OF_RFC_8037, skip_primes=True)) == ED25519_OF_RFC_8037
    assert write(read(RSA_OF_RFC_7638, skip_primes=True)) == RSA_OF_RFC_7638


@pytest.mark.parametrize("key_type", [one for one in KEY_TYPES if not one.startswith("ml-kem")])
def test_every_type_both_ways(key_type: Any) -> None:
    key = key_of(key_type)
    for one in (key, key.public_key()):
        again = read(json.loads(json.dumps(write(one))), skip_primes=True)
        assert is_private(again) == is_private(one)
        assert write(again) == write(one)


def test_ml_kem_has_none() -> None:
    with pytest.raises(ValueError, match="no JWK"):
        write(generate("ml-kem-768"))


def test_halves_that_do_not_belong_together() -> None:
    mixed = write(generate("ml-dsa-44")) | {"pub": write(generate("ml-dsa-44"))["pub"]}
    with pytest.raises(ValueError, match="belong together"):
        read(mixed, skip_primes=True)
