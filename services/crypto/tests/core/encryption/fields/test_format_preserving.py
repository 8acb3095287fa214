import string

import pytest

from flowforge_crypto.core.encryption.fields.format_preserving import FF1, OutsideDomain

ALPHABET = string.digits + string.ascii_lowercase
KEYS = {
    bits: bytes.fromhex(text)
    for bits, text in {
        128: "2B7E151628AED2A6ABF7158809CF4F3C",
        192: "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F",
        256: "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F7F036D6F04FC6A94",
    }.items()
}
TWEAK_10, TWEAK_11 = "39383736353433323130", "3737373770717273373737"


@pytest.mark.parametrize(
    ("bits", "radix", "tweak", "plain", "sealed"),
    [
        (128, 10, "", "0123456789", "2433477484"),
        (128, 10, TWEAK_10, "0123456789", "6124200773"),
        (128, 36, TWEAK_11, "0123456789abcdefghi", "a9tv40mll9kdu509eum"),
        (192, 10, "", "0123456789", "2830668132"),
        (192, 10, TWEAK_10, "0123456789", "2496655549"),
        (192, 36, TWEAK_11, "0123456789abcdefghi", "xbj3kv35jrawxv32ysr"),
        (256, 10, "", "0123456789", "6657667009"),
        (256, 10, TWEAK_10, "0123456789", "1001623463"),
        (256, 36, TWEAK_11, "0123456789abcdefghi", "xs8a0azh2avyalyzuwd"),
    ],
)
def test_the_samples_of_nist(bits: int, radix: int, tweak: str, plain: str, sealed: str) -> None:
    """FF1's nine samples, which NIST publishes beside SP 800-38G."""
    cipher = FF1(KEYS[bits], radix)
    made = cipher.encrypt([ALPHABET.index(one) for one in plain], bytes.fromhex(tweak))
    assert "".join(ALPHABET[one] for one in made) == sealed
    back = cipher.decrypt(made, bytes.fromhex(tweak))
    assert "".join(ALPHABET[one] for one in back) == plain


@pytest.mark.parametrize("length", [6, 7, 31, 32, 57, 58, 255, 256, 4096])
def test_lengths_both_ways(length: int) -> None:
    cipher, plain = FF1(KEYS[256], 10), [place % 10 for place in range(length)]
    made = cipher.encrypt(plain, b"tweak")
    assert (len(made), cipher.decrypt(made, b"tweak")) == (length, plain)
    assert made != plain


@pytest.mark.parametrize("length", [0, 1, 5, 4097])
def test_too_few_and_too_many(length: int) -> None:
    with pytest.raises(OutsideDomain):
        FF1(KEYS[128], 10).encrypt([0] * length, b"")
