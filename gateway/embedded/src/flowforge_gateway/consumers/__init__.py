"""Consumers and their credentials, stored in one file outside version control (mode 0600)."""
