"""Format-preserving encryption: FF1 of NIST SP 800-38G, over the numerals of one radix.

The names are the standard's (n, u, v, A, B, P, Q, R, S), so that both can be read side by side.
"""

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

MIN_DOMAIN = 1_000_000
MAX_NUMERALS = 4096
ROUNDS = 10
_BLOCK = 16


class OutsideDomain(ValueError):
    """Too few numerals to hide anything in, or too many."""


class FF1:
    """FF1 under one key and radix; a text is a list of numerals below the radix."""

    def __init__(self, key: bytes, radix: int) -> None:
        self._aes = algorithms.AES(key)
        self._radix = radix

    def encrypt(self, numerals: list[int], tweak: bytes) -> list[int]:
        """Raises OutsideDomain for fewer than a million possible texts."""
        return self._walk(numerals, tweak, range(ROUNDS), 1)

    def decrypt(self, numerals: list[int], tweak: bytes) -> list[int]:
        """Raises OutsideDomain as encrypting."""
        return self._walk(numerals, tweak, range(ROUNDS - 1, -1, -1), -1)

    def _walk(self, numerals: list[int], tweak: bytes, rounds: range, sign: int) -> list[int]:
        """Go through the Feistel rounds forwards (algorithm 7) or backwards (algorithm 8)."""
        n, radix = len(numerals), self._radix
        if n > MAX_NUMERALS or radix**n < MIN_DOMAIN:
            raise OutsideDomain
        u, v = n // 2, n - n // 2
        a, b = self._number(numerals[:u]), self._number(numerals[u:])
        size = ((radix**v - 1).bit_length() + 7) // 8
        head = bytes([1, 2, 1]) + radix.to_bytes(3, "big") + bytes([ROUNDS, u % 256])
        p = head + n.to_bytes(4, "big") + len(tweak).to_bytes(4, "big")
        for i in rounds:
            modulus = radix ** (u if i % 2 == 0 else v)
            known = b if sign > 0 else a
            q = tweak + bytes(-(len(tweak) + size + 1) % _BLOCK) + bytes([i]) + known.to_bytes(size, "big")
            y = self._stretch(p + q, 4 * -(-size // 4) + 4)
            if sign > 0:
                a, b = b, (a + y) % modulus
            else:
                a, b = (b - y) % modulus, a
        return self._numerals(a, u) + self._numerals(b, v)

    def _stretch(self, data: bytes, length: int) -> int:
        """Return the number of S: CBC-MAC of *data*, stretched by encrypting counters beside it."""
        cbc = Cipher(self._aes, modes.CBC(bytes(_BLOCK))).encryptor()
        r = cbc.update(data)[-_BLOCK:]
        blocks = [
            (int.from_bytes(r, "big") ^ j).to_bytes(_BLOCK, "big") for j in range(1, -(-length // _BLOCK))
        ]
        ecb = Cipher(self._aes, modes.ECB()).encryptor()  # noqa: S305 - as the standard has it: of single blocks
        return int.from_bytes((r + ecb.update(b"".join(blocks)))[:length], "big")

    def _number(self, numerals: list[int]) -> int:
        number = 0
        for numeral in numerals:
            number = number * self._radix + numeral
        return number

    def _numerals(self, number: int, length: int) -> list[int]:
        numerals = []
        for _ in range(length):
            number, numeral = divmod(number, self._radix)
            numerals.append(numeral)
        return numerals[::-1]
