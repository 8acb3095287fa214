"""A service for the kit's own tests: every kind of request, result and mishap."""
