"""deploy/kubernetes/services.yaml: a Deployment and a Service for each service of the platform."""

from collections.abc import Iterable
from typing import Any

import yaml

from flowforge_gateway.services import ServiceEntry

_HEAD = """# Generated from gateway/services.yml by `make docs`; change it there.
# Expects a Secret `flowforge` (gateway-secret, files-signing-key, NAME-master-key), a ConfigMap `flowforge`
# (redis-url, store-url, public-url), and a volume claim `flowforge-data` that all services share.
"""
_DATA = "/data"
_GRACE_SECONDS = 30


def kubernetes_document(entries: Iterable[ServiceEntry]) -> str:
    """Write the objects of all services as one file."""
    objects = [one for entry in entries for one in (_deployment(entry), _service(entry))]
    return _HEAD + yaml.safe_dump_all(objects, sort_keys=False, width=110)


def _labels(entry: ServiceEntry) -> dict[str, str]:
    return {"app.kubernetes.io/name": entry.name, "app.kubernetes.io/part-of": "flowforge"}


def _service(entry: ServiceEntry) -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": entry.name, "labels": _labels(entry)},
        "spec": {
            "selector": {"app.kubernetes.io/name": entry.name},
            "ports": [{"name": "http", "port": entry.port, "targetPort": "http"}],
        },
    }


def _deployment(entry: ServiceEntry) -> dict[str, Any]:
    metrics = {
        "prometheus.io/scrape": "true",
        "prometheus.io/port": str(entry.port),
        "prometheus.io/path": "/metrics",
    }
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": entry.name, "labels": _labels(entry)},
        "spec": {
            "replicas": 1,
            "selector": {"matchLabels": {"app.kubernetes.io/name": entry.name}},
            "template": {
                "metadata": {"labels": _labels(entry), "annotations": metrics},
                "spec": {
                    "automountServiceAccountToken": False,
                    "enableServiceLinks": False,
                    "terminationGracePeriodSeconds": _GRACE_SECONDS,
                    "securityContext": {
                        "runAsNonRoot": True,
                        "fsGroup": 999,
                        "seccompProfile": {"type": "RuntimeDefault"},
                    },
                    "containers": [_container(entry)],
                    "volumes": [
                        {"name": "data", "persistentVolumeClaim": {"claimName": "flowforge-data"}},
                        {"name": "spool", "emptyDir": {}},
                    ],
                },
            },
        },
    }


def _container(entry: ServiceEntry) -> dict[str, Any]:
    return {
        "name": entry.name,
        "image": f"flowforge/{entry.name}:latest",
        "ports": [{"name": "http", "containerPort": entry.port}],
        "env": _environment(entry),
        "resources": {
            "requests": {"cpu": entry.cpu, "memory": entry.memory},
        },
        "livenessProbe": _probe("/live", period=10),
        "readinessProbe": _probe("/ready", period=5),
        "startupProbe": _probe("/live", period=2) | {"failureThreshold": 60},
        "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}},
        "volumeMounts": [{"name": "data", "mountPath": _DATA}, {"name": "spool", "mountPath": "/spool"}],
    }


def _probe(path: str, period: int) -> dict[str, Any]:
    return {"httpGet": {"path": path, "port": "http"}, "periodSeconds": period, "timeoutSeconds": 3}


def _environment(entry: ServiceEntry) -> list[dict[str, Any]]:
    return [
        _from("secretKeyRef", "FLOWFORGE_GATEWAY_SECRET", "gateway-secret"),
        _from("secretKeyRef", "FLOWFORGE_FILES_SIGNING_KEY", "files-signing-key"),
        _from("configMapKeyRef", "FLOWFORGE_REDIS_URL", "redis-url"),
        _from("configMapKeyRef", "FLOWFORGE_STORE_URL", "store-url"),
        _from("configMapKeyRef", "FLOWFORGE_FILES_PUBLIC_URL", "public-url"),
        {"name": "FLOWFORGE_FILES_URL", "value": f"file://{_DATA}/files"},
        {"name": "FLOWFORGE_SPOOL_DIR", "value": "/spool"},
        {"name": "FLOWFORGE_SHUTDOWN_SECONDS", "value": "18"},
        *(
            [_from("secretKeyRef", entry.setting("MASTER_KEY"), f"{entry.name}-master-key")]
            if entry.master_key
            else []
        ),
        *([{"name": entry.setting("DATA_DIR"), "value": f"{_DATA}/{entry.name}"}] if entry.data_dir else []),
    ]


def _from(kind: str, name: str, key: str) -> dict[str, Any]:
    return {"name": name, "valueFrom": {kind: {"name": "flowforge", "key": key}}}
