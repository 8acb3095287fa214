"""Copies of a collection."""
