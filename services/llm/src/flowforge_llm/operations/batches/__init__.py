"""Batches, compatible with OpenAI: /batches/..."""
