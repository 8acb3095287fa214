"""Types in other languages made of a JSON Schema."""
