"""Secrets, created once, stored in private files and passed to processes by environment variables."""

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from flowforge_cli.home.folder import Home, private_folder

OWNER_ONLY = 0o600
_MASTER_KEY_BYTES = 32
_SECRET_BYTES = 32


def gateway_secret(home: Home) -> str:
    """Return the secret with which services authenticate the gateway: 64 hexadecimal digits."""
    return _stored(home, "gateway-secret", lambda: secrets.token_hex(_SECRET_BYTES))


def valkey_password(home: Home) -> str:
    """Return the password of the embedded Valkey."""
    return _stored(home, "valkey-password", lambda: secrets.token_hex(_SECRET_BYTES))


def signing_key(home: Home) -> str:
    """Return the key that signs file URLs, shared by all services."""
    return _stored(home, "files-signing-key", lambda: secrets.token_hex(_SECRET_BYTES))


def master_key(home: Home, service: str) -> str:
    """Return the key with which *service* encrypts its stored data: 32 random bytes in base64."""
    return _stored(home, f"{service}-master-key", _new_master_key)


def write_private_file(path: Path, content: str) -> None:
    """Write *content* to *path* atomically with mode 0600."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    with os.fdopen(descriptor, "w") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def _new_master_key() -> str:
    return base64.b64encode(secrets.token_bytes(_MASTER_KEY_BYTES)).decode()


def _stored(home: Home, name: str, make: Callable[[], str]) -> str:
    path = private_folder(home.secrets) / name
    if not path.exists():
        write_private_file(path, make() + "\n")
    return path.read_text().strip()
