"""What the exporters of Redis and PostgreSQL expose, as far as the dashboards use it, with its labels."""

EXPORTED: dict[str, set[str]] = {
    "redis_up": set(),
    "redis_memory_used_bytes": set(),
    "redis_memory_max_bytes": set(),
    "redis_commands_processed_total": set(),
    "redis_keyspace_hits_total": set(),
    "redis_keyspace_misses_total": set(),
    "redis_evicted_keys_total": set(),
    "redis_connected_clients": set(),
    "redis_db_keys": {"db"},
    "pg_up": set(),
    "pg_stat_database_numbackends": {"datname"},
    "pg_database_size_bytes": {"datname"},
    "pg_stat_database_xact_commit": {"datname"},
    "pg_stat_database_xact_rollback": {"datname"},
    "pg_stat_database_blks_hit": {"datname"},
    "pg_stat_database_blks_read": {"datname"},
    "pg_stat_database_deadlocks": {"datname"},
}
# Counters whose names do not say so.
COUNTERS = {
    name for name in EXPORTED if name.startswith("pg_stat_database_") and not name.endswith("numbackends")
}
