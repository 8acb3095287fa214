"""Declarations compiled for serving: the signature of a handler is read once."""
