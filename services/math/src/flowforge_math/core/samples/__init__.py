"""Columns of numbers and categories, from JSON or from a table."""
