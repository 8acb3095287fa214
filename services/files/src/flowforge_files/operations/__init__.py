"""One file for each endpoint under /api/v1/files."""
