"""The operations of the vector service."""
