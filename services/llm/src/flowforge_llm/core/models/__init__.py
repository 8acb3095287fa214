"""Declared models: choosing one, its concurrency, budgets, usage and metrics."""
