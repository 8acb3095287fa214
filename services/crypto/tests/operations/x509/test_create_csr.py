from typing import Any

import pytest

from flowforge_crypto.core.certificates.making import InvalidName
from flowforge_crypto.core.keys.reading import UnreadableKey
from flowforge_crypto.core.keys.types import UnsuitableKey, generate
from flowforge_crypto.core.keys.writing import write_key
from flowforge_crypto.operations.x509.create_csr import CreateCsrRequest, create_csr
from flowforge_crypto.operations.x509.parse_csr import ParseCsrRequest, parse_csr

KEY = write_key(generate("ec-p256"), "pem")


def request(**values: Any) -> Any:
    return CreateCsrRequest(**{"key": KEY, "subject": {"common_name": "example.com"}} | values)


def test_what_is_asked_for_stands_in_it() -> None:
    made = create_csr(request(alternative_names=["example.com", "10.0.0.1"]))
    info = parse_csr(ParseCsrRequest(csr=made.csr))
    assert (info.subject, info.dns_names, info.ip_addresses) == (
        "CN=example.com",
        ["example.com"],
        ["10.0.0.1"],
    )
    assert info.signature_valid


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"key": "hello"}, UnreadableKey),
        ({"key": write_key(generate("x25519"), "pem")}, UnsuitableKey),
        ({"alternative_names": ["ä.example"]}, InvalidName),
    ],
)
def test_errors(values: Any, error: Any) -> None:
    with pytest.raises(error):
        create_csr(request(**values))
