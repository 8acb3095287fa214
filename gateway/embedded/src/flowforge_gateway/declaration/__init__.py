"""kong.yml as this gateway understands it: what it does not know, it refuses by name."""
