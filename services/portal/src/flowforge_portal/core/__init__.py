"""Collecting what the services say of themselves, and the pages that show it."""
