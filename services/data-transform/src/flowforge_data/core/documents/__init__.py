"""JSON documents and queries on documents, markup and tables."""
