"""Fill the disk that the folder of a vector service lies on: `python -m vector_scenarios.full_disk FOLDER`.

Runs in a mount namespace of its own, where FOLDER is a small file system. Prints what callers saw as JSON.
"""

import json
import sys
from pathlib import Path

import httpx

from servicekit.testing import serve_process

COUNT, SIZE, MOST, ENOUGH = 200, 256, 60, 2
PATH = "/api/v1/vector/collections/c/points"


def main() -> None:
    """Write until the disk is full, make room, and write again."""
    folder = Path(sys.argv[1])
    settings = {
        "FLOWFORGE_VECTOR_DATA_DIR": str(folder / "data"),
        "FLOWFORGE_VECTOR_MIN_FREE_BYTES": "0",
        "FLOWFORGE_VECTOR_SHARD_PROCESSES": "1",
    }
    (folder / "spool").mkdir()
    with (
        serve_process("flowforge_vector.app:app", folder / "spool", environment=settings) as served,
        httpx.Client(base_url=served.url, timeout=120) as client,
    ):
        declared = {"name": "c", "text_search": "none", "vectors": {"v": {"size": SIZE}}}
        client.post("/api/v1/vector/collections", json=declared).raise_for_status()
        upsert(client, 0).raise_for_status()
        fill(folder / "ballast")
        answers: list[httpx.Response] = []
        while len(answers) < MOST - 1 and sum(one.status_code != httpx.codes.OK for one in answers) < ENOUGH:
            answers.append(upsert(client, len(answers) + 1))
        refused = [one.json()["error"]["code"] for one in answers if one.status_code != httpx.codes.OK]
        statuses = sorted({one.status_code for one in answers})
        confirmed = 1 + sum(one.status_code == httpx.codes.OK for one in answers)
        (folder / "ballast").unlink()
        health = client.get("/health").status_code
        again = upsert(client, MOST).status_code
        found = client.post(f"{PATH}/count", json={}).json()["count"]
    result = {
        "statuses": statuses,
        "codes": sorted(set(refused)),
        "health": health,
        "again": again,
        "confirmed": (confirmed + 1) * COUNT,
        "found": found,
    }
    sys.stdout.write(json.dumps(result))


def upsert(client: httpx.Client, batch: int) -> httpx.Response:
    points = [
        {"id": batch * COUNT + number, "vector": [(number * step) % 17 + 1 for step in range(SIZE)]}
        for number in range(COUNT)
    ]
    return client.post(f"{PATH}/upsert", json={"points": points})


def fill(ballast: Path) -> None:
    """Write to *ballast* until nothing is left."""
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue


if __name__ == "__main__":
    main()
