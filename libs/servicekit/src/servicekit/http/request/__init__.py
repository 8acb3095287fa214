"""Reading of requests: JSON, forms, multipart, raw files, queries, headers and streams."""
