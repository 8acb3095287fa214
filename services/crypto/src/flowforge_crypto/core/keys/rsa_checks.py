"""Bounds of RSA keys, and whether the numbers of a private one belong together."""

from cryptography.hazmat.primitives.asymmetric import rsa

from servicekit import InvalidInput

MAX_BITS = 8192
MAX_PUBLIC_BITS, MAX_EXPONENT_BITS = 16_384, 64


class KeyTooLarge(InvalidInput):
    code = "KEY_TOO_LARGE"
    message = (
        "'{field}' is an RSA key of {bits} bits with an exponent of {exponent_bits} bits; at most "
        "{limit} and {exponent_limit} bits are allowed."
    )


def require_bounded(key: object, field: str) -> None:
    """Raise KeyTooLarge for an RSA key whose use would cost too much, and which libraries refuse to use."""
    if not isinstance(key, rsa.RSAPrivateKey | rsa.RSAPublicKey):
        return
    public = key.public_key() if isinstance(key, rsa.RSAPrivateKey) else key
    exponent_bits = public.public_numbers().e.bit_length()
    if key.key_size > MAX_PUBLIC_BITS or exponent_bits > MAX_EXPONENT_BITS:
        raise KeyTooLarge(
            field=field,
            bits=key.key_size,
            exponent_bits=exponent_bits,
            limit=MAX_PUBLIC_BITS,
            exponent_limit=MAX_EXPONENT_BITS,
        )


def require_consistent(key: rsa.RSAPrivateKey) -> None:
    """Raise ValueError unless every number of *key* follows from its factors (RFC 8017, 3.2).

    Takes microseconds. Whether the factors are primes is not tested: a key whose factors are none makes
    signatures that do not verify, and harms nobody but its owner.
    """
    numbers = key.private_numbers()
    n, e = numbers.public_numbers.n, numbers.public_numbers.e
    p, q, d = numbers.p, numbers.q, numbers.d
    holds = (
        n.bit_length() <= MAX_BITS
        and p > 1
        and q > 1
        and p * q == n
        and e * d % (p - 1) == 1
        and e * d % (q - 1) == 1
        and numbers.dmp1 == d % (p - 1)
        and numbers.dmq1 == d % (q - 1)
        and numbers.iqmp * q % p == 1
    )
    if not holds:
        raise ValueError("the numbers of this RSA key do not belong together")
