"""Filters on payloads: the language of Qdrant, checked before a store sees it."""
