"""Bodies of 100 MB and event streams pass the gateway as they come."""

import base64
import hashlib
import itertools
from collections.abc import Iterator

import httpx
import psutil
import pytest
from system_stand.platform import Platform

from servicekit.testing import events_in

pytestmark = pytest.mark.system

MIB = 1 << 20
BODY_MIB = 100
BOUNDARY = "flowforge-system-test"


def _form(key: str) -> Iterator[bytes]:
    """Write a multipart form with a file of 100 MiB, a piece at a time."""
    head = 'Content-Disposition: form-data; name="key"'
    yield f"--{BOUNDARY}\r\n{head}\r\n\r\n{key}\r\n".encode()
    head = 'Content-Disposition: form-data; name="file"; filename="big.bin"'
    yield f"--{BOUNDARY}\r\n{head}\r\nContent-Type: application/octet-stream\r\n\r\n".encode()
    yield from itertools.repeat(b"\x5a" * MIB, BODY_MIB)
    yield f"\r\n--{BOUNDARY}--\r\n".encode()


def test_a_hundred_megabytes_both_ways(platform: Platform, client: httpx.Client) -> None:
    key = base64.b64encode(bytes(32)).decode()
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    envoy = psutil.Process(platform.status()["parts"]["envoy"]["pid"])
    before = _memory(envoy)
    digest, size, most = hashlib.sha256(), 0, 0
    with client.stream("POST", "/api/v1/crypto/encrypt-file", content=_form(key), headers=headers) as answer:
        assert answer.status_code == 200
        for chunk in answer.iter_bytes(MIB):
            digest.update(chunk)
            size += len(chunk)
            most = max(most, _memory(envoy)) if size % (16 * MIB) < MIB else most
    assert size > BODY_MIB * MIB
    assert most - before < 100 * MIB


def _memory(process: psutil.Process) -> int:
    return sum(it.memory_info().rss for it in (process, *process.children(recursive=True)))


def test_events_come_one_by_one(client: httpx.Client) -> None:
    dice = {"distribution": "discrete", "values": [1, 2, 3, 4, 5, 6]}
    body = {"expression": "a + b", "variables": {"a": dice, "b": dice}, "max_samples": 2_000_000, "seed": 7}
    with client.stream(
        "POST", "/api/v1/math/simulate", json=body, headers={"accept": "text/event-stream"}
    ) as answer:
        assert answer.status_code == 200, answer.read()
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        pieces = [piece.decode() for piece in answer.iter_bytes()]
    assert "event: estimate" in pieces[0]
    assert "event: result" not in pieces[0]  # what was held back would come in one piece
    names, contents = zip(*events_in("".join(pieces)), strict=True)
    assert set(names[:-1]) == {"estimate"}
    assert names[-1] == "result"
    assert contents[-1]["mean"] == pytest.approx(7, abs=0.05)
