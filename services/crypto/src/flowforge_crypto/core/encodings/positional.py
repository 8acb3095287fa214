"""Encodings that read bytes as one number in another base, and base 45 (RFC 9285)."""

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def to_base(data: bytes, alphabet: str) -> str:
    """Write *data* as a number in the base of *alphabet*; each leading zero byte is a leading first digit."""
    number, base = int.from_bytes(data, "big"), len(alphabet)
    digits = []
    while number:
        number, digit = divmod(number, base)
        digits.append(alphabet[digit])
    zeros = len(data) - len(data.lstrip(b"\0"))
    return alphabet[0] * zeros + "".join(reversed(digits))


def from_base(text: str, alphabet: str) -> bytes:
    """Reverse `to_base`. Raises ValueError for a character outside *alphabet*."""
    values = {character: value for value, character in enumerate(alphabet)}
    number = 0
    for character in text:
        if character not in values:
            raise ValueError("a character outside the alphabet")
        number = number * len(alphabet) + values[character]
    zeros = len(text) - len(text.lstrip(alphabet[0]))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def to_base45(data: bytes) -> str:
    """Write pairs of bytes as three digits, a last single byte as two."""
    pieces = []
    for at in range(0, len(data), 2):
        pair = data[at : at + 2]
        number = int.from_bytes(pair, "big")
        for _ in range(len(pair) + 1):
            number, digit = divmod(number, 45)
            pieces.append(BASE45[digit])
    return "".join(pieces)


def from_base45(text: str) -> bytes:
    """Reverse `to_base45`. Raises ValueError for what RFC 9285 forbids."""
    if len(text) % 3 == 1:
        raise ValueError("a length that no bytes have")
    decoded = bytearray()
    for at in range(0, len(text), 3):
        digits = [BASE45.index(character) for character in text[at : at + 3]]
        number = sum(digit * 45**place for place, digit in enumerate(digits))
        decoded += (
            number.to_bytes(len(digits) - 1, "big") if number < 256 ** (len(digits) - 1) else _overflow()
        )
    return bytes(decoded)


def _overflow() -> bytes:
    raise ValueError("a group of digits beyond its bytes")
