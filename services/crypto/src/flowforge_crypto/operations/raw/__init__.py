"""Ciphers without the envelope, to read and write what other systems do: /raw/..."""
