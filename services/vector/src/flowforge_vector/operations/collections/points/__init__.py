"""Points of a collection."""
