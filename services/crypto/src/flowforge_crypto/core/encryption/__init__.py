"""Symmetric, public key and hybrid encryption of texts and files."""
