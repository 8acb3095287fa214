"""Paths that the clients of other APIs append to their base URL."""
