"""Other names of a collection."""
