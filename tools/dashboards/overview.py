"""The whole platform on one page: what callers see, then what is full."""

from tools.dashboards.panels import Dashboard, Panel, Query

_RATE = "[$__rate_interval]"
_KNOWN = '{consumer!=""}'
_BUSY = '{code=~"BUSY|CONSUMER_SHARE_TAKEN|TOO_MANY_CONCURRENT_REQUESTS"}'

OVERVIEW = Dashboard(
    uid="flowforge-overview",
    title="FlowForge: overview",
    rows={
        "What callers see": [
            Panel(
                "Requests a second",
                [Query(f"sum(rate(kong_http_requests_total{_RATE}))")],
                "reqps",
                kind="stat",
                width=6,
                height=5,
            ),
            Panel(
                "Server errors",
                [
                    Query(
                        f'sum(rate(kong_http_requests_total{{code=~"5.."}}{_RATE})) '
                        f"/ sum(rate(kong_http_requests_total{_RATE}))"
                    )
                ],
                "percentunit",
                kind="stat",
                width=6,
                height=5,
                red_above=0.01,
            ),
            Panel(
                "95th percentile at the gateway",
                [
                    Query(
                        f"histogram_quantile(0.95, sum by (le) (rate(kong_request_latency_ms_bucket{_RATE})))"
                    )
                ],
                "ms",
                kind="stat",
                width=6,
                height=5,
            ),
            Panel(
                "Services that answer",
                [Query('sum(up{job="flowforge"})')],
                kind="stat",
                width=6,
                height=5,
            ),
            Panel(
                "Requests by service",
                [Query(f"sum by (service) (rate(kong_http_requests_total{_RATE}))", "{{service}}")],
                "reqps",
                stacked=True,
            ),
            Panel(
                "Answers by status",
                [Query(f"sum by (code) (rate(kong_http_requests_total{_RATE}))", "{{code}}")],
                "reqps",
                stacked=True,
            ),
            Panel(
                "Refused by the gateway",
                [
                    Query(
                        f'sum by (code) (rate(kong_http_requests_total{{code=~"4..",source="exit"}}{_RATE}))',
                        "{{code}}",
                    )
                ],
                "reqps",
                "401 no valid key, 403 not for this service, 413 too large, 429 over the limit.",
            ),
        ],
        "Consumers": [
            Panel(
                "Busiest consumers",
                [
                    Query(
                        f"topk(10, sum by (consumer) (rate(kong_http_requests_total{_KNOWN}{_RATE})))",
                        "{{consumer}}",
                    )
                ],
                "reqps",
                width=12,
            ),
            Panel(
                "Share of the day's requests",
                [
                    Query(
                        'sum by (consumer) (increase(kong_http_requests_total{consumer!=""}[1d])) '
                        "/ on (consumer) max by (consumer) (flowforge_consumer_day_limit)",
                        "{{consumer}}",
                    )
                ],
                "percentunit",
                width=12,
                red_above=0.8,
            ),
        ],
        "What is full": [
            Panel(
                "Calls that wait for a place",
                [Query("sum by (service, pool) (flowforge_pool_waiting)", "{{service}} {{pool}}")],
            ),
            Panel(
                "Refused because a service was busy",
                [
                    Query(
                        f"sum by (service, code) (rate(flowforge_errors_total{_BUSY}{_RATE}))",
                        "{{service}} {{code}}",
                    )
                ],
                "reqps",
            ),
            Panel(
                "Memory",
                [Query('process_resident_memory_bytes{job="flowforge"}', "{{name}} {{instance}}")],
                "bytes",
            ),
        ],
    },
)
