from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.signatures.digests import ALGORITHMS, HashAlgorithm, TooManyHashes
from flowforge_crypto.operations.hash import HashForm, hash_data
from flowforge_crypto.operations.hashes import HashesForm, hash_data_in_every_way
from servicekit import FileInput


def test_all_by_default_and_each_as_hash_gives_it(spooled: Any) -> None:
    file = spooled(b"content of a file")
    for form in (HashesForm(text="content of a file"), HashesForm(file=file)):
        result = hash_data_in_every_way(form)
        assert [entry.algorithm for entry in result.hashes] == list(ALGORITHMS)
        assert result.size_bytes == 17
        for entry in result.hashes:
            single = hash_data(HashForm(text="content of a file", algorithm=entry.algorithm))
            assert (entry.hash, entry.weak) == (single.hash, single.weak)


def test_chosen_ones_in_their_order_and_once() -> None:
    chosen: list[HashAlgorithm] = ["md5", "sha256", "md5"]
    result = hash_data_in_every_way(HashesForm(text="", algorithms=chosen, output="base64"))
    assert [(entry.algorithm, entry.hash) for entry in result.hashes] == [
        ("md5", "1B2M2Y8AsgTpgAmY7PhCfg=="),
        ("sha256", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
    ]


def test_sha256_alone_does_not_read_the_file(spooled: Any) -> None:
    file = spooled(b"content")
    file.path.unlink()
    result = hash_data_in_every_way(HashesForm(file=file, algorithms=["sha256"]))
    assert (result.hashes[0].hash, result.size_bytes) == (file.sha256, 7)


def test_undecodable_text() -> None:
    with pytest.raises(UndecodableText):
        hash_data_in_every_way(HashesForm(text="%", encoding="base64"))


def test_an_empty_list_is_refused() -> None:
    with pytest.raises(ValidationError):
        HashesForm(text="", algorithms=[])


def test_all_hashes_of_a_large_file() -> None:
    file = FileInput(Path("unread"), 1 << 30, "0" * 64, "text/plain")
    with pytest.raises(TooManyHashes, match=r"'algorithms' names .* for 1073741824 bytes in 'file'"):
        hash_data_in_every_way(HashesForm(file=file))
