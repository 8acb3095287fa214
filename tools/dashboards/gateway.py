"""The gateway: what arrives, what it refuses, and the time until the answer."""

from tools.dashboards.panels import Dashboard, Panel, Query

_RATE = "[$__rate_interval]"
_CHOSEN = '{service=~"$service"}'
_REQUESTS = "kong_http_requests_total"


def _percentile(share: float) -> Query:
    buckets = f"rate(kong_request_latency_ms_bucket{_CHOSEN}{_RATE})"
    return Query(f"histogram_quantile({share}, sum by (le) ({buckets}))", f"{share:.0%}")


def _requests(label: str, matchers: str = "") -> list[Query]:
    chosen = f'{{service=~"$service"{matchers}}}'
    return [Query(f"sum by ({label}) (rate({_REQUESTS}{chosen}{_RATE}))", f"{{{{{label}}}}}")]


GATEWAY = Dashboard(
    uid="flowforge-gateway",
    title="FlowForge: gateway",
    variables={"service": "label_values(flowforge_operation_info, service)"},
    rows={
        "Requests": [
            Panel("By service", _requests("service"), "reqps", stacked=True),
            Panel("By route", _requests("route"), "reqps"),
            Panel("By status", _requests("code"), "reqps", stacked=True),
        ],
        "Refused by the gateway itself": [
            Panel(
                "By status",
                _requests("code", ',source!="service"'),
                "reqps",
                "401 and 403: keys. 413: sizes. 429: limits. 502 to 504: services that are away or silent.",
            ),
            Panel(
                "Over their limit",
                [
                    Query(
                        f'topk(10, sum by (consumer) (rate({_REQUESTS}{{code="429"}}{_RATE})))',
                        "{{consumer}}",
                    )
                ],
                "reqps",
            ),
            Panel(
                "Admitted without being counted",
                [Query(f"sum(rate(flowforge_gateway_uncounted_requests_total{_RATE}))")],
                "reqps",
                "Redis was away. The embedded gateway counts them.",
            ),
        ],
        "Time and bytes": [
            Panel("Time to the answer", [_percentile(0.5), _percentile(0.95), _percentile(0.99)], "ms"),
            Panel(
                "95th percentile by service",
                [
                    Query(
                        "histogram_quantile(0.95, sum by (service, le) ("
                        f"rate(kong_request_latency_ms_bucket{_CHOSEN}{_RATE})))",
                        "{{service}}",
                    )
                ],
                "ms",
            ),
            Panel(
                "Bytes",
                [
                    Query(
                        f"sum by (direction) (rate(kong_bandwidth_bytes_total{_CHOSEN}{_RATE}))",
                        "{{direction}}",
                    )
                ],
                "Bps",
            ),
        ],
    },
)
