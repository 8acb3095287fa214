"""Asymmetric keys: generate, read and write them in PEM, DER, JWK and OpenSSH form."""
