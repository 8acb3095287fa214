from typing import Any

import pytest

from flowforge_crypto.core.encryption.envelope import (
    Header,
    InvalidEnvelope,
    KeySchedule,
    NotAnEnvelope,
    TruncatedCiphertext,
    UnknownEnvelopeVersion,
)
from flowforge_crypto.core.encryption.passphrases import Argon2idCost

SALT = "00" * 32


def header(**values: Any) -> Any:
    fields = {"algorithm": "aes-256-gcm", "salt": SALT, "commitment": SALT, "plaintext_bytes": 5}
    return Header(**fields | values)


def test_what_is_packed_is_unpacked() -> None:
    made = header(passphrase=Argon2idCost(), associated_data=SALT)
    packed = made.pack()
    read, authenticated = Header.unpack(packed + b"ciphertext", "file")
    assert read == made
    assert authenticated == packed


def test_the_layout_is_the_documented_one() -> None:
    packed = header().pack()
    assert packed[:4] == b"FFE\x01"
    assert int.from_bytes(packed[4:6], "big") == len(packed) - 6
    assert packed[6:].startswith(b'{"algorithm":"aes-256-gcm","salt":"00')


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", NotAnEnvelope),
        (b"Salted__12345678", NotAnEnvelope),
        (b"FFE", TruncatedCiphertext),
        (b"FFE\x02\x00\x02{}", UnknownEnvelopeVersion),
        (b"FFE\x01\x00\x40{}", TruncatedCiphertext),
        (b"FFE\x01\x00\x02{}", InvalidEnvelope),
        (b"FFE\x01\xff\xff" + b"{}" * 40_000, InvalidEnvelope),
        (b"FFE\x01\x00\x04\xff\xfe\xfd\xfc", InvalidEnvelope),
    ],
)
def test_what_is_no_envelope_is_refused(data: Any, error: Any) -> None:
    with pytest.raises(error) as caught:
        Header.unpack(data, "ciphertext")
    assert "'ciphertext'" in caught.value.text


def test_a_header_that_asks_for_too_much_memory_is_refused() -> None:
    greedy = header(passphrase=Argon2idCost()).pack().replace(b'"memory_kib":65536', b'"memory_kib":99999')
    assert Header.unpack(greedy, "file")[0].passphrase == Argon2idCost(memory_kib=99_999, salt=_salt(greedy))
    with pytest.raises(InvalidEnvelope):
        Header.unpack(greedy.replace(b"99999", b"9999999").replace(b"\x00\xff", b"\x01\x01"), "file")


def _salt(packed: Any) -> Any:
    return packed.split(b'"lanes":4,"salt":"')[1][:32].decode()


def test_every_part_of_the_schedule_depends_on_key_salt_and_algorithm() -> None:
    schedules = [
        KeySchedule(bytes(32), SALT, "aes-256-gcm"),
        KeySchedule(b"\1" * 32, SALT, "aes-256-gcm"),
        KeySchedule(bytes(32), "01" * 32, "aes-256-gcm"),
        KeySchedule(bytes(32), SALT, "chacha20-poly1305"),
    ]
    for part in ("key", "nonce", "commitment"):
        assert len({getattr(schedule, part) for schedule in schedules}) == 4
    assert len({schedule.bind(b"context") for schedule in schedules}) == 4
    assert schedules[0].bind(b"context") != schedules[0].bind(b"Context")
