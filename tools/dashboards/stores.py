"""Redis, the cache and PostgreSQL, as their exporters describe them."""

from tools.dashboards.panels import Dashboard, Panel, Query

_RATE = "[$__rate_interval]"


def _by_instance(expression: str) -> list[Query]:
    return [Query(expression, "{{instance}}")]


def _share(part: str, *others: str) -> str:
    """Return the share of one counter's rate in the sum of its own and the others'."""
    whole = " + ".join(f"rate({one}{_RATE})" for one in (part, *others))
    return f"rate({part}{_RATE}) / ({whole})"


STORES = Dashboard(
    uid="flowforge-stores",
    title="FlowForge: stores",
    rows={
        "Redis and cache": [
            Panel("Answering", _by_instance("redis_up"), kind="stat", height=5),
            Panel("Memory", _by_instance("redis_memory_used_bytes"), "bytes"),
            Panel(
                "Share of the allowed memory",
                _by_instance("redis_memory_used_bytes / (redis_memory_max_bytes > 0)"),
                "percentunit",
                "The cache may be full: it forgets the oldest. Redis must not be.",
            ),
            Panel("Commands", _by_instance(f"rate(redis_commands_processed_total{_RATE})"), "ops"),
            Panel(
                "Found",
                _by_instance(_share("redis_keyspace_hits_total", "redis_keyspace_misses_total")),
                "percentunit",
            ),
            Panel(
                "Evicted",
                _by_instance(f"rate(redis_evicted_keys_total{_RATE})"),
                "ops",
                "Of Redis nothing may be evicted: counters, records and the queue are in it.",
            ),
            Panel("Connections", _by_instance("redis_connected_clients")),
            Panel("Keys", [Query("sum by (instance, db) (redis_db_keys)", "{{instance}} {{db}}")]),
        ],
        "PostgreSQL": [
            Panel("Answering", _by_instance("pg_up"), kind="stat", height=5),
            Panel("Connections", [Query("sum by (datname) (pg_stat_database_numbackends)", "{{datname}}")]),
            Panel("Size", [Query("sum by (datname) (pg_database_size_bytes)", "{{datname}}")], "bytes"),
            Panel(
                "Transactions",
                [
                    Query(f"sum(rate(pg_stat_database_xact_commit{_RATE}))", "committed"),
                    Query(f"sum(rate(pg_stat_database_xact_rollback{_RATE}))", "rolled back"),
                ],
                "ops",
            ),
            Panel(
                "Blocks found in memory",
                [
                    Query(
                        f"sum(rate(pg_stat_database_blks_hit{_RATE})) / (sum(rate("
                        f"pg_stat_database_blks_hit{_RATE})) + sum(rate(pg_stat_database_blks_read{_RATE})))"
                    )
                ],
                "percentunit",
            ),
            Panel("Deadlocks", [Query(f"sum(rate(pg_stat_database_deadlocks{_RATE}))")], "ops"),
        ],
    },
)
