import hashlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_crypto.core.encryption.passphrases import Argon2idCost, ScryptCost, cost_of


def test_argon2id_of_the_reference_implementation(nist: Any) -> None:
    """Known answers of the Argon2 reference implementation, as the cryptography project keeps them."""
    ours = [
        test
        for test in nist("KDF/argon2id.txt")
        if len(test["salt"]) == 32
        and int(test["length"]) == 32
        and not test.get("ad")
        and not test.get("secret")
    ]
    assert ours
    for test in ours:
        cost = Argon2idCost(
            memory_kib=int(test["memcost"]),
            passes=int(test["iter"]),
            lanes=int(test["lanes"]),
            salt=test["salt"],
        )
        assert cost.derive(bytes.fromhex(test["pass"])).hex() == test["output"]


def test_scrypt_is_that_of_the_standard_library() -> None:
    cost = ScryptCost(log2_n=12, r=4, p=2, salt="00" * 16)
    expected = hashlib.scrypt(b"words", salt=bytes(16), n=1 << 12, r=4, p=2, dklen=32)
    assert cost.derive(b"words") == expected


def test_defaults_are_those_recommended() -> None:
    """RFC 9106, section 4, second option; scrypt as the OWASP password storage cheat sheet has it."""
    argon2id = cost_of("argon2id")
    assert argon2id.model_dump(exclude={"salt"}) == {
        "name": "argon2id",
        "memory_kib": 64 * 1024,
        "passes": 3,
        "lanes": 4,
    }
    assert cost_of("scrypt").model_dump(exclude={"salt"}) == {"name": "scrypt", "log2_n": 17, "r": 8, "p": 1}
    assert cost_of("argon2id").salt != argon2id.salt


@pytest.mark.parametrize(
    "cost",
    [{"memory_kib": 1 << 30}, {"passes": 1000}, {"lanes": 1 << 20}, {"salt": "00"}, {"salt": "zz" * 16}],
)
def test_a_cost_that_would_exhaust_the_service_is_refused(cost: Any) -> None:
    with pytest.raises(ValidationError):
        Argon2idCost(**cost)
    with pytest.raises(ValidationError):
        ScryptCost(log2_n=30)


def test_many_are_derived_at_once() -> None:
    """OpenSSL's Argon2 and scrypt failed here, or never came back, when several threads used them."""
    costs: list[Argon2idCost | ScryptCost] = [Argon2idCost(memory_kib=8192), ScryptCost(log2_n=12)] * 12
    expected = [cost.derive(b"words") for cost in costs]
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(lambda cost: cost.derive(b"words"), costs)) == expected
