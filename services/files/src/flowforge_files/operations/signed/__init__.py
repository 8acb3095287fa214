"""Signed URLs: the signature is the credential."""
