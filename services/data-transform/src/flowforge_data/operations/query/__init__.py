"""Query a document or tables, one language a file."""
