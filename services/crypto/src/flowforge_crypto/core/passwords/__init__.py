"""Password hashing, key derivation, one-time passwords and random secrets."""
