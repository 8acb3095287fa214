"""Profiles of tables: figures of each column, and the schema that a table has."""
