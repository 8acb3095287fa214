from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from flowforge_crypto.core.encryption.named_keys.errors import (
    KeyDisabled,
    OtherPurpose,
    TooManyVersions,
    UnsuitableOptions,
    VersionInUse,
    VersionOutOfRange,
)
from flowforge_crypto.core.encryption.named_keys.model import (
    MAX_VERSIONS,
    KeyName,
    KeyTerms,
    NamedKey,
    describe,
)


def test_versions_count_from_one() -> None:
    key = NamedKey.new().rotated("k").rotated("k")
    assert key.latest == 3
    assert len({key.secret(version, "k", "ciphertext") for version in (1, 2, 3)}) == 3
    for version in (0, 4):
        with pytest.raises(
            VersionOutOfRange, match=f"names version {version} of the key 'k', which has versions 1 to 3"
        ):
            key.secret(version, "k", "ciphertext")


def test_the_least_version_and_the_switch() -> None:
    key = NamedKey.new().rotated("k")
    with pytest.raises(VersionOutOfRange):
        key.model_copy(update={"min_version": 2}).secret(1, "k", "ciphertext")
    with pytest.raises(KeyDisabled):
        key.model_copy(update={"enabled": False}).secret(2, "k", "ciphertext")


def test_there_is_an_end_to_rotation() -> None:
    key = NamedKey.new()
    full = key.model_copy(update={"versions": key.versions * MAX_VERSIONS})
    with pytest.raises(TooManyVersions):
        full.rotated("k")


def test_what_is_shown_holds_no_secret() -> None:
    key = NamedKey.new()
    assert key.versions[0].secret not in describe("k", key).model_dump_json()


@pytest.mark.parametrize("name", ["", "-a", "a/b", "a b", "ä", "x" * 65, ".."])
def test_names(name: Any) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(KeyName).validate_python(name)


def test_versions_keep_their_numbers_when_the_oldest_go() -> None:
    key = NamedKey.new().rotated("k").rotated("k")
    third = key.secret(3, "k", "ciphertext")
    with pytest.raises(VersionInUse, match="versions from 1"):
        key.trimmed(2, "k")
    trimmed = key.model_copy(update={"min_version": 3}).trimmed(3, "k")
    assert (trimmed.latest, trimmed.first_version, len(trimmed.versions)) == (3, 3, 1)
    assert trimmed.secret(3, "k", "ciphertext") == third
    assert trimmed.trimmed(1, "k") == trimmed
    assert trimmed.rotated("k").latest == 4
    assert [one.version for one in describe("k", trimmed.rotated("k")).versions] == [3, 4]


@pytest.mark.parametrize("option", ["derived", "convergent"])
def test_only_keys_that_encrypt_have_these_options(option: str) -> None:
    with pytest.raises(UnsuitableOptions, match=f"'{option}' does not apply to keys of type ed25519"):
        NamedKey.new(KeyTerms.model_validate({"type": "ed25519", option: True}))


def test_a_key_that_signs_does_not_encrypt() -> None:
    with pytest.raises(OtherPurpose, match="type ed25519 and cannot encrypt"):
        NamedKey.new(KeyTerms(type="ed25519")).require_encryption("k")
