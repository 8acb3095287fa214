"""Fields from a text by the caller's JSON Schema, each with its evidence."""
