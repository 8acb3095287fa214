"""Addresses that need no key: the signature is the credential."""
