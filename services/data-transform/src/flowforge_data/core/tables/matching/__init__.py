"""Fuzzy matching of rows: candidates by blocking keys, scores by field, clusters."""
