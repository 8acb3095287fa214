"""Language models, jobs and kept files."""

from tools.dashboards.panels import Dashboard, Panel, Query

_RATE = "[$__rate_interval]"


def _percentile(histogram: str, share: float) -> Query:
    buckets = f"sum by (model, le) (rate({histogram}_bucket{_RATE}))"
    return Query(f"histogram_quantile({share}, {buckets})", f"{{{{model}}}} {share:.0%}")


MODELS_JOBS_FILES = Dashboard(
    uid="flowforge-models-jobs-files",
    title="FlowForge: models, jobs and files",
    rows={
        "Language models": [
            Panel(
                "Tokens a second",
                [
                    Query(
                        f"sum by (model, direction) (rate(flowforge_llm_tokens_total{_RATE}))",
                        "{{model}} {{direction}}",
                    )
                ],
                "none",
            ),
            Panel(
                "Time to the first token",
                [_percentile("flowforge_llm_first_token_seconds", share) for share in (0.5, 0.95)],
                "s",
            ),
            Panel(
                "Requests at the models",
                [
                    Query("sum by (model) (flowforge_llm_requests_running)", "{{model}} running"),
                    Query("sum by (model) (flowforge_llm_requests_waiting)", "{{model}} waiting"),
                ],
            ),
            Panel(
                "Refused because a queue was full",
                [Query(f"sum by (model) (rate(flowforge_llm_requests_refused_total{_RATE}))", "{{model}}")],
                "reqps",
                width=12,
            ),
            Panel(
                "Taken over by another model",
                [
                    Query(
                        f"sum by (model, by) (rate(flowforge_llm_fallbacks_total{_RATE}))",
                        "{{model}} by {{by}}",
                    )
                ],
                "reqps",
                width=12,
            ),
        ],
        "Jobs": [
            Panel(
                "Jobs that are not finished",
                [Query("max by (state) (flowforge_jobs)", "{{state}}")],
                width=24,
                height=6,
                red_above=1000,
            ),
        ],
        "Files": [
            Panel("Kept", [Query("sum(flowforge_files_kept_bytes)", "bytes")], "bytes"),
            Panel(
                "Kept by consumer",
                [Query("topk(10, sum by (consumer) (flowforge_files_kept_bytes))", "{{consumer}}")],
                "bytes",
            ),
            Panel(
                "Reserved for unfinished uploads",
                [Query("sum(flowforge_files_reserved_bytes)", "bytes")],
                "bytes",
            ),
        ],
    },
)
