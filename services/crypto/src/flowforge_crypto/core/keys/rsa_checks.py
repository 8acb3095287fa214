"""Whether the numbers of an RSA private key belong together."""

from cryptography.hazmat.primitives.asymmetric import rsa

MAX_BITS = 8192


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
