"""Writing of responses: files, ranges, event streams; cached results."""
