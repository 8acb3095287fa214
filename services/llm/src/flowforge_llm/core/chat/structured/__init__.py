"""Answers that match a JSON Schema."""
