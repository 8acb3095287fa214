"""Changes of tables, and what is found out about tables."""
