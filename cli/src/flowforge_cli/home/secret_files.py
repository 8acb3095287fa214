"""Secrets of this machine: made once, kept in files that only their owner reads, passed by environment."""

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
    """Return what services believe identity headers by: 64 hexadecimal digits."""
    return _kept(home, "gateway-secret", lambda: secrets.token_hex(_SECRET_BYTES))


def valkey_password(home: Home) -> str:
    """Return the password of the embedded Valkey."""
    return _kept(home, "valkey-password", lambda: secrets.token_hex(_SECRET_BYTES))


def signing_key(home: Home) -> str:
    """Return what signs the addresses of files, the same for all services."""
    return _kept(home, "files-signing-key", lambda: secrets.token_hex(_SECRET_BYTES))


def master_key(home: Home, service: str) -> str:
    """Return the key under which *service* wraps what it keeps: 32 random bytes in base64."""
    return _kept(home, f"{service}-master-key", _new_master_key)


def write_privately(path: Path, content: str) -> None:
    """Put *content* at *path* with mode 0600 in one step."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    with os.fdopen(descriptor, "w") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def _new_master_key() -> str:
    return base64.b64encode(secrets.token_bytes(_MASTER_KEY_BYTES)).decode()


def _kept(home: Home, name: str, make: Callable[[], str]) -> str:
    path = private_folder(home.secrets) / name
    if not path.exists():
        write_privately(path, make() + "\n")
    return path.read_text().strip()
