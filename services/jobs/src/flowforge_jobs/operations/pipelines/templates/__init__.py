"""Saved pipelines with parameters."""
