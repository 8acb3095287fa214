"""Certificates and lists of NIST's Public Key Interoperability Test Suite (PKITS 1.0.1, 2011)."""

from datetime import UTC, datetime
from importlib import resources

from cryptography import x509

DATA = resources.files("cryptography_vectors").joinpath("x509", "PKITS_data")
ROOT = "TrustAnchorRootCertificate"
MOMENT = datetime(2015, 6, 1, tzinfo=UTC)


def certificate(name: str) -> x509.Certificate:
    return x509.load_der_x509_certificate(DATA.joinpath("certs", f"{name}.crt").read_bytes())


def revocation_list(name: str) -> x509.CertificateRevocationList:
    return x509.load_der_x509_crl(DATA.joinpath("crls", f"{name}.crl").read_bytes())
