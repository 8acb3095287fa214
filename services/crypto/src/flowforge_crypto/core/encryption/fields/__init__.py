"""Encryption and tokenization of single fields of a JSON document."""
