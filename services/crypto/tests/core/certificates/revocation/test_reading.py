"""Lists of the cryptography project's vectors, and the project's own expectations of them."""

from importlib import resources

import pytest
from services.crypto.tests.core.certificates.pkits import DATA

from flowforge_crypto.core.certificates.example import AUTHORITY, CERTIFICATE, CRL
from flowforge_crypto.core.certificates.reading import read_certificates
from flowforge_crypto.core.certificates.revocation.reading import (
    TooManyRevocationLists,
    UnreadableRevocationList,
    describe_list,
    entries,
    entries_of,
    is_signed_by,
    read_lists,
)

CUSTOM = resources.files("cryptography_vectors").joinpath("x509", "custom")


def read(name: str) -> bytes:
    return CUSTOM.joinpath(name).read_bytes()


def test_every_reason() -> None:
    (found,) = read_lists(read("crl_all_reasons.pem"), "crl")
    shown = entries(found, "crl", 0, 100)
    assert [one.reason for one in shown] == [
        None,
        "unspecified",
        "keyCompromise",
        "cACompromise",
        "affiliationChanged",
        "superseded",
        "cessationOfOperation",
        "certificateHold",
        "removeFromCRL",
        "privilegeWithdrawn",
        "aACompromise",
        "keyCompromise",
    ]
    assert (shown[0].invalid_since, shown[1].serial_number) == (None, "1")
    assert [one.isoformat() for one in (shown[1].revoked_at, shown[1].invalid_since) if one] == [
        "2015-01-01T00:00:00+00:00"
    ] * 2


def test_what_a_list_says_of_itself() -> None:
    info = describe_list(read_lists(read("crl_ian_aia_aki.pem"), "crl")[0], "crl")
    assert info.issuer == "CN=Test CA,O=Ruby CA Project,L=Chicago,ST=Illinois,C=US"
    assert (info.number, info.delta_of, info.revoked_count) == ("1", None, 0)
    assert info.authority_key_id == "7975bb843acb2cde7a09be311b43bc1c2a4d5358"
    assert [one.name for one in info.extensions] == [
        "cRLNumber",
        "authorityKeyIdentifier",
        "issuerAltName",
        "authorityInfoAccess",
    ]
    assert info.next_update is not None
    assert info.next_update.isoformat() == "2015-12-29T23:22:11+00:00"


def test_what_a_list_leaves_open() -> None:
    assert describe_list(read_lists(read("crl_no_next_update.pem"), "crl")[0], "crl").next_update is None
    unknown = describe_list(read_lists(read("crl_unrecognized_extension.der"), "crl")[0], "crl")
    assert [(one.name, one.critical) for one in unknown.extensions] == [("1.2.3.4.5", False)]
    (point,) = read_lists(read("crl_idp_fullname_only.pem"), "crl")
    assert describe_list(point, "crl").distribution_points == ["http://myhost.com/myca.crl"]


def test_numbers_of_a_delta_list() -> None:
    info = describe_list(read_lists(read("crl_delta_crl_indicator.pem"), "crl")[0], "crl")
    assert info.delta_of == "12345678901234567890"


def test_a_long_list_in_pages() -> None:
    (found,) = read_lists(read("crl_almost_10k.pem"), "crl")
    info = describe_list(found, "crl")
    assert info.revoked_count == 9999
    pages = [one for first in range(0, len(found), 1000) for one in entries(found, "crl", first, 1000)]
    assert [int(one.serial_number, 16) for one in pages] == [one.serial_number for one in found]
    assert entries_of(found, "crl", [int(pages[4321].serial_number, 16), 10**6]) == [pages[4321]]


def test_several_lists_and_text_around_them() -> None:
    both = b"first\n" + read("crl_all_reasons.pem") + b"second\n" + CRL.encode()
    assert [one.issuer.rfc4514_string() for one in read_lists(both, "crl")] == [
        "CN=cryptography.io,C=US",
        "CN=Example CA",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "crl_bad_version.pem",
        "crl_inner_outer_mismatch.der",
        "crl_invalid_time.der",
        "crl_issuer_invalid_printable_string.der",
    ],
)
def test_damaged_lists(name: str) -> None:
    with pytest.raises(UnreadableRevocationList, match="'crl'"):
        read_lists(read(name), "crl")


@pytest.mark.parametrize(
    "name", ["crl_dup_entry_ext.pem", "crl_inval_cert_issuer_entry_ext.pem", "crl_unsupported_reason.pem"]
)
def test_damaged_entries(name: str) -> None:
    (found,) = read_lists(read(name), "crl")
    with pytest.raises(UnreadableRevocationList):
        entries(found, "crl", 0, 10)
    with pytest.raises(UnreadableRevocationList):
        entries_of(found, "crl", [one.serial_number for one in found])


@pytest.mark.parametrize("text", ["", "hello", "AAAA", "ä", CERTIFICATE, CRL[:90], CRL + CRL[:90]])
def test_what_is_no_list(text: str) -> None:
    with pytest.raises(UnreadableRevocationList):
        read_lists(text, "crl")


def test_whose_key_signed() -> None:
    (mine,) = read_lists(CRL, "crl")
    assert is_signed_by(mine, read_certificates(AUTHORITY, "issuer")[0])
    assert not is_signed_by(mine, read_certificates(CERTIFICATE, "issuer")[0])  # its key, another name
    (root,) = read_lists(DATA.joinpath("crls", "TrustAnchorRootCRL.crl").read_bytes(), "crl")
    assert not is_signed_by(root, read_certificates(AUTHORITY, "issuer")[0])


def test_too_many_lists() -> None:
    assert len(read_lists(CRL.replace("\n", "\\n"), "crl")) == 1
    with pytest.raises(TooManyRevocationLists, match="'crl' holds more than 50"):
        read_lists(CRL * 51, "crl")
