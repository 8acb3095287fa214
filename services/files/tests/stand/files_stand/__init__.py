"""The files service under test: how it is set, and clients that the gateway would have let in."""

import ssl
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from obstore.store import LocalStore, S3Store

from servicekit.testing import ServedProcess

APP = "flowforge_files.app:app"
PATIENCE_SECONDS = 30
SIGNING_KEY = "a signing key of 32 characters..."
# Addresses are plain here, and a client that loads all trusted certificates takes longer than most tests.
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
SECRET = "shared with the gateway"
GATEWAY = "http://127.0.0.1:3009"


def environment(folder: Path) -> dict[str, str]:
    return {
        "FLOWFORGE_FILES_URL": f"file://{folder}/files",
        "FLOWFORGE_FILES_SIGNING_KEY": SIGNING_KEY,
        "FLOWFORGE_FILES_QUOTA_BYTES": '{"basic": 3000000}',
        "FLOWFORGE_FILES_SWEEP_SECONDS": "0.2",
        "FLOWFORGE_FILES_DISCARD_SECONDS": "0.2",
        "FLOWFORGE_FILES_REMEMBER_HOURS": "1",
        "FLOWFORGE_GATEWAY_SECRET": SECRET,
        "FLOWFORGE_BODY_TIMEOUT_SECONDS": "2",
    }


def in_bucket(s3: str, folder: Path) -> dict[str, str]:
    """Make a bucket on the server at *s3*; return what puts the content there, and the index in *folder*."""
    bucket = f"files-{uuid.uuid4().hex[:12]}"
    httpx.put(f"{s3}/{bucket}").raise_for_status()
    return {
        "AWS_ENDPOINT_URL": s3,
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_REGION": "us-east-1",
        "FLOWFORGE_FILES_URL": f"s3://{bucket}/files",
        "FLOWFORGE_FILES_INDEX_URL": f"sqlite://{folder}/index.sqlite",
    }


def sizes_of_objects(settings: dict[str, str]) -> list[int]:
    """Look past the service: the sizes of all objects in the folder or the bucket."""
    url = urlsplit(settings["FLOWFORGE_FILES_URL"])
    store: LocalStore | S3Store
    if url.scheme == "file":
        store = LocalStore(url.path)
    else:
        store = S3Store(
            url.netloc,
            prefix=url.path.strip("/"),
            endpoint=settings["AWS_ENDPOINT_URL"],
            access_key_id=settings["AWS_ACCESS_KEY_ID"],
            secret_access_key=settings["AWS_SECRET_ACCESS_KEY"],
            region=settings["AWS_REGION"],
            client_options={"allow_http": True},
        )
    return [found["size"] for batch in store.list() for found in batch]


def wait_for(check: Callable[[], bool]) -> None:
    """Wait for what the service does in its own time: a sweep, or noticing that a caller has gone."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not check() and time.monotonic() < until:
        time.sleep(0.05)
    assert check()


def client_of(server: ServedProcess, name: str, tier: str = "free") -> httpx.Client:
    identity = {"X-Gateway-Secret": SECRET, "X-User-Id": name, "X-Consumer-Tier": tier}
    return httpx.Client(base_url=server.url, headers=identity, timeout=30, verify=NO_TLS)
