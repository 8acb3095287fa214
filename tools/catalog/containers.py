"""What containers of a service get, in docker-compose.yml and in Kubernetes alike: settings and secrets."""

from flowforge_gateway.services import ServiceEntry, load_entries

SECRETS_FOLDER = "/run/secrets"
USER = 10001  # of the Dockerfile
SHARED_SECRETS = {
    "FLOWFORGE_GATEWAY_SECRET": "gateway-secret",
    "FLOWFORGE_FILES_SIGNING_KEY": "files-signing-key",
    "FLOWFORGE_REDIS_URL": "cache-url",
    "FLOWFORGE_STORE_URL": "store-url",
    "FLOWFORGE_FILES_INDEX_URL": "files-index-url",
    "FLOWFORGE_FILES_S3_SECRET_ACCESS_KEY": "storage-secret-key",
}
SHARED_SETTINGS = {
    "FLOWFORGE_SPOOL_DIR": "/spool",
    "FLOWFORGE_SHUTDOWN_SECONDS": "18",
    "FLOWFORGE_JOBS_URL": "http://jobs:3010",
}


def own_secrets(entry: ServiceEntry) -> dict[str, str]:
    """Return the secrets that only this service gets, by their setting."""
    master = {entry.setting("MASTER_KEY"): f"{entry.name}-master-key"} if entry.master_key else {}
    return {**master, **entry.secrets}


def own_settings(entry: ServiceEntry) -> dict[str, str]:
    """Return the settings that only this service gets."""
    folder = {entry.setting("DATA_DIR"): f"/data/{entry.name}"} if entry.data_dir else {}
    servers = {one.name: f"http://{one.name}:{one.port}" for one in load_entries()}
    return {**folder, **entry.addresses(servers), **entry.environment}


def secret_files(secrets: dict[str, str]) -> dict[str, str]:
    """Return the settings that name the files of *secrets*."""
    return {f"{setting}_FILE": f"{SECRETS_FOLDER}/{name}" for setting, name in secrets.items()}
