"""The pods of services and of the processes beside them, for Kubernetes."""

from typing import Any

from flowforge_gateway.services import ExtraProcess, ServiceEntry
from tools.catalog.containers import (
    SECRETS_FOLDER,
    SHARED_SECRETS,
    SHARED_SETTINGS,
    USER,
    own_secrets,
    own_settings,
    secret_files,
)

_GRACE_SECONDS = 40  # the pause before SIGTERM, and what Compose gives
_PAUSE_SECONDS = 5
_SECRET = "flowforge"  # noqa: S105 - the name of a Secret
_PROCESSES = "4"  # without it a service counts the cores of the node


def pod(entry: ServiceEntry, process: ExtraProcess | None = None) -> dict[str, Any]:
    """Return the specification of a pod of the service, or of a process beside it."""
    secrets = {**SHARED_SECRETS, **own_secrets(entry)}
    items = [{"key": name, "path": name} for name in sorted(set(secrets.values()))]
    container = _process(entry, process) if process else _server(entry)
    return {
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,
        "terminationGracePeriodSeconds": _GRACE_SECONDS,
        "securityContext": {
            "runAsNonRoot": True,
            "runAsUser": USER,
            "runAsGroup": USER,
            "fsGroup": USER,
            "fsGroupChangePolicy": "OnRootMismatch",
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "containers": [container],
        "volumes": [
            {"name": "data", "persistentVolumeClaim": {"claimName": "flowforge-data"}},
            {"name": "secrets", "secret": {"secretName": _SECRET, "defaultMode": 0o440, "items": items}},
            {"name": "spool", "emptyDir": {"sizeLimit": "10Gi"}},
            {"name": "tmp", "emptyDir": {"sizeLimit": "1Gi"}},
        ],
    }


def _server(entry: ServiceEntry) -> dict[str, Any]:
    return {
        **_container(entry, entry.name, entry.cpu, entry.memory, entry.max_memory),
        "ports": [{"name": "http", "containerPort": entry.port}],
        "livenessProbe": _probe("/live", period=10),
        "readinessProbe": _probe("/ready", period=5),
        "startupProbe": _probe("/live", period=2) | {"failureThreshold": 60},
        # Endpoints forget a pod that is ending; until they have, it goes on serving.
        "lifecycle": {"preStop": {"exec": {"command": ["sleep", str(_PAUSE_SECONDS)]}}},
    }


def _process(entry: ServiceEntry, process: ExtraProcess) -> dict[str, Any]:
    return {
        **_container(entry, process.name, process.cpu, process.memory, process.max_memory),
        "command": ["python", "-m", process.module],
    }


def _container(entry: ServiceEntry, name: str, cpu: str, memory: str, most: str) -> dict[str, Any]:
    return {
        "name": name,
        "image": f"flowforge/{entry.name}",
        "env": _environment(entry),
        # No limit of the processor: a throttled server is slow where idle cores would help.
        "resources": {"requests": {"cpu": cpu, "memory": memory}, "limits": {"memory": most}},
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
        "volumeMounts": [
            {"name": "data", "mountPath": "/data"},
            {"name": "secrets", "mountPath": SECRETS_FOLDER, "readOnly": True},
            {"name": "spool", "mountPath": "/spool"},
            {"name": "tmp", "mountPath": "/tmp"},  # noqa: S108 - in a container
        ],
    }


def _probe(path: str, period: int) -> dict[str, Any]:
    return {"httpGet": {"path": path, "port": "http"}, "periodSeconds": period, "timeoutSeconds": 3}


def _environment(entry: ServiceEntry) -> list[dict[str, Any]]:
    settings = {
        **secret_files(SHARED_SECRETS),
        **SHARED_SETTINGS,
        "FLOWFORGE_PROCESSES": _PROCESSES,
        **secret_files(own_secrets(entry)),
        **own_settings(entry),
    }
    return [
        *(_from_config(name, key) for name, key in _CONFIGURED.items()),
        *({"name": name, "value": value} for name, value in settings.items()),
    ]


_CONFIGURED = {
    "FLOWFORGE_FILES_URL": "files-url",
    "FLOWFORGE_FILES_PUBLIC_URL": "public-url",
    "FLOWFORGE_FILES_S3_ENDPOINT": "s3-endpoint",
    "FLOWFORGE_FILES_S3_ACCESS_KEY_ID": "s3-access-key-id",
}


def _from_config(name: str, key: str) -> dict[str, Any]:
    return {"name": name, "valueFrom": {"configMapKeyRef": {"name": "flowforge", "key": key}}}
