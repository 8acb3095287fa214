"""Certificates of the cryptography project's collection, named for what they have."""

from importlib import resources
from typing import Any

import pytest
from cryptography import x509

from flowforge_crypto.core.certificates.extensions import (
    CA_ISSUERS,
    OCSP,
    access_urls,
    alternative_names_in,
    extension_of,
    key_ids,
    key_usages,
    list_extensions,
    list_urls,
    purposes_in,
)

FOLDER = resources.files("cryptography_vectors").joinpath("x509", "custom")


def extensions(name: str) -> Any:
    return x509.load_pem_x509_certificate(FOLDER.joinpath(f"{name}.pem").read_bytes()).extensions


def test_alternative_names() -> None:
    names = alternative_names_in(extensions("san_email_dns_ip_dirname_uri"))
    assert names.emails == ["user@cryptography.io"]
    assert names.dns_names == ["cryptography.io"]
    assert names.ip_addresses == ["127.0.0.1", "ff::"]
    assert names.uris == ["https://cryptography.io"]


def test_usages_and_purposes() -> None:
    assert key_usages(extensions("all_key_usages"))[:2] == ["digital_signature", "content_commitment"]
    assert purposes_in(extensions("extended_key_usage"))[:2] == ["serverAuth", "clientAuth"]


def test_addresses() -> None:
    found = extensions("aia_ocsp_ca_issuers")
    assert access_urls(found, OCSP) == ["http://ocsp.domain.com", "http://ocsp2.domain.com"]
    assert access_urls(found, CA_ISSUERS) == []  # it has a name in a directory
    assert list_urls(extensions("cdp_fullname_reasons_crl_issuer")) == ["http://myhost.com/myca.crl"]


def test_key_ids() -> None:
    own, issuers = key_ids(extensions("authority_key_identifier"))
    assert (own, issuers) == (None, "39453eca3d621dea8649f65aab40b7a47098f1ec")
    assert key_ids(extensions("authority_key_identifier_no_keyid"))[1] is None


def test_what_has_no_name_goes_by_its_number() -> None:
    assert ("1.2.3.4", True) in [
        (one.name, one.critical) for one in list_extensions(extensions("unsupported_extension_critical"))
    ]


@pytest.mark.parametrize("kind", [x509.KeyUsage, x509.CRLDistributionPoints])
def test_what_is_not_there(kind: Any) -> None:
    found = extensions("no_sans")
    assert extension_of(found, kind) is None
    assert (key_usages(found), list_urls(found), alternative_names_in(found).uris) == ([], [], [])
