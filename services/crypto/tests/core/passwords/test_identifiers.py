import time
import uuid

from flowforge_crypto.core.passwords.identifiers import ulid, uuid7


def test_uuid7_of_rfc_9562() -> None:
    """RFC 9562, appendix A.6: 2022-02-22 14:22:22 -0500 with rand_a CC3 and rand_b 18C4DC0C0C07398F."""
    randomness = 0xCC3 << 62 | 0x18C4DC0C0C07398F
    assert str(uuid7(0x017F22E279B0, randomness)) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


def test_uuid7_has_its_version_variant_and_time() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid7()
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert before <= made.int >> 80 <= time.time_ns() // 1_000_000


def test_ulid_known_values() -> None:
    """The ULID specification's example time 01ARYZ6S41, and its largest value."""
    assert ulid(1469918176385, 0) == "01ARYZ6S410000000000000000"
    assert ulid((1 << 48) - 1, (1 << 80) - 1) == "7ZZZZZZZZZZZZZZZZZZZZZZZZZ"


def test_ulids_sort_by_time() -> None:
    assert ulid(1) < ulid(2)
