"""A certificate for this machine, signed by an authority of its own whose key is thrown away."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from flowforge_cli.home.folder import Home, private_folder
from flowforge_cli.home.secret_files import write_private_file

LIFETIME = timedelta(days=397)  # the longest that clients accept
RENEW_BEFORE = timedelta(days=30)
_NAMES = (x509.DNSName("localhost"), *(x509.IPAddress(ip_address(one)) for one in ("127.0.0.1", "::1")))


@dataclass(frozen=True, slots=True)
class Certificate:
    """Paths of PEM files: what clients trust, what the gateway shows, and its key."""

    authority: Path
    chain: Path
    key: Path


def local_certificate(home: Home, now: datetime | None = None) -> Certificate:
    """Return the certificate for localhost; make it if there is none or it ends within 30 days."""
    folder = private_folder(home.path / "tls")
    found = Certificate(folder / "authority.pem", folder / "chain.pem", folder / "key.pem")
    moment = now or datetime.now(UTC)
    if not _lasts(found, moment):
        _make(found, moment)
    return found


def _lasts(certificate: Certificate, now: datetime) -> bool:
    if not all(path.exists() for path in (certificate.authority, certificate.chain, certificate.key)):
        return False
    parsed = x509.load_pem_x509_certificate(certificate.chain.read_bytes())
    return parsed.not_valid_after_utc - now > RENEW_BEFORE


def _make(certificate: Certificate, now: datetime) -> None:
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = _name("FlowForge local authority")
    root = (
        _begin(root_name, root_name, root_key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    leaf = (
        _begin(_name("FlowForge gateway"), root_name, key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(_NAMES), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False
        )
        .sign(root_key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write_private_file(certificate.key, private.decode())
    write_private_file(certificate.chain, leaf.public_bytes(serialization.Encoding.PEM).decode())
    write_private_file(certificate.authority, root.public_bytes(serialization.Encoding.PEM).decode())


def _begin(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + LIFETIME)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
