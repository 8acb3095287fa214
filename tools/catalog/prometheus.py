"""deploy/prometheus/prometheus.yml: what Prometheus scrapes beside docker-compose.yml."""

from collections.abc import Iterable
from typing import Any

import yaml

from flowforge_gateway.services import ServiceEntry

_HEAD = """# Generated from gateway/services.yml by `make docs`; change it there. For docker-compose.yml;
# on Kubernetes the pods' prometheus.io annotations name the same ports and paths.
"""
_GATEWAY = "kong:8100"
_STORES = {
    "redis": ["redis-exporter:9121", "cache-exporter:9121"],
    "postgres": ["postgres-exporter:9187"],
}


def prometheus_document(entries: Iterable[ServiceEntry]) -> str:
    """Write the configuration: jobs for services, the gateway, the stores and Prometheus itself."""
    document = {
        "global": {"scrape_interval": "15s", "evaluation_interval": "15s"},
        "rule_files": ["rules/*.yml", "/etc/flowforge/limits/*.yml"],
        "scrape_configs": [
            {
                "job_name": "flowforge",
                "dns_sd_configs": [_found(entry) for entry in entries],
                "relabel_configs": [
                    # Every copy of a scaled service is one address of its name.
                    {"source_labels": ["__meta_dns_name"], "target_label": "name"}
                ],
            },
            {"job_name": "gateway", "static_configs": [{"targets": [_GATEWAY]}]},
            *({"job_name": name, "static_configs": [{"targets": found}]} for name, found in _STORES.items()),
            {"job_name": "prometheus", "static_configs": [{"targets": ["localhost:9090"]}]},
        ],
    }
    return _HEAD + yaml.safe_dump(document, sort_keys=False, width=110)


def _found(entry: ServiceEntry) -> dict[str, Any]:
    return {"names": [entry.name], "type": "A", "port": entry.port, "refresh_interval": "15s"}
