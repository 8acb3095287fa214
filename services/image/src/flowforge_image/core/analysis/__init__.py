"""Compare, hash and describe pixels."""
