"""Batches and pipelines: runs whose steps are jobs."""
