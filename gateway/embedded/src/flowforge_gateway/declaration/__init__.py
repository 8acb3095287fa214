"""Strict model of kong.yml: unsupported entities, plugins, fields and values are rejected by name."""
