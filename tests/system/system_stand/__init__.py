"""A whole platform for tests, started and called as a user would."""
