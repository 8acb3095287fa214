"""Certificate chains by RFC 5280 alone, through OpenSSL, which also knows Ed25519, Ed448 and ML-DSA.

Imported by the worker process that needs it, and by nothing else: it loads OpenSSL's bindings a second time.
"""

from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, mldsa, rsa
from cryptography.hazmat.primitives.hashes import MD5, SHA1
from OpenSSL import crypto

from flowforge_crypto.core.certificates.chains.errors import ChainBroken
from flowforge_crypto.core.certificates.names import is_for
from flowforge_crypto.core.certificates.reading import UNREADABLE

MIN_RSA_BITS = 2048
_KEYS = (
    ec.EllipticCurvePublicKey,
    ed25519.Ed25519PublicKey,
    ed448.Ed448PublicKey,
    mldsa.MLDSA44PublicKey,
    mldsa.MLDSA65PublicKey,
    mldsa.MLDSA87PublicKey,
)
_REASONS = {
    "unable to get": "no chain to one of 'roots': an issuer is missing",
    "unable to verify the first": "no chain to one of 'roots': an issuer is missing",
    "self-signed": "no chain to one of 'roots': it ends at another root",
    "not yet valid": "a certificate is not valid at that time: too early",
    "has expired": "a certificate is not valid at that time: expired",
    "signature failure": "a signature in the chain is not valid",
    "invalid CA certificate": "{subject} is not a certificate authority, or may not sign certificates",
    "path length constraint exceeded": "the chain is longer than the path length of an authority allows",
    "permitted subtree": "{subject} has a name outside its authority's name constraints",
    "excluded subtree": "{subject} has a name outside its authority's name constraints",
    "unhandled critical extension": "{subject} has a critical extension that is not supported",
}


def find_private_chain(
    leaf: x509.Certificate,
    intermediates: list[x509.Certificate],
    roots: list[x509.Certificate],
    moment: datetime,
    name: str | None,
) -> list[x509.Certificate]:
    """Return the certificates from *leaf* to a root; with *name* it has to be for that DNS name or address.

    Raises ChainBroken.
    """
    store = crypto.X509Store()
    store.set_flags(
        crypto.X509StoreFlags.PARTIAL_CHAIN
    )  # whoever is in *roots* is trusted, self-signed or not
    store.set_time(moment.astimezone(UTC).replace(tzinfo=None))
    try:
        for root in roots:
            store.add_cert(crypto.X509.from_cryptography(root))
        others = [crypto.X509.from_cryptography(one) for one in intermediates]
        opened = crypto.X509StoreContext(store, crypto.X509.from_cryptography(leaf), others)
        chain = [one.to_cryptography() for one in opened.get_verified_chain()]
    except crypto.X509StoreContextError as error:
        raise ChainBroken(_in_words(error)) from error
    except crypto.Error as error:
        raise ChainBroken("a certificate in the chain is damaged") from error
    _require_strong(chain)
    if name is not None and not is_for(leaf, name):
        raise ChainBroken("the certificate does not cover 'name'")
    return chain


def _in_words(error: crypto.X509StoreContextError) -> str:
    said = str(error)
    for found, words in _REASONS.items():
        if found in said:
            return words.format(subject=error.certificate.to_cryptography().subject.rfc4514_string())
    return said


def _require_strong(chain: list[x509.Certificate]) -> None:
    """Raise ChainBroken for what OpenSSL takes from old times. The root's own signature proves nothing."""
    try:
        if any(isinstance(one.signature_hash_algorithm, MD5 | SHA1) for one in chain[:-1]):
            raise ChainBroken("a signature in the chain uses an obsolete algorithm")
        keys = [one.public_key() for one in chain]
    except UNREADABLE as error:
        raise ChainBroken("a certificate in the chain has an unsupported type") from error
    for key in keys:
        if isinstance(key, rsa.RSAPublicKey):
            if key.key_size < MIN_RSA_BITS:
                raise ChainBroken("an RSA key in the chain has less than 2048 bits")
        elif not isinstance(key, _KEYS):
            raise ChainBroken("a key in the chain is neither RSA, EC, Ed25519, Ed448 nor ML-DSA")
