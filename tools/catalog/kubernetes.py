"""deploy/kubernetes/base: the Services and the workloads of every service of the platform."""

from collections.abc import Iterable, Iterator
from typing import Any

import yaml

from flowforge_gateway.services import ServiceEntry
from tools.catalog.pods import pod

HEAD = "# Generated from gateway/services.yml by `make docs`; change it there.\n"
PART_OF = "flowforge"
_BUSY_PERCENT = 75
_MOST_REPLICAS = 10


def services_document(entries: Iterable[ServiceEntry]) -> str:
    """Write the addresses that the gateway knows; which pods answer there is a matter of their labels."""
    return HEAD + _dumped(_service(entry) for entry in entries)


def workloads_document(entries: Iterable[ServiceEntry]) -> str:
    """Write what runs: Deployments, autoscalers and disruption budgets of services and processes."""
    return HEAD + _dumped(one for entry in entries for one in _workloads(entry))


def _dumped(objects: Iterable[dict[str, Any]]) -> str:
    return yaml.safe_dump_all(list(objects), sort_keys=False, width=110)


def labels(name: str, component: str) -> dict[str, str]:
    """Return the labels by which policies and selectors find a pod."""
    return {
        "app.kubernetes.io/name": name,
        "app.kubernetes.io/component": component,
        "app.kubernetes.io/part-of": PART_OF,
    }


def _service(entry: ServiceEntry) -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": entry.name, "labels": labels(entry.name, "service")},
        "spec": {
            "selector": {"app.kubernetes.io/name": entry.name},
            "ports": [{"name": "http", "port": entry.port, "targetPort": "http"}],
        },
    }


def _workloads(entry: ServiceEntry) -> Iterator[dict[str, Any]]:
    names = labels(entry.name, "service")
    yield _deployment(entry.name, names, pod(entry))
    yield _disruption_budget(entry.name, names)
    if not entry.single:
        yield _autoscaler(entry.name, names)
    for process in entry.processes:
        name = f"{entry.name}-{process.name}"
        names = labels(name, "process")
        yield _deployment(name, names, pod(entry, process), process.replicas)
        yield _disruption_budget(name, names)


def _deployment(name: str, names: dict[str, str], spec: dict[str, Any], replicas: int = 1) -> dict[str, Any]:
    metrics = {
        f"prometheus.io/{key}": str(value)
        for container in spec["containers"]
        for port in container.get("ports", ())
        for key, value in {"scrape": "true", "port": port["containerPort"], "path": "/metrics"}.items()
    }
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name, "labels": names},
        "spec": {
            "replicas": replicas,
            "revisionHistoryLimit": 3,
            "strategy": {"rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}},
            "selector": {"matchLabels": {"app.kubernetes.io/name": name}},
            "template": {
                "metadata": {"labels": names, **({"annotations": metrics} if metrics else {})},
                "spec": spec,
            },
        },
    }


def _disruption_budget(name: str, names: dict[str, str]) -> dict[str, Any]:
    return {
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": {"name": name, "labels": names},
        "spec": {
            "maxUnavailable": 1,
            "selector": {"matchLabels": {"app.kubernetes.io/name": name}},
        },
    }


def _autoscaler(name: str, names: dict[str, str]) -> dict[str, Any]:
    processor = {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": _BUSY_PERCENT}}
    return {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": name, "labels": names},
        "spec": {
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": name},
            "minReplicas": 1,
            "maxReplicas": _MOST_REPLICAS,
            "metrics": [{"type": "Resource", "resource": processor}],
        },
    }
