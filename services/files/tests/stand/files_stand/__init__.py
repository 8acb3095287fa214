"""The files service under test: how it is set, and clients that the gateway would have let in."""

from pathlib import Path

import httpx

from servicekit.testing import ServedProcess

APP = "flowforge_files.app:app"
SECRET = "shared with the gateway"
GATEWAY = "http://127.0.0.1:3009"


def environment(folder: Path) -> dict[str, str]:
    return {
        "FLOWFORGE_FILES_URL": f"file://{folder}/files",
        "FLOWFORGE_FILES_SIGNING_KEY": "a signing key of 32 characters...",
        "FLOWFORGE_FILES_QUOTA_BYTES": '{"basic": 3000000}',
        "FLOWFORGE_FILES_SWEEP_SECONDS": "0.2",
        "FLOWFORGE_FILES_DISCARD_SECONDS": "0.2",
        "FLOWFORGE_FILES_REMEMBER_HOURS": "1",
        "FLOWFORGE_GATEWAY_SECRET": SECRET,
        "FLOWFORGE_BODY_TIMEOUT_SECONDS": "2",
    }


def client_of(server: ServedProcess, name: str, tier: str = "free") -> httpx.Client:
    identity = {"X-Gateway-Secret": SECRET, "X-User-Id": name, "X-Consumer-Tier": tier}
    return httpx.Client(base_url=server.url, headers=identity, timeout=30)
