"""Documents of a collection."""
