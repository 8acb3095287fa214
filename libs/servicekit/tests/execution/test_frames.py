import struct

import pytest

from servicekit.execution.transport.frames import (
    MAX_BODY_BYTES,
    MAX_HEADER_BYTES,
    FrameReader,
    MalformedFrame,
    encode,
)


def test_frames_survive_any_cut() -> None:
    stream = encode({"kind": "one"}) + encode({"kind": "two"}, b"\x00body")
    for size in range(1, len(stream) + 1):
        reader = FrameReader()
        pieces = [stream[at : at + size] for at in range(0, len(stream), size)]
        frames = [frame for piece in pieces for frame in reader.feed(piece)]
        assert frames == [({"kind": "one"}, b""), ({"kind": "two"}, b"\x00body")]


@pytest.mark.parametrize(
    "lengths", [(MAX_HEADER_BYTES + 1, 0), (2, MAX_BODY_BYTES + 1), (0xFFFFFFFF, 0xFFFFFFFF)]
)
def test_a_frame_over_the_limit_is_refused_by_its_lengths_alone(lengths: tuple[int, int]) -> None:
    with pytest.raises(MalformedFrame, match="too long"):
        list(FrameReader().feed(struct.pack("!II", *lengths)))


@pytest.mark.parametrize("header", [b"", b"{", b"[1]", b"\xff\xff", b"1"])
def test_a_header_that_is_no_object_is_refused(header: bytes) -> None:
    with pytest.raises(MalformedFrame):
        list(FrameReader().feed(struct.pack("!II", len(header), 0) + header))


def test_a_frame_that_the_service_would_refuse_is_not_sent() -> None:
    with pytest.raises(MalformedFrame):
        encode({"text": "a" * MAX_HEADER_BYTES})
