"""The jobs service as other services use it."""
