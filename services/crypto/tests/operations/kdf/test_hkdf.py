from typing import Any

import pytest

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.operations.kdf.hkdf import HkdfRequest, derive_with_hkdf

HEX = {"input_encoding": "hex", "info_encoding": "hex"}


@pytest.mark.parametrize(("algorithm", "path"), [("sha256", "SHA256"), ("sha1", "SHA1")])
def test_rfc_5869(nist: Any, algorithm: Any, path: Any) -> None:
    blocks = nist(f"KDF/rfc-5869-HKDF-{path}.txt")
    given, expected = ([block for block in blocks if name in block] for name in ("ikm", "okm"))
    assert len(given) >= 3
    for test, answer in zip(given, expected, strict=True):
        values = {"input": test["ikm"], "salt": test.get("salt", ""), "info": test.get("info", "")}
        request = HkdfRequest(**values, **HEX, hash=algorithm, length_bytes=int(test["l"]))
        assert derive_with_hkdf(request).key == answer["okm"]


@pytest.mark.parametrize(("algorithm", "path"), [("sha384", "sha384"), ("sha512", "sha512")])
def test_wycheproof(wycheproof: Any, algorithm: Any, path: Any) -> None:
    for _, test in wycheproof(f"Protocol/wycheproof/hkdf_{path}_test.json"):
        if test["result"] == "valid" and 1 <= test["size"] <= 1024:
            request = HkdfRequest(
                input=test["ikm"],
                salt=test["salt"],
                info=test["info"],
                **HEX,
                hash=algorithm,
                length_bytes=test["size"],
            )
            assert derive_with_hkdf(request).key == test["okm"]


def test_a_random_salt_is_given_back() -> None:
    first = derive_with_hkdf(HkdfRequest(input="secret"))
    assert derive_with_hkdf(HkdfRequest(input="secret", salt=first.salt)).key == first.key
    assert derive_with_hkdf(HkdfRequest(input="secret")).key != first.key


def test_undecodable_salt() -> None:
    with pytest.raises(UndecodableText, match="'salt' is not valid hex"):
        derive_with_hkdf(HkdfRequest(input="x", salt="zz"))
