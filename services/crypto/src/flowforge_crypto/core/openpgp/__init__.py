"""OpenPGP messages, signatures and keys (RFC 9580). Runs in worker processes."""
