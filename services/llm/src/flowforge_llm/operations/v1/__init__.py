"""Addresses as the clients of other APIs append them to their base URL."""
