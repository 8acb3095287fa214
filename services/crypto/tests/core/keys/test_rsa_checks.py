from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from flowforge_crypto.core.keys.rsa_checks import require_consistent


@pytest.fixture(scope="module")
def numbers() -> Any:
    return rsa.generate_private_key(65537, 2048).private_numbers()


def changed(numbers: Any, **values: Any) -> Any:
    names = ("p", "q", "d", "dmp1", "dmq1", "iqmp")
    fields = {name: getattr(numbers, name) for name in names} | values
    public = rsa.RSAPublicNumbers(values.pop("e", 65537), fields.pop("n", numbers.public_numbers.n))
    fields.pop("e", None)
    private = rsa.RSAPrivateNumbers(**fields, public_numbers=public)
    return private.private_key(unsafe_skip_rsa_key_validation=True)


def test_a_whole_key_is_consistent(numbers: Any) -> None:
    require_consistent(changed(numbers))


@pytest.mark.parametrize("name", ["d", "dmp1", "dmq1", "iqmp"])
def test_any_other_number_is_found(numbers: Any, name: Any) -> None:
    with pytest.raises(ValueError, match="do not belong together"):
        require_consistent(changed(numbers, **{name: getattr(numbers, name) + 2}))
