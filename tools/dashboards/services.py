"""One service, or some of them: operations, errors, time, pools, cache."""

from tools.dashboards.panels import Dashboard, Panel, Query

_RATE = "[$__rate_interval]"
_CHOSEN = '{service=~"$service"}'
_FAILED = '{service=~"$service",status=~"5.."}'
_HITS = '{service=~"$service",result="hit"}'
_SERVERS = '{job="flowforge",name=~"$service"}'


def _percentile(share: float) -> Query:
    buckets = f"rate(flowforge_request_seconds_bucket{_CHOSEN}{_RATE})"
    return Query(f"histogram_quantile({share}, sum by (le) ({buckets}))", f"{share:.0%}")


def _slowest(run: str) -> Query:
    return Query(
        f"topk(10, histogram_quantile(0.95, sum by (operation, le) (rate(flowforge_request_seconds_bucket"
        f"{_CHOSEN}{_RATE}) * on (instance, operation) group_left () "
        f'flowforge_operation_info{{run=~"{run}"}})))',
        "{{operation}}",
    )


SERVICES = Dashboard(
    uid="flowforge-services",
    title="FlowForge: services",
    variables={"service": "label_values(flowforge_operation_info, service)"},
    rows={
        "Requests": [
            Panel(
                "Requests by service",
                [Query(f"sum by (service) (rate(flowforge_requests_total{_CHOSEN}{_RATE}))", "{{service}}")],
                "reqps",
                stacked=True,
            ),
            Panel(
                "Busiest operations",
                [
                    Query(
                        f"topk(10, sum by (operation) (rate(flowforge_requests_total{_CHOSEN}{_RATE})))",
                        "{{operation}}",
                    )
                ],
                "reqps",
            ),
            Panel(
                "Running",
                [Query(f"sum by (service) (flowforge_requests_running{_CHOSEN})", "{{service}}")],
            ),
        ],
        "Errors": [
            Panel(
                "Share of server errors",
                [
                    Query(
                        f"sum by (service) (rate(flowforge_requests_total{_FAILED}{_RATE})) "
                        f"/ sum by (service) (rate(flowforge_requests_total{_CHOSEN}{_RATE}))",
                        "{{service}}",
                    )
                ],
                "percentunit",
                red_above=0.01,
            ),
            Panel(
                "Errors by code",
                [
                    Query(
                        f"topk(15, sum by (service, code) (rate(flowforge_errors_total{_CHOSEN}{_RATE})))",
                        "{{service}} {{code}}",
                    )
                ],
                "reqps",
                width=16,
            ),
        ],
        "Time": [
            Panel("Time to the whole answer", [_percentile(0.5), _percentile(0.95), _percentile(0.99)], "s"),
            Panel("Slowest light operations, 95th percentile", [_slowest("inline")], "s", red_above=0.2),
            Panel("Slowest heavy operations, 95th percentile", [_slowest("threads|process")], "s"),
        ],
        "Capacity": [
            Panel(
                "Pools at work",
                [Query(f"sum by (service, pool) (flowforge_pool_busy{_CHOSEN})", "{{service}} {{pool}}")],
            ),
            Panel(
                "Calls that wait for a place",
                [Query(f"sum by (service, pool) (flowforge_pool_waiting{_CHOSEN})", "{{service}} {{pool}}")],
            ),
            Panel(
                "Files of running requests",
                [Query(f"sum by (service) (flowforge_spool_bytes{_CHOSEN})", "{{service}}")],
                "bytes",
            ),
            Panel(
                "Processor time",
                [
                    Query(
                        f"sum by (name) (rate(process_cpu_seconds_total{_SERVERS}{_RATE}))",
                        "{{name}}",
                    )
                ],
                "none",
                "Cores of the servers; worker processes are not counted.",
            ),
            Panel(
                "Memory of the servers",
                [
                    Query(
                        f"sum by (name) (process_resident_memory_bytes{_SERVERS})",
                        "{{name}}",
                    )
                ],
                "bytes",
            ),
            Panel(
                "Open files",
                [Query(f"sum by (name) (process_open_fds{_SERVERS})", "{{name}}")],
            ),
        ],
        "Result cache": [
            Panel(
                "Hits",
                [
                    Query(
                        f"sum by (service) (rate(flowforge_cache_total{_HITS}{_RATE})) "
                        f"/ sum by (service) (rate(flowforge_cache_total{_CHOSEN}{_RATE}))",
                        "{{service}}",
                    )
                ],
                "percentunit",
                width=12,
            ),
            Panel(
                "Failures",
                [
                    Query(
                        f"sum by (service) (rate(flowforge_cache_failures_total{_CHOSEN}{_RATE}))",
                        "{{service}}",
                    )
                ],
                "ops",
                width=12,
            ),
        ],
        "Bytes": [
            Panel(
                "Received",
                [
                    Query(
                        f"sum by (service) (rate(flowforge_received_bytes_total{_CHOSEN}{_RATE}))",
                        "{{service}}",
                    )
                ],
                "Bps",
                width=12,
            ),
            Panel(
                "Sent",
                [
                    Query(
                        f"sum by (service) (rate(flowforge_sent_bytes_total{_CHOSEN}{_RATE}))", "{{service}}"
                    )
                ],
                "Bps",
                width=12,
            ),
        ],
    },
)
