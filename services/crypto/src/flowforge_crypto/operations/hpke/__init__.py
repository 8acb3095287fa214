"""Hybrid public key encryption (RFC 9180), post-quantum if wanted: /hpke/..."""
