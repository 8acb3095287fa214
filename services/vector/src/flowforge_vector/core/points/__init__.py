"""Points: what callers send, checks, and the preparation of batches."""
