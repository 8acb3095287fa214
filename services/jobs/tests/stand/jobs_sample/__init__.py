"""A service whose operations succeed, fail, wait and count as they are told."""
