from datetime import UTC, datetime

from flowforge_crypto.core.certificates.example import AUTHORITY, KEY
from flowforge_crypto.core.certificates.making import signing_key
from flowforge_crypto.core.certificates.reading import read_certificates, to_pem
from flowforge_crypto.core.certificates.revocation.making import ListTerms, Revocation, make_list
from flowforge_crypto.core.certificates.revocation.reading import (
    describe_list,
    entries,
    is_signed_by,
    read_lists,
)
from flowforge_crypto.core.keys.types import generate

ISSUER = read_certificates(AUTHORITY, "issuer")[0]


def test_what_is_written_is_read() -> None:
    revoked = [
        Revocation(serial_number="0f", revoked_at=datetime(2026, 1, 2, 3, 4, 5), reason="certificateHold"),  # noqa: DTZ001 - UTC is assumed
        Revocation(serial_number="10"),
    ]
    made = make_list(ISSUER, signing_key(KEY, "key"), revoked, ListTerms(number=3, days=1))
    (read,) = read_lists(to_pem(made), "crl")
    assert is_signed_by(read, ISSUER)
    info = describe_list(read, "crl")
    assert (info.issuer, info.number) == ("CN=Example CA", "3")
    assert info.next_update is not None
    assert 86_000 < (info.next_update - info.this_update).total_seconds() < 87_000
    first, second = entries(read, "crl", 0, 10)
    assert first.revoked_at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert (first.reason, second.reason) == ("certificateHold", None)


def test_the_key_is_named_even_where_the_certificate_does_not() -> None:
    key = generate("ec-p256")
    made = make_list(ISSUER, key, [], ListTerms(number=1, days=1))
    assert describe_list(made, "crl").authority_key_id is not None
    assert not is_signed_by(made, ISSUER)
