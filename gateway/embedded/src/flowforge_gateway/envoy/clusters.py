"""Translate upstreams to clusters: targets, load balancing, and health checks."""

from flowforge_gateway.declaration.entities import ActiveCheck, Declaration, PassiveCheck, Target, Upstream
from flowforge_gateway.envoy.local_settings import LocalSettings
from flowforge_gateway.envoy.messages import (
    HTTP_PROTOCOL_OPTIONS,
    LEAST_REQUEST,
    Message,
    milliseconds,
    seconds,
    socket_address,
    typed,
    unix_address,
)

DECISIONS = "decisions"
_BUFFER_BYTES = 1 << 20
_DECISION_TIMEOUT_SECONDS = 2.0
# uvicorn drops an idle connection after 5 s; reusing one in that moment would fail a request.
_IDLE_SECONDS = 4.0
_EJECTION_SECONDS = 30.0
_UNTIL_CHECKED_SECONDS = 3600.0
_NO_BREAKER = 1 << 20  # Envoy's own bound of 1,024 would refuse what Kong queues


def cluster_name(upstream: str) -> str:
    """Return the cluster name of an upstream, as used in statistics and logs."""
    return f"service.{upstream}"


def clusters(declaration: Declaration, local: LocalSettings) -> list[Message]:
    """Translate every upstream."""
    timeouts = {service.host: service.connect_timeout for service in declaration.services}
    return [
        _cluster(upstream, timeouts.get(upstream.name, 60_000), local) for upstream in declaration.upstreams
    ]


def decision_cluster(local: LocalSettings) -> Message:
    """Return the cluster of the decision service."""
    return {
        "name": DECISIONS,
        "type": "STATIC",
        "connect_timeout": seconds(_DECISION_TIMEOUT_SECONDS),
        "circuit_breakers": _no_breakers(),
        "load_assignment": {
            "cluster_name": DECISIONS,
            "endpoints": [{"lb_endpoints": [{"endpoint": {"address": unix_address(str(local.socket))}}]}],
        },
    }


def _cluster(upstream: Upstream, connect_timeout: int, local: LocalSettings) -> Message:
    name = cluster_name(upstream.name)
    checks = upstream.healthchecks
    return {
        "name": name,
        "type": "STATIC",
        "connect_timeout": milliseconds(connect_timeout),
        **_balancing(upstream),
        "per_connection_buffer_limit_bytes": _BUFFER_BYTES,
        "common_lb_config": {"healthy_panic_threshold": {"value": 0}},  # no healthy target: say so
        "circuit_breakers": _no_breakers(),
        "load_assignment": {
            "cluster_name": name,
            "endpoints": [{"lb_endpoints": _endpoints(upstream.targets, local)}],
        },
        "typed_extension_protocol_options": {
            "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": typed(
                HTTP_PROTOCOL_OPTIONS,
                explicit_http_config={"http_protocol_options": {}},
                common_http_protocol_options={"idle_timeout": seconds(_IDLE_SECONDS)},
            )
        },
        **(_active(checks.active) if checks.active else {}),
        **(_passive(checks.passive, checks.active) if checks.passive else {}),
    }


def _balancing(upstream: Upstream) -> Message:
    if upstream.algorithm == "round-robin":
        return {"lb_policy": "ROUND_ROBIN"}
    # Of all targets the least busy, as Kong picks it; Envoy's own choice is the better one of two.
    policy = typed(LEAST_REQUEST, selection_method="FULL_SCAN")
    extension = {"name": "envoy.load_balancing_policies.least_request", "typed_config": policy}
    return {"load_balancing_policy": {"policies": [{"typed_extension_config": extension}]}}


def _endpoints(targets: tuple[Target, ...], local: LocalSettings) -> list[Message]:
    endpoints = []
    for target in targets:
        address = local.find(target.host, target.port)
        if address is not None and target.weight > 0:
            endpoints.append(
                {
                    "endpoint": {"address": socket_address(*address)},
                    "load_balancing_weight": target.weight,
                }
            )
    return endpoints


def _active(check: ActiveCheck) -> Message:
    interval = seconds(check.healthy.interval)
    return {
        "health_checks": [
            {
                "timeout": seconds(check.timeout),
                "interval": interval,
                "no_traffic_interval": interval,
                "unhealthy_interval": seconds(check.unhealthy.interval),
                "healthy_threshold": check.healthy.successes,
                "unhealthy_threshold": check.unhealthy.http_failures,
                "http_health_check": {
                    "path": check.http_path,
                    "expected_statuses": [{"start": 200, "end": 400}],
                },
            }
        ],
        # A target that has left takes no more requests, also not those that had chosen it.
        "ignore_health_on_host_removal": True,
    }


def _passive(check: PassiveCheck, active: ActiveCheck | None) -> Message:
    if not check.unhealthy.tcp_failures:
        return {}
    # With an active check the first one that succeeds ends the ejection, and not the time.
    away = seconds(_EJECTION_SECONDS if active is None else _UNTIL_CHECKED_SECONDS)
    return {
        "outlier_detection": {
            "split_external_local_origin_errors": True,
            "consecutive_local_origin_failure": check.unhealthy.tcp_failures,
            "enforcing_consecutive_local_origin_failure": 100,
            "enforcing_local_origin_success_rate": 0,
            "enforcing_consecutive_5xx": 0,
            "enforcing_consecutive_gateway_failure": 0,
            "enforcing_success_rate": 0,
            "max_ejection_percent": 100,
            "interval": seconds(1),
            "base_ejection_time": away,
            "max_ejection_time": away,
            "successful_active_health_check_uneject_host": True,
        }
    }


def _no_breakers() -> Message:
    names = ("max_connections", "max_pending_requests", "max_requests", "max_retries")
    return {"thresholds": [dict.fromkeys(names, _NO_BREAKER)]}
