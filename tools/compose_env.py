"""Write what docker-compose.yml needs: secrets as files, .env, and the gateway's file with a first key.

Secrets that exist are kept, so that data encrypted with them stays readable. Files that containers read
are in a folder for its owner alone; containers, which run as another user, see only those mounted for them.
"""

import json
import os
import secrets
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from flowforge_cli.home.consumers import edit_consumers
from flowforge_cli.home.demo import demo_key
from flowforge_cli.home.folder import Home, open_home, private_folder
from flowforge_cli.home.secret_files import gateway_secret, master_key, signing_key, valkey_password
from flowforge_gateway.services import load_entries
from tools.repository import ROOT

_FOR_CONTAINERS = 0o444  # their folder is for its owner alone
_SECRET_BYTES = 32
_HEAD = "# Written by `make compose-env`, which keeps the lines that are here.\n"


def compose_secrets(home: Home) -> dict[str, str]:
    """Return the content of every secret file; what is derived from a password follows it."""
    own = _Own(private_folder(home.path / "compose"))
    cache, postgres, qdrant = own("cache-password"), own("postgres-password"), own("qdrant-api-key")
    redis = valkey_password(home)
    storage = own("storage-secret-key")
    masters = {
        f"{one.name}-master-key": master_key(home, one.name) for one in load_entries() if one.master_key
    }
    return {
        **masters,
        "gateway-secret": gateway_secret(home),
        "files-signing-key": signing_key(home),
        "redis-password": redis,
        "redis.conf": f"requirepass {redis}",
        "store-url": f"redis://:{redis}@redis:6379/1",
        "files-index-url": f"redis://:{redis}@redis:6379/3",
        "broker-url": f"redis://:{redis}@redis:6379/2",
        "cache-password": cache,
        "cache.conf": f"requirepass {cache}",
        "cache-url": f"redis://:{cache}@cache:6379/0",
        "exporter-passwords.json": json.dumps({"redis://redis:6379": redis, "redis://cache:6379": cache}),
        "postgres-password": postgres,
        "database-url": f"postgresql://flowforge:{postgres}@postgres:5432/flowforge",
        "qdrant-api-key": qdrant,
        "qdrant.yaml": f"service:\n  api_key: {qdrant}",
        "storage-secret-key": storage,
        "storage.json": _storage(storage),
        "grafana-password": own("grafana-password"),
    }


class _Own:
    """Secrets that only Compose needs, made at the first run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, name: str) -> str:
        path = self._folder / name
        return path.read_text().strip() if path.exists() else secrets.token_hex(_SECRET_BYTES)


def _storage(secret: str) -> str:
    """Write the identities of SeaweedFS's S3: one, which may do everything."""
    credentials = [{"accessKey": "flowforge", "secretKey": secret}]
    return json.dumps(
        {"identities": [{"name": "flowforge", "credentials": credentials, "actions": ["Admin"]}]}
    )


def write_secrets(folder: Path, contents: Mapping[str, str]) -> None:
    """Write each secret where it is not there already, readable in containers."""
    for name, content in contents.items():
        path = folder / name
        if not path.exists() or path.read_text() != content:
            temporary = path.with_name(f".{name}")
            temporary.unlink(missing_ok=True)
            temporary.touch(mode=_FOR_CONTAINERS)
            temporary.chmod(0o600)
            temporary.write_text(content)  # without a line end: not every reader removes one
            temporary.chmod(_FOR_CONTAINERS)
            temporary.replace(path)


def write_environment(path: Path, defaults: Mapping[str, Callable[[], str]]) -> None:
    """Add the variables that .env does not have."""
    text = path.read_text() if path.exists() else _HEAD
    present = {line.partition("=")[0].strip() for line in text.splitlines()}
    added = "".join(f"{name}={make()}\n" for name, make in defaults.items() if name not in present)
    separator = "" if text.endswith("\n") else "\n"
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(text + separator + added)


def main(environment_file: Path = ROOT / ".env") -> int:
    """Write everything, and print how to go on."""
    home = open_home()
    key = demo_key(home)
    with edit_consumers(home):
        pass  # the gateway's file is written again, with the password of Redis
    folder = private_folder(home.path / "compose")
    write_secrets(folder, compose_secrets(home))
    write_environment(
        environment_file,
        {
            "FLOWFORGE_UID": lambda: str(os.getuid()),
            "FLOWFORGE_HOME": lambda: str(home.path),
            "FLOWFORGE_SECRETS": lambda: str(folder),
            "FLOWFORGE_HOST": lambda: "127.0.0.1",
            "FLOWFORGE_PORT": lambda: "8000",
            "FLOWFORGE_PUBLIC_URL": lambda: "http://127.0.0.1:8000",
            "VLLM_API_KEY": lambda: secrets.token_hex(_SECRET_BYTES),
        },
    )
    print(f"Wrote {environment_file.name} and the secrets in {folder}")
    print(f"API key: {key}" if key else "Make an API key: .venv/bin/flowforge keys add NAME")
    print("Next: docker compose up -d --build")
    return 0


if __name__ == "__main__":
    sys.exit(main())
