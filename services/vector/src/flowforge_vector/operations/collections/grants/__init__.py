"""Consumers with whom a collection is shared."""
