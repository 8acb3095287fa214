"""Searches: what callers ask, the queries that the store runs, and results."""
