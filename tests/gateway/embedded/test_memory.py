"""Large bodies pass through in pieces."""

from collections.abc import Iterator
from pathlib import Path

import httpx
from gateway_stand.stand import Embedded

LARGE = 100 << 20
_CHUNK = bytes(range(256)) * 256


def _chunks(size: int) -> Iterator[bytes]:
    for _ in range(size // len(_CHUNK)):
        yield _CHUNK


def test_large_bodies_take_no_memory(embedded: Embedded, client: httpx.Client) -> None:
    def resident() -> int:
        children = Path(f"/proc/{embedded.envoy.pid}/task/{embedded.envoy.pid}/children").read_text().split()
        pages = int(Path(f"/proc/{children[0]}/statm").read_text().split()[1])
        return pages * 4096

    client.get("/api/v1/crypto/x")
    before = resident()
    client.post("/api/v1/crypto/x", content=_chunks(LARGE), timeout=60)
    client.get(f"/api/v1/crypto/download?bytes={LARGE}", timeout=60)
    assert resident() - before < 50 << 20
